//! Audio: samples, conversions, encoder and decoder.

mod block;
mod clock;
pub(crate) mod convert;
pub mod decoder;
pub mod encoder;
mod encoder_config;
mod output;
mod resampler;
pub mod sample_format;
pub mod samples;
