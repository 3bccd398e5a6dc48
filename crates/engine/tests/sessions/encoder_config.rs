//! What an encoder writes keeps to its codec string and options.

use crate::common::*;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::color::ColorSpace;
use webcodecs_engine::video::encoder::{EncodeInput, EncodedVideo, VideoEncoder, VideoEncoderConfig};

fn encode_with(config: VideoEncoderConfig, count: u32) -> Vec<EncodedVideo> {
    let run = Run::<VideoEncoder>::new();
    let (width, height) = (config.width, config.height);
    run.send(Command::Configure(config));
    for step in 0..count {
        run.send(Command::Process(input(&frame(width, height, step), i64::from(step), false)));
    }
    run.send(Command::Flush);
    let (told, chunks) = run.until_flushed();
    assert_eq!(told.last(), Some(&Told::Flushed), "{told:?}");
    chunks
}

/// The decoder configuration record.
fn description(config: VideoEncoderConfig) -> Vec<u8> {
    encode_with(config, 1).remove(0).stream.unwrap().description.unwrap()
}

#[test]
fn level_1b_of_h264_is_told_by_a_constraint_flag() {
    const CONSTRAINT_SET3: u8 = 0x10;
    for (codec, flag) in [("avc1.42100B", CONSTRAINT_SET3), ("avc1.42000B", 0)] {
        let record = description(encoder_config(codec, "realtime"));
        assert_eq!((record[2] & CONSTRAINT_SET3, record[3]), (flag, 11), "{codec}");
    }
}

#[test]
fn hevc_beyond_the_rates_of_its_level_tells_a_higher_one() {
    const GENERAL_LEVEL_IDC: usize = 12;
    let level = |bitrate, framerate| {
        let config = encoder_config("hev1.1.6.L60.B0", "realtime");
        let rates = VideoEncoderConfig { bitrate: Some(bitrate), framerate: Some(framerate), ..config };
        description(rates)[GENERAL_LEVEL_IDC]
    };
    assert_eq!(level(1_500_000, 30.0), 60);
    assert!(level(4_000_000, 30.0) > 60); // the coder would lower the bitrate
    assert!(level(1_500_000, 500.0) > 60); // the coder would refuse
}

#[test]
fn intra_profiles_have_key_frames_only_and_say_so() {
    for (codec, byte, flag) in [("avc1.6E101E", 2, 0x10), ("hev1.4.10.L93.9D.28", 7, 0x20)] {
        for mode in ["quality", "realtime"] {
            let chunks = encode_with(encoder_config(codec, mode), 4);
            assert!(chunks.iter().all(|chunk| chunk.key), "{codec} {mode}");
            let record = chunks[0].stream.as_ref().and_then(|stream| stream.description.clone()).unwrap();
            assert_eq!(record[byte] & flag, flag, "{codec} {mode}");
        }
    }
}

#[test]
fn colors_that_a_coder_does_not_take_are_unspecified() {
    const EBU_PRIMARIES: u8 = 22;
    const UNSPECIFIED: u8 = 2;
    for (codec, told) in [("avc1.42E01E", EBU_PRIMARIES), ("hev1.1.6.L93.B0", UNSPECIFIED)] {
        for mode in ["variable", "quantizer"] {
            let run = Run::<VideoEncoder>::new();
            let config = encoder_config(codec, "realtime");
            run.send(Command::Configure(VideoEncoderConfig { bitrate_mode: mode.into(), ..config }));
            let input = input(&frame(WIDTH, HEIGHT, 0), 0, true);
            let color = ColorSpace { primaries: Some(EBU_PRIMARIES), ..ColorSpace::default() };
            run.send(Command::Process(EncodeInput { color, ..input }));
            run.send(Command::Flush);
            let (_, chunks) = run.until_flushed();
            let stream = chunks[0].stream.as_ref().unwrap();
            assert_eq!(stream.color.primaries, Some(told), "{codec} {mode}");
        }
    }
}

#[test]
fn no_frame_after_a_key_frame_belongs_before_it() {
    for codec in CODECS {
        let chunks = encode_with(encoder_config(codec, "quality"), 260);
        let keys: Vec<usize> = (0..chunks.len()).filter(|&i| chunks[i].key).collect();
        assert_eq!(keys.len(), 2, "{codec}");
        for key in keys {
            let first = chunks[key].timing.timestamp;
            assert!(chunks[key..].iter().all(|chunk| chunk.timing.timestamp >= first), "{codec}");
        }
    }
}
