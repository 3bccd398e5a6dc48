//! Dictionaries of audio on their way to the engine. TypeScript has checked them.

use engine::audio::decoder::AudioDecoderConfig;
use engine::audio::encoder::{AudioEncoderConfig, FlacOptions, OpusOptions};
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

#[napi(object, object_to_js = false)]
pub struct NativeAudioEncoderConfig {
    pub codec: String,
    /// Hz.
    pub sample_rate: u32,
    pub number_of_channels: u32,
    /// Bits per second.
    pub bitrate: Option<i64>,
    #[napi(ts_type = "'constant' | 'variable'")]
    pub bitrate_mode: String,
    pub opus: Option<NativeOpusEncoderConfig>,
    pub aac: Option<NativeAacEncoderConfig>,
    pub flac: Option<NativeFlacEncoderConfig>,
}

#[napi(object, object_to_js = false)]
pub struct NativeOpusEncoderConfig {
    #[napi(ts_type = "'voip' | 'audio' | 'lowdelay'")]
    pub application: String,
    #[napi(ts_type = "'auto' | 'music' | 'voice'")]
    pub signal: String,
    /// Microseconds.
    pub frame_duration: i64,
    pub complexity: Option<u32>,
    pub packetlossperc: u32,
    pub useinbandfec: bool,
    pub usedtx: bool,
}

#[napi(object, object_to_js = false)]
pub struct NativeAacEncoderConfig {
    #[napi(ts_type = "'aac' | 'adts'")]
    pub format: String,
}

#[napi(object, object_to_js = false)]
pub struct NativeFlacEncoderConfig {
    /// Frames; 0 leaves it to the coder.
    pub block_size: u32,
    pub compress_level: u32,
}

impl From<NativeAudioEncoderConfig> for AudioEncoderConfig {
    fn from(js: NativeAudioEncoderConfig) -> Self {
        AudioEncoderConfig {
            codec: js.codec,
            sample_rate: js.sample_rate,
            channels: js.number_of_channels,
            bitrate: js.bitrate.map(|bitrate| u64::try_from(bitrate).unwrap_or(0)),
            bitrate_mode: js.bitrate_mode,
            opus: js.opus.map(OpusOptions::from).unwrap_or_default(),
            aac_format: js.aac.map(|aac| aac.format).unwrap_or_default(),
            flac: js.flac.map(FlacOptions::from).unwrap_or_default(),
        }
    }
}

impl From<NativeOpusEncoderConfig> for OpusOptions {
    fn from(js: NativeOpusEncoderConfig) -> Self {
        let default = OpusOptions::default();
        OpusOptions {
            application: js.application,
            signal: js.signal,
            frame_duration: u64::try_from(js.frame_duration).unwrap_or(0),
            complexity: js.complexity.unwrap_or(default.complexity),
            packetlossperc: js.packetlossperc,
            useinbandfec: js.useinbandfec,
            usedtx: js.usedtx,
        }
    }
}

impl From<NativeFlacEncoderConfig> for FlacOptions {
    fn from(js: NativeFlacEncoderConfig) -> Self {
        FlacOptions { block_size: js.block_size, compress_level: js.compress_level }
    }
}

#[napi(object, object_to_js = false)]
pub struct NativeAudioDecoderConfig<'a> {
    pub codec: String,
    /// Hz.
    pub sample_rate: u32,
    pub number_of_channels: u32,
    pub description: Option<Uint8ArraySlice<'a>>,
}

impl From<NativeAudioDecoderConfig<'_>> for AudioDecoderConfig {
    fn from(js: NativeAudioDecoderConfig) -> Self {
        AudioDecoderConfig {
            codec: js.codec,
            sample_rate: js.sample_rate,
            channels: js.number_of_channels,
            description: js.description.map(|bytes| bytes.to_vec()),
        }
    }
}
