//! `EncodedVideoChunk.type`: what makes a chunk a key chunk, by the registrations' section "EncodedVideoChunk
//! type".

use crate::CodecId;
use crate::bitstream::framing::Framing;
use crate::bitstream::slice::ParameterSets;
use crate::bitstream::{av1, nal, vp8, vp9};
use crate::recovery::avc_picture;

/// Does the chunk hold a picture that decoding can start with?
///
/// `nal_length_size` is that of the description for H.264 and HEVC, `None` without one; other codecs ignore
/// it. H.264 pictures with a recovery point count as key pictures, which the registration does not say:
/// streams of open groups of pictures have no other.
pub fn is_key(codec: CodecId, nal_length_size: Option<u8>, data: &[u8]) -> bool {
    match codec {
        CodecId::Avc => avc_picture(&mut ParameterSets::default(), nal_length_size, data)
            .is_some_and(|picture| picture.idr || picture.recovery.is_some()),
        CodecId::Hevc => hevc(nal_length_size, data),
        CodecId::Vp8 => vp8::is_key(data),
        CodecId::Vp9 => vp9::is_key(data),
        CodecId::Av1 => av1::is_key(data),
    }
}

/// Decoding starts with the first picture, so that decides.
fn hevc(nal_length_size: Option<u8>, data: &[u8]) -> bool {
    let units = Framing::of(data, nal_length_size).nal_units(data);
    units.is_ok_and(|units| units.map_while(Result::ok).find_map(is_random_access).unwrap_or(false))
}

/// Whether the unit belongs to a picture to start with; `None` when it belongs to no picture of the base layer.
fn is_random_access(unit: &[u8]) -> Option<bool> {
    use nal::hevc::{BLA_W_LP, CRA, VPS};
    let nal_type = nal::hevc_type(unit)?;
    let picture_of_base_layer = nal_type < VPS && nal::hevc_layer(unit) == Some(0);
    picture_of_base_layer.then_some((BLA_W_LP..=CRA).contains(&nal_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const ALL: [CodecId; 5] = [CodecId::Avc, CodecId::Hevc, CodecId::Vp8, CodecId::Vp9, CodecId::Av1];
    const RECOVERY_POINT: &[u8] = &[6, 6, 1, 0xc4, 0x80];

    /// Whether the units make a key chunk, which must not depend on their framing.
    fn key(codec: CodecId, units: &[&[u8]]) -> bool {
        let stream: Vec<u8> = units.iter().flat_map(|unit| [&[0, 0, 1], *unit].concat()).collect();
        let prefixed: Vec<u8> = units.iter().flat_map(|unit| [&[unit.len() as u8], *unit].concat()).collect();
        let answer = is_key(codec, None, &stream);
        assert_eq!(is_key(codec, Some(1), &prefixed), answer, "{units:x?}");
        answer
    }

    #[test]
    fn avc_idr_pictures_and_recovery_points() {
        let (sps, pps, idr, slice) =
            (&[0x67, 0x42, 9][..], &[0x68, 9][..], &[0x65, 0x88][..], &[0x41, 0x9a][..]);
        let other_sei = &[6, 5, 2, 6, 6, 4, 1, 9, 0x80][..];
        for (units, wanted) in [
            (&[sps, pps, idr][..], true),
            (&[idr], true),
            (&[&[9, 0x10], idr], true),
            (&[RECOVERY_POINT, slice], true),
            (&[other_sei, slice], false),
            (&[slice], false),
            (&[slice, idr], false), // two pictures: decoding starts with the first
            (&[sps, pps], false),
            (&[RECOVERY_POINT], false),
            (&[], false),
        ] {
            assert_eq!(key(CodecId::Avc, units), wanted, "{units:x?}");
        }
    }

    #[test]
    fn hevc_random_access_pictures_of_the_base_layer() {
        for nal_type in 0..32 {
            let unit = [nal_type << 1, 1, 0x80];
            assert_eq!(key(CodecId::Hevc, &[&unit]), (16..=21).contains(&nal_type), "type {nal_type}");
        }
        let (vps, idr, trail) = (&[0x40, 1, 9][..], &[0x26, 1, 9][..], &[2, 1, 9][..]);
        let idr_of_layer_1 = &[0x26, 9, 9][..];
        assert!(key(CodecId::Hevc, &[vps, idr]));
        assert!(!key(CodecId::Hevc, &[vps, trail, idr]));
        assert!(!key(CodecId::Hevc, &[idr_of_layer_1, trail]));
        assert!(!key(CodecId::Hevc, &[vps]));
    }

    #[test]
    fn lengths_that_do_not_match_are_no_key_chunk() {
        let stream = [0, 0, 0, 1, 0x67, 0x42, 0, 0x1e, 0, 0, 0, 1, 0x65, 0x88];
        let prefixed = [0, 0, 0, 4, 0x67, 0x42, 0, 0x1e, 0, 0, 0, 2, 0x65, 0x88];
        assert!(is_key(CodecId::Avc, None, &stream));
        assert!(is_key(CodecId::Avc, Some(4), &stream)); // a byte stream in spite of its description
        assert!(!is_key(CodecId::Avc, Some(2), &stream));
        assert!(is_key(CodecId::Avc, Some(4), &prefixed));
        assert!(!is_key(CodecId::Avc, None, &prefixed));
        assert!(!is_key(CodecId::Avc, Some(3), &prefixed));
    }

    #[test]
    fn nothing_is_no_key_chunk() {
        for codec in ALL {
            for size in [None, Some(4)] {
                assert!(!is_key(codec, size, &[]), "{codec}");
            }
        }
    }

    #[test]
    fn hostile_chunks_do_no_harm() {
        let stream = [&[0, 0, 1][..], RECOVERY_POINT, &[0, 0, 1, 0x41, 0x9a]].concat();
        hostile(&[&stream], |data| {
            for codec in ALL {
                for size in [None, Some(0), Some(1), Some(2), Some(4), Some(255)] {
                    is_key(codec, size, data);
                }
            }
        });
    }
}
