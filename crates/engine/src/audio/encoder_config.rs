//! AudioEncoderConfig and what it takes to serve it.
//! <https://w3c.github.io/webcodecs/#audio-encoder-config>

use codecs::AudioCodec;

use super::output::Packaging;
use crate::tuning::{self, AudioEncoder, BitrateMode};
use crate::{Error, Result};

/// AudioEncoderConfig as it comes over the border: enumerations are still the spec's strings, already checked.
#[derive(Clone, Debug, Default)]
pub struct AudioEncoderConfig {
    pub codec: String,
    pub sample_rate: u32,
    pub channels: u32,
    pub bitrate: Option<u64>,
    pub bitrate_mode: String,
    pub opus: OpusOptions,
    pub aac_format: String,
    pub flac: FlacOptions,
}

/// OpusEncoderConfig, <https://www.w3.org/TR/webcodecs-opus-codec-registration/#opus-encoder-config>
#[derive(Clone, Debug)]
pub struct OpusOptions {
    pub application: String,
    /// Microseconds.
    pub frame_duration: u64,
    pub complexity: u32,
    pub packetlossperc: u32,
    pub useinbandfec: bool,
    pub usedtx: bool,
}

impl Default for OpusOptions {
    fn default() -> Self {
        OpusOptions {
            application: "audio".to_owned(),
            frame_duration: 20_000,
            complexity: 9,
            packetlossperc: 0,
            useinbandfec: false,
            usedtx: false,
        }
    }
}

/// FlacEncoderConfig, <https://www.w3.org/TR/webcodecs-flac-codec-registration/#flac-encoder-config>
#[derive(Clone, Debug)]
pub struct FlacOptions {
    /// Samples; 0 leaves it to the coder.
    pub block_size: u32,
    pub compress_level: u32,
}

impl Default for FlacOptions {
    fn default() -> Self {
        FlacOptions { block_size: 0, compress_level: 5 }
    }
}

/// What an encoder is opened for.
#[derive(Clone, Debug)]
pub struct AudioJob {
    pub codec: AudioCodec,
    /// Of the inputs, in Hz.
    pub rate: u32,
    pub channels: usize,
    /// Bits per second.
    pub bitrate: Option<u64>,
    pub bitrate_mode: BitrateMode,
    pub opus: OpusOptions,
    pub flac: FlacOptions,
}

/// A configuration found servable as far as that shows without opening a coder.
#[derive(Clone)]
pub(crate) struct Plan {
    pub job: AudioJob,
    pub packaging: Packaging,
    /// Coders to try in turn.
    pub coders: Vec<Candidate>,
}

/// A coder with what of it serves the job.
#[derive(Clone)]
pub(crate) struct Candidate {
    pub row: &'static AudioEncoder,
    /// In Hz; inputs of another rate are resampled.
    pub rate: u32,
    /// FFmpeg's name of the channel layout.
    pub layout: String,
    /// The coder's channel for each of the stream; empty when they are the same.
    pub order: &'static [u8],
    pub settings: Vec<(String, String)>,
}

impl Plan {
    pub fn new(config: &AudioEncoderConfig) -> Result<Self> {
        let codec =
            codecs::parse_audio(&config.codec).map_err(|error| Error::unsupported(error.to_string()))?;
        let job = AudioJob {
            codec,
            rate: config.sample_rate,
            channels: config.channels as usize,
            bitrate: config.bitrate,
            bitrate_mode: match config.bitrate_mode.as_str() {
                "constant" => BitrateMode::Constant,
                _ => BitrateMode::Variable,
            },
            opus: config.opus.clone(),
            flac: config.flac.clone(),
        };
        Ok(Plan { coders: coders(&job)?, packaging: packaging(codec, &config.aac_format), job })
    }
}

fn packaging(codec: AudioCodec, aac_format: &str) -> Packaging {
    match codec {
        AudioCodec::Opus => Packaging::OpusHead,
        AudioCodec::Flac => Packaging::Flac,
        AudioCodec::Vorbis => Packaging::Described,
        AudioCodec::AacLc | AudioCodec::Mpeg2AacLc if aac_format == "adts" => Packaging::Adts,
        AudioCodec::AacLc | AudioCodec::Mpeg2AacLc => Packaging::Described,
        _ => Packaging::Bare,
    }
}

/// The linked coders that do the job, or why the last of them does not.
fn coders(job: &AudioJob) -> Result<Vec<Candidate>> {
    let mut fault = format!("the linked FFmpeg has no encoder for {}", job.codec);
    let mut able = Vec::new();
    for row in tuning::audio_encoders(job.codec) {
        match candidate(row, job) {
            Ok(candidate) => able.push(candidate),
            Err(why) => fault = why,
        }
    }
    if able.is_empty() { Err(Error::unsupported(fault)) } else { Ok(able) }
}

fn candidate(row: &'static AudioEncoder, job: &AudioJob) -> std::result::Result<Candidate, String> {
    let (name, channels) = (row.name, job.channels);
    let rate = row.rates.serving(job.rate);
    let rate = rate.ok_or_else(|| format!("{name} does not encode a sample rate of {} Hz", job.rate))?;
    let layout = row.channels.layout(channels);
    let (layout, order) = layout.ok_or_else(|| format!("{name} does not encode {channels} channels"))?;
    let settings = (row.settings)(job).map_err(|fault| format!("{name} {fault}"))?;
    Ok(Candidate { row, rate, layout, order, settings })
}
