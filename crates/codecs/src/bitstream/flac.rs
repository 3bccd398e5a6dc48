//! The beginning of a FLAC stream: RFC 9639 sections 6 and 8.

use super::Malformed;
use super::bits::Bits;

/// The block that every stream begins with, section 8.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamInfo {
    /// Frames of audio in the shortest packet but the last, 16 to `max_block_size`.
    pub min_block_size: u16,
    pub max_block_size: u16,
    /// In Hz, 1 to 1048575.
    pub sample_rate: u32,
    /// 1 to 8.
    pub channels: u8,
    /// 4 to 32.
    pub bits_per_sample: u8,
}

const MAGIC: &[u8] = b"fLaC";
const STREAM_INFO_SIZE: usize = 34;
/// The block header of STREAMINFO: type 0 in the first byte, then the size.
const BLOCK_HEADER: u32 = STREAM_INFO_SIZE as u32;
const LAST_BLOCK: u32 = 1 << 31;
const TOO_SHORT: Malformed = Malformed("the FLAC description is too short for a STREAMINFO block");

/// The description of a stream, from the content of its STREAMINFO block: an encoder's extradata.
pub fn description(stream_info: &[u8]) -> Result<Vec<u8>, Malformed> {
    if stream_info.len() != STREAM_INFO_SIZE {
        return Err(Malformed("a FLAC STREAMINFO block has 34 bytes"));
    }
    StreamInfo::read(stream_info)?;
    Ok([MAGIC, &(LAST_BLOCK | BLOCK_HEADER).to_be_bytes(), stream_info].concat())
}

impl StreamInfo {
    /// From a description. What follows the STREAMINFO block is not looked at.
    pub fn parse(description: &[u8]) -> Result<Self, Malformed> {
        let rest = description
            .strip_prefix(MAGIC)
            .ok_or(Malformed("the FLAC description does not begin with fLaC"))?;
        let (&header, rest) = rest.split_first_chunk().ok_or(TOO_SHORT)?;
        if u32::from_be_bytes(header) & !LAST_BLOCK != BLOCK_HEADER {
            return Err(Malformed("the FLAC description has no STREAMINFO block of 34 bytes behind fLaC"));
        }
        Self::read(rest)
    }

    fn read(block: &[u8]) -> Result<Self, Malformed> {
        let block: &[u8; STREAM_INFO_SIZE] = block.first_chunk().ok_or(TOO_SHORT)?;
        let info = Self::fields(block).ok_or(TOO_SHORT)?;
        if info.min_block_size < 16 || info.max_block_size < info.min_block_size {
            return Err(Malformed("the FLAC STREAMINFO block has invalid block sizes"));
        }
        if info.sample_rate == 0 {
            return Err(Malformed("the FLAC STREAMINFO block has a sample rate of 0"));
        }
        if info.bits_per_sample < 4 {
            return Err(Malformed("the FLAC STREAMINFO block has fewer than 4 bits per sample"));
        }
        Ok(info)
    }

    fn fields(block: &[u8]) -> Option<Self> {
        let mut bits = Bits::new(block);
        let min_block_size = bits.bits(16)? as u16;
        let max_block_size = bits.bits(16)? as u16;
        bits.skip(24 + 24)?; // the sizes of packets
        Some(Self {
            min_block_size,
            max_block_size,
            sample_rate: bits.bits(20)?,
            channels: bits.bits(3)? as u8 + 1,
            bits_per_sample: bits.bits(5)? as u8 + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// Of FFmpeg's encoder, 48 kHz stereo with 16 bits.
    const STREAM_INFO: [u8; 34] = [
        0x12, 0x00, 0x12, 0x00, 0x00, 0x00, 0xfc, 0x00, 0x05, 0x11, 0x0b, 0xb8, 0x02, 0xf0, 0x00, 0x00, 0x38,
        0x40, 0xe5, 0xf0, 0x51, 0xc1, 0x28, 0xe8, 0x49, 0x92, 0xc0, 0xcb, 0xa9, 0x97, 0x24, 0x09, 0x2b, 0x51,
    ];
    /// The file of that stream, where a comment follows.
    const FILE: [u8; 8] = [0x66, 0x4c, 0x61, 0x43, 0x00, 0x00, 0x00, 0x22];
    const COMMENT: [u8; 8] = [0x04, 0x00, 0x00, 0x2e, 0x0d, 0x00, 0x00, 0x00];
    const INFO: StreamInfo = StreamInfo {
        min_block_size: 4608,
        max_block_size: 4608,
        sample_rate: 48_000,
        channels: 2,
        bits_per_sample: 16,
    };

    fn spoilt(at: usize, values: &[u8]) -> [u8; 34] {
        let mut block = STREAM_INFO;
        block[at..at + values.len()].copy_from_slice(values);
        block
    }

    #[test]
    fn a_description_is_made_of_extradata() {
        let made = description(&STREAM_INFO).unwrap();
        assert_eq!(made[..8], [0x66, 0x4c, 0x61, 0x43, 0x80, 0x00, 0x00, 0x22]);
        assert_eq!(made[8..], STREAM_INFO);
        assert_eq!(StreamInfo::parse(&made), Ok(INFO));
    }

    #[test]
    fn other_blocks_may_follow() {
        let file = [&FILE[..], &STREAM_INFO, &COMMENT].concat();
        assert_eq!(StreamInfo::parse(&file), Ok(INFO));
    }

    #[test]
    fn fields_have_their_ends() {
        let read = |at, values| StreamInfo::parse(&description(&spoilt(at, values))?);
        let most = StreamInfo { sample_rate: 0xf_ffff, channels: 8, bits_per_sample: 32, ..INFO };
        assert_eq!(read(10, &[0xff, 0xff, 0xff, 0xf0]), Ok(most));
        let least = StreamInfo { sample_rate: 1, channels: 1, bits_per_sample: 4, ..INFO };
        assert_eq!(read(10, &[0x00, 0x00, 0x10, 0x30]), Ok(least));
        let sizes = StreamInfo { min_block_size: 16, max_block_size: 65_535, ..INFO };
        assert_eq!(read(0, &[0x00, 0x10, 0xff, 0xff]), Ok(sizes));
        for (at, values) in [
            (0, &[0x00, 0x00][..]),          // no block size
            (0, &[0x00, 0x0f]),              // one below the least
            (0, &[0x12, 0x01]),              // more than the most
            (2, &[0x00, 0x00]),              // no greatest block size
            (10, &[0x00, 0x00, 0x02]),       // no rate
            (10, &[0x0b, 0xb8, 0x02, 0x20]), // 3 bits
        ] {
            assert!(read(at, values).is_err(), "{values:x?} at {at}");
        }
    }

    #[test]
    fn extradata_of_another_size_is_refused() {
        for stream_info in [&[][..], &STREAM_INFO[..33], &[&STREAM_INFO[..], &[0]].concat()] {
            assert!(description(stream_info).is_err(), "{} bytes", stream_info.len());
        }
    }

    #[test]
    fn malformed_descriptions_are_refused() {
        let whole = description(&STREAM_INFO).unwrap();
        for end in 0..whole.len() {
            assert!(StreamInfo::parse(&whole[..end]).is_err(), "{end} bytes");
        }
        assert!(StreamInfo::parse(&STREAM_INFO).is_err());
        assert!(StreamInfo::parse(&[&COMMENT[..], &whole].concat()).is_err());
        assert!(StreamInfo::parse(&[&FILE[..4], &COMMENT, &whole[4..]].concat()).is_err());
        for (at, value) in [(0, b'F'), (3, b'c'), (4, 1), (4, 0x84), (5, 1), (6, 1), (7, 33), (7, 35)] {
            let mut description = whole.clone();
            description[at] = value;
            assert!(StreamInfo::parse(&description).is_err(), "byte {at} = {value}");
        }
    }

    #[test]
    fn hostile_descriptions_do_no_harm() {
        hostile(&[&description(&STREAM_INFO).unwrap(), &STREAM_INFO], |bytes| {
            if let Ok(info) = StreamInfo::parse(bytes) {
                assert!(16 <= info.min_block_size && info.min_block_size <= info.max_block_size);
                assert!(info.sample_rate > 0 && (1..=8).contains(&info.channels));
                assert!((4..=32).contains(&info.bits_per_sample));
            }
            if let Ok(description) = description(bytes) {
                assert!(StreamInfo::parse(&description).is_ok());
            }
        });
    }
}
