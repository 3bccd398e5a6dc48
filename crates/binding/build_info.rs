//! What the addon is linked with and can do, told from the engine's tables.

use std::collections::BTreeMap;

use engine::tuning::{self, LatencyMode, audio};
use napi_derive::napi;

/// The FFmpeg libraries.
#[napi(object, object_from_js = false)]
pub struct FfmpegInfo {
    pub version: String,
    /// As FFmpeg says it, e.g. "GPL version 3 or later".
    pub license: String,
    /// The options that it was built with.
    pub configuration: String,
    /// Whose terms follow from them.
    #[napi(ts_type = "'lgpl' | 'gpl' | 'nonfree'")]
    pub flavour: &'static str,
    /// Whether it is part of the addon, and not the system's.
    pub bundled: bool,
}

/// Samples of one kind.
#[napi(object, object_from_js = false)]
pub struct FormatInfo {
    /// Bits per sample.
    pub bit_depth: u8,
    /// Chroma sampling, e.g. "4:2:0".
    pub chroma: String,
    /// Whether the linked coder takes them.
    pub available: bool,
}

/// A profile of a codec as an encoder writes it.
#[napi(object, object_from_js = false)]
pub struct VideoProfileInfo {
    pub name: String,
    pub formats: Vec<FormatInfo>,
}

/// A content hint that an encoder has settings for.
#[napi(object, object_from_js = false)]
pub struct ContentHintInfo {
    #[napi(ts_type = "'detail' | 'motion' | 'text'")]
    pub hint: &'static str,
    /// The modes in which it has.
    #[napi(ts_type = "Array<'quality' | 'realtime'>")]
    pub latency_modes: Vec<&'static str>,
}

/// A video encoder that is used where the linked FFmpeg has it.
#[napi(object, object_from_js = false)]
pub struct VideoEncoderInfo {
    /// The codec's usual name, e.g. "H.264".
    pub codec: String,
    /// FFmpeg's name of the encoder, with "(directly)" where FFmpeg is not used.
    pub name: String,
    /// Whether the linked FFmpeg has it, or it is linked itself.
    pub available: bool,
    /// Whether it needs a device, and serves `prefer-hardware` only. Those are unverified.
    pub hardware: bool,
    #[napi(ts_type = "Array<'quality' | 'realtime'>")]
    pub latency_modes: Vec<&'static str>,
    pub profiles: Vec<VideoProfileInfo>,
    /// Whether it keeps alpha, of 8-bit 4:2:0.
    pub alpha: bool,
    /// Whether it is used with a bitrate; if not, with quantizers only.
    pub bitrate: bool,
    /// Whether it follows a quantizer at each frame.
    pub quantizer: bool,
    /// Of more than one layer, e.g. "L1T2".
    pub scalability_modes: Vec<String>,
    /// One that has settings of its own in each mode is there twice. Other hints have no effect.
    pub content_hints: Vec<ContentHintInfo>,
}

/// A video decoder that is used where the linked FFmpeg has it.
#[napi(object, object_from_js = false)]
pub struct VideoDecoderInfo {
    /// The codec's usual name, e.g. "H.264".
    pub codec: String,
    /// FFmpeg's name of the decoder.
    pub name: String,
    /// Whether the linked FFmpeg has it.
    pub available: bool,
    /// Whether it needs a device, and serves `prefer-hardware` only. Those are unverified.
    pub hardware: bool,
    pub profiles: Vec<String>,
}

/// An audio encoder or decoder that is used where the linked FFmpeg has it.
#[napi(object, object_from_js = false)]
pub struct AudioCoderInfo {
    /// The codecs' usual names, e.g. "AAC LC".
    pub codecs: Vec<String>,
    /// FFmpeg's name of the coder.
    pub name: String,
    /// Whether the linked FFmpeg has it.
    pub available: bool,
}

/// Coders of a codec are in order of preference.
#[napi(object, object_from_js = false)]
pub struct NativeBuildInfo {
    pub ffmpeg: FfmpegInfo,
    pub video_encoders: Vec<VideoEncoderInfo>,
    pub video_decoders: Vec<VideoDecoderInfo>,
    pub audio_encoders: Vec<AudioCoderInfo>,
    pub audio_decoders: Vec<AudioCoderInfo>,
}

#[napi]
pub fn native_build_info() -> NativeBuildInfo {
    NativeBuildInfo {
        ffmpeg: FfmpegInfo {
            version: engine::linked::version(),
            license: engine::linked::license().to_owned(),
            configuration: engine::linked::configuration().to_owned(),
            flavour: engine::linked::flavour(),
            bundled: engine::linked::is_bundled(),
        },
        video_encoders: tuning::ENCODERS.iter().map(VideoEncoderInfo::from).collect(),
        video_decoders: tuning::DECODERS.iter().map(VideoDecoderInfo::from).collect(),
        audio_encoders: audio::ENCODERS.iter().map(AudioCoderInfo::from).collect(),
        audio_decoders: audio::DECODERS.iter().map(AudioCoderInfo::from).collect(),
    }
}

impl From<&tuning::Encoder> for VideoEncoderInfo {
    fn from(row: &tuning::Encoder) -> Self {
        VideoEncoderInfo {
            codec: row.codec.to_string(),
            name: row.name.to_owned(),
            available: row.is_linked(),
            hardware: row.hardware,
            latency_modes: row.modes.iter().copied().map(latency_mode).collect(),
            profiles: profiles(row),
            alpha: row.alpha.is_some(),
            bitrate: row.bitrates,
            quantizer: row.quantizer.is_some(),
            scalability_modes: row.layers.iter().map(|layers| format!("L1T{}", layers.count)).collect(),
            content_hints: row.hints.iter().map(ContentHintInfo::from).collect(),
        }
    }
}

impl From<&tuning::Hinted> for ContentHintInfo {
    fn from((hint, modes, _): &tuning::Hinted) -> Self {
        ContentHintInfo {
            hint: hint.name(),
            latency_modes: modes.iter().copied().map(latency_mode).collect(),
        }
    }
}

/// A coder may have several names for what is one profile to the codec.
fn profiles(row: &tuning::Encoder) -> Vec<VideoProfileInfo> {
    let mut by_number = BTreeMap::new();
    for &tuning::Profile { idc, formats, .. } in row.profiles {
        let profile = by_number.entry(idc).or_insert_with(|| VideoProfileInfo {
            name: row.codec.profile_name(idc).to_owned(),
            formats: Vec::new(),
        });
        profile.formats.extend(formats.iter().map(|&format| FormatInfo {
            bit_depth: format.0,
            chroma: format.1.to_string(),
            available: row.takes(format),
        }));
    }
    by_number.into_values().collect()
}

fn latency_mode(mode: LatencyMode) -> &'static str {
    match mode {
        LatencyMode::Quality => "quality",
        LatencyMode::Realtime => "realtime",
    }
}

impl From<&tuning::Decoder> for VideoDecoderInfo {
    fn from(row: &tuning::Decoder) -> Self {
        let name = |&number| row.codec.profile_name(number).to_owned();
        VideoDecoderInfo {
            codec: row.codec.to_string(),
            name: row.name.to_owned(),
            available: row.is_linked(),
            hardware: row.hardware,
            profiles: row.profiles.iter().map(name).collect(),
        }
    }
}

impl From<&audio::Encoder> for AudioCoderInfo {
    fn from(row: &audio::Encoder) -> Self {
        AudioCoderInfo { codecs: names(row.codecs), name: row.name.to_owned(), available: row.is_linked() }
    }
}

impl From<&audio::Decoder> for AudioCoderInfo {
    fn from(row: &audio::Decoder) -> Self {
        AudioCoderInfo { codecs: names(row.codecs), name: row.name.to_owned(), available: row.is_linked() }
    }
}

fn names(codecs: &[impl ToString]) -> Vec<String> {
    codecs.iter().map(ToString::to_string).collect()
}
