//! What encodes pictures: FFmpeg's encoders, and one that is called directly.

use codecs::Chroma;
use ffmpeg_next::Rational;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::color::StreamColor;
use super::siting::Siting;
use crate::Result;
use crate::ff::context::Setting;
use crate::tuning::Format;
use crate::tuning::quantizer::Quantizer;

/// How the coders of some rows are called.
pub struct Driver {
    /// Whether the coder of that name is there.
    pub has: fn(name: &str) -> bool,
    /// Whether it takes pictures of that format: libraries may be built for some depths only.
    pub takes: fn(name: &str, format: Format) -> bool,
    pub open: fn(&Setup) -> Result<Box<dyn PictureCoder>>,
}

/// What a coder is opened for.
pub struct Setup<'a> {
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    /// Bits per sample.
    pub depth: u8,
    pub chroma: Chroma,
    /// Of the pictures that it is given.
    pub pixel: Pixel,
    /// In lowest terms, as some coders write it into the stream.
    pub framerate: Rational,
    /// Whether it is given the numbers of pictures for their times, as it counts on that rate.
    pub numbered: bool,
    pub color: StreamColor,
    pub siting: Siting,
    /// Whether parameter sets are for a description, and not in the stream.
    pub sets_apart: bool,
    /// Where each picture has a quantizer of its own.
    pub quantizer: Option<&'static Quantizer>,
    /// What the settings let the coder use.
    pub threads: usize,
    pub settings: &'a [Setting],
}

/// An opened coder.
pub trait PictureCoder {
    /// The parameter sets, where they are apart.
    fn extradata(&self) -> &[u8];

    /// Another bitrate from the next picture on. Only of coders whose row says that they are paced by it.
    fn set_bitrate(&mut self, _bitrate: u64) {}

    /// Whether only a new coder would give the next picture this quantizer.
    fn is_stale(&self, _quantizer: u16, _key: bool) -> bool {
        false
    }

    /// Takes a picture, whose presentation time is set and greater than that of the one before.
    fn send(&mut self, picture: &mut Video, how: How) -> Result<()>;

    /// No more pictures come.
    fn finish(&mut self) -> Result<()>;

    /// The next picture that is ready, in decoding order.
    fn receive(&mut self) -> Result<Option<Coded>>;
}

/// How a picture is to be coded.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// How long it is shown, in ticks.
    pub duration: i64,
    /// As a key picture.
    pub key: bool,
    /// None: as the bitrate wants it.
    pub quantizer: Option<u16>,
}

/// A coded picture.
pub struct Coded {
    pub data: Vec<u8>,
    /// The same picture's alpha.
    pub alpha: Option<Vec<u8>>,
    pub key: bool,
    /// The presentation time that it went in with.
    pub pts: Option<i64>,
}
