//! How the coders of the rows are called.

#[cfg(x265)]
pub use super::x265_coder::{DIRECT as X265, WRAPPED as FFMPEG_X265};
#[cfg(not(x265))]
pub use without_x265::{FFMPEG_X265, X265};

pub use super::ffmpeg_coder::DRIVER as FFMPEG;

/// There was no header of libx265 when this was built.
#[cfg(not(x265))]
mod without_x265 {
    use crate::Error;
    use crate::video::picture_coder::Driver;

    pub const FFMPEG_X265: &Driver = super::FFMPEG;

    pub const X265: &Driver = &Driver {
        has: |_| false,
        takes: |_, _| false,
        open: |setup| Err(Error::unsupported(format!("this is built without {}", setup.name))),
    };
}
