//! Where chroma lies that is shared by pixels (H.273, Chroma420SampleLocType).

/// Along one axis, on which two pixels share a sample: how many quarters of a pixel's chroma are the sample before its own,
/// where the pixel is the first of the two, and the sample after its own, where it is the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Along {
    pub first: u16,
    pub second: u16,
}

const ON_FIRST: Along = Along { first: 0, second: 2 };
const BETWEEN: Along = Along { first: 1, second: 1 };
const ON_SECOND: Along = Along { first: 2, second: 0 };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Siting {
    pub x: Along,
    pub y: Along,
}

/// By AVChromaLocation, which begins with the unspecified one: left, center, top left, top, bottom left, bottom.
const SITINGS: [Siting; 7] = [
    Siting::LEFT,
    Siting::LEFT,
    Siting { x: BETWEEN, y: BETWEEN },
    Siting { x: ON_FIRST, y: ON_FIRST },
    Siting { x: BETWEEN, y: ON_FIRST },
    Siting { x: ON_FIRST, y: ON_SECOND },
    Siting { x: BETWEEN, y: ON_SECOND },
];

impl Siting {
    /// That of MPEG-2, and of nearly every stream.
    pub const LEFT: Siting = Siting { x: ON_FIRST, y: BETWEEN };

    /// Of an AVChromaLocation; left where it is unspecified or unknown.
    pub fn of(location: i32) -> Self {
        usize::try_from(location).ok().and_then(|i| SITINGS.get(i)).copied().unwrap_or(Self::LEFT)
    }

    /// The AVChromaLocation, where left is the unspecified one.
    pub fn location(self) -> i32 {
        SITINGS.iter().position(|&siting| siting == self).unwrap_or(0) as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_come_back_but_for_left_and_unknown_ones() {
        let there_and_back = |location| Siting::of(location).location();
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(there_and_back), [0, 0, 2, 3, 4, 5, 6]);
        assert_eq!([-1, 7, i32::MAX].map(there_and_back), [0; 3]);
    }
}
