//! Writes a picture row by row, its chroma brought to the density of the format.
//!
//! Chroma is made left-sited: horizontally it is the mean of a pixel (twice) and its two neighbours,
//! vertically of the two rows.

use super::math::Signals;
use super::rows::Dense;
use super::side::Side;
use crate::video::frame::PlaneSpan;

pub struct Writer<'a> {
    bytes: &'a mut [u8],
    spans: &'a [PlaneSpan],
    to: Side,
    /// Which ways chroma comes with the density of luma.
    dense: Dense,
    width: usize,
    height: usize,
    /// Chroma of the rows that share it, added up.
    sums: [Vec<f32>; 2],
}

impl<'a> Writer<'a> {
    pub fn new(
        bytes: &'a mut [u8],
        spans: &'a [PlaneSpan],
        to: Side,
        dense: Dense,
        (width, height): (usize, usize),
    ) -> Self {
        Writer { bytes, spans, to, dense, width, height, sums: Default::default() }
    }

    /// Row `y` of the picture, to be called for each in order.
    pub fn write(&mut self, y: usize, signals: &Signals) {
        if self.to.format.is_rgb() {
            return self.write_pixels(y, signals);
        }
        self.store(0, y, &signals[0]);
        self.write_chroma(1, y, &signals[1]);
        self.write_chroma(2, y, &signals[2]);
    }

    /// Opaque ones.
    fn write_pixels(&mut self, y: usize, [red, green, blue]: &Signals) {
        let (first, third) = if self.to.format.is_reversed() { (blue, red) } else { (red, blue) };
        let (steps, zero) = self.to.scale(0);
        let byte = |signal: f32| u32::from(nearest(signal * steps as f32 + zero as f32, 255.0));
        let (start, span) = (self.spans[0].offset + y * self.spans[0].stride, 4 * self.width);
        let pixels = self.bytes[start..start + span].as_chunks_mut::<4>().0;
        for (pixel, ((first, green), third)) in pixels.iter_mut().zip(first.iter().zip(green).zip(third)) {
            let word = byte(*first) | byte(*green) << 8 | byte(*third) << 16 | 0xff00_0000;
            *pixel = word.to_le_bytes();
        }
    }

    fn write_chroma(&mut self, i: usize, y: usize, signal: &[f32]) {
        let plane = self.to.format.planes()[1];
        let mut sum = std::mem::take(&mut self.sums[i - 1]);
        let place = y % plane.sub_y;
        if place == 0 {
            sum.clear();
            sum.resize(self.width.div_ceil(plane.sub_x), 0.0);
        }
        if place == 0 || self.dense.y {
            if self.dense.x && plane.sub_x > 1 {
                add_halved(&mut sum, signal);
            } else {
                sum.iter_mut().zip(signal).for_each(|(sum, signal)| *sum += signal);
            }
        }
        if place + 1 == plane.sub_y || y + 1 == self.height {
            let rows = if self.dense.y { place + 1 } else { 1 };
            sum.iter_mut().for_each(|sum| *sum /= rows as f32);
            self.store(i, y / plane.sub_y, &sum);
        }
        self.sums[i - 1] = sum;
    }

    /// Alpha of row `y`, where the format has it; opaque when there is none.
    pub fn write_alpha(&mut self, y: usize, alpha: Option<(&[u16], u32)>) {
        let format = self.to.format;
        let most = (1_u32 << format.bits()) - 1;
        match alpha {
            _ if !format.has_alpha() => {}
            None if format.is_rgb() => {} // write() left it opaque
            Some((samples, limit)) => {
                let rounded = |sample: u32| (2 * sample * most + limit) / (2 * limit);
                self.put(3, y, samples.iter().map(|&sample| rounded(u32::from(sample)) as u16));
            }
            None => self.put(3, y, std::iter::repeat_n(most as u16, self.width)),
        }
    }

    fn store(&mut self, i: usize, y: usize, signals: &[f32]) {
        let (steps, zero) = self.to.scale(i);
        let (steps, zero) = (steps as f32, zero as f32);
        let most = ((1_u32 << self.to.format.bits()) - 1) as f32;
        self.put(i, y, signals.iter().map(|signal| nearest(signal * steps + zero, most)));
    }

    fn put(&mut self, i: usize, y: usize, samples: impl Iterator<Item = u16>) {
        let format = self.to.format;
        let (plane, before) = format.place(i);
        let (span, step) = (self.spans[plane], format.planes()[plane].sample_bytes);
        let row = &mut self.bytes[span.offset + y * span.stride..][..span.stride];
        if format.bits() > 8 {
            let targets = row.chunks_exact_mut(2);
            targets.zip(samples).for_each(|(target, sample)| target.copy_from_slice(&sample.to_le_bytes()));
        } else {
            row[before..].chunks_mut(step).zip(samples).for_each(|(target, sample)| target[0] = sample as u8);
        }
    }
}

fn add_halved(sums: &mut [f32], signal: &[f32]) {
    let last = signal.len().saturating_sub(1);
    for (i, sum) in sums.iter_mut().enumerate() {
        let (left, middle, right) = ((2 * i).saturating_sub(1), (2 * i).min(last), (2 * i + 1).min(last));
        *sum += 0.25 * signal[left] + 0.5 * signal[middle] + 0.25 * signal[right];
    }
}

/// The integer nearest to `value`, clipped to 0 to `most`.
#[inline(always)]
fn nearest(value: f32, most: f32) -> u16 {
    const UNIT_IS_LAST_BIT: f32 = 1.5 * (1 << 23) as f32; // what a cast does more slowly
    (value.clamp(0.0, most) + UNIT_IS_LAST_BIT).to_bits() as u16
}
