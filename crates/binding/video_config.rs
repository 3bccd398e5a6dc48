//! Dictionaries of video on their way to the engine and back. TypeScript has checked them.

use engine::video::color::{self, ColorSpace, MATRICES, PRIMARIES, TRANSFERS};
use engine::video::decoder::VideoDecoderConfig;
use engine::video::encoder::VideoEncoderConfig;
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

/// VideoColorSpaceInit; an absent member is unknown.
#[napi(object)]
pub struct NativeColorSpace {
    pub primaries: Option<String>,
    pub transfer: Option<String>,
    pub matrix: Option<String>,
    pub full_range: Option<bool>,
}

impl From<NativeColorSpace> for ColorSpace {
    fn from(js: NativeColorSpace) -> Self {
        ColorSpace {
            primaries: js.primaries.and_then(|name| color::code_point(PRIMARIES, &name)),
            transfer: js.transfer.and_then(|name| color::code_point(TRANSFERS, &name)),
            matrix: js.matrix.and_then(|name| color::code_point(MATRICES, &name)),
            full_range: js.full_range,
        }
    }
}

impl From<ColorSpace> for NativeColorSpace {
    fn from(color: ColorSpace) -> Self {
        let name =
            |names, code: Option<u8>| code.and_then(|code| color::name(names, code)).map(str::to_owned);
        NativeColorSpace {
            primaries: name(PRIMARIES, color.primaries),
            transfer: name(TRANSFERS, color.transfer),
            matrix: name(MATRICES, color.matrix),
            full_range: color.full_range,
        }
    }
}

#[napi(object, object_to_js = false)]
pub struct NativeVideoEncoderConfig {
    pub codec: String,
    pub width: u32,
    pub height: u32,
    /// Bits per second.
    pub bitrate: Option<i64>,
    /// Frames per second.
    pub framerate: Option<f64>,
    #[napi(ts_type = "'constant' | 'variable' | 'quantizer'")]
    pub bitrate_mode: String,
    #[napi(ts_type = "'quality' | 'realtime'")]
    pub latency_mode: String,
    #[napi(ts_type = "'no-preference' | 'prefer-hardware' | 'prefer-software'")]
    pub hardware_acceleration: String,
    #[napi(ts_type = "'keep' | 'discard'")]
    pub alpha: String,
    pub scalability_mode: Option<String>,
    pub content_hint: Option<String>,
    #[napi(ts_type = "'annexb' | 'avc'")]
    pub avc_format: Option<String>,
    #[napi(ts_type = "'annexb' | 'hevc'")]
    pub hevc_format: Option<String>,
}

impl From<NativeVideoEncoderConfig> for VideoEncoderConfig {
    fn from(js: NativeVideoEncoderConfig) -> Self {
        VideoEncoderConfig {
            codec: js.codec,
            width: js.width,
            height: js.height,
            bitrate: js.bitrate.map(|bitrate| u64::try_from(bitrate).unwrap_or(0)),
            framerate: js.framerate,
            bitrate_mode: js.bitrate_mode,
            latency_mode: js.latency_mode,
            hardware_acceleration: js.hardware_acceleration,
            alpha: js.alpha,
            scalability_mode: js.scalability_mode,
            content_hint: js.content_hint,
            avc_format: js.avc_format,
            hevc_format: js.hevc_format,
        }
    }
}

#[napi(object, object_to_js = false)]
pub struct NativeVideoDecoderConfig<'a> {
    pub codec: String,
    pub description: Option<Uint8ArraySlice<'a>>,
    pub coded_width: Option<u32>,
    pub coded_height: Option<u32>,
    #[napi(ts_type = "'no-preference' | 'prefer-hardware' | 'prefer-software'")]
    pub hardware_acceleration: String,
    pub optimize_for_latency: bool,
}

impl From<NativeVideoDecoderConfig<'_>> for VideoDecoderConfig {
    fn from(js: NativeVideoDecoderConfig) -> Self {
        VideoDecoderConfig {
            codec: js.codec,
            description: js.description.map(|bytes| bytes.to_vec()),
            coded_size: js.coded_width.zip(js.coded_height),
            hardware_acceleration: js.hardware_acceleration,
            optimize_for_latency: js.optimize_for_latency,
        }
    }
}
