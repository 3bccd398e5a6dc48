//! Memory for the pictures we make ourselves: recycled, so that a new 1080p frame costs a copy and no page faults.
//!
//! Free blocks wait in lock-free queues by size class; both the JavaScript thread and the codec threads use them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::pixel_format::Plane;
use crate::ff::block::{Block, Recycle};
use crate::ff::frame::{PlaneSpan, over_block};
use crate::room;

/// Bytes that may wait for reuse, over all sizes, and the part of all memory that they may be.
const POOLED_BYTES: u64 = 64 << 20;
const POOLED_PART: u64 = 16;
/// Blocks that may wait in one size class.
const POOLED_BLOCKS: usize = 32;
/// Size classes: four to each power of two, from 2^12 on.
const CLASSES: usize = 4 * 52;
const SMALLEST_SHIFT: u32 = 12;

/// Rows start at multiples of this, and planes end this long before the block does: FFmpeg's SIMD code reads over.
const ALIGNMENT: usize = 64;

static POOLED: AtomicUsize = AtomicUsize::new(0);
static QUEUES: [OnceLock<(Sender<Block>, Receiver<Block>)>; CLASSES] = [const { OnceLock::new() }; CLASSES];

/// Strides and offsets of a picture's planes in one block.
pub struct Plan {
    pub spans: Vec<PlaneSpan>,
    len: usize,
}

impl Plan {
    /// None when the size does not fit into memory's arithmetic.
    pub fn new(planes: &[Plane], width: usize, height: usize) -> Option<Self> {
        let mut spans = Vec::with_capacity(planes.len());
        let mut len: usize = 0;
        for plane in planes {
            let stride = plane.row_bytes(width)?.checked_next_multiple_of(ALIGNMENT)?;
            spans.push(PlaneSpan { offset: len, stride });
            len = len.checked_add(stride.checked_mul(plane.rows(height))?)?;
        }
        Some(Plan { spans, len: len.checked_add(ALIGNMENT)? })
    }

    /// A block for the plan. Its contents are arbitrary. None when the system has no room.
    pub fn block(&self) -> Option<Block> {
        let (class, size) = class_of(self.len)?;
        match QUEUES[class].get().and_then(|(_, free)| free.try_recv().ok()) {
            Some(block) => {
                POOLED.fetch_sub(block.len(), Ordering::Relaxed);
                Some(block)
            }
            None => Block::zeroed(size),
        }
    }

    /// The picture whose planes lie in `block`; the block comes back when the last reference is dropped.
    pub fn picture(&self, block: Block, pixel: Pixel, width: u32, height: u32) -> Option<Video> {
        over_block::<Pool>(block, pixel, width, height, &self.spans)
    }
}

struct Pool;

impl Recycle for Pool {
    fn recycle(block: Block) {
        let Some((class, _)) = class_of(block.len()) else {
            return;
        };
        let size = block.len();
        if POOLED.fetch_add(size, Ordering::Relaxed) + size > most_pooled() {
            POOLED.fetch_sub(size, Ordering::Relaxed);
            return;
        }
        let (free, _) = QUEUES[class].get_or_init(|| bounded(POOLED_BLOCKS));
        if free.try_send(block).is_err() {
            POOLED.fetch_sub(size, Ordering::Relaxed);
        }
    }
}

fn most_pooled() -> usize {
    POOLED_BYTES.min(room::most() / POOLED_PART) as usize
}

/// The class that serves `len` bytes, and the size of its blocks.
fn class_of(len: usize) -> Option<(usize, usize)> {
    let len = len.max(1 << SMALLEST_SHIFT);
    let shift = (len - 1).ilog2().max(SMALLEST_SHIFT);
    let quarter = 1_usize << (shift - 2);
    let size = len.checked_next_multiple_of(quarter)?;
    let quarters = size >> (shift - 2); // 4..=8; 8 is the first class of the next power
    let class = ((shift - SMALLEST_SHIFT) as usize).checked_mul(4)?.checked_add(quarters - 4)?;
    (class < CLASSES).then_some((class, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_goes_back_to_the_class_it_came_from() {
        for len in [1, 4096, 4097, 5120, 5121, 8191, 8192, 8193, 3_110_464, 1 << 30] {
            let (class, size) = class_of(len).unwrap();
            assert!(size >= len && (size <= len + len / 2 || len < 4096), "{len} -> {size}");
            assert_eq!(class_of(size), Some((class, size)));
        }
        assert_eq!(class_of(usize::MAX), None);
    }

    #[test]
    fn a_picture_that_does_not_fit_its_block_is_refused() {
        let planes = [Plane { sample_bytes: 4, sub_x: 1, sub_y: 1 }];
        let plan = Plan::new(&planes, 64, 16).unwrap();
        let picture = |width, height| plan.picture(plan.block().unwrap(), Pixel::RGBA, width, height);
        assert!(picture(64, 16).is_some());
        assert!(picture(65, 16).is_none());
        assert!(picture(64, 1 << 20).is_none());
        assert!(plan.picture(plan.block().unwrap(), Pixel::YUV420P, 64, 16).is_none());
    }

    #[test]
    fn absurd_sizes_are_refused() {
        let plane = Plane { sample_bytes: 4, sub_x: 1, sub_y: 1 };
        assert!(Plan::new(&[plane], usize::MAX / 2, 2).is_none());
        assert!(Plan::new(&[plane], 1 << 33, 1 << 33).is_none());
    }
}
