//! AVCDecoderConfigurationRecord (`avcC`): ISO/IEC 14496-15 section 5.3.3.1.

use super::{Malformed, SampleFormat, annexb, nal, parameter_sets, sps};

/// The record. Parameter sets begin with their NAL unit header and borrow from what they were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecoderConfiguration<'a> {
    pub profile_idc: u8,
    /// The byte between profile_idc and level_idc in the sequence parameter set.
    pub constraints: u8,
    pub level_idc: u8,
    /// Bytes of the length before each NAL unit: 1, 2 or 4.
    pub nal_length_size: u8,
    /// At most 31.
    pub sps: Vec<&'a [u8]>,
    /// At most 255.
    pub pps: Vec<&'a [u8]>,
    /// `None` below the High profile, and above it in old files.
    pub extension: Option<Extension<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    pub format: SampleFormat,
    /// At most 255.
    pub sps_extensions: Vec<&'a [u8]>,
}

const MOST_SPS: usize = 31;
const MOST: usize = 255;
const TOO_SHORT: Malformed = Malformed("the AVCDecoderConfigurationRecord is too short");

impl<'a> DecoderConfiguration<'a> {
    pub fn parse(record: &'a [u8]) -> Result<Self, Malformed> {
        let (&[version, profile_idc, constraints, level_idc, length, sps_count], rest) =
            record.split_first_chunk().ok_or(TOO_SHORT)?;
        if version != 1 {
            return Err(Malformed("the AVCDecoderConfigurationRecord does not begin with version 1"));
        }
        let nal_length_size = (length & 3) + 1;
        if nal_length_size == 3 {
            return Err(Malformed("the AVCDecoderConfigurationRecord has NAL unit lengths of 3 bytes"));
        }
        let (sps, rest) = parameter_sets::read(rest, u16::from(sps_count & 0x1f))?;
        let (&pps_count, rest) = rest.split_first().ok_or(TOO_SHORT)?;
        let (pps, rest) = parameter_sets::read(rest, u16::from(pps_count))?;
        let extension = if has_extension(profile_idc) { Extension::parse(rest)? } else { None };
        Ok(Self { profile_idc, constraints, level_idc, nal_length_size, sps, pps, extension })
    }

    /// From the parameter sets in a byte stream, such as an encoder's extradata, for chunks with 4-byte
    /// lengths.
    pub fn from_annexb(stream: &'a [u8]) -> Result<Self, Malformed> {
        let collect = |nal_type, most| {
            let units = annexb::nal_units(stream).filter(|unit| nal::avc_type(unit) == Some(nal_type));
            parameter_sets::collect(units, most)
        };
        let sps = collect(nal::avc::SPS, MOST_SPS)?;
        let pps = collect(nal::avc::PPS, MOST)?;
        let first = sps.first().ok_or(Malformed("the stream has no sequence parameter set"))?;
        if pps.is_empty() {
            return Err(Malformed("the stream has no picture parameter set"));
        }
        let sps::Avc { profile_idc, constraints, level_idc, format } = sps::avc(first)?;
        let sps_extensions = collect(nal::avc::SPS_EXTENSION, MOST)?;
        let extension = has_extension(profile_idc).then_some(Extension { format, sps_extensions });
        Ok(Self { profile_idc, constraints, level_idc, nal_length_size: 4, sps, pps, extension })
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let length = 0xfc | self.nal_length_size.wrapping_sub(1);
        let sps_count = 0xe0 | self.sps.len() as u8;
        let mut record = vec![1, self.profile_idc, self.constraints, self.level_idc, length, sps_count];
        parameter_sets::push(&mut record, &self.sps);
        record.push(self.pps.len() as u8);
        parameter_sets::push(&mut record, &self.pps);
        if let Some(extension) = &self.extension {
            let [chroma, luma, depth] = extension.format.to_bits();
            record.extend([0xfc | chroma, 0xf8 | luma, 0xf8 | depth, extension.sps_extensions.len() as u8]);
            parameter_sets::push(&mut record, &extension.sps_extensions);
        }
        record
    }
}

impl<'a> Extension<'a> {
    fn parse(record: &'a [u8]) -> Result<Option<Self>, Malformed> {
        let Some((&[chroma, luma, depth, count], rest)) = record.split_first_chunk() else {
            return Ok(None);
        };
        let format = SampleFormat::from_bits([chroma & 3, luma & 7, depth & 7]);
        let (sps_extensions, _) = parameter_sets::read(rest, u16::from(count))?;
        Ok(Some(Self { format, sps_extensions }))
    }
}

/// Baseline, Main and Extended have none.
fn has_extension(profile_idc: u8) -> bool {
    !matches!(profile_idc, 66 | 77 | 88)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const SPS: &[u8] = &[0x67, 0x64, 0x00, 0x0a, 0xac, 0xd9, 0x44, 0x26, 0xc0];
    const BASELINE_SPS: &[u8] = &[0x67, 0x42, 0xc0, 0x0a, 0xdc, 0x11, 0x24];
    const PPS: &[u8] = &[0x68, 0xeb, 0xe3];
    const RECORD: &[u8] = &[
        1, 0x64, 0x00, 0x0a, 0xff, 0xe1, 0, 9, 0x67, 0x64, 0x00, 0x0a, 0xac, 0xd9, 0x44, 0x26, 0xc0, 1, 0, 3,
        0x68, 0xeb, 0xe3, 0xfd, 0xf8, 0xf8, 0,
    ];
    const FORMAT: SampleFormat =
        SampleFormat { chroma_format_idc: 1, bit_depth_luma: 8, bit_depth_chroma: 8 };

    fn stream(units: &[&[u8]]) -> Vec<u8> {
        units.iter().flat_map(|unit| [&[0, 0, 0, 1], *unit].concat()).collect()
    }

    #[test]
    fn a_record_is_read() {
        let record = DecoderConfiguration::parse(RECORD).unwrap();
        assert_eq!((record.profile_idc, record.constraints, record.level_idc), (100, 0, 10));
        assert_eq!(record.nal_length_size, 4);
        assert_eq!((&record.sps[..], &record.pps[..]), (&[SPS][..], &[PPS][..]));
        assert_eq!(record.extension, Some(Extension { format: FORMAT, sps_extensions: vec![] }));
        assert_eq!(record.to_bytes(), RECORD);
    }

    #[test]
    fn a_record_is_made_of_a_stream() {
        let made = |units: &[&[u8]]| DecoderConfiguration::from_annexb(&stream(units)).map(|r| r.to_bytes());
        assert_eq!(made(&[SPS, PPS]).unwrap(), RECORD);
        assert_eq!(made(&[&[6, 5, 1, 9, 0x80], SPS, PPS, &[0x65, 1], SPS, PPS]).unwrap(), RECORD);
        assert_eq!(made(&[BASELINE_SPS, PPS]).unwrap()[..6], [1, 66, 0xc0, 10, 0xff, 0xe1]);
        for missing in [&[][..], &[SPS], &[PPS], &[&SPS[..4], PPS]] {
            assert!(made(missing).is_err(), "{missing:x?}");
        }
    }

    #[test]
    fn baseline_has_no_extension_and_high_may_lack_it() {
        let stream = stream(&[BASELINE_SPS, PPS]);
        let record = DecoderConfiguration::from_annexb(&stream).unwrap();
        assert_eq!(record.extension, None);
        let bytes = record.to_bytes();
        assert_eq!(DecoderConfiguration::parse(&bytes), Ok(record));
        let (old, _) = RECORD.split_at(RECORD.len() - 4);
        assert_eq!(DecoderConfiguration::parse(old).unwrap().extension, None);
    }

    #[test]
    fn malformed_records_are_refused() {
        for end in 0..RECORD.len() - 4 {
            assert!(DecoderConfiguration::parse(&RECORD[..end]).is_err(), "{end} bytes");
        }
        for (at, value) in [(0, 0), (0, 2), (4, 0xfe), (5, 0xe2), (7, 200), (17, 2), (19, 0xff)] {
            let mut record = RECORD.to_vec();
            record[at] = value;
            assert!(DecoderConfiguration::parse(&record).is_err(), "byte {at} = {value}");
        }
        assert!(DecoderConfiguration::parse(&stream(&[SPS, PPS])).is_err());
    }

    #[test]
    fn too_many_parameter_sets_are_refused() {
        let sets: Vec<Vec<u8>> = (0..32).map(|n| [BASELINE_SPS, &[n]].concat()).collect();
        let mut units: Vec<&[u8]> = sets.iter().map(Vec::as_slice).collect();
        units.push(PPS);
        assert!(DecoderConfiguration::from_annexb(&stream(&units)).is_err());
        assert!(DecoderConfiguration::from_annexb(&stream(&units[2..])).is_ok());
    }

    #[test]
    fn what_hostile_records_say_can_be_written_again() {
        hostile(&[RECORD], |bytes| {
            if let Ok(record) = DecoderConfiguration::parse(bytes) {
                assert_eq!(DecoderConfiguration::parse(&record.to_bytes()), Ok(record));
            }
        });
        hostile(&[&stream(&[SPS, PPS])], |bytes| {
            if let Ok(record) = DecoderConfiguration::from_annexb(bytes) {
                assert_eq!(DecoderConfiguration::parse(&record.to_bytes()), Ok(record));
            }
        });
    }
}
