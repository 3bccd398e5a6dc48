//! The caller's timestamps, kept beside FFmpeg's.

use std::collections::BTreeMap;

/// Timestamp and duration of a frame or chunk, in microseconds, as the caller gave them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    pub timestamp: i64,
    pub duration: Option<u64>,
}

/// More entries than any coder holds back: beyond, the oldest belongs to an input that a decoder dropped.
const LONGEST_DELAY: usize = 256;

/// FFmpeg gets rising presentation times, for decoders a counter; this finds each output's own timing by them.
/// The caller's timestamps may be negative, repeat or fall.
#[derive(Default)]
pub struct Timings {
    next: i64,
    pending: BTreeMap<i64, Timing>,
}

impl Timings {
    /// The counter for a new input.
    pub fn enter(&mut self, timing: Timing) -> i64 {
        let counter = self.next;
        self.next += 1;
        self.enter_at(counter, timing);
        counter
    }

    /// Takes a new input with a presentation time of the caller's own, later than those before it.
    pub fn enter_at(&mut self, time: i64, timing: Timing) {
        self.pending.insert(time, timing);
        if self.pending.len() > LONGEST_DELAY {
            self.pending.pop_first();
        }
    }

    /// The timing of the input with that presentation time, which is then done.
    pub fn leave(&mut self, time: i64) -> Option<Timing> {
        self.pending.remove(&time)
    }

    /// Forgets inputs that will have no output.
    pub fn clear(&mut self) {
        self.pending.clear();
    }

    /// Whether an input has had no output yet.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_output_finds_its_own_timing_in_any_order() {
        let mut timings = Timings::default();
        let inputs = [Timing { timestamp: -5, duration: None }, Timing { timestamp: -5, duration: Some(1) }];
        let counters = inputs.map(|timing| timings.enter(timing));
        assert_eq!(timings.leave(counters[1]), Some(inputs[1]));
        assert_eq!(timings.leave(counters[0]), Some(inputs[0]));
        assert!(!timings.is_waiting());
    }

    #[test]
    fn inputs_without_output_do_not_pile_up() {
        let mut timings = Timings::default();
        for timestamp in 0..10_000 {
            timings.enter(Timing { timestamp, duration: None });
        }
        assert_eq!(timings.pending.len(), LONGEST_DELAY);
    }
}
