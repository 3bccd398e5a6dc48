//! Video codec strings: <https://www.w3.org/TR/webcodecs-codec-registry/#video-codec-registry>.

mod av1;
mod avc;
mod fields;
mod hevc;
mod vp8;
mod vp9;

use std::fmt;

use crate::{CodecId, Level};
use fields::Fields;

/// What a codec string says, in one shape for all codecs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Codec {
    pub id: CodecId,
    pub profile: Profile,
    /// `None` for VP8, which has no levels.
    pub level: Option<Level>,
    /// Bits per sample: the string's own (VP9, AV1), else the most that the profile allows.
    pub bit_depth: u8,
    /// The string's own, else the most that the profile allows.
    pub chroma: Chroma,
    /// Whether a stream of the string has just that bit depth and chroma; else it may have less.
    pub names_format: bool,
    /// What the string says of colours; `None` when it says nothing (VP9 and AV1 then assume BT.709).
    pub color: Option<ColorCodePoints>,
    /// `avc3` and `hev1`: parameter sets may stand in the stream even when there is a description.
    pub in_band_parameter_sets: bool,
}

impl Codec {
    /// Whether the string promises a stream of nothing but intra pictures.
    pub fn intra_only(&self) -> bool {
        /// `constraint_set3_flag` of the profiles that descend from High.
        const AVC: u8 = 0x10;
        /// `general_intra_constraint_flag`, in the second byte.
        const HEVC: u8 = 0x20;
        let [first, second, ..] = self.profile.constraints;
        match self.id {
            CodecId::Avc => self.profile.idc >= 100 && first & AVC != 0,
            CodecId::Hevc => self.profile.idc >= 4 && second & HEVC != 0,
            CodecId::Vp8 | CodecId::Vp9 | CodecId::Av1 => false,
        }
    }
}

/// A profile; the numbers are the bitstream's, which are also FFmpeg's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// H.264 `profile_idc`, HEVC `general_profile_idc`, VP9 profile, AV1 `seq_profile`; 0 for VP8.
    pub idc: u8,
    pub name: &'static str,
    /// HEVC `general_profile_compatibility_flag[0]` is the highest bit, as in the bitstream; else 0.
    pub compatibility: u32,
    /// H.264: the `constraint_set` flags in the first byte; HEVC: the six bytes from
    /// `general_progressive_source_flag` on; else 0.
    pub constraints: [u8; 6],
}

/// Chroma sampling, poorest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chroma {
    Monochrome,
    Yuv420,
    Yuv422,
    Yuv444,
}

impl fmt::Display for Chroma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Monochrome => "4:0:0",
            Self::Yuv420 => "4:2:0",
            Self::Yuv422 => "4:2:2",
            Self::Yuv444 => "4:4:4",
        })
    }
}

/// Code points of ISO/IEC 23091-2 (ITU-T H.273), which FFmpeg uses too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorCodePoints {
    pub primaries: u8,
    pub transfer: u8,
    pub matrix: u8,
    pub full_range: bool,
}

/// Why a string is not a codec string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(String);

impl ParseError {
    /// The reason is a clause.
    pub(crate) fn new(codec: &str, reason: &str) -> Self {
        Self(format!("{} is not a codec string: {reason}", quoted(codec)))
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}

/// Reads what follows the four letters and their dot; an error is the reason as a clause.
type Parser = fn(&str) -> Result<Codec, String>;

const PREFIXES: [(&str, Parser); 6] = [
    ("avc1.", avc::avc1),
    ("avc3.", avc::avc3),
    ("hev1.", hevc::hev1),
    ("hvc1.", hevc::hvc1),
    ("vp09.", vp9::parse),
    ("av01.", av1::parse),
];

const EXPECTED: &str =
    "expected vp8, or a string that begins with avc1., avc3., hev1., hvc1., vp09. or av01.";

/// Reads a video codec string. Case matters, and nothing may stand before or after it.
///
/// The optional fields of `vp09` and `av01` strings may end after any field, although the documents
/// say all or none: browsers accept that, and the WebCodecs tests of the W3C rely on it
/// (`av01.1.04M.08.0.000`, `vp09.01.10.08.03`). The AV1 document would have readers ignore what follows a
/// foreign character; here that is an error, as for the other codecs.
pub fn parse(codec: &str) -> Result<Codec, ParseError> {
    let result = if codec == vp8::STRING {
        Ok(vp8::CODEC)
    } else {
        PREFIXES
            .iter()
            .find_map(|(prefix, parser)| Some(parser(codec.strip_prefix(prefix)?)))
            .unwrap_or_else(|| Err(EXPECTED.to_owned()))
    };
    result.map_err(|reason| ParseError::new(codec, &reason))
}

impl CodecId {
    /// The name of the profile with that number in the bitstream; empty for a codec that has only one.
    pub fn profile_name(self, idc: u8) -> &'static str {
        let named = match self {
            Self::Avc => avc::profile_name(idc),
            Self::Hevc => hevc::profile_name(idc),
            Self::Vp8 => None,
            Self::Vp9 => profile_name(&vp9::PROFILES, idc),
            Self::Av1 => profile_name(&av1::PROFILES, idc),
        };
        named.unwrap_or_default()
    }
}

fn profile_name(rows: &[Format], idc: u8) -> Option<&'static str> {
    rows.iter().find(|row| row.idc == idc).map(|row| row.name)
}

/// The string as a literal, cut to a length that suits a message.
fn quoted(codec: &str) -> String {
    const MOST: usize = 48;
    match codec.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}...", codec.get(..end).unwrap_or_default()),
        None => format!("{codec:?}"),
    }
}

/// A profile of VP9 or AV1 with the formats it allows, the assumed chroma first.
struct Format {
    idc: u8,
    name: &'static str,
    depths: &'static [u8],
    chromas: &'static [Chroma],
}

/// The row for the numbers of a string, and its chroma when the string names none.
fn format(
    rows: &'static [Format],
    idc: u8,
    depth: u8,
    chroma: Option<Chroma>,
) -> Result<(Profile, Chroma), String> {
    let mut known = rows.iter().filter(|row| row.idc == idc).peekable();
    if known.peek().is_none() {
        return Err(format!("profile {idc} is unknown"));
    }
    let row = known
        .find(|row| row.depths.contains(&depth))
        .ok_or_else(|| format!("profile {idc} has no bit depth of {depth}"))?;
    let chroma = match (chroma, row.chromas.first()) {
        (Some(chroma), _) if row.chromas.contains(&chroma) => chroma,
        (None, Some(&assumed)) => assumed,
        _ => {
            return Err(format!("this chroma subsampling does not fit profile {idc} with {depth} bits"));
        }
    };
    let profile = Profile { idc, name: row.name, compatibility: 0, constraints: [0; 6] };
    Ok((profile, chroma))
}

/// The colour fields at the end of `vp09` and `av01` strings; the flag's width differs.
fn color(fields: &mut Fields, chroma: Chroma, flag_width: usize) -> Result<Option<ColorCodePoints>, String> {
    /// What H.273 leaves reserved below its last code point.
    const RESERVED: [u8; 1] = [3];
    let Some(primaries) = fields.optional("colour primaries", 2)? else {
        return Ok(None);
    };
    if !matches!(primaries, 1..=12 | 22) || RESERVED.contains(&primaries) {
        return Err(format!("{primaries} is no code point for colour primaries"));
    }
    let transfer = fields.optional("transfer characteristics", 2)?.unwrap_or(1);
    if !matches!(transfer, 1..=18) || RESERVED.contains(&transfer) {
        return Err(format!("{transfer} is no code point for transfer characteristics"));
    }
    let matrix = fields.optional("matrix coefficients", 2)?.unwrap_or(1);
    if matrix > 14 || RESERVED.contains(&matrix) {
        return Err(format!("{matrix} is no code point for matrix coefficients"));
    }
    if matrix == 0 && chroma != Chroma::Yuv444 {
        return Err(format!("matrix coefficients 0 (RGB) need 4:4:4, not {chroma}"));
    }
    let full_range = match fields.optional("full range flag", flag_width)?.unwrap_or(0) {
        flag @ 0..=1 => flag == 1,
        flag => return Err(format!("the full range flag is 0 or 1, not {flag}")),
    };
    Ok(Some(ColorCodePoints { primaries, transfer, matrix, full_range }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, assert_refused};

    #[test]
    fn profiles_are_named_by_their_numbers() {
        for (codec, idc, name) in [
            (CodecId::Avc, 110, "High 10"),
            (CodecId::Hevc, 4, "Range Extensions"),
            (CodecId::Vp9, 2, "Profile 2"),
            (CodecId::Av1, 0, "Main"),
            (CodecId::Vp8, 0, ""),
            (CodecId::Avc, 1, ""),
        ] {
            assert_eq!(codec.profile_name(idc), name);
        }
    }

    #[test]
    fn only_the_registered_prefixes_are_known() {
        let strings = [
            "",
            ".",
            " ",
            "vp8 ",
            " vp8",
            "vp8.",
            "vp8\n",
            "vP8",
            "VP8",
            "vp9",
            "vp9.0",
            "vp09",
            "vp8.00.10.08",
            "av1",
            "av01",
            "avc1",
            "avc3",
            "avc2.42001E",
            "AVC1.42001E",
            "hvc1",
            "hev2.1.6.L93.B0",
            "h264",
            "mp4a.40.2",
            "opus",
            "dva1.01.01",
            "vvc1.1.L51",
            "\u{1f600}",
            "avc1\0.42001E",
        ];
        for string in strings {
            assert_refused(&[(string, EXPECTED)]);
        }
    }

    #[test]
    fn messages_quote_the_string_but_not_all_of_a_long_one() {
        assert_refused(&[("vp9", "\"vp9\" is not a codec string: expected vp8")]);
        let long = parse(&"\u{e9}.\n".repeat(1_000_000)).unwrap_err().to_string();
        assert!(long.len() < 300, "{} bytes", long.len());
    }

    #[test]
    fn what_stands_around_a_codec_string_spoils_it() {
        let strings = [
            "avc1.42001E",
            "avc3.640028",
            "hev1.1.6.L93.B0",
            "hvc1.2.4.L120.90.0.0.0.0.0",
            "vp8",
            "vp09.00.10.08",
            "vp09.02.10.10.01.09.16.09.01",
            "av01.0.04M.08",
            "av01.0.04M.10.0.112.09.16.09.0",
        ];
        for string in strings {
            assert!(parse(string).is_ok(), "{string}");
            for spoilt in [" ", "\t", "\n", "\0", ".", ",", "-", "x", "\u{e9}", ".00.00.00.00.00.00.00"] {
                assert!(parse(&format!("{string}{spoilt}")).is_err(), "{string:?} + {spoilt:?}");
                assert!(parse(&format!("{spoilt}{string}")).is_err(), "{spoilt:?} + {string:?}");
            }
        }
    }

    #[test]
    fn random_strings_do_no_harm() {
        const PARTS: [&str; 24] = [
            "avc1",
            "avc3",
            "hev1",
            "hvc1",
            "vp8",
            "vp09",
            "av01",
            ".",
            ".",
            ".",
            ".",
            "0",
            "1",
            "08",
            "10",
            "L93",
            "04M",
            "B0",
            "-1",
            "+1",
            "42001E",
            "\u{e9}",
            "99999999999",
            " ",
        ];
        let mut random = Random::new(1);
        for _ in 0..20_000 {
            let string: String = (0..random.below(12)).map(|_| PARTS[random.below(PARTS.len())]).collect();
            let _ = parse(&string);
        }
    }

    #[test]
    fn some_strings_leave_the_format_open() {
        for (string, named) in [
            ("avc1.640028", true),
            ("avc1.7A0028", false),
            ("avc1.F40028", false),
            ("hvc1.2.4.L93.B0", true),
            ("hvc1.4.10.L93.9D.08", true),
            ("hvc1.4.10.L93.B0", false),
            ("vp8", true),
            ("vp09.02.10.10", true),
            ("av01.1.04M.08", true),
        ] {
            assert_eq!(parse(string).unwrap().names_format, named, "{string}");
        }
    }

    #[test]
    fn intra_profiles_have_a_flag() {
        for (string, intra) in [
            ("avc1.42100B", false), // level 1b
            ("avc1.6E001E", false),
            ("avc1.6E101E", true),
            ("avc1.7A101E", true),
            ("hvc1.2.4.L93.90.20", false),
            ("hvc1.4.10.L93.9D.08", false),
            ("hvc1.4.10.L93.9D.28", true),
            ("vp8", false),
        ] {
            assert_eq!(parse(string).unwrap().intra_only(), intra, "{string}");
        }
    }

    #[test]
    fn chroma_is_ordered_from_poor_to_rich() {
        assert!(Chroma::Monochrome < Chroma::Yuv420 && Chroma::Yuv422 < Chroma::Yuv444);
        assert_eq!(Chroma::Yuv422.to_string(), "4:2:2");
    }
}
