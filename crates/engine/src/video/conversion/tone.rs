//! From high to standard dynamic range: the reference white tone mapping of SMPTE ST 2094-50, which Chromium applies.

use std::sync::OnceLock;

use super::transfer::{Curve, PEAK, WHITE};

/// What becomes of white, so that there is room for highlights above it.
const WHITE_BECOMES: f64 = 0.5;
/// How far the middle of the shoulder is bent towards its corner.
const BEND: f64 = 0.65;

/// The shoulder is a quadratic Bezier curve, from white to the peak, both being linear light with white at 1.
const START: [f64; 2] = [1.0, WHITE_BECOMES];
const MIDDLE: [f64; 2] = [1.0 - BEND + BEND / WHITE_BECOMES, (1.0 - BEND) * WHITE_BECOMES + BEND];
const END: [f64; 2] = [PEAK / WHITE, 1.0];

/// Light of standard dynamic range, 0 to 1, from that of the brightest component of a pixel.
fn mapped(light: f64) -> f64 {
    if light <= START[0] {
        return light * WHITE_BECOMES;
    }
    if light >= END[0] {
        return END[1];
    }
    let [a, b] = [0, 1].map(|axis| START[axis] - 2.0 * MIDDLE[axis] + END[axis]);
    let [p, q] = [0, 1].map(|axis| 2.0 * (MIDDLE[axis] - START[axis]));
    let t = ((p * p - 4.0 * a * (START[0] - light)).sqrt() - p) / (2.0 * a);
    START[1] + q * t + b * t * t
}

/// Brightness that is still told apart.
pub const BRIGHTEST: f32 = END[0] as f32;

/// The factor for all components of a pixel, of which the largest is so many times `BRIGHTEST`.
pub fn gain() -> &'static Curve {
    static CURVE: OnceLock<Curve> = OnceLock::new();
    CURVE.get_or_init(|| {
        Curve::of(|part| if part > 0.0 { mapped(part * END[0]) / (part * END[0]) } else { WHITE_BECOMES })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rises_from_black_over_white_to_the_peak() {
        assert_eq!((mapped(0.0), mapped(1.0), mapped(100.0)), (0.0, 0.5, 1.0));
        let mut last = 0.0;
        for i in 0..1000 {
            let next = mapped(f64::from(i) * 0.005);
            assert!(next >= last && next <= 1.0 && next - last < 0.003, "{i}");
            last = next;
        }
    }
}
