//! Whether pictures are shown in another order than they are coded in.

use crate::CodecId;
use crate::bitstream::framing::Framing;
use crate::bitstream::{Malformed, avcc, nal, sps};

/// May a stream reorder pictures without telling how many are held back? Its sequence parameter sets say so, in the
/// description or in a key chunk. Only H.264 lets a stream leave it open: by an absent `max_num_reorder_frames`.
pub fn may_reorder(codec: CodecId, description: Option<&[u8]>, key_chunk: &[u8]) -> bool {
    codec == CodecId::Avc && avc(description, key_chunk).unwrap_or(false)
}

fn avc(description: Option<&[u8]>, key_chunk: &[u8]) -> Result<bool, Malformed> {
    let record = description.map(avcc::DecoderConfiguration::parse).transpose()?;
    let framing = Framing::of(key_chunk, record.as_ref().map(|record| record.nal_length_size));
    let in_band = framing.nal_units(key_chunk)?.map_while(Result::ok);
    Ok(record.is_some_and(|record| any_reorders(record.sps.into_iter())) || any_reorders(in_band))
}

fn any_reorders<'a>(units: impl Iterator<Item = &'a [u8]>) -> bool {
    let is_slice = |unit: &&[u8]| matches!(nal::avc_type(unit), Some(nal::avc::SLICE..=nal::avc::IDR_SLICE));
    let mut sets =
        units.take_while(|unit| !is_slice(unit)).filter(|unit| nal::avc_type(unit) == Some(nal::avc::SPS));
    sets.any(|set| sps::avc_may_reorder(set).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const MAIN: &[u8] = &[0x67, 77, 0, 30, 0b1110_0000];
    const MAIN_IN_CODING_ORDER: &[u8] = &[0x67, 77, 0, 30, 0b1101_1000];
    const HIGH: &[u8] = &[0x67, 100, 0, 30, 0b1010_1100, 0b1100_0000];
    /// One scaling list, which is the default one; pictures in coding order.
    const SCALED_IN_CODING_ORDER: &[u8] = &[0x67, 100, 0, 30, 0xad, 0x84, 0x40, 0x58];
    const BASELINE: &[u8] = &[0x67, 66, 0, 30, 0b1110_0000];
    const INTRA: &[u8] = &[0x67, 110, 0x10, 30, 0b1010_1100, 0b1100_0000];

    fn byte_stream(units: &[&[u8]]) -> Vec<u8> {
        units.iter().flat_map(|unit| [&[0, 0, 1][..], unit].concat()).collect()
    }

    #[test]
    fn profile_and_picture_order_count_type_decide() {
        for (set, expected) in [
            (MAIN, true),
            (MAIN_IN_CODING_ORDER, false),
            (HIGH, true),
            (SCALED_IN_CODING_ORDER, false),
            (BASELINE, false),
            (INTRA, false),
        ] {
            assert_eq!(
                may_reorder(CodecId::Avc, None, &byte_stream(&[set, &[0x65, 1]])),
                expected,
                "{set:?}"
            );
        }
        assert!(!may_reorder(CodecId::Hevc, None, &byte_stream(&[MAIN])));
    }

    #[test]
    fn sets_are_found_in_the_description_and_in_the_chunk() {
        let record = |sets: &[&[u8]]| {
            let mut record = vec![1, 77, 0, 30, 0xff, 0xe0 | sets.len() as u8];
            sets.iter().for_each(|set| record.extend([&[0, set.len() as u8][..], set].concat()));
            record.push(0);
            record
        };
        let in_band = [&[0, 0, 0, 5][..], MAIN, &[0, 0, 0, 2, 0x65, 1]].concat();
        let picture = [0, 0, 0, 2, 0x65, 1];
        assert!(may_reorder(CodecId::Avc, Some(&record(&[MAIN])), &picture));
        assert!(may_reorder(CodecId::Avc, Some(&record(&[])), &in_band));
        assert!(!may_reorder(CodecId::Avc, Some(&record(&[BASELINE])), &picture));
        assert!(!may_reorder(CodecId::Avc, Some(&[1]), &in_band));
    }

    #[test]
    fn hostile_sets_do_no_harm() {
        let stream = byte_stream(&[HIGH, SCALED_IN_CODING_ORDER, &[0x65, 1]]);
        hostile(&[&stream], |data| {
            may_reorder(CodecId::Avc, None, data);
            may_reorder(CodecId::Avc, Some(data), data);
        });
    }
}
