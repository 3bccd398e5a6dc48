//! Decoders, by codec in order of preference.

use codecs::CodecId;

use super::{Decoder, Options};

/// No frame threads, each of which would hold a frame back; slices are still decoded in parallel.
const IMMEDIATE: Options = &[("flags", "+low_delay")];
const NONE: Options = &[];
/// Also the pictures before a recovery point is reached (see `video/recovery.rs`).
const IMMEDIATE_AVC: Options = &[("flags", "+low_delay+output_corrupt")];
/// The same. Without `strict` the decoder guesses the reordering of a stream that does not declare it, and shows the first
/// pictures in the wrong order.
const FAST_AVC: Options = &[("flags", "+output_corrupt"), ("strict", "strict")];

const AVC_PROFILES: &[u8] = &[44, 66, 77, 100, 110, 122, 244];
const HEVC_PROFILES: &[u8] = &[1, 2, 3, 4];

const fn software(name: &'static str, codec: CodecId, profiles: &'static [u8], fast: Options) -> Decoder {
    Decoder { name, codec, hardware: false, profiles, every_chunk_shows: false, immediate: IMMEDIATE, fast }
}

/// NVIDIA's decoder, which copies its pictures to main memory. Not verified on a device.
const fn cuvid(name: &'static str, codec: CodecId, profiles: &'static [u8]) -> Decoder {
    Decoder {
        name,
        codec,
        hardware: true,
        profiles,
        every_chunk_shows: false,
        immediate: IMMEDIATE,
        fast: NONE,
    }
}

pub static DECODERS: &[Decoder] = &[
    Decoder { immediate: IMMEDIATE_AVC, ..software("h264", CodecId::Avc, AVC_PROFILES, FAST_AVC) },
    software("hevc", CodecId::Hevc, HEVC_PROFILES, NONE),
    software("vp8", CodecId::Vp8, &[0], NONE),
    software("vp9", CodecId::Vp9, &[0, 1, 2, 3], NONE),
    // It skips what it cannot read without a word.
    Decoder { every_chunk_shows: true, ..software("libdav1d", CodecId::Av1, &[0, 1, 2], NONE) },
    cuvid("h264_cuvid", CodecId::Avc, &[66, 77, 100]),
    cuvid("hevc_cuvid", CodecId::Hevc, &[1, 2, 3]),
    cuvid("vp8_cuvid", CodecId::Vp8, &[0]),
    cuvid("vp9_cuvid", CodecId::Vp9, &[0, 2]),
    cuvid("av1_cuvid", CodecId::Av1, &[0]),
];
