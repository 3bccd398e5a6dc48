//! VP9 frames: "VP9 Bitstream & Decoding Process Specification" section 6.2.

use super::bits::Bits;

const FRAME_MARKER: u32 = 2;
const SYNC_CODE: u32 = 0x49_83_42;

/// Is the frame, or the first one of a superframe, a key frame? One that shows an earlier frame is not.
pub fn is_key(frame: &[u8]) -> bool {
    read(frame).unwrap_or(false)
}

fn read(frame: &[u8]) -> Option<bool> {
    let mut bits = Bits::new(frame);
    if bits.bits(2)? != FRAME_MARKER {
        return Some(false);
    }
    let profile_3 = bits.bits(2)? == 3;
    if profile_3 && bits.flag()? {
        return Some(false); // reserved_zero
    }
    let show_existing_frame = bits.flag()?;
    let non_key_frame = bits.flag()?;
    bits.skip(2)?; // show_frame, error_resilient_mode
    Some(!show_existing_frame && !non_key_frame && bits.bits(24)? == SYNC_CODE)
}
