//! Audio encoders, by codec in order of preference.

use codecs::AudioCodec;
use ffmpeg_next::format::Sample;
use ffmpeg_next::format::sample::Type::{Packed, Planar};

use super::channels::{AAC, Channels, STEREO, VORBIS};
use super::{BitrateMode, Encoder, Job, Rates};
use crate::audio::convert::Floats;
use crate::audio::{block_coder, opus_coder};
use crate::ff::context::Setting;

const OPUS_RATES: Rates = Rates::Resampled(&[48_000, 24_000, 16_000, 12_000, 8_000], 3_000..=768_000);
const AAC_RATES: Rates = Rates::Only(&[
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
]);
const MP3_RATES: Rates =
    Rates::Only(&[48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000]);

pub static ENCODERS: &[Encoder] = &[
    Encoder {
        name: "libopus (directly)",
        open: opus_coder::open,
        of_ffmpeg: false,
        codecs: &[AudioCodec::Opus],
        rates: OPUS_RATES,
        channels: Channels::Ordered(STEREO),
        formats: &[Sample::F32(Packed)],
        floats: Floats::Clipped,
        holds_back: true,
        longest_chunk: None,
        settings: libopus,
    },
    Encoder {
        name: "libopus",
        open: block_coder::ffmpeg,
        of_ffmpeg: true,
        codecs: &[AudioCodec::Opus],
        rates: OPUS_RATES,
        channels: Channels::Ordered(VORBIS),
        formats: &[Sample::F32(Packed)],
        floats: Floats::Clipped,
        holds_back: true,
        longest_chunk: None,
        settings: opus,
    },
    Encoder {
        name: "aac",
        open: block_coder::ffmpeg,
        of_ffmpeg: true,
        codecs: &[AudioCodec::AacLc, AudioCodec::Mpeg2AacLc],
        rates: AAC_RATES,
        channels: Channels::Ordered(AAC),
        formats: &[Sample::F32(Planar)],
        floats: Floats::Clipped,
        holds_back: true,
        longest_chunk: None,
        settings: aac,
    },
    Encoder {
        name: "libmp3lame",
        open: block_coder::ffmpeg,
        of_ffmpeg: true,
        codecs: &[AudioCodec::Mp3],
        rates: MP3_RATES,
        channels: Channels::Ordered(STEREO),
        formats: &[Sample::F32(Planar)],
        floats: Floats::Clipped,
        holds_back: true,
        longest_chunk: None,
        settings: mp3,
    },
    Encoder {
        name: "libvorbis",
        open: block_coder::ffmpeg,
        of_ffmpeg: true,
        codecs: &[AudioCodec::Vorbis],
        rates: Rates::Any(8_000..=200_000),
        channels: Channels::Ordered(VORBIS),
        formats: &[Sample::F32(Planar)],
        floats: Floats::Clipped,
        holds_back: true,
        longest_chunk: Some(4096),
        settings: vorbis,
    },
    Encoder {
        name: "flac",
        open: block_coder::ffmpeg,
        of_ffmpeg: true,
        codecs: &[AudioCodec::Flac],
        rates: Rates::Any(1..=655_350),
        channels: Channels::Counted(8),
        formats: &[Sample::I16(Packed), Sample::I32(Packed)],
        floats: Floats::In24Bits,
        holds_back: false,
        longest_chunk: None,
        settings: flac,
    },
    pcm("pcm_u8", &[AudioCodec::PcmU8], &[Sample::U8(Packed)], Floats::Clipped),
    pcm("pcm_s16le", &[AudioCodec::PcmS16], &[Sample::I16(Packed)], Floats::Clipped),
    pcm("pcm_s24le", &[AudioCodec::PcmS24], &[Sample::I32(Packed)], Floats::In24Bits),
    pcm("pcm_s32le", &[AudioCodec::PcmS32], &[Sample::I32(Packed)], Floats::Clipped),
    pcm("pcm_f32le", &[AudioCodec::PcmF32], &[Sample::F32(Packed)], Floats::Exact),
    pcm("pcm_alaw", &[AudioCodec::Alaw], &[Sample::I16(Packed)], Floats::Clipped),
    pcm("pcm_mulaw", &[AudioCodec::Ulaw], &[Sample::I16(Packed)], Floats::Clipped),
];

/// A chunk for each input, of as many bytes as it has samples.
const fn pcm(
    name: &'static str,
    codecs: &'static [AudioCodec],
    formats: &'static [Sample],
    floats: Floats,
) -> Encoder {
    Encoder {
        name,
        open: block_coder::ffmpeg,
        of_ffmpeg: true,
        codecs,
        rates: Rates::Any(1..=768_000),
        channels: Channels::Counted(255),
        formats,
        floats,
        holds_back: false,
        longest_chunk: None,
        settings: |_| Ok(Vec::new()),
    }
}

type Settings = Result<Vec<Setting>, String>;

fn setting(key: &str, value: impl ToString) -> Setting {
    (key.to_owned(), value.to_string())
}

/// The bitrate asked for, or the usual one, where the coder can keep it.
fn bitrate(job: &Job, least: u64, most: u64, usual: u64) -> Result<u64, String> {
    match job.bitrate {
        None => Ok(usual.clamp(least, most)),
        Some(bitrate) if (least..=most).contains(&bitrate) => Ok(bitrate),
        Some(bitrate) => {
            Err(format!("encodes {least} to {most} bits per second in this configuration, not {bitrate}"))
        }
    }
}

/// RFC 6716 section 2.1.4, and packets of several frames.
const FRAME_DURATIONS: [u64; 9] = [2_500, 5_000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000];

/// Frames below 10 ms can only be of the kind that has the lowest delay.
const SHORT_FRAMES: u64 = 10_000;

fn opus_bitrate(job: &Job) -> Result<u64, String> {
    let channels = job.channels as u64;
    let usual = 64_000 * channels.min(2) + 48_000 * channels.saturating_sub(2);
    let duration = job.opus.frame_duration;
    if !FRAME_DURATIONS.contains(&duration) {
        return Err(format!("has frames of {FRAME_DURATIONS:?} microseconds, not of {duration}"));
    }
    // A frame has 1275 bytes at most.
    let most = if channels > 2 { 256_000 * channels } else { 510_000 };
    bitrate(job, 6_000, most, usual)
}

/// libopus' own requests and numbers.
fn libopus(job: &Job) -> Settings {
    let options = &job.opus;
    let application = match options.application.as_str() {
        _ if options.frame_duration < SHORT_FRAMES => 2051,
        "voip" => 2048,
        "lowdelay" => 2051,
        _ => 2049,
    };
    let signal = match options.signal.as_str() {
        "voice" => 3001,
        "music" => 3002,
        _ => -1000,
    };
    let rate = OPUS_RATES.serving(job.rate).unwrap_or_default();
    Ok(vec![
        setting("application", application),
        setting("frame_size", options.frame_duration * u64::from(rate) / 1_000_000),
        setting("bitrate", opus_bitrate(job)?),
        setting("vbr", u8::from(job.bitrate_mode == BitrateMode::Variable)),
        setting("vbr_constraint", 0),
        setting("complexity", options.complexity),
        setting("packet_loss_perc", options.packetlossperc),
        setting("inband_fec", u8::from(options.useinbandfec)),
        setting("dtx", u8::from(options.usedtx)),
        setting("signal", signal),
    ])
}

/// FFmpeg's libopus, which knows no signal: a hint, not a reason to refuse.
fn opus(job: &Job) -> Settings {
    let options = &job.opus;
    if options.usedtx {
        return Err("has no discontinuous transmission for so many channels".to_owned());
    }
    Ok(vec![
        setting("b", opus_bitrate(job)?),
        setting("vbr", if job.bitrate_mode == BitrateMode::Constant { "off" } else { "on" }),
        setting("application", &options.application),
        setting("frame_duration", options.frame_duration as f64 / 1000.0),
        setting("compression_level", options.complexity),
        setting("packet_loss", options.packetlossperc),
        setting("fec", u8::from(options.useinbandfec)),
        // Left to itself it confuses five and seven channels.
        setting("mapping_family", u8::from(job.channels > 2)),
    ])
}

/// A decoder's buffer of 6144 bits a channel bounds the size of a frame, which has 1024 samples. A quarter of a bit a
/// sample is what it takes at least.
fn aac(job: &Job) -> Settings {
    if job.bitrate_mode == BitrateMode::Constant {
        return Err("only keeps the average of the bitrate".to_owned());
    }
    let (channels, rate) = (job.channels as u64, u64::from(job.rate));
    let most = 6 * rate * channels;
    let usual = 64_000 * channels * rate.min(48_000) / 44_100;
    let mut settings = vec![setting("b", bitrate(job, rate * channels / 4, most, usual)?)];
    if job.codec == AudioCodec::Mpeg2AacLc {
        settings.push(setting("profile", "mpeg2_aac_low"));
    }
    Ok(settings)
}

/// Constant rates are those that a frame's header can name.
fn mp3(job: &Job) -> Settings {
    const MPEG1: &[u64] = &[32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const MPEG2: &[u64] = &[8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    const MPEG2_5: &[u64] = &[8, 16, 24, 32, 40, 48, 56, 64];
    let rates = match job.rate {
        32_000.. => MPEG1,
        16_000.. => MPEG2,
        _ => MPEG2_5,
    };
    let (least, most) = (rates[0] * 1000, rates[rates.len() - 1] * 1000);
    let bitrate = bitrate(job, least, most, 64_000 * job.channels as u64)?;
    let constant = job.bitrate_mode == BitrateMode::Constant;
    if constant && !rates.iter().any(|rate| rate * 1000 == bitrate) {
        return Err(format!("has constant bitrates of {rates:?} kbit/s only"));
    }
    Ok(vec![setting("b", bitrate), setting("abr", u8::from(!constant))])
}

fn vorbis(job: &Job) -> Settings {
    if job.bitrate.is_none() && job.bitrate_mode == BitrateMode::Variable {
        return Ok(Vec::new()); // by quality
    }
    let bitrate = bitrate(job, 1_000, 2_000_000_000, 64_000 * job.channels as u64)?;
    Ok(match job.bitrate_mode {
        BitrateMode::Variable => vec![setting("b", bitrate)],
        BitrateMode::Constant => ["b", "minrate", "maxrate"].map(|key| setting(key, bitrate)).to_vec(),
    })
}

/// Lossless: the bitrate is what comes out, whatever was expected.
fn flac(job: &Job) -> Settings {
    if job.bitrate_mode == BitrateMode::Constant {
        return Err("has no constant bitrate".to_owned());
    }
    let mut settings = vec![setting("compression_level", job.flac.compress_level)];
    if job.flac.block_size > 0 {
        settings.push(setting("frame_size", job.flac.block_size));
    }
    Ok(settings)
}
