//! What the tables give together: the options that a coder is opened with.

use super::{Encoder, Hinted, Job, LatencyMode, Options, rate_control};
use crate::ff::context::Setting;

/// Options whose values are lists of a library's own options, `name=value` with colons between. The library takes the last
/// of a name.
const LISTS: &[&str] = &["x264-params", "x265-params", "aom-params"];

impl Encoder {
    /// Every option that depends on the job, where what the job demands has precedence over what it hints at, and on where
    /// chroma lies, an AVChromaLocation.
    pub(crate) fn settings_for(&self, job: &Job, profile: &str, location: i32) -> Vec<Setting> {
        let by_mode = match job.latency_mode {
            LatencyMode::Realtime => self.realtime,
            LatencyMode::Quality => self.quality,
        };
        let of_quantizer = self.quantizer_for(job).map_or(&[][..], |quantizer| quantizer.options);
        let of_layers = self.layers_for(job).map_or_else(Vec::new, |layers| layers.settings(job));
        let of_siting = self.sited.iter().filter(|(sited, _)| *sited == location).map(|(_, option)| option);
        let fixed = |&(key, value): &(&str, &str)| (key.to_owned(), value.to_owned());
        merged(
            self.always
                .iter()
                .chain(by_mode)
                .chain(self.hinted_for(job))
                .map(fixed)
                .chain(self.lookahead.as_ref().and_then(|lookahead| lookahead.settings(job)))
                .chain(rate_control(job))
                .chain(of_quantizer.iter().map(fixed))
                .chain(of_layers)
                .chain((self.settings)(job, profile))
                .chain(of_siting.map(fixed)),
        )
    }

    /// The options for the content that the job hints at.
    fn hinted_for(&self, job: &Job) -> Options {
        let meant = |&&(hint, modes, _): &&Hinted| {
            Some(hint) == job.content_hint && modes.contains(&job.latency_mode)
        };
        self.hints.iter().find(meant).map_or(&[], |(_, _, options)| *options)
    }
}

/// Each option once: of a list all values, of the others the last one.
fn merged(options: impl Iterator<Item = Setting>) -> Vec<Setting> {
    let mut merged: Vec<Setting> = Vec::new();
    for (key, value) in options {
        match merged.iter_mut().find(|(known, _)| *known == key) {
            Some((_, list)) if LISTS.contains(&key.as_str()) => {
                list.push(':');
                list.push_str(&value);
            }
            Some((_, known)) => *known = value,
            None => merged.push((key, value)),
        }
    }
    merged
}

/// The settings without lists, whose values stand for themselves: for who calls the library without FFmpeg.
#[cfg(x265)]
pub(crate) fn spread(settings: &[Setting]) -> Vec<Setting> {
    let mut spread = Vec::new();
    for (key, value) in settings {
        if LISTS.contains(&key.as_str()) {
            let own = value.split(':').filter_map(|own| own.split_once('='));
            spread.extend(own.map(|(key, value)| (key.to_owned(), value.to_owned())));
        } else {
            spread.push((key.clone(), value.clone()));
        }
    }
    spread
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tuning::{BitrateMode, ContentHint, ENCODERS};

    fn job(latency_mode: LatencyMode, bitrate_mode: BitrateMode, hint: Option<ContentHint>) -> Job {
        Job {
            codec: codecs::parse("avc1.640028").unwrap(),
            width: 320,
            height: 176,
            bitrate: 300_000,
            framerate: 30.0,
            bitrate_mode,
            latency_mode,
            alpha: false,
            content_hint: hint,
            temporal_layers: 1,
            threads: 1,
            room: u64::MAX,
        }
    }

    #[test]
    fn a_hint_takes_nothing_away_from_quantizers() {
        for row in ENCODERS {
            let Some(quantizer) = &row.quantizer else { continue };
            for &(hint, modes, _) in row.hints {
                let job = job(modes[0], BitrateMode::Quantizer, Some(hint));
                let settings = row.settings_for(&job, row.profiles[0].name, 0);
                for &(key, value) in quantizer.options {
                    let found = settings.iter().find(|(known, _)| known == key);
                    assert!(
                        found.is_some_and(|(_, found)| found.contains(value)),
                        "{hint:?} {key} {found:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_row_has_one_set_of_options_for_a_hint_in_a_mode() {
        for row in ENCODERS {
            for mode in [LatencyMode::Realtime, LatencyMode::Quality] {
                let hints = row.hints.iter().filter(|(_, modes, _)| modes.contains(&mode));
                let mut names: Vec<_> = hints.map(|(hint, ..)| hint.name()).collect();
                let count = names.len();
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), count, "{} {mode:?}", row.name);
            }
        }
    }

    #[test]
    fn lists_grow_and_other_options_are_replaced() {
        let given =
            [("preset", "fast"), ("aom-params", "a=1:b=2"), ("preset", "slow"), ("aom-params", "b=3")];
        let expected = [("preset", "slow"), ("aom-params", "a=1:b=2:b=3")];
        let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        assert_eq!(merged(given.into_iter().map(owned)), expected.map(owned));
    }

    #[cfg(x265)]
    #[test]
    fn lists_are_spread() {
        let own = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let given = [own("preset", "fast"), own("x265-params", "me=umh:rect=1")];
        assert_eq!(spread(&given), [own("preset", "fast"), own("me", "umh"), own("rect", "1")]);
    }
}
