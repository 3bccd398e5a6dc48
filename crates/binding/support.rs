//! isConfigSupported and the look at chunks.

use engine::audio::decoder::AudioDecoderConfig;
use engine::audio::encoder::AudioEncoderConfig;
use engine::video::decoder::VideoDecoderConfig;
use engine::video::encoder::VideoEncoderConfig;
use engine::{audio, video};
use napi::bindgen_prelude::{AsyncTask, Env, Result, Task, Uint8ArraySlice};
use napi_derive::napi;

use crate::audio_config::{NativeAudioDecoderConfig, NativeAudioEncoderConfig};
use crate::video_config::{NativeVideoDecoderConfig, NativeVideoEncoderConfig};

/// Opens a coder on the libuv pool.
pub struct Probe(Box<dyn Fn() -> bool + Send>);

impl Task for Probe {
    type Output = bool;
    type JsValue = bool;

    fn compute(&mut self) -> Result<bool> {
        Ok((self.0)())
    }

    fn resolve(&mut self, _: Env, supported: bool) -> Result<bool> {
        Ok(supported)
    }
}

/// Whether an encoder opens with that configuration.
#[napi(ts_return_type = "Promise<boolean>")]
pub fn video_encoder_supported(config: NativeVideoEncoderConfig) -> AsyncTask<Probe> {
    let config = VideoEncoderConfig::from(config);
    AsyncTask::new(Probe(Box::new(move || video::encoder::supported(&config).is_ok())))
}

/// Whether a decoder opens with that configuration.
#[napi(ts_return_type = "Promise<boolean>")]
pub fn video_decoder_supported(config: NativeVideoDecoderConfig) -> AsyncTask<Probe> {
    let config = VideoDecoderConfig::from(config);
    AsyncTask::new(Probe(Box::new(move || video::decoder::supported(&config).is_ok())))
}

/// Whether an encoder opens with that configuration.
#[napi(ts_return_type = "Promise<boolean>")]
pub fn audio_encoder_supported(config: NativeAudioEncoderConfig) -> AsyncTask<Probe> {
    let config = AudioEncoderConfig::from(config);
    AsyncTask::new(Probe(Box::new(move || audio::encoder::supported(&config).is_ok())))
}

/// Whether a decoder opens with that configuration.
#[napi(ts_return_type = "Promise<boolean>")]
pub fn audio_decoder_supported(config: NativeAudioDecoderConfig) -> AsyncTask<Probe> {
    let config = AudioDecoderConfig::from(config);
    AsyncTask::new(Probe(Box::new(move || audio::decoder::supported(&config).is_ok())))
}

/// Whether a chunk holds a key picture. What cannot be told counts as one: configuring fails on it anyway.
#[napi]
pub fn chunk_is_key(codec: String, description: Option<Uint8ArraySlice>, data: Uint8ArraySlice) -> bool {
    video::is_key(&codec, description.as_deref(), &data)
}
