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
const CHROMAS: [(usize, u8, Chroma); 3] = [
    (1, 0x40, Chroma::Monochrome),
    (1, 0x80, Chroma::Yuv420),
    (0, 0x01, Chroma::Yuv422),
];

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
        color: None,
        in_band_parameter_sets,
    })
}

fn profile(field: &str) -> Result<&'static Row, String> {
    if field.starts_with(['A', 'B', 'C']) {
        return Err("no profile is defined in profile spaces A, B and C".to_owned());
    }
    let idc = decimal(field, "profile", 1..=2)?;
    PROFILES
        .iter()
        .find(|row| row.idc == idc)
        .ok_or_else(|| format!("profile {idc} is unknown"))
}

fn tier_and_level(field: &str) -> Result<Level, String> {
    let (tier, digits) = match (field.strip_prefix('L'), field.strip_prefix('H')) {
        (Some(digits), _) => (Tier::Main, digits),
        (_, Some(digits)) => (Tier::High, digits),
        _ => return Err("the tier must be L or H before the level, as in L93".to_owned()),
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
    let depth = DEPTHS
        .iter()
        .find(|&&(byte, bit, _)| set(byte, bit))
        .map_or(UNBOUNDED_DEPTH, |row| row.2);
    let chroma = CHROMAS
        .iter()
        .find(|&&(byte, bit, _)| set(byte, bit))
        .map_or(Chroma::Yuv444, |row| row.2);
    (depth, chroma)
}
