//! Flushing: outputs first, then `Flushed`; nothing is reopened that holds nothing back.

use crate::common::*;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::decoder::VideoDecoder;
use webcodecs_engine::video::encoder::VideoEncoder;

#[test]
fn several_flushes_may_wait_and_each_follows_the_outputs_before_it() {
    let run = Run::<VideoEncoder>::new();
    run.send(Command::Configure(encoder_config("avc1.42E01E", "quality")));
    for round in 0..3 {
        for step in 0..4 {
            run.send(Command::Process(input(
                &frame(WIDTH, HEIGHT, step),
                i64::from(round * 4 + step),
                false,
            )));
        }
        run.send(Command::Flush);
    }
    for round in 0..3 {
        let (told, chunks) = run.until_flushed();
        assert_eq!(told.last(), Some(&Told::Flushed));
        let mut timestamps: Vec<_> = chunks.iter().map(|chunk| chunk.timing.timestamp).collect();
        timestamps.sort_unstable();
        assert_eq!(timestamps, (round * 4..round * 4 + 4).collect::<Vec<i64>>());
    }
}

#[test]
fn a_realtime_flush_forces_no_key_frame() {
    for codec in CODECS {
        let run = Run::<VideoEncoder>::new();
        run.send(Command::Configure(encoder_config(codec, "realtime")));
        let mut keys = Vec::new();
        for step in 0..3 {
            run.send(Command::Process(input(&frame(WIDTH, HEIGHT, step), i64::from(step), false)));
            run.send(Command::Flush);
            let (_, chunks) = run.until_flushed();
            keys.extend(chunks.iter().map(|chunk| chunk.key));
        }
        assert_eq!(keys, [true, false, false], "{codec}");
    }
}

#[test]
fn an_encoder_goes_on_after_a_flush_that_drained_it() {
    for codec in CODECS {
        let run = Run::<VideoEncoder>::new();
        run.send(Command::Configure(encoder_config(codec, "quality")));
        for timestamp in 0..2 {
            run.send(Command::Process(input(&frame(WIDTH, HEIGHT, 0), timestamp, false)));
            run.send(Command::Flush);
            let (told, chunks) = run.until_flushed();
            assert_eq!(chunks.len(), 1, "{codec}: {told:?}");
            assert_eq!(chunks[0].timing.timestamp, timestamp);
        }
    }
}

#[test]
fn a_decoder_goes_on_after_a_flush() {
    for codec in CODECS {
        let chunks = encode(codec, 3);
        let run = Run::<VideoDecoder>::new();
        let description = chunks[0].stream.clone().unwrap().description;
        run.send(Command::Configure(decoder_config(codec, description)));
        for _ in 0..2 {
            for each in &chunks {
                run.send(Command::Process(chunk(&each.data, each.timing.timestamp, each.key)));
            }
            run.send(Command::Flush);
            let (told, pictures) = run.until_flushed();
            assert_eq!(pictures.len(), 3, "{codec}: {told:?}");
        }
    }
}
