//! SwsContext with the matrix and range of both sides, which ffmpeg-next cannot set before the context is initialised.

use std::ptr::NonNull;

use ffmpeg_next::ffi::{
    AVPixelFormat, SwsContext, av_opt_set_int, sws_alloc_context, sws_freeContext, sws_getCoefficients,
    sws_init_context, sws_scale, sws_setColorspaceDetails,
};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::software::scaling::Flags;

/// Matrix (an H.273 code point) and range of one side of a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficients {
    pub matrix: u8,
    pub full_range: bool,
}

/// One side of a conversion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    pub format: Pixel,
    pub width: u32,
    pub height: u32,
    pub coefficients: Coefficients,
}

impl Side {
    pub fn in_other_range(self) -> Self {
        let full_range = !self.coefficients.full_range;
        Side { coefficients: Coefficients { full_range, ..self.coefficients }, ..self }
    }

    fn describes(&self, picture: &Video) -> bool {
        (picture.format(), picture.width(), picture.height()) == (self.format, self.width, self.height)
    }
}

/// A conversion from pictures of one kind to another.
pub struct Scaler {
    context: NonNull<SwsContext>,
    from: Side,
    to: Side,
}

// SAFETY: the context is owned by the Scaler alone, and libswscale keeps nothing that belongs to a thread.
unsafe impl Send for Scaler {}

impl Scaler {
    /// None when libswscale has no way from one to the other.
    pub fn new(from: Side, to: Side, flags: Flags) -> Option<Self> {
        // SAFETY: allocates; a null result is turned into None.
        let context = NonNull::new(unsafe { sws_alloc_context() })?;
        let scaler = Scaler { context, from, to };
        let options = [
            (c"srcw", i64::from(from.width)),
            (c"srch", i64::from(from.height)),
            (c"src_format", number(from.format)),
            (c"src_range", i64::from(from.coefficients.full_range)),
            (c"dstw", i64::from(to.width)),
            (c"dsth", i64::from(to.height)),
            (c"dst_format", number(to.format)),
            (c"dst_range", i64::from(to.coefficients.full_range)),
            (c"sws_flags", i64::from(flags.bits())),
        ];
        for (name, value) in options {
            // SAFETY: an SwsContext begins with its AVClass, as av_opt_set_int asks; the name is a C string.
            if unsafe { av_opt_set_int(context.as_ptr().cast(), name.as_ptr(), value, 0) } < 0 {
                return None;
            }
        }
        // SAFETY: the context is live and not yet initialised; null stands for the usual filters.
        if unsafe { sws_init_context(context.as_ptr(), std::ptr::null_mut(), std::ptr::null_mut()) } < 0 {
            return None;
        }
        scaler.set_matrices().then_some(scaler)
    }

    /// False when the matrices differ and libswscale cannot convert between them.
    fn set_matrices(&self) -> bool {
        const UNITY: i32 = 1 << 16;
        let (from, to) = (self.from.coefficients, self.to.coefficients);
        let (from_range, to_range) = (i32::from(from.full_range), i32::from(to.full_range));
        // SAFETY: sws_getCoefficients returns static tables for any number; the context is live and initialised.
        let status = unsafe {
            let from_table = sws_getCoefficients(i32::from(from.matrix));
            let to_table = sws_getCoefficients(i32::from(to.matrix));
            let context = self.context.as_ptr();
            sws_setColorspaceDetails(context, from_table, from_range, to_table, to_range, 0, UNITY, UNITY)
        };
        // Between two RGB formats there is nothing to set, which libswscale reports as a failure.
        status >= 0 || from == to
    }

    /// Converts `input` into `output`. False when one of them is of another kind, or libswscale fails.
    pub fn run(&mut self, input: &Video, output: &mut Video) -> bool {
        if !self.from.describes(input) || !self.to.describes(output) {
            return false;
        }
        // SAFETY: both frames are live, and of the formats and sizes for which the context was initialised.
        let rows = unsafe {
            let (from, to) = (input.as_ptr(), output.as_mut_ptr());
            sws_scale(
                self.context.as_ptr(),
                (*from).data.as_ptr().cast(),
                (*from).linesize.as_ptr(),
                0,
                self.from.height as i32,
                (*to).data.as_ptr(),
                (*to).linesize.as_ptr(),
            )
        };
        rows > 0
    }
}

impl Drop for Scaler {
    fn drop(&mut self) {
        // SAFETY: the context is owned by self.
        unsafe { sws_freeContext(self.context.as_ptr()) }
    }
}

fn number(format: Pixel) -> i64 {
    AVPixelFormat::from(format) as i64
}
