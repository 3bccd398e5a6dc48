//! An encoder's packets as the chunks that its configuration asks for.

use codecs::bitstream::{Malformed, annexb, avcc, hvcc, nal};
use codecs::{Codec, CodecId};

use super::color::ColorSpace;
use super::timing::Timing;
use crate::{Error, Result};

/// One EncodedVideoChunk.
pub struct EncodedVideo {
    pub data: Vec<u8>,
    /// The same frame's alpha, as a chunk of the same codec whose luma is the alpha.
    pub alpha: Option<Vec<u8>>,
    pub key: bool,
    pub timing: Timing,
    /// When there is more than one.
    pub temporal_layer: Option<u8>,
    /// On the first chunk after a configuration and after each reopening of the coder.
    pub stream: Option<StreamInfo>,
}

/// What a decoder has to know of the stream.
#[derive(Clone)]
pub struct StreamInfo {
    pub description: Option<Vec<u8>>,
    pub color: ColorSpace,
}

/// How the coder's bytes go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packaging {
    /// Annex B with parameter sets in band, and the codecs that have no other form.
    AsIs,
    /// NAL units behind lengths, parameter sets in the description: `avc` and `hevc` format.
    LengthPrefixed,
}

impl Packaging {
    pub fn pack(self, codec: CodecId, coded: Vec<u8>) -> Vec<u8> {
        match self {
            Packaging::AsIs => coded,
            Packaging::LengthPrefixed => {
                annexb::to_length_prefixed(&coded, |unit| !nal::is_parameter_set(codec, unit))
            }
        }
    }

    /// The `description` for a coder with that extradata.
    pub fn description(self, codec: &Codec, extradata: &[u8]) -> Result<Option<Vec<u8>>> {
        let malformed =
            |what: Malformed| Error::coding(format!("the encoder's parameter sets are unusable: {what}"));
        match (self, codec.id) {
            (Packaging::LengthPrefixed, CodecId::Avc) => {
                let record = avcc::DecoderConfiguration::from_annexb(extradata).map_err(malformed)?;
                Ok(Some(record.to_bytes()))
            }
            (Packaging::LengthPrefixed, CodecId::Hevc) => {
                let in_band = codec.in_band_parameter_sets;
                let record =
                    hvcc::DecoderConfiguration::from_annexb(extradata, in_band).map_err(malformed)?;
                Ok(Some(record.to_bytes()))
            }
            _ => Ok(None),
        }
    }
}
