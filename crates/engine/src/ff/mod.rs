//! The only unsafe code of the engine: what ffmpeg-next and the standard library lack, each as a small safe function.
//! Compiles against FFmpeg 5.1 to 8.x; where the API differs by version, `ffmpeg-sys-next`'s cfg features decide.

pub mod audio;
pub mod block;
pub mod context;
pub mod frame;
pub mod memory;
pub mod opus;
pub mod resample;
pub mod scale;
pub mod side_data;
pub mod thread;
pub mod version;
#[cfg(x265)]
pub mod x265;
