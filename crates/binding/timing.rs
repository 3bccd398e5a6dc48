//! Times as JavaScript numbers: whole microseconds.

use engine::video::timing::Timing;

pub fn from_js(timestamp: i64, duration: Option<i64>) -> Timing {
    Timing { timestamp, duration: duration.and_then(|duration| u64::try_from(duration).ok()) }
}

pub fn duration_to_js(timing: Timing) -> Option<i64> {
    timing.duration.and_then(|duration| i64::try_from(duration).ok())
}
