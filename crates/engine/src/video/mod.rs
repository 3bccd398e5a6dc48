//! Video: frames, conversions, encoder and decoder.

mod alpha;
pub mod channels;
mod coder;
pub mod color;
pub mod conversion;
mod convert;
pub mod decoder;
pub(crate) mod drivers;
mod encode_input;
pub mod encoder;
mod encoder_config;
mod ffmpeg_coder;
pub mod frame;
mod giving_back;
mod layering;
mod opening;
mod output;
mod pace;
pub(crate) mod picture_coder;
pub mod pixel_format;
mod pool;
mod quantizing;
mod range;
mod recovery;
mod reopening;
mod siting;
pub mod timing;
#[cfg(x265)]
mod x265_coder;

/// Whether a chunk of that codec holds a key picture. True when the codec string or the description is unusable, since
/// then there is no saying.
pub fn is_key(codec: &str, description: Option<&[u8]>, data: &[u8]) -> bool {
    let Ok(codec) = codecs::parse(codec) else {
        return true;
    };
    let nal_length_size =
        description.map_or(Ok(None), |bytes| codecs::bitstream::nal_length_size(codec.id, bytes));
    nal_length_size.map_or(true, |size| codecs::is_key(codec.id, size, data))
}
