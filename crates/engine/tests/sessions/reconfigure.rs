//! Configuring anew in one run: earlier inputs still come out, later ones by the new configuration.

use crate::common::*;
use webcodecs_engine::ErrorKind;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::encoder::{VideoEncoder, VideoEncoderConfig};

#[test]
fn earlier_frames_come_out_before_the_new_configuration_takes_effect() {
    let run = Run::<VideoEncoder>::new();
    run.send(Command::Configure(encoder_config("avc1.42E01E", "quality")));
    for step in 0..5 {
        run.send(Command::Process(input(&frame(WIDTH, HEIGHT, step), i64::from(step), false)));
    }
    run.send(Command::Configure(encoder_config("vp8", "realtime")));
    run.send(Command::Process(input(&frame(WIDTH, HEIGHT, 9), 9, false)));
    run.send(Command::Flush);
    let (told, chunks) = run.until_flushed();
    let second = told.iter().rposition(|event| *event == Told::Configured).unwrap();
    let before = told[..second].iter().filter(|event| **event == Told::Output).count();
    assert_eq!((before, chunks.len()), (5, 6));
    assert!(chunks[0].stream.is_some() && chunks[5].stream.is_some());
    assert!(chunks[5].key && chunks[5].stream.as_ref().unwrap().description.is_none());
}

#[test]
fn an_unsupported_configuration_says_why() {
    let unsupported: [(&str, VideoEncoderConfig); 11] = [
        ("CAVLC 4:4:4 Intra, 14 bits", encoder_config("avc1.2C001E", "realtime")),
        ("codec string", encoder_config("vp9", "realtime")),
        ("even sizes", VideoEncoderConfig { width: 127, ..encoder_config("avc1.42E01E", "realtime") }),
        (
            "at least 50x32",
            VideoEncoderConfig { width: 16, height: 16, ..encoder_config("hev1.1.6.L186.B0", "quality") },
        ),
        (
            "16384x16384",
            VideoEncoderConfig { width: 16384, height: 16384, ..encoder_config("av01.0.31M.08", "realtime") },
        ),
        (
            "level",
            VideoEncoderConfig { width: 1920, height: 1080, ..encoder_config("avc1.42E01E", "realtime") },
        ),
        ("alpha", VideoEncoderConfig { alpha: "keep".into(), ..encoder_config("avc1.42E01E", "realtime") }),
        (
            "2 temporal layers",
            VideoEncoderConfig {
                scalability_mode: Some("L1T2".into()),
                ..encoder_config("avc1.42E01E", "realtime")
            },
        ),
        (
            "quantizer",
            VideoEncoderConfig { bitrate_mode: "quantizer".into(), ..encoder_config("vp8", "realtime") },
        ),
        ("bitrate", VideoEncoderConfig { bitrate: Some(0), ..encoder_config("vp8", "realtime") }),
        (
            "h264_nvenc",
            VideoEncoderConfig {
                hardware_acceleration: "prefer-hardware".into(),
                width: 640,
                height: 480,
                ..encoder_config("avc1.42E01E", "realtime")
            },
        ),
    ];
    for (word, config) in unsupported {
        let run = Run::<VideoEncoder>::new();
        run.send(Command::Configure(config));
        run.send(Command::Flush);
        let (told, _) = run.until_flushed();
        let expected = matches!(told.as_slice(), [Told::Failed(ErrorKind::Unsupported, message)] if message.contains(word));
        assert!(expected, "{word}: {told:?}");
    }
}
