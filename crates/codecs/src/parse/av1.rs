//! AV1: <https://www.w3.org/TR/webcodecs-av1-codec-registration/#fully-qualified-codec-strings>,
//! fields as in "AV1 Codec ISO Media File Format Binding" section 5:
//! `av01.P.LLT.DD[.M.CCC.cp.tc.mc.F]`.

use super::fields::{Fields, decimal};
use super::{Chroma, Codec, Format, color, format};
use crate::{CodecId, Level, Tier, level};

use Chroma::{Monochrome, Yuv420, Yuv422, Yuv444};

/// Without a chroma field the document assumes 4:2:0, which not all of these have.
pub const PROFILES: [Format; 4] = [
    Format { idc: 0, name: "Main", depths: &[8, 10], chromas: &[Yuv420, Monochrome] },
    Format { idc: 1, name: "High", depths: &[8, 10], chromas: &[Yuv444] },
    Format { idc: 2, name: "Professional", depths: &[8, 10], chromas: &[Yuv422, Monochrome] },
    Format { idc: 2, name: "Professional", depths: &[12], chromas: &[Yuv420, Yuv422, Yuv444, Monochrome] },
];

/// subsampling_x, subsampling_y and chroma_sample_position, of which 3 is reserved.
const CHROMAS: [(&str, Chroma); 5] =
    [("000", Yuv444), ("100", Yuv422), ("110", Yuv420), ("111", Yuv420), ("112", Yuv420)];

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
        names_format: true,
        color,
        in_band_parameter_sets: false,
    })
}

fn level_and_tier(field: &str) -> Result<Level, String> {
    let (digits, tier) = match (field.strip_suffix('M'), field.strip_suffix('H')) {
        (Some(digits), _) => (digits, Tier::Main),
        (_, Some(digits)) => (digits, Tier::High),
        _ => return Err("its tier must be M or H after the level, as in 04M".to_owned()),
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
                .ok_or("its chroma subsampling must be 000, 100, 110, 111 or 112")?,
        ),
    };
    match (monochrome, sampling) {
        (false, sampling) => Ok(sampling),
        (true, None | Some(Yuv420)) => Ok(Some(Monochrome)),
        (true, Some(_)) => Err("the chroma subsampling of monochrome video must be 110".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_refused;
    use crate::{ColorCodePoints, parse};

    #[test]
    fn profile_level_and_format() {
        let table = [
            ("av01.0.01M.08", 0, Tier::Main, "2.1", 8, Yuv420),
            ("av01.0.04M.10.0.112.09.16.09.0", 0, Tier::Main, "3.0", 10, Yuv420),
            ("av01.0.31H.08", 0, Tier::High, "max", 8, Yuv420),
            ("av01.0.23M.08.1", 0, Tier::Main, "7.3", 8, Monochrome),
            ("av01.0.08H.08.1.110", 0, Tier::High, "4.0", 8, Monochrome),
            ("av01.1.04M.08", 1, Tier::Main, "3.0", 8, Yuv444),
            ("av01.1.04M.08.0.000", 1, Tier::Main, "3.0", 8, Yuv444),
            ("av01.2.04M.10", 2, Tier::Main, "3.0", 10, Yuv422),
            ("av01.2.04M.08.0.100", 2, Tier::Main, "3.0", 8, Yuv422),
            ("av01.2.04M.12", 2, Tier::Main, "3.0", 12, Yuv420),
            ("av01.2.04M.12.0.000", 2, Tier::Main, "3.0", 12, Yuv444),
            ("av01.2.04M.12.0.111", 2, Tier::Main, "3.0", 12, Yuv420),
        ];
        for (string, idc, tier, level, bit_depth, chroma) in table {
            let codec = parse(string).unwrap();
            let found = codec.level.unwrap();
            assert_eq!((codec.id, codec.profile.idc), (CodecId::Av1, idc), "{string}");
            assert_eq!((found.tier, found.name), (tier, level), "{string}");
            assert_eq!((codec.bit_depth, codec.chroma), (bit_depth, chroma), "{string}");
        }
    }

    #[test]
    fn colours_may_be_left_out_from_the_end() {
        let color = |string| parse(string).unwrap().color;
        let points = |primaries, transfer, matrix, full_range| {
            Some(ColorCodePoints { primaries, transfer, matrix, full_range })
        };
        assert_eq!(color("av01.0.04M.08"), None);
        assert_eq!(color("av01.0.04M.08.0"), None);
        assert_eq!(color("av01.0.04M.08.0.110"), None);
        assert_eq!(color("av01.0.04M.08.0.110.09"), points(9, 1, 1, false));
        assert_eq!(color("av01.0.04M.10.0.112.09.16.09.0"), points(9, 16, 9, false));
        assert_eq!(color("av01.1.04M.08.0.000.01.13.00.1"), points(1, 13, 0, true));
    }

    #[test]
    fn levels_are_those_of_the_table() {
        let of_tier = |tier| -> Vec<u8> {
            (0..100).filter(|n| parse(&format!("av01.0.{n:02}{tier}.08")).is_ok()).collect()
        };
        assert_eq!(of_tier('M'), (0..24).chain([31]).collect::<Vec<_>>());
        assert_eq!(of_tier('H'), (8..24).chain([31]).collect::<Vec<_>>());
    }

    #[test]
    fn every_other_string_is_refused() {
        assert_refused(&[
            ("av01.", "its profile must be 1 decimal digit"),
            ("av01.0", "ends before its level and tier"),
            ("av01.0.04M", "ends before its bit depth"),
            ("av01.00.04M.08", "its profile must be 1 decimal digit"),
            ("av01.-0.04M.08", "its profile must be"),
            ("av01.3.04M.08", "profile 3 is unknown"),
            ("av01.0.04.08", "its tier must be M or H"),
            ("av01.0.04m.08", "its tier must be M or H"),
            ("av01.0.4M.08", "its level must be 2 decimal digits"),
            ("av01.0.-4M.08", "its level must be"),
            ("av01.0.24M.08", "level 24 is reserved"),
            ("av01.0.32M.08", "level 32 is reserved"),
            ("av01.0.07H.08", "has no High tier"),
            ("av01.0.04M.8", "its bit depth must be 2 decimal digits"),
            ("av01.0.04M.12", "profile 0 has no bit depth of 12"),
            ("av01.1.04M.12", "profile 1 has no bit depth of 12"),
            ("av01.0.04M.08.2", "the monochrome flag is 0 or 1"),
            ("av01.0.04M.08.00", "its monochrome flag must be 1 decimal digit"),
            ("av01.1.04M.08.1", "does not fit profile 1"),
            ("av01.0.04M.08.0.000", "does not fit profile 0"),
            ("av01.0.04M.08.0.100", "does not fit profile 0"),
            ("av01.1.04M.08.0.110", "does not fit profile 1"),
            ("av01.2.04M.08.0.110", "does not fit profile 2"),
            ("av01.0.04M.08.0.010", "its chroma subsampling must be"),
            ("av01.0.04M.08.0.113", "its chroma subsampling must be"),
            ("av01.0.04M.08.0.11", "its chroma subsampling must be"),
            ("av01.0.04M.08.1.000", "of monochrome video must be 110"),
            ("av01.0.04M.08.0.110.1", "its colour primaries must be 2 decimal digits"),
            ("av01.0.04M.08.0.110.03", "3 is no code point"),
            ("av01.0.04M.08.0.110.01.01.00.0", "need 4:4:4"),
            ("av01.0.04M.08.0.110.01.01.01.00", "its full range flag must be 1 decimal digit"),
            ("av01.0.04M.08.0.110.01.01.01.2", "the full range flag is 0 or 1"),
            ("av01.0.04M.08.0.110.01.01.01.0.0", "more fields"),
        ]);
    }
}
