//! Reading fields bit by bit; `None` means that the data ended.

pub struct Bits<'a> {
    data: &'a [u8],
    position: usize,
}

impl<'a> Bits<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, position: 0 }
    }

    pub fn flag(&mut self) -> Option<bool> {
        let byte = self.data.get(self.position / 8)?;
        let flag = byte << (self.position % 8) & 0x80 != 0;
        self.position += 1;
        Some(flag)
    }

    /// u(n), at most 32 bits.
    pub fn bits(&mut self, count: u32) -> Option<u32> {
        (0..count).try_fold(0, |value: u32, _| Some(value << 1 | u32::from(self.flag()?)))
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.bits(8).map(|value| value as u8)
    }

    pub fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            *byte = self.byte()?;
        }
        Some(bytes)
    }

    pub fn skip(&mut self, count: usize) -> Option<()> {
        let position = self.position.checked_add(count)?;
        (position <= self.data.len().checked_mul(8)?).then_some(())?;
        self.position = position;
        Some(())
    }

    /// ue(v): Exp-Golomb, H.264 section 9.1. Values of 2^32 - 1 are not read: no syntax element has them.
    pub fn exp_golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
            (zeros < 32).then_some(())?;
        }
        Some((1 << zeros) - 1 + self.bits(zeros)?)
    }
}
