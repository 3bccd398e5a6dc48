//! AV1 temporal units: "AV1 Bitstream & Decoding Process Specification" sections 5.3 to 5.9.

use super::Malformed;
use super::bits::Bits;

const SEQUENCE_HEADER: u8 = 1;
const FRAME_HEADER: u8 = 3;
const METADATA: u8 = 5;
const FRAME: u8 = 6;
const REDUNDANT_FRAME_HEADER: u8 = 7;
const PADDING: u8 = 15;
const KEY_FRAME: u32 = 0;

/// metadata_type: content light level and mastering display colour volume.
pub const METADATA_HDR_CLL: u8 = 1;
pub const METADATA_HDR_MDCV: u8 = 2;

/// An open bitstream unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obu<'a> {
    /// obu_type.
    pub kind: u8,
    pub payload: &'a [u8],
}

/// The units of a temporal unit in the low-overhead format; the first error is the last item.
pub fn obus(temporal_unit: &[u8]) -> Obus<'_> {
    Obus { rest: temporal_unit }
}

#[derive(Clone, Debug)]
pub struct Obus<'a> {
    rest: &'a [u8],
}

impl<'a> Obus<'a> {
    fn take(&mut self) -> Result<Obu<'a>, Malformed> {
        const TOO_SHORT: Malformed = Malformed("an OBU is longer than the chunk that holds it");
        const EXTENSION: u8 = 4;
        const HAS_SIZE: u8 = 2;
        let (&header, mut rest) = self.rest.split_first().ok_or(TOO_SHORT)?;
        if header & 0x80 != 0 {
            return Err(Malformed("an OBU header begins with a forbidden bit"));
        }
        if header & EXTENSION != 0 {
            rest = rest.get(1..).ok_or(TOO_SHORT)?;
        }
        let size = if header & HAS_SIZE != 0 { leb128(&mut rest)? } else { rest.len() };
        let (payload, rest) = rest.split_at_checked(size).ok_or(TOO_SHORT)?;
        self.rest = rest;
        Ok(Obu { kind: header >> 3 & 0xf, payload })
    }
}

impl<'a> Iterator for Obus<'a> {
    type Item = Result<Obu<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let obu = self.take();
        if obu.is_err() {
            self.rest = &[];
        }
        Some(obu)
    }
}

/// Where the first sequence header of a temporal unit ends.
pub fn after_sequence_header(temporal_unit: &[u8]) -> Option<usize> {
    let mut units = obus(temporal_unit);
    while let Some(Ok(obu)) = units.next() {
        if obu.kind == SEQUENCE_HEADER {
            return temporal_unit.len().checked_sub(units.rest.len());
        }
    }
    None
}

/// A metadata OBU of at most 125 bytes of data.
pub fn metadata(kind: u8, data: &[u8]) -> Vec<u8> {
    const HAS_SIZE: u8 = 2;
    const TRAILING_BITS: u8 = 0x80;
    let header = [METADATA << 3 | HAS_SIZE, data.len() as u8 + 2, kind];
    [&header[..], data, &[TRAILING_BITS]].concat()
}

/// Section 4.10.5: at most 8 bytes, and a value of at most 32 bits.
fn leb128(data: &mut &[u8]) -> Result<usize, Malformed> {
    const BAD: Malformed = Malformed("an OBU size is too long or cut off");
    let mut value = 0;
    for index in 0..8 {
        let (&byte, rest) = data.split_first().ok_or(BAD)?;
        *data = rest;
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return u32::try_from(value).ok().and_then(|value| usize::try_from(value).ok()).ok_or(BAD);
        }
    }
    Err(BAD)
}

/// Does the temporal unit hold a key frame? One that shows an earlier key frame does not.
pub fn is_key(temporal_unit: &[u8]) -> bool {
    frames(temporal_unit).map_while(Result::ok).any(|frame| frame.key)
}

/// Is the temporal unit whole, and no frame shown by it? It may have frames that are shown later, or none.
pub fn shows_nothing(temporal_unit: &[u8]) -> bool {
    let is_known = |obu: Result<Obu, _>| {
        let known = SEQUENCE_HEADER..=REDUNDANT_FRAME_HEADER;
        obu.is_ok_and(|obu| known.contains(&obu.kind) || obu.kind == PADDING)
    };
    !temporal_unit.is_empty()
        && obus(temporal_unit).all(is_known)
        && frames(temporal_unit).all(|frame| frame.is_ok_and(|frame| !frame.shown))
}

struct Frame {
    key: bool,
    shown: bool,
}

/// The frames with a header of their own; the first error is the last item.
fn frames(temporal_unit: &[u8]) -> impl Iterator<Item = Result<Frame, Malformed>> {
    let mut reduced_still_picture = false;
    obus(temporal_unit).filter_map(move |obu| match obu {
        Err(malformed) => Some(Err(malformed)),
        Ok(Obu { kind: SEQUENCE_HEADER, payload }) => {
            reduced_still_picture = is_reduced_still_picture(payload).unwrap_or(false);
            None
        }
        Ok(Obu { kind: FRAME_HEADER | FRAME | REDUNDANT_FRAME_HEADER, payload }) => {
            Some(if reduced_still_picture { Ok(Frame { key: true, shown: true }) } else { frame(payload) })
        }
        Ok(_) => None,
    })
}

/// reduced_still_picture_header, whose frame headers lack the frame type: it is KEY_FRAME.
fn is_reduced_still_picture(sequence_header: &[u8]) -> Option<bool> {
    let mut bits = Bits::new(sequence_header);
    bits.skip(3 + 1)?; // seq_profile, still_picture
    bits.flag()
}

fn frame(header: &[u8]) -> Result<Frame, Malformed> {
    let mut bits = Bits::new(header);
    let mut read = || {
        let show_existing_frame = bits.flag()?;
        let frame_type = bits.bits(2)?;
        let show_frame = bits.flag()?;
        Some(Frame {
            key: !show_existing_frame && frame_type == KEY_FRAME,
            shown: show_existing_frame || show_frame,
        })
    };
    read().ok_or(Malformed("a frame header is cut off"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const DELIMITER: [u8; 2] = [0x12, 0];
    const SEQUENCE: [u8; 4] = [0x0a, 2, 0, 0];
    const STILL_SEQUENCE: [u8; 4] = [0x0a, 2, 0x18, 0];
    const KEY: [u8; 3] = [0x32, 1, 0x10];
    const INTER: [u8; 3] = [0x32, 1, 0x30];
    const SHOWN_AGAIN: [u8; 3] = [0x1a, 1, 0x80];

    #[test]
    fn a_key_frame_makes_a_key_chunk() {
        for (parts, key) in [
            (&[&DELIMITER[..], &SEQUENCE, &KEY][..], true),
            (&[&KEY], true),
            (&[&[0x1a, 1, 0x10]], true),       // a frame header of its own
            (&[&[0x30, 0x10]], true),          // a frame without size
            (&[&[0x36, 0, 1, 0x10]], true),    // with an extension
            (&[&[0x32, 0x81, 0, 0x10]], true), // a size longer than needed
            (&[&INTER, &KEY], true),
            (&[&STILL_SEQUENCE, &INTER], true), // reduced headers have no frame type
            (&[&SEQUENCE, &INTER], false),
            (&[&SEQUENCE, &SHOWN_AGAIN], false),
            (&[&DELIMITER, &SEQUENCE], false),
            (&[&[0x22, 1, 0x10]], false), // a tile group
            (&[], false),
        ] {
            assert_eq!(is_key(&parts.concat()), key, "{parts:x?}");
        }
    }

    #[test]
    fn frames_may_be_hidden_or_absent() {
        const HIDDEN_KEY: [u8; 3] = [0x32, 1, 0x00];
        for (parts, nothing) in [
            (&[&DELIMITER[..], &SEQUENCE][..], true),
            (&[&DELIMITER, &HIDDEN_KEY], true),
            (&[&[0x2a, 1, 9]], true), // metadata
            (&[&HIDDEN_KEY, &KEY], false),
            (&[&HIDDEN_KEY, &SHOWN_AGAIN], false),
            (&[&STILL_SEQUENCE, &HIDDEN_KEY], false),
            (&[&HIDDEN_KEY, &[0x32, 200]], false), // cut off
            (&[&HIDDEN_KEY, &[0x32, 0]], false),
            (&[&[0x4a, 1, 9]], false), // of an unknown type
            (&[], false),
        ] {
            assert_eq!(shows_nothing(&parts.concat()), nothing, "{parts:x?}");
        }
    }

    #[test]
    fn units_after_an_error_are_not_read() {
        for bad in [
            &[0x32, 200][..],                                                       // beyond the end
            &[0xb2, 0],                                                             // forbidden bit
            &[0x32, 0xff, 0xff, 0xff, 0xff, 0x7f],                                  // 35 bits
            &[0x32, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0], // 10 bytes
            &[0x36],                                                                // no extension
            &[0x32],                                                                // no size
        ] {
            let found: Vec<_> = obus(bad).collect();
            assert!(matches!(found[..], [Err(_)]), "{bad:x?}: {found:?}");
            assert!(!is_key(bad), "{bad:x?}");
        }
    }

    #[test]
    fn units_have_types_and_payloads() {
        let unit = [&DELIMITER[..], &SEQUENCE, &KEY].concat();
        let found: Vec<_> = obus(&unit).map(|obu| obu.unwrap()).map(|obu| (obu.kind, obu.payload)).collect();
        assert_eq!(found, [(2, &[][..]), (SEQUENCE_HEADER, &[0, 0]), (FRAME, &[0x10])]);
    }

    #[test]
    fn hostile_units_do_no_harm() {
        hostile(&[&[&DELIMITER[..], &STILL_SEQUENCE, &INTER, &KEY].concat()], |unit| {
            is_key(unit);
            shows_nothing(unit);
            assert!(obus(unit).count() <= unit.len());
        });
    }
}
