//! An encoder's packets as the chunks that its configuration asks for.

use codecs::AudioCodec;
use codecs::bitstream::aac::AudioSpecificConfig;
use codecs::bitstream::{Malformed, adts, flac, opus};

use crate::tuning::audio::Job;
use crate::{Error, Result};

/// One EncodedAudioChunk.
pub struct EncodedAudio {
    pub data: Vec<u8>,
    /// Microseconds.
    pub timestamp: i64,
    /// Microseconds.
    pub duration: u64,
    /// On the first chunk after a configuration and after each reopening of the coder.
    pub stream: Option<StreamInfo>,
}

/// What a decoder has to know of the stream.
#[derive(Clone)]
pub struct StreamInfo {
    pub description: Option<Vec<u8>>,
    /// Frames at the configuration's rate that decoding gives before the first one of the input.
    pub priming: u64,
}

/// What is done with a coder's packets and its extradata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packaging {
    /// Packets as they are, no description.
    Bare,
    /// Packets as they are, the extradata is the description.
    Described,
    /// A header before each packet says what the description would.
    Adts,
    /// The description tells the rate before resampling.
    OpusHead,
    /// The extradata is the bare STREAMINFO.
    Flac,
}

/// A coder's packets on their way out.
pub struct Packer {
    adts: Option<(AudioSpecificConfig, bool)>,
}

impl Packer {
    /// For a coder with that extradata; and the `description` of its stream.
    pub fn new(packaging: Packaging, job: &Job, extradata: &[u8]) -> Result<(Self, Option<Vec<u8>>)> {
        let as_they_are = |description| (Packer { adts: None }, description);
        match packaging {
            Packaging::Bare => Ok(as_they_are(None)),
            Packaging::Described => Ok(as_they_are(Some(extradata.to_vec()))),
            Packaging::Flac => Ok(as_they_are(Some(flac::description(extradata).map_err(malformed)?))),
            Packaging::OpusHead => {
                let head = opus::Head::parse(extradata).map_err(malformed)?;
                let head = opus::Head { input_sample_rate: job.rate, ..head };
                Ok(as_they_are(Some(head.to_bytes())))
            }
            Packaging::Adts => {
                let config = AudioSpecificConfig::parse(extradata).map_err(malformed)?;
                let adts = Some((config, job.codec == AudioCodec::Mpeg2AacLc));
                Ok((Packer { adts }, None))
            }
        }
    }

    pub fn pack(&self, packet: Vec<u8>) -> Result<Vec<u8>> {
        let Some((config, mpeg2)) = &self.adts else {
            return Ok(packet);
        };
        let header = adts::header(config, *mpeg2, packet.len());
        let header = header.ok_or_else(|| Error::coding("a packet does not fit into an ADTS frame"))?;
        Ok([&header[..], &packet].concat())
    }
}

fn malformed(what: Malformed) -> Error {
    Error::coding(format!("the encoder's description of its stream is unusable: {what}"))
}
