//! VideoDecoderSession: <https://w3c.github.io/webcodecs/#videodecoder-interface> beneath its state.

use engine::message::Command;
use engine::video::decoder::{DecodeInput, DecodedVideo, VideoDecoder};
use engine::video::pixel_format::PixelFormat;
use napi::bindgen_prelude::{Env, Function, Result, Uint8ArraySlice, Unknown};
use napi_derive::napi;

use crate::frame::NativeFrame;
use crate::js_sink::{JsKind, Run};
use crate::timing;
use crate::video_config::{NativeColorSpace, NativeVideoDecoderConfig};

/// What a chunk is. Times are in microseconds.
#[napi(object, object_to_js = false, js_name = "DecodeInput")]
pub struct JsDecodeInput {
    pub timestamp: i64,
    pub duration: Option<i64>,
    pub key: bool,
}

/// One decoded picture. Times are in microseconds.
#[napi(object, object_from_js = false, js_name = "DecodedVideo")]
pub struct JsDecodedVideo {
    #[napi(ts_type = "NativeFrame")]
    pub frame: NativeFrame,
    /// A VideoPixelFormat; absent when the spec has no name for it.
    pub format: Option<&'static str>,
    pub coded_width: u32,
    pub coded_height: u32,
    /// With the stream's pixel aspect ratio applied.
    pub display_width: u32,
    pub display_height: u32,
    pub timestamp: i64,
    pub duration: Option<i64>,
    pub color_space: NativeColorSpace,
}

impl JsKind for VideoDecoder {
    type JsOutput = JsDecodedVideo;

    fn to_js(env: &Env, output: DecodedVideo) -> Result<JsDecodedVideo> {
        let (display_width, display_height) = output.display_size;
        Ok(JsDecodedVideo {
            format: output.frame.format().map(PixelFormat::name),
            coded_width: output.frame.width(),
            coded_height: output.frame.height(),
            display_width,
            display_height,
            timestamp: output.timing.timestamp,
            duration: timing::duration_to_js(output.timing),
            color_space: output.color.into(),
            frame: NativeFrame::new(env, output.frame)?,
        })
    }
}

/// One run of a decoder on its own thread. No call waits for it.
#[napi]
pub struct VideoDecoderSession(Run<VideoDecoder>);

#[napi]
impl VideoDecoderSession {
    #[napi(constructor)]
    pub fn new(
        #[napi(ts_arg_type = "(events: (CodecEvent | ({ type: 'output' } & DecodedVideo))[]) => void")]
        on_events: Function<Unknown<'static>, Unknown<'static>>,
    ) -> Result<Self> {
        Run::start(&on_events).map(Self)
    }

    #[napi]
    pub fn configure(&self, config: NativeVideoDecoderConfig) {
        self.0.send(Command::Configure(config.into()));
    }

    /// Copies the chunk's bytes.
    #[napi]
    pub fn decode(&self, data: Uint8ArraySlice, input: JsDecodeInput) {
        let timing = timing::from_js(input.timestamp, input.duration);
        self.0.send(Command::Process(DecodeInput { data: data.to_vec(), key: input.key, timing }));
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
