//! AV1: <https://www.w3.org/TR/webcodecs-av1-codec-registration/#fully-qualified-codec-strings>,
//! fields as in "AV1 Codec ISO Media File Format Binding" section 5:
//! `av01.P.LLT.DD[.M.CCC.cp.tc.mc.F]`.

use super::fields::{Fields, decimal};
use super::{Chroma, Codec, Format, color, format};
use crate::{CodecId, Level, Tier, level};

use Chroma::{Monochrome, Yuv420, Yuv422, Yuv444};

/// Without a chroma field the document assumes 4:2:0, which not all of these have.
const PROFILES: [Format; 4] = [
    Format {
        idc: 0,
        name: "Main",
        depths: &[8, 10],
        chromas: &[Yuv420, Monochrome],
    },
    Format {
        idc: 1,
        name: "High",
        depths: &[8, 10],
        chromas: &[Yuv444],
    },
    Format {
        idc: 2,
        name: "Professional",
        depths: &[8, 10],
        chromas: &[Yuv422, Monochrome],
    },
    Format {
        idc: 2,
        name: "Professional",
        depths: &[12],
        chromas: &[Yuv420, Yuv422, Yuv444, Monochrome],
    },
];

/// subsampling_x, subsampling_y and chroma_sample_position, of which 3 is reserved.
const CHROMAS: [(&str, Chroma); 5] = [
    ("000", Yuv444),
    ("100", Yuv422),
    ("110", Yuv420),
    ("111", Yuv420),
    ("112", Yuv420),
];

pub fn parse(suffix: &str) -> Result<Codec, String> {
    let mut fields = Fields::new(suffix);
    let idc = fields.decimal("profile", 1)?;
    let level = level_and_tier(fields.text("level and tier")?)?;
    let bit_depth = fields.decimal("bit depth", 2)?;
    let chroma = chroma(&mut fields)?;
    let (profile, chroma) = format(&PROFILES, idc, bit_depth, chroma)?;
    let color = color(&mut fields, chroma, 1)?;
    fields.finish()?;
    Ok(Codec {
        id: CodecId::Av1,
        profile,
        level: Some(level),
        bit_depth,
        chroma,
        color,
        in_band_parameter_sets: false,
    })
}

fn level_and_tier(field: &str) -> Result<Level, String> {
    let (digits, tier) = match (field.strip_suffix('M'), field.strip_suffix('H')) {
        (Some(digits), _) => (digits, Tier::Main),
        (_, Some(digits)) => (digits, Tier::High),
        _ => return Err("the tier must be M or H after the level, as in 04M".to_owned()),
    };
    let idx = decimal(digits, "level", 2..=2)?;
    level::av1(idx, tier).ok_or_else(|| match tier {
        Tier::Main => format!("level {idx:02} is reserved"),
        Tier::High => {
            format!("level {idx:02} is reserved or has no High tier, which begins with level 08 (4.0)")
        }
    })
}

/// The monochrome and the chroma subsampling field, which may each be missing.
fn chroma(fields: &mut Fields) -> Result<Option<Chroma>, String> {
    let monochrome = match fields.optional("monochrome flag", 1)? {
        None => return Ok(None),
        Some(flag @ 0..=1) => flag == 1,
        Some(flag) => return Err(format!("the monochrome flag is 0 or 1, not {flag}")),
    };
    let sampling = match fields.optional_text() {
        None => None,
        Some(field) => Some(
            CHROMAS
                .iter()
                .find_map(|&(digits, chroma)| (digits == field).then_some(chroma))
                .ok_or("the chroma subsampling must be 000, 100, 110, 111 or 112")?,
        ),
    };
    match (monochrome, sampling) {
        (false, sampling) => Ok(sampling),
        (true, None | Some(Yuv420)) => Ok(Some(Monochrome)),
        (true, Some(_)) => Err("the chroma subsampling of monochrome video must be 110".to_owned()),
    }
}
