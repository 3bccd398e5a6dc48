//! NAL units of H.264 (section 7.3.1) and HEVC (section 7.3.1).

use crate::CodecId;

pub mod avc {
    pub const SLICE: u8 = 1;
    pub const IDR_SLICE: u8 = 5;
    pub const SEI: u8 = 6;
    pub const SPS: u8 = 7;
    pub const PPS: u8 = 8;
    pub const SPS_EXTENSION: u8 = 13;
    pub const SUBSET_SPS: u8 = 15;
}

pub mod hevc {
    pub const BLA_W_LP: u8 = 16;
    pub const CRA: u8 = 21;
    /// From here on NAL units hold no picture.
    pub const VPS: u8 = 32;
    pub const SPS: u8 = 33;
    pub const PPS: u8 = 34;
    /// Of a unit of SEI messages before the pictures (type 39) of the base layer.
    pub const PREFIX_SEI_HEADER: [u8; 2] = [39 << 1, 1];
}

/// nal_unit_type; `None` for an empty unit.
pub fn avc_type(nal: &[u8]) -> Option<u8> {
    nal.first().map(|byte| byte & 0x1f)
}

/// nal_unit_type; `None` for a unit without a whole header.
pub fn hevc_type(nal: &[u8]) -> Option<u8> {
    let [first, _, ..] = nal else { return None };
    Some(first >> 1 & 0x3f)
}

/// nuh_layer_id: 0 is the base layer.
pub fn hevc_layer(nal: &[u8]) -> Option<u8> {
    let [first, second, ..] = nal else { return None };
    Some((first & 1) << 5 | second >> 3)
}

/// Does the unit belong into the description, not into the chunks, of the `avc` and `hevc` formats?
/// No unit of another codec does.
pub fn is_parameter_set(codec: CodecId, nal: &[u8]) -> bool {
    use {avc as a, hevc as h};
    match codec {
        CodecId::Avc => matches!(avc_type(nal), Some(a::SPS | a::PPS | a::SPS_EXTENSION | a::SUBSET_SPS)),
        CodecId::Hevc => matches!(hevc_type(nal), Some(h::VPS | h::SPS | h::PPS)),
        CodecId::Vp8 | CodecId::Vp9 | CodecId::Av1 => false,
    }
}

/// The payload with emulation prevention bytes, so that it holds no start code.
pub fn escape(raw: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(raw.len() + 8);
    let mut zeros = 0;
    for &byte in raw {
        if zeros >= 2 && byte <= 3 {
            escaped.push(3);
            zeros = 0;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        escaped.push(byte);
    }
    escaped
}

/// The unit without its emulation prevention bytes (the 3 of 0 0 3).
pub fn unescape(nal: &[u8]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(nal.len());
    let mut zeros = 0;
    for &byte in nal {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        raw.push(byte);
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    #[test]
    fn headers() {
        assert_eq!(avc_type(&[0x67]), Some(avc::SPS));
        assert_eq!(hevc_type(&[0x40, 0x01]), Some(hevc::VPS));
        assert_eq!(hevc_layer(&[0x41, 0x09]), Some(33));
        assert_eq!((avc_type(&[]), hevc_type(&[0x40]), hevc_layer(&[0x40])), (None, None, None));
    }

    #[test]
    fn parameter_sets() {
        let of = |codec: CodecId, header: fn(u8) -> Vec<u8>| -> Vec<u8> {
            (0..64).filter(|&nal_type| is_parameter_set(codec, &header(nal_type))).collect()
        };
        assert_eq!(of(CodecId::Avc, |nal_type| vec![nal_type & 0x1f])[..4], [7, 8, 13, 15]);
        assert_eq!(of(CodecId::Hevc, |nal_type| vec![nal_type << 1, 1]), [32, 33, 34]);
        assert!(of(CodecId::Av1, |nal_type| vec![nal_type << 1, 1]).is_empty());
        assert!(!is_parameter_set(CodecId::Hevc, &[0x40]));
    }

    #[test]
    fn emulation_prevention_is_removed() {
        for (escaped, raw) in [
            (&[1, 0, 0, 3, 1][..], &[1, 0, 0, 1][..]),
            (&[0, 0, 3, 0, 0, 3, 3], &[0, 0, 0, 0, 3]),
            (&[0, 0, 3], &[0, 0]),
            (&[0, 3, 0, 3], &[0, 3, 0, 3]),
            (&[0, 0, 0, 3, 3], &[0, 0, 0, 3]),
        ] {
            assert_eq!(unescape(escaped), raw);
        }
        hostile(&[], |nal| assert!(unescape(nal).len() <= nal.len()));
    }
}
