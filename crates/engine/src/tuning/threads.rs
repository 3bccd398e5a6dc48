//! How many threads a coder gets: by picture size, never more than the machine has processors or memory for.

use std::sync::OnceLock;
use std::thread;

use crate::room;

/// Pixels from which a picture is worth so many threads.
const WORTH: &[(u64, usize)] = &[(1920 * 1080 * 2, 16), (1920 * 1000, 8), (1280 * 700, 4), (640 * 400, 2)];

/// Bytes of all memory, for each pixel, with which one thread is affordable. It takes 4 to 25 of them, for pictures of its own.
const AFFORDABLE: u64 = 64;

/// Threads for pictures of that size.
pub fn for_size(width: u32, height: u32) -> usize {
    let pixels = u64::from(width) * u64::from(height);
    let worth = WORTH.iter().find(|(from, _)| pixels >= *from).map_or(1, |&(_, threads)| threads);
    worth.min(processors()).min(affordable(pixels, room::most()))
}

/// Threads for which there is room in so many bytes, at least one.
fn affordable(pixels: u64, bytes: u64) -> usize {
    let threads = bytes / pixels.saturating_mul(AFFORDABLE).max(1);
    usize::try_from(threads).unwrap_or(usize::MAX).max(1)
}

fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pictures_get_one_thread() {
        assert_eq!(for_size(640, 360), 1);
        assert!(for_size(1920, 1080) >= for_size(640, 480));
        assert!(for_size(u32::MAX, u32::MAX) <= 16);
    }

    #[test]
    fn where_memory_is_short_large_pictures_get_few_threads() {
        let affordable = |pixels, mebibytes: u64| affordable(pixels, mebibytes << 20);
        assert_eq!([256, 512, 1024].map(|mebibytes| affordable(1920 * 1080, mebibytes)), [2, 4, 8]);
        assert_eq!(affordable(1280 * 720, 256), 4);
        assert_eq!(affordable(3840 * 2160, 256), 1);
        assert_eq!(affordable(u64::MAX, 1), 1);
        assert!(affordable(0, u64::MAX >> 20) > 16);
    }
}
