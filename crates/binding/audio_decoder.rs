//! AudioDecoderSession: <https://w3c.github.io/webcodecs/#audiodecoder-interface> beneath its state.

use engine::audio::decoder::{AudioDecoder, DecodeInput, DecodedAudio};
use engine::message::Command;
use napi::bindgen_prelude::{Env, Function, Result, Uint8ArraySlice, Unknown};
use napi_derive::napi;

use crate::audio_config::NativeAudioDecoderConfig;
use crate::js_sink::{JsKind, Run};
use crate::samples::NativeSamples;

/// Decoded samples.
#[napi(object, object_from_js = false, js_name = "DecodedAudio")]
pub struct JsDecodedAudio {
    #[napi(ts_type = "NativeSamples")]
    pub samples: NativeSamples,
    /// An AudioSampleFormat.
    pub format: &'static str,
    /// In Hz.
    pub sample_rate: u32,
    pub number_of_frames: u32,
    pub number_of_channels: u32,
    /// In microseconds.
    pub timestamp: i64,
}

impl JsKind for AudioDecoder {
    type JsOutput = JsDecodedAudio;

    fn to_js(env: &Env, output: DecodedAudio) -> Result<JsDecodedAudio> {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(JsDecodedAudio {
            format: output.samples.format().name(),
            sample_rate: output.rate,
            number_of_frames: count(output.samples.frames()),
            number_of_channels: count(output.samples.channels()),
            timestamp: output.timestamp,
            samples: NativeSamples::new(env, output.samples)?,
        })
    }
}

/// One run of a decoder on its own thread. No call waits for it.
#[napi]
pub struct AudioDecoderSession(Run<AudioDecoder>);

#[napi]
impl AudioDecoderSession {
    #[napi(constructor)]
    pub fn new(
        #[napi(ts_arg_type = "(events: (CodecEvent | ({ type: 'output' } & DecodedAudio))[]) => void")]
        on_events: Function<Unknown<'static>, Unknown<'static>>,
    ) -> Result<Self> {
        Run::start(&on_events).map(Self)
    }

    #[napi]
    pub fn configure(&self, config: NativeAudioDecoderConfig) {
        self.0.send(Command::Configure(config.into()));
    }

    /// Copies the chunk's bytes. The timestamp is in microseconds.
    #[napi]
    pub fn decode(&self, data: Uint8ArraySlice, timestamp: i64) {
        self.0.send(Command::Process(DecodeInput { data: data.to_vec(), timestamp }));
    }

    #[napi]
    pub fn flush(&self) {
        self.0.send(Command::Flush);
    }

    /// Cancels the run: its thread stops by itself.
    #[napi]
    pub fn close(&mut self) {
        self.0.cancel();
    }
}
