//! Inputs of any size, regrouped to the blocks that a coder takes.

use ffmpeg_next::frame;

use super::block_coder::BlockCoder;
use super::convert::{Floats, LaneMut, convert};
use super::sample_format::SampleFormat;
use super::samples::Samples;
use crate::ff::audio;
use crate::{Error, Result};

/// How samples are laid out for the coder.
#[derive(Clone, Copy)]
pub struct Layout {
    pub format: SampleFormat,
    pub channels: usize,
    /// The coder's channel for each of ours; empty when they are the same.
    pub order: &'static [u8],
    pub floats: Floats,
}

/// A block for the coder, filled from the front.
pub struct Block {
    frame: frame::Audio,
    layout: Layout,
    capacity: usize,
    filled: usize,
}

impl Block {
    pub fn new(coder: &dyn BlockCoder, layout: Layout, capacity: usize) -> Result<Self> {
        let frame = coder.frame(capacity).ok_or_else(|| Error::quota("no memory for samples"))?;
        Ok(Block { frame, layout, capacity, filled: 0 })
    }

    pub fn filled(&self) -> usize {
        self.filled
    }

    pub fn is_full(&self) -> bool {
        self.filled == self.capacity
    }

    /// Takes what fits of the samples from `first` on, and says how many those are.
    pub fn fill(&mut self, samples: &Samples, first: usize) -> Result<usize> {
        let count = (samples.frames() - first).min(self.capacity - self.filled);
        let Layout { format, channels, order, floats } = self.layout;
        match samples.interleaved(first) {
            Some(from) if !format.planar && order.is_empty() => {
                convert(from, LaneMut { stride: 1, ..self.lane_mut(0)? }, count * channels, floats);
            }
            _ => {
                for channel in 0..channels {
                    convert(samples.lane(channel, first), self.lane_mut(channel)?, count, floats);
                }
            }
        }
        self.filled += count;
        Ok(count)
    }

    /// Silence for what is not filled.
    pub fn fill_up(&mut self) -> Result<()> {
        let silence = Samples::silence(self.capacity - self.filled, self.layout.channels);
        self.fill(&silence, 0).map(drop)
    }

    fn lane_mut(&mut self, channel: usize) -> Result<LaneMut<'_>> {
        let Layout { format, channels, order, .. } = self.layout;
        let channel = order.get(channel).map_or(channel, |&channel| usize::from(channel));
        let sharing = format.sharing(channels);
        let (plane, offset) = format.place(channel, self.filled, channels);
        let bytes = audio::plane_mut(&mut self.frame, plane, self.capacity * sharing * format.ty.bytes());
        let bytes = bytes.and_then(|bytes| bytes.get_mut(offset..));
        let bytes = bytes.ok_or_else(|| Error::coding("a block of samples is smaller than its size says"))?;
        Ok(LaneMut { bytes, ty: format.ty, stride: sharing })
    }

    /// The block as it is, beginning at `position`.
    pub fn into_frame(mut self, position: i64) -> frame::Audio {
        self.frame.set_samples(self.filled);
        self.frame.set_pts(Some(position));
        self.frame
    }
}
