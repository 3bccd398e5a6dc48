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
    Row { idc, name, bit_depth, chroma, bitrate_factor }
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

pub fn profile_name(idc: u8) -> Option<&'static str> {
    PROFILES.iter().find(|row| row.idc == idc).map(|row| row.name)
}

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
        return Err(format!("the two lowest bits of the constraint flags {constraints:02X} must be 0"));
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
        names_format: row.bit_depth == 8,
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

#[cfg(test)]
mod tests {
    use crate::testing::assert_refused;
    use crate::{Chroma, CodecId, parse};

    #[test]
    fn profile_and_level() {
        let table = [
            ("avc1.42001E", 66, "Baseline", "3", 8, Chroma::Yuv420),
            ("avc1.42E01F", 66, "Baseline", "3.1", 8, Chroma::Yuv420),
            ("avc3.42c00b", 66, "Baseline", "1.1", 8, Chroma::Yuv420),
            ("avc1.4D4028", 77, "Main", "4", 8, Chroma::Yuv420),
            ("avc1.4d0034", 77, "Main", "5.2", 8, Chroma::Yuv420),
            ("avc1.58A01E", 88, "Extended", "3", 8, Chroma::Yuv420),
            ("avc1.640028", 100, "High", "4", 8, Chroma::Yuv420),
            ("avc1.64003E", 100, "High", "6.2", 8, Chroma::Yuv420),
            ("avc1.6E0033", 110, "High 10", "5.1", 10, Chroma::Yuv420),
            ("avc1.7A001F", 122, "High 4:2:2", "3.1", 10, Chroma::Yuv422),
            ("avc1.F4001f", 244, "High 4:4:4 Predictive", "3.1", 14, Chroma::Yuv444),
            ("avc1.2C001F", 44, "CAVLC 4:4:4 Intra", "3.1", 14, Chroma::Yuv444),
        ];
        for (string, idc, name, level, bit_depth, chroma) in table {
            let codec = parse(string).unwrap();
            assert_eq!(codec.id, CodecId::Avc, "{string}");
            assert_eq!((codec.profile.idc, codec.profile.name), (idc, name), "{string}");
            assert_eq!(codec.level.unwrap().name, level, "{string}");
            assert_eq!((codec.bit_depth, codec.chroma), (bit_depth, chroma), "{string}");
            assert_eq!(codec.in_band_parameter_sets, string.starts_with("avc3"), "{string}");
        }
    }

    #[test]
    fn constraint_flags_are_kept() {
        assert_eq!(parse("avc1.42E01E").unwrap().profile.constraints, [0xe0, 0, 0, 0, 0, 0]);
        assert_eq!(parse("avc1.640C1E").unwrap().profile.constraints, [0x0c, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn level_1b_is_9_or_11_with_constraint_set3() {
        for (string, idc, name) in [
            ("avc1.64000B", 11, "1.1"),
            ("avc1.64100B", 11, "1.1"), // High marks intra profiles, not levels, with this flag
            ("avc1.640009", 9, "1b"),
            ("avc1.42000B", 11, "1.1"),
            ("avc1.42100B", 11, "1b"),
            ("avc1.4D100B", 11, "1b"),
            ("avc1.42100C", 12, "1.2"),
        ] {
            let level = parse(string).unwrap().level.unwrap();
            assert_eq!((level.idc, level.name), (idc, name), "{string}");
        }
    }

    #[test]
    fn every_other_string_is_refused() {
        assert_refused(&[
            ("avc1.", "6 hexadecimal digits"),
            ("avc1.42001", "6 hexadecimal digits"),
            ("avc1.42001E0", "6 hexadecimal digits"),
            ("avc1.42.00.1E", "6 hexadecimal digits"),
            ("avc1.+2001E", "6 hexadecimal digits"),
            ("avc1.42 01E", "6 hexadecimal digits"),
            ("avc1.42001G", "6 hexadecimal digits"),
            ("avc1.0x001E", "6 hexadecimal digits"),
            ("avc1.\u{ff14}2001", "6 hexadecimal digits"),
            ("avc1.66.30", "6 hexadecimal digits"), // the old form of QuickTime
            ("avc1.00001E", "profile_idc 00 is unknown"),
            ("avc1.FF001E", "profile_idc FF is unknown"),
            ("avc1.42011E", "the two lowest bits"),
            ("avc1.640228", "the two lowest bits"),
            ("avc1.420000", "level_idc 00 is unknown"),
            ("avc1.42000E", "level_idc 0E is unknown"),
            ("avc1.42001D", "level_idc 1D is unknown"),
            ("avc1.6400FF", "level_idc FF is unknown"),
        ]);
    }
}
