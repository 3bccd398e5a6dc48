//! When a coder that cannot be told another frame rate is opened anew for it.

use super::pace::{Moment, TICKS, deviates};

/// A rate that is false by more is worth the key frame that comes of opening a coder again.
pub const FALSE_RATE: f64 = 1.2;
/// Ticks for which a declared rate may be false before that.
const PATIENCE: i64 = TICKS as i64 / 4;
/// Ticks from the first opening for another rate to the next one, and the most that this grows to as they go on.
const SECOND: i64 = TICKS as i64;
const LONGEST: i64 = 8 * SECOND;

/// Rates that go up and down all the time become one: the first change is followed at once, later ones by the mean of a
/// time that doubles with each of them.
#[derive(Debug)]
pub struct Reopening {
    /// Ticks that are looked at.
    patience: i64,
    /// Whether the rate has changed before.
    again: bool,
    /// What was seen of these ticks.
    frames: u32,
    ticks: i64,
}

impl Reopening {
    pub fn new(is_declared: bool) -> Self {
        Reopening { patience: if is_declared { PATIENCE } else { 0 }, again: false, frames: 0, ticks: 0 }
    }

    /// The rate to open a coder for before this frame, if that is not the one that it counts on. `recent` is that of the
    /// last frames.
    pub fn enter(&mut self, moment: Moment, recent: f64, counted: f64) -> Option<f64> {
        self.frames += 1;
        self.ticks += moment.duration;
        if self.ticks < self.patience {
            return None;
        }
        let mean = f64::from(self.frames) * TICKS / self.ticks as f64;
        let framerate = if self.again { mean } else { recent };
        let is_false = deviates(framerate, counted, FALSE_RATE);
        if is_false {
            self.patience = if self.again { LONGEST.min(2 * self.patience) } else { SECOND };
            self.again = true;
        }
        if self.again {
            (self.frames, self.ticks) = (0, 0);
        }
        is_false.then_some(framerate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::video::pace::Pace;
    use crate::video::timing::Timing;

    /// The frames before which a coder is opened, and for which rates.
    fn openings(declared: Option<f64>, rate: impl Fn(usize) -> f64, count: usize) -> Vec<(usize, f64)> {
        let (mut pace, mut reopening) = (Pace::new(declared), Reopening::new(declared.is_some()));
        let (mut seconds, mut counted) = (0.0, pace.framerate());
        let mut openings = Vec::new();
        for i in 0..count {
            let moment = pace.enter(Timing { timestamp: (seconds * 1e6) as i64, duration: None });
            if let Some(framerate) = reopening.enter(moment, pace.framerate(), counted) {
                counted = framerate;
                openings.push((i, framerate.round()));
            }
            seconds += 1.0 / rate(i);
        }
        openings
    }

    #[test]
    fn a_rate_that_holds_is_left_alone() {
        assert_eq!(openings(Some(30.0), |_| 30.0, 600), []);
        assert_eq!(openings(None, |_| 30.0, 600), []);
    }

    #[test]
    fn an_undeclared_rate_is_known_with_the_second_frame_and_a_false_one_soon() {
        assert_eq!(openings(None, |_| 60.0, 600), [(1, 60.0)]);
        assert_eq!(openings(Some(30.0), |_| 60.0, 600), [(13, 60.0)]);
    }

    #[test]
    fn a_change_is_followed() {
        assert_eq!(openings(Some(30.0), |i| if i < 300 { 30.0 } else { 10.0 }, 600), [(302, 10.0)]);
        let twice = openings(Some(30.0), |i| [30.0, 10.0, 30.0][i / 300], 900);
        assert!(twice.len() <= 4, "{twice:?}");
        assert!(twice.last().is_some_and(|&(i, rate)| i < 700 && rate == 30.0), "{twice:?}");
    }

    #[test]
    fn rates_that_alternate_become_their_mean() {
        let alternating = |i: usize| if (i / 10).is_multiple_of(2) { 15.0 } else { 60.0 };
        let seen = openings(Some(30.0), alternating, 3000);
        assert!(seen.len() <= 4, "{seen:?}");
        assert!(seen.last().is_some_and(|&(_, rate)| (20.0..=28.0).contains(&rate)), "{seen:?}");
    }
}
