//! Inputs at the rate that the coder takes.

use super::convert::{Floats, LaneMut, convert};
use super::sample_format::{SampleFormat, SampleType};
use super::samples::Samples;
use crate::ff;
use crate::{Error, Result};

/// From one rate to another. Samples come out later than they go in, and all of them after `finish`.
pub struct Resampler {
    rates: (u32, u32),
    channels: usize,
    /// None before the first samples and after the last.
    running: Option<ff::resample::Resampler>,
    /// Since the first samples.
    taken: u64,
    given: u64,
}

const PLANES: SampleFormat = SampleFormat { ty: SampleType::F32, planar: true };

impl Resampler {
    pub fn new(channels: usize, from: u32, to: u32) -> Self {
        Resampler { rates: (from, to), channels, running: None, taken: 0, given: 0 }
    }

    /// Takes in `count` frames from `first` on.
    pub fn push(&mut self, samples: &Samples, first: usize, count: usize) -> Result<Samples> {
        let (from, to) = self.rates;
        let running = match &mut self.running {
            Some(running) => running,
            None => {
                let resampler = ff::resample::Resampler::new(self.channels, from, to).ok_or_else(failure)?;
                self.running.insert(resampler)
            }
        };
        let planes = running.run(&planes_of(samples, self.channels, first, count)).ok_or_else(failure)?;
        self.taken += count as u64;
        self.given += planes.first().map_or(0, Vec::len) as u64;
        Ok(joined(&planes))
    }

    /// What is left, so that the outputs last as long as the inputs did.
    pub fn finish(&mut self) -> Result<Samples> {
        let (from, to) = self.rates;
        let mut planes = match self.running.take() {
            Some(mut running) => running.finish().ok_or_else(failure)?,
            None => vec![Vec::new(); self.channels],
        };
        let wanted = (u128::from(self.taken) * u128::from(to)).div_ceil(u128::from(from)) as u64;
        let left = usize::try_from(wanted.saturating_sub(self.given)).unwrap_or(0);
        planes.iter_mut().for_each(|plane| plane.resize(left, 0.0));
        (self.taken, self.given) = (0, 0);
        Ok(joined(&planes))
    }
}

fn failure() -> Error {
    Error::coding("the sample rate cannot be converted")
}

fn planes_of(samples: &Samples, channels: usize, first: usize, count: usize) -> Vec<Vec<f32>> {
    let plane = |channel| {
        let mut bytes = vec![0; count * PLANES.ty.bytes()];
        let to = LaneMut { bytes: &mut bytes, ty: PLANES.ty, stride: 1 };
        convert(samples.lane(channel, first), to, count, Floats::Clipped);
        bytes
            .chunks_exact(4)
            .map(|bytes| f32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect()
    };
    (0..channels).map(plane).collect()
}

fn joined(planes: &[Vec<f32>]) -> Samples {
    let frames = planes.first().map_or(0, Vec::len);
    let bytes = planes.iter().flatten().flat_map(|sample| sample.to_ne_bytes()).collect();
    Samples::from_planes(bytes, PLANES, frames, planes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phase of a sine that went through keeps its place, from the first sample to the last.
    #[test]
    fn a_sine_keeps_its_place_in_time() {
        let (from, to) = (44_100_u32, 48_000_u32);
        let sine = |rate: u32, i: usize| (i as f32 * 440.0 * std::f32::consts::TAU / rate as f32).sin();
        let mut resampler = Resampler::new(1, from, to);
        let mut given: Vec<f32> = Vec::new();
        let mut take = |samples: Samples| {
            given.extend(planes_of(&samples, 1, 0, samples.frames()).remove(0));
        };
        for block in 0..100 {
            let plane = (0..441).map(|i| sine(from, block * 441 + i)).collect();
            take(resampler.push(&joined(&[plane]), 0, 441).unwrap());
        }
        take(resampler.finish().unwrap());
        assert_eq!(given.len(), 48_000);
        let worst = (1000..47_000).map(|i| (given[i] - sine(to, i)).abs()).fold(0.0, f32::max);
        assert!(worst < 1e-3, "{worst}");
    }
}
