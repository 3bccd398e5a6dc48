//! VideoEncoderConfig and what it takes to serve it.
//! <https://w3c.github.io/webcodecs/#config-support>

use std::ops::RangeInclusive;

use codecs::{Chroma, Codec, CodecId};
use ffmpeg_next::format::Pixel;

use super::color::{ColorSpace, StreamColor};
use super::output::Packaging;
use super::pace::USUAL_FRAMERATE;
use crate::support::{octave, size_class};
use crate::tuning::{self, BitrateMode, ContentHint, Encoder, Format, Job, LatencyMode, threads};
use crate::{Error, Result, room};

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
    pub content_hint: Option<String>,
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
#[derive(Clone)]
pub(crate) struct Candidate {
    pub row: &'static Encoder,
    /// The formats that the string allows, without alpha, each with the coder's own name of its profile.
    formats: Vec<(Format, &'static str)>,
}

impl Candidate {
    /// None when the coder does not write what the codec string says.
    fn new(row: &'static Encoder, job: &Job) -> Option<Self> {
        let codec = &job.codec;
        let allows = |(depth, chroma, _): Format| match codec.names_format {
            true => (depth, chroma) == (codec.bit_depth, codec.chroma),
            false => depth <= codec.bit_depth && chroma <= codec.chroma,
        };
        let has_alpha = row.keeps_alpha();
        let keeps_alpha = |(_, _, pixel)| has_alpha && pixel == Pixel::YUV420P;
        let profiles = row.profiles.iter().filter(|profile| profile.idc == codec.profile.idc);
        let formats: Vec<_> = profiles
            .flat_map(|profile| profile.formats.iter().map(|&format| (format, profile.name)))
            .filter(|&(format, _)| allows(format) && row.takes(format))
            .filter(|&(format, _)| keeps_alpha(format) || !job.alpha)
            .collect();
        (!formats.is_empty()).then_some(Candidate { row, formats })
    }

    /// The format that loses least of such samples and, of those, adds least; with the profile's name.
    pub fn format_for(&self, depth: u8, chroma: Chroma) -> Option<(Format, &'static str)> {
        let excess = |of: u8, over: u8| of.saturating_sub(over);
        self.formats.iter().copied().min_by_key(|&((its_depth, its_chroma, _), _)| {
            let (sampling, its_sampling) = (chroma as u8, its_chroma as u8);
            let lost = (excess(depth, its_depth), excess(sampling, its_sampling));
            (lost, excess(its_depth, depth), excess(its_sampling, sampling))
        })
    }
}

/// Rates that a time base of thousandths can say.
const FRAMERATES: RangeInclusive<f64> = 0.001..=1000.0;
/// Coders count whole kilobits, in 32-bit numbers of bits.
pub const BITRATES: RangeInclusive<u64> = 1000..=2_000_000_000;
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
            "quantizer" => BitrateMode::Quantizer,
            _ => BitrateMode::Variable,
        };
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
            content_hint: config.content_hint.as_deref().and_then(ContentHint::from_name),
            temporal_layers: temporal_layers(config)?,
            threads: threads::for_size(config.width, config.height),
            room: room::most(),
        };
        let hardware = config.hardware_acceleration == "prefer-hardware";
        Ok(Plan { coders: coders(&job, hardware)?, packaging: packaging(config, codec.id), job })
    }

    /// The same for plans whose coders open alike. Of sizes and rates only the octaves count, but for bitrates so low that
    /// it matters how whole kilobits are shared out among layers.
    pub fn class(&self) -> String {
        const LOW_BITRATE: u64 = 32_000;
        let coarse = self.job.bitrate >= LOW_BITRATE;
        let job = Job {
            width: size_class(self.job.width),
            height: size_class(self.job.height),
            bitrate: if coarse { octave(self.job.bitrate as f64) as u64 } else { self.job.bitrate },
            framerate: octave(self.job.framerate),
            ..self.job.clone()
        };
        let coders: Vec<_> = self.coders.iter().map(|coder| (coder.row.name, &coder.formats)).collect();
        format!("{job:?} {:?} {coders:?}", self.packaging)
    }
}

fn temporal_layers(config: &VideoEncoderConfig) -> Result<u8> {
    let Some(identifier) = config.scalability_mode.as_deref() else {
        return Ok(1);
    };
    match codecs::svc::scalability_mode(identifier) {
        Some(mode) if mode.spatial_layers == 1 => Ok(mode.temporal_layers),
        _ => Err(Error::unsupported(format!("scalabilityMode {identifier:?} is not supported"))),
    }
}

fn framerate(config: &VideoEncoderConfig) -> Result<f64> {
    match config.framerate {
        None => Ok(USUAL_FRAMERATE),
        Some(framerate) if FRAMERATES.contains(&framerate) => Ok(framerate),
        Some(framerate) => Err(Error::unsupported(format!("a framerate of {framerate} is not supported"))),
    }
}

fn check_size(config: &VideoEncoderConfig, codec: &Codec) -> Result<()> {
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
    let linked: Vec<_> = tuning::encoders(job, hardware).collect();
    if linked.is_empty() {
        let kind = if hardware { "hardware encoder" } else { "encoder" };
        return Err(Error::unsupported(format!("the linked FFmpeg has no {kind} for {name}")));
    }
    let able: Vec<_> = linked.into_iter().filter_map(|row| Candidate::new(row, job)).collect();
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
        match FAULTS.iter().find_map(|fault| fault(candidate.row, job)) {
            None => fitting.push(candidate),
            Some(why) => fault = why,
        }
    }
    if fitting.is_empty() { Err(Error::unsupported(fault)) } else { Ok(fitting) }
}

/// What a coder that writes the format cannot do of the job, if anything.
const FAULTS: [fn(&Encoder, &Job) -> Option<String>; 3] = [size_fault, color_fault, option_fault];

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

/// What the codec string names must be what the stream has of a frame that leaves it open. That of RGB is not: no frames
/// are encoded as such.
fn color_fault(row: &Encoder, job: &Job) -> Option<String> {
    let named = job.codec.color?;
    let (unknown, size) = (ColorSpace::default(), (0, 0));
    let written = StreamColor::new(unknown, false, &job.codec, size).within(&row.colors);
    let (name, primaries, transfer, matrix) = (row.name, named.primaries, named.transfer, named.matrix);
    (ColorSpace::from(written) != ColorSpace::from(named)).then(|| {
        format!("{name} does not write the colors {primaries}.{transfer}.{matrix} of the codec string")
    })
}

fn option_fault(row: &Encoder, job: &Job) -> Option<String> {
    let (name, layers) = (row.name, job.temporal_layers);
    let by_quantizer = job.bitrate_mode == BitrateMode::Quantizer;
    if by_quantizer && row.quantizer_for(job).is_none() {
        Some(format!("bitrateMode \"quantizer\" is not supported by {name}"))
    } else if layers > 1 && row.layers_for(job).is_none() {
        Some(format!("{name} does not make {layers} temporal layers"))
    } else if by_quantizer && (layers > 1 || job.alpha) || layers > 1 && job.alpha {
        Some("quantizers, temporal layers and alpha are not supported together".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use Chroma::{Yuv420, Yuv422, Yuv444};

    use super::*;

    fn written(codec: &str, depth: u8, chroma: Chroma) -> Option<(u8, Chroma)> {
        let config = VideoEncoderConfig {
            codec: codec.into(),
            width: 64,
            height: 64,
            bitrate_mode: "variable".into(),
            ..VideoEncoderConfig::default()
        };
        let plan = Plan::new(&config).ok()?;
        plan.coders.first()?.format_for(depth, chroma).map(|((depth, chroma, _), _)| (depth, chroma))
    }

    #[test]
    fn what_the_string_names_is_written_from_any_frame() {
        for (codec, format) in [
            ("avc1.640028", (8, Yuv420)),
            ("avc1.6E0028", (10, Yuv420)),
            ("hvc1.2.4.L93.B0", (10, Yuv420)),
            ("hvc1.4.10.L93.9D.08", (10, Yuv422)),
            ("hvc1.4.10.L93.98.08", (12, Yuv444)),
            ("vp09.03.10.12.03", (12, Yuv444)),
            ("av01.2.04M.10", (10, Yuv422)),
        ] {
            for frame in [(8, Yuv420), (12, Yuv444)] {
                assert_eq!(written(codec, frame.0, frame.1), Some(format), "{codec} {frame:?}");
            }
        }
    }

    #[test]
    fn what_the_string_leaves_open_follows_the_frame() {
        for (codec, frame, format) in [
            ("avc1.7A0028", (8, Yuv420), (8, Yuv422)),
            ("avc1.7A0028", (10, Yuv420), (10, Yuv422)),
            ("avc1.7A0028", (12, Yuv444), (10, Yuv422)),
            ("avc1.F40028", (8, Yuv444), (8, Yuv444)),
            ("avc1.F40028", (12, Yuv422), (10, Yuv444)),
            ("hvc1.4.10.L93.B0", (8, Yuv444), (8, Yuv444)),
            ("hvc1.4.10.L93.B0", (10, Yuv420), (10, Yuv422)),
            ("hvc1.4.10.L93.B0", (12, Yuv420), (12, Yuv420)),
        ] {
            assert_eq!(written(codec, frame.0, frame.1), Some(format), "{codec} {frame:?}");
        }
    }

    #[test]
    fn what_no_coder_writes_is_no_plan() {
        for codec in [
            "avc1.2C0028",
            "hvc1.4.10.L93.9F.88",
            "hvc1.5.20.L93.9D.08",
            "vp09.01.10.08.03.01.13.00",
            "av01.1.04M.08.0.000.01.13.00.1",
        ] {
            assert_eq!(written(codec, 8, Yuv420), None, "{codec}");
        }
    }
}
