//! VideoEncoder's work: <https://w3c.github.io/webcodecs/#dom-videoencoder-encode>

use codecs::bitstream::hdr::HdrMetadata;
use ffmpeg_next::codec::Context;
use ffmpeg_next::codec::encoder;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::{Packet, Rational, color, picture};

pub use super::encode_input::EncodeInput;
pub use super::encoder_config::VideoEncoderConfig;
pub use super::output::{EncodedVideo, StreamInfo};

use super::alpha::AlphaSource;
use super::color::StreamColor;
use super::convert::{Coefficients, Converter, Side};
use super::encoder_config::{Candidate, Plan};
use super::layering::Layering;
use super::opening::Opening;
use super::pace::{Moment, Pace, TICKS};
use super::quantizing::Quantizing;
use super::siting::Siting;
use super::timing::Timings;
use crate::error::first;
use crate::exchange::received;
use crate::ff::context::{self, Setting};
use crate::kind::{Emit, Kind};
use crate::support::Probe;
use crate::tuning::{self, BitrateMode, Encoder, Hinted, Job, LatencyMode, PacedBy};
use crate::video::output::{self, Packaging};
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
    /// When a coder may be opened again to tell it the frame rate, in ticks.
    due: i64,
    converter: Converter,
    alpha: AlphaSource,
}

/// Frame rates that differ by less are the same.
const SAME_RATE: f64 = 1.02;
/// One that is false by more is worth the key frame that comes of opening a coder again.
const FALSE_RATE: f64 = 1.2;
/// Ticks for which a declared rate may be false before that.
const PATIENCE: i64 = TICKS as i64 / 4;

/// Whether `config` can be served will show when a coder is opened for it.
pub fn probe(config: &VideoEncoderConfig) -> Result<Probe> {
    let plan = Plan::new(config)?;
    Ok(Probe::new(plan.class(), move || Coder::open(&plan, Opening::presumed(&plan.job.codec)).is_ok()))
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
            plan,
            coder,
            opening: None,
            quantizer: None,
            timings: Timings::default(),
            pace: Pace::new(config.framerate),
            due: if config.framerate.is_some() { PATIENCE } else { 0 },
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
            self.drain(emit)?;
            self.coder = None;
        }
        let mut coder = match self.coder.take() {
            Some(coder) if coder.serves(opening) => coder,
            _ => Coder::open(&self.plan, opening)?,
        };
        let mut picture = self.picture(&input, coder.pixel, opening.color)?;
        picture.set_pts(Some(moment.pts));
        self.timings.enter_at(moment.pts, input.timing);
        picture.set_kind(if input.key_frame { picture::Type::I } else { picture::Type::None });
        context::set_duration(&mut coder.video, &mut picture, moment.duration);
        coder.send(&mut picture, input.key_frame, self.quantizer)?;
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
            return Err(Error::coding(format!("{} did not return every frame", coder.candidate.row.name)));
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
        match (coder.candidate.row.paced_by)(job.latency_mode) {
            PacedBy::Times => {}
            PacedBy::Bitrate => coder.set_framerate(framerate, job),
            PacedBy::Opening if moment.pts < self.due || !deviates(job.framerate, framerate, FALSE_RATE) => {}
            PacedBy::Opening => {
                job.framerate = framerate;
                self.due = moment.pts + PATIENCE;
                self.reopen(emit)?;
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

fn deviates(one: f64, other: f64, factor: f64) -> bool {
    one > other * factor || other > one * factor
}

/// An opened FFmpeg encoder.
struct Coder {
    candidate: Candidate,
    /// What its bitrate was computed for, in frames a second.
    framerate: f64,
    video: encoder::Video,
    pixel: Pixel,
    siting: Siting,
    color: StreamColor,
    packaging: Packaging,
    quantizing: Option<Quantizing>,
    layering: Option<Layering>,
    /// Told with the next chunk.
    announcement: Option<StreamInfo>,
    packet: Packet,
}

impl Coder {
    /// Opens the first of the plan's coders that takes the job.
    fn open(plan: &Plan, opening: Opening) -> Result<Self> {
        first(&plan.coders, |candidate| Self::open_candidate(plan, candidate, opening))
    }

    fn open_candidate(plan: &Plan, candidate: &Candidate, opening: Opening) -> Result<Self> {
        let (row, color) = (candidate.row, opening.color);
        let no_format = || Error::unsupported(format!("{} has no format for the codec string", row.name));
        let ((depth, _, pixel), profile) =
            candidate.format_for(opening.depth, opening.chroma).ok_or_else(no_format)?;
        let missing = || Error::unsupported(format!("the linked FFmpeg has no {}", row.name));
        let codec = ffmpeg_next::encoder::find_by_name(row.name).ok_or_else(missing)?;
        let mut video = Context::new_with_codec(codec).encoder().video().map_err(|_| missing())?;
        let job = &plan.job;
        video.set_width(job.width);
        video.set_height(job.height);
        video.set_format(row.alpha.filter(|_| job.alpha).unwrap_or(pixel));
        // In lowest terms, as x265 writes it into the stream.
        let framerate = Rational::new((job.framerate * 1000.0).round().max(1.0) as i32, 1000).reduce();
        video.set_frame_rate(Some(framerate));
        video.set_time_base(Rational::new(1, TICKS as i32));
        let settings = settings(plan, row, profile, opening);
        context::open(&mut video, codec, &settings).map_err(|error| error.of_coder(row.name))?;
        let mut video = encoder::video::Encoder(video);
        let quantizing =
            row.quantizer_for(job).map(|row| Quantizing::new(row, depth, &mut video)).transpose()?;
        let description = plan.packaging.description(&job.codec, context::extradata(&video))?;
        let announcement = Some(StreamInfo { description, color: color.into() });
        let layers = row.layers_for(job);
        Ok(Coder {
            candidate: candidate.clone(),
            framerate: job.framerate,
            video,
            pixel,
            siting: opening.siting,
            color,
            packaging: plan.packaging,
            quantizing,
            layering: layers.map(Layering::new),
            announcement,
            packet: Packet::empty(),
        })
    }

    /// Whether it was opened as it would be for such a stream.
    fn serves(&self, Opening { depth, chroma, siting, color, .. }: Opening) -> bool {
        let format = self.candidate.format_for(depth, chroma);
        format.is_some_and(|((_, _, pixel), _)| pixel == self.pixel)
            && (siting, color) == (self.siting, self.color)
    }

    /// Gives a coder that counts on the job's frame rate the bitrate that makes up for the real one.
    fn set_framerate(&mut self, framerate: f64, job: &Job) {
        if deviates(self.framerate, framerate, SAME_RATE) {
            self.framerate = framerate;
            let bitrate = job.bitrate as f64 * job.framerate / framerate;
            context::set_bitrate(&mut self.video, bitrate.round() as u64);
        }
    }

    /// Whether only a new coder can do what is asked of the next frame.
    fn is_stale(&self, quantizer: Option<u16>, key: bool) -> bool {
        self.quantizing.as_ref().is_some_and(|quantizing| quantizing.is_stale(quantizer, key))
    }

    fn send(&mut self, picture: &mut Video, key: bool, quantizer: Option<u16>) -> Result<()> {
        if let Some(quantizing) = &mut self.quantizing {
            quantizing.tell(&mut self.video, picture, quantizer, key)?;
        }
        if let Some(layering) = &mut self.layering {
            layering.enter(key);
        }
        let failed = |error| Error::ffmpeg(self.candidate.row.name, "encode a frame", error);
        self.video.send_frame(picture).map_err(failed)
    }

    fn finish(&mut self) -> Result<()> {
        self.video.send_eof().map_err(|error| Error::ffmpeg(self.candidate.row.name, "finish", error))
    }

    /// The next chunk that is ready.
    fn receive(
        &mut self,
        plan: &Plan,
        hdr: &HdrMetadata,
        timings: &mut Timings,
    ) -> Result<Option<EncodedVideo>> {
        let failed = |error| Error::ffmpeg(self.candidate.row.name, "encode a frame", error);
        if !received(self.video.receive_packet(&mut self.packet)).map_err(failed)? {
            return Ok(None);
        }
        let timing = self.packet.pts().and_then(|counter| timings.leave(counter));
        let timing = timing
            .ok_or_else(|| Error::coding(format!("{} made a chunk of no frame", self.candidate.row.name)))?;
        let (codec, key) = (plan.job.codec.id, self.packet.is_key());
        let packet = self.packet.data().unwrap_or_default();
        let described = if key && !hdr.is_empty() { hdr.insert(codec, packet) } else { None };
        let data = self.packaging.pack(codec, described.as_deref().unwrap_or(packet));
        let alpha = output::alpha(&self.packet);
        if plan.job.alpha && alpha.is_none() {
            return Err(Error::coding(format!("{} made a chunk without alpha", self.candidate.row.name)));
        }
        let temporal_layer = self.layering.as_ref().map(|layering| layering.layer(key));
        let stream = self.announcement.take();
        Ok(Some(EncodedVideo { data, alpha, key, timing, temporal_layer, stream }))
    }
}

/// Every option that the coder is opened with.
fn settings(
    plan: &Plan,
    row: &Encoder,
    profile: &str,
    Opening { siting, color, .. }: Opening,
) -> Vec<Setting> {
    let job = &plan.job;
    let by_mode = match job.latency_mode {
        LatencyMode::Realtime => row.realtime,
        LatencyMode::Quality => row.quality,
    };
    let fixed = row.always.iter().chain(by_mode).map(|&(key, value)| (key.to_owned(), value.to_owned()));
    let colors = [
        ("color_primaries", i32::from(color.primaries)),
        ("color_trc", i32::from(color.transfer)),
        ("colorspace", i32::from(color.matrix)),
        ("color_range", if color.full_range { 2 } else { 1 }),
        ("chroma_sample_location", siting.location()),
    ];
    let mut settings: Vec<Setting> = fixed.collect();
    settings.extend(colors.map(|(key, value)| (key.to_owned(), value.to_string())));
    settings.extend(tuning::rate_control(job));
    if let Some(quantizer) = row.quantizer_for(job) {
        let options = quantizer.options.iter();
        settings.extend(options.map(|&(key, value)| (key.to_owned(), value.to_owned())));
    }
    if let Some(layers) = row.layers_for(job) {
        settings.extend(layers.settings(job));
    }
    settings.extend((row.settings)(job, profile));
    let hints =
        |&&(hint, modes, _): &&Hinted| Some(hint) == job.content_hint && modes.contains(&job.latency_mode);
    let hinted = row.hints.iter().filter(hints).flat_map(|(_, _, options)| *options);
    settings.extend(hinted.map(|&(key, value)| (key.to_owned(), value.to_owned())));
    if plan.packaging == Packaging::LengthPrefixed {
        settings.push(("flags".to_owned(), "+global_header".to_owned()));
    }
    settings
}
