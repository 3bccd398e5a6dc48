//! NAL units after their lengths: the canonical format of ISO/IEC 14496-15 sections 5.3.2 and 8.3.2.

use super::Malformed;

/// The NAL units of a chunk whose lengths are `length_size` (1, 2 or 4) bytes. Empty units are skipped;
/// the first error is the last item.
pub fn nal_units(chunk: &[u8], length_size: u8) -> Result<NalUnits<'_>, Malformed> {
    if !matches!(length_size, 1 | 2 | 4) {
        return Err(Malformed("NAL unit lengths are 1, 2 or 4 bytes"));
    }
    Ok(NalUnits { rest: chunk, length_size: usize::from(length_size) })
}

#[derive(Clone, Debug)]
pub struct NalUnits<'a> {
    rest: &'a [u8],
    length_size: usize,
}

impl<'a> NalUnits<'a> {
    fn take(&mut self) -> Option<&'a [u8]> {
        let (prefix, rest) = self.rest.split_at_checked(self.length_size)?;
        let length = prefix.iter().fold(0, |length: u32, &byte| length << 8 | u32::from(byte));
        let (nal, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(nal)
    }
}

impl<'a> Iterator for NalUnits<'a> {
    type Item = Result<&'a [u8], Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            match self.take() {
                Some([]) => {}
                Some(nal) => return Some(Ok(nal)),
                None => {
                    self.rest = &[];
                    return Some(Err(Malformed("a NAL unit is longer than the chunk that holds it")));
                }
            }
        }
        None
    }
}

/// Writes the length of a unit, which must fit into so many bytes; encoders count theirs in 32 bits.
pub(super) fn push_length(chunk: &mut Vec<u8>, unit: &[u8], length_size: u8) {
    let length = (unit.len() as u32).to_be_bytes();
    let unused = length.len().saturating_sub(usize::from(length_size));
    chunk.extend_from_slice(length.get(unused..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    fn units(chunk: &[u8], length_size: u8) -> Result<Vec<&[u8]>, Malformed> {
        nal_units(chunk, length_size)?.collect()
    }

    #[test]
    fn lengths_have_one_two_or_four_bytes() {
        let wanted = Ok(vec![&[7, 8][..], &[9]]);
        assert_eq!(units(&[2, 7, 8, 1, 9], 1), wanted);
        assert_eq!(units(&[0, 2, 7, 8, 0, 0, 0, 1, 9], 2), wanted);
        assert_eq!(units(&[0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9], 4), wanted);
        assert_eq!(units(&[], 4), Ok(vec![]));
        for length_size in [0, 3, 5, 8, 255] {
            assert!(units(&[], length_size).is_err());
        }
    }

    #[test]
    fn the_first_error_is_the_last_item() {
        for cut in [&[1, 9, 3, 7, 7][..], &[1, 9, 255]] {
            let items: Vec<_> = nal_units(cut, 1).unwrap().collect();
            assert!(matches!(items[..], [Ok(&[9]), Err(_)]), "{items:?}");
        }
        assert!(units(&[0, 0, 1], 4).is_err());
        assert!(units(&[0xff, 0xff, 0xff, 0xff, 1], 4).is_err());
    }

    #[test]
    fn units_lie_within_the_chunk() {
        hostile(&[&[0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9]], |chunk| {
            for length_size in [1, 2, 4] {
                let total: usize = nal_units(chunk, length_size).unwrap().flatten().map(<[u8]>::len).sum();
                assert!(total <= chunk.len());
            }
        });
    }
}
