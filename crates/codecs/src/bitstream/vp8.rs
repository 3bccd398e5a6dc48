//! VP8 frames: RFC 6386 section 9.1.

const NOT_A_KEY_FRAME: u8 = 1;
const START_CODE: [u8; 3] = [0x9d, 0x01, 0x2a];

/// Is the frame a key frame, with its start code and size?
pub fn is_key(frame: &[u8]) -> bool {
    let [tag, _, _, s0, s1, s2, _, _, _, _, ..] = frame else {
        return false;
    };
    tag & NOT_A_KEY_FRAME == 0 && [*s0, *s1, *s2] == START_CODE
}
