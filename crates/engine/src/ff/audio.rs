//! AVFrame and AVCodecContext for audio.

use std::slice;

use ffmpeg_next::codec::Context;
use ffmpeg_next::ffi::{
    AVChannelLayout, AVChannelOrder, AVSampleFormat, av_channel_layout_copy, av_channel_layout_default,
    av_frame_get_buffer, av_frame_get_plane_buffer, av_frame_make_writable,
};
use ffmpeg_next::format::Sample;
use ffmpeg_next::frame::Audio;

/// A frame of `samples` samples for each channel, in the format that the open encoder takes. Its contents are arbitrary.
/// None when the system has no room.
pub fn frame_for(context: &Context, samples: usize) -> Option<Audio> {
    // SAFETY: reads fields of a live context, whose layout is copied.
    unsafe {
        let context = context.as_ptr();
        let copy = |layout: *mut AVChannelLayout| av_channel_layout_copy(layout, &(*context).ch_layout) >= 0;
        allocate((*context).sample_fmt, (*context).sample_rate, samples, copy)
    }
}

/// As [`frame_for`], for an encoder that has no context.
pub fn frame(sample: Sample, channels: usize, rate: u32, samples: usize) -> Option<Audio> {
    let (channels, rate) = (i32::try_from(channels).ok()?, i32::try_from(rate).ok()?);
    // SAFETY: the layout is a live one.
    let usual = |layout: *mut AVChannelLayout| unsafe {
        av_channel_layout_default(layout, channels);
        true
    };
    allocate(sample.into(), rate, samples, usual)
}

/// `set_layout` gets the frame's layout, which is empty.
fn allocate(
    format: AVSampleFormat,
    rate: i32,
    samples: usize,
    set_layout: impl FnOnce(*mut AVChannelLayout) -> bool,
) -> Option<Audio> {
    let mut frame = Audio::empty();
    // SAFETY: the frame is live; the buffers are allocated by FFmpeg, which checks format and sizes.
    let allocated = unsafe {
        let frame = frame.as_mut_ptr();
        if frame.is_null() {
            return None;
        }
        (*frame).format = format as i32;
        (*frame).sample_rate = rate;
        (*frame).nb_samples = i32::try_from(samples).ok()?;
        set_layout(&raw mut (*frame).ch_layout) && av_frame_get_buffer(frame, 0) >= 0
    };
    allocated.then_some(frame)
}

pub fn channels(frame: &Audio) -> usize {
    // SAFETY: reads a field of a live frame.
    usize::try_from(unsafe { (*frame.as_ptr()).ch_layout.nb_channels }).unwrap_or(0)
}

/// Whether the channels are in FFmpeg's order, that of its names for them, and not in the stream's.
pub fn is_sorted(frame: &Audio) -> bool {
    // SAFETY: reads a field of a live frame.
    unsafe { (*frame.as_ptr()).ch_layout.order == AVChannelOrder::AV_CHANNEL_ORDER_NATIVE }
}

/// The first `len` bytes of plane `i`. None when the frame has no such plane or it is shorter.
pub fn plane(frame: &Audio, i: usize, len: usize) -> Option<&[u8]> {
    let start = plane_start(frame, i, len)?;
    // SAFETY: plane_start has checked that so many bytes are there; they live as long as the frame and are not written
    // while it is shared.
    Some(unsafe { slice::from_raw_parts(start, len) })
}

/// As [`plane`], to be written. None too when the samples are shared with another frame.
pub fn plane_mut(frame: &mut Audio, i: usize, len: usize) -> Option<&mut [u8]> {
    // SAFETY: the frame is live and borrowed mutably.
    if unsafe { av_frame_make_writable(frame.as_mut_ptr()) } < 0 {
        return None;
    }
    let start = plane_start(frame, i, len)?;
    // SAFETY: as in `plane`; the frame is borrowed mutably and, being writable, the only owner of its buffers.
    Some(unsafe { slice::from_raw_parts_mut(start, len) })
}

fn plane_start(frame: &Audio, i: usize, len: usize) -> Option<*mut u8> {
    let planar = frame.is_planar();
    // SAFETY: reads fields of a live frame. extended_data has as many entries as there are planes, which `i` is checked
    // against; the span is checked against the AVBuffer that holds it.
    unsafe {
        let frame = frame.as_ptr();
        let planes = if planar { usize::try_from((*frame).ch_layout.nb_channels).ok()? } else { 1 };
        if i >= planes || (*frame).extended_data.is_null() {
            return None;
        }
        let start = *(*frame).extended_data.add(i);
        let buffer = av_frame_get_plane_buffer(frame.cast_mut(), i as i32);
        if start.is_null() || buffer.is_null() {
            return None;
        }
        let offset = (start as usize).checked_sub((*buffer).data as usize)?;
        (offset.checked_add(len)? <= (*buffer).size).then_some(start)
    }
}
