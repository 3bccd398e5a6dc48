//! VideoEncoderSession: <https://w3c.github.io/webcodecs/#videoencoder-interface> beneath its state.

use engine::message::Command;
use engine::video::encoder::{EncodeInput, EncodedVideo, VideoEncoder};
use engine::video::frame::Rect;
use napi::bindgen_prelude::{Env, Function, Result, Unknown};
use napi_derive::napi;

use crate::bytes::Bytes;
use crate::frame::NativeFrame;
use crate::js_sink::{JsKind, Run};
use crate::timing;
use crate::video_config::{NativeColorSpace, NativeVideoEncoderConfig};

/// How a frame is to be encoded. Times are in microseconds.
#[napi(object, object_to_js = false, js_name = "EncodeInput")]
pub struct JsEncodeInput {
    pub timestamp: i64,
    pub duration: Option<i64>,
    pub key_frame: bool,
    /// Whether the frame's alpha component counts, where its format has one.
    pub has_alpha: bool,
    /// For bitrateMode "quantizer".
    pub quantizer: Option<u16>,
    pub visible_left: u32,
    pub visible_top: u32,
    pub visible_width: u32,
    pub visible_height: u32,
    pub color_space: NativeColorSpace,
}

/// One encoded chunk. Times are in microseconds.
#[napi(object, object_from_js = false, js_name = "EncodedVideo")]
pub struct JsEncodedVideo {
    #[napi(ts_type = "Uint8Array<ArrayBuffer>")]
    pub data: Bytes,
    /// The frame's alpha, as a chunk of the same codec whose luma is the alpha.
    #[napi(ts_type = "Uint8Array<ArrayBuffer>")]
    pub alpha_side_data: Option<Bytes>,
    pub key: bool,
    pub timestamp: i64,
    pub duration: Option<i64>,
    /// When there is more than one.
    pub temporal_layer: Option<u8>,
    /// On the first chunk after configure() and whenever the coder was opened anew.
    #[napi(ts_type = "StreamInfo")]
    pub stream: Option<JsStreamInfo>,
}

/// What a decoder has to know of the stream.
#[napi(object, object_from_js = false, js_name = "StreamInfo")]
pub struct JsStreamInfo {
    #[napi(ts_type = "Uint8Array<ArrayBuffer>")]
    pub description: Option<Bytes>,
    pub color_space: NativeColorSpace,
}

impl JsKind for VideoEncoder {
    type JsOutput = JsEncodedVideo;

    fn to_js(_: &Env, output: EncodedVideo) -> Result<JsEncodedVideo> {
        let stream = output.stream.map(|stream| JsStreamInfo {
            description: stream.description.map(Bytes),
            color_space: stream.color.into(),
        });
        Ok(JsEncodedVideo {
            data: Bytes(output.data),
            alpha_side_data: output.alpha.map(Bytes),
            key: output.key,
            timestamp: output.timing.timestamp,
            duration: timing::duration_to_js(output.timing),
            temporal_layer: output.temporal_layer,
            stream,
        })
    }
}

/// One run of an encoder on its own thread. No call waits for it.
#[napi]
pub struct VideoEncoderSession(Run<VideoEncoder>);

#[napi]
impl VideoEncoderSession {
    #[napi(constructor)]
    pub fn new(
        #[napi(ts_arg_type = "(events: (CodecEvent | ({ type: 'output' } & EncodedVideo))[]) => void")]
        on_events: Function<Unknown<'static>, Unknown<'static>>,
    ) -> Result<Self> {
        Run::start(&on_events).map(Self)
    }

    #[napi]
    pub fn configure(&self, config: NativeVideoEncoderConfig) {
        self.0.send(Command::Configure(config.into()));
    }

    /// Shares the frame's pixels.
    #[napi]
    pub fn encode(&self, frame: &NativeFrame, input: JsEncodeInput) -> Result<()> {
        let frame = frame.get()?.clone();
        self.0.send(Command::Process(EncodeInput {
            frame,
            timing: timing::from_js(input.timestamp, input.duration),
            key_frame: input.key_frame,
            has_alpha: input.has_alpha,
            quantizer: input.quantizer,
            visible: Rect {
                x: input.visible_left,
                y: input.visible_top,
                width: input.visible_width,
                height: input.visible_height,
            },
            color: input.color_space.into(),
        }));
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
