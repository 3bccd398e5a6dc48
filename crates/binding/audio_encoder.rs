//! AudioEncoderSession: <https://w3c.github.io/webcodecs/#audioencoder-interface> beneath its state.

use engine::audio::encoder::{AudioEncoder, EncodeInput, EncodedAudio};
use engine::message::Command;
use napi::bindgen_prelude::{Env, Function, Result, Unknown};
use napi_derive::napi;

use crate::audio_config::NativeAudioEncoderConfig;
use crate::bytes::Bytes;
use crate::js_sink::{JsKind, Run};
use crate::samples::NativeSamples;

/// One encoded chunk. Times are in microseconds.
#[napi(object, object_from_js = false, js_name = "EncodedAudio")]
pub struct JsEncodedAudio {
    #[napi(ts_type = "Uint8Array<ArrayBuffer>")]
    pub data: Bytes,
    pub timestamp: i64,
    pub duration: i64,
    /// On the first chunk after configure() and whenever the coder was opened anew.
    #[napi(ts_type = "AudioStreamInfo")]
    pub stream: Option<JsAudioStreamInfo>,
}

/// What a decoder has to know of the stream.
#[napi(object, object_from_js = false, js_name = "AudioStreamInfo")]
pub struct JsAudioStreamInfo {
    #[napi(ts_type = "Uint8Array<ArrayBuffer>")]
    pub description: Option<Bytes>,
    /// Frames that decoding gives before the first one of the input.
    pub priming: i64,
}

impl JsKind for AudioEncoder {
    type JsOutput = JsEncodedAudio;

    fn to_js(_: &Env, output: EncodedAudio) -> Result<JsEncodedAudio> {
        let stream = output.stream.map(|stream| JsAudioStreamInfo {
            description: stream.description.map(Bytes),
            priming: i64::try_from(stream.priming).unwrap_or(i64::MAX),
        });
        Ok(JsEncodedAudio {
            data: Bytes(output.data),
            timestamp: output.timestamp,
            duration: i64::try_from(output.duration).unwrap_or(i64::MAX),
            stream,
        })
    }
}

/// One run of an encoder on its own thread. No call waits for it.
#[napi]
pub struct AudioEncoderSession(Run<AudioEncoder>);

#[napi]
impl AudioEncoderSession {
    #[napi(constructor)]
    pub fn new(
        #[napi(ts_arg_type = "(events: (CodecEvent | ({ type: 'output' } & EncodedAudio))[]) => void")]
        on_events: Function<Unknown<'static>, Unknown<'static>>,
    ) -> Result<Self> {
        Run::start(&on_events).map(Self)
    }

    #[napi]
    pub fn configure(&self, config: NativeAudioEncoderConfig) {
        self.0.send(Command::Configure(config.into()));
    }

    /// Shares the samples. The timestamp is in microseconds, the sample rate in Hz.
    #[napi]
    pub fn encode(&self, samples: &NativeSamples, timestamp: i64, sample_rate: f64) -> Result<()> {
        let samples = samples.get()?.clone();
        self.0.send(Command::Process(EncodeInput { samples, timestamp, rate: sample_rate as f32 }));
        Ok(())
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
