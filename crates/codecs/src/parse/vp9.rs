//! VP9: <https://www.w3.org/TR/webcodecs-vp9-codec-registration/#fully-qualified-codec-strings>,
//! fields as in "VP Codec ISO Media File Format Binding", section "Codecs Parameter String":
//! `vp09.PP.LL.DD[.CC.cp.tc.mc.FF]`.

use super::fields::Fields;
use super::{Chroma, Codec, Format, color, format};
use crate::{CodecId, level};

/// Without a chroma field the document assumes 4:2:0, which profiles 1 and 3 do not have.
const PROFILES: [Format; 4] = [
    Format {
        idc: 0,
        name: "Profile 0",
        depths: &[8],
        chromas: &[Chroma::Yuv420],
    },
    Format {
        idc: 1,
        name: "Profile 1",
        depths: &[8],
        chromas: &[Chroma::Yuv444, Chroma::Yuv422],
    },
    Format {
        idc: 2,
        name: "Profile 2",
        depths: &[10, 12],
        chromas: &[Chroma::Yuv420],
    },
    Format {
        idc: 3,
        name: "Profile 3",
        depths: &[10, 12],
        chromas: &[Chroma::Yuv444, Chroma::Yuv422],
    },
];

/// By `chromaSubsampling`; the two kinds of 4:2:0 differ in where the chroma samples lie.
const CHROMAS: [Chroma; 4] = [Chroma::Yuv420, Chroma::Yuv420, Chroma::Yuv422, Chroma::Yuv444];

pub fn parse(suffix: &str) -> Result<Codec, String> {
    let mut fields = Fields::new(suffix);
    let idc = fields.decimal("profile", 2)?;
    let level = fields.decimal("level", 2)?;
    let bit_depth = fields.decimal("bit depth", 2)?;
    let chroma = fields
        .optional("chroma subsampling", 2)?
        .map(chroma)
        .transpose()?;
    let (profile, chroma) = format(&PROFILES, idc, bit_depth, chroma)?;
    let color = color(&mut fields, chroma, 2)?;
    fields.finish()?;
    Ok(Codec {
        id: CodecId::Vp9,
        profile,
        level: Some(level::vp9(level).ok_or_else(|| format!("level {level} is unknown"))?),
        bit_depth,
        chroma,
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
