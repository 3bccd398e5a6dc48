//! H.264 streams that do not tell how many pictures they hold back for reordering, decoded with optimizeForLatency.

use crate::common::*;
use webcodecs_engine::message::{Command, Event};
use webcodecs_engine::video::decoder::VideoDecoder;
use webcodecs_engine::video::encoder::VideoEncoder;

/// Chunks in Annex B format whose sequence parameter set has lost its VUI.
fn undeclared(codec: &str, latency_mode: &str, count: u32) -> Vec<(Vec<u8>, i64, bool)> {
    let mut config = encoder_config(codec, latency_mode);
    config.avc_format = Some("annexb".into());
    let run = Run::<VideoEncoder>::new();
    run.send(Command::Configure(config));
    for step in 0..count {
        run.send(Command::Process(input(&frame(WIDTH, HEIGHT, step), i64::from(step), false)));
    }
    run.send(Command::Flush);
    let chunks = run.until_flushed().1.into_iter();
    chunks.map(|chunk| (without_vui(&chunk.data), chunk.timing.timestamp, chunk.key)).collect()
}

fn without_vui(chunk: &[u8]) -> Vec<u8> {
    const START: [u8; 3] = [0, 0, 1];
    let Some(set) = chunk.windows(4).position(|bytes| bytes[..3] == START && bytes[3] & 0x1f == 7) else {
        return chunk.to_vec();
    };
    let (before, set) = chunk.split_at(set + 3);
    let end = set.windows(3).position(|bytes| bytes == START).unwrap();
    let mut bits: Vec<bool> =
        set[..end].iter().flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1 == 1)).collect();
    bits.truncate(vui_flag(&bits));
    bits.extend([false, true]); // no VUI, stop bit
    let bytes =
        bits.chunks(8).map(|bits| (0..8).fold(0, |byte, i| byte << 1 | u8::from(bits.get(i) == Some(&true))));
    [before, &bytes.collect::<Vec<_>>(), &set[end..]].concat()
}

/// Where vui_parameters_present_flag stands in a set of the Baseline or Main profile that needs no escapes before it.
fn vui_flag(bits: &[bool]) -> usize {
    let number = |at: &mut usize| {
        let zeros = bits[*at..].iter().position(|&bit| bit).unwrap();
        *at += 2 * zeros + 1;
        bits[*at - zeros - 1..*at].iter().fold(0_u32, |value, &bit| value << 1 | u32::from(bit)) - 1
    };
    let mut at = 32;
    number(&mut at); // seq_parameter_set_id
    number(&mut at); // log2_max_frame_num_minus4
    if number(&mut at) == 0 {
        number(&mut at); // log2_max_pic_order_cnt_lsb_minus4
    }
    number(&mut at); // max_num_ref_frames
    at += 1; // gaps_in_frame_num_value_allowed_flag
    number(&mut at); // width
    number(&mut at); // height
    at += 3; // frame_mbs_only_flag, direct_8x8_inference_flag, frame_cropping_flag: 128x96 needs none
    at
}

fn decoder(codec: &str) -> Run<VideoDecoder> {
    let mut config = decoder_config(codec, None);
    config.optimize_for_latency = true;
    let run = Run::<VideoDecoder>::new();
    run.send(Command::Configure(config));
    run
}

#[test]
fn no_frame_is_lost_or_early() {
    let codec = "avc1.4D401E";
    let chunks = undeclared(codec, "quality", 40);
    assert!(chunks.windows(2).any(|pair| pair[0].1 > pair[1].1), "the stream reorders");
    let run = decoder(codec);
    for (data, timestamp, key) in chunks {
        run.send(Command::Process(chunk(&data, timestamp, key)));
    }
    run.send(Command::Flush);
    let (_, frames) = run.until_flushed();
    let timestamps: Vec<_> = frames.iter().map(|frame| frame.timing.timestamp).collect();
    assert_eq!(timestamps, (0..40).collect::<Vec<_>>());
}

#[test]
fn a_profile_without_reordering_waits_for_nothing() {
    let codec = "avc1.42E01E";
    let run = decoder(codec);
    for (data, timestamp, key) in undeclared(codec, "realtime", 4) {
        run.send(Command::Process(chunk(&data, timestamp, key)));
        let output = std::iter::from_fn(|| run.next()).find(|event| matches!(event, Event::Output(_)));
        let Some(Event::Output(frame)) = output else { unreachable!() };
        assert_eq!(frame.timing.timestamp, timestamp);
    }
}
