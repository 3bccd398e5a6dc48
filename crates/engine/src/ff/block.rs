//! Memory for pictures, and its life as an AVBuffer.

use std::ffi::c_void;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::slice;

use ffmpeg_next::ffi::{AVBufferRef, av_buffer_create, av_free, av_mallocz};

/// Owned bytes, aligned for FFmpeg's SIMD code.
pub struct Block {
    start: NonNull<u8>,
    len: usize,
}

// SAFETY: a Block is the only owner of its memory, like a Box<[u8]>.
unsafe impl Send for Block {}

/// Takes a block back when FFmpeg has dropped the last reference to it, on whatever thread that happens.
pub trait Recycle {
    fn recycle(block: Block);
}

impl Block {
    /// `len` zeroed bytes. None when the system has no room.
    pub fn zeroed(len: usize) -> Option<Self> {
        // SAFETY: allocates; a null result is turned into None.
        let start = NonNull::new(unsafe { av_mallocz(len) }.cast())?;
        Some(Block { start, len })
    }

    /// Hands the bytes to an AVBuffer; `R` gets them back. None when the system has no room.
    pub(super) fn into_buffer<R: Recycle>(self) -> Option<NonNull<AVBufferRef>> {
        let (start, len) = (self.start, self.len);
        std::mem::forget(self);
        // SAFETY: start..start + len is live memory of ours that nothing else frees; give_back::<R> rebuilds the
        // Block from the same pointer and the length carried in `opaque`, exactly once.
        let buffer = unsafe {
            av_buffer_create(start.as_ptr(), len as _, Some(give_back::<R>), len as *mut c_void, 0)
        };
        if buffer.is_null() {
            drop(Block { start, len });
        }
        NonNull::new(buffer)
    }
}

unsafe extern "C" fn give_back<R: Recycle>(opaque: *mut c_void, data: *mut u8) {
    if let Some(start) = NonNull::new(data) {
        R::recycle(Block { start, len: opaque as usize });
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: the memory came from av_mallocz and is owned by this Block alone.
        unsafe { av_free(self.start.as_ptr().cast()) }
    }
}

impl Deref for Block {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the memory is initialised (zeroed at allocation) and lives as long as self.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl DerefMut for Block {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in deref; self is borrowed mutably, so there is no other reference.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}
