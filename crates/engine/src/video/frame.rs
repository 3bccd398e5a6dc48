//! The pixels behind VideoFrames: shared, ref-counted, never written once made.

use std::sync::Arc;

use codecs::Chroma;
use codecs::bitstream::hdr::HdrMetadata;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::color::ColorSpace;
use super::pixel_format::PixelFormat;
use super::pool::Plan;
use super::siting::Siting;
use crate::ff;
pub use crate::ff::frame::{PlaneSpan, Rect};
use crate::{Error, Result};

/// Pictures of more pixels than this are refused, ours and those of streams.
pub const MAX_PIXELS: usize = 1 << 27;

/// Cheap to clone; clones share the pixels. A format of None is one the spec has no name for.
#[derive(Clone)]
pub struct Frame {
    picture: Arc<Video>,
    format: Option<PixelFormat>,
}

/// What of one plane goes where: the spec's computed plane layout.
#[derive(Clone, Copy, Debug)]
pub struct PlaneCopy {
    pub destination_offset: usize,
    pub destination_stride: usize,
    pub source_top: usize,
    pub source_height: usize,
    pub source_left_bytes: usize,
    pub source_width_bytes: usize,
}

impl Frame {
    pub(crate) fn new(picture: Video, format: Option<PixelFormat>) -> Self {
        Frame { picture: Arc::new(picture), format }
    }

    /// Copies the planes that lie in `data` as `spans` say.
    pub fn copy_from(
        data: &[u8],
        format: PixelFormat,
        width: u32,
        height: u32,
        spans: &[PlaneSpan],
    ) -> Result<Self> {
        let (columns, lines) = (width as usize, height as usize);
        if columns == 0 || lines == 0 || columns.saturating_mul(lines) > MAX_PIXELS {
            return Err(Error::quota(format!("a frame of {width}x{height} pixels is too large")));
        }
        let outside = || Error::coding("a plane lies outside the data");
        let no_room = || Error::quota(format!("no memory for a frame of {width}x{height} pixels"));
        let plan = Plan::new(format.planes(), columns, lines).ok_or_else(no_room)?;
        let mut block = plan.block().ok_or_else(no_room)?;
        if spans.len() != format.planes().len() {
            return Err(outside());
        }
        for ((plane, from), to) in format.planes().iter().zip(spans).zip(&plan.spans) {
            let row = plane.row_bytes(columns).ok_or_else(outside)?;
            let source = data.get(from.offset..).ok_or_else(outside)?;
            let target = block.get_mut(to.offset..).ok_or_else(outside)?;
            copy_rows(source, from.stride, target, to.stride, row, plane.rows(lines)).ok_or_else(outside)?;
        }
        let picture = plan.picture(block, format.pixel(), width, height).ok_or_else(no_room)?;
        Ok(Frame::new(picture, Some(format)))
    }

    /// Copies rows of each plane, in plane order, into `destination`.
    pub fn copy_to(&self, destination: &mut [u8], copies: &[PlaneCopy]) -> Result<()> {
        let format = self.format.ok_or_else(|| Error::unsupported("the frame's format has no name"))?;
        for (i, copy) in copies.iter().enumerate() {
            self.copy_plane(format, i, copy, destination)
                .ok_or_else(|| Error::coding("the copy leaves the frame or the destination"))?;
        }
        Ok(())
    }

    fn copy_plane(
        &self,
        format: PixelFormat,
        i: usize,
        copy: &PlaneCopy,
        destination: &mut [u8],
    ) -> Option<()> {
        let plane = format.planes().get(i)?;
        let right = copy.source_left_bytes.checked_add(copy.source_width_bytes)?;
        let bottom = copy.source_top.checked_add(copy.source_height)?;
        if right > plane.row_bytes(self.width() as usize)? || bottom > plane.rows(self.height() as usize) {
            return None;
        }
        let (bytes, stride) = ff::frame::plane(&self.picture, i, bottom, right)?;
        let source = bytes.get(copy.source_top * stride + copy.source_left_bytes..)?;
        let target = destination.get_mut(copy.destination_offset..)?;
        let (width, height) = (copy.source_width_bytes, copy.source_height);
        copy_rows(source, stride, target, copy.destination_stride, width, height)
    }

    pub fn width(&self) -> u32 {
        self.picture.width()
    }

    pub fn height(&self) -> u32 {
        self.picture.height()
    }

    pub fn format(&self) -> Option<PixelFormat> {
        self.format
    }

    /// Whether the planes are those of `format`, or become them without alpha.
    pub(crate) fn has_samples_of(&self, format: PixelFormat) -> bool {
        self.format.is_some_and(|own| own == format || own.opaque() == Some(format))
    }

    /// Bytes of memory that the pixels take.
    pub fn byte_size(&self) -> usize {
        ff::frame::buffer_bytes(&self.picture)
    }

    /// Bits per sample and the chroma sampling; of formats without a name the least.
    pub(crate) fn samples(&self) -> (u8, Chroma) {
        self.format.map_or((8, Chroma::Yuv420), |format| (format.bits(), format.chroma()))
    }

    /// `rows` rows of plane `i` with `row_bytes` bytes each, and the stride between them.
    pub(super) fn plane_bytes(&self, i: usize, rows: usize, row_bytes: usize) -> Option<(&[u8], usize)> {
        ff::frame::plane(&self.picture, i, rows, row_bytes)
    }

    /// Colours as a decoder told them, by their code points.
    pub(crate) fn told_color(&self) -> ColorSpace {
        ff::frame::color(&self.picture)
    }

    /// Where chroma lies that is shared by pixels, as a decoder told it.
    pub(crate) fn siting(&self) -> Siting {
        Siting::of(ff::frame::chroma_location(&self.picture))
    }

    /// The format of the same planes as green, blue and red.
    pub(crate) fn as_planar_rgb(&self) -> Option<Pixel> {
        self.format.and_then(PixelFormat::as_planar_rgb)
    }

    /// What a decoder told of the mastering.
    pub(crate) fn hdr_metadata(&self) -> HdrMetadata {
        ff::side_data::hdr_metadata(&self.picture)
    }

    pub(crate) fn is_rgb(&self) -> bool {
        self.format.is_some_and(PixelFormat::is_rgb)
    }

    /// By number, the rows inside `rect` of a plane that is not sub-sampled. None when there is no such plane, or `rect`
    /// leaves the frame; a row that is not inside is empty.
    pub(crate) fn rows<'a>(&'a self, plane: usize, rect: Rect) -> Option<impl Fn(usize) -> &'a [u8] + 'a> {
        let sample_bytes = self.format?.planes().get(plane)?.sample_bytes;
        let (right, bottom) = (rect.x.checked_add(rect.width)?, rect.y.checked_add(rect.height)?);
        if right > self.width() || bottom > self.height() {
            return None;
        }
        let (left, right) = (rect.x as usize * sample_bytes, right as usize * sample_bytes);
        let (bytes, stride) = ff::frame::plane(&self.picture, plane, bottom as usize, right)?;
        let start = move |y: usize| (rect.y as usize + y) * stride;
        Some(move |y| bytes.get(start(y) + left..start(y) + right).unwrap_or_default())
    }

    /// The frame's colours with the luma of `alpha` as their alpha. The memory of both is shared. None when they are not of
    /// one size, or not both in YUV 4:2:0 of 8 bits.
    pub fn with_alpha(&self, alpha: &Frame) -> Option<Frame> {
        if (self.width(), self.height()) != (alpha.width(), alpha.height()) {
            return None;
        }
        let whole = Rect { x: 0, y: 0, width: self.width(), height: self.height() };
        let joined = ff::frame::with_alpha(&self.opaque_view(whole)?, &alpha.opaque_view(whole)?)?;
        let format = PixelFormat::of(joined.format());
        Some(Frame::new(joined, format))
    }

    /// The picture inside `rect` as an encoder takes it that discards alpha. None when `rect` leaves the frame.
    pub(crate) fn opaque_view(&self, rect: Rect) -> Option<Video> {
        let pixel = self.format.map_or_else(|| self.picture.format(), PixelFormat::opaque_pixel);
        ff::frame::view(&self.picture, rect, pixel)
    }
}

/// Copies `rows` rows of `row` bytes, in one piece where both sides are packed alike. None when a side is too short.
fn copy_rows(
    source: &[u8],
    source_stride: usize,
    target: &mut [u8],
    target_stride: usize,
    row: usize,
    rows: usize,
) -> Option<()> {
    if rows == 0 || row == 0 {
        return Some(());
    }
    if source_stride == row && target_stride == row {
        let len = row.checked_mul(rows)?;
        target.get_mut(..len)?.copy_from_slice(source.get(..len)?);
        return Some(());
    }
    // The last row may end where its samples do: neither side needs the padding after it.
    for i in 0..rows {
        let (from, to) = (i.checked_mul(source_stride)?, i.checked_mul(target_stride)?);
        let bytes = source.get(from..from.checked_add(row)?)?;
        target.get_mut(to..to.checked_add(row)?)?.copy_from_slice(bytes);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn i420() -> PixelFormat {
        PixelFormat::from_name("I420").unwrap()
    }

    fn packed(format: PixelFormat, width: usize, height: usize) -> (Vec<PlaneSpan>, usize) {
        let mut offset = 0;
        let mut spans = Vec::new();
        for plane in format.planes() {
            let stride = plane.row_bytes(width).unwrap();
            spans.push(PlaneSpan { offset, stride });
            offset += stride * plane.rows(height);
        }
        (spans, offset)
    }

    fn whole(format: PixelFormat, width: usize, height: usize) -> Vec<PlaneCopy> {
        let (spans, _) = packed(format, width, height);
        let planes = format.planes().iter().zip(spans);
        let copy = planes.map(|(plane, span)| PlaneCopy {
            destination_offset: span.offset,
            destination_stride: span.stride,
            source_top: 0,
            source_height: plane.rows(height),
            source_left_bytes: 0,
            source_width_bytes: plane.row_bytes(width).unwrap(),
        });
        copy.collect()
    }

    #[test]
    fn bytes_come_out_as_they_went_in_for_every_format_and_odd_sizes() {
        let names = [
            "I420", "I420P10", "I420A", "I420AP12", "I422", "I422AP12", "I444", "I444A", "NV12", "RGBA",
            "BGRX",
        ];
        for name in names {
            let format = PixelFormat::from_name(name).unwrap();
            let (spans, len) = packed(format, 67, 35);
            let data: Vec<u8> = (0..len).map(|i| (i * 7 % 251) as u8).collect();
            let frame = Frame::copy_from(&data, format, 67, 35, &spans).unwrap();
            let mut copy = vec![0; len];
            frame.copy_to(&mut copy, &whole(format, 67, 35)).unwrap();
            assert_eq!(copy, data, "{name}");
        }
    }

    #[test]
    fn nothing_is_read_or_written_outside() {
        let (mut spans, len) = packed(i420(), 16, 16);
        assert!(Frame::copy_from(&vec![0; len - 1], i420(), 16, 16, &spans).is_err());
        spans[2].offset = usize::MAX;
        assert!(Frame::copy_from(&vec![0; len], i420(), 16, 16, &spans).is_err());

        let (spans, _) = packed(i420(), 16, 16);
        let frame = Frame::copy_from(&vec![0; len], i420(), 16, 16, &spans).unwrap();
        assert!(frame.copy_to(&mut vec![0; len - 1], &whole(i420(), 16, 16)).is_err());
        let mut beyond = whole(i420(), 16, 16);
        beyond[0].source_top = 1;
        assert!(frame.copy_to(&mut vec![0; len], &beyond).is_err());
    }

    #[test]
    fn a_view_is_cropped_and_has_no_alpha_plane() {
        for name in ["I420A", "I420AP12", "I422AP10", "I444A"] {
            let format = PixelFormat::from_name(name).unwrap();
            let (spans, len) = packed(format, 16, 16);
            let frame = Frame::copy_from(&vec![7; len], format, 16, 16, &spans).unwrap();
            let view = frame.opaque_view(Rect { x: 4, y: 2, width: 7, height: 5 }).unwrap();
            assert_eq!((view.width(), view.height()), (7, 5), "{name}");
            assert!(ff::frame::plane(&view, 2, 1, 1).is_some(), "{name}");
            assert!(ff::frame::plane(&view, 3, 1, 1).is_none(), "{name}");
        }
    }

    #[test]
    fn alpha_is_of_the_size_of_the_colours() {
        let of = |width: usize, height: usize| {
            let (spans, len) = packed(i420(), width, height);
            Frame::copy_from(&vec![7; len], i420(), width as u32, height as u32, &spans).unwrap()
        };
        let color = of(16, 8);
        assert_eq!(
            color.with_alpha(&of(16, 8)).and_then(|frame| frame.format()),
            PixelFormat::from_name("I420A")
        );
        for (width, height) in [(18, 8), (16, 10), (14, 8), (16, 6)] {
            assert!(color.with_alpha(&of(width, height)).is_none(), "{width}x{height}");
        }
    }

    #[test]
    fn a_frame_too_large_is_refused_without_allocating() {
        assert!(Frame::copy_from(&[], i420(), 1 << 20, 1 << 20, &[]).is_err());
    }
}
