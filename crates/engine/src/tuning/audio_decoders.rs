//! Audio decoders, by codec in order of preference.

use codecs::AudioCodec;
use codecs::bitstream::{Malformed, aac, flac, opus, vorbis};

use super::channels::{Layout, VORBIS};
use super::{AudioDecoder, Declared, Description, Options};

const NONE: Options = &[];
/// Damage is an error, and is looked for where the format has checksums.
const STRICT: Options = &[("err_detect", "crccheck+explode")];
/// One channel after the other, whatever order they are in.
const IN_ORDER: &[Layout] = &[];

pub static AUDIO_DECODERS: &[AudioDecoder] = &[
    // More than twice as fast as libopus.
    opus_row("opus", 8, VORBIS, NONE),
    // Its channels are interleaved, so that the order it gives them could not be undone for free.
    opus_row("libopus", 2, IN_ORDER, &[("request_sample_fmt", "flt")]),
    AudioDecoder {
        name: "aac",
        codecs: &[AudioCodec::AacLc, AudioCodec::HeAac, AudioCodec::HeAacV2, AudioCodec::Mpeg2AacLc],
        description: Description::Optional(|bytes| aac::AudioSpecificConfig::parse(bytes).map(|_| ANY)),
        declared: Declared::Ignored,
        most_channels: ANY,
        layouts: IN_ORDER,
        options: &[("channel_order", "coded"), ("err_detect", "crccheck+explode")],
    },
    AudioDecoder {
        name: "flac",
        codecs: &[AudioCodec::Flac],
        description: Description::Required(|bytes| flac::StreamInfo::parse(bytes).map(|_| ANY)),
        declared: Declared::Ignored,
        most_channels: ANY,
        layouts: IN_ORDER,
        options: STRICT,
    },
    AudioDecoder {
        name: "mp3float",
        codecs: &[AudioCodec::Mp3],
        description: Description::Unused,
        declared: Declared::Ignored,
        most_channels: ANY,
        layouts: IN_ORDER,
        options: NONE,
    },
    AudioDecoder {
        name: "vorbis",
        codecs: &[AudioCodec::Vorbis],
        description: Description::Required(|bytes| vorbis::Headers::parse(bytes).map(|_| ANY)),
        declared: Declared::Ignored,
        most_channels: ANY,
        layouts: VORBIS,
        options: NONE,
    },
    pcm("pcm_u8", &[AudioCodec::PcmU8]),
    pcm("pcm_s16le", &[AudioCodec::PcmS16]),
    pcm("pcm_s24le", &[AudioCodec::PcmS24]),
    pcm("pcm_s32le", &[AudioCodec::PcmS32]),
    pcm("pcm_f32le", &[AudioCodec::PcmF32]),
    pcm("pcm_alaw", &[AudioCodec::Alaw]),
    pcm("pcm_mulaw", &[AudioCodec::Ulaw]),
];

const ANY: u32 = u32::MAX;

const fn opus_row(
    name: &'static str,
    most_channels: u32,
    layouts: &'static [Layout],
    options: Options,
) -> AudioDecoder {
    AudioDecoder {
        name,
        codecs: &[AudioCodec::Opus],
        description: Description::Optional(opus_channels),
        declared: Declared::Channels(2),
        most_channels,
        layouts,
        options,
    }
}

fn opus_channels(description: &[u8]) -> Result<u32, Malformed> {
    opus::Head::parse(description).map(|head| u32::from(head.channels))
}

const fn pcm(name: &'static str, codecs: &'static [AudioCodec]) -> AudioDecoder {
    AudioDecoder {
        name,
        codecs,
        description: Description::Unused,
        declared: Declared::RateAndChannels,
        most_channels: 255,
        layouts: IN_ORDER,
        options: NONE,
    }
}
