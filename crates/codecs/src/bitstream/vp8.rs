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

#[cfg(test)]
mod tests {
    use super::is_key;
    use crate::testing::hostile;

    /// The head of a 64x64 key frame.
    const KEY: [u8; 10] = [0x50, 0x42, 0, 0x9d, 0x01, 0x2a, 0x40, 0, 0x40, 0];

    #[test]
    fn the_tag_and_the_start_code_decide() {
        assert!(is_key(&KEY));
        let [_, rest @ ..] = KEY;
        assert!(!is_key(&[&[0x51], &rest[..]].concat()));
        assert!(!is_key(&KEY[..9]));
        assert!(!is_key(&[0; 10]));
        hostile(&[&KEY], |frame| assert!(!is_key(frame) || frame.len() >= KEY.len()));
    }
}
