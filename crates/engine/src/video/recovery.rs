//! Decoding of H.264 that starts at a recovery point: from which picture on they come out.
//!
//! FFmpeg drops what precedes that picture, but at the end of the input it also drops pictures after it that it held back
//! for reordering. So it is made to give all of them, and the others are dropped here.

use codecs::{AvcPicture, CodecId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing was decoded yet.
    Start,
    /// So many reference pictures come before the first that is right.
    Left(u32),
    /// The first that is right went in with this counter.
    At(i64),
    /// Every picture is right.
    Done,
}

impl Recovery {
    pub fn of(codec: CodecId) -> Self {
        if codec == CodecId::Avc { Recovery::Start } else { Recovery::Done }
    }

    /// A picture goes into the decoder.
    pub fn enter(&mut self, picture: AvcPicture, counter: i64) {
        let left = match *self {
            Recovery::Start => picture.recovery.unwrap_or(0),
            Recovery::Left(left) => left,
            Recovery::At(_) | Recovery::Done => return,
        };
        *self = match (*self, left) {
            (Recovery::Start, _) if picture.idr => Recovery::Done,
            _ if picture.idr => Recovery::At(counter),
            (_, 0) if picture.reference => Recovery::At(counter),
            _ => Recovery::Left(left.saturating_sub(u32::from(picture.reference))),
        };
    }

    /// A picture comes out of the decoder, which may be `sure` that it is right: is it to be shown?
    pub fn shows(&mut self, counter: Option<i64>, sure: bool) -> bool {
        let arrived = matches!(*self, Recovery::At(first) if Some(first) == counter);
        if sure || arrived {
            *self = Recovery::Done;
        }
        *self == Recovery::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDR: AvcPicture = AvcPicture { idr: true, reference: true, recovery: None };
    const P: AvcPicture = AvcPicture { idr: false, reference: true, recovery: None };
    const B: AvcPicture = AvcPicture { idr: false, reference: false, recovery: None };

    fn point(count: u32) -> AvcPicture {
        AvcPicture { recovery: Some(count), ..P }
    }

    /// Which of the counters are shown when they come out in that order.
    fn shown(entered: &[AvcPicture], order: &[i64]) -> Vec<i64> {
        let mut recovery = Recovery::of(CodecId::Avc);
        entered.iter().zip(0..).for_each(|(&picture, counter)| recovery.enter(picture, counter));
        order.iter().copied().filter(|&counter| recovery.shows(Some(counter), false)).collect()
    }

    #[test]
    fn leading_pictures_are_dropped_and_those_after_the_point_are_not() {
        assert_eq!(shown(&[point(0), B, B, P, B], &[1, 2, 0, 4, 3]), [0, 4, 3]);
        assert_eq!(shown(&[point(2), P, B, P, P], &[0, 2, 1, 3, 4]), [3, 4]);
        assert_eq!(shown(&[point(9), P, IDR, P], &[0, 1, 2, 3]), [2, 3]);
    }

    #[test]
    fn an_idr_picture_starts_at_once() {
        assert_eq!(shown(&[IDR, P, B], &[0, 2, 1]), [0, 2, 1]);
    }

    #[test]
    fn what_the_decoder_is_sure_of_is_shown() {
        let mut recovery = Recovery::of(CodecId::Avc);
        recovery.enter(point(5), 0);
        assert!(!recovery.shows(Some(0), false));
        assert!(recovery.shows(Some(1), true));
        assert!(recovery.shows(Some(2), false));
        assert!(Recovery::of(CodecId::Vp9).shows(None, false));
    }
}
