//! AudioEncoder's work: <https://w3c.github.io/webcodecs/#dom-audioencoder-encode>

pub use super::encoder_config::AudioEncoderConfig;
pub use super::output::{EncodedAudio, StreamInfo};
pub use crate::tuning::audio::{FlacOptions, OpusOptions};

use super::clock::Clock;
use super::coder::Coder;
use super::encoder_config::Plan;
use super::resampler::Resampler;
use super::sample_format::SampleType;
use super::samples::Samples;
use crate::kind::{Emit, Kind};
use crate::support::Probe;
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

/// Whether `config` can be served will show when a coder is opened for it.
pub fn probe(config: &AudioEncoderConfig) -> Result<Probe> {
    let plan = Plan::new(config)?;
    Ok(Probe::new(plan.class(), move || Coder::open(&plan, USUAL_DEPTH).is_ok()))
}

impl Kind for AudioEncoder {
    type Config = AudioEncoderConfig;
    type Input = EncodeInput;
    type Output = EncodedAudio;

    const UNDELIVERED: usize = 256;
    const COMPANY: usize = 64;

    fn open(config: AudioEncoderConfig) -> Result<Self> {
        let plan = Plan::new(&config)?;
        let coder = Coder::open(&plan, USUAL_DEPTH)?;
        let (channels, rate) = (plan.job.channels, plan.job.rate);
        let resampler = (coder.rate() != rate).then(|| Resampler::new(channels, rate, coder.rate()));
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
            |coder: &Coder, samples: usize| (samples as u64 * rate).div_ceil(u64::from(coder.rate()));
        let (coder, inexact) = (self.coder.as_ref(), self.resampler.is_some());
        let (unfinished, held) = coder.map_or((0, 0), |coder| {
            (of_inputs(coder, coder.unfinished(inexact)), of_inputs(coder, coder.held()))
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
