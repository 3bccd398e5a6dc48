//! Every frame comes out once, with its own timing, in decodable order.

use crate::common::*;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::encoder::VideoEncoder;
use webcodecs_engine::video::timing::Timing;

#[test]
fn every_frame_keeps_its_timestamp_and_duration_through_lookahead_and_reordering() {
    for codec in CODECS {
        let run = Run::<VideoEncoder>::new();
        run.send(Command::Configure(encoder_config(codec, "quality")));
        // Timestamps fall, repeat and are negative: they are the caller's business.
        let timings: Vec<_> = (0..12_i64)
            .map(|i| Timing {
                timestamp: [5, -3, 5, 0][i as usize % 4] * 1000 - i,
                duration: (i % 2 == 0).then_some(7),
            })
            .collect();
        for (step, &timing) in timings.iter().enumerate() {
            let mut input = input(&frame(WIDTH, HEIGHT, step as u32), 0, false);
            input.timing = timing;
            run.send(Command::Process(input));
        }
        run.send(Command::Flush);
        let (told, chunks) = run.until_flushed();
        assert_eq!(told.last(), Some(&Told::Flushed), "{codec}: {told:?}");
        let mut out: Vec<_> = chunks.iter().map(|chunk| chunk.timing).collect();
        let mut expected = timings.clone();
        out.sort_by_key(|timing| timing.timestamp);
        expected.sort_by_key(|timing| timing.timestamp);
        assert_eq!(out, expected, "{codec}");
    }
}

#[test]
fn realtime_gives_one_chunk_for_each_frame_before_the_next_is_taken() {
    for codec in CODECS.into_iter().chain(RICH) {
        let run = Run::<VideoEncoder>::new();
        run.send(Command::Configure(encoder_config(codec, "realtime")));
        for step in 0..6 {
            run.send(Command::Process(input(&frame(WIDTH, HEIGHT, step), i64::from(step), false)));
        }
        run.send(Command::Flush);
        let (told, _) = run.until_flushed();
        let mut expected = vec![Told::Configured];
        for _ in 0..6 {
            expected.extend([Told::Dequeued, Told::Output]);
        }
        expected.push(Told::Flushed);
        assert_eq!(told, expected, "{codec}");
    }
}

#[test]
fn a_key_frame_comes_where_it_is_asked_for() {
    for codec in CODECS.into_iter().chain(RICH) {
        for mode in ["realtime", "quality"] {
            let run = Run::<VideoEncoder>::new();
            run.send(Command::Configure(encoder_config(codec, mode)));
            for step in 0..8 {
                run.send(Command::Process(input(
                    &frame(WIDTH, HEIGHT, step),
                    i64::from(step),
                    step == 5 || step == 7,
                )));
            }
            run.send(Command::Flush);
            let (_, chunks) = run.until_flushed();
            let keys: Vec<_> =
                chunks.iter().filter(|chunk| chunk.key).map(|chunk| chunk.timing.timestamp).collect();
            // libaom's lookahead adds key frames of its own.
            let own_allowed = codec.starts_with("av01") && mode == "quality";
            let asked: Vec<_> =
                keys.iter().copied().filter(|key| !own_allowed || [0, 5, 7].contains(key)).collect();
            assert_eq!(asked, [0, 5, 7], "{codec} {mode}");
        }
    }
}

#[test]
fn what_was_encoded_decodes_to_the_same_pictures_in_order() {
    for codec in CODECS.into_iter().chain(RICH) {
        let chunks = encode(codec, 10);
        let (told, pictures) = decode(codec, &chunks);
        assert_eq!(told.last(), Some(&Told::Flushed), "{codec}: {told:?}");
        let timestamps: Vec<_> = pictures.iter().map(|picture| picture.timing.timestamp).collect();
        assert_eq!(timestamps, (1..=10).map(|i| i * 1000).collect::<Vec<i64>>(), "{codec}");
        assert!(
            pictures.iter().all(|picture| picture.frame.width() == WIDTH && picture.frame.height() == HEIGHT)
        );
    }
}
