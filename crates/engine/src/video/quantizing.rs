//! Telling an opened encoder of FFmpeg's the quantizer of each picture: bitrateMode "quantizer".

use ffmpeg_next::codec::encoder;

use crate::ff::context;
use crate::tuning::quantizer::Told;
use crate::{Error, Result};

/// Of one opened coder.
pub struct Quantizing {
    told: Told,
    /// The least and the greatest quantizer so far.
    range: Option<(u16, u16)>,
    /// Whether the picture before is a key picture: the first one always is.
    after_key: bool,
}

impl Quantizing {
    /// Unsupported when the opened coder does not take the option that tells it the quantizer.
    pub fn new(told: Told, usual: u16, coder: &mut encoder::Video) -> Result<Self> {
        if let Told::Option(name) = told
            && !context::set_number(coder, name, f64::from(usual))
        {
            return Err(Error::unsupported(format!(
                "the encoder does not take another {name} once it is open"
            )));
        }
        Ok(Quantizing { told, range: None, after_key: false })
    }

    /// Whether only a new coder would give the next picture this quantizer. It is the case before key pictures only.
    pub fn is_stale(&self, quantizer: u16, key: bool) -> bool {
        let takes_mean = matches!(self.told, Told::Option(_)) && key && !self.after_key;
        takes_mean && self.range.is_some_and(|range| range != (quantizer, quantizer))
    }

    /// Tells `coder` the quantizer of the picture that it is given next.
    pub fn tell(&mut self, coder: &mut encoder::Video, quantizer: u16, key: bool) -> Result<()> {
        let is_first = self.range.is_none();
        let is_told = match self.told {
            Told::Option(name) => context::set_number(coder, name, f64::from(quantizer)),
            Told::Qmax { key: in_key, delta } => {
                context::set_qmax(coder, quantizer.min(if key || is_first { in_key } else { delta }));
                true
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
