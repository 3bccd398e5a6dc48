//! isConfigSupported and the look at chunks.

use engine::audio::encoder::AudioEncoderConfig;
use engine::support::Probe;
use engine::video::encoder::VideoEncoderConfig;
use engine::{audio, video};
use napi::bindgen_prelude::{Env, Error, Object, Result, Uint8ArraySlice};
use napi_derive::napi;

use crate::audio_config::{NativeAudioDecoderConfig, NativeAudioEncoderConfig};
use crate::video_config::{NativeVideoDecoderConfig, NativeVideoEncoderConfig};

/// How many coders are opened at once.
#[napi]
pub const PROBE_THREADS: u32 = engine::support::THREADS;

/// A configuration that shows no fault before its coder is opened.
#[napi]
pub struct SupportProbe {
    probe: Option<Probe>,
    class: String,
}

impl SupportProbe {
    /// Null when a fault shows already.
    fn of(probe: engine::Result<Probe>) -> Option<Self> {
        let probe = probe.ok()?;
        Some(SupportProbe { class: probe.class().to_owned(), probe: Some(probe) })
    }
}

#[napi]
impl SupportProbe {
    /// The same for configurations whose coders open alike: one that opened stands for all.
    #[napi(getter, js_name = "class")]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// Opens the coder on a thread of the engine's and resolves with whether it did. To be called once.
    #[napi(ts_return_type = "Promise<boolean>")]
    pub fn open<'a>(&mut self, env: &'a Env) -> Result<Object<'a>> {
        let probe = self.probe.take().ok_or_else(|| Error::from_reason("the coder was opened already"))?;
        let (deferred, promise) = env.create_deferred()?;
        probe.run(move |opened| deferred.resolve(move |_| Ok(opened)));
        Ok(promise)
    }
}

#[napi]
pub fn video_encoder_probe(config: NativeVideoEncoderConfig) -> Option<SupportProbe> {
    SupportProbe::of(video::encoder::probe(&VideoEncoderConfig::from(config)))
}

#[napi]
pub fn video_decoder_probe(config: NativeVideoDecoderConfig) -> Option<SupportProbe> {
    SupportProbe::of(video::decoder::probe(config.into()))
}

#[napi]
pub fn audio_encoder_probe(config: NativeAudioEncoderConfig) -> Option<SupportProbe> {
    SupportProbe::of(audio::encoder::probe(&AudioEncoderConfig::from(config)))
}

#[napi]
pub fn audio_decoder_probe(config: NativeAudioDecoderConfig) -> Option<SupportProbe> {
    SupportProbe::of(audio::decoder::probe(config.into()))
}

/// Whether a chunk holds a key picture. What cannot be told counts as one: configuring fails on it anyway.
#[napi]
pub fn chunk_is_key(codec: String, description: Option<Uint8ArraySlice>, data: Uint8ArraySlice) -> bool {
    video::is_key(&codec, description.as_deref(), &data)
}
