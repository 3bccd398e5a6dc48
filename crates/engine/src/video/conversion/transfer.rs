//! Between the signal (0 to 1) and light, where 1 is the white of standard dynamic range.

use std::sync::OnceLock;

/// A group of transfer characteristics that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// sRGB's curve, which also stands for those of BT.709 and SMPTE 170M: they describe cameras, not the displays that
    /// their pictures were made for. Browsers do the same.
    Display,
    Linear,
    Pq,
    Hlg,
}

/// Luminance of the white of standard dynamic range in cd/m2 (BT.2408).
pub const WHITE: f64 = 203.0;
/// Luminance of the brightest highlights that are kept, also HLG's nominal peak, in cd/m2.
pub const PEAK: f64 = 1000.0;

impl Transfer {
    /// By H.273's code.
    pub fn of(code: u8) -> Self {
        match code {
            8 => Transfer::Linear,
            16 => Transfer::Pq,
            18 => Transfer::Hlg,
            _ => Transfer::Display,
        }
    }

    /// Whether signals of 1 are brighter than white.
    pub fn is_hdr(self) -> bool {
        matches!(self, Transfer::Pq | Transfer::Hlg)
    }

    /// Light from the signal. HLG's is that of the scene, its brightest being 1.
    pub fn decoding(self) -> &'static Curve {
        static CURVES: [OnceLock<Curve>; 4] = [const { OnceLock::new() }; 4];
        let light = match self {
            Transfer::Display => srgb_light,
            Transfer::Linear => |signal| signal,
            Transfer::Pq => |signal| pq_light(signal) / WHITE,
            Transfer::Hlg => hlg_light,
        };
        CURVES[self as usize].get_or_init(|| Curve::of(light))
    }

    /// The signal from light of standard dynamic range. None for those that reach further.
    pub fn encoding(self) -> Option<&'static Curve> {
        static CURVES: [OnceLock<Curve>; 2] = [const { OnceLock::new() }; 2];
        match self {
            Transfer::Display => Some(CURVES[0].get_or_init(|| Curve::of(srgb_signal))),
            Transfer::Linear => Some(CURVES[1].get_or_init(|| Curve::of(|light| light))),
            Transfer::Pq | Transfer::Hlg => None,
        }
    }
}

/// IEC 61966-2-1
fn srgb_light(signal: f64) -> f64 {
    if signal <= 0.040_45 { signal / 12.92 } else { ((signal + 0.055) / 1.055).powf(2.4) }
}

fn srgb_signal(light: f64) -> f64 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// SMPTE ST 2084, in cd/m2.
fn pq_light(signal: f64) -> f64 {
    const M1: f64 = 2610.0 / 16384.0;
    const M2: f64 = 2523.0 / 32.0;
    const C1: f64 = 3424.0 / 4096.0;
    const C2: f64 = 2413.0 / 128.0;
    const C3: f64 = 2392.0 / 128.0;
    let power = signal.powf(1.0 / M2);
    10_000.0 * ((power - C1).max(0.0) / (C2 - C3 * power)).powf(1.0 / M1)
}

/// The inverse of BT.2100's OETF.
fn hlg_light(signal: f64) -> f64 {
    const A: f64 = 0.178_832_77;
    const B: f64 = 0.284_668_92;
    const C: f64 = 0.559_910_73;
    if signal <= 0.5 { signal * signal / 3.0 } else { (((signal - C) / A).exp() + B) / 12.0 }
}

/// Numbers at a time: a size that the compiler knows makes SIMD code of loops.
pub const BLOCK: usize = 64;

/// A function of 0 to 1, as straight lines through so many of its points, in the direction that it has there.
pub struct Curve([[f32; 2]; Curve::ROOM]);

impl Curve {
    const STEPS: usize = 4096;
    /// A power of two, so that masked indices need no check.
    const ROOM: usize = 2 * Self::STEPS;

    pub fn of(function: impl Fn(f64) -> f64) -> Self {
        let at = |step: usize| function(step as f64 / Self::STEPS as f64);
        let mut lines = [[0.0; 2]; Self::ROOM];
        for (i, line) in lines.iter_mut().take(Self::STEPS + 1).enumerate() {
            let (before, after) = (i.saturating_sub(1), (i + 1).min(Self::STEPS));
            let direction = (at(after) - at(before)) / (after - before) as f64;
            *line = [at(i) as f32, direction as f32];
        }
        Curve(lines)
    }

    /// Puts the function's value at each number, clipped to 0 to 1, in its place.
    pub fn map(&self, numbers: &mut [f32; BLOCK]) {
        const UNIT_IS_LAST_BIT: f32 = 1.5 * (1 << 23) as f32; // rounds to the nearest step, in the lowest bits
        let mut steps = [0; BLOCK];
        for (number, step) in numbers.iter_mut().zip(&mut steps) {
            let place = number.clamp(0.0, 1.0) * Self::STEPS as f32;
            let nearest = place + UNIT_IS_LAST_BIT;
            *step = nearest.to_bits();
            *number = place - (nearest - UNIT_IS_LAST_BIT);
        }
        for (number, step) in numbers.iter_mut().zip(steps) {
            let [value, direction] = self.0[step as usize & (Self::ROOM - 1)];
            *number = value + direction * *number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(curve: &Curve, x: f64) -> f64 {
        let mut block = [x as f32; BLOCK];
        curve.map(&mut block);
        f64::from(block[0])
    }

    #[test]
    fn curves_follow_their_functions() {
        let encoding = Transfer::Display.encoding().unwrap();
        let decoding = Transfer::Display.decoding();
        for i in 0..=20_000 {
            let x = f64::from(i) / 20_000.0;
            assert!((at(encoding, x) - srgb_signal(x)).abs() < 2e-4, "{x}");
            assert!((at(decoding, x) - srgb_light(x)).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn known_points_of_hdr() {
        assert!((pq_light(0.508_078) - 100.0).abs() < 0.01);
        assert!((pq_light(1.0) - 10_000.0).abs() < 1e-6);
        assert!((hlg_light(0.5) - 1.0 / 12.0).abs() < 1e-12);
        assert!((hlg_light(1.0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_outside_is_clipped() {
        let curve = Transfer::Display.encoding().unwrap();
        assert_eq!((at(curve, -3.0), at(curve, 7.0)), (0.0, 1.0));
    }
}
