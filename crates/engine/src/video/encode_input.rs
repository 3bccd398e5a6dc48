//! What an encoder is given of a frame, and how its samples are to be read.

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::color::{ColorSpace, RGB_MATRIX, StreamColor};
use super::convert::Coefficients;
use super::frame::{Frame, Rect};
use super::timing::Timing;
use crate::tuning::Job;

/// One frame to encode. The frame is shared with the caller and never written to.
pub struct EncodeInput {
    pub frame: Frame,
    pub timing: Timing,
    pub key_frame: bool,
    /// Whether the frame's alpha component counts, where its format has one.
    pub has_alpha: bool,
    /// On the scale of the codec's registration. None: the one before. Used in bitrateMode "quantizer" only.
    pub quantizer: Option<u16>,
    pub visible: Rect,
    pub color: ColorSpace,
}

impl EncodeInput {
    /// What the caller knows of the colours, else what the decoder told of the picture: the stream may have had code
    /// points that the specification has no name for.
    pub(crate) fn color(&self) -> ColorSpace {
        self.color.or(self.frame.told_color())
    }

    /// Also three full planes whose matrix is none: green, blue and red.
    pub(crate) fn is_rgb(&self) -> bool {
        self.frame.is_rgb() || self.planar_rgb().is_some()
    }

    fn planar_rgb(&self) -> Option<Pixel> {
        self.frame.as_planar_rgb().filter(|_| self.color().matrix == Some(RGB_MATRIX))
    }

    /// The visible part, without alpha.
    pub(crate) fn view(&self) -> Option<Video> {
        let mut view = self.frame.opaque_view(self.visible)?;
        if let Some(pixel) = self.planar_rgb() {
            view.set_format(pixel);
        }
        Some(view)
    }

    /// How the samples are to be read. RGB has no matrix; the stream's then stands on both sides.
    pub(crate) fn coefficients(&self, job: &Job, stream: StreamColor) -> Coefficients {
        if self.is_rgb() {
            return Coefficients { matrix: stream.matrix, full_range: true };
        }
        let own = StreamColor::new(self.color(), false, &job.codec, (job.width, job.height));
        Coefficients { matrix: own.matrix, full_range: own.full_range }
    }
}
