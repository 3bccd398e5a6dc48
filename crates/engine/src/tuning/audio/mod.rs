//! The tables of audio: one row per FFmpeg coder, in order of preference.

mod channels;
mod decoders;
mod encoders;

use std::ops::RangeInclusive;

use codecs::AudioCodec;
use codecs::bitstream::Malformed;
use ffmpeg_next::format::Sample;

use super::Options;
use crate::Result;
use crate::audio::block_coder::{BlockCoder, Opening};
use crate::audio::convert::Floats;
use crate::ff::context::Setting;

pub use channels::{Channels, Layout};
pub use decoders::DECODERS;
pub use encoders::ENCODERS;

/// BitrateMode, <https://www.w3.org/TR/mediastream-recording/#bitratemode>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BitrateMode {
    Constant,
    Variable,
}

/// OpusEncoderConfig, <https://www.w3.org/TR/webcodecs-opus-codec-registration/#opus-encoder-config>
#[derive(Clone, Debug)]
pub struct OpusOptions {
    pub application: String,
    pub signal: String,
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
            signal: "auto".to_owned(),
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
pub struct Job {
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

/// Sample rates that a coder takes, in Hz.
pub enum Rates {
    Any(RangeInclusive<u32>),
    Only(&'static [u32]),
    /// These as they are, and all that are in the range resampled to the first one.
    Resampled(&'static [u32], RangeInclusive<u32>),
}

impl Rates {
    /// The rate at which the coder codes inputs of `rate`.
    pub fn serving(&self, rate: u32) -> Option<u32> {
        match self {
            Rates::Any(range) => range.contains(&rate).then_some(rate),
            Rates::Only(rates) => rates.contains(&rate).then_some(rate),
            Rates::Resampled(rates, range) => {
                let resampled = rates.first().copied().filter(|_| range.contains(&rate));
                rates.iter().copied().find(|&own| own == rate).or(resampled)
            }
        }
    }
}

/// One audio encoder.
pub struct Encoder {
    /// FFmpeg's name of it.
    pub name: &'static str,
    pub open: fn(&Opening) -> Result<Box<dyn BlockCoder>>,
    /// Whether it is FFmpeg's; the others are always linked.
    pub of_ffmpeg: bool,
    pub codecs: &'static [AudioCodec],
    pub rates: Rates,
    pub channels: Channels,
    /// Sample formats that it is given, poorest first: the first one that holds the inputs', else the last.
    pub formats: &'static [Sample],
    /// What becomes of inputs in floating point.
    pub floats: Floats,
    /// Whether samples are still in it when no more come.
    pub holds_back: bool,
    /// Samples of the longest chunk, where they differ.
    pub longest_chunk: Option<usize>,
    /// What depends on the job, or why the job cannot be done.
    pub settings: fn(&Job) -> std::result::Result<Vec<Setting>, String>,
}

/// What a codec does with AudioDecoderConfig.description.
pub enum Description {
    Unused,
    /// Checked by the function.
    Optional(fn(&[u8]) -> std::result::Result<(), Malformed>),
    /// As `Optional`; without it there is no decoding.
    Required(fn(&[u8]) -> std::result::Result<(), Malformed>),
}

/// What a codec does with the sample rate and channel count of an AudioDecoderConfig that has no description.
pub enum Declared {
    /// The stream tells them.
    Ignored,
    /// The count is needed, up to this.
    Channels(u32),
    /// Both are needed, the count up to this.
    RateAndChannels(u32),
}

/// What is looked at of a packet before the decoder, which would take less for the whole.
pub enum Packets {
    /// Nothing: the decoder does it itself.
    Trusted,
    Checked(fn(&[u8]) -> std::result::Result<(), Malformed>),
    /// Whole frames of samples of so many bytes.
    Samples(usize),
}

/// One FFmpeg audio decoder.
pub struct Decoder {
    pub name: &'static str,
    pub codecs: &'static [AudioCodec],
    pub description: Description,
    pub declared: Declared,
    pub packets: Packets,
    /// By count of channels, where FFmpeg has them in another order than the stream.
    pub layouts: &'static [Layout],
    pub options: Options,
}

impl Encoder {
    pub fn is_linked(&self) -> bool {
        !self.of_ffmpeg || ffmpeg_next::encoder::find_by_name(self.name).is_some()
    }
}

impl Decoder {
    pub fn is_linked(&self) -> bool {
        ffmpeg_next::decoder::find_by_name(self.name).is_some()
    }
}

/// The audio encoders for `codec`, the preferred one first. Those that the linked FFmpeg does not have do not open.
pub fn encoders(codec: AudioCodec) -> impl Iterator<Item = &'static Encoder> {
    ENCODERS.iter().filter(move |row| row.codecs.contains(&codec))
}

/// The audio decoders for `codec` that the linked FFmpeg has, the preferred one first.
pub fn decoders(codec: AudioCodec) -> impl Iterator<Item = &'static Decoder> {
    DECODERS.iter().filter(move |row| row.codecs.contains(&codec)).filter(|row| row.is_linked())
}
