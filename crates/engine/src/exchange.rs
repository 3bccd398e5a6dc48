//! What goes into FFmpeg's coders and comes out of them, of video and audio alike.

use ffmpeg_next::Packet;
use ffmpeg_next::error::EAGAIN;

use crate::{Error, Result};

/// A chunk's bytes for a decoder, with a number to know the output by.
pub fn packet(data: &[u8], counter: i64) -> Result<Packet> {
    // An empty packet would mean the end of the stream to FFmpeg.
    if data.is_empty() {
        return Err(Error::coding("a chunk is empty"));
    }
    if data.len() > (i32::MAX / 2) as usize {
        return Err(Error::coding("a chunk is too large"));
    }
    let mut packet = Packet::copy(data);
    packet.set_pts(Some(counter));
    Ok(packet)
}

/// Whether a coder that was asked for an output gave one: it may want more input first, or be at its end.
pub fn received(
    answer: std::result::Result<(), ffmpeg_next::Error>,
) -> std::result::Result<bool, ffmpeg_next::Error> {
    match answer {
        Ok(()) => Ok(true),
        Err(ffmpeg_next::Error::Eof | ffmpeg_next::Error::Other { errno: EAGAIN }) => Ok(false),
        Err(error) => Err(error),
    }
}
