//! Which questions of isConfigSupported() one opened coder answers.

use crate::common::*;
use webcodecs_engine::audio::decoder::{self as audio_decoder, AudioDecoderConfig};
use webcodecs_engine::audio::encoder::{self as audio_encoder, AudioEncoderConfig, OpusOptions};
use webcodecs_engine::video::decoder::{self as video_decoder, VideoDecoderConfig};
use webcodecs_engine::video::encoder::{self as video_encoder, VideoEncoderConfig};

fn video(change: impl FnOnce(&mut VideoEncoderConfig)) -> String {
    let mut config = VideoEncoderConfig { width: 640, height: 480, ..encoder_config("vp8", "realtime") };
    config.bitrate = Some(1_000_000);
    config.framerate = Some(30.0);
    change(&mut config);
    video_encoder::probe(&config).unwrap().class().to_owned()
}

#[test]
fn sizes_and_rates_of_an_octave_are_one_class_of_video() {
    let usual = video(|_| ());
    assert_eq!(usual, video(|config| (config.width, config.height) = (1022, 510)));
    assert_eq!(usual, video(|config| config.bitrate = Some(600_000)));
    assert_eq!(usual, video(|config| config.framerate = Some(16.0)));
}

#[test]
fn what_the_coder_is_not_opened_with_makes_no_class_of_video() {
    let usual = video(|_| ());
    assert_eq!(usual, video(|config| config.avc_format = Some("annexb".into())));
    assert_eq!(usual, video(|config| config.hevc_format = Some("annexb".into())));
    assert_eq!(usual, video(|config| config.scalability_mode = Some("L1T1".into())));
    let default = video(|config| config.framerate = None);
    assert_eq!(usual, default);
}

#[test]
fn what_the_coder_is_opened_with_makes_a_class_of_video() {
    let usual = video(|_| ());
    let changes: [fn(&mut VideoEncoderConfig); 8] = [
        |config| config.codec = "vp09.00.10.08".into(),
        |config| config.width = 641,
        |config| config.height = 512,
        |config| config.bitrate = Some(2_000_000),
        |config| config.framerate = Some(0.5),
        |config| config.latency_mode = "quality".into(),
        |config| config.bitrate_mode = "constant".into(),
        |config| config.alpha = "keep".into(),
    ];
    for (i, change) in changes.into_iter().enumerate() {
        assert_ne!(usual, video(change), "change {i}");
    }
}

#[test]
fn low_bitrates_are_told_apart_as_few_kilobits_may_not_do_for_every_layer() {
    let class = |bitrate| {
        video(|config| {
            config.bitrate = Some(bitrate);
            config.scalability_mode = Some("L1T3".into());
        })
    };
    assert_ne!(class(2_500), class(3_500));
    assert_eq!(class(40_000), class(60_000));
}

#[test]
fn faults_that_show_before_need_no_coder() {
    for codec in ["vp9", "avc1.64000a"] {
        let config = VideoEncoderConfig { width: 640, height: 480, ..encoder_config(codec, "realtime") };
        assert!(video_encoder::probe(&config).is_err(), "{codec}");
    }
    let decoder = VideoDecoderConfig { codec: "avc1.42001f".into(), ..VideoDecoderConfig::default() };
    let broken = VideoDecoderConfig { description: Some(vec![1, 2]), ..decoder };
    assert!(video_decoder::probe(broken).is_err());
}

#[test]
fn a_description_that_the_codec_does_not_use_makes_no_class() {
    let class = |codec: &str, description: Option<Vec<u8>>| {
        let config = VideoDecoderConfig { codec: codec.into(), description, ..VideoDecoderConfig::default() };
        video_decoder::probe(config).unwrap().class().to_owned()
    };
    assert_eq!(class("vp8", None), class("vp8", Some(vec![1, 2, 3])));
    assert_ne!(class("vp8", None), class("vp09.00.10.08", None));
}

#[test]
fn members_of_other_codecs_make_no_class_of_audio() {
    let config = |codec: &str, opus: OpusOptions, aac_format: &str| AudioEncoderConfig {
        codec: codec.into(),
        sample_rate: 48_000,
        channels: 2,
        bitrate_mode: "variable".into(),
        opus,
        aac_format: aac_format.into(),
        ..AudioEncoderConfig::default()
    };
    let class = |codec: &str, opus: OpusOptions, aac_format: &str| {
        audio_encoder::probe(&config(codec, opus, aac_format)).unwrap().class().to_owned()
    };
    let simple = || OpusOptions { complexity: 1, ..OpusOptions::default() };
    let usual = OpusOptions::default;
    assert_eq!(class("mp4a.40.2", usual(), "aac"), class("mp4a.40.2", simple(), "aac"));
    assert_ne!(class("mp4a.40.2", usual(), "aac"), class("mp4a.40.2", usual(), "adts"));
    assert_eq!(class("opus", usual(), "aac"), class("opus", usual(), "adts"));
    assert_ne!(class("opus", usual(), "aac"), class("opus", simple(), "aac"));
}

#[test]
fn audio_decoders_are_known_by_their_rate_and_channels() {
    let class = |sample_rate, channels| {
        let config = AudioDecoderConfig { codec: "pcm-s16".into(), sample_rate, channels, description: None };
        audio_decoder::probe(config).unwrap().class().to_owned()
    };
    assert_eq!(class(48_000, 2), class(48_000, 2));
    assert_ne!(class(48_000, 2), class(48_000, 1));
    assert_ne!(class(48_000, 2), class(44_100, 2));
}
