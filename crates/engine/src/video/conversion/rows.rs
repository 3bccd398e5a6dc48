//! Reads a frame row by row, its chroma brought to the density that is asked for.
//!
//! Chroma is interpolated linearly from where the frame has it, and repeated beyond the edges of the frame.

use crate::video::frame::{Frame, Rect};
use crate::video::pixel_format::PixelFormat;
use crate::video::siting::{Along, Siting};

/// Chroma of YUV formats comes multiplied by it, so that interpolation loses nothing: weights are quarters along
/// each axis. They add up to it, so that 12 bits still fit into 16.
pub const CHROMA_SCALE: u16 = QUARTERS * QUARTERS;
const QUARTERS: u16 = 4;
const _: () = assert!(CHROMA_SCALE as u32 * 4095 <= u16::MAX as u32);

/// One row: Y, U and V, or R, G and B, and alpha where the format has it.
#[derive(Default)]
pub struct Row {
    pub components: [Vec<u16>; 3],
    pub alpha: Vec<u16>,
}

/// Where the samples of one component lie.
struct Component<'a> {
    bytes: &'a [u8],
    stride: usize,
    rows: usize,
    /// Groups of samples in a row, and how many of them lie left of the rectangle.
    columns: usize,
    skipped: usize,
    /// Bytes of a group of samples, and which of them this is.
    step: usize,
    before: usize,
    wide: bool,
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
    limit: u16,
    top: usize,
    width: usize,
    dense: Dense,
    siting: Siting,
    /// Samples of the two rows that chroma is mixed of.
    near: Vec<u16>,
    far: Vec<u16>,
}

impl<'a> Reader<'a> {
    /// Of the pixels in `rect`. None when it leaves the frame.
    pub fn new(frame: &'a Frame, format: PixelFormat, rect: Rect, dense: Dense) -> Option<Self> {
        let component = |i| Component::new(frame, format, rect, i);
        Some(Reader {
            components: [component(0)?, component(1)?, component(2)?],
            alpha: if format.has_alpha() { Some(component(3)?) } else { None },
            rgb: format.is_rgb(),
            limit: ((1 << format.bits()) - 1) as u16,
            top: rect.y as usize,
            width: rect.width as usize,
            dense,
            siting: frame.siting(),
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
                self.components[i].load(y, 0, self.limit, samples);
            } else {
                self.read_chroma(i, y, samples);
            }
        }
        if let Some(alpha) = &self.alpha {
            row.alpha.resize(self.width, 0);
            alpha.load(y, 0, self.limit, &mut row.alpha);
        }
    }

    fn read_chroma(&mut self, i: usize, y: usize, samples: &mut Vec<u16>) {
        let component = &self.components[i];
        let Component { sub_x, sub_y, columns, skipped, .. } = *component;
        let spread = self.dense.x && sub_x > 1;
        // Interpolation takes one group more on each side, which is the outermost again where there is none.
        let (groups, beside) = (self.width.div_ceil(sub_x), usize::from(spread));
        let lead = beside.min(skipped);
        let there = (lead + groups + beside).min(columns - (skipped - lead));
        let (start, end) = (beside - lead, beside - lead + there);
        let near = y / sub_y;
        let (far, share) = match (self.dense.y && sub_y > 1, y % sub_y) {
            (false, _) => (near, 0),
            (true, 0) => (near.saturating_sub(1), self.siting.y.first),
            (true, _) => ((near + 1).min(component.rows - 1), self.siting.y.second),
        };
        for (row, buffer) in [(near, &mut self.near), (far, &mut self.far)] {
            buffer.resize(beside + groups + beside, 0);
            component.load(row, lead, self.limit, &mut buffer[start..end]);
        }
        let (near, mixed) = (&self.near[start..end], &mut self.far);
        match share {
            1 => mix(near, &mut mixed[start..end], 1), // compiled for the usual weight
            _ => mix(near, &mut mixed[start..end], share),
        }
        if !spread {
            samples.clear();
            samples.extend(mixed.iter().map(|sample| sample * QUARTERS));
            return;
        }
        let (first, last) = (mixed[start], mixed[end - 1]);
        mixed[..start].fill(first);
        mixed[end..].fill(last);
        samples.resize(2 * groups, 0);
        const USUAL: Along = Siting::LEFT.x;
        match self.siting.x {
            USUAL => interpolate(mixed, USUAL, samples), // compiled for these weights
            other => interpolate(mixed, other, samples),
        }
        samples.truncate(self.width);
    }
}

/// Adds rows up, so many quarters of `far` and the rest of `near`, into `far`.
#[inline(always)]
fn mix(near: &[u16], far: &mut [u16], share: u16) {
    far.iter_mut().zip(near).for_each(|(far, near)| *far = (QUARTERS - share) * near + share * *far);
}

/// Two samples for each of `row` but its first and last, which have QUARTERS times their values.
#[inline(always)]
fn interpolate(row: &[u16], Along { first, second }: Along, samples: &mut [u16]) {
    let (before, own, after) = (row, &row[1..], &row[2..]);
    let pairs = samples.as_chunks_mut::<2>().0;
    for (pair, ((before, own), after)) in pairs.iter_mut().zip(before.iter().zip(own).zip(after)) {
        pair[0] = first * before + (QUARTERS - first) * own;
        pair[1] = (QUARTERS - second) * own + second * after;
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
        Some(Component {
            bytes,
            stride,
            rows,
            columns: width.div_ceil(plane.sub_x),
            skipped: x / plane.sub_x,
            step: plane.sample_bytes,
            before,
            wide: sample_bytes > 1,
            sub_x: plane.sub_x,
            sub_y: plane.sub_y,
        })
    }

    /// The samples of row `y` from `lead` groups left of the rectangle on.
    fn load(&self, y: usize, lead: usize, limit: u16, samples: &mut [u16]) {
        let start = y * self.stride + (self.skipped - lead) * self.step;
        let row = self.bytes.get(start..).unwrap_or_default();
        match (self.wide, self.step) {
            (true, _) => samples.iter_mut().zip(row.as_chunks().0).for_each(|(sample, &bytes)| {
                *sample = u16::from_le_bytes(bytes).min(limit);
            }),
            (false, 1) => samples.iter_mut().zip(row).for_each(|(sample, &byte)| *sample = u16::from(byte)),
            (false, 2) => one_of::<2>(row, self.before, samples),
            (false, _) => one_of::<4>(row, self.before, samples),
        }
    }
}

/// Sample `before` of each group of `N`.
fn one_of<const N: usize>(row: &[u8], before: usize, samples: &mut [u16]) {
    let groups = row.as_chunks::<N>().0;
    samples.iter_mut().zip(groups).for_each(|(sample, group)| *sample = u16::from(group[before]));
}
