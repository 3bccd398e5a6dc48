//! From samples of one side to signals of the other, in floating point: any matrix, range, transfer and primaries.

use std::sync::OnceLock;

use super::matrix::{IDENTITY, Matrix, between_primaries, inverse, product, rgb_from_yuv};
use super::rows::{CHROMA_SCALE, Row};
use super::side::Side;
use super::tone;
use super::transfer::{BLOCK, Curve, PEAK, Transfer, WHITE};
use crate::{Error, Result};

/// Components of one row: Y from 0 to 1 and chroma from -0.5 to 0.5, or R, G, B from 0 to 1, and beyond.
pub type Signals = [Vec<f32>; 3];

type Block = [[f32; BLOCK]; 3];

pub enum Math {
    /// A signal is `sample * scale + offset`, for each component.
    Scale([(f32, f32); 3]),
    Matrix(Affine),
    Light(Box<Light>),
}

/// By way of linear light.
pub struct Light {
    to_rgb: Affine,
    decoding: &'static Curve,
    hdr: Option<Hdr>,
    primaries: Affine,
    encoding: &'static Curve,
    from_rgb: Affine,
}

/// To standard dynamic range, in BT.2020's primaries.
struct Hdr {
    to_bt2020: Affine,
    hlg: bool,
}

const BT2020: u8 = 9;
/// The system gamma of HLG for a display of 1000 cd/m2 (BT.2100).
const HLG_GAMMA: f64 = 1.2;

impl Math {
    /// NotSupported for a conversion of light into high dynamic range.
    pub fn between(from: &Side, to: &Side) -> Result<Self> {
        let scales = [0, 1, 2].map(|i| {
            let (steps, zero) = from.scale(i);
            let multiple = if i > 0 && !from.format.is_rgb() { f64::from(CHROMA_SCALE) } else { 1.0 };
            (1.0 / (steps * multiple), -zero / steps)
        });
        if from.has_light_of(to) && from.has_matrix_of(to) {
            return Ok(Math::Scale(scales.map(|(scale, offset)| (scale as f32, offset as f32))));
        }
        let to_rgb = if from.format.is_rgb() { IDENTITY } else { rgb_from_yuv(from.matrix) };
        let from_rgb = if to.format.is_rgb() { IDENTITY } else { inverse(&rgb_from_yuv(to.matrix)) };
        if from.has_light_of(to) {
            return Ok(Math::Matrix(Affine::scaled(product(&from_rgb, &to_rgb), scales)));
        }
        let light = Light::between(from, to, Affine::scaled(to_rgb, scales), from_rgb.into())?;
        Ok(Math::Light(Box::new(light)))
    }

    /// Where there is nothing to compute, components may have different densities.
    pub fn apply(&self, row: &Row, signals: &mut Signals) {
        for (samples, signals) in row.components.iter().zip(signals.iter_mut()) {
            signals.resize(samples.len(), 0.0);
        }
        let longest = row.components[0].len();
        let mut block = [[0.0; BLOCK]; 3];
        for start in (0..longest).step_by(BLOCK) {
            for (numbers, samples) in block.iter_mut().zip(&row.components) {
                let samples = samples.get(start..).unwrap_or_default();
                numbers.iter_mut().zip(samples).for_each(|(number, sample)| *number = f32::from(*sample));
            }
            match self {
                Math::Scale(scales) => {
                    for (numbers, (scale, offset)) in block.iter_mut().zip(scales) {
                        numbers.iter_mut().for_each(|number| *number = *number * scale + offset);
                    }
                }
                Math::Matrix(matrix) => matrix.apply(&mut block),
                Math::Light(light) => light.apply(&mut block),
            }
            for (numbers, signals) in block.iter().zip(signals.iter_mut()) {
                let signals = signals.get_mut(start..).unwrap_or_default();
                signals.iter_mut().zip(numbers).for_each(|(signal, number)| *signal = *number);
            }
        }
    }
}

impl Light {
    fn between(from: &Side, to: &Side, to_rgb: Affine, from_rgb: Affine) -> Result<Self> {
        let encoding = to.transfer.encoding().ok_or_else(|| {
            Error::unsupported("there is no conversion into the light of pq or hlg from any other")
        })?;
        let hdr = from.transfer.is_hdr().then(|| Hdr {
            to_bt2020: Affine::from(between_primaries(from.primaries, BT2020)),
            hlg: from.transfer == Transfer::Hlg,
        });
        let primaries = if hdr.is_some() { BT2020 } else { from.primaries };
        Ok(Light {
            to_rgb,
            decoding: from.transfer.decoding(),
            hdr,
            primaries: Affine::from(between_primaries(primaries, to.primaries)),
            encoding,
            from_rgb,
        })
    }

    fn apply(&self, block: &mut Block) {
        self.to_rgb.apply(block);
        block.iter_mut().for_each(|signals| self.decoding.map(signals));
        if let Some(hdr) = &self.hdr {
            hdr.apply(block);
        }
        self.primaries.apply(block);
        block.iter_mut().for_each(|light| self.encoding.map(light));
        self.from_rgb.apply(block);
    }
}

impl Hdr {
    fn apply(&self, block: &mut Block) {
        self.to_bt2020.apply(block);
        if self.hlg {
            self.show_scene(block);
        }
        let mut gains = [0.0; BLOCK];
        for (i, gain) in gains.iter_mut().enumerate() {
            *gain = block[0][i].max(block[1][i]).max(block[2][i]) / tone::BRIGHTEST;
        }
        let beyond = gains.map(|part| part.max(1.0)); // these become 1
        tone::gain().map(&mut gains);
        for light in block {
            for (i, light) in light.iter_mut().enumerate() {
                *light *= gains[i] / beyond[i];
            }
        }
    }

    /// HLG's opto-optical transfer function.
    fn show_scene(&self, block: &mut Block) {
        let mut gains = [0.0; BLOCK];
        for (i, gain) in gains.iter_mut().enumerate() {
            let luma = 0.2627 * block[0][i] + 0.6780 * block[1][i] + 0.0593 * block[2][i];
            *gain = luma.max(0.0).sqrt().sqrt(); // spreads the dark end, where the curve is steep
        }
        gain_of_fourth_root().map(&mut gains);
        for light in block {
            light.iter_mut().zip(gains).for_each(|(light, gain)| *light *= gain);
        }
    }
}

/// What HLG's light is multiplied with, by the fourth root of its luma.
fn gain_of_fourth_root() -> &'static Curve {
    static CURVE: OnceLock<Curve> = OnceLock::new();
    CURVE.get_or_init(|| Curve::of(|root| root.powf(4.0 * (HLG_GAMMA - 1.0)) * PEAK / WHITE))
}

/// A matrix, and what is added to its products.
pub struct Affine([([f32; 3], f32); 3]);

impl From<Matrix> for Affine {
    fn from(matrix: Matrix) -> Self {
        Affine::scaled(matrix, [(1.0, 0.0); 3])
    }
}

impl Affine {
    /// Of numbers that are multiplied and added to before, each component by its own pair.
    fn scaled(matrix: Matrix, scales: [(f64, f64); 3]) -> Self {
        Affine(matrix.map(|row| {
            let added: f64 = (0..3).map(|i| row[i] * scales[i].1).sum();
            ([0, 1, 2].map(|i| (row[i] * scales[i].0) as f32), added as f32)
        }))
    }

    fn apply(&self, block: &mut Block) {
        for i in 0..BLOCK {
            let pixel = [block[0][i], block[1][i], block[2][i]];
            for ((row, added), numbers) in self.0.iter().zip(block.iter_mut()) {
                numbers[i] = row[0] * pixel[0] + row[1] * pixel[1] + row[2] * pixel[2] + added;
            }
        }
    }
}
