//! What a codec is called and how its bytes are framed: pure functions over strings and bytes.
//!
//! - [`parse`](fn@parse): a WebCodecs video codec string -> [`Codec`] (profile, [`Level`], depth, chroma).
//! - [`parse_audio`]: the same for audio -> [`AudioCodec`].
//! - [`is_key`]: does a chunk hold a key picture?
//! - [`pictures`](fn@pictures): the pictures in a chunk, one by one.
//! - [`avc_picture`]: where decoding of H.264 can start, and from where on it is right.
//! - [`may_reorder`]: are its pictures shown in another order than they are coded in?
//! - [`bitstream`]: Annex B, length-prefixed NAL units, `avcC`, `hvcC`, AV1 OBUs; ADTS, and the descriptions
//!   of AAC, Opus, FLAC and Vorbis.
//! - [`svc`]: `scalabilityMode` -> layers.
//!
//! Everything here takes hostile input: nothing panics, and memory is bounded by the size of the input.
#![forbid(unsafe_code)]

mod audio;
pub mod bitstream;
mod id;
mod key;
mod level;
mod parse;
mod pictures;
mod recovery;
mod reordering;
pub mod svc;

pub use audio::{AudioCodec, parse_audio};
pub use id::CodecId;
pub use key::is_key;
pub use level::{Level, Limits, Tier};
pub use parse::{Chroma, Codec, ColorCodePoints, ParseError, Profile, parse};
pub use pictures::{Content, Part, lasting, pictures};
pub use recovery::{AvcPicture, avc_picture};
pub use reordering::may_reorder;

#[cfg(test)]
mod testing;
