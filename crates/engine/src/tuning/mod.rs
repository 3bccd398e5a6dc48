//! The tables: one row per FFmpeg coder, in order of preference. Nothing else names a coder.

pub mod audio;
mod decoders;
mod encoders;
pub mod layers;
pub mod lookahead;
pub mod quantizer;
mod settings;
pub(crate) mod threads;

use codecs::{Chroma, Codec, CodecId};
use ffmpeg_next::format::Pixel;

use crate::ff::context::Setting;
use crate::video::color::CodePoints;
use crate::video::picture_coder::Driver;
use layers::Layers;
use lookahead::Lookahead;
use quantizer::Quantizer;

pub use decoders::DECODERS;
pub use encoders::ENCODERS;
use encoders::rate_control;
#[cfg(x265)]
pub(crate) use settings::spread;

/// LatencyMode, <https://w3c.github.io/webcodecs/#latency-mode>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LatencyMode {
    Quality,
    Realtime,
}

/// VideoEncoderBitrateMode, <https://w3c.github.io/webcodecs/#video-encoder-bitrate-mode>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BitrateMode {
    Constant,
    Variable,
    /// The frames name their quantizers; `bitrate` is not used.
    Quantizer,
}

/// What the frames show: <https://w3c.github.io/mst-content-hint/>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentHint {
    Motion,
    Detail,
    Text,
}

impl ContentHint {
    const ALL: [Self; 3] = [ContentHint::Motion, ContentHint::Detail, ContentHint::Text];

    pub fn name(self) -> &'static str {
        match self {
            ContentHint::Motion => "motion",
            ContentHint::Detail => "detail",
            ContentHint::Text => "text",
        }
    }

    /// None for the empty hint and for those that are not known, which are ignored.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hint| hint.name() == name)
    }
}

/// How an open coder learns that frames come faster or slower than its frame rate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacedBy {
    /// By the frames' presentation times.
    Times,
    /// It only counts frames, but takes another bitrate at any of them.
    Bitrate,
    /// Not at all: it has to be opened again. Some are then told the numbers of pictures for their times.
    Opening { numbered: bool },
}

/// Fixed options of a coder, by their FFmpeg names.
pub type Options = &'static [(&'static str, &'static str)];

/// What an encoder is opened for.
#[derive(Clone, Debug)]
pub struct Job {
    pub codec: Codec,
    pub width: u32,
    pub height: u32,
    pub bitrate: u64,
    pub framerate: f64,
    pub bitrate_mode: BitrateMode,
    pub latency_mode: LatencyMode,
    /// Whether the alpha component is coded as well.
    pub alpha: bool,
    pub content_hint: Option<ContentHint>,
    /// From 1 on.
    pub temporal_layers: u8,
    pub threads: usize,
    /// Bytes that the process may take.
    pub room: u64,
}

/// A profile that an encoder writes. The profiles of one number differ in their formats.
#[derive(Debug)]
pub struct Profile {
    /// The number in the bitstream and in codec strings.
    pub idc: u8,
    /// The coder's own name of it; empty where its wrapper sees the profile by the pixel format.
    pub name: &'static str,
    /// What it codes in this profile.
    pub formats: &'static [Format],
}

/// Bits per sample, chroma sampling, and the pixel format that a coder is then given.
pub type Format = (u8, Chroma, Pixel);

/// Content, the latency modes that the options are for, and the options.
pub type Hinted = (ContentHint, &'static [LatencyMode], Options);

/// An AVChromaLocation, and the option for it.
pub type Sited = (i32, (&'static str, &'static str));

/// One encoder.
pub struct Encoder {
    /// FFmpeg's name of it.
    pub name: &'static str,
    pub driver: &'static Driver,
    pub codec: CodecId,
    /// Whether it needs a device; such rows serve `prefer-hardware` only.
    pub hardware: bool,
    /// The latency modes that it is used for.
    pub modes: &'static [LatencyMode],
    pub profiles: &'static [Profile],
    /// The pixel format that it is given to code alpha as well, in a stream of its own, whose key frames must be at the
    /// same places. None when it cannot.
    pub alpha: Option<Pixel>,
    /// Whether it can only code even widths and heights.
    pub even_sizes: bool,
    /// The least width and height that it can code.
    pub smallest: (u32, u32),
    /// The greatest code points of colours that it takes. Its streams have those beyond as unspecified.
    pub colors: CodePoints,
    pub always: Options,
    pub realtime: Options,
    pub quality: Options,
    /// Options for content of a kind, beside those of the latency mode or in their place; at most one entry for a mode.
    pub hints: &'static [Hinted],
    /// What has the stream tell where chroma lies, where the wrapper does not go by the context's own option.
    pub sited: &'static [Sited],
    /// Bytes that it takes for each pixel of 8 bits of its pictures with one thread in realtime mode, which is the least. 0:
    /// not measured.
    pub least_memory: f64,
    /// How far it looks ahead in quality mode, where that can be changed and takes much memory.
    pub lookahead: Option<Lookahead>,
    pub paced_by: fn(LatencyMode) -> PacedBy,
    /// Whether it is used where a bitrate is asked for, and not for quantizers only.
    pub bitrates: bool,
    /// Whether it can follow a quantizer at each frame, and how.
    pub quantizer: Option<Quantizer>,
    /// The structures of temporal layers that it can make.
    pub layers: &'static [Layers],
    /// What depends on the job: profile, level, threads, rate control beyond the usual.
    pub settings: fn(&Job, profile: &str) -> Vec<Setting>,
}

/// One FFmpeg decoder.
pub struct Decoder {
    pub name: &'static str,
    pub codec: CodecId,
    /// Whether it needs a device; such rows serve `prefer-hardware` only.
    pub hardware: bool,
    /// Profile numbers that it decodes.
    pub profiles: &'static [u8],
    /// Whether a chunk that has a picture to show, of which the decoder gives none, is corrupt.
    pub every_chunk_shows: bool,
    /// With `optimizeForLatency`: no frame is held back that the stream does not hold back.
    pub immediate: Options,
    /// Without it.
    pub fast: Options,
}

impl Job {
    /// Of one picture.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Of the luma of one picture.
    pub fn luma_bytes(&self) -> f64 {
        self.pixels() as f64 * f64::from(self.codec.bit_depth.div_ceil(8))
    }
}

impl Encoder {
    /// How each frame's quantizer is told, where the job wants that.
    pub fn quantizer_for(&self, job: &Job) -> Option<&Quantizer> {
        self.quantizer.as_ref().filter(|_| job.bitrate_mode == BitrateMode::Quantizer)
    }

    /// The structure of the temporal layers, where the job has more than one.
    pub fn layers_for(&self, job: &Job) -> Option<&'static Layers> {
        self.layers.iter().find(|layers| layers.count == job.temporal_layers)
    }

    /// Whether this is built with it.
    pub fn is_linked(&self) -> bool {
        (self.driver.has)(self.name)
    }

    /// Whether this is built with it and with this format.
    pub fn takes(&self, format: Format) -> bool {
        (self.driver.takes)(self.name, format)
    }

    /// Whether the linked FFmpeg's codes alpha beside 8-bit 4:2:0.
    pub fn keeps_alpha(&self) -> bool {
        self.alpha.is_some_and(|pixel| self.takes((8, Chroma::Yuv420, pixel)))
    }
}

impl Decoder {
    /// Whether the linked FFmpeg has it.
    pub fn is_linked(&self) -> bool {
        ffmpeg_next::decoder::find_by_name(self.name).is_some()
    }
}

/// The encoders for the job that this is built with, the preferred one first.
pub fn encoders(job: &Job, hardware: bool) -> impl Iterator<Item = &'static Encoder> {
    let (codec, mode) = (job.codec.id, job.latency_mode);
    let by_bitrate = job.bitrate_mode != BitrateMode::Quantizer;
    ENCODERS
        .iter()
        .filter(move |row| row.codec == codec && row.hardware == hardware && row.modes.contains(&mode))
        .filter(move |row| row.bitrates || !by_bitrate)
        .filter(|row| row.is_linked())
}

/// The decoders for `codec` that the linked FFmpeg has, the preferred one first.
pub fn decoders(codec: CodecId, hardware: bool) -> impl Iterator<Item = &'static Decoder> {
    DECODERS
        .iter()
        .filter(move |row| row.codec == codec && row.hardware == hardware)
        .filter(|row| row.is_linked())
}

/// A bitrate for a configuration that names none, in bits per second: enough for everyday content.
pub fn usual_bitrate(codec: CodecId, width: u32, height: u32, framerate: f64) -> u64 {
    let bits_per_pixel = match codec {
        CodecId::Avc | CodecId::Vp8 => 0.1,
        CodecId::Hevc | CodecId::Vp9 => 0.07,
        CodecId::Av1 => 0.05,
    };
    let bits = f64::from(width) * f64::from(height) * framerate * bits_per_pixel;
    bits.clamp(100e3, 200e6) as u64
}
