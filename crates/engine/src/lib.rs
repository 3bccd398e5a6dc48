//! Codec threads over FFmpeg: one [`session::Session`] is one dedicated thread and one run of a codec.
//!
//! Nothing here knows JavaScript. Commands go in over a channel, events come out of a [`sink::Sink`].

pub mod audio;
pub mod error;
mod exchange;
mod ff;
mod gate;
pub mod kind;
pub mod linked;
pub mod message;
mod outbox;
mod room;
pub mod session;
mod shortage;
pub mod sink;
mod spare;
pub mod support;
pub mod tuning;
pub mod video;
mod worker;

pub use error::{Error, ErrorKind, Result};
