//! An opened FFmpeg encoder and the options that it is opened with.

use codecs::bitstream::hdr::HdrMetadata;
use ffmpeg_next::codec::Context;
use ffmpeg_next::codec::encoder;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::{Packet, Rational};

use super::color::StreamColor;
use super::encoder_config::{BITRATES, Candidate, Plan};
use super::layering::Layering;
use super::opening::Opening;
use super::output::{self, EncodedVideo, Packaging, StreamInfo};
use super::pace::{TICKS, deviates};
use super::quantizing::Quantizing;
use super::siting::Siting;
use super::timing::Timings;
use crate::error::first;
use crate::exchange::received;
use crate::ff::context::{self, Setting};
use crate::tuning::{self, Encoder, Hinted, Job, LatencyMode};
use crate::{Error, Result};

/// Frame rates that differ by less are the same.
const SAME_RATE: f64 = 1.02;

/// An opened FFmpeg encoder.
pub struct Coder {
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
    pub fn open(plan: &Plan, opening: Opening) -> Result<Self> {
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

    pub fn row(&self) -> &'static Encoder {
        self.candidate.row
    }

    /// The format of the pictures that it takes.
    pub fn pixel(&self) -> Pixel {
        self.pixel
    }

    /// Whether it was opened as it would be for such a stream.
    pub fn serves(&self, Opening { depth, chroma, siting, color, .. }: Opening) -> bool {
        let format = self.candidate.format_for(depth, chroma);
        format.is_some_and(|((_, _, pixel), _)| pixel == self.pixel)
            && (siting, color) == (self.siting, self.color)
    }

    /// Gives a coder that counts on the job's frame rate the bitrate that makes up for the real one.
    pub fn set_framerate(&mut self, framerate: f64, job: &Job) {
        if deviates(self.framerate, framerate, SAME_RATE) {
            self.framerate = framerate;
            let bitrate = (job.bitrate as f64 * job.framerate / framerate).round() as u64;
            context::set_bitrate(&mut self.video, bitrate.clamp(*BITRATES.start(), *BITRATES.end()));
        }
    }

    /// Whether only a new coder can do what is asked of the next frame.
    pub fn is_stale(&self, quantizer: Option<u16>, key: bool) -> bool {
        self.quantizing.as_ref().is_some_and(|quantizing| quantizing.is_stale(quantizer, key))
    }

    /// Takes a picture that lasts `duration` ticks. `key`: as a key frame.
    pub fn send(
        &mut self,
        picture: &mut Video,
        duration: i64,
        key: bool,
        quantizer: Option<u16>,
    ) -> Result<()> {
        context::set_duration(&mut self.video, picture, duration);
        if let Some(quantizing) = &mut self.quantizing {
            quantizing.tell(&mut self.video, picture, quantizer, key)?;
        }
        if let Some(layering) = &mut self.layering {
            layering.enter(key);
        }
        let failed = |error| Error::ffmpeg(self.candidate.row.name, "encode a frame", error);
        self.video.send_frame(picture).map_err(failed)
    }

    /// Has it give what it holds back; it takes no more.
    pub fn finish(&mut self) -> Result<()> {
        self.video.send_eof().map_err(|error| Error::ffmpeg(self.candidate.row.name, "finish", error))
    }

    /// The next chunk that is ready.
    pub fn receive(
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
