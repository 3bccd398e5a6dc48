//! How coded bytes are framed.

pub mod aac;
pub mod adts;
pub mod annexb;
pub mod av1;
pub mod avcc;
pub(crate) mod bits;
pub mod flac;
pub mod framing;
pub mod hdr;
pub mod hvcc;
pub mod length_prefixed;
pub mod mp3;
pub mod nal;
pub mod opus;
mod parameter_sets;
pub mod slice;
pub(crate) mod sps;
pub mod vorbis;
pub mod vp8;
pub mod vp9;

use std::fmt;

use crate::CodecId;

/// Bytes that break the rules of their format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Malformed {}

/// The bytes of the length before each NAL unit, as a `VideoDecoderConfig.description` gives it:
/// of an `avcC` for H.264, of an `hvcC` for HEVC. `None` for codecs that do not use the description.
pub fn nal_length_size(codec: CodecId, description: &[u8]) -> Result<Option<u8>, Malformed> {
    match codec {
        CodecId::Avc => Ok(Some(avcc::DecoderConfiguration::parse(description)?.nal_length_size)),
        CodecId::Hevc => Ok(Some(hvcc::DecoderConfiguration::parse(description)?.nal_length_size)),
        CodecId::Vp8 | CodecId::Vp9 | CodecId::Av1 => Ok(None),
    }
}

/// The samples of a stream, as both decoder configuration records say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleFormat {
    /// 0: 4:0:0, 1: 4:2:0, 2: 4:2:2, 3: 4:4:4.
    pub chroma_format_idc: u8,
    /// 8 to 15.
    pub bit_depth_luma: u8,
    /// 8 to 15.
    pub bit_depth_chroma: u8,
}

impl SampleFormat {
    /// The chroma format, and what the depths have above 8, in as many bits as the records give them.
    fn from_bits([chroma_format_idc, luma_minus8, chroma_minus8]: [u8; 3]) -> Self {
        Self {
            chroma_format_idc: chroma_format_idc & 3,
            bit_depth_luma: (luma_minus8 & 7) + 8,
            bit_depth_chroma: (chroma_minus8 & 7) + 8,
        }
    }

    fn to_bits(self) -> [u8; 3] {
        [self.chroma_format_idc & 3, self.bit_depth_luma & 7, self.bit_depth_chroma & 7]
    }

    /// As `from_bits`, from the numbers of a parameter set, which may be out of range.
    fn from_syntax(values: [u32; 3]) -> Result<Self, Malformed> {
        const UNKNOWN: Malformed = Malformed("the parameter set has an unknown chroma format or bit depth");
        let [chroma @ 0..=3, luma @ 0..=7, depth @ 0..=7] = values else {
            return Err(UNKNOWN);
        };
        Ok(Self::from_bits([chroma as u8, luma as u8, depth as u8]))
    }
}
