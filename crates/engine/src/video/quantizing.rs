//! Telling an opened coder the quantizer of each frame: bitrateMode "quantizer".

use ffmpeg_next::codec::encoder;
use ffmpeg_next::frame::Video;

use crate::ff::{context, frame};
use crate::tuning::quantizer::{Quantizer, Told};
use crate::{Error, Result};

/// Of one opened coder. Frames that name no quantizer have the usual one.
pub struct Quantizing {
    row: &'static Quantizer,
    bit_depth: u8,
    /// The least and the greatest quantizer so far.
    range: Option<(u16, u16)>,
    /// Whether the frame before is a key frame: the first one always is.
    after_key: bool,
}

impl Quantizing {
    /// Unsupported when the opened coder does not take the option that tells it the quantizer.
    pub fn new(row: &'static Quantizer, bit_depth: u8, coder: &mut encoder::Video) -> Result<Self> {
        if let Told::Option(name) = row.told
            && !context::set_number(coder, name, f64::from(row.usual))
        {
            return Err(Error::unsupported(format!(
                "the encoder does not take another {name} once it is open"
            )));
        }
        Ok(Quantizing { row, bit_depth, range: None, after_key: false })
    }

    /// Whether only a new coder would give the next frame this quantizer. It is the case before key frames only.
    pub fn is_stale(&self, quantizer: Option<u16>, key: bool) -> bool {
        let quantizer = quantizer.unwrap_or(self.row.usual);
        let takes_mean = matches!(self.row.told, Told::Option(_)) && key && !self.after_key;
        takes_mean && self.range.is_some_and(|range| range != (quantizer, quantizer))
    }

    /// Tells `coder` the quantizer of `picture`, which it is given next.
    pub fn tell(
        &mut self,
        coder: &mut encoder::Video,
        picture: &mut Video,
        quantizer: Option<u16>,
        key: bool,
    ) -> Result<()> {
        let quantizer = quantizer.unwrap_or(self.row.usual);
        let is_first = self.range.is_none();
        let is_told = match self.row.told {
            Told::Option(name) => context::set_number(coder, name, f64::from(quantizer)),
            Told::Qmax { key: in_key, delta } => {
                context::set_qmax(coder, quantizer.min(if key || is_first { in_key } else { delta }));
                true
            }
            Told::RegionOfInterest { opened_with } => {
                // FFmpeg's unit: all the quantizers that there are at that bit depth.
                let scale = 51 + 6 * (i32::from(self.bit_depth) - 8);
                frame::set_quantizer_offset(picture, i32::from(quantizer) - i32::from(opened_with), scale)
            }
        };
        let (least, greatest) = self.range.unwrap_or((quantizer, quantizer));
        self.range = Some((least.min(quantizer), greatest.max(quantizer)));
        self.after_key = key || is_first;
        if is_told {
            Ok(())
        } else {
            Err(Error::coding(format!("the encoder cannot be told the quantizer {quantizer}")))
        }
    }
}
