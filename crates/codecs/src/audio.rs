//! Audio codec strings: <https://www.w3.org/TR/webcodecs-codec-registry/#audio-codec-registry>.

use std::fmt;

use crate::ParseError;

/// What an audio codec string names; unlike the strings of video, none says more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AudioCodec {
    Opus,
    /// MPEG-4 AAC LC.
    AacLc,
    /// AAC LC with spectral band replication.
    HeAac,
    /// HE-AAC with parametric stereo.
    HeAacV2,
    /// Unified speech and audio coding.
    XheAac,
    Mpeg2AacLc,
    Flac,
    Mp3,
    Vorbis,
    PcmU8,
    PcmS16,
    /// Three bytes per sample.
    PcmS24,
    PcmS32,
    PcmF32,
    Alaw,
    Ulaw,
}

const STRINGS: [(&str, AudioCodec); 20] = [
    ("opus", AudioCodec::Opus),
    ("mp4a.40.2", AudioCodec::AacLc),
    ("mp4a.40.02", AudioCodec::AacLc),
    ("mp4a.40.5", AudioCodec::HeAac),
    ("mp4a.40.05", AudioCodec::HeAac),
    ("mp4a.40.29", AudioCodec::HeAacV2),
    ("mp4a.40.42", AudioCodec::XheAac),
    ("mp4a.67", AudioCodec::Mpeg2AacLc),
    ("flac", AudioCodec::Flac),
    ("mp3", AudioCodec::Mp3),
    ("mp4a.69", AudioCodec::Mp3),
    ("mp4a.6B", AudioCodec::Mp3),
    ("vorbis", AudioCodec::Vorbis),
    ("pcm-u8", AudioCodec::PcmU8),
    ("pcm-s16", AudioCodec::PcmS16),
    ("pcm-s24", AudioCodec::PcmS24),
    ("pcm-s32", AudioCodec::PcmS32),
    ("pcm-f32", AudioCodec::PcmF32),
    ("alaw", AudioCodec::Alaw),
    ("ulaw", AudioCodec::Ulaw),
];

impl AudioCodec {
    /// The name people use for the codec, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opus => "Opus",
            Self::AacLc => "AAC LC",
            Self::HeAac => "HE-AAC",
            Self::HeAacV2 => "HE-AAC v2",
            Self::XheAac => "xHE-AAC",
            Self::Mpeg2AacLc => "MPEG-2 AAC LC",
            Self::Flac => "FLAC",
            Self::Mp3 => "MP3",
            Self::Vorbis => "Vorbis",
            Self::PcmU8 => "8-bit PCM",
            Self::PcmS16 => "16-bit PCM",
            Self::PcmS24 => "24-bit PCM",
            Self::PcmS32 => "32-bit PCM",
            Self::PcmF32 => "float PCM",
            Self::Alaw => "A-law PCM",
            Self::Ulaw => "u-law PCM",
        }
    }
}

impl fmt::Display for AudioCodec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads an audio codec string. Case matters, and nothing may stand before or after it.
pub fn parse_audio(codec: &str) -> Result<AudioCodec, ParseError> {
    match STRINGS.iter().find(|(string, _)| *string == codec) {
        Some(&(_, known)) => Ok(known),
        None => {
            let strings = STRINGS.map(|(string, _)| string).join(", ");
            Err(ParseError::new(codec, &format!("expected one of {strings}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_string_of_the_registrations_is_read() {
        for (string, name) in [
            ("opus", "Opus"),
            ("mp4a.40.2", "AAC LC"),
            ("mp4a.40.02", "AAC LC"),
            ("mp4a.40.5", "HE-AAC"),
            ("mp4a.40.05", "HE-AAC"),
            ("mp4a.40.29", "HE-AAC v2"),
            ("mp4a.40.42", "xHE-AAC"),
            ("mp4a.67", "MPEG-2 AAC LC"),
            ("flac", "FLAC"),
            ("mp3", "MP3"),
            ("mp4a.69", "MP3"),
            ("mp4a.6B", "MP3"),
            ("vorbis", "Vorbis"),
            ("pcm-u8", "8-bit PCM"),
            ("pcm-s16", "16-bit PCM"),
            ("pcm-s24", "24-bit PCM"),
            ("pcm-s32", "32-bit PCM"),
            ("pcm-f32", "float PCM"),
            ("alaw", "A-law PCM"),
            ("ulaw", "u-law PCM"),
        ] {
            assert_eq!(parse_audio(string).unwrap().to_string(), name, "{string}");
        }
    }

    #[test]
    fn what_is_nearly_a_codec_string_is_refused() {
        for string in [
            "",
            " ",
            "OPUS",
            "Opus",
            "mp4a",
            "mp4a.",
            "mp4a.40",
            "mp4a.40.",
            "mp4a.40.1",
            "mp4a.40.002",
            "mp4a.40.2.1",
            "mp4a.40.3",
            "mp4a.40.34",
            "mp4a.40.029",
            "mp4a.40.x",
            "MP4A.40.2",
            "mp4a.66",
            "mp4a.68",
            "mp4a.6b",
            "mp4a.067",
            "mp4a.a6",
            "aac",
            "mp2",
            "mpeg",
            "pcm",
            "pcm-",
            "pcm-s8",
            "pcm-u16",
            "pcm-s16le",
            "pcm-f64",
            "pcm_s16",
            "mulaw",
            "a-law",
            "fLaC",
            "vp8",
            "avc1.42001E",
            "av01.0.04M.08",
            "\u{1f3b5}",
        ] {
            assert!(parse_audio(string).is_err(), "{string:?}");
        }
    }

    #[test]
    fn what_stands_around_a_codec_string_spoils_it() {
        for (string, _) in STRINGS {
            for spoilt in [" ", "\t", "\n", "\0", ".", ",", "-", "x", "0", "\u{e9}"] {
                assert!(parse_audio(&format!("{string}{spoilt}")).is_err(), "{string:?} + {spoilt:?}");
                assert!(parse_audio(&format!("{spoilt}{string}")).is_err(), "{spoilt:?} + {string:?}");
            }
            assert!(crate::parse(string).is_err(), "{string} is no codec of video");
        }
    }

    #[test]
    fn messages_quote_the_string_but_not_all_of_a_long_one() {
        let message = parse_audio("aac").unwrap_err().to_string();
        assert!(
            message.starts_with("\"aac\" is not a codec string: expected one of opus, mp4a.40.2,"),
            "{message}"
        );
        let long = parse_audio(&"\u{e9}.\n".repeat(1_000_000)).unwrap_err().to_string();
        assert!(long.len() < 500, "{} bytes", long.len());
    }
}
