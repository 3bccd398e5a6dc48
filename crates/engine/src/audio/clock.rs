//! Where samples lie in time: <https://w3c.github.io/webcodecs/#dom-audioencoder-encode>
//!
//! Time runs by counting samples, from the timestamp of the first input on. Only an input that is further from where the
//! samples before it end than rounded timestamps explain sets the clock anew.

use std::collections::VecDeque;

/// Microseconds that an input's timestamp may be off: containers round times to milliseconds, captures jitter, and decoded
/// Opus is 6.5 ms short at its beginning.
const TOLERANCE: i64 = 8_000;
const MICROSECONDS: i128 = 1_000_000;

/// From this position on, in samples, time runs on from `timestamp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchor {
    position: i64,
    timestamp: i64,
}

impl Anchor {
    fn time_of(self, position: i64, rate: u32) -> i64 {
        let passed = i128::from(position - self.position) * MICROSECONDS;
        let passed = passed.div_euclid(i128::from(rate));
        i64::try_from(i128::from(self.timestamp) + passed).unwrap_or(i64::MAX)
    }
}

/// Microseconds between positions in samples and back.
pub struct Clock {
    rate: u32,
    /// Samples that have come in.
    position: i64,
    /// Rising. The first one is in force for the next chunk.
    anchors: VecDeque<Anchor>,
    /// Whether the next input sets the clock, wherever it lies.
    adrift: bool,
}

impl Clock {
    pub fn new(rate: u32) -> Self {
        Clock { rate, position: 0, anchors: VecDeque::new(), adrift: true }
    }

    /// The samples missing before an input with that timestamp, when there is a gap.
    pub fn gap_before(&self, timestamp: i64) -> Option<u64> {
        let late = timestamp.saturating_sub(self.expected()?);
        if self.adrift || late <= TOLERANCE {
            return None;
        }
        let samples = i128::from(late) * i128::from(self.rate) / MICROSECONDS;
        u64::try_from(samples).ok()
    }

    /// `samples` have come in, of which the first was taken at `timestamp`.
    pub fn enter(&mut self, timestamp: i64, samples: usize) {
        let off = self.expected().map(|expected| timestamp.saturating_sub(expected).saturating_abs());
        if self.adrift || off.is_none_or(|off| off > TOLERANCE) {
            self.set(timestamp, 0);
        }
        self.pass(samples);
    }

    /// `samples` were put in beside the inputs: silence in a gap.
    pub fn pass(&mut self, samples: usize) {
        self.position += samples as i64;
    }

    /// Sets the clock so that what comes in next was taken at `timestamp`. Time runs so already from `lead` samples before.
    pub fn set(&mut self, timestamp: i64, lead: u64) {
        let now = Anchor { position: self.position, timestamp };
        let position = self.position.saturating_sub_unsigned(lead);
        self.anchors.push_back(Anchor { position, timestamp: now.time_of(position, self.rate) });
        self.adrift = false;
    }

    /// What comes next has no connection with what came before.
    pub fn interrupt(&mut self) {
        self.adrift = true;
    }

    /// As [`Clock::interrupt`], and positions begin at 0 again.
    pub fn restart(&mut self) {
        *self = Self::new(self.rate);
    }

    fn expected(&self) -> Option<i64> {
        self.anchors.back().map(|anchor| anchor.time_of(self.position, self.rate))
    }

    /// Timestamp and duration of the samples from one position to another, in samples of `rate`. To be called with rising
    /// positions.
    pub fn span(&mut self, from: i64, to: i64, rate: u32) -> (i64, u64) {
        let scaled = |anchor: &Anchor| {
            let position = i128::from(anchor.position) * i128::from(rate) / i128::from(self.rate);
            Anchor { position: position as i64, ..*anchor }
        };
        while self.anchors.get(1).is_some_and(|next| scaled(next).position <= from) {
            self.anchors.pop_front();
        }
        let anchor = self.anchors.front().map_or(Anchor { position: 0, timestamp: 0 }, scaled);
        let (start, end) = (anchor.time_of(from, rate), anchor.time_of(to, rate));
        (start, u64::try_from(end.saturating_sub(start)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_of_blocks_does_not_drift() {
        let mut clock = Clock::new(44_100);
        let frames = 44_100 * 3600;
        for block in (0..frames).step_by(441) {
            clock.enter(7 + block * 1_000_000 / 44_100, 441);
        }
        assert_eq!(clock.anchors.len(), 1);
        assert_eq!(clock.span(frames - 1024, frames, 44_100).0, 7 + (frames - 1024) * 1_000_000 / 44_100);
        let (start, duration) = clock.span(frames - 1024, frames, 44_100);
        assert_eq!(start + duration as i64, 7 + 3_600_000_000);
    }

    #[test]
    fn chunks_follow_without_holes_or_overlap() {
        let mut clock = Clock::new(44_100);
        clock.enter(-3, 1 << 20);
        let mut end = -3;
        for chunk in 0..1000 {
            let (start, duration) = clock.span(chunk * 1024, (chunk + 1) * 1024, 44_100);
            assert_eq!(start, end);
            end = start + duration as i64;
        }
    }

    #[test]
    fn a_gap_is_kept_and_jitter_is_not() {
        let mut clock = Clock::new(48_000);
        clock.enter(0, 480);
        assert_eq!(clock.gap_before(10_000 + 7_999), None);
        clock.enter(10_000 + 7_999, 480);
        assert_eq!(clock.gap_before(1_020_000), Some(48_000));
        clock.enter(1_020_000, 480);
        assert_eq!(clock.span(480, 960, 48_000), (10_000, 10_000));
        assert_eq!(clock.span(960, 1440, 48_000), (1_020_000, 10_000));
    }

    #[test]
    fn time_may_go_back() {
        let mut clock = Clock::new(48_000);
        clock.enter(1_000_000, 480);
        assert_eq!(clock.gap_before(0), None);
        clock.enter(0, 480);
        assert_eq!(clock.span(0, 480, 48_000), (1_000_000, 10_000));
        assert_eq!(clock.span(480, 960, 48_000), (0, 10_000));
    }

    #[test]
    fn positions_may_be_counted_at_another_rate() {
        let mut clock = Clock::new(44_100);
        clock.enter(500, 441);
        assert_eq!(clock.span(960, 1920, 48_000), (20_500, 20_000));
    }

    #[test]
    fn extreme_timestamps_do_no_harm() {
        let mut clock = Clock::new(1);
        for timestamp in [i64::MIN, i64::MAX, 0, i64::MIN] {
            clock.gap_before(timestamp);
            clock.enter(timestamp, 1 << 30);
            clock.span(0, 1 << 30, 48_000);
        }
    }
}
