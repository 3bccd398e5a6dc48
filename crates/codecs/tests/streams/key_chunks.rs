//! Key chunks of real streams, judged by ffprobe.

use crate::support::{Packet, clip, packets};
use webcodecs_codecs::bitstream::length_prefixed;
use webcodecs_codecs::{CodecId, is_key};

const LENGTHS: Option<u8> = Some(4);

struct Stream {
    codec: CodecId,
    options: &'static str,
    extension: &'static str,
    /// Bytes that precede each packet in the file.
    header: usize,
    nal_length_size: Option<u8>,
}

const fn prefixed(codec: CodecId, options: &'static str) -> Stream {
    Stream { codec, options, extension: "mp4", header: 0, nal_length_size: LENGTHS }
}

/// IVF, which keeps frames as the coder gave them.
const fn ivf(codec: CodecId, options: &'static str) -> Stream {
    Stream { codec, options, extension: "ivf", header: 12, nal_length_size: None }
}

const STREAMS: [Stream; 12] = [
    prefixed(CodecId::Avc, "-c:v libx264 -pix_fmt yuv420p -g 4 -bf 2"),
    prefixed(
        CodecId::Avc,
        "-c:v libx264 -pix_fmt yuv420p -x264-params keyint=4:bframes=2:open-gop=1:scenecut=0",
    ),
    prefixed(CodecId::Avc, "-c:v libx264 -pix_fmt yuv420p -g 4 -x264-params slices=3:aud=1"),
    prefixed(CodecId::Hevc, "-c:v libx265 -pix_fmt yuv420p -x265-params keyint=4:open-gop=0:log-level=0"),
    prefixed(CodecId::Hevc, "-c:v libx265 -pix_fmt yuv420p -x265-params keyint=4:open-gop=1:log-level=0"),
    ivf(CodecId::Vp8, "-c:v libvpx -pix_fmt yuv420p -g 4"),
    ivf(CodecId::Vp8, "-c:v libvpx -pix_fmt yuv420p -g 4 -auto-alt-ref 1 -lag-in-frames 5"),
    ivf(CodecId::Vp9, "-c:v libvpx-vp9 -pix_fmt yuv420p -g 4"),
    ivf(CodecId::Vp9, "-c:v libvpx-vp9 -pix_fmt yuv420p -g 4 -auto-alt-ref 1 -lag-in-frames 5"),
    ivf(CodecId::Vp9, "-c:v libvpx-vp9 -pix_fmt yuv444p10le -g 4"),
    ivf(CodecId::Av1, "-c:v libaom-av1 -pix_fmt yuv420p -g 4 -cpu-used 8"),
    ivf(CodecId::Av1, "-c:v libaom-av1 -pix_fmt yuv420p -g 4 -cpu-used 8 -usage realtime -lag-in-frames 0"),
];

fn packets_of(stream: &Stream) -> Vec<Packet> {
    packets(&clip(stream.extension, stream.options), stream.header)
}

#[test]
fn key_chunks_are_those_of_ffprobe() {
    for stream in STREAMS {
        let packets = packets_of(&stream);
        let judged: Vec<bool> = packets.iter().map(|packet| packet.key).collect();
        let found: Vec<bool> =
            packets.iter().map(|packet| is_key(stream.codec, stream.nal_length_size, &packet.data)).collect();
        assert!(judged.contains(&true) && judged.contains(&false), "{}", stream.options);
        assert_eq!(found, judged, "{}", stream.options);
    }
}

#[test]
fn framing_makes_no_difference() {
    for stream in STREAMS.iter().filter(|stream| stream.nal_length_size.is_some()) {
        for packet in packets_of(stream) {
            let units = length_prefixed::nal_units(&packet.data, 4).unwrap().map(Result::unwrap);
            let annexb: Vec<u8> = units.flat_map(|unit| [&[0, 0, 0, 1], unit].concat()).collect();
            assert_eq!(is_key(stream.codec, None, &annexb), packet.key, "{}", stream.options);
        }
    }
}

#[test]
fn a_still_picture_is_a_key_chunk() {
    let still = Stream {
        ..ivf(CodecId::Av1, "-c:v libaom-av1 -pix_fmt yuv420p -frames:v 1 -still-picture 1 -cpu-used 8")
    };
    let packets = packets_of(&still);
    assert_eq!(packets.len(), 1);
    assert!(is_key(CodecId::Av1, None, &packets[0].data));
}
