//! AVFrame: building one over a block, looking into its planes, sharing and cropping it.

use std::{ptr, slice};

use ffmpeg_next::ffi::{
    AV_FRAME_CROP_UNALIGNED, AVPixelFormat, av_buffer_ref, av_frame_apply_cropping,
    av_frame_get_plane_buffer, av_frame_ref, av_frame_remove_side_data, av_image_fill_linesizes,
    av_image_fill_plane_sizes, av_pix_fmt_count_planes,
};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use ffmpeg_next::picture;

use super::block::{Block, Recycle};
use crate::video::color::ColorSpace;

/// Where a plane lies in a block.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaneSpan {
    pub offset: usize,
    pub stride: usize,
}

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// A picture whose planes lie in `block` as `spans` say. None when they do not fit in there, or the system has no room.
pub fn over_block<R: Recycle>(
    block: Block,
    pixel: Pixel,
    width: u32,
    height: u32,
    spans: &[PlaneSpan],
) -> Option<Video> {
    if !fit(pixel, width, height, spans, block.len()) {
        return None;
    }
    let buffer = block.into_buffer::<R>()?;
    let mut picture = Video::empty();
    picture.set_format(pixel);
    picture.set_width(width);
    picture.set_height(height);
    // SAFETY: the frame is fresh and ours; every plane lies inside the buffer, which the frame now owns.
    unsafe {
        let frame = picture.as_mut_ptr();
        if frame.is_null() {
            return None;
        }
        (*frame).buf[0] = buffer.as_ptr();
        for (i, span) in spans.iter().enumerate() {
            (*frame).data[i] = (*buffer.as_ptr()).data.add(span.offset);
            (*frame).linesize[i] = i32::try_from(span.stride).ok()?;
        }
        (*frame).extended_data = (*frame).data.as_mut_ptr();
    }
    Some(picture)
}

/// Do planes as `spans` say hold such a picture, and all end within `len` bytes?
fn fit(pixel: Pixel, width: u32, height: u32, spans: &[PlaneSpan], len: usize) -> bool {
    let (Ok(width), Ok(height)) = (i32::try_from(width), i32::try_from(height)) else {
        return false;
    };
    let format = AVPixelFormat::from(pixel);
    let (mut least, mut strides, mut sizes) = ([0_i32; 4], [0_isize; 4], [0_usize; 4]);
    for (stride, span) in strides.iter_mut().zip(spans) {
        *stride = isize::try_from(span.stride).unwrap_or(-1);
    }
    // SAFETY: each array has the four elements that FFmpeg reads or writes.
    let is_known = unsafe {
        av_image_fill_linesizes(least.as_mut_ptr(), format, width) >= 0
            && av_image_fill_plane_sizes(sizes.as_mut_ptr(), format, height, strides.as_ptr()) >= 0
    };
    let holds = |i: usize, span: &PlaneSpan| {
        least[i] as usize <= span.stride && span.offset.checked_add(sizes[i]).is_some_and(|end| end <= len)
    };
    is_known
        && spans.len() <= sizes.len()
        && spans.iter().enumerate().all(|(i, span)| holds(i, span))
        && least.iter().skip(spans.len()).all(|&stride| stride == 0)
}

/// Rows of plane `i` from its first byte to the last of `rows` rows of `row_bytes` bytes, and the stride between them.
/// None when the frame has no such plane or it is smaller.
pub fn plane(picture: &Video, i: usize, rows: usize, row_bytes: usize) -> Option<(&[u8], usize)> {
    // SAFETY: reads fields of a live frame; the span is checked against the AVBuffer that holds the plane, which lives
    // as long as the frame and is never written while the frame is shared.
    unsafe {
        let frame = picture.as_ptr();
        let stride = usize::try_from(*(*frame).linesize.get(i)?).ok()?;
        let start = *(*frame).data.get(i)?;
        let len = stride.checked_mul(rows.checked_sub(1)?)?.checked_add(row_bytes)?;
        let buffer = av_frame_get_plane_buffer(frame.cast_mut(), i as i32);
        if start.is_null() || buffer.is_null() || row_bytes > stride {
            return None;
        }
        let offset = (start as usize).checked_sub((*buffer).data as usize)?;
        if offset.checked_add(len)? > (*buffer).size {
            return None;
        }
        Some((slice::from_raw_parts(start, len), stride))
    }
}

/// Bytes of memory that the picture keeps alive.
pub fn buffer_bytes(picture: &Video) -> usize {
    // SAFETY: reads fields of a live frame and of the buffers it owns.
    unsafe {
        let buffers = (*picture.as_ptr()).buf;
        buffers.iter().filter(|buffer| !buffer.is_null()).map(|&buffer| (*buffer).size).sum()
    }
}

/// Another reference to the same pixels, cropped to `rect` and read as `pixel`, which may lack the last planes, free of
/// what a decoder noted on the picture (type, side data). None when the rectangle does not fit or the system has no room.
pub fn view(picture: &Video, rect: Rect, pixel: Pixel) -> Option<Video> {
    let right = picture.width().checked_sub(rect.x.checked_add(rect.width)?)?;
    let bottom = picture.height().checked_sub(rect.y.checked_add(rect.height)?)?;
    let mut view = Video::empty();
    // SAFETY: both are live frames; av_frame_ref and av_frame_apply_cropping check what they are given. Cropping moves
    // the plane pointers of `view` only, inside its planes, as the rectangle is inside the picture.
    unsafe {
        let frame = view.as_mut_ptr();
        if frame.is_null() || av_frame_ref(frame, picture.as_ptr()) < 0 {
            return None;
        }
        let count = usize::try_from((*frame).nb_side_data).unwrap_or(0);
        let kinds: Vec<_> = (0..count).map(|i| (**(*frame).side_data.add(i)).type_).collect();
        for kind in kinds {
            av_frame_remove_side_data(frame, kind);
        }
        // Cropping goes by the format, so a plane that it does not have must go first.
        let format = AVPixelFormat::from(pixel);
        (*frame).format = format as i32;
        let planes = usize::try_from(av_pix_fmt_count_planes(format)).ok()?;
        (*frame).data.iter_mut().skip(planes).for_each(|plane| *plane = ptr::null_mut());
        (*frame).crop_left = rect.x as usize;
        (*frame).crop_top = rect.y as usize;
        (*frame).crop_right = right as usize;
        (*frame).crop_bottom = bottom as usize;
        if av_frame_apply_cropping(frame, AV_FRAME_CROP_UNALIGNED as i32) < 0 {
            return None;
        }
        (*frame).sample_aspect_ratio.num = 0;
        (*frame).sample_aspect_ratio.den = 1;
    }
    view.set_kind(picture::Type::None);
    Some(view)
}

/// The planes of `color`, a picture in YUV 4:2:0 of 8 bits, and the first one of `alpha`, which has 8 bits too, as one
/// picture that shares the memory of both. None when their formats or sizes are others, or the system has no room.
pub fn with_alpha(color: &Video, alpha: &Video) -> Option<Video> {
    const ALPHA: usize = 3;
    let has_plane = matches!(alpha.format(), Pixel::GRAY8 | Pixel::YUV420P);
    let same_size = (color.width(), color.height()) == (alpha.width(), alpha.height());
    if color.format() != Pixel::YUV420P || !has_plane || !same_size {
        return None;
    }
    let mut both = Video::empty();
    // SAFETY: all are live frames. The buffer that holds alpha's first plane is found by FFmpeg, and `both` takes a
    // reference of its own to it, in a place that was free; so each of its planes lives as long as it does. The plane is
    // as large as its new format says, as format and size were checked.
    unsafe {
        let (frame, source) = (both.as_mut_ptr(), alpha.as_ptr());
        if frame.is_null() || av_frame_ref(frame, color.as_ptr()) < 0 {
            return None;
        }
        let buffer = av_frame_get_plane_buffer(source.cast_mut(), 0);
        let free = (*frame).buf.iter_mut().find(|buffer| buffer.is_null())?;
        if buffer.is_null() {
            return None;
        }
        *free = av_buffer_ref(buffer);
        if free.is_null() {
            return None;
        }
        (*frame).data[ALPHA] = (*source).data[0];
        (*frame).linesize[ALPHA] = (*source).linesize[0];
    }
    both.set_format(Pixel::YUVA420P);
    Some(both)
}

/// Where chroma lies, as an AVChromaLocation; any number, as decoders take what streams say.
pub fn chroma_location(picture: &Video) -> i32 {
    // SAFETY: reads a field of a live frame, a C enumeration, as the number that it is.
    unsafe { (&raw const (*picture.as_ptr()).chroma_location).cast::<i32>().read() }
}

/// Notes where chroma lies.
pub fn set_chroma_location(picture: &mut Video, location: i32) {
    // SAFETY: writes a field of a live frame, a C enumeration, as the number that it is.
    unsafe { (&raw mut (*picture.as_mut_ptr()).chroma_location).cast::<i32>().write(location) }
}

/// The colour description of a decoded picture; what the stream leaves open is None.
pub fn color(picture: &Video) -> ColorSpace {
    const UNSPECIFIED: i32 = 2;
    // SAFETY: reads fields of a live frame.
    let (primaries, transfer, matrix, range) = unsafe {
        let frame = picture.as_ptr();
        (
            (*frame).color_primaries as i32,
            (*frame).color_trc as i32,
            (*frame).colorspace as i32,
            (*frame).color_range as i32,
        )
    };
    let known = |code: i32| u8::try_from(code).ok().filter(|_| code != UNSPECIFIED);
    ColorSpace {
        primaries: known(primaries),
        transfer: known(transfer),
        matrix: known(matrix),
        full_range: match range {
            1 => Some(false),
            2 => Some(true),
            _ => None,
        },
    }
}
