//! Audio: samples, conversions, encoder and decoder.

mod block;
pub(crate) mod block_coder;
mod clock;
mod coder;
pub(crate) mod convert;
pub mod decoder;
pub mod encoder;
mod encoder_config;
pub(crate) mod opus_coder;
mod output;
mod resampler;
pub mod sample_format;
pub mod samples;
