//! H.264: <https://www.w3.org/TR/webcodecs-avc-codec-registration/#fully-qualified-codec-strings>,
//! six hexadecimal digits as in RFC 6381 section 3.4: profile_idc, constraint flags, level_idc.

use super::{Chroma, Codec, Profile};
use crate::{CodecId, level};

struct Row {
    idc: u8,
    name: &'static str,
    bit_depth: u8,
    chroma: Chroma,
    /// cpbBrVclFactor, Table A-2.
    bitrate_factor: u64,
}

const fn row(idc: u8, name: &'static str, bit_depth: u8, chroma: Chroma, bitrate_factor: u64) -> Row {
    Row {
        idc,
        name,
        bit_depth,
        chroma,
        bitrate_factor,
    }
}

const PROFILES: [Row; 12] = [
    row(44, "CAVLC 4:4:4 Intra", 14, Chroma::Yuv444, 4000),
    row(66, "Baseline", 8, Chroma::Yuv420, 1000),
    row(77, "Main", 8, Chroma::Yuv420, 1000),
    row(83, "Scalable Baseline", 8, Chroma::Yuv420, 1000),
    row(86, "Scalable High", 8, Chroma::Yuv420, 1250),
    row(88, "Extended", 8, Chroma::Yuv420, 1000),
    row(100, "High", 8, Chroma::Yuv420, 1250),
    row(110, "High 10", 10, Chroma::Yuv420, 3000),
    row(118, "Multiview High", 8, Chroma::Yuv420, 1250),
    row(122, "High 4:2:2", 10, Chroma::Yuv422, 4000),
    row(128, "Stereo High", 8, Chroma::Yuv420, 1250),
    row(244, "High 4:4:4 Predictive", 14, Chroma::Yuv444, 4000),
];

/// `reserved_zero_2bits` of the constraint flags.
const RESERVED: u8 = 0b11;
/// `constraint_set3_flag`, which makes level 1b of level 1.1 in the profiles that have no level_idc 9.
const CONSTRAINT_SET3: u8 = 0b1_0000;

pub fn avc1(suffix: &str) -> Result<Codec, String> {
    parse(suffix, false)
}

pub fn avc3(suffix: &str) -> Result<Codec, String> {
    parse(suffix, true)
}

fn parse(suffix: &str, in_band_parameter_sets: bool) -> Result<Codec, String> {
    let [profile_idc, constraints, level_idc] = six_hex_digits(suffix)?;
    let row = PROFILES
        .iter()
        .find(|row| row.idc == profile_idc)
        .ok_or_else(|| format!("profile_idc {profile_idc:02X} is unknown"))?;
    if constraints & RESERVED != 0 {
        return Err(format!(
            "the two lowest bits of the constraint flags {constraints:02X} must be 0"
        ));
    }
    let level_1b = constraints & CONSTRAINT_SET3 != 0 && matches!(profile_idc, 66 | 77 | 88);
    let level = level::avc(level_idc, level_1b, row.bitrate_factor)
        .ok_or_else(|| format!("level_idc {level_idc:02X} is unknown"))?;
    Ok(Codec {
        id: CodecId::Avc,
        profile: Profile {
            idc: profile_idc,
            name: row.name,
            compatibility: 0,
            constraints: [constraints, 0, 0, 0, 0, 0],
        },
        level: Some(level),
        bit_depth: row.bit_depth,
        chroma: row.chroma,
        color: None,
        in_band_parameter_sets,
    })
}

fn six_hex_digits(suffix: &str) -> Result<[u8; 3], String> {
    let wanted = suffix.len() == 6 && suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = wanted.then(|| u32::from_str_radix(suffix, 16).ok()).flatten();
    let number = number.ok_or("6 hexadecimal digits must follow the dot, as in avc1.42001E")?;
    let [_, profile_idc, constraints, level_idc] = number.to_be_bytes();
    Ok([profile_idc, constraints, level_idc])
}
