//! libx265 without FFmpeg's wrapper, which has nothing to tell the quantizer of a picture with.

use codecs::Chroma;
use ffmpeg_next::frame::Video;

use super::ffmpeg_coder;
use super::picture_coder::{Coded, Driver, How, PictureCoder, Setup};
use crate::ff::context::Setting;
use crate::ff::x265::{self, Encoder};
use crate::tuning::spread;
use crate::{Error, Result, shortage};

pub const DIRECT: &Driver = &Driver { has: |_| true, takes: |_, (depth, _, _)| x265::has_depth(depth), open };

/// FFmpeg's wrapper. It and we open the library in turns, as that is not made for threads.
pub const WRAPPED: &Driver = &Driver { open: open_wrapped, ..*ffmpeg_coder::DRIVER };

/// Code points of H.273.
const UNSPECIFIED: u8 = 2;
const HLG: u8 = 18;

struct X265Coder {
    name: &'static str,
    encoder: Encoder,
    extradata: Vec<u8>,
    /// What sending a picture gave. It never gives more than one.
    ready: Option<x265::Coded>,
    is_finishing: bool,
}

fn open_wrapped(setup: &Setup) -> Result<Box<dyn PictureCoder>> {
    let _turn = x265::turn();
    demand_threads(setup)?;
    ffmpeg_coder::open(setup)
}

fn open(setup: &Setup) -> Result<Box<dyn PictureCoder>> {
    let name = setup.name;
    let refused = |why| Error::unsupported(format!("{name} cannot be opened with this configuration: {why}"));
    let settings = [general(setup), spread(setup.settings)].concat();
    demand_threads(setup)?;
    let mut encoder =
        Encoder::open(setup.depth, setup.pixel, (setup.width, setup.height), &settings).map_err(refused)?;
    let extradata = if setup.sets_apart { encoder.headers().map_err(refused)? } else { Vec::new() };
    Ok(Box::new(X265Coder { name, encoder, extradata, ready: None, is_finishing: false }))
}

/// The library waits for ever for a thread that could not be started. It has as many in its pool, and as many at most for
/// frames.
fn demand_threads(setup: &Setup) -> Result<()> {
    shortage::demand(2 * setup.threads)
}

/// What does not depend on the row, as FFmpeg's wrapper says it.
fn general(setup: &Setup) -> Vec<Setting> {
    let (color, is_420) = (setup.color, setup.chroma == Chroma::Yuv420);
    let sampling = match setup.chroma {
        Chroma::Monochrome => "i400",
        Chroma::Yuv420 => "i420",
        Chroma::Yuv422 => "i422",
        Chroma::Yuv444 => "i444",
    };
    let setting = |key: &str, value: String| (key.to_owned(), value);
    let mut settings = vec![
        setting("input-csp", sampling.to_owned()),
        setting("fps", format!("{}/{}", setup.framerate.numerator(), setup.framerate.denominator())),
        setting("repeat-headers", u8::from(!setup.sets_apart).to_string()),
        setting("range", if color.full_range { "full" } else { "limited" }.to_owned()),
    ];
    let numbers =
        [("colorprim", color.primaries), ("transfer", color.transfer), ("colormatrix", color.matrix)];
    if numbers.iter().any(|&(_, number)| number != UNSPECIFIED) {
        settings.extend(numbers.map(|(key, number)| setting(key, number.to_string())));
    }
    settings.extend((color.transfer == HLG).then(|| setting("atc-sei", HLG.to_string())));
    // FFmpeg's numbers begin with the unspecified one.
    let location = setup.siting.location() - 1;
    settings.extend((is_420 && location >= 0).then(|| setting("chromaloc", location.to_string())));
    settings
}

impl X265Coder {
    fn failed(&self, why: &str) -> Error {
        Error::coding(format!("{} failed to encode a frame: {why}", self.name))
    }
}

impl PictureCoder for X265Coder {
    fn extradata(&self) -> &[u8] {
        &self.extradata
    }

    fn send(&mut self, picture: &mut Video, How { key, quantizer, .. }: How) -> Result<()> {
        let given = self.encoder.encode(picture, key, quantizer);
        self.ready = given.map_err(|why| self.failed(&why))?;
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.is_finishing = true;
        Ok(())
    }

    fn receive(&mut self) -> Result<Option<Coded>> {
        let coded = match self.ready.take() {
            None if self.is_finishing => self.encoder.drain().map_err(|why| self.failed(&why))?,
            ready => ready,
        };
        Ok(coded.map(|x265::Coded { data, key, pts }| Coded { data, alpha: None, key, pts: Some(pts) }))
    }
}
