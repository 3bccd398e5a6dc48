//! Which temporal layer a chunk belongs to. Packets do not tell it.

use crate::tuning::layers::Layers;

/// Of one opened coder, which holds no frame back. Counts as FFmpeg's wrapper does.
pub struct Layering {
    pattern: &'static [u8],
    /// Where the next frame stands in the pattern.
    next: usize,
    layer: u8,
}

impl Layering {
    pub fn new(row: &Layers) -> Self {
        Layering { pattern: row.pattern, next: 0, layer: 0 }
    }

    /// A frame goes in. It counts also when the coder then drops it.
    pub fn enter(&mut self, forced_key: bool) {
        let place = if forced_key { 0 } else { self.next };
        self.layer = self.pattern.get(place).copied().unwrap_or(0);
        self.next = (place + 1) % self.pattern.len().max(1);
    }

    /// The layer of the chunk that came out for it. A key frame that the coder made by itself depends on nothing and
    /// has become what all later ones refer to, wherever it stands in the pattern.
    pub fn layer(&self, key: bool) -> u8 {
        if key { 0 } else { self.layer }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tuning::layers::LIBVPX;

    #[test]
    fn forced_key_frames_begin_the_pattern_anew_and_others_do_not() {
        let mut layering = Layering::new(&LIBVPX[1]);
        let mut layer = |forced, key| {
            layering.enter(forced);
            layering.layer(key)
        };
        let natural: Vec<u8> = (0..5).map(|i| layer(false, i == 0)).collect();
        assert_eq!(natural, [0, 2, 1, 2, 0]);
        assert_eq!([layer(true, true), layer(false, false)], [0, 2]);
        assert_eq!([layer(false, true), layer(false, false), layer(false, false)], [0, 2, 0]);
    }
}
