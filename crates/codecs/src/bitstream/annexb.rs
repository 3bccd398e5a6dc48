//! The byte stream format: NAL units after start codes (H.264 and H.265, Annex B).

use super::length_prefixed;

/// The NAL units of a byte stream, without start codes and trailing zeros. What precedes the first start
/// code is skipped.
pub fn nal_units(stream: &[u8]) -> NalUnits<'_> {
    NalUnits { rest: split_at_start_code(stream).1 }
}

#[derive(Clone, Debug)]
pub struct NalUnits<'a> {
    /// What follows the start code of the next unit.
    rest: Option<&'a [u8]>,
}

impl<'a> Iterator for NalUnits<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let (nal, rest) = split_at_start_code(self.rest?);
            self.rest = rest;
            let nal = without_trailing_zeros(nal);
            if !nal.is_empty() {
                return Some(nal);
            }
        }
    }
}

/// The stream with a 4-byte length before each unit that `keep` lets through, in place of start codes.
pub fn to_length_prefixed(stream: &[u8], mut keep: impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let mut prefixed = Vec::with_capacity(stream.len() + 16); // 3-byte start codes grow by one byte each
    for nal in nal_units(stream).filter(|nal| keep(nal)) {
        length_prefixed::push_length(&mut prefixed, nal, 4);
        prefixed.extend_from_slice(nal);
    }
    prefixed
}

/// What precedes the first start code, and what follows it. The zero that makes a start code one of four
/// bytes stays at the end of the former.
fn split_at_start_code(stream: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut at = 0;
    while let Some(&third) = stream.get(at + 2) {
        match third {
            0 => at += 1,
            1 if stream.get(at..at + 2) == Some(&[0, 0]) => {
                return (stream.get(..at).unwrap_or_default(), stream.get(at + 3..));
            }
            _ => at += 3, // no start code begins at any of these three bytes
        }
    }
    (stream, None)
}

fn without_trailing_zeros(nal: &[u8]) -> &[u8] {
    let end = nal.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    nal.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    fn units(stream: &[u8]) -> Vec<&[u8]> {
        nal_units(stream).collect()
    }

    #[test]
    fn start_codes_have_three_or_four_bytes() {
        let stream = [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4];
        assert_eq!(units(&stream), [&[0x67, 1, 2][..], &[0x68, 3], &[0x65, 4]]);
    }

    #[test]
    fn zeros_around_units_are_dropped() {
        assert_eq!(
            units(&[0, 0, 0, 0, 0, 1, 0x65, 4, 0, 0, 0, 0, 0, 1, 0x41, 5, 0, 0]),
            [[0x65, 4], [0x41, 5]]
        );
        assert_eq!(units(&[0, 0, 1, 0x65, 0, 3, 0, 0, 3, 1]), [[0x65, 0, 3, 0, 0, 3, 1]]);
    }

    #[test]
    fn empty_units_and_leading_bytes_are_skipped() {
        assert_eq!(units(&[9, 9, 0, 0, 1, 0, 0, 1, 0x65, 0, 0, 1]), [[0x65]]);
        for nothing in
            [&[][..], &[0], &[0, 0], &[0, 0, 1], &[0, 0, 0, 1], &[0; 9], &[1, 2, 3, 4, 5], &[0, 1, 0, 1]]
        {
            assert!(units(nothing).is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn conversion_drops_what_is_not_kept() {
        let stream = [0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2, 0, 0, 1, 0x65, 3, 4];
        assert_eq!(to_length_prefixed(&stream, |unit| unit[0] == 0x65), [0, 0, 0, 3, 0x65, 3, 4]);
        assert_eq!(to_length_prefixed(&stream, |_| true).len(), 4 + 2 + 4 + 2 + 4 + 3);
    }

    #[test]
    fn converted_streams_hold_the_same_units() {
        hostile(&[&[0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2, 0, 0, 1, 0x65, 3, 4]], |stream| {
            let prefixed = to_length_prefixed(stream, |_| true);
            let back = length_prefixed::nal_units(&prefixed, 4).unwrap().collect::<Result<Vec<_>, _>>();
            assert_eq!(back.unwrap(), units(stream));
        });
    }
}
