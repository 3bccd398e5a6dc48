//! Audio decoders, by codec in order of preference.

use codecs::AudioCodec;
use codecs::bitstream::{aac, flac, opus, vorbis};

use super::channels::{Layout, VORBIS};
use super::{Declared, Decoder, Description, Options};

const NONE: Options = &[];
/// Damage is an error, and is looked for where the format has checksums.
const STRICT: Options = &[("err_detect", "crccheck+explode")];
/// One channel after the other, whatever order they are in.
const IN_ORDER: &[Layout] = &[];

pub static DECODERS: &[Decoder] = &[
    // More than twice as fast as libopus.
    Decoder {
        name: "opus",
        codecs: &[AudioCodec::Opus],
        description: Description::Optional(|bytes| opus::Head::parse(bytes).map(drop)),
        declared: Declared::Channels(2),
        layouts: VORBIS,
        options: NONE,
    },
    Decoder {
        name: "aac",
        codecs: &[AudioCodec::AacLc, AudioCodec::HeAac, AudioCodec::HeAacV2, AudioCodec::Mpeg2AacLc],
        description: Description::Optional(|bytes| aac::AudioSpecificConfig::parse(bytes).map(drop)),
        declared: Declared::Ignored,
        layouts: IN_ORDER,
        options: &[("channel_order", "coded"), ("err_detect", "crccheck+explode")],
    },
    Decoder {
        name: "flac",
        codecs: &[AudioCodec::Flac],
        description: Description::Required(|bytes| flac::StreamInfo::parse(bytes).map(drop)),
        declared: Declared::Ignored,
        layouts: IN_ORDER,
        options: STRICT,
    },
    Decoder {
        name: "mp3float",
        codecs: &[AudioCodec::Mp3],
        description: Description::Unused,
        declared: Declared::Ignored,
        layouts: IN_ORDER,
        options: NONE,
    },
    Decoder {
        name: "vorbis",
        codecs: &[AudioCodec::Vorbis],
        description: Description::Required(|bytes| vorbis::Headers::parse(bytes).map(drop)),
        declared: Declared::Ignored,
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

const fn pcm(name: &'static str, codecs: &'static [AudioCodec]) -> Decoder {
    Decoder {
        name,
        codecs,
        description: Description::Unused,
        declared: Declared::RateAndChannels(255),
        layouts: IN_ORDER,
        options: NONE,
    }
}
