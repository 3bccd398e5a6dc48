//! How many threads a coder gets: by picture size, never more than the machine has processors.

use std::sync::OnceLock;
use std::thread;

/// Pixels from which a picture is worth so many threads.
const WORTH: &[(u64, usize)] = &[(1920 * 1080 * 2, 16), (1920 * 1000, 8), (1280 * 700, 4), (640 * 400, 2)];

/// Threads for pictures of that size.
pub fn for_size(width: u32, height: u32) -> usize {
    let pixels = u64::from(width) * u64::from(height);
    let worth = WORTH.iter().find(|(from, _)| pixels >= *from).map_or(1, |&(_, threads)| threads);
    worth.min(processors())
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
}
