//! HEVCDecoderConfigurationRecord (`hvcC`): ISO/IEC 14496-15 section 8.3.3.1.

use super::{Malformed, SampleFormat, annexb, nal, parameter_sets, sps};

/// The record. Parameter sets begin with their NAL unit header and borrow from what they were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecoderConfiguration<'a> {
    /// From general_profile_space to general_level_idc, as they stand in the bitstream.
    pub profile_tier_level: [u8; 12],
    /// 0: unknown.
    pub min_spatial_segmentation_idc: u16,
    /// 0: unknown, 1: slices, 2: tiles, 3: wavefronts.
    pub parallelism_type: u8,
    pub format: SampleFormat,
    /// Frames in 256 seconds; 0: unknown.
    pub average_frame_rate: u16,
    pub constant_frame_rate: u8,
    /// 0: unknown, 1: not temporally scalable.
    pub temporal_layers: u8,
    pub temporal_id_nested: bool,
    /// Bytes of the length before each NAL unit: 1, 2 or 4.
    pub nal_length_size: u8,
    pub arrays: Vec<Array<'a>>,
}

/// The parameter sets of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array<'a> {
    /// No further unit of this type stands in the stream.
    pub complete: bool,
    pub nal_type: u8,
    pub units: Vec<&'a [u8]>,
}

const ARRAYS: [u8; 3] = [nal::hevc::VPS, nal::hevc::SPS, nal::hevc::PPS];
/// No type has more parameter sets than PPS, with ids below 64.
const MOST: usize = 64;
const TOO_SHORT: Malformed = Malformed("the HEVCDecoderConfigurationRecord is too short");

impl<'a> DecoderConfiguration<'a> {
    pub fn parse(record: &'a [u8]) -> Result<Self, Malformed> {
        let (&version, rest) = record.split_first().ok_or(TOO_SHORT)?;
        if version != 1 {
            return Err(Malformed("the HEVCDecoderConfigurationRecord does not begin with version 1"));
        }
        let (&profile_tier_level, rest) = rest.split_first_chunk().ok_or(TOO_SHORT)?;
        let (&[s0, s1, parallelism, chroma, luma, depth, f0, f1, flags, count], rest) =
            rest.split_first_chunk().ok_or(TOO_SHORT)?;
        let nal_length_size = (flags & 3) + 1;
        if nal_length_size == 3 {
            return Err(Malformed("the HEVCDecoderConfigurationRecord has NAL unit lengths of 3 bytes"));
        }
        Ok(Self {
            profile_tier_level,
            min_spatial_segmentation_idc: u16::from_be_bytes([s0 & 0xf, s1]),
            parallelism_type: parallelism & 3,
            format: SampleFormat::from_bits([chroma & 3, luma & 7, depth & 7]),
            average_frame_rate: u16::from_be_bytes([f0, f1]),
            constant_frame_rate: flags >> 6,
            temporal_layers: flags >> 3 & 7,
            temporal_id_nested: flags & 4 != 0,
            nal_length_size,
            arrays: parse_arrays(rest, count)?,
        })
    }

    /// From the parameter sets in a byte stream, such as an encoder's extradata, for chunks with 4-byte
    /// lengths. `in_band`: parameter sets may also stand in the chunks (`hev1`; not so for `hvc1`).
    pub fn from_annexb(stream: &'a [u8], in_band: bool) -> Result<Self, Malformed> {
        let mut arrays = Vec::new();
        for nal_type in ARRAYS {
            let units = annexb::nal_units(stream).filter(|unit| nal::hevc_type(unit) == Some(nal_type));
            let units = parameter_sets::collect(units, MOST)?;
            if units.is_empty() {
                return Err(Malformed("the stream lacks a video, sequence or picture parameter set"));
            }
            arrays.push(Array { complete: !in_band, nal_type, units });
        }
        let of_base_layer = |unit: &&&[u8]| nal::hevc_layer(unit) == Some(0);
        let sets = arrays.iter().find(|array| array.nal_type == nal::hevc::SPS);
        let first = sets
            .and_then(|array| array.units.iter().find(of_base_layer))
            .ok_or(Malformed("the stream has no sequence parameter set for the base layer"))?;
        let sps::Hevc { profile_tier_level, temporal_layers, temporal_id_nested, format } = sps::hevc(first)?;
        Ok(Self {
            profile_tier_level,
            min_spatial_segmentation_idc: 0,
            parallelism_type: 0,
            format,
            average_frame_rate: 0,
            constant_frame_rate: 0,
            temporal_layers,
            temporal_id_nested,
            nal_length_size: 4,
            arrays,
        })
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let [s0, s1] = self.min_spatial_segmentation_idc.to_be_bytes();
        let [chroma, luma, depth] = self.format.to_bits();
        let [f0, f1] = self.average_frame_rate.to_be_bytes();
        let flags = self.constant_frame_rate << 6
            | (self.temporal_layers & 7) << 3
            | u8::from(self.temporal_id_nested) << 2
            | self.nal_length_size.wrapping_sub(1) & 3;
        let mut record = vec![1];
        record.extend(self.profile_tier_level);
        record.extend([0xf0 | s0, s1, 0xfc | self.parallelism_type]);
        record.extend([0xfc | chroma, 0xf8 | luma, 0xf8 | depth, f0, f1, flags, self.arrays.len() as u8]);
        for array in &self.arrays {
            record.push(u8::from(array.complete) << 7 | array.nal_type & 0x3f);
            record.extend((array.units.len() as u16).to_be_bytes());
            parameter_sets::push(&mut record, &array.units);
        }
        record
    }
}

fn parse_arrays(mut record: &[u8], count: u8) -> Result<Vec<Array<'_>>, Malformed> {
    let mut arrays = Vec::new();
    for _ in 0..count {
        let (&[header, n0, n1], rest) = record.split_first_chunk().ok_or(TOO_SHORT)?;
        let (units, rest) = parameter_sets::read(rest, u16::from_be_bytes([n0, n1]))?;
        arrays.push(Array { complete: header & 0x80 != 0, nal_type: header & 0x3f, units });
        record = rest;
    }
    Ok(arrays)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const VPS: &[u8] = &[0x40, 0x01, 0x0c, 0x01];
    const SPS: &[u8] = &[
        0x42, 0x01, 0x01, 0x01, 0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00,
        0x1e, 0xa0, 0x20, 0x81, 0x05, 0x96,
    ];
    const PPS: &[u8] = &[0x44, 0x01, 0xc1];
    const HEAD: [u8; 23] =
        [1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 0x1e, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 3];

    fn stream(units: &[&[u8]]) -> Vec<u8> {
        units.iter().flat_map(|unit| [&[0, 0, 0, 1], *unit].concat()).collect()
    }

    fn record() -> Vec<u8> {
        let array = |nal_type: u8, set: &[u8]| [&[0x80 | nal_type, 0, 1, 0, set.len() as u8], set].concat();
        [&HEAD[..], &array(32, VPS), &array(33, SPS), &array(34, PPS)].concat()
    }

    #[test]
    fn a_record_is_read() {
        let bytes = record();
        let record = DecoderConfiguration::parse(&bytes).unwrap();
        assert_eq!(record.profile_tier_level, [1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 0x1e]);
        assert_eq!((record.nal_length_size, record.temporal_layers), (4, 1));
        assert!(record.temporal_id_nested);
        assert_eq!(
            record.format,
            SampleFormat { chroma_format_idc: 1, bit_depth_luma: 8, bit_depth_chroma: 8 }
        );
        let arrays: Vec<_> = record.arrays.iter().map(|a| (a.complete, a.nal_type, &a.units[..])).collect();
        assert_eq!(arrays, [(true, 32, &[VPS][..]), (true, 33, &[SPS]), (true, 34, &[PPS])]);
        assert_eq!(record.to_bytes(), bytes);
    }

    #[test]
    fn a_record_is_made_of_a_stream() {
        let made = |units: &[&[u8]], in_band| {
            DecoderConfiguration::from_annexb(&stream(units), in_band).map(|record| record.to_bytes())
        };
        assert_eq!(made(&[VPS, SPS, PPS], false).unwrap(), record());
        assert_eq!(
            made(&[PPS, SPS, &[0x4e, 1, 5], VPS, &[0x26, 1, 9], VPS, SPS, PPS], false).unwrap(),
            record()
        );
        assert_eq!(made(&[VPS, SPS, PPS], true).unwrap()[23], 0x20);
        for missing in [&[][..], &[VPS, SPS], &[VPS, PPS], &[SPS, PPS], &[VPS, &SPS[..8], PPS]] {
            assert!(made(missing, false).is_err(), "{missing:x?}");
        }
    }

    #[test]
    fn malformed_records_are_refused() {
        let bytes = record();
        for end in 0..bytes.len() {
            assert!(DecoderConfiguration::parse(&bytes[..end]).is_err(), "{end} bytes");
        }
        for (at, value) in [(0, 0), (21, 0x0e), (22, 4), (24, 1), (26, 1), (27, 200)] {
            let mut bytes = bytes.clone();
            bytes[at] = value;
            assert!(DecoderConfiguration::parse(&bytes).is_err(), "byte {at} = {value}");
        }
        assert!(DecoderConfiguration::parse(&stream(&[VPS, SPS, PPS])).is_err());
    }

    #[test]
    fn what_hostile_records_say_can_be_written_again() {
        hostile(&[&record()], |bytes| {
            if let Ok(record) = DecoderConfiguration::parse(bytes) {
                assert_eq!(DecoderConfiguration::parse(&record.to_bytes()), Ok(record));
            }
        });
        hostile(&[&stream(&[VPS, SPS, PPS])], |bytes| {
            if let Ok(record) = DecoderConfiguration::from_annexb(bytes, true) {
                assert_eq!(DecoderConfiguration::parse(&record.to_bytes()), Ok(record));
            }
        });
    }
}
