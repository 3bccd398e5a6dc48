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

    /// Goes on to the next byte, or stays at the beginning of one.
    pub fn align(&mut self) {
        self.position = self.position.next_multiple_of(8);
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

#[cfg(test)]
mod tests {
    use super::Bits;
    use crate::testing::hostile;

    #[test]
    fn numbers_begin_with_their_highest_bit() {
        let mut bits = Bits::new(&[0b1010_0000, 0xff, 0x01]);
        assert_eq!((bits.flag(), bits.bits(3)), (Some(true), Some(0b010)));
        assert_eq!((bits.skip(4), bits.byte(), bits.bits(8)), (Some(()), Some(0xff), Some(1)));
        assert_eq!((bits.flag(), bits.bits(0), bits.skip(0), bits.skip(1)), (None, Some(0), Some(()), None));
    }

    #[test]
    fn aligned_is_at_the_beginning_of_a_byte() {
        let mut bits = Bits::new(&[0x80, 0x81]);
        bits.align();
        assert_eq!(bits.flag(), Some(true));
        bits.align();
        assert_eq!(bits.bits(7), Some(0x40));
        bits.align();
        assert_eq!((bits.flag(), bits.skip(0)), (None, Some(())));
    }

    #[test]
    fn exp_golomb_codes() {
        // 1, 010, 011, 00100, 00101 and padding
        let mut bits = Bits::new(&[0b1010_0110, 0b0100_0010, 0b1000_0000]);
        let numbers: Vec<_> = (0..5).map(|_| bits.exp_golomb()).collect();
        assert_eq!(numbers, [Some(0), Some(1), Some(2), Some(3), Some(4)]);
        let longest = [0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(Bits::new(&longest).exp_golomb(), Some(u32::MAX - 1));
        assert_eq!(Bits::new(&[0, 0, 0, 0, 0x80, 0, 0, 0, 0]).exp_golomb(), None);
        assert_eq!(Bits::new(&[]).exp_golomb(), None);
    }

    #[test]
    fn reading_beyond_the_end_is_none() {
        assert_eq!(Bits::new(&[1, 2]).bits(17), None);
        assert_eq!(Bits::new(&[1, 2]).bytes::<3>(), None);
        assert_eq!(Bits::new(&[1, 2]).skip(usize::MAX), None);
        hostile(&[], |data| {
            let mut bits = Bits::new(data);
            while bits.exp_golomb().is_some() {}
        });
    }
}
