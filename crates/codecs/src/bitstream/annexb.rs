//! The byte stream format: NAL units after start codes (H.264 and H.265, Annex B).

/// The NAL units of a byte stream, without start codes and trailing zeros. What precedes the first start
/// code is skipped.
pub fn nal_units(stream: &[u8]) -> NalUnits<'_> {
    NalUnits {
        rest: split_at_start_code(stream).1,
    }
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
        prefixed.extend_from_slice(&(nal.len() as u32).to_be_bytes()); // encoders count bytes in 32 bits
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
                let (before, after) = stream.split_at(at);
                return (before, after.get(3..));
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
