//! AudioEncoder's work: <https://w3c.github.io/webcodecs/#dom-audioencoder-encode>

use ffmpeg_next::codec::{Context, encoder};
use ffmpeg_next::{Packet, Rational, format};

pub use super::encoder_config::AudioEncoderConfig;
pub use super::output::{EncodedAudio, StreamInfo};
pub use crate::tuning::audio::{FlacOptions, OpusOptions};

use super::block::{Block, Layout};
use super::clock::Clock;
use super::encoder_config::{Candidate, Plan};
use super::output::{Packaging, Packer};
use super::resampler::Resampler;
use super::sample_format::{SampleFormat, SampleType};
use super::samples::Samples;
use crate::error::first;
use crate::ff::context;
use crate::kind::{Emit, Kind};
use crate::{Error, Result};

/// One AudioData to encode. The samples are shared with the caller and never written to.
pub struct EncodeInput {
    pub samples: Samples,
    /// Microseconds.
    pub timestamp: i64,
    /// In Hz.
    pub rate: f32,
}

pub struct AudioEncoder {
    plan: Plan,
    /// None after a drain: the next samples open it again.
    coder: Option<Coder>,
    /// Of the samples in the stream: fixed by the first input.
    depth: Option<SampleType>,
    resampler: Option<Resampler>,
    clock: Clock,
}

/// The most usual type of samples, for a coder that is opened before there are any.
const USUAL_DEPTH: SampleType = SampleType::F32;

/// Tells whether `config` can be served, by opening a coder for it.
pub fn supported(config: &AudioEncoderConfig) -> Result<()> {
    Coder::open(&Plan::new(config)?, USUAL_DEPTH).map(drop)
}

impl Kind for AudioEncoder {
    type Config = AudioEncoderConfig;
    type Input = EncodeInput;
    type Output = EncodedAudio;

    const UNDELIVERED: usize = 64;

    fn open(config: AudioEncoderConfig) -> Result<Self> {
        let plan = Plan::new(&config)?;
        let coder = Coder::open(&plan, USUAL_DEPTH)?;
        let (channels, rate) = (plan.job.channels, plan.job.rate);
        let resampler = (coder.rate != rate).then(|| Resampler::new(channels, rate, coder.rate));
        Ok(AudioEncoder { coder: Some(coder), depth: None, resampler, clock: Clock::new(rate), plan })
    }

    fn push(&mut self, input: EncodeInput, emit: Emit<'_, EncodedAudio>) -> Result<()> {
        self.check(&input)?;
        self.depth.get_or_insert(input.samples.format().ty);
        if let Some(gap) = self.clock.gap_before(input.timestamp) {
            self.bridge(gap, input.timestamp, emit)?;
        }
        self.clock.enter(input.timestamp, input.samples.frames());
        self.encode(&input.samples, emit)
    }

    fn drain(&mut self, emit: Emit<'_, EncodedAudio>) -> Result<()> {
        if let Some(resampler) = &mut self.resampler {
            let rest = resampler.finish()?;
            self.regroup(&rest, emit)?;
        }
        self.clock.interrupt();
        // A coder that holds nothing back must go on as it is: after a drain only a new one takes samples.
        let Some(mut coder) = self.coder.take_if(|coder| coder.is_waiting()) else {
            return Ok(());
        };
        coder.finish()?;
        while let Some(chunk) = coder.receive(&mut self.clock)? {
            emit(chunk)?;
        }
        self.clock.restart();
        Ok(())
    }
}

impl AudioEncoder {
    fn check(&self, input: &EncodeInput) -> Result<()> {
        let job = &self.plan.job;
        let channels = input.samples.channels();
        if channels == job.channels && f64::from(input.rate) == f64::from(job.rate) {
            return Ok(());
        }
        Err(Error::coding(format!(
            "the AudioData has {channels} channels at {} Hz, the encoder is configured for {} at {} Hz",
            input.rate, job.channels, job.rate
        )))
    }

    /// Puts silence where a gap in the inputs begins: enough for a chunk to begin when the samples before the gap are out
    /// of the coder, unless the gap ends before. From there on time runs backwards from the end of the gap.
    fn bridge(&mut self, gap: u64, end: i64, emit: Emit<'_, EncodedAudio>) -> Result<()> {
        let (channels, rate) = (self.plan.job.channels, u64::from(self.plan.job.rate));
        let of_inputs =
            |coder: &Coder, samples: usize| (samples as u64 * rate).div_ceil(u64::from(coder.rate));
        let (coder, inexact) = (self.coder.as_ref(), self.resampler.is_some());
        let (unfinished, held) = coder.map_or((0, 0), |coder| {
            (
                of_inputs(coder, coder.unfinished(inexact)),
                of_inputs(coder, coder.padding.unsigned_abs() as usize),
            )
        });
        let silence = gap.min(unfinished);
        let frames = usize::try_from(silence).unwrap_or(0);
        self.clock.pass(frames);
        if silence < gap {
            self.clock.set(end, silence.saturating_sub(held));
        }
        self.encode(&Samples::silence(frames, channels), emit)
    }

    fn encode(&mut self, samples: &Samples, emit: Emit<'_, EncodedAudio>) -> Result<()> {
        match self.resampler {
            None => self.regroup(samples, emit),
            Some(_) => self.resample(samples, emit),
        }
    }

    /// A second at a time, whatever the size of the input: it is copied several times.
    fn resample(&mut self, samples: &Samples, emit: Emit<'_, EncodedAudio>) -> Result<()> {
        let slice = self.plan.job.rate as usize;
        for first in (0..samples.frames()).step_by(slice) {
            let Some(resampler) = &mut self.resampler else {
                return Ok(());
            };
            let resampled = resampler.push(samples, first, slice.min(samples.frames() - first))?;
            self.regroup(&resampled, emit)?;
        }
        Ok(())
    }

    fn regroup(&mut self, samples: &Samples, emit: Emit<'_, EncodedAudio>) -> Result<()> {
        if samples.frames() == 0 {
            return Ok(());
        }
        let depth = self.depth.unwrap_or(USUAL_DEPTH);
        let coder = match self.coder.take() {
            Some(coder) if coder.has_depth(depth) => coder,
            _ => Coder::open(&self.plan, depth)?,
        };
        let coder = self.coder.insert(coder);
        let mut first = 0;
        while first < samples.frames() {
            first += coder.take(samples, first)?;
            while let Some(chunk) = coder.receive(&mut self.clock)? {
                emit(chunk)?;
            }
        }
        Ok(())
    }
}

/// An opened FFmpeg encoder.
struct Coder {
    candidate: Candidate,
    audio: encoder::Audio,
    rate: u32,
    layout: Layout,
    block: Option<Block>,
    /// Samples sent to the encoder.
    position: i64,
    /// Samples that the encoder puts before the first one.
    padding: i64,
    /// Where the input's samples end in what decoding gives.
    end: i64,
    /// Where the last chunk ended.
    told: i64,
    packer: Packer,
    /// Told with the next chunk.
    announcement: Option<StreamInfo>,
    packet: Packet,
}

impl Coder {
    /// Opens the first of the plan's coders that takes the job.
    fn open(plan: &Plan, depth: SampleType) -> Result<Self> {
        first(&plan.coders, |candidate| Self::open_candidate(plan, candidate, depth))
    }

    fn open_candidate(plan: &Plan, candidate: &Candidate, depth: SampleType) -> Result<Self> {
        let row = candidate.row;
        let missing = || Error::unsupported(format!("the linked FFmpeg has no {}", row.name));
        let codec = ffmpeg_next::encoder::find_by_name(row.name).ok_or_else(missing)?;
        let mut audio = Context::new_with_codec(codec).encoder().audio().map_err(|_| missing())?;
        let rate = i32::try_from(candidate.rate).map_err(|_| missing())?;
        let (sample, format) = sample_for(row.formats, depth).ok_or_else(missing)?;
        audio.set_rate(rate);
        audio.set_format(sample);
        audio.set_time_base(Rational::new(1, rate));
        let mut settings = candidate.settings.clone();
        settings.push(("ch_layout".to_owned(), candidate.layout.clone()));
        if plan.packaging != Packaging::Bare {
            settings.push(("flags".to_owned(), "+global_header".to_owned()));
        }
        context::open(&mut audio, codec, &settings).map_err(|error| {
            let settings: Vec<_> = settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
            error.of_coder(&format!("{} at {rate} Hz ({})", row.name, settings.join(", ")))
        })?;
        let audio = encoder::audio::Encoder(audio);
        let packer = Packer::new(plan.packaging, &plan.job, context::extradata(&audio))?;
        let padding = context::initial_padding(&audio);
        let description = packer.description.clone();
        // Decoders of Opus skip by themselves what the description tells.
        let priming = if plan.packaging == Packaging::OpusHead { 0 } else { padding.unsigned_abs() };
        Ok(Coder {
            rate: candidate.rate,
            layout: Layout {
                format,
                channels: plan.job.channels,
                order: candidate.order,
                floats: row.floats,
            },
            candidate: candidate.clone(),
            audio,
            block: None,
            position: 0,
            padding,
            end: i64::MAX,
            told: 0,
            packer,
            announcement: Some(StreamInfo { description, priming }),
            packet: Packet::empty(),
        })
    }

    fn has_depth(&self, depth: SampleType) -> bool {
        sample_for(self.candidate.row.formats, depth).is_some_and(|(_, format)| format == self.layout.format)
    }

    /// Takes as many of the samples from `first` on as fit into one block, and says how many those are.
    fn take(&mut self, samples: &Samples, first: usize) -> Result<usize> {
        let size = match self.audio.frame_size() as usize {
            0 => samples.frames(),
            size => size,
        };
        let mut block = match self.block.take() {
            Some(block) => block,
            None => Block::new(&self.audio, self.layout, size)?,
        };
        let taken = block.fill(samples, first)?;
        if block.is_full() {
            self.send(block)?
        } else {
            self.block = Some(block)
        }
        Ok(taken)
    }

    fn send(&mut self, block: Block) -> Result<()> {
        let samples = block.filled() as i64;
        let frame = block.into_frame(self.position);
        self.position += samples;
        self.audio.send_frame(&frame).map_err(|error| self.failure(error))
    }

    fn failure(&self, error: ffmpeg_next::Error) -> Error {
        Error::ffmpeg(self.candidate.row.name, "encode samples", error)
    }

    /// Whether samples have gone in that have not come out.
    fn is_waiting(&self) -> bool {
        self.block.is_some() || (self.candidate.row.holds_back && self.position > 0)
    }

    /// Samples after which a chunk begins that has nothing of those before: they fill the block which has been begun, and
    /// push out what the encoder holds back. `inexact` samples come from a resampler, which holds some back as well.
    fn unfinished(&self, inexact: bool) -> usize {
        let size = self.audio.frame_size() as usize;
        if size == 0 {
            return 0;
        }
        let rest = self.block.as_ref().map_or(0, |block| size - block.filled());
        let held = (self.padding.unsigned_abs() as usize).saturating_sub(rest).next_multiple_of(size);
        let exact = self.candidate.row.longest_chunk.unwrap_or(rest + held);
        if inexact { exact + size } else { exact }
    }

    /// Sends the last, short block. Where samples are held back it is filled up, as not every encoder does that right.
    fn finish(&mut self) -> Result<()> {
        self.end =
            self.position + self.block.as_ref().map_or(0, |block| block.filled() as i64) + self.padding;
        if let Some(mut block) = self.block.take() {
            if self.candidate.row.holds_back {
                block.fill_up()?;
            }
            self.send(block)?;
        }
        self.audio.send_eof().map_err(|error| self.failure(error))
    }

    /// The next chunk that is ready.
    fn receive(&mut self, clock: &mut Clock) -> Result<Option<EncodedAudio>> {
        loop {
            match self.audio.receive_packet(&mut self.packet) {
                Ok(()) => {}
                Err(ffmpeg_next::Error::Eof) => return Ok(None),
                Err(ffmpeg_next::Error::Other { errno: ffmpeg_next::error::EAGAIN }) => return Ok(None),
                Err(error) => return Err(self.failure(error)),
            }
            // FLAC ends with a packet of nothing but a new STREAMINFO, others with silence beyond the end.
            let (start, end) = self.span()?;
            if self.packet.size() > 0 && start < self.end {
                self.told = end;
                return self.chunk(clock.span(start, end, self.rate)).map(Some);
            }
        }
    }

    /// Where the packet lies, in samples since the coder was opened.
    fn span(&self) -> Result<(i64, i64)> {
        let lost = || Error::coding(format!("{} made a chunk without a time", self.candidate.row.name));
        let start = self.packet.pts().ok_or_else(lost)?.saturating_add(self.padding);
        let end = start.saturating_add(self.packet.duration()).min(self.end);
        // Before 0 there are only samples of Vorbis that no decoder gives out.
        let start = start.max(self.told);
        Ok((start, end.max(start)))
    }

    fn chunk(&mut self, (timestamp, duration): (i64, u64)) -> Result<EncodedAudio> {
        let data = self.packer.pack(self.packet.data().unwrap_or_default())?;
        Ok(EncodedAudio { data, timestamp, duration, stream: self.announcement.take() })
    }
}

/// The first format that holds samples of that type, else the last.
fn sample_for(formats: &[format::Sample], depth: SampleType) -> Option<(format::Sample, SampleFormat)> {
    let mut known = formats.iter().filter_map(|&sample| Some((sample, SampleFormat::from_ffmpeg(sample)?)));
    known.find(|(_, format)| format.ty >= depth).or_else(|| {
        let &last = formats.last()?;
        Some((last, SampleFormat::from_ffmpeg(last)?))
    })
}
