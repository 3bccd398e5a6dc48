//! HEVC: <https://www.w3.org/TR/webcodecs-hevc-codec-registration/#fully-qualified-codec-strings>,
//! fields as in ISO/IEC 14496-15 section E.3: profile space and idc, compatibility flags in reverse
//! bit order, tier and level, constraint bytes without their trailing zeros.

use super::fields::{Fields, decimal, hexadecimal};
use super::{Chroma, Codec, Profile};
use crate::{CodecId, Level, Tier, level};

struct Row {
    idc: u8,
    name: &'static str,
    /// `None`: by the constraint flags.
    format: Option<(u8, Chroma)>,
}

const fn row(idc: u8, name: &'static str, format: Option<(u8, Chroma)>) -> Row {
    Row { idc, name, format }
}

const PROFILES: [Row; 11] = [
    row(1, "Main", Some((8, Chroma::Yuv420))),
    row(2, "Main 10", Some((10, Chroma::Yuv420))),
    row(3, "Main Still Picture", Some((8, Chroma::Yuv420))),
    row(4, "Range Extensions", None),
    row(5, "High Throughput", None),
    row(6, "Multiview Main", Some((8, Chroma::Yuv420))),
    row(7, "Scalable Main", Some((10, Chroma::Yuv420))),
    row(8, "3D Main", Some((8, Chroma::Yuv420))),
    row(9, "Screen-Extended", None),
    row(10, "Scalable Range Extensions", None),
    row(11, "High Throughput Screen-Extended", None),
];

/// Constraint flags that bound the bit depth (byte, bit, bits per sample), tightest first.
const DEPTHS: [(usize, u8, u8); 4] = [(0, 0x02, 8), (0, 0x04, 10), (0, 0x08, 12), (1, 0x04, 14)];
const UNBOUNDED_DEPTH: u8 = 16;
/// Constraint flags that bound the chroma (byte, bit, chroma), tightest first.
const CHROMAS: [(usize, u8, Chroma); 3] =
    [(1, 0x40, Chroma::Monochrome), (1, 0x80, Chroma::Yuv420), (0, 0x01, Chroma::Yuv422)];

pub fn profile_name(idc: u8) -> Option<&'static str> {
    PROFILES.iter().find(|row| row.idc == idc).map(|row| row.name)
}

pub fn hvc1(suffix: &str) -> Result<Codec, String> {
    parse(suffix, false)
}

pub fn hev1(suffix: &str) -> Result<Codec, String> {
    parse(suffix, true)
}

fn parse(suffix: &str, in_band_parameter_sets: bool) -> Result<Codec, String> {
    let mut fields = Fields::new(suffix);
    let row = profile(fields.text("profile")?)?;
    let compatibility = hexadecimal(fields.text("compatibility flags")?, "compatibility flags", 8)?;
    let level = tier_and_level(fields.text("tier and level")?)?;
    let constraints = constraint_bytes(fields)?;
    let (bit_depth, chroma) = row.format.unwrap_or_else(|| bounded_format(&constraints));
    Ok(Codec {
        id: CodecId::Hevc,
        profile: Profile {
            idc: row.idc,
            name: row.name,
            compatibility: compatibility.reverse_bits(),
            constraints,
        },
        level: Some(level),
        bit_depth,
        chroma,
        names_format: bit_depth < UNBOUNDED_DEPTH,
        color: None,
        in_band_parameter_sets,
    })
}

fn profile(field: &str) -> Result<&'static Row, String> {
    if field.starts_with(['A', 'B', 'C']) {
        return Err("no profile is defined in profile spaces A, B and C".to_owned());
    }
    let idc = decimal(field, "profile", 1..=2)?;
    PROFILES.iter().find(|row| row.idc == idc).ok_or_else(|| format!("profile {idc} is unknown"))
}

fn tier_and_level(field: &str) -> Result<Level, String> {
    let (tier, digits) = match (field.strip_prefix('L'), field.strip_prefix('H')) {
        (Some(digits), _) => (Tier::Main, digits),
        (_, Some(digits)) => (Tier::High, digits),
        _ => return Err("its tier must be L or H before the level, as in L93".to_owned()),
    };
    let idc = decimal(digits, "level", 1..=3)?;
    level::hevc(idc, tier).ok_or_else(|| match tier {
        Tier::Main => format!("level {idc} is unknown (it is 30 times the level's number: 93 is level 3.1)"),
        Tier::High => format!("level {idc} is unknown or has no High tier, which begins with level 4 (H120)"),
    })
}

fn constraint_bytes(fields: Fields) -> Result<[u8; 6], String> {
    let mut bytes = [0; 6];
    let mut slots = bytes.iter_mut();
    for field in fields.rest() {
        let slot = slots.next().ok_or("it has more than 6 constraint bytes")?;
        let [.., byte] = hexadecimal(field, "constraint byte", 2)?.to_be_bytes();
        *slot = byte;
    }
    Ok(bytes)
}

/// Range extensions say by constraint flags how far they go (H.265 Table A.2).
fn bounded_format(constraints: &[u8; 6]) -> (u8, Chroma) {
    let set = |byte: usize, bit: u8| constraints.get(byte).is_some_and(|value| value & bit != 0);
    let depth = DEPTHS.iter().find(|&&(byte, bit, _)| set(byte, bit)).map_or(UNBOUNDED_DEPTH, |row| row.2);
    let chroma = CHROMAS.iter().find(|&&(byte, bit, _)| set(byte, bit)).map_or(Chroma::Yuv444, |row| row.2);
    (depth, chroma)
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_refused;
    use crate::{Chroma, CodecId, Tier, parse};

    #[test]
    fn profile_tier_and_level() {
        let table = [
            ("hev1.1.6.L93.B0", 1, Tier::Main, "3.1", 8, Chroma::Yuv420),
            ("hvc1.1.6.L123.00", 1, Tier::Main, "4.1", 8, Chroma::Yuv420),
            ("hvc1.1.60000000.L30", 1, Tier::Main, "1", 8, Chroma::Yuv420),
            ("hvc1.2.4.L153.B0", 2, Tier::Main, "5.1", 10, Chroma::Yuv420),
            ("hev1.2.4.H120.b0.23", 2, Tier::High, "4", 10, Chroma::Yuv420),
            ("hvc1.3.E.L186.B0.0.0.0.0.0", 3, Tier::Main, "6.2", 8, Chroma::Yuv420),
            ("hvc1.3.e.L255", 3, Tier::Main, "8.5", 8, Chroma::Yuv420),
        ];
        for (string, idc, tier, level, bit_depth, chroma) in table {
            let codec = parse(string).unwrap();
            let found = codec.level.unwrap();
            assert_eq!((codec.id, codec.profile.idc), (CodecId::Hevc, idc), "{string}");
            assert_eq!((found.tier, found.name), (tier, level), "{string}");
            assert_eq!((codec.bit_depth, codec.chroma), (bit_depth, chroma), "{string}");
            assert_eq!(codec.in_band_parameter_sets, string.starts_with("hev1"), "{string}");
        }
    }

    #[test]
    fn compatibility_flags_are_turned_into_the_order_of_the_bitstream() {
        assert_eq!(parse("hev1.1.6.L93.B0").unwrap().profile.compatibility, 0x6000_0000);
        assert_eq!(parse("hev1.4.10.L93").unwrap().profile.compatibility, 0x0800_0000);
    }

    #[test]
    fn constraint_bytes_end_with_zeros() {
        let constraints = |string| parse(string).unwrap().profile.constraints;
        assert_eq!(constraints("hev1.1.6.L93"), [0; 6]);
        assert_eq!(constraints("hev1.1.6.L93.B0"), [0xb0, 0, 0, 0, 0, 0]);
        assert_eq!(constraints("hev1.1.6.L93.b0.0.1.2.3.Ff"), [0xb0, 0, 1, 2, 3, 0xff]);
    }

    #[test]
    fn range_extensions_are_bounded_by_their_constraint_flags() {
        let table = [
            ("hvc1.4.10.L93.9E.8", 8, Chroma::Yuv444),   // Main 4:4:4
            ("hvc1.4.10.L93.9D.8", 10, Chroma::Yuv422),  // Main 4:2:2 10
            ("hvc1.4.10.L93.99.88", 12, Chroma::Yuv420), // Main 12
            ("hvc1.4.10.L93.9F.C8", 8, Chroma::Monochrome),
            ("hvc1.4.10.L93.90.8", 16, Chroma::Yuv444), // 4:4:4 16 Intra, bounded by nothing
            ("hvc1.5.20.L93.90.C", 14, Chroma::Yuv444), // High Throughput 4:4:4 14
        ];
        for (string, bit_depth, chroma) in table {
            let codec = parse(string).unwrap();
            assert_eq!((codec.bit_depth, codec.chroma), (bit_depth, chroma), "{string}");
        }
    }

    #[test]
    fn every_other_string_is_refused() {
        assert_refused(&[
            ("hev1.", "its profile must be 1 to 2 decimal digits"),
            ("hev1.1", "ends before its compatibility flags"),
            ("hev1.1.6", "ends before its tier and level"),
            ("hev1..6.L93", "its profile must be"),
            ("hev1.-1.6.L93", "its profile must be"),
            ("hev1.001.6.L93", "its profile must be"),
            ("hev1.0.6.L93", "profile 0 is unknown"),
            ("hev1.12.6.L93", "profile 12 is unknown"),
            ("hev1.A1.6.L93", "profile spaces A, B and C"),
            ("hev1.C1.6.L93", "profile spaces A, B and C"),
            ("hev1.D1.6.L93", "its profile must be"),
            ("hev1.a1.6.L93", "its profile must be"),
            ("hev1.1..L93", "its compatibility flags must be"),
            ("hev1.1.123456789.L93", "its compatibility flags must be"),
            ("hev1.1.g.L93", "its compatibility flags must be"),
            ("hev1.1.+6.L93", "its compatibility flags must be"),
            ("hev1.1.6.93", "its tier must be L or H"),
            ("hev1.1.6.l93", "its tier must be L or H"),
            ("hev1.1.6.L", "its level must be"),
            ("hev1.1.6.L0093", "its level must be"),
            ("hev1.1.6.L256", "its level must be"),
            ("hev1.1.6.L31", "level 31 is unknown"),
            ("hev1.1.6.L92", "level 92 is unknown"),
            ("hev1.1.6.H93", "has no High tier"),
            ("hev1.1.6.L93.", "its constraint byte must be"),
            ("hev1.1.6.L93.100", "its constraint byte must be"),
            ("hev1.1.6.L93.B0..1", "its constraint byte must be"),
            ("hev1.1.6.L93.1.2.3.4.5.6.7", "more than 6 constraint bytes"),
        ]);
    }
}
