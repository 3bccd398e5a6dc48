//! `EncodedVideoChunk.type`: what makes a chunk a key chunk, by the registrations' section "EncodedVideoChunk
//! type".

use crate::CodecId;
use crate::bitstream::{Malformed, annexb, av1, length_prefixed, nal, vp8, vp9};

/// Does the chunk hold a picture that decoding can start with?
///
/// `nal_length_size` is that of the description for H.264 and HEVC, `None` for Annex B; other codecs ignore
/// it. H.264 pictures with a recovery point count as key pictures, which the registration does not say:
/// streams of open groups of pictures have no other.
pub fn is_key(codec: CodecId, nal_length_size: Option<u8>, data: &[u8]) -> bool {
    match codec {
        CodecId::Avc => first_picture(nal_length_size, data, avc()),
        CodecId::Hevc => first_picture(nal_length_size, data, hevc),
        CodecId::Vp8 => vp8::is_key(data),
        CodecId::Vp9 => vp9::is_key(data),
        CodecId::Av1 => av1::is_key(data),
    }
}

/// Asks `judge` of each NAL unit whether it belongs to a key picture (`Some`) or to no picture (`None`).
/// The chunk has one picture, so the first answer holds.
fn first_picture(nal_length_size: Option<u8>, data: &[u8], judge: impl FnMut(&[u8]) -> Option<bool>) -> bool {
    let found = match nal_length_size {
        None => annexb::nal_units(data).find_map(judge),
        Some(size) => first_of_prefixed(size, data, judge).unwrap_or(None),
    };
    found.unwrap_or(false)
}

fn first_of_prefixed(
    size: u8,
    data: &[u8],
    judge: impl FnMut(&[u8]) -> Option<bool>,
) -> Result<Option<bool>, Malformed> {
    Ok(length_prefixed::nal_units(data, size)?
        .map_while(Result::ok)
        .find_map(judge))
}

fn avc() -> impl FnMut(&[u8]) -> Option<bool> {
    let mut recovery_point = false;
    move |unit| {
        match nal::avc_type(unit)? {
            nal::avc::SEI => recovery_point |= has_recovery_point(unit),
            nal::avc::IDR_SLICE => return Some(true),
            nal::avc::SLICE..nal::avc::IDR_SLICE => return Some(recovery_point),
            _ => {}
        }
        None
    }
}

fn hevc(unit: &[u8]) -> Option<bool> {
    use nal::hevc::{BLA_W_LP, CRA, VPS};
    let nal_type = nal::hevc_type(unit)?;
    let picture_of_base_layer = nal_type < VPS && nal::hevc_layer(unit) == Some(0);
    picture_of_base_layer.then_some((BLA_W_LP..=CRA).contains(&nal_type))
}

/// Does the SEI unit (H.264 section 7.3.2.3) hold a recovery point message?
fn has_recovery_point(unit: &[u8]) -> bool {
    const RECOVERY_POINT: usize = 6;
    let raw = nal::unescape(unit);
    let mut rest = raw.get(1..).unwrap_or_default();
    while rest.len() > 1 {
        let Some((kind, size)) = sei_number(&mut rest).zip(sei_number(&mut rest)) else {
            return false;
        };
        if kind == RECOVERY_POINT {
            return true;
        }
        rest = rest.get(size..).unwrap_or_default();
    }
    false
}

/// payloadType and payloadSize: a sum of bytes up to the first that is not 255.
fn sei_number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    loop {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number = usize::saturating_add(number, usize::from(byte));
        if byte != 0xff {
            return Some(number);
        }
    }
}
