//! Decoding of H.264 that starts at a recovery point: from which picture on they come out.
//!
//! FFmpeg drops what precedes that picture, but at the end of the input it also drops pictures after it that it held back
//! for reordering. So it is made to give all of them, and the others are dropped here.

use codecs::bitstream::slice::FrameNum;
use codecs::{AvcPicture, CodecId};

/// recovery_frame_cnt is less than MaxFrameNum.
const LONGEST: u32 = (1 << 16) - 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing was decoded yet.
    Start,
    /// The first picture that is right has not gone in yet.
    Left(Left),
    /// It went in with this counter.
    At(i64),
    /// Every picture is right.
    Done,
}

/// How far away the first picture that is right is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Reference frames up to its own.
    frames: u32,
    /// That of the last picture that was counted.
    frame_num: Option<FrameNum>,
    /// Whether that picture was taken for the other field of the frame before.
    other_field: bool,
}

impl Left {
    /// When decoding starts with that picture.
    fn of(picture: AvcPicture) -> Self {
        let frames = picture.recovery.unwrap_or(0).min(LONGEST);
        Left { frames, frame_num: picture.frame_num, other_field: false }
    }

    /// With the next reference picture. Where frame_num leaps it may have been passed, as pictures may be missing; where it
    /// stands still there are two fields, but not three.
    fn after(self, picture: AvcPicture) -> Self {
        let distance =
            picture.frame_num.zip(self.frame_num).and_then(|(new, old)| new.since(old)).unwrap_or(1);
        let other_field = distance == 0 && !self.other_field;
        let frames = self.frames.saturating_sub(if other_field { 0 } else { distance.max(1) });
        let frames = picture.recovery.map_or(frames, |count| frames.min(count));
        Left { frames, frame_num: picture.frame_num, other_field }
    }
}

impl Recovery {
    pub fn of(codec: CodecId) -> Self {
        if codec == CodecId::Avc { Recovery::Start } else { Recovery::Done }
    }

    /// A picture, or a field of one, goes into the decoder.
    pub fn enter(&mut self, picture: AvcPicture, counter: i64) {
        let left = match *self {
            Recovery::Start if picture.idr => {
                *self = Recovery::Done;
                return;
            }
            Recovery::Left(_) if picture.idr => {
                *self = Recovery::At(counter);
                return;
            }
            Recovery::Start => Left::of(picture),
            Recovery::Left(left) if picture.reference => left.after(picture),
            Recovery::Left(_) | Recovery::At(_) | Recovery::Done => return,
        };
        let is_right = left.frames == 0 && picture.reference;
        *self = if is_right { Recovery::At(counter) } else { Recovery::Left(left) };
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

    const P: AvcPicture = AvcPicture { idr: false, reference: true, frame_num: None, recovery: None };
    const IDR: AvcPicture = AvcPicture { idr: true, ..P };
    const B: AvcPicture = AvcPicture { reference: false, ..P };

    fn point(count: u32) -> AvcPicture {
        AvcPicture { recovery: Some(count), ..P }
    }

    /// With a frame_num of 4 bits.
    fn numbered(picture: AvcPicture, value: u32) -> AvcPicture {
        AvcPicture { frame_num: Some(FrameNum { value, bits: 4 }), ..picture }
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

    /// The first picture that is right, when there are pictures of these numbers after a recovery point.
    fn first_right(count: u32, numbers: &[u32]) -> Option<i64> {
        let (first, rest) = numbers.split_first().unwrap();
        let start = numbered(point(count), *first);
        let pictures =
            [&[start][..], &rest.iter().map(|&number| numbered(P, number)).collect::<Vec<_>>()].concat();
        let order: Vec<i64> = (0..pictures.len() as i64).collect();
        shown(&pictures, &order).first().copied()
    }

    #[test]
    fn frames_are_counted_by_their_numbers() {
        assert_eq!(first_right(2, &[5, 6, 7, 8]), Some(2));
        assert_eq!(first_right(2, &[5, 5, 6, 6, 7, 7, 8, 8]), Some(4)); // fields
        assert_eq!(first_right(0, &[5, 5, 6, 6]), Some(0));
        assert_eq!(first_right(3, &[14, 14, 15, 15, 0, 0, 1, 1]), Some(6));
        assert_eq!(first_right(3, &[5, 6, 10, 11]), Some(2)); // some are missing
        assert_eq!(first_right(1, &[5, 5, 5, 5]), Some(2)); // as no stream may have it
    }

    #[test]
    fn non_reference_pictures_are_not_counted() {
        let pictures = [numbered(point(1), 3), numbered(B, 4), numbered(P, 4), numbered(B, 5)];
        assert_eq!(shown(&pictures, &[0, 1, 2, 3]), [2, 3]);
        let pictures = [numbered(AvcPicture { recovery: Some(0), ..B }, 4), numbered(P, 4)];
        assert_eq!(shown(&pictures, &[0, 1]), [1]);
    }

    #[test]
    fn a_later_point_may_be_the_sooner_one() {
        assert_eq!(shown(&[point(9), P, point(1), P, P], &[0, 1, 2, 3, 4]), [3, 4]);
        assert_eq!(shown(&[point(2), point(9), P, P], &[0, 1, 2, 3]), [2, 3]);
    }

    #[test]
    fn hostile_counts_do_not_suppress_for_ever() {
        for numbers in [&[3][..], &[3, 4], &[3, 3, 4, 4]] {
            let mut recovery = Recovery::of(CodecId::Avc);
            recovery.enter(numbered(point(u32::MAX), 3), 0);
            let pictures = numbers.iter().cycle().map(|&number| numbered(P, number)).zip(1..200_000);
            pictures.for_each(|(picture, counter)| recovery.enter(picture, counter));
            assert!(matches!(recovery, Recovery::At(_)), "{numbers:?}");
        }
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
