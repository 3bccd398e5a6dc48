//! Audio decoders, by codec in order of preference.

use codecs::AudioCodec;
use codecs::bitstream::{Malformed, aac, flac, mp3, opus, vorbis};

use super::channels::{Layout, VORBIS};
use super::{Declared, Decoder, Description, Options, Packets};

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
        packets: Packets::Trusted,
        layouts: VORBIS,
        options: NONE,
    },
    Decoder {
        name: "aac",
        codecs: &[AudioCodec::AacLc, AudioCodec::HeAac, AudioCodec::HeAacV2, AudioCodec::Mpeg2AacLc],
        description: Description::Optional(|bytes| aac::AudioSpecificConfig::parse(bytes).map(drop)),
        declared: Declared::Ignored,
        packets: Packets::Trusted,
        layouts: IN_ORDER,
        options: &[("channel_order", "coded"), ("err_detect", "crccheck+explode")],
    },
    Decoder {
        name: "flac",
        codecs: &[AudioCodec::Flac],
        description: Description::Required(flac_description),
        declared: Declared::Ignored,
        packets: Packets::Trusted,
        layouts: IN_ORDER,
        options: STRICT,
    },
    Decoder {
        name: "mp3float",
        codecs: &[AudioCodec::Mp3],
        description: Description::Unused,
        declared: Declared::Ignored,
        packets: Packets::Checked(mp3::check_length),
        layouts: IN_ORDER,
        options: NONE,
    },
    Decoder {
        name: "vorbis",
        codecs: &[AudioCodec::Vorbis],
        description: Description::Required(|bytes| vorbis::Headers::parse(bytes).map(drop)),
        declared: Declared::Ignored,
        packets: Packets::Trusted,
        layouts: VORBIS,
        options: NONE,
    },
    pcm("pcm_u8", &[AudioCodec::PcmU8], 1),
    pcm("pcm_s16le", &[AudioCodec::PcmS16], 2),
    pcm("pcm_s24le", &[AudioCodec::PcmS24], 3),
    pcm("pcm_s32le", &[AudioCodec::PcmS32], 4),
    pcm("pcm_f32le", &[AudioCodec::PcmF32], 4),
    pcm("pcm_alaw", &[AudioCodec::Alaw], 1),
    pcm("pcm_mulaw", &[AudioCodec::Ulaw], 1),
];

fn flac_description(description: &[u8]) -> Result<(), Malformed> {
    match flac::StreamInfo::parse(description)?.bits_per_sample {
        ..=24 => Ok(()),
        _ => Err(Malformed("the decoder has no more than 24 bits per sample")),
    }
}

const fn pcm(name: &'static str, codecs: &'static [AudioCodec], sample_bytes: usize) -> Decoder {
    Decoder {
        name,
        codecs,
        description: Description::Unused,
        declared: Declared::RateAndChannels(255),
        packets: Packets::Samples(sample_bytes),
        layouts: IN_ORDER,
        options: NONE,
    }
}
