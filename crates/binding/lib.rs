//! The addon: Node-API classes over the engine. Converts and sends; every decision is made above or below.

mod config;
mod error;
mod event;
mod frame;
mod js_sink;
mod support;
mod timing;
mod video_decoder;
mod video_encoder;
