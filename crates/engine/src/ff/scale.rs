//! SwsContext: which matrix and range a conversion reads and writes.

use ffmpeg_next::ffi::{sws_getCoefficients, sws_setColorspaceDetails};
use ffmpeg_next::software::scaling::Context;

/// Matrix (an H.273 code point) and range of one side of a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficients {
    pub matrix: u8,
    pub full_range: bool,
}

/// Sets both sides' matrix and range. False when the context cannot do it.
pub fn set_coefficients(context: &mut Context, from: Coefficients, to: Coefficients) -> bool {
    const UNITY: i32 = 1 << 16;
    // SAFETY: sws_getCoefficients returns static tables for any number; the context is live.
    unsafe {
        let from_table = sws_getCoefficients(i32::from(from.matrix));
        let to_table = sws_getCoefficients(i32::from(to.matrix));
        let (from_range, to_range) = (i32::from(from.full_range), i32::from(to.full_range));
        let context = context.as_mut_ptr();
        sws_setColorspaceDetails(context, from_table, from_range, to_table, to_range, 0, UNITY, UNITY) >= 0
    }
}
