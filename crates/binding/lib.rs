//! The addon: Node-API classes over the engine. Converts and sends; every decision is made above or below.

mod audio_config;
mod audio_decoder;
mod audio_encoder;
mod build_info;
mod bytes;
mod conversion;
mod error;
mod event;
mod frame;
mod held;
mod js_sink;
mod samples;
mod support;
mod timing;
mod version;
mod video_config;
mod video_decoder;
mod video_encoder;
