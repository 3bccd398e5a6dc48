//! Encoders, by codec in order of preference.

use codecs::{Chroma, CodecId, Level};
use ffmpeg_next::format::Pixel;

use super::LatencyMode::{Quality, Realtime};
use super::{BitrateMode, Encoder, Job, LatencyMode};
use crate::ff::context::Setting;

const BOTH: &[LatencyMode] = &[Realtime, Quality];
const EIGHT_BIT_420: &[(u8, Chroma, Pixel)] = &[(8, Chroma::Yuv420, Pixel::YUV420P)];

/// A key frame comes when it is asked for; these are the longest distances when nobody asks.
const REALTIME_GOP: (&str, &str) = ("g", "3000");
const QUALITY_GOP: (&str, &str) = ("g", "250");

/// Speed 10 is beyond the wrapper's own option. Updating the costs of coding less often nearly doubles the speed for no
/// loss that PSNR shows.
const AOM_REALTIME: &str = "cpu-used=10:coeff-cost-upd-freq=3:mode-cost-upd-freq=3:mv-cost-upd-freq=3\
    :enable-order-hint=0:enable-warped-motion=0:enable-global-motion=0";

pub static ENCODERS: &[Encoder] = &[
    Encoder {
        name: "libx264",
        codec: CodecId::Avc,
        hardware: false,
        modes: BOTH,
        profiles: &[(66, "baseline"), (77, "main"), (100, "high")],
        formats: EIGHT_BIT_420,
        even_sizes: true,
        smallest: (2, 2),
        always: &[("forced-idr", "1")],
        // Without weighted prediction and adaptive quantization: a seventh of the time for 0.06 dB.
        realtime: &[
            ("preset", "superfast"),
            ("tune", "zerolatency"),
            ("sc_threshold", "0"),
            ("weightp", "none"),
            ("aq-mode", "none"),
            REALTIME_GOP,
        ],
        quality: &[("preset", "fast"), QUALITY_GOP],
        settings: x264,
    },
    Encoder {
        name: "libopenh264",
        codec: CodecId::Avc,
        hardware: false,
        modes: BOTH,
        profiles: &[(66, "constrained_baseline"), (77, "main"), (100, "high")],
        formats: EIGHT_BIT_420,
        even_sizes: true,
        smallest: (2, 2),
        always: &[("allow_skip_frames", "0")],
        realtime: &[REALTIME_GOP],
        quality: &[QUALITY_GOP],
        settings: openh264,
    },
    Encoder {
        name: "libx265",
        codec: CodecId::Hevc,
        hardware: false,
        modes: BOTH,
        profiles: &[(1, "main")],
        formats: EIGHT_BIT_420,
        even_sizes: true,
        // Below, it writes outside of its memory: found with release 3.5 and valgrind.
        smallest: (50, 32),
        always: &[("forced-idr", "1")],
        realtime: &[("preset", "ultrafast"), ("tune", "zerolatency"), REALTIME_GOP],
        quality: &[("preset", "fast"), QUALITY_GOP],
        settings: x265,
    },
    Encoder {
        name: "libvpx",
        codec: CodecId::Vp8,
        hardware: false,
        modes: BOTH,
        profiles: &[(0, "")],
        formats: EIGHT_BIT_420,
        even_sizes: false,
        smallest: (1, 1),
        // An alternate reference frame of VP8 is a packet that shows nothing: one chunk too many.
        always: &[("auto-alt-ref", "0")],
        realtime: &[("deadline", "realtime"), ("cpu-used", "-6"), ("lag-in-frames", "0"), REALTIME_GOP],
        quality: &[("deadline", "good"), ("cpu-used", "2"), QUALITY_GOP],
        settings: vp8,
    },
    Encoder {
        name: "libvpx-vp9",
        codec: CodecId::Vp9,
        hardware: false,
        modes: BOTH,
        profiles: &[(0, "")],
        formats: EIGHT_BIT_420,
        even_sizes: false,
        smallest: (1, 1),
        always: &[("row-mt", "1")],
        realtime: &[
            ("deadline", "realtime"),
            ("cpu-used", "8"),
            ("lag-in-frames", "0"),
            ("aq-mode", "0"),
            REALTIME_GOP,
        ],
        quality: &[("deadline", "good"), ("cpu-used", "4"), ("lag-in-frames", "16"), QUALITY_GOP],
        settings: tiled,
    },
    Encoder {
        name: "libaom-av1",
        codec: CodecId::Av1,
        hardware: false,
        modes: BOTH,
        profiles: &[(0, "")],
        formats: EIGHT_BIT_420,
        even_sizes: false,
        smallest: (1, 1),
        always: &[],
        // With lookahead libaom makes the frame after a forced key frame one as well: a waste, but no fault.
        realtime: &[
            ("usage", "realtime"),
            ("aom-params", AOM_REALTIME),
            ("lag-in-frames", "0"),
            REALTIME_GOP,
        ],
        quality: &[
            ("usage", "good"),
            ("cpu-used", "6"),
            ("lag-in-frames", "19"),
            ("row-mt", "1"),
            QUALITY_GOP,
        ],
        settings: tiled,
    },
    nvenc("h264_nvenc", CodecId::Avc, &[(66, "baseline"), (77, "main"), (100, "high")]),
    nvenc("hevc_nvenc", CodecId::Hevc, &[(1, "main")]),
    nvenc("av1_nvenc", CodecId::Av1, &[(0, "")]),
];

/// NVIDIA's encoders take pictures from main memory. Not verified on a device.
const fn nvenc(name: &'static str, codec: CodecId, profiles: &'static [(u8, &'static str)]) -> Encoder {
    Encoder {
        name,
        codec,
        hardware: true,
        modes: BOTH,
        profiles,
        formats: EIGHT_BIT_420,
        even_sizes: true,
        smallest: (2, 2),
        always: &[("forced-idr", "1")],
        realtime: &[("preset", "p4"), ("tune", "ull"), ("zerolatency", "1"), ("delay", "0"), REALTIME_GOP],
        quality: &[("preset", "p5"), ("tune", "hq"), QUALITY_GOP],
        settings: profile_only,
    }
}

fn setting(key: &str, value: impl ToString) -> Setting {
    (key.to_owned(), value.to_string())
}

/// Threads code partitions of their own here, which costs half a decibel: half as many as elsewhere.
fn vp8(job: &Job, _: &str) -> Vec<Setting> {
    vec![setting("threads", (job.threads / 2).max(1))]
}

fn profile_only(_: &Job, profile: &str) -> Vec<Setting> {
    if profile.is_empty() { Vec::new() } else { vec![setting("profile", profile)] }
}

fn x264(job: &Job, profile: &str) -> Vec<Setting> {
    let mut settings = vec![setting("threads", job.threads), setting("profile", profile)];
    settings.extend(job.codec.level.map(|level| setting("level", level.name)));
    settings
}

fn openh264(job: &Job, profile: &str) -> Vec<Setting> {
    vec![setting("threads", job.threads), setting("profile", profile)]
}

/// x265 threads by frame, which delays, or by rows of its thread pool. FFmpeg's thread count is the former.
fn x265(job: &Job, profile: &str) -> Vec<Setting> {
    let pools = if job.threads > 1 { job.threads.to_string() } else { "none".to_owned() };
    let frame_threads = if job.latency_mode == LatencyMode::Realtime { 1 } else { job.threads.min(3) };
    let mut params = format!("log-level=none:open-gop=0:pools={pools}:frame-threads={frame_threads}");
    // It lowers a bitrate beyond the level and refuses such a frame rate. Then the stream tells the level that it has.
    if let Some(level) = job.codec.level.filter(|level| keeps(level, job)) {
        params += &format!(":level-idc={}", level.name);
    }
    vec![setting("threads", 1), setting("profile", profile), setting("x265-params", params)]
}

fn keeps(level: &Level, job: &Job) -> bool {
    level.fits(job.width, job.height, Some(job.framerate)).is_ok()
        && level.limits.is_none_or(|limits| job.bitrate <= limits.bitrate)
}

/// Tiles let a picture be coded by several threads; each is at least 256 pixels wide.
fn tiled(job: &Job, _: &str) -> Vec<Setting> {
    let tile_columns = (job.width / 256).clamp(1, 4).ilog2();
    vec![setting("threads", job.threads), setting("tile-columns", tile_columns)]
}

/// Rate control by FFmpeg's general options.
pub(crate) fn rate_control(job: &Job) -> Vec<Setting> {
    let bitrate = setting("b", job.bitrate);
    match job.bitrate_mode {
        BitrateMode::Variable => vec![bitrate],
        BitrateMode::Constant => {
            let pinned = ["minrate", "maxrate", "bufsize"].map(|key| setting(key, job.bitrate));
            [vec![bitrate], pinned.to_vec()].concat()
        }
    }
}
