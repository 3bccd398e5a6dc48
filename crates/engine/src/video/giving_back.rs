//! Memory of codecs that are gone.

use crate::ff;

/// Pixels of a picture from which on a codec has held so much that asking the allocator for it is worth the while.
const LARGE: u64 = 320 * 180;

/// Has the system get back what a codec freed, which the allocator keeps otherwise: by turns the codecs of a process would
/// take several times what the largest of them needs. To be the last field of a
/// struct, as fields go in their order.
#[derive(Default)]
pub struct GivingBack {
    large: bool,
}

impl GivingBack {
    /// For a codec of pictures of that size.
    pub fn of(width: u32, height: u32) -> Self {
        let mut giving_back = GivingBack::default();
        giving_back.note(width, height);
        giving_back
    }

    /// To be told of the pictures that there are.
    pub fn note(&mut self, width: u32, height: u32) {
        self.large |= u64::from(width) * u64::from(height) >= LARGE;
    }
}

impl Drop for GivingBack {
    fn drop(&mut self) {
        if self.large {
            ff::memory::give_back();
        }
    }
}
