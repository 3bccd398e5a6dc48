//! Decoder configuration records, judged by those that the ffmpeg program writes into MP4 files.

use crate::support::{TempFile, clip, mp4_box, packets};
use webcodecs_codecs::CodecId;
use webcodecs_codecs::bitstream::{annexb, avcc, hvcc, nal, nal_length_size};

const AVC: [&str; 6] = [
    "-c:v libx264 -profile:v baseline -pix_fmt yuv420p",
    "-c:v libx264 -profile:v main -pix_fmt yuv420p",
    "-c:v libx264 -profile:v high -pix_fmt yuv420p",
    "-c:v libx264 -profile:v high10 -pix_fmt yuv420p10le",
    "-c:v libx264 -profile:v high422 -pix_fmt yuv422p10le",
    "-c:v libx264 -profile:v high444 -pix_fmt yuv444p",
];

/// Without `info=0` libx265 writes its version among the parameter sets, and FFmpeg copies it into the box.
const HEVC: [(&str, bool); 5] = [
    ("-c:v libx265 -x265-params info=0:log-level=0 -pix_fmt yuv420p -tag:v hvc1", false),
    ("-c:v libx265 -x265-params info=0:log-level=0 -pix_fmt yuv420p -tag:v hev1", true),
    ("-c:v libx265 -x265-params info=0:log-level=0 -pix_fmt yuv420p10le -tag:v hvc1", false),
    ("-c:v libx265 -x265-params info=0:log-level=0 -pix_fmt yuv444p -tag:v hvc1", false),
    (
        "-c:v libx265 -x265-params info=0:log-level=0:temporal-layers=3 -pix_fmt yuv422p12le -tag:v hvc1",
        false,
    ),
];

fn avc_stream(file: &TempFile) -> Vec<u8> {
    crate::support::annexb(file, "h264_mp4toannexb", "h264")
}

fn hevc_stream(file: &TempFile) -> Vec<u8> {
    crate::support::annexb(file, "hevc_mp4toannexb", "hevc")
}

#[test]
fn avcc_is_what_ffmpeg_writes() {
    for options in AVC {
        let file = clip("mp4", options);
        let stream = avc_stream(&file);
        let made = avcc::DecoderConfiguration::from_annexb(&stream).unwrap();
        assert_eq!(made.to_bytes(), mp4_box(&file, b"avcC"), "{options}");
    }
}

#[test]
fn hvcc_is_what_ffmpeg_writes() {
    for (options, in_band) in HEVC {
        let file = clip("mp4", options);
        let stream = hevc_stream(&file);
        let made = hvcc::DecoderConfiguration::from_annexb(&stream, in_band).unwrap();
        assert_eq!(made.to_bytes(), mp4_box(&file, b"hvcC"), "{options}");
    }
}

#[test]
fn records_of_ffmpeg_are_read_and_written_again() {
    for options in AVC {
        let record = mp4_box(&clip("mp4", options), b"avcC");
        assert_eq!(avcc::DecoderConfiguration::parse(&record).unwrap().to_bytes(), record, "{options}");
        assert_eq!(nal_length_size(CodecId::Avc, &record), Ok(Some(4)));
    }
    for (options, _) in HEVC {
        let record = mp4_box(&clip("mp4", options), b"hvcC");
        assert_eq!(hvcc::DecoderConfiguration::parse(&record).unwrap().to_bytes(), record, "{options}");
        assert_eq!(nal_length_size(CodecId::Hevc, &record), Ok(Some(4)));
    }
}

#[test]
fn converted_streams_are_the_samples_of_the_file() {
    type Stream = fn(&TempFile) -> Vec<u8>;
    let table: [(CodecId, &str, Stream); 2] =
        [(CodecId::Avc, AVC[2], avc_stream), (CodecId::Hevc, HEVC[0].0, hevc_stream)];
    for (codec, options, stream) in table {
        let file = clip("mp4", options);
        let samples: Vec<u8> = packets(&file, 0).into_iter().flat_map(|packet| packet.data).collect();
        let converted =
            annexb::to_length_prefixed(&stream(&file), |unit| !nal::is_parameter_set(codec, unit));
        assert_eq!(converted, samples, "{options}");
    }
}

#[test]
fn codec_strings_of_real_streams_are_parsed() {
    for options in AVC {
        let record = mp4_box(&clip("mp4", options), b"avcC");
        let string = format!("avc1.{:02X}{:02X}{:02X}", record[1], record[2], record[3]);
        let codec = webcodecs_codecs::parse(&string).unwrap();
        assert_eq!(codec.profile.idc, record[1], "{options}");
        assert_eq!(codec.level.unwrap().fits(64, 64, Some(10.0)), Ok(()), "{options}");
    }
}
