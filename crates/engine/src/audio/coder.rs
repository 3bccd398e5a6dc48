//! An open coder with what it takes to give it blocks and to make chunks of its packets.

use ffmpeg_next::format::Sample;

use super::block::{Block, Layout};
use super::block_coder::{BlockCoder, Coded, Opening};
use super::clock::Clock;
use super::encoder_config::{Candidate, Plan};
use super::output::{EncodedAudio, Packaging, Packer, StreamInfo};
use super::sample_format::{SampleFormat, SampleType};
use super::samples::Samples;
use crate::error::first;
use crate::tuning::audio::Encoder;
use crate::{Error, Result};

pub struct Coder {
    row: &'static Encoder,
    coder: Box<dyn BlockCoder>,
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
}

impl Coder {
    /// Opens the first of the plan's coders that takes the job.
    pub fn open(plan: &Plan, depth: SampleType) -> Result<Self> {
        first(&plan.coders, |candidate| Self::open_candidate(plan, candidate, depth))
    }

    fn open_candidate(plan: &Plan, candidate: &Candidate, depth: SampleType) -> Result<Self> {
        let Candidate { row, rate, ref layout, order, ref settings } = *candidate;
        let channels = plan.job.channels;
        let formatless = || Error::unsupported(format!("{} takes no samples", row.name));
        let (sample, format) = sample_for(row.formats, depth).ok_or_else(formatless)?;
        let coder = (row.open)(&Opening { name: row.name, rate, channels, layout, sample, settings })?;
        let (packer, description) = Packer::new(plan.packaging, &plan.job, coder.extradata())?;
        let padding = coder.padding();
        // Decoders of Opus skip by themselves what the description tells.
        let priming = if plan.packaging == Packaging::OpusHead { 0 } else { padding.unsigned_abs() };
        Ok(Coder {
            row,
            coder,
            rate,
            layout: Layout { format, channels, order, floats: row.floats },
            block: None,
            position: 0,
            padding,
            end: i64::MAX,
            told: 0,
            packer,
            announcement: Some(StreamInfo { description, priming }),
        })
    }

    /// In Hz.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Samples that the encoder holds back.
    pub fn held(&self) -> usize {
        self.padding.unsigned_abs() as usize
    }

    pub fn has_depth(&self, depth: SampleType) -> bool {
        sample_for(self.row.formats, depth).is_some_and(|(_, format)| format == self.layout.format)
    }

    /// Takes as many of the samples from `first` on as fit into one block, and says how many those are.
    pub fn take(&mut self, samples: &Samples, first: usize) -> Result<usize> {
        let size = match self.coder.block_size() {
            0 => samples.frames(),
            size => size,
        };
        let mut block = match self.block.take() {
            Some(block) => block,
            None => Block::new(&*self.coder, self.layout, size)?,
        };
        let taken = block.fill(samples, first)?;
        if block.is_full() {
            self.send(block)?;
        } else {
            self.block = Some(block);
        }
        Ok(taken)
    }

    fn send(&mut self, block: Block) -> Result<()> {
        let samples = block.filled() as i64;
        let frame = block.into_frame(self.position);
        self.position += samples;
        self.coder.send(&frame)
    }

    /// Whether samples have gone in that have not come out.
    pub fn is_waiting(&self) -> bool {
        self.block.is_some() || (self.row.holds_back && self.position > 0)
    }

    /// Samples after which a chunk begins that has nothing of those before: they fill the block which has been begun, and
    /// push out what the encoder holds back. `inexact` samples come from a resampler, which holds some back as well.
    pub fn unfinished(&self, inexact: bool) -> usize {
        let size = self.coder.block_size();
        if size == 0 {
            return 0;
        }
        let rest = self.block.as_ref().map_or(0, |block| size - block.filled());
        let held = self.held().saturating_sub(rest).next_multiple_of(size);
        let exact = self.row.longest_chunk.unwrap_or(rest + held);
        if inexact { exact + size } else { exact }
    }

    /// Sends the last, short block. Where samples are held back it is filled up, as not every encoder does that right.
    pub fn finish(&mut self) -> Result<()> {
        self.end =
            self.position + self.block.as_ref().map_or(0, |block| block.filled() as i64) + self.padding;
        if let Some(mut block) = self.block.take() {
            if self.row.holds_back {
                block.fill_up()?;
            }
            self.send(block)?;
        }
        self.coder.finish()
    }

    /// The next chunk that is ready. Beyond the end there is nothing but silence, which nobody has to hear.
    pub fn receive(&mut self, clock: &mut Clock) -> Result<Option<EncodedAudio>> {
        while let Some(coded) = self.coder.receive()? {
            let (start, end) = self.span(&coded);
            if start < self.end {
                self.told = end;
                let (timestamp, duration) = clock.span(start, end, self.rate);
                let data = self.packer.pack(coded.data)?;
                let stream = self.announcement.take();
                return Ok(Some(EncodedAudio { data, timestamp, duration, stream }));
            }
        }
        Ok(None)
    }

    /// Where the packet lies, in samples since the coder was opened.
    fn span(&self, coded: &Coded) -> (i64, i64) {
        let start = coded.start.saturating_add(self.padding);
        let end = start.saturating_add(coded.samples).min(self.end);
        // Before 0 there are only samples of Vorbis that no decoder gives out.
        let start = start.max(self.told);
        (start, end.max(start))
    }
}

/// The first format that holds samples of that type, else the last.
fn sample_for(formats: &[Sample], depth: SampleType) -> Option<(Sample, SampleFormat)> {
    let mut known = formats.iter().filter_map(|&sample| Some((sample, SampleFormat::from_ffmpeg(sample)?)));
    known.find(|(_, format)| format.ty >= depth).or_else(|| {
        let &last = formats.last()?;
        Some((last, SampleFormat::from_ffmpeg(last)?))
    })
}
