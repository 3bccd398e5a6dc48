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
/// A frame that is so many times as long as all others of the window is a gap: its bits are not given to what comes after it.
const GAP: f64 = 4.0;
/// Frames of which the mean is taken, so that timestamps that jitter do not make sizes jitter.
const WINDOW: usize = 32;
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
    intervals: Intervals,
    steps: Steps,
    last: Option<i64>,
    /// Seconds up to the end of the last frame.
    time: f64,
    /// The same in ticks.
    next: i64,
}

/// The seconds of the last frames.
#[derive(Debug)]
struct Intervals {
    seconds: [f64; WINDOW],
    /// How many of the newest belong to the rate that holds now.
    fresh: usize,
}

impl Intervals {
    fn steady(seconds: f64) -> Self {
        Intervals { seconds: [seconds; WINDOW], fresh: WINDOW }
    }

    fn push(&mut self, seconds: f64) {
        self.seconds.rotate_left(1);
        self.seconds[WINDOW - 1] = seconds;
        self.fresh = (self.fresh + 1).min(WINDOW);
    }

    /// The mean of the rate that holds now. A gap does not count when it is the only one: those that recur are the way in
    /// which the frames come.
    fn mean(&self) -> f64 {
        let fresh = &self.seconds[WINDOW - self.fresh..];
        let longest = fresh.iter().copied().fold(0.0, f64::max);
        let (sum, count) = (fresh.iter().sum::<f64>(), fresh.len() as f64);
        let others = (sum - longest) / (count - 1.0).max(1.0);
        let long = fresh.iter().filter(|&&seconds| seconds > GAP * others).count();
        if long == 1 && fresh.len() > 1 { others } else { sum / count }
    }
}

/// Frames that were much longer or shorter than the mean.
#[derive(Debug, Default)]
struct Steps {
    /// Of the last such frame, and how many frames ago it was.
    last: Option<(Ordering, usize)>,
    /// Frames for which the rate is taken for one that goes up and down, of which only the mean counts.
    unsteady: usize,
}

/// What a frame says of the rate.
enum Finding {
    Nothing,
    /// It and the one before it are of another rate.
    Changed,
    /// The rate goes up and down.
    Unsteady,
}

impl Steps {
    /// `ratio` is the length of the new frame in those of the mean.
    fn judge(&mut self, ratio: f64) -> Finding {
        self.unsteady = self.unsteady.saturating_sub(1);
        self.last = self.last.map(|(direction, age)| (direction, age + 1));
        let step = match ratio {
            _ if ratio > STEP => Ordering::Greater,
            _ if ratio < 1.0 / STEP => Ordering::Less,
            _ => return Finding::Nothing,
        };
        match self.last.replace((step, 0)) {
            Some((before, age)) if before != step && age <= WINDOW => {
                self.unsteady = WINDOW;
                Finding::Unsteady
            }
            Some((before, 1)) if before == step && self.unsteady == 0 => Finding::Changed,
            _ => Finding::Nothing,
        }
    }
}

impl Pace {
    /// `framerate` as the configuration declares it.
    pub fn new(framerate: Option<f64>) -> Self {
        let frame = 1.0 / framerate.unwrap_or(USUAL_FRAMERATE);
        let limits = (SHORTEST.min(frame), LONGEST.max(frame));
        Pace {
            frame,
            limits,
            guessed: framerate.is_none(),
            intervals: Intervals::steady(frame),
            steps: Steps::default(),
            last: None,
            time: 0.0,
            next: 0,
        }
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
        let seconds = seconds.min(longest);
        if self.guessed {
            self.guessed = false;
            self.intervals = Intervals::steady(seconds);
        } else {
            self.intervals.push(seconds);
            match self.steps.judge(seconds / self.frame) {
                Finding::Nothing => {}
                Finding::Changed => self.intervals.fresh = 2,
                Finding::Unsteady => self.intervals.fresh = WINDOW,
            }
        }
        self.frame = self.intervals.mean().clamp(shortest, longest);
    }
}

/// Whether two rates differ by more than `factor`.
pub fn deviates(one: f64, other: f64, factor: f64) -> bool {
    one > other * factor || other > one * factor
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
        times(&mut pace, (3..50).map(|i| i * 1_000_000));
        times(&mut pace, (1..3).map(|i| 49_000_000 + i * 16_667));
        assert!((pace.framerate() - 60.0).abs() < 0.01);
        times(&mut pace, (0..100).map(|i| 50_000_000 + i * 33_333));
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
    fn frames_that_come_in_bursts_take_the_time_that_they_take() {
        let alternating = [[66_667; 10], [16_667; 10]].concat();
        let patterns: [&[i64]; 5] = [
            &[1_000, 1_000, 98_000],
            &[16_667, 16_667, 66_667],
            &[2_000, 2_000, 2_000, 2_000, 160_000],
            &[100_000, 1_000],
            &alternating,
        ];
        for pattern in patterns {
            for declared in [None, Some(30.0)] {
                let ends = pattern.iter().cycle().take(600).scan(0, |time, length| {
                    *time += length;
                    Some(*time)
                });
                let real: i64 = pattern.iter().cycle().take(600).sum::<i64>() / 1000;
                let told = times(&mut Pace::new(declared), ends);
                let off = (told[599] - real).abs() as f64 / real as f64;
                assert!(off < 0.03, "{pattern:?} {declared:?}: {} of {real} ms", told[599]);
            }
        }
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
