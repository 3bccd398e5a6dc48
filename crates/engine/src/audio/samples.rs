//! The media resource of AudioData: <https://w3c.github.io/webcodecs/#audiodata-interface>

use std::sync::Arc;

use ffmpeg_next::frame;

use super::convert::{Floats, Lane, LaneMut, convert};
use super::sample_format::{SampleFormat, SampleType};
use crate::ff::audio;
use crate::{Error, Result};

/// Samples that are never written again, shared by their clones.
#[derive(Clone)]
pub struct Samples(Arc<Inner>);

struct Inner {
    format: SampleFormat,
    channels: usize,
    frames: usize,
    /// Where each channel is in the storage; empty when it is in its own place.
    order: &'static [u8],
    storage: Storage,
}

enum Storage {
    /// One plane after the other.
    Bytes(Vec<u8>),
    Decoded(frame::Audio),
}

/// What copyTo() copies. The caller has checked that it is there.
#[derive(Clone, Copy, Debug)]
pub struct CopyRange {
    pub plane: usize,
    pub first: usize,
    pub frames: usize,
}

impl Samples {
    /// A copy of `frames` sample frames that lie in `data` as the format has them.
    pub fn copy_from(data: &[u8], format: SampleFormat, frames: usize, channels: usize) -> Result<Self> {
        let bytes = frames.checked_mul(channels).and_then(|count| count.checked_mul(format.ty.bytes()));
        let data = bytes.and_then(|bytes| data.get(..bytes));
        let data = data.ok_or_else(|| Error::coding("the data is too short for its samples"))?;
        let mut copy = Vec::new();
        copy.try_reserve_exact(data.len()).map_err(|_| Error::quota("no memory for the samples"))?;
        copy.extend_from_slice(data);
        Ok(Self::new(format, channels, frames, &[], Storage::Bytes(copy)))
    }

    /// Samples of zero.
    pub(super) fn silence(frames: usize, channels: usize) -> Self {
        const ZEROS: SampleFormat = SampleFormat { ty: SampleType::S16, planar: true };
        Self::from_planes(vec![0; frames * channels * ZEROS.ty.bytes()], ZEROS, frames, channels)
    }

    /// Planes of equal length, one after the other.
    pub(super) fn from_planes(bytes: Vec<u8>, format: SampleFormat, frames: usize, channels: usize) -> Self {
        Self::new(format, channels, frames, &[], Storage::Bytes(bytes))
    }

    /// A decoder's samples, which has the channels in the given order. None when they are in a format that the spec does not have.
    pub(super) fn from_decoder(frame: frame::Audio, order: &'static [u8]) -> Option<Self> {
        let format = SampleFormat::from_ffmpeg(frame.format())?;
        let (channels, frames) = (audio::channels(&frame), frame.samples());
        Some(Self::new(format, channels, frames, order, Storage::Decoded(frame)))
    }

    fn new(
        format: SampleFormat,
        channels: usize,
        frames: usize,
        order: &'static [u8],
        storage: Storage,
    ) -> Self {
        Samples(Arc::new(Inner { format, channels, frames, order, storage }))
    }

    pub fn format(&self) -> SampleFormat {
        self.0.format
    }

    pub fn channels(&self) -> usize {
        self.0.channels
    }

    pub fn frames(&self) -> usize {
        self.0.frames
    }

    pub fn byte_size(&self) -> usize {
        self.0.frames * self.0.channels * self.0.format.ty.bytes()
    }

    /// The samples of one channel from frame `first` on.
    pub(super) fn lane(&self, channel: usize, first: usize) -> Lane<'_> {
        let Inner { format, channels, order, .. } = *self.0;
        let channel = order.get(channel).map_or(channel, |&channel| usize::from(channel));
        let (plane, offset) = format.place(channel, first, channels);
        let bytes = self.plane(plane).get(offset..).unwrap_or_default();
        Lane { bytes, ty: format.ty, stride: format.sharing(channels) }
    }

    fn plane(&self, plane: usize) -> &[u8] {
        let Inner { format, channels, frames, .. } = *self.0;
        let len = frames * format.sharing(channels) * format.ty.bytes();
        match &self.0.storage {
            Storage::Bytes(bytes) => bytes.get(plane * len..(plane + 1) * len).unwrap_or_default(),
            Storage::Decoded(frame) => audio::plane(frame, plane, len).unwrap_or_default(),
        }
    }

    /// Copies part of a plane as `format` has it to the start of `destination`, converting where the formats differ.
    pub fn copy_to(&self, destination: &mut [u8], format: SampleFormat, range: CopyRange) {
        let CopyRange { plane, first, frames } = range;
        if !format.planar {
            return self.interleave(destination, format, first, frames);
        }
        let to = LaneMut { bytes: destination, ty: format.ty, stride: 1 };
        convert(self.lane(plane, first), to, frames, Floats::Exact);
    }

    /// All channels as if they were one, where they are interleaved in their own order.
    pub(super) fn interleaved(&self, first: usize) -> Option<Lane<'_>> {
        let in_order = !self.0.format.planar && self.0.order.is_empty();
        in_order.then(|| Lane { stride: 1, ..self.lane(0, first) })
    }

    fn interleave(&self, destination: &mut [u8], format: SampleFormat, first: usize, frames: usize) {
        let channels = self.0.channels;
        if let Some(from) = self.interleaved(first) {
            let to = LaneMut { bytes: destination, ty: format.ty, stride: 1 };
            return convert(from, to, frames * channels, Floats::Exact);
        }
        for channel in 0..channels {
            let bytes = destination.get_mut(channel * format.ty.bytes()..).unwrap_or_default();
            let to = LaneMut { bytes, ty: format.ty, stride: channels };
            convert(self.lane(channel, first), to, frames, Floats::Exact);
        }
    }
}
