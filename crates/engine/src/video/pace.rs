//! When frames come, as rate control is told: by the caller's timestamps as far as they make sense.

use std::cmp::Ordering;

use super::timing::Timing;

/// Ticks of the encoders' time base in a second.
pub const TICKS: f64 = 90_000.0;
/// The last time that an encoder is given, which comes after 6 hours: libaom fails from 2³² on.
const LAST: i64 = 1 << 31;

/// Frames a second where neither a configuration nor a frame tells.
pub const USUAL_FRAMERATE: f64 = 30.0;

/// A frame that is so many times as long or as short as the mean is the first of another rate when the next one is as
/// well.
const STEP: f64 = 1.8;
/// A longer one is a gap when it is the only one: its bits are not given to what comes after it.
const GAP: f64 = 4.0;
/// The share of a new frame in the mean duration. Timestamps that jitter then do not make sizes jitter.
const WEIGHT: f64 = 1.0 / 16.0;
/// Seconds of a frame, unless the configuration says so: timestamps outside of them are not times.
const SHORTEST: f64 = 1.0 / 240.0;
const LONGEST: f64 = 10.0;

/// Presentation time and duration of a frame in ticks. Each begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub pts: i64,
    pub duration: i64,
}

/// Turns timestamps that may stand still, fall or leap into times that rise as evenly as the frames come.
/// In the mean they are as far apart as the timestamps are.
#[derive(Debug)]
pub struct Pace {
    /// Seconds of a frame, in the mean of the last ones.
    frame: f64,
    limits: (f64, f64),
    /// Whether `frame` is nothing but a guess.
    guessed: bool,
    /// Whether the last frame was much longer or shorter than the mean.
    step: Option<Ordering>,
    last: Option<i64>,
    /// Seconds up to the end of the last frame.
    time: f64,
    /// The same in ticks.
    next: i64,
}

impl Pace {
    /// `framerate` as the configuration declares it.
    pub fn new(framerate: Option<f64>) -> Self {
        let frame = 1.0 / framerate.unwrap_or(USUAL_FRAMERATE);
        let limits = (SHORTEST.min(frame), LONGEST.max(frame));
        Pace { frame, limits, guessed: framerate.is_none(), step: None, last: None, time: 0.0, next: 0 }
    }

    /// Frames a second, in the mean of the last ones.
    pub fn framerate(&self) -> f64 {
        1.0 / self.frame
    }

    /// Whether times have to begin anew, with a new coder.
    pub fn has_ended(&self) -> bool {
        self.next > LAST
    }

    /// Lets times begin anew.
    pub fn rewind(&mut self) {
        (self.time, self.next) = (0.0, 0);
    }

    /// When the next frame is shown.
    pub fn enter(&mut self, timing: Timing) -> Moment {
        let since = self.last.map(|last| timing.timestamp.saturating_sub(last) as f64 / 1e6);
        match (since, timing.duration) {
            (Some(seconds), _) if seconds > 0.0 => self.observe(seconds),
            (None, Some(duration)) if duration > 0 && self.guessed => self.observe(duration as f64 / 1e6),
            _ => {}
        }
        self.last = Some(timing.timestamp);
        self.time += self.frame;
        let pts = self.next;
        self.next = (pts + 1).max((self.time * TICKS).round() as i64);
        Moment { pts, duration: self.next - pts }
    }

    fn observe(&mut self, seconds: f64) {
        let (shortest, longest) = self.limits;
        let ratio = seconds / self.frame;
        let step = match ratio {
            _ if ratio > STEP => Some(Ordering::Greater),
            _ if ratio < 1.0 / STEP => Some(Ordering::Less),
            _ => None,
        };
        let again = step.is_some() && step == self.step;
        self.step = step;
        if self.guessed || again {
            self.guessed = false;
            self.frame = seconds;
        } else if ratio <= GAP {
            self.frame += WEIGHT * (seconds - self.frame);
        }
        self.frame = self.frame.clamp(shortest, longest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(timestamp: i64) -> Timing {
        Timing { timestamp, duration: None }
    }

    /// The presentation times of frames with those timestamps, in milliseconds.
    fn times(pace: &mut Pace, timestamps: impl IntoIterator<Item = i64>) -> Vec<i64> {
        timestamps
            .into_iter()
            .map(|timestamp| pace.enter(timing(timestamp)).pts / (TICKS as i64 / 1000))
            .collect()
    }

    fn rises(times: &[i64]) -> bool {
        times.windows(2).all(|pair| pair[0] < pair[1])
    }

    #[test]
    fn steady_timestamps_are_kept() {
        let times = times(&mut Pace::new(Some(50.0)), (0..100).map(|i| -7_000_000 + i * 20_000));
        assert_eq!(times, (0..100).map(|i| i * 20).collect::<Vec<_>>());
    }

    #[test]
    fn the_second_frame_or_the_first_duration_tells_an_undeclared_rate() {
        let mut pace = Pace::new(None);
        assert_eq!(times(&mut pace, [5, 16_672, 33_339]), [0, 33, 50]);
        assert!((pace.framerate() - 60.0).abs() < 0.1);
        let mut pace = Pace::new(None);
        let moment = pace.enter(Timing { timestamp: 0, duration: Some(100_000) });
        assert_eq!(moment, Moment { pts: 0, duration: 9000 });
    }

    #[test]
    fn a_false_rate_is_corrected() {
        let mut pace = Pace::new(Some(30.0));
        times(&mut pace, (0..3).map(|i| i * 1_000_000));
        assert!((pace.framerate() - 1.0).abs() < 0.01);
        times(&mut pace, (0..3).map(|i| 3_000_000 + i * 16_667));
        assert!((pace.framerate() - 60.0).abs() < 0.01);
        times(&mut pace, (0..100).map(|i| 4_000_000 + i * 33_333));
        assert!((pace.framerate() - 30.0).abs() < 0.1);
    }

    #[test]
    fn jitter_evens_out_and_adds_up() {
        let jittering = (0..300).map(|i| i * 33_333 + [0, 15_000, -9_000][i as usize % 3]);
        let times = times(&mut Pace::new(Some(30.0)), jittering);
        assert!(times.windows(2).all(|pair| (31..=36).contains(&(pair[1] - pair[0]))), "{times:?}");
        assert!((times[299] - 9966).abs() < 40);
    }

    #[test]
    fn times_that_grew_long_begin_anew() {
        let mut pace = Pace::new(Some(0.001));
        let longest = (0..100).map(|_| pace.enter(timing(0)).pts).take_while(|pts| *pts <= LAST).count();
        assert_eq!(longest, 24);
        assert!(pace.has_ended());
        pace.rewind();
        assert_eq!(pace.enter(timing(0)).pts, 0);
    }

    #[test]
    fn a_gap_counts_as_a_frame() {
        let mut pace = Pace::new(Some(50.0));
        let times = times(&mut pace, [0, 20_000, 40_000, 90_040_000, 90_060_000]);
        assert_eq!(times, [0, 20, 40, 60, 80]);
    }

    #[test]
    fn standing_falling_and_leaping_timestamps_count_as_frames() {
        let mut pace = Pace::new(Some(30.0));
        let seen = times(&mut pace, [0, 0, 0, -1_000_000, -900_000_000_000, i64::MIN, i64::MAX, i64::MAX]);
        assert!(rises(&seen));
        assert!(*seen.last().unwrap_or(&0) < 500, "{seen:?}");
    }

    #[test]
    fn what_is_no_time_stays_within_limits() {
        let mut pace = Pace::new(Some(30.0));
        assert!(rises(&times(&mut pace, 0..1000)));
        assert!((pace.framerate() - 240.0).abs() < 1.0);
        let mut pace = Pace::new(Some(30.0));
        let seen = times(&mut pace, (0..62).map(|i| 1_i64 << i));
        assert!(rises(&seen));
        assert!(pace.framerate() >= 0.1);
    }
}
