//! An opened coder with what it takes to make chunks of its pictures, and the settings that it is opened with.

use codecs::bitstream::hdr::HdrMetadata;
use ffmpeg_next::Rational;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::color::StreamColor;
use super::encoder_config::{BITRATES, Candidate, Plan};
use super::layering::Layering;
use super::opening::Opening;
use super::output::{EncodedVideo, Packaging, StreamInfo};
use super::pace::deviates;
use super::picture_coder::{How, PictureCoder, Setup};
use super::siting::Siting;
use super::timing::Timings;
use crate::error::first;
use crate::tuning::quantizer::Quantizer;
use crate::tuning::{Encoder, Job, PacedBy};
use crate::{Error, Result, shortage};

/// Frame rates that differ by less are the same.
const SAME_RATE: f64 = 1.02;

pub struct Coder {
    candidate: Candidate,
    coder: Box<dyn PictureCoder>,
    /// What its bitrate was computed for, in frames a second.
    framerate: f64,
    pixel: Pixel,
    siting: Siting,
    /// As the stream tells it.
    color: StreamColor,
    packaging: Packaging,
    /// Where each frame has one of its own.
    quantizer: Option<&'static Quantizer>,
    layering: Option<Layering>,
    /// Told with the next chunk.
    announcement: Option<StreamInfo>,
}

impl Coder {
    /// Opens the first of the plan's coders that takes the job.
    pub fn open(plan: &Plan, opening: Opening) -> Result<Self> {
        first(&plan.coders, |candidate| {
            shortage::or_one(plan.job.threads, |threads| {
                let job = Job { threads, ..plan.job.clone() };
                Self::open_candidate(candidate, &job, plan.packaging, opening)
            })
        })
    }

    fn open_candidate(
        candidate: &Candidate,
        job: &Job,
        packaging: Packaging,
        opening: Opening,
    ) -> Result<Self> {
        let (row, Opening { siting, .. }) = (candidate.row, opening);
        let color = opening.color.within(&row.colors);
        let no_format = || Error::unsupported(format!("{} has no format for the codec string", row.name));
        let ((depth, chroma, pixel), profile) =
            candidate.format_for(opening.depth, opening.chroma).ok_or_else(no_format)?;
        shortage::demand_memory(row.name, row.least_memory * job.luma_bytes(), job.room)?;
        let quantizer = row.quantizer_for(job);
        let coder = (row.driver.open)(&Setup {
            name: row.name,
            width: job.width,
            height: job.height,
            depth,
            chroma,
            pixel: row.alpha.filter(|_| job.alpha).unwrap_or(pixel),
            framerate: Rational::new((job.framerate * 1000.0).round().max(1.0) as i32, 1000).reduce(),
            numbered: (row.paced_by)(job.latency_mode) == PacedBy::Opening { numbered: true },
            color,
            siting,
            sets_apart: packaging == Packaging::LengthPrefixed,
            quantizer,
            threads: job.threads,
            settings: &row.settings_for(job, profile, siting.location()),
        })?;
        let description = packaging.description(&job.codec, coder.extradata())?;
        Ok(Coder {
            candidate: candidate.clone(),
            coder,
            framerate: job.framerate,
            pixel,
            siting,
            color,
            packaging,
            quantizer,
            layering: row.layers_for(job).map(Layering::new),
            announcement: Some(StreamInfo { description, color: color.into() }),
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
            && (siting, color.within(&self.row().colors)) == (self.siting, self.color)
    }

    /// Gives a coder that counts on the job's frame rate the bitrate that makes up for the real one.
    pub fn set_framerate(&mut self, framerate: f64, job: &Job) {
        if deviates(self.framerate, framerate, SAME_RATE) {
            self.framerate = framerate;
            let bitrate = (job.bitrate as f64 * job.framerate / framerate).round() as u64;
            self.coder.set_bitrate(bitrate.clamp(*BITRATES.start(), *BITRATES.end()));
        }
    }

    /// Whether only a new coder can do what is asked of the next frame.
    pub fn is_stale(&self, quantizer: Option<u16>, key: bool) -> bool {
        self.quantizer(quantizer).is_some_and(|quantizer| self.coder.is_stale(quantizer, key))
    }

    /// The quantizer of a frame, if it is that which decides.
    fn quantizer(&self, named: Option<u16>) -> Option<u16> {
        self.quantizer.map(|row| named.unwrap_or(row.usual))
    }

    /// Takes a picture that lasts `duration` ticks. `key`: as a key frame.
    pub fn send(
        &mut self,
        picture: &mut Video,
        duration: i64,
        key: bool,
        quantizer: Option<u16>,
    ) -> Result<()> {
        if let Some(layering) = &mut self.layering {
            layering.enter(key);
        }
        let quantizer = self.quantizer(quantizer);
        self.coder.send(picture, How { duration, key, quantizer })
    }

    /// Has it give what it holds back; it takes no more.
    pub fn finish(&mut self) -> Result<()> {
        self.coder.finish()
    }

    /// The next chunk that is ready.
    pub fn receive(
        &mut self,
        plan: &Plan,
        hdr: &HdrMetadata,
        timings: &mut Timings,
    ) -> Result<Option<EncodedVideo>> {
        let Some(coded) = self.coder.receive()? else {
            return Ok(None);
        };
        let (name, codec, key) = (self.candidate.row.name, plan.job.codec.id, coded.key);
        let timing = coded.pts.and_then(|pts| timings.leave(pts));
        let timing = timing.ok_or_else(|| Error::coding(format!("{name} made a chunk of no frame")))?;
        if plan.job.alpha && coded.alpha.is_none() {
            return Err(Error::coding(format!("{name} made a chunk without alpha")));
        }
        let described = if key && !hdr.is_empty() { hdr.insert(codec, &coded.data) } else { None };
        Ok(Some(EncodedVideo {
            data: self.packaging.pack(codec, described.unwrap_or(coded.data)),
            alpha: coded.alpha,
            key,
            timing,
            temporal_layer: self.layering.as_ref().map(|layering| layering.layer(key)),
            stream: self.announcement.take(),
        }))
    }
}
