//! The pictures in a chunk: which of its bytes decoders are given at once, and whether something comes out.
//!
//! A chunk should have one picture. There are chunks in the field that have none (parameter sets sent ahead) or several,
//! of which FFmpeg's decoders of H.264 and HEVC make an error or lose one.

use std::borrow::Cow;

use crate::CodecId;
use crate::bitstream::framing::{Framing, NalUnits};
use crate::bitstream::{av1, nal};

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
/// one; the parts have such lengths, or start codes, as well, whatever the chunk has. Each part is made when it is asked for:
/// a chunk may have millions.
pub fn pictures(codec: CodecId, nal_length_size: Option<u8>, chunk: &[u8]) -> Pictures<'_> {
    let whole = |content| Pictures::One(Some(Part { data: Cow::Borrowed(chunk), content }));
    let role = match codec {
        CodecId::Avc => avc,
        CodecId::Hevc => hevc,
        CodecId::Av1 if av1::shows_nothing(chunk) => return whole(Content::Hidden),
        CodecId::Vp8 | CodecId::Vp9 | CodecId::Av1 => return whole(Content::Picture),
    };
    let framing = Framing::of(chunk, nal_length_size);
    let units = || framing.nal_units(chunk).ok();
    let Some(units) = units().filter(|units| units.clone().all(|unit| unit.is_ok())) else {
        return whole(Content::Picture);
    };
    let wanted = nal_length_size.map_or(Framing::StartCodes, Framing::Lengths);
    let mut roles = units.clone().flatten().map(role);
    let first = access_unit(roles.clone());
    if units.clone().nth(first).is_some() {
        return Pictures::Several(Several { rest: units, role, wanted });
    }
    let shows_or_unknown = |role| matches!(role, Role::Slice { .. } | Role::Unknown);
    let no_picture = units.clone().next().is_some() && !roles.any(shows_or_unknown);
    let content = if no_picture { Content::Prelude } else { Content::Picture };
    if framing == wanted {
        return whole(content);
    }
    Pictures::One(Some(Part { data: Cow::Owned(wanted.join(units.flatten())), content }))
}

/// Of a prelude, what still holds when the stream goes on at another place: its parameter sets, framed as it is.
pub fn lasting(codec: CodecId, nal_length_size: Option<u8>, prelude: &[u8]) -> Vec<u8> {
    let framing = Framing::of(prelude, nal_length_size);
    let units = framing.nal_units(prelude).into_iter().flatten().flatten();
    framing.join(units.filter(|unit| nal::is_parameter_set(codec, unit)))
}

#[derive(Clone, Debug)]
pub enum Pictures<'a> {
    One(Option<Part<'a>>),
    Several(Several<'a>),
}

impl<'a> Iterator for Pictures<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        match self {
            Pictures::One(part) => part.take(),
            Pictures::Several(several) => several.next(),
        }
    }
}

/// The pictures of a chunk without errors.
#[derive(Clone, Debug)]
pub struct Several<'a> {
    rest: NalUnits<'a>,
    role: fn(&[u8]) -> Role,
    wanted: Framing,
}

impl<'a> Iterator for Several<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let count = access_unit(self.rest.clone().flatten().map(self.role));
        let units = self.rest.by_ref().flatten().take(count);
        let data = self.wanted.join(units);
        (count > 0).then_some(Part { data: Cow::Owned(data), content: Content::Picture })
    }
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

/// How many units the first picture has: all up to those that lead to the next one.
fn access_unit(roles: impl Iterator<Item = Role>) -> usize {
    let (mut count, mut has_slice, mut leading) = (0, false, None);
    for role in roles {
        match role {
            Role::Leading => leading = leading.or(Some(count)),
            Role::Slice { first: true } if has_slice => return leading.unwrap_or(count),
            Role::Slice { .. } => (has_slice, leading) = (true, None),
            Role::Other | Role::Unknown => {}
        }
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitstream::Malformed;
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

    fn units(chunk: &[u8], nal_length_size: Option<u8>) -> Result<Vec<&[u8]>, Malformed> {
        Framing::of(chunk, nal_length_size).nal_units(chunk)?.collect()
    }

    /// How many units each part has, and what it is. It must not depend on the framing.
    fn parts(codec: CodecId, units: &[&[u8]]) -> Vec<(usize, Content)> {
        let of = |size: Option<u8>, chunk: &[u8]| -> Vec<_> {
            let framing = size.map_or(Framing::StartCodes, Framing::Lengths);
            let count = |part: &Part| framing.nal_units(&part.data).unwrap().map(Result::unwrap).count();
            pictures(codec, size, chunk).map(|part| (count(&part), part.content)).collect()
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
    fn parameter_sets_last_and_what_is_of_one_picture_does_not() {
        for (size, framing) in [(None, Framing::StartCodes), (Some(2), Framing::Lengths(2))] {
            let prelude = framing.join([AUD, SPS, SEI, PPS, FILLER]);
            assert_eq!(lasting(CodecId::Avc, size, &prelude), framing.join([SPS, PPS]));
            assert!(lasting(CodecId::Avc, size, &framing.join([AUD, SEI])).is_empty());
            assert!(lasting(CodecId::Avc, size, &[]).is_empty());
        }
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
            assert_eq!(pictures(CodecId::Avc, size, chunk).collect::<Vec<_>>(), [part]);
        }
    }

    #[test]
    fn hostile_chunks_lose_no_unit() {
        let stream = Framing::StartCodes.join([AUD, SPS, PPS, IDR, IDR_MORE, AUD, SLICE, SLICE]);
        hostile(&[&stream], |chunk| {
            for size in [None, Some(1), Some(4)] {
                let parts: Vec<_> = pictures(CodecId::Avc, size, chunk).collect();
                pictures(CodecId::Hevc, size, chunk).for_each(drop);
                let Ok(all) = units(chunk, size) else { continue };
                let kept: Vec<&[u8]> =
                    parts.iter().flat_map(|part| units(&part.data, size).unwrap()).collect();
                assert_eq!(kept, all);
            }
        });
    }
}
