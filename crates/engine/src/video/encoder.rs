//! VideoEncoder's work: <https://w3c.github.io/webcodecs/#dom-videoencoder-encode>

use ffmpeg_next::color;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

pub use super::encode_input::EncodeInput;
pub use super::encoder_config::VideoEncoderConfig;
pub use super::output::{EncodedVideo, StreamInfo};

use super::alpha::AlphaSource;
use super::coder::Coder;
use super::color::StreamColor;
use super::convert::{Coefficients, Converter, Side};
use super::encoder_config::Plan;
use super::giving_back::GivingBack;
use super::opening::Opening;
use super::pace::{Moment, Pace, deviates};
use super::reopening::{FALSE_RATE, Reopening};
use super::timing::Timings;
use crate::kind::{Emit, Kind};
use crate::support::Probe;
use crate::tuning::{BitrateMode, PacedBy};
use crate::{Error, Result};

pub struct VideoEncoder {
    plan: Plan,
    /// None after a drain: the next frame opens it again.
    coder: Option<Coder>,
    /// None before the first frame.
    opening: Option<Opening>,
    /// Of the last frame that named one.
    quantizer: Option<u16>,
    timings: Timings,
    pace: Pace,
    reopening: Reopening,
    converter: Converter,
    alpha: AlphaSource,
    _giving_back: GivingBack,
}

/// Whether `config` can be served will show when a coder is opened for it.
pub fn probe(config: &VideoEncoderConfig) -> Result<Probe> {
    let plan = Plan::new(config)?;
    Ok(Probe::new(plan.class(), move || {
        let _giving_back = GivingBack::of(plan.job.width, plan.job.height);
        Coder::open(&plan, Opening::presumed(&plan.job.codec)).is_ok()
    }))
}

impl Kind for VideoEncoder {
    type Config = VideoEncoderConfig;
    type Input = EncodeInput;
    type Output = EncodedVideo;

    const UNDELIVERED: usize = 8;
    const COMPANY: usize = 1;

    fn open(config: VideoEncoderConfig) -> Result<Self> {
        let plan = Plan::new(&config)?;
        // Opening shows that the configuration works. If the first frame is as presumed, the coder is used.
        let coder = Some(Coder::open(&plan, Opening::presumed(&plan.job.codec))?);
        Ok(VideoEncoder {
            _giving_back: GivingBack::of(plan.job.width, plan.job.height),
            plan,
            coder,
            opening: None,
            quantizer: None,
            timings: Timings::default(),
            pace: Pace::new(config.framerate),
            reopening: Reopening::new(config.framerate.is_some()),
            converter: Converter::default(),
            alpha: AlphaSource::default(),
        })
    }

    fn push(&mut self, input: EncodeInput, emit: Emit<'_, EncodedVideo>) -> Result<()> {
        let opening = *self.opening.get_or_insert_with(|| Opening::new(&input, &self.plan.job));
        if self.pace.has_ended() {
            self.reopen(emit)?;
            self.pace.rewind();
        }
        let moment = self.pace.enter(input.timing);
        self.keep_pace(moment, emit)?;
        self.quantizer = input.quantizer.or(self.quantizer);
        let is_stale = |coder: &Coder| coder.is_stale(self.quantizer, input.key_frame);
        if self.coder.as_ref().is_some_and(is_stale) {
            self.reopen(emit)?;
        }
        // Any other is gone before a new one takes its memory.
        let mut coder = match self.coder.take().filter(|coder| coder.serves(opening)) {
            Some(coder) => coder,
            None => Coder::open(&self.plan, opening)?,
        };
        let mut picture = self.picture(&input, coder.pixel(), opening.color)?;
        picture.set_pts(Some(moment.pts));
        self.timings.enter_at(moment.pts, input.timing);
        coder.send(&mut picture, moment.duration, input.key_frame, self.quantizer)?;
        let coder = self.coder.insert(coder);
        while let Some(chunk) = coder.receive(&self.plan, &opening.hdr, &mut self.timings)? {
            emit(chunk)?;
        }
        Ok(())
    }

    fn drain(&mut self, emit: Emit<'_, EncodedVideo>) -> Result<()> {
        // A coder that holds nothing back must go on as it is: after a drain only a new one takes frames.
        if !self.timings.is_waiting() {
            return Ok(());
        }
        let (Some(mut coder), Some(opening)) = (self.coder.take(), self.opening) else {
            return Ok(());
        };
        coder.finish()?;
        while let Some(chunk) = coder.receive(&self.plan, &opening.hdr, &mut self.timings)? {
            emit(chunk)?;
        }
        if self.timings.is_waiting() {
            return Err(Error::coding(format!("{} did not return every frame", coder.row().name)));
        }
        Ok(())
    }
}

impl VideoEncoder {
    /// Has the coder count on the rate at which frames come by now.
    fn keep_pace(&mut self, moment: Moment, emit: Emit<'_, EncodedVideo>) -> Result<()> {
        let job = &mut self.plan.job;
        if job.bitrate_mode == BitrateMode::Quantizer {
            return Ok(()); // frames take what they take
        }
        let framerate = self.pace.framerate();
        let Some(coder) = &mut self.coder else {
            if deviates(job.framerate, framerate, FALSE_RATE) {
                job.framerate = framerate;
            }
            return Ok(());
        };
        match (coder.row().paced_by)(job.latency_mode) {
            PacedBy::Times => {}
            PacedBy::Bitrate => coder.set_framerate(framerate, job),
            PacedBy::Opening { .. } => {
                if let Some(framerate) = self.reopening.enter(moment, framerate, job.framerate) {
                    job.framerate = framerate;
                    self.reopen(emit)?;
                }
            }
        }
        Ok(())
    }

    /// Lets the next frame open the coder again.
    fn reopen(&mut self, emit: Emit<'_, EncodedVideo>) -> Result<()> {
        self.drain(emit)?;
        self.coder = None;
        Ok(())
    }

    /// The visible part of the frame in the coder's format, size and colours.
    fn picture(&mut self, input: &EncodeInput, pixel: Pixel, color: StreamColor) -> Result<Video> {
        let mut view = input.view().ok_or_else(|| Error::coding("the visible rectangle leaves the frame"))?;
        let job = &self.plan.job;
        let from = Side {
            format: view.format(),
            width: view.width(),
            height: view.height(),
            coefficients: input.coefficients(job, color),
        };
        let coefficients = Coefficients { matrix: color.matrix, full_range: color.full_range };
        let to = Side { format: pixel, width: job.width, height: job.height, coefficients };
        if from != to {
            view = self.converter.convert(&view, from, to)?;
        }
        if job.alpha && input.has_alpha {
            view = self.alpha.join(&view, &input.frame, input.visible)?;
        } else if job.alpha {
            view = self.alpha.join_opaque(&view)?;
        }
        view.set_color_range(if color.full_range { color::Range::JPEG } else { color::Range::MPEG });
        Ok(view)
    }
}
