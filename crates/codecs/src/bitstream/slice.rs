//! What H.264's slice headers tell, section 7.3.3, by the parameter sets that they refer to.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::sps::{self, AvcFrameNum};
use super::{avcc, nal};

/// frame_num: counts reference frames, modulo a power of two. Both fields of a frame have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameNum {
    pub value: u32,
    /// How many it has: at most 16.
    pub bits: u32,
}

impl FrameNum {
    /// The greatest distance between two.
    pub fn greatest(self) -> u32 {
        (1 << self.bits) - 1
    }

    /// How many reference frames after `earlier` it comes. `None` when they are of different sequences.
    pub fn since(self, earlier: FrameNum) -> Option<u32> {
        (self.bits == earlier.bits).then(|| self.value.wrapping_sub(earlier.value) & self.greatest())
    }
}

/// The parameter sets that were seen, at most 32 for sequences and 256 for pictures.
#[derive(Debug, Default)]
pub struct ParameterSets {
    sequences: BTreeMap<u32, AvcFrameNum>,
    /// seq_parameter_set_id by pic_parameter_set_id.
    pictures: BTreeMap<u32, u32>,
}

impl ParameterSets {
    /// Those of a description, if it is one.
    pub fn of(description: &[u8]) -> Self {
        let mut sets = ParameterSets::default();
        if let Ok(record) = avcc::DecoderConfiguration::parse(description) {
            record.sps.into_iter().chain(record.pps).for_each(|unit| sets.look_at(unit));
        }
        sets
    }

    /// Remembers the unit if it is a parameter set, in the place of an earlier one with its number.
    pub fn look_at(&mut self, unit: &[u8]) {
        match nal::avc_type(unit) {
            Some(nal::avc::SPS) => {
                let set = sps::avc_frame_num(unit);
                self.sequences.extend(set.filter(|&(id, _)| id < 32));
            }
            Some(nal::avc::PPS) => {
                let set = pps_ids(unit);
                self.pictures.extend(set.filter(|&(id, _)| id < 256));
            }
            _ => {}
        }
    }

    /// The frame_num of a slice. `None` without its parameter sets.
    pub fn frame_num(&self, slice: &[u8]) -> Option<FrameNum> {
        const FRONT: usize = 32; // longer than what precedes it
        let raw = nal::unescape(slice.get(..FRONT).unwrap_or(slice));
        let mut bits = Bits::new(&raw);
        bits.skip(8)?;
        bits.exp_golomb()?; // first_mb_in_slice
        bits.exp_golomb()?; // slice_type
        let sequence = self.pictures.get(&bits.exp_golomb()?)?;
        let syntax = self.sequences.get(sequence)?;
        if syntax.has_plane_ids {
            bits.skip(2)?; // colour_plane_id
        }
        Some(FrameNum { value: bits.bits(syntax.bits)?, bits: syntax.bits })
    }
}

/// pic_parameter_set_id and seq_parameter_set_id, section 7.3.2.2.
fn pps_ids(unit: &[u8]) -> Option<(u32, u32)> {
    const FRONT: usize = 16;
    let raw = nal::unescape(unit.get(..FRONT).unwrap_or(unit));
    let mut bits = Bits::new(&raw);
    bits.skip(8)?;
    Some((bits.exp_golomb()?, bits.exp_golomb()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// Main, number 0, frame_num of 5 bits.
    const MAIN: &[u8] = &[0x67, 77, 0, 30, 0b1010_0111];
    /// High 4:4:4 Predictive with planes of their own, number 1, frame_num of 4 bits.
    const PLANES: &[u8] = &[0x67, 244, 0, 31, 0b0100_0100, 0b1110_0110];
    /// Number 0 for sequence 0, and number 1 for sequence 1.
    const PPS: [&[u8]; 2] = [&[0x68, 0b1110_0000], &[0x68, 0b0100_1010]];
    /// Of the picture parameter sets 0 and 1, with frame_num 9; before it the latter has a colour_plane_id of 2.
    const SLICES: [&[u8]; 2] = [&[0x61, 0b1110_1001], &[0x61, 0b1101_0101, 0b0010_0000]];

    fn sets(units: &[&[u8]]) -> ParameterSets {
        let mut sets = ParameterSets::default();
        units.iter().for_each(|unit| sets.look_at(unit));
        sets
    }

    #[test]
    fn slices_are_read_by_their_own_parameter_sets() {
        let sets = sets(&[MAIN, PLANES, PPS[0], PPS[1], SLICES[0]]);
        assert_eq!(sets.frame_num(SLICES[0]), Some(FrameNum { value: 9, bits: 5 }));
        assert_eq!(sets.frame_num(SLICES[1]), Some(FrameNum { value: 9, bits: 4 }));
    }

    #[test]
    fn without_one_of_them_nothing_is_known() {
        for units in [&[][..], &[MAIN], &[PPS[0]], &[PLANES, PPS[0]], &[MAIN, PPS[1]]] {
            assert_eq!(sets(units).frame_num(SLICES[0]), None, "{units:x?}");
        }
    }

    #[test]
    fn a_description_holds_sets() {
        let record = [&[1, 77, 0, 30, 0xff, 0xe1, 0, 5][..], MAIN, &[1, 0, 2], PPS[0]].concat();
        assert_eq!(ParameterSets::of(&record).frame_num(SLICES[0]).map(|number| number.value), Some(9));
        assert_eq!(ParameterSets::of(&record[1..]).frame_num(SLICES[0]), None);
    }

    #[test]
    fn numbers_begin_anew_after_the_greatest() {
        let of = |value| FrameNum { value, bits: 4 };
        assert_eq!(
            [of(9).since(of(7)), of(1).since(of(14)), of(3).since(of(3))],
            [Some(2), Some(3), Some(0)]
        );
        assert_eq!(of(9).since(FrameNum { value: 7, bits: 5 }), None);
    }

    #[test]
    fn hostile_units_are_few_and_their_numbers_in_range() {
        let mut sets = ParameterSets::default();
        hostile(&[MAIN, PLANES, PPS[0], PPS[1]], |unit| sets.look_at(unit));
        assert!(sets.sequences.len() <= 32 && sets.pictures.len() <= 256);
        hostile(&SLICES, |slice| {
            assert!(sets.frame_num(slice).is_none_or(|number| number.value <= number.greatest()));
        });
    }
}
