//! SwrContext: another sample rate, nothing else.

use std::ptr::{self, NonNull};

use ffmpeg_next::ffi::{
    AVSampleFormat, SwrContext, av_channel_layout_default, swr_alloc_set_opts2, swr_convert, swr_free,
    swr_get_out_samples, swr_init,
};

/// f32 samples, one plane for each channel, at another rate. Sample 0 stays sample 0.
pub struct Resampler {
    context: NonNull<SwrContext>,
    channels: usize,
}

// SAFETY: the context is owned by the Resampler alone, and libswresample keeps nothing that belongs to a thread.
unsafe impl Send for Resampler {}

impl Resampler {
    /// None when libswresample cannot do it, or the system has no room.
    pub fn new(channels: usize, from: u32, to: u32) -> Option<Self> {
        const FORMAT: AVSampleFormat = AVSampleFormat::AV_SAMPLE_FMT_FLTP;
        let (count, from, to) =
            (i32::try_from(channels).ok()?, i32::try_from(from).ok()?, i32::try_from(to).ok()?);
        let mut context = ptr::null_mut();
        // SAFETY: a zeroed AVChannelLayout is what av_channel_layout_default fills in (a layout by count owns no memory);
        // it is copied. A context that was made is freed by Resampler's drop.
        unsafe {
            let mut layout = std::mem::zeroed();
            let layout = &raw mut layout; // *mut for version 5.1, *const for later ones
            av_channel_layout_default(layout, count);
            swr_alloc_set_opts2(&mut context, layout, FORMAT, to, layout, FORMAT, from, 0, ptr::null_mut());
        }
        let resampler = Resampler { context: NonNull::new(context)?, channels };
        // SAFETY: the context is live and has its options.
        (unsafe { swr_init(resampler.context.as_ptr()) } >= 0).then_some(resampler)
    }

    /// What is ready of the output once `planes`, which are equally long, are taken in.
    pub fn run(&mut self, planes: &[Vec<f32>]) -> Option<Vec<Vec<f32>>> {
        let count = planes.first().map_or(0, Vec::len);
        if planes.len() != self.channels || planes.iter().any(|plane| plane.len() != count) {
            return None;
        }
        let inputs: Vec<*const u8> = planes.iter().map(|plane| plane.as_ptr().cast()).collect();
        self.convert(Some(&inputs), i32::try_from(count).ok()?)
    }

    /// The rest of the output.
    pub fn finish(&mut self) -> Option<Vec<Vec<f32>>> {
        self.convert(None, 0)
    }

    fn convert(&mut self, inputs: Option<&[*const u8]>, count: i32) -> Option<Vec<Vec<f32>>> {
        // SAFETY: the context is live and initialised.
        let room = unsafe { swr_get_out_samples(self.context.as_ptr(), count) };
        let mut planes = vec![vec![0.0_f32; usize::try_from(room).ok()?]; self.channels];
        let mut outputs: Vec<*mut u8> = planes.iter_mut().map(|plane| plane.as_mut_ptr().cast()).collect();
        // SAFETY: each output plane has `room` samples; each input plane has `count`, which the callers have checked, or
        // there is no input, which asks for the rest. Some versions want the inputs as *mut, none writes to them.
        let made = unsafe {
            let inputs = inputs.map_or(ptr::null(), <[_]>::as_ptr);
            swr_convert(
                self.context.as_ptr(),
                outputs.as_mut_ptr().cast(),
                room,
                inputs.cast_mut().cast(),
                count,
            )
        };
        let made = usize::try_from(made).ok()?;
        planes.iter_mut().for_each(|plane| plane.truncate(made));
        Some(planes)
    }
}

impl Drop for Resampler {
    fn drop(&mut self) {
        let mut context = self.context.as_ptr();
        // SAFETY: the context is owned by self.
        unsafe { swr_free(&mut context) }
    }
}
