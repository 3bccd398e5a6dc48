//! How far encoders look ahead: less far where memory is short.

use super::{Job, LatencyMode};
use crate::ff::context::Setting;

/// The part of all memory that pictures may take which are only looked at yet.
const PART: u64 = 6;

/// Of a coder that keeps pictures to look at them before it codes the first of them.
pub struct Lookahead {
    /// So many where there is room: what it is told by the options of its row or takes by itself.
    pub usual: usize,
    /// With fewer it would not work as its other options want it.
    pub least: usize,
    /// Bytes that it takes for each pixel of 8 bits of a picture that it looks at.
    pub bytes: f64,
    /// The option for so many.
    pub option: fn(usize) -> Setting,
}

impl Lookahead {
    /// What tells it to look at fewer pictures than usual, where there is no room for as many.
    pub fn settings(&self, job: &Job) -> Option<Setting> {
        let count = self.within(job);
        (job.latency_mode == LatencyMode::Quality && count < self.usual).then(|| (self.option)(count))
    }

    fn within(&self, job: &Job) -> usize {
        let picture = (self.bytes * job.luma_bytes()).max(1.0);
        let count = job.room / PART / picture as u64;
        usize::try_from(count).unwrap_or(usize::MAX).clamp(self.least, self.usual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tuning::{BitrateMode, ENCODERS};

    fn job(codec: &str, size: (u32, u32), mebibytes: u64) -> Job {
        Job {
            codec: codecs::parse(codec).unwrap(),
            width: size.0,
            height: size.1,
            bitrate: 1_000_000,
            framerate: 30.0,
            bitrate_mode: BitrateMode::Variable,
            latency_mode: LatencyMode::Quality,
            alpha: false,
            content_hint: None,
            temporal_layers: 1,
            threads: 1,
            room: mebibytes << 20,
        }
    }

    /// What the first row for the codec is told.
    fn told(job: &Job) -> Option<String> {
        let row = ENCODERS.iter().find(|row| row.codec == job.codec.id)?;
        Some(row.lookahead.as_ref()?.settings(job)?.1)
    }

    #[test]
    fn fewer_pictures_are_looked_at_where_memory_is_short_and_the_usual_ones_elsewhere() {
        let hd = (1280, 720);
        assert_eq!(told(&job("avc1.640028", hd, 256)).as_deref(), Some("14"));
        assert_eq!(told(&job("avc1.6e0028", hd, 256)).as_deref(), Some("7"), "10 bits");
        assert_eq!(told(&job("avc1.640028", (3840, 2160), 256)).as_deref(), Some("5"));
        assert_eq!(told(&job("hvc1.1.6.L120.B0", hd, 256)).as_deref(), Some("rc-lookahead=11"));
        assert_eq!(told(&job("avc1.640028", hd, 1024)), None);
        assert_eq!(told(&job("vp09.00.40.08", hd, 256)), None);
    }

    #[test]
    fn what_is_coded_at_once_is_not_told_to_look_ahead() {
        let realtime = Job { latency_mode: LatencyMode::Realtime, ..job("avc1.640028", (1280, 720), 256) };
        assert_eq!(told(&realtime), None);
    }

    #[test]
    fn the_usual_number_is_that_of_the_row() {
        for row in ENCODERS {
            let (Some(lookahead), Some((_, usual))) =
                (&row.lookahead, row.quality.iter().find(|(key, _)| *key == "lag-in-frames"))
            else {
                continue;
            };
            assert_eq!(*usual, lookahead.usual.to_string(), "{}", row.name);
        }
    }
}
