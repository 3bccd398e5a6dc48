//! Hostile bytes for the tests: always the same ones.

/// xorshift64*.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit.max(1)
    }

    /// Up to `longest` bytes, most of them of the kind that steers parsers.
    pub fn bytes(&mut self, longest: usize) -> Vec<u8> {
        const TELLING: [u8; 16] = [0, 0, 0, 1, 1, 2, 3, 4, 6, 0x0a, 0x32, 0x65, 0x67, 0x68, 0x80, 0xff];
        let length = self.below(longest + 1);
        (0..length)
            .map(|_| if self.below(3) == 0 { self.next() as u8 } else { TELLING[self.below(TELLING.len())] })
            .collect()
    }
}

/// Calls `check` with every beginning of each sample, with the samples after a few changes, and with random
/// bytes.
pub fn hostile(samples: &[&[u8]], mut check: impl FnMut(&[u8])) {
    let mut random = Random::new(0x5eed);
    for sample in samples {
        (0..=sample.len()).for_each(|end| check(&sample[..end]));
        for _ in 0..2_000 {
            let mut bytes = sample.to_vec();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.next() as u8;
                }
            }
            check(&bytes);
        }
    }
    for _ in 0..5_000 {
        check(&random.bytes(96));
    }
}

/// Asserts that each string is refused with a message that holds the given words.
pub fn assert_refused(table: &[(&str, &str)]) {
    for (string, words) in table {
        match crate::parse(string) {
            Ok(codec) => panic!("{string:?} was read as {codec:?}"),
            Err(error) => assert!(error.to_string().contains(words), "{string:?}: {error}"),
        }
    }
}
