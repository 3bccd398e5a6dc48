//! VP9: <https://www.w3.org/TR/webcodecs-vp9-codec-registration/#fully-qualified-codec-strings>,
//! fields as in "VP Codec ISO Media File Format Binding", section "Codecs Parameter String":
//! `vp09.PP.LL.DD[.CC.cp.tc.mc.FF]`.

use super::fields::Fields;
use super::{Chroma, Codec, Format, color, format};
use crate::{CodecId, level};

/// Without a chroma field the document assumes 4:2:0, which profiles 1 and 3 do not have.
pub const PROFILES: [Format; 4] = [
    Format { idc: 0, name: "Profile 0", depths: &[8], chromas: &[Chroma::Yuv420] },
    Format { idc: 1, name: "Profile 1", depths: &[8], chromas: &[Chroma::Yuv444, Chroma::Yuv422] },
    Format { idc: 2, name: "Profile 2", depths: &[10, 12], chromas: &[Chroma::Yuv420] },
    Format { idc: 3, name: "Profile 3", depths: &[10, 12], chromas: &[Chroma::Yuv444, Chroma::Yuv422] },
];

/// By `chromaSubsampling`; the two kinds of 4:2:0 differ in where the chroma samples lie.
const CHROMAS: [Chroma; 4] = [Chroma::Yuv420, Chroma::Yuv420, Chroma::Yuv422, Chroma::Yuv444];

pub fn parse(suffix: &str) -> Result<Codec, String> {
    let mut fields = Fields::new(suffix);
    let idc = fields.decimal("profile", 2)?;
    let level = fields.decimal("level", 2)?;
    let bit_depth = fields.decimal("bit depth", 2)?;
    let chroma = fields.optional("chroma subsampling", 2)?.map(chroma).transpose()?;
    let (profile, chroma) = format(&PROFILES, idc, bit_depth, chroma)?;
    let color = color(&mut fields, chroma, 2)?;
    fields.finish()?;
    Ok(Codec {
        id: CodecId::Vp9,
        profile,
        level: Some(level::vp9(level).ok_or_else(|| format!("level {level} is unknown"))?),
        bit_depth,
        chroma,
        names_format: true,
        color,
        in_band_parameter_sets: false,
    })
}

fn chroma(number: u8) -> Result<Chroma, String> {
    CHROMAS
        .get(usize::from(number))
        .copied()
        .ok_or_else(|| format!("chroma subsampling {number:02} is reserved"))
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_refused;
    use crate::{Chroma, CodecId, ColorCodePoints, parse};

    #[test]
    fn profile_level_and_format() {
        let table = [
            ("vp09.00.10.08", 0, "1", 8, Chroma::Yuv420),
            ("vp09.00.41.08", 0, "4.1", 8, Chroma::Yuv420),
            ("vp09.00.62.08.00", 0, "6.2", 8, Chroma::Yuv420),
            ("vp09.00.52.08.01", 0, "5.2", 8, Chroma::Yuv420),
            ("vp09.01.10.08", 1, "1", 8, Chroma::Yuv444),
            ("vp09.01.10.08.02", 1, "1", 8, Chroma::Yuv422),
            ("vp09.01.10.08.03", 1, "1", 8, Chroma::Yuv444),
            ("vp09.02.10.10", 2, "1", 10, Chroma::Yuv420),
            ("vp09.02.31.12.01.09.16.09.00", 2, "3.1", 12, Chroma::Yuv420),
            ("vp09.03.10.10.03", 3, "1", 10, Chroma::Yuv444),
            ("vp09.03.10.12.02", 3, "1", 12, Chroma::Yuv422),
        ];
        for (string, idc, level, bit_depth, chroma) in table {
            let codec = parse(string).unwrap();
            assert_eq!((codec.id, codec.profile.idc), (CodecId::Vp9, idc), "{string}");
            assert_eq!(codec.level.unwrap().name, level, "{string}");
            assert_eq!((codec.bit_depth, codec.chroma), (bit_depth, chroma), "{string}");
        }
    }

    #[test]
    fn colours_may_be_left_out_from_the_end() {
        let color = |string| parse(string).unwrap().color;
        let points = |primaries, transfer, matrix, full_range| {
            Some(ColorCodePoints { primaries, transfer, matrix, full_range })
        };
        assert_eq!(color("vp09.00.10.08"), None);
        assert_eq!(color("vp09.00.10.08.01"), None);
        assert_eq!(color("vp09.00.10.08.01.09"), points(9, 1, 1, false));
        assert_eq!(color("vp09.00.10.08.01.09.16"), points(9, 16, 1, false));
        assert_eq!(color("vp09.00.10.08.01.09.16.09"), points(9, 16, 9, false));
        assert_eq!(color("vp09.02.10.10.01.09.16.09.01"), points(9, 16, 9, true));
        assert_eq!(color("vp09.01.10.08.03.22.18.00.01"), points(22, 18, 0, true));
    }

    #[test]
    fn levels_are_those_of_the_table() {
        let levels: Vec<u8> = (0..100).filter(|n| parse(&format!("vp09.00.{n:02}.08")).is_ok()).collect();
        assert_eq!(levels, [10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 52, 60, 61, 62]);
    }

    #[test]
    fn every_other_string_is_refused() {
        assert_refused(&[
            ("vp09.", "its profile must be 2 decimal digits"),
            ("vp09.00", "ends before its level"),
            ("vp09.00.10", "ends before its bit depth"),
            ("vp09.0.10.08", "its profile must be 2 decimal digits"),
            ("vp09.00.1.08", "its level must be 2 decimal digits"),
            ("vp09.00.10.8", "its bit depth must be 2 decimal digits"),
            ("vp09.00.10.+8", "its bit depth must be 2 decimal digits"),
            ("vp09..10.08", "its profile must be"),
            ("vp09.04.10.08", "profile 4 is unknown"),
            ("vp09.00.12.08", "level 12 is unknown"),
            ("vp09.00.10.09", "profile 0 has no bit depth of 9"),
            ("vp09.00.10.10", "profile 0 has no bit depth of 10"),
            ("vp09.00.10.12", "profile 0 has no bit depth of 12"),
            ("vp09.01.10.10", "profile 1 has no bit depth of 10"),
            ("vp09.02.10.08", "profile 2 has no bit depth of 8"),
            ("vp09.00.10.08.02", "does not fit profile 0"),
            ("vp09.00.10.08.03", "does not fit profile 0"),
            ("vp09.01.10.08.01", "does not fit profile 1"),
            ("vp09.02.10.10.02", "does not fit profile 2"),
            ("vp09.02.10.10.03", "does not fit profile 2"),
            ("vp09.03.10.10.00", "does not fit profile 3"),
            ("vp09.00.10.08.04", "chroma subsampling 04 is reserved"),
            ("vp09.00.10.08.1", "its chroma subsampling must be"),
            ("vp09.00.10.08.", "its chroma subsampling must be"),
            ("vp09.00.10.08.01.00", "0 is no code point for colour primaries"),
            ("vp09.00.10.08.01.03", "3 is no code point for colour primaries"),
            ("vp09.00.10.08.01.13", "13 is no code point for colour primaries"),
            ("vp09.00.10.08.01.01.00", "0 is no code point for transfer"),
            ("vp09.00.10.08.01.01.19", "19 is no code point for transfer"),
            ("vp09.00.10.08.01.01.01.03", "3 is no code point for matrix"),
            ("vp09.00.10.08.01.01.01.15", "15 is no code point for matrix"),
            ("vp09.00.10.08.01.01.01.00", "need 4:4:4, not 4:2:0"),
            ("vp09.00.10.08.01.01.01.01.02", "the full range flag is 0 or 1"),
            ("vp09.00.10.08.01.01.01.01.1", "its full range flag must be 2 decimal digits"),
            ("vp09.00.10.08.01.01.01.01.00.00", "more fields"),
        ]);
    }
}
