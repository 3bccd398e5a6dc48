//! AudioEncoderConfig and what it takes to serve it.
//! <https://w3c.github.io/webcodecs/#audio-encoder-config>

use codecs::AudioCodec;

use super::output::Packaging;
use crate::tuning::audio::{self as tuning, BitrateMode, Encoder, FlacOptions, Job, OpusOptions};
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

/// A configuration found servable as far as that shows without opening a coder.
#[derive(Clone)]
pub(crate) struct Plan {
    pub job: Job,
    pub packaging: Packaging,
    /// Coders to try in turn.
    pub coders: Vec<Candidate>,
}

/// A coder with what of it serves the job.
#[derive(Clone)]
pub(crate) struct Candidate {
    pub row: &'static Encoder,
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
        let job = Job {
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

    /// The same for plans whose coders open alike: by all that they are opened with.
    pub fn class(&self) -> String {
        let coders: Vec<_> = self
            .coders
            .iter()
            .map(|coder| (coder.row.name, coder.rate, &coder.layout, &coder.settings))
            .collect();
        format!("{:?} {:?} {coders:?}", self.job.codec, self.packaging)
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
fn coders(job: &Job) -> Result<Vec<Candidate>> {
    let mut fault = format!("the linked FFmpeg has no encoder for {}", job.codec);
    let mut able = Vec::new();
    for row in tuning::encoders(job.codec) {
        match candidate(row, job) {
            Ok(candidate) => able.push(candidate),
            Err(why) => fault = why,
        }
    }
    if able.is_empty() { Err(Error::unsupported(fault)) } else { Ok(able) }
}

fn candidate(row: &'static Encoder, job: &Job) -> std::result::Result<Candidate, String> {
    let (name, channels) = (row.name, job.channels);
    let rate = row.rates.serving(job.rate);
    let rate = rate.ok_or_else(|| format!("{name} does not encode a sample rate of {} Hz", job.rate))?;
    let layout = row.channels.layout(channels);
    let (layout, order) = layout.ok_or_else(|| format!("{name} does not encode {channels} channels"))?;
    let settings = (row.settings)(job).map_err(|fault| format!("{name} {fault}"))?;
    Ok(Candidate { row, rate, layout, order, settings })
}
