//! The pictures in a chunk: which of its bytes decoders are given at once, and whether something comes out.
//!
//! A chunk should have one picture. There are chunks in the field that have none (parameter sets sent ahead) or several,
//! of which FFmpeg's decoders of H.264 and HEVC make an error or lose one.

use std::borrow::Cow;
use std::ops::Range;

use crate::CodecId;
use crate::bitstream::framing::Framing;
use crate::bitstream::{Malformed, av1, nal};

/// Consecutive bytes of a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    pub data: Cow<'a, [u8]>,
    pub content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// One picture, or a field of one; or what cannot be read, of which the decoder may make an error.
    Picture,
    /// AV1: what a decoder has to see, though nothing is shown for it.
    Hidden,
    /// H.264 and HEVC: units that belong to the next picture, such as parameter sets.
    Prelude,
}

/// The parts of a chunk in their order. `nal_length_size` is that of the description for H.264 and HEVC, `None` without
/// one; the parts have such lengths, or start codes, as well, whatever the chunk has.
pub fn pictures(codec: CodecId, nal_length_size: Option<u8>, chunk: &[u8]) -> Vec<Part<'_>> {
    let whole = |content| vec![Part { data: Cow::Borrowed(chunk), content }];
    let role = match codec {
        CodecId::Avc => avc,
        CodecId::Hevc => hevc,
        CodecId::Av1 if av1::shows_nothing(chunk) => return whole(Content::Hidden),
        CodecId::Vp8 | CodecId::Vp9 | CodecId::Av1 => return whole(Content::Picture),
    };
    let Ok(units) = units(chunk, nal_length_size) else {
        return whole(Content::Picture);
    };
    let roles: Vec<Role> = units.iter().map(|unit| role(unit)).collect();
    let wanted = nal_length_size.map_or(Framing::StartCodes, Framing::Lengths);
    let framed = |units: &[&[u8]]| Cow::Owned(wanted.join(units));
    let pictures = access_units(&roles);
    if pictures.len() > 1 {
        let units = pictures.into_iter().filter_map(|range| units.get(range));
        return units.map(|units| Part { data: framed(units), content: Content::Picture }).collect();
    }
    let no_picture = pictures.is_empty() && !units.is_empty() && !roles.contains(&Role::Unknown);
    let content = if no_picture { Content::Prelude } else { Content::Picture };
    if Framing::of(chunk, nal_length_size) == wanted {
        return whole(content);
    }
    vec![Part { data: framed(&units), content }]
}

fn units(chunk: &[u8], nal_length_size: Option<u8>) -> Result<Vec<&[u8]>, Malformed> {
    Framing::of(chunk, nal_length_size).nal_units(chunk)?.collect()
}

/// What a NAL unit is in the order of an access unit: H.264 section 7.4.1.2.3, H.265 section 7.4.2.4.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Slice {
        first: bool,
    },
    /// Comes before the first slice.
    Leading,
    Other,
    /// Of no known type.
    Unknown,
}

fn avc(unit: &[u8]) -> Role {
    match nal::avc_type(unit) {
        // Slices, and partition A of one; first_mb_in_slice is 0 when its first bit is set
        Some(1 | 2 | 5) => Role::Slice { first: unit.get(1).is_some_and(|byte| byte & 0x80 != 0) },
        Some(6..=9 | 14..=18) => Role::Leading,
        Some(3 | 4 | 10..=13 | 19..=21) => Role::Other,
        _ => Role::Unknown,
    }
}

fn hevc(unit: &[u8]) -> Role {
    let of_base_layer = nal::hevc_layer(unit) == Some(0);
    match nal::hevc_type(unit) {
        Some(0..=9 | 16..=21) if of_base_layer => {
            Role::Slice { first: unit.get(2).is_some_and(|byte| byte & 0x80 != 0) } // first_slice_segment_in_pic_flag
        }
        Some(32..=35 | 39 | 41..=44 | 48..=55) if of_base_layer => Role::Leading,
        Some(0..=9 | 16..=21 | 32..=63) => Role::Other,
        _ => Role::Unknown,
    }
}

/// The units of each picture, of all units. Empty when none holds a slice.
fn access_units(roles: &[Role]) -> Vec<Range<usize>> {
    let (mut starts, mut leading) = (Vec::new(), None);
    for (at, role) in roles.iter().enumerate() {
        match role {
            Role::Leading => leading = leading.or(Some(at)),
            Role::Slice { first } => {
                if starts.is_empty() {
                    starts.push(0);
                } else if *first {
                    starts.push(leading.unwrap_or(at));
                }
                leading = None;
            }
            Role::Other | Role::Unknown => {}
        }
    }
    let ends = starts.iter().skip(1).copied().chain([roles.len()]);
    starts.iter().zip(ends).map(|(&start, end)| start..end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const AUD: &[u8] = &[9, 0x10];
    const SPS: &[u8] = &[0x67, 0x42, 9];
    const PPS: &[u8] = &[0x68, 9];
    const SEI: &[u8] = &[6, 5, 1, 9, 0x80];
    const IDR: &[u8] = &[0x65, 0x88];
    const IDR_MORE: &[u8] = &[0x65, 0x48];
    const SLICE: &[u8] = &[0x41, 0x9a];
    const FILLER: &[u8] = &[12, 0xff, 0x80];
    const UNSPECIFIED: &[u8] = &[24, 9];

    /// How many units each part has, and what it is. It must not depend on the framing.
    fn parts(codec: CodecId, units: &[&[u8]]) -> Vec<(usize, Content)> {
        let of = |size: Option<u8>, chunk: &[u8]| -> Vec<_> {
            let framing = size.map_or(Framing::StartCodes, Framing::Lengths);
            let count = |part: &Part| framing.nal_units(&part.data).unwrap().map(Result::unwrap).count();
            pictures(codec, size, chunk).iter().map(|part| (count(part), part.content)).collect()
        };
        let stream = Framing::StartCodes.join(units);
        let found = of(None, &stream);
        assert_eq!(of(Some(2), &Framing::Lengths(2).join(units)), found, "{units:x?}");
        assert_eq!(of(Some(4), &stream), found, "{units:x?}");
        found
    }

    #[test]
    fn one_picture_is_one_part() {
        use Content::Picture;
        for units in [
            &[IDR][..],
            &[AUD, SPS, PPS, SEI, IDR, IDR_MORE, IDR_MORE, FILLER],
            &[SPS, IDR, SEI, IDR_MORE],
            &[IDR_MORE],
            &[UNSPECIFIED],
            &[UNSPECIFIED, IDR],
        ] {
            assert_eq!(parts(CodecId::Avc, units), [(units.len(), Picture)], "{units:x?}");
        }
    }

    #[test]
    fn each_picture_begins_with_what_leads_to_it() {
        use Content::Picture;
        for (units, sizes) in [
            (&[IDR, SLICE][..], &[1, 1][..]),
            (&[SPS, PPS, IDR, IDR_MORE, FILLER, SLICE], &[5, 1]),
            (&[AUD, IDR, AUD, SEI, SLICE, AUD, SLICE, FILLER], &[2, 3, 3]),
            (&[IDR, SEI, IDR_MORE, SLICE], &[3, 1]),
            (&[IDR, SLICE, SPS], &[1, 2]),
        ] {
            let wanted: Vec<_> = sizes.iter().map(|&size| (size, Picture)).collect();
            assert_eq!(parts(CodecId::Avc, units), wanted, "{units:x?}");
        }
    }

    #[test]
    fn units_without_a_picture_are_a_prelude() {
        for units in [&[SPS, PPS][..], &[AUD], &[SEI], &[FILLER]] {
            assert_eq!(parts(CodecId::Avc, units), [(units.len(), Content::Prelude)], "{units:x?}");
        }
        let (vps, end) = (&[0x40, 1, 9][..], &[0x48, 1][..]);
        assert_eq!(parts(CodecId::Hevc, &[vps, end]), [(2, Content::Prelude)]);
    }

    #[test]
    fn hevc_pictures_are_those_of_the_base_layer() {
        use Content::Picture;
        let (vps, sei, idr, more) =
            (&[0x40, 1, 9][..], &[0x4e, 1, 9][..], &[0x26, 1, 0x80][..], &[0x26, 1, 0x10][..]);
        let (suffix, upper, trail) = (&[0x50, 1, 9][..], &[0x26, 9, 0x80][..], &[2, 1, 0x80][..]);
        assert_eq!(parts(CodecId::Hevc, &[vps, sei, idr, more, suffix, upper]), [(6, Picture)]);
        assert_eq!(parts(CodecId::Hevc, &[vps, idr, suffix, sei, trail]), [(3, Picture), (2, Picture)]);
    }

    #[test]
    fn what_cannot_be_read_is_left_as_it_is() {
        for (size, chunk) in
            [(None, &[][..]), (None, &[1, 2, 3, 4]), (Some(4), &[0, 0, 0, 9, 0x65]), (Some(3), &[0; 9])]
        {
            let part = Part { data: Cow::Borrowed(chunk), content: Content::Picture };
            assert_eq!(pictures(CodecId::Avc, size, chunk), [part]);
        }
    }

    #[test]
    fn hostile_chunks_lose_no_unit() {
        let stream = Framing::StartCodes.join(&[AUD, SPS, PPS, IDR, IDR_MORE, AUD, SLICE, SLICE]);
        hostile(&[&stream], |chunk| {
            for size in [None, Some(1), Some(4)] {
                let parts = pictures(CodecId::Avc, size, chunk);
                pictures(CodecId::Hevc, size, chunk);
                let Ok(all) = units(chunk, size) else { continue };
                let kept: Vec<&[u8]> =
                    parts.iter().flat_map(|part| units(&part.data, size).unwrap()).collect();
                assert_eq!(kept, all);
            }
        });
    }
}
