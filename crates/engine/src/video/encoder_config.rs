//! VideoEncoderConfig and what it takes to serve it.
//! <https://w3c.github.io/webcodecs/#config-support>

use std::ops::RangeInclusive;

use codecs::CodecId;
use ffmpeg_next::format::Pixel;

use super::output::Packaging;
use crate::tuning::{self, BitrateMode, Encoder, Job, LatencyMode, threads};
use crate::{Error, Result};

/// VideoEncoderConfig as it comes over the border: enumerations are still the spec's strings, already checked.
#[derive(Clone, Debug, Default)]
pub struct VideoEncoderConfig {
    pub codec: String,
    pub width: u32,
    pub height: u32,
    pub bitrate: Option<u64>,
    pub framerate: Option<f64>,
    pub bitrate_mode: String,
    pub latency_mode: String,
    pub hardware_acceleration: String,
    pub alpha: String,
    pub scalability_mode: Option<String>,
    pub avc_format: Option<String>,
    pub hevc_format: Option<String>,
}

/// A configuration found servable as far as that shows without opening a coder.
#[derive(Clone)]
pub(crate) struct Plan {
    pub job: Job,
    pub packaging: Packaging,
    /// Coders to try in turn.
    pub coders: Vec<Candidate>,
}

/// A coder that can write what the codec string says.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub row: &'static Encoder,
    /// The coder's own name of the profile.
    pub profile: &'static str,
    /// The pixel format of the string's bit depth and chroma sampling, without alpha.
    pub pixel: Pixel,
}

const USUAL_FRAMERATE: f64 = 30.0;
/// Rates that a time base of thousandths can say.
const FRAMERATES: RangeInclusive<f64> = 0.001..=1000.0;
/// Coders count whole kilobits, in 32-bit numbers of bits.
const BITRATES: RangeInclusive<u64> = 1000..=2_000_000_000;
const LONGEST_SIDE: u32 = 16384;
/// The most of every codec's highest level. Beyond it coders take memory by gigabytes, and decoders fail.
const MOST_PIXELS: u64 = 35_651_584;

impl Plan {
    pub fn new(config: &VideoEncoderConfig) -> Result<Self> {
        let codec = codecs::parse(&config.codec).map_err(|error| Error::unsupported(error.to_string()))?;
        let latency_mode = match config.latency_mode.as_str() {
            "realtime" => LatencyMode::Realtime,
            _ => LatencyMode::Quality,
        };
        let bitrate_mode = match config.bitrate_mode.as_str() {
            "constant" => BitrateMode::Constant,
            "variable" => BitrateMode::Variable,
            other => {
                return Err(Error::unsupported(format!("bitrateMode {other:?} is not supported")));
            }
        };
        check_options(config)?;
        let framerate = framerate(config)?;
        check_size(config, &codec)?;
        let usual = tuning::usual_bitrate(codec.id, config.width, config.height, framerate);
        let bitrate = config.bitrate.unwrap_or(usual);
        if !BITRATES.contains(&bitrate) {
            return Err(Error::unsupported(format!("a bitrate of {bitrate} is not supported")));
        }
        let job = Job {
            codec,
            width: config.width,
            height: config.height,
            bitrate,
            framerate,
            bitrate_mode,
            latency_mode,
            alpha: config.alpha == "keep",
            threads: threads::for_size(config.width, config.height),
        };
        let hardware = config.hardware_acceleration == "prefer-hardware";
        Ok(Plan { coders: coders(&job, hardware)?, packaging: packaging(config, codec.id), job })
    }
}

/// Options that are the same for every coder.
fn check_options(config: &VideoEncoderConfig) -> Result<()> {
    match config.scalability_mode.as_deref() {
        None | Some("L1T1") => Ok(()),
        Some(other) => Err(Error::unsupported(format!("scalabilityMode {other:?} is not supported"))),
    }
}

fn framerate(config: &VideoEncoderConfig) -> Result<f64> {
    match config.framerate {
        None => Ok(USUAL_FRAMERATE),
        Some(framerate) if FRAMERATES.contains(&framerate) => Ok(framerate),
        Some(framerate) => Err(Error::unsupported(format!("a framerate of {framerate} is not supported"))),
    }
}

fn check_size(config: &VideoEncoderConfig, codec: &codecs::Codec) -> Result<()> {
    let (width, height) = (config.width, config.height);
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MOST_PIXELS || width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err(Error::unsupported(format!("a size of {width}x{height} is not supported")));
    }
    match codec.level {
        // The frame rate is only "expected": applications name levels by size, and browsers let them.
        Some(level) => level.fits(width, height, None).map_err(Error::unsupported),
        None => Ok(()),
    }
}

fn packaging(config: &VideoEncoderConfig, codec: CodecId) -> Packaging {
    let format = match codec {
        CodecId::Avc => config.avc_format.as_deref().unwrap_or("avc"),
        CodecId::Hevc => config.hevc_format.as_deref().unwrap_or("hevc"),
        CodecId::Vp8 | CodecId::Vp9 | CodecId::Av1 => return Packaging::AsIs,
    };
    if format == "annexb" { Packaging::AsIs } else { Packaging::LengthPrefixed }
}

/// The linked coders that write the profile, bit depth and chroma sampling at that size.
fn coders(job: &Job, hardware: bool) -> Result<Vec<Candidate>> {
    let name = job.codec.id.name();
    let linked: Vec<_> = tuning::encoders(job.codec.id, job.latency_mode, hardware).collect();
    if linked.is_empty() {
        let kind = if hardware { "hardware encoder" } else { "encoder" };
        return Err(Error::unsupported(format!("the linked FFmpeg has no {kind} for {name}")));
    }
    let able: Vec<_> = linked.into_iter().filter_map(|row| candidate(row, job)).collect();
    if able.is_empty() && job.alpha {
        return Err(Error::unsupported(format!(
            "no {name} encoder keeps alpha with that codec string; use alpha \"discard\""
        )));
    }
    if able.is_empty() {
        let (profile, depth, chroma) = (job.codec.profile.name, job.codec.bit_depth, job.codec.chroma);
        return Err(Error::unsupported(format!(
            "no {name} encoder writes {profile}, {depth} bits, {chroma}"
        )));
    }
    let (mut fitting, mut fault) = (Vec::new(), String::new());
    for candidate in able {
        match size_fault(candidate.row, job) {
            None => fitting.push(candidate),
            Some(why) => fault = why,
        }
    }
    if fitting.is_empty() { Err(Error::unsupported(fault)) } else { Ok(fitting) }
}

fn size_fault(row: &Encoder, job: &Job) -> Option<String> {
    let (name, width, height) = (job.codec.id.name(), job.width, job.height);
    let (least_width, least_height) = row.smallest;
    if row.even_sizes && (width % 2 == 1 || height % 2 == 1) {
        Some(format!("{name} needs even sizes, not {width}x{height}"))
    } else if width < least_width || height < least_height {
        Some(format!("{} needs at least {least_width}x{least_height} pixels, not {width}x{height}", row.name))
    } else {
        None
    }
}

fn candidate(row: &'static Encoder, job: &Job) -> Option<Candidate> {
    let codec = &job.codec;
    let &(_, profile) = row.profiles.iter().find(|(idc, _)| *idc == codec.profile.idc)?;
    let &(_, _, pixel) =
        row.formats.iter().find(|(depth, chroma, _)| (*depth, *chroma) == (codec.bit_depth, codec.chroma))?;
    let keeps_alpha = row.alpha.is_some() && pixel == Pixel::YUV420P;
    (keeps_alpha || !job.alpha).then_some(Candidate { row, profile, pixel })
}
