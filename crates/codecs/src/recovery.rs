//! Where decoding of H.264 can start, and from where on it is right: section D.2.8, recovery points.

use crate::bitstream::bits::Bits;
use crate::bitstream::framing::Framing;
use crate::bitstream::nal;
use crate::bitstream::slice::{FrameNum, ParameterSets};

/// The first picture of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvcPicture {
    pub idr: bool,
    /// Whether frame_num counts it.
    pub reference: bool,
    /// Known by the parameter sets.
    pub frame_num: Option<FrameNum>,
    /// recovery_frame_cnt, when it is a recovery point: when decoding starts here, pictures are right from the reference
    /// picture on whose frame_num is greater by so much, in the order of output.
    pub recovery: Option<u32>,
}

/// The first picture of a chunk, `None` when it has none. `sets` are those seen so far, to which its own are added.
/// `nal_length_size` is that of the description, `None` without one.
pub fn avc_picture(
    sets: &mut ParameterSets,
    nal_length_size: Option<u8>,
    chunk: &[u8],
) -> Option<AvcPicture> {
    const NAL_REF_IDC: u8 = 0x60;
    let mut recovery = None;
    let units = Framing::of(chunk, nal_length_size).nal_units(chunk).ok()?;
    for unit in units.map_while(Result::ok) {
        match nal::avc_type(unit)? {
            nal::avc::SEI => recovery = recovery.or_else(|| recovery_frame_cnt(unit)),
            slice @ nal::avc::SLICE..=nal::avc::IDR_SLICE => {
                let reference = unit.first().is_some_and(|header| header & NAL_REF_IDC != 0);
                let (idr, frame_num) = (slice == nal::avc::IDR_SLICE, sets.frame_num(unit));
                return Some(AvcPicture { idr, reference, frame_num, recovery });
            }
            _ => sets.look_at(unit),
        }
    }
    None
}

/// Of a recovery point message in an SEI unit (section 7.3.2.3), if it holds one.
fn recovery_frame_cnt(unit: &[u8]) -> Option<u32> {
    const RECOVERY_POINT: usize = 6;
    let raw = nal::unescape(unit);
    let mut rest = raw.get(1..)?;
    while rest.len() > 1 {
        let (kind, size) = (sei_number(&mut rest)?, sei_number(&mut rest)?);
        if kind == RECOVERY_POINT {
            return Bits::new(rest).exp_golomb();
        }
        rest = rest.get(size..)?;
    }
    None
}

/// payloadType and payloadSize: a sum of bytes up to the first that is not 255.
fn sei_number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    loop {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number = usize::saturating_add(number, usize::from(byte));
        if byte != 0xff {
            return Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const SLICE: &[u8] = &[0x41, 0x9a];

    fn picture(units: &[&[u8]]) -> Option<AvcPicture> {
        avc_picture(&mut ParameterSets::default(), None, &Framing::StartCodes.join(units))
    }

    #[test]
    fn recovery_points_are_found_among_other_messages() {
        let long_message = [&[6, 5, 0xff, 1][..], &[6; 256], &[6, 1, 0xc4, 0x80]].concat();
        for (sei, recovery) in [
            (&[6, 6, 1, 0xc4, 0x80][..], Some(0)),
            (&[6, 6, 1, 0x2c, 0x80], Some(4)),             // 00101
            (&[6, 5, 2, 9, 9, 6, 1, 0xc4, 0x80], Some(0)), // a second message
            (&long_message, Some(0)),
            (&[6, 5, 2, 6, 6, 4, 1, 9, 0x80], None), // its number among the bytes of others
            (&[6, 6, 1], None),
            (&[6, 6], None),
            (&[6], None),
        ] {
            let found = AvcPicture { idr: false, reference: true, frame_num: None, recovery };
            assert_eq!(picture(&[sei, SLICE]), Some(found), "{sei:x?}");
        }
    }

    #[test]
    fn the_first_picture_counts() {
        let of = |idr, reference| Some(AvcPicture { idr, reference, frame_num: None, recovery: None });
        assert_eq!(picture(&[&[0x67, 9], &[0x65, 0x88], SLICE]), of(true, true));
        assert_eq!(picture(&[SLICE, &[0x65, 0x88]]), of(false, true));
        assert_eq!(picture(&[&[0x01, 0x9a]]), of(false, false));
        assert_eq!(picture(&[&[6, 6, 1, 0xc4, 0x80]]), None);
        assert_eq!(avc_picture(&mut ParameterSets::default(), Some(3), &[1]), None);
    }

    #[test]
    fn parameter_sets_hold_for_later_chunks() {
        let (sps, pps) = (&[0x67, 77, 0, 30, 0b1110_0000][..], &[0x68, 0b1110_0000][..]);
        let slice = |number: u8| [0x41, 0b1110_0000 | number << 1, 0x80];
        let mut sets = ParameterSets::default();
        let mut numbers = |units: &[&[u8]]| {
            let picture = avc_picture(&mut sets, None, &Framing::StartCodes.join(units));
            picture.and_then(|picture| picture.frame_num)
        };
        assert_eq!(numbers(&[&slice(3)]), None);
        assert_eq!(numbers(&[sps, pps, &slice(3)]), Some(FrameNum { value: 3, bits: 4 }));
        assert_eq!(numbers(&[&slice(4)]), Some(FrameNum { value: 4, bits: 4 }));
    }

    #[test]
    fn hostile_chunks_do_no_harm() {
        let stream = Framing::StartCodes.join([&[6, 5, 2, 9, 9, 6, 1, 0xc4, 0x80], SLICE]);
        let mut sets = ParameterSets::default();
        hostile(&[&stream], |chunk| {
            for size in [None, Some(1), Some(4)] {
                avc_picture(&mut sets, size, chunk);
            }
        });
    }
}
