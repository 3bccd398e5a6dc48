//! Encoders, by codec in order of preference. Each codec's rows are in a file of their own.

mod av1;
mod avc;
mod hevc;
mod nvenc;
mod vp8;
mod vp9;

use codecs::Chroma;
use ffmpeg_next::format::Pixel;

use super::LatencyMode::{Quality, Realtime};
use super::{BitrateMode, Encoder, Format, Hinted, Job, LatencyMode, Profile};
use crate::ff::context::Setting;
use crate::video::drivers::FFMPEG;

pub static ENCODERS: &[Encoder] = &[
    avc::X264,
    avc::OPENH264,
    hevc::X265,
    hevc::X265_DIRECTLY,
    vp8::LIBVPX,
    vp9::LIBVPX,
    av1::LIBAOM,
    nvenc::AVC,
    nvenc::HEVC,
    nvenc::AV1,
];

const BOTH: &[LatencyMode] = &[Realtime, Quality];
const REALTIME: &[LatencyMode] = &[Realtime];
const QUALITY: &[LatencyMode] = &[Quality];
const NO_HINTS: &[Hinted] = &[];
const EIGHT_BIT_420_ALPHA: Option<Pixel> = Some(Pixel::YUVA420P);

const YUV420: Format = (8, Chroma::Yuv420, Pixel::YUV420P);
const YUV422: Format = (8, Chroma::Yuv422, Pixel::YUV422P);
const YUV444: Format = (8, Chroma::Yuv444, Pixel::YUV444P);
const YUV420P10: Format = (10, Chroma::Yuv420, Pixel::YUV420P10LE);
const YUV422P10: Format = (10, Chroma::Yuv422, Pixel::YUV422P10LE);
const YUV444P10: Format = (10, Chroma::Yuv444, Pixel::YUV444P10LE);
const YUV420P12: Format = (12, Chroma::Yuv420, Pixel::YUV420P12LE);
const YUV422P12: Format = (12, Chroma::Yuv422, Pixel::YUV422P12LE);
const YUV444P12: Format = (12, Chroma::Yuv444, Pixel::YUV444P12LE);

const fn profile(idc: u8, name: &'static str, formats: &'static [Format]) -> Profile {
    Profile { idc, name, formats }
}

/// A key frame comes when it is asked for; these are the longest distances when nobody asks.
const REALTIME_GOP: (&str, &str) = ("g", "3000");
const QUALITY_GOP: (&str, &str) = ("g", "250");

fn setting(key: &str, value: impl ToString) -> Setting {
    (key.to_owned(), value.to_string())
}

/// Tiles let a picture be coded by several threads; each is at least 256 pixels wide.
fn tiled(job: &Job) -> Vec<Setting> {
    let tile_columns = (job.width / 256).clamp(1, 4).ilog2();
    vec![setting("threads", job.threads), setting("tile-columns", tile_columns)]
}

/// A variable bitrate that keeps to a buffer of seconds, for coders that otherwise know no limit.
fn buffered(job: &Job) -> Vec<Setting> {
    let seconds = job.bitrate.saturating_mul(4).min(i32::MAX as u64);
    vec![setting("maxrate", job.bitrate), setting("bufsize", seconds)]
}

/// For coders whose variable bitrate takes several in the first second, or goes beyond it for good when bits are few: a
/// constant one with two seconds of room, of which the beginning has one. Temporal layers have a buffer of their own.
fn steadied(job: &Job) -> Vec<Setting> {
    /// Bits of a pixel with which variable bitrates hold by themselves; they start with better pictures.
    const MANY: f64 = 0.25;
    let bits = job.bitrate as f64 / (f64::from(job.width) * f64::from(job.height) * job.framerate);
    if job.bitrate_mode != BitrateMode::Variable || job.temporal_layers > 1 || bits > MANY {
        return Vec::new();
    }
    let most = |bits: u64| bits.min(i32::MAX as u64);
    vec![
        setting("minrate", job.bitrate),
        setting("maxrate", job.bitrate),
        setting("bufsize", most(job.bitrate.saturating_mul(2))),
        setting("rc_init_occupancy", most(job.bitrate)),
    ]
}

/// Rate control by FFmpeg's general options.
pub(super) fn rate_control(job: &Job) -> Vec<Setting> {
    let bitrate = setting("b", job.bitrate);
    match job.bitrate_mode {
        BitrateMode::Quantizer => Vec::new(),
        BitrateMode::Variable => vec![bitrate],
        BitrateMode::Constant => {
            let pinned = ["minrate", "maxrate", "bufsize"].map(|key| setting(key, job.bitrate));
            [vec![bitrate], pinned.to_vec()].concat()
        }
    }
}
