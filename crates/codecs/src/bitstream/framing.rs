//! How the NAL units of a chunk are told apart.

use super::{Malformed, annexb, length_prefixed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// A start code before each unit: Annex B.
    StartCodes,
    /// A length of so many bytes before each unit.
    Lengths(u8),
}

impl Framing {
    /// The framing of a chunk whose description gives its lengths so many bytes; without one it is a byte stream.
    ///
    /// Muxers are about that write byte streams all the same. So a chunk that begins as they do, with a start code of four
    /// bytes, and whose lengths do not add up, is taken for one.
    pub fn of(chunk: &[u8], nal_length_size: Option<u8>) -> Self {
        match nal_length_size {
            Some(size) if !is_mislabelled(chunk, size) => Framing::Lengths(size),
            _ => Framing::StartCodes,
        }
    }

    /// The units of a chunk; the first error is the last item. Lengths are 1, 2 or 4 bytes.
    pub fn nal_units(self, chunk: &[u8]) -> Result<NalUnits<'_>, Malformed> {
        Ok(match self {
            Framing::StartCodes => NalUnits::Stream(annexb::nal_units(chunk)),
            Framing::Lengths(size) => NalUnits::Prefixed(length_prefixed::nal_units(chunk, size)?),
        })
    }

    /// A chunk of these units, which must not be longer than the lengths can say.
    pub fn join<U: AsRef<[u8]>>(self, units: impl IntoIterator<Item = U>) -> Vec<u8> {
        let mut chunk = Vec::new();
        for unit in units {
            let unit = unit.as_ref();
            match self {
                Framing::StartCodes => chunk.extend([0, 0, 0, 1]),
                Framing::Lengths(size) => length_prefixed::push_length(&mut chunk, unit, size),
            }
            chunk.extend_from_slice(unit);
        }
        chunk
    }
}

/// Whether a chunk with such lengths is a byte stream instead.
fn is_mislabelled(chunk: &[u8], nal_length_size: u8) -> bool {
    let adds_up =
        || length_prefixed::nal_units(chunk, 4).is_ok_and(|mut units| units.all(|unit| unit.is_ok()));
    nal_length_size == 4 && chunk.starts_with(&[0, 0, 0, 1]) && !adds_up()
}

#[derive(Clone, Debug)]
pub enum NalUnits<'a> {
    Stream(annexb::NalUnits<'a>),
    Prefixed(length_prefixed::NalUnits<'a>),
}

impl<'a> Iterator for NalUnits<'a> {
    type Item = Result<&'a [u8], Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            NalUnits::Stream(units) => units.next().map(Ok),
            NalUnits::Prefixed(units) => units.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const UNITS: [&[u8]; 2] = [&[0x67, 0x42, 0x1e], &[0x65, 0x88]];

    #[test]
    fn byte_streams_are_known_whatever_the_description_says() {
        let stream = Framing::StartCodes.join(UNITS);
        let prefixed = Framing::Lengths(4).join(UNITS);
        assert_eq!(Framing::of(&stream, None), Framing::StartCodes);
        assert_eq!(Framing::of(&stream, Some(4)), Framing::StartCodes);
        assert_eq!(Framing::of(&prefixed, Some(4)), Framing::Lengths(4));
        assert_eq!(Framing::of(&Framing::Lengths(2).join(UNITS), Some(2)), Framing::Lengths(2));
    }

    #[test]
    fn lengths_that_look_like_start_codes_are_lengths() {
        let end_of_sequence: &[u8] = &[10];
        let chunk = Framing::Lengths(4).join([end_of_sequence, &[0x65, 0x88]]);
        assert!(chunk.starts_with(&[0, 0, 0, 1]));
        assert_eq!(Framing::of(&chunk, Some(4)), Framing::Lengths(4));
        let of_256_bytes = Framing::Lengths(4).join([&[0x65; 256]]);
        assert_eq!(Framing::of(&of_256_bytes[..200], Some(4)), Framing::Lengths(4)); // begins with 0 0 1
    }

    #[test]
    fn what_is_joined_is_read() {
        for framing in [Framing::StartCodes, Framing::Lengths(1), Framing::Lengths(2), Framing::Lengths(4)] {
            let chunk = framing.join(UNITS);
            let units: Result<Vec<_>, _> = framing.nal_units(&chunk).unwrap().collect();
            assert_eq!(units.unwrap(), UNITS, "{framing:?}");
        }
        assert!(Framing::Lengths(3).nal_units(&[]).is_err());
    }

    #[test]
    fn hostile_chunks_have_some_framing() {
        hostile(&[&Framing::StartCodes.join(UNITS), &Framing::Lengths(4).join(UNITS)], |chunk| {
            for size in [None, Some(1), Some(2), Some(4)] {
                let units = Framing::of(chunk, size).nal_units(chunk).unwrap();
                assert!(units.flatten().map(<[u8]>::len).sum::<usize>() <= chunk.len());
            }
        });
    }
}
