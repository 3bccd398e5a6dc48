//! Reads a frame row by row, its chroma brought to the density that is asked for.
//!
//! Chroma lies where MPEG-2, and so nearly every stream, has it: on the left of the two pixels that share it, and in the
//! middle of the two rows. It is interpolated linearly, and repeated beyond the edges of the frame.

use crate::video::frame::{Frame, Rect};
use crate::video::pixel_format::PixelFormat;

/// Chroma of YUV formats comes multiplied by it, so that interpolation loses nothing: weights are eighths.
pub const CHROMA_SCALE: i16 = 8;

/// One row: Y, U and V, or R, G and B, and alpha where the format has it. 12 bits by 8 still fit into 16.
#[derive(Default)]
pub struct Row {
    pub components: [Vec<i16>; 3],
    pub alpha: Vec<i16>,
}

/// Where the samples of one component lie.
struct Component<'a> {
    bytes: &'a [u8],
    stride: usize,
    rows: usize,
    /// Of the first group of samples that is wanted, within a row.
    first: usize,
    /// Bytes of a group of samples, and which of them this is.
    step: usize,
    before: usize,
    wide: bool,
    /// Samples of a row from the first one on.
    columns: usize,
    sub_x: usize,
    sub_y: usize,
}

/// Which ways chroma is brought to the density of luma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dense {
    pub x: bool,
    pub y: bool,
}

pub struct Reader<'a> {
    components: [Component<'a>; 3],
    alpha: Option<Component<'a>>,
    rgb: bool,
    /// What samples are clipped to: the bytes may hold anything.
    limit: i16,
    top: usize,
    width: usize,
    dense: Dense,
    near: Vec<i16>,
    far: Vec<i16>,
}

impl<'a> Reader<'a> {
    /// Of the pixels in `rect`. None when it leaves the frame.
    pub fn new(frame: &'a Frame, format: PixelFormat, rect: Rect, dense: Dense) -> Option<Self> {
        let component = |i| Component::new(frame, format, rect, i);
        Some(Reader {
            components: [component(0)?, component(1)?, component(2)?],
            alpha: if format.has_alpha() { Some(component(3)?) } else { None },
            rgb: format.is_rgb(),
            limit: ((1 << format.bits()) - 1) as i16,
            top: rect.y as usize,
            width: rect.width as usize,
            dense,
            near: Vec::new(),
            far: Vec::new(),
        })
    }

    /// Row `y` of the rectangle. Where chroma is not made dense, it is that of the group of rows that `y` is in.
    pub fn read(&mut self, y: usize, row: &mut Row) {
        let y = self.top + y;
        for (i, samples) in row.components.iter_mut().enumerate() {
            if i == 0 || self.rgb {
                samples.resize(self.width, 0);
                self.components[i].load(y, self.limit, samples);
            } else {
                self.read_chroma(i, y, samples);
            }
        }
        if let Some(alpha) = &self.alpha {
            row.alpha.resize(self.width, 0);
            alpha.load(y, self.limit, &mut row.alpha);
        }
    }

    fn read_chroma(&mut self, i: usize, y: usize, samples: &mut Vec<i16>) {
        let Component { sub_x, sub_y, columns, rows, .. } = self.components[i];
        let spread = self.dense.x && sub_x > 1;
        let wanted = self.width.div_ceil(sub_x) + usize::from(spread);
        let there = wanted.min(columns);
        let near = y / sub_y;
        let far = match (self.dense.y && sub_y > 1, y % sub_y) {
            (false, _) => near,
            (true, 0) => near.saturating_sub(1),
            (true, _) => (near + 1).min(rows - 1),
        };
        for (row, buffer) in [(near, &mut self.near), (far, &mut self.far)] {
            buffer.resize(there, 0);
            self.components[i].load(row, self.limit, buffer);
        }
        let mix = |(near, far): (&i16, &i16)| 3 * near + far;
        if !spread {
            samples.clear();
            samples.extend(self.near.iter().zip(&self.far).map(|pair| mix(pair) * 2));
            return;
        }
        let last = self.near.iter().zip(&mut self.far).fold(0, |_, (near, far)| {
            *far = mix((near, far));
            *far
        });
        self.far.resize(wanted, last);
        samples.resize(self.width.next_multiple_of(2), 0);
        let pairs = self.far.iter().zip(self.far.iter().skip(1));
        for (two, (left, right)) in samples.chunks_exact_mut(2).zip(pairs) {
            two[0] = 2 * left;
            two[1] = left + right;
        }
        samples.truncate(self.width);
    }
}

impl<'a> Component<'a> {
    /// Component `i` (3 is alpha) of the pixels in `rect`.
    fn new(frame: &'a Frame, format: PixelFormat, rect: Rect, i: usize) -> Option<Self> {
        let (plane_index, before) = format.place(i);
        let plane = *format.planes().get(plane_index)?;
        let (width, height) = (frame.width() as usize, frame.height() as usize);
        let (x, y) = (rect.x as usize, rect.y as usize);
        if x + rect.width as usize > width || y + rect.height as usize > height || rect.width == 0 {
            return None;
        }
        let sample_bytes = if format.bits() > 8 { 2 } else { 1 };
        let rows = plane.rows(height);
        let (bytes, stride) = frame.plane_bytes(plane_index, rows, plane.row_bytes(width)?)?;
        let skipped = x / plane.sub_x;
        Some(Component {
            bytes,
            stride,
            rows,
            first: skipped * plane.sample_bytes,
            step: plane.sample_bytes,
            before,
            wide: sample_bytes > 1,
            columns: width.div_ceil(plane.sub_x) - skipped,
            sub_x: plane.sub_x,
            sub_y: plane.sub_y,
        })
    }

    /// The first samples of row `y`.
    fn load(&self, y: usize, limit: i16, samples: &mut [i16]) {
        let row = self.bytes.get(y * self.stride + self.first..).unwrap_or_default();
        match (self.wide, self.step) {
            (true, _) => samples.iter_mut().zip(row.as_chunks().0).for_each(|(sample, &bytes)| {
                *sample = u16::from_le_bytes(bytes).min(limit as u16) as i16;
            }),
            (false, 1) => samples.iter_mut().zip(row).for_each(|(sample, &byte)| *sample = i16::from(byte)),
            (false, 2) => one_of::<2>(row, self.before, samples),
            (false, _) => one_of::<4>(row, self.before, samples),
        }
    }
}

/// Sample `before` of each group of `N`.
fn one_of<const N: usize>(row: &[u8], before: usize, samples: &mut [i16]) {
    let groups = row.as_chunks::<N>().0;
    samples.iter_mut().zip(groups).for_each(|(sample, group)| *sample = i16::from(group[before]));
}
