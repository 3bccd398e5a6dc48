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

#[cfg(test)]
mod tests {
    use super::is_key;
    use crate::testing::hostile;

    #[test]
    fn the_uncompressed_header_decides() {
        for (frame, key) in [
            (&[0x82, 0x49, 0x83, 0x42][..], true),    // profile 0
            (&[0xa2, 0x49, 0x83, 0x42], true),        // profile 1
            (&[0xb1, 0x24, 0xc1, 0xa1, 0x00], true),  // profile 3 has a reserved bit more
            (&[0xb9, 0x24, 0xc1, 0xa1, 0x00], false), // which is 0
            (&[0x86, 0x49, 0x83, 0x42], false),       // an inter frame
            (&[0x8a, 0x49, 0x83, 0x42], false),       // shows an earlier frame
            (&[0x88], false),                         // as it is in streams
            (&[0x42, 0x49, 0x83, 0x42], false),       // no frame marker
            (&[0x82, 0x49, 0x83, 0x43], false),       // no sync code
            (&[0x82, 0x49, 0x83], false),
            (&[], false),
        ] {
            assert_eq!(is_key(frame), key, "{frame:x?}");
        }
    }

    #[test]
    fn hostile_frames_do_no_harm() {
        hostile(&[&[0x82, 0x49, 0x83, 0x42], &[0xb1, 0x24, 0xc1, 0xa1, 0x00]], |frame| {
            assert!(!is_key(frame) || frame.len() >= 4)
        });
    }
}
