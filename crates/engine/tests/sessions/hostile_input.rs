//! Corrupt bytes end in an error, never in a crash, a hang or a session that says nothing.

use crate::common::noise::noise;
use crate::common::*;
use webcodecs_engine::ErrorKind;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::decoder::VideoDecoder;
use webcodecs_engine::video::encoder::VideoEncoder;
use webcodecs_engine::video::frame::Rect;

#[test]
fn bytes_of_no_meaning_are_a_coding_error() {
    for codec in CODECS {
        for seed in 1..20 {
            let run = Run::<VideoDecoder>::new();
            run.send(Command::Configure(decoder_config(codec, None)));
            run.send(Command::Process(chunk(&noise(seed, 500), 0, true)));
            run.send(Command::Flush);
            let (told, pictures) = run.until_flushed();
            assert!(pictures.is_empty(), "{codec} {seed}");
            assert!(
                matches!(told.last(), Some(Told::Failed(ErrorKind::Coding, _))),
                "{codec} {seed}: {told:?}"
            );
        }
    }
}

#[test]
fn a_stream_with_flipped_bits_always_comes_to_an_end() {
    for codec in CODECS {
        let chunks = encode(codec, 6);
        for seed in 1..30_u64 {
            let run = Run::<VideoDecoder>::new();
            let description = chunks[0].stream.clone().unwrap().description;
            run.send(Command::Configure(decoder_config(codec, description)));
            for (i, each) in chunks.iter().enumerate() {
                let mut data = each.data.clone();
                let at = noise(seed * 31 + i as u64, 8)
                    .iter()
                    .fold(0_usize, |sum, &byte| sum * 251 + usize::from(byte));
                let len = data.len();
                data[at % len] ^= 1 << (seed % 8);
                run.send(Command::Process(chunk(&data, i as i64, each.key)));
            }
            run.send(Command::Flush);
            let (told, _) = run.until_flushed();
            let ended = matches!(told.last(), Some(Told::Flushed | Told::Failed(ErrorKind::Coding, _)));
            assert!(ended, "{codec} {seed}: {told:?}");
        }
    }
}

#[test]
fn an_empty_chunk_is_a_coding_error() {
    for codec in CODECS {
        let run = Run::<VideoDecoder>::new();
        run.send(Command::Configure(decoder_config(codec, None)));
        run.send(Command::Process(chunk(&[], 0, true)));
        let (told, _) = run.until_flushed();
        assert!(matches!(told.last(), Some(Told::Failed(ErrorKind::Coding, _))), "{codec}: {told:?}");
    }
}

#[test]
fn an_unusable_description_is_unsupported() {
    for codec in ["avc1.42E01E", "hev1.1.6.L93.B0"] {
        for description in [vec![], vec![0; 3], noise(3, 40)] {
            let run = Run::<VideoDecoder>::new();
            run.send(Command::Configure(decoder_config(codec, Some(description))));
            let (told, _) = run.until_flushed();
            assert!(
                matches!(told.last(), Some(Told::Failed(ErrorKind::Unsupported, _))),
                "{codec}: {told:?}"
            );
        }
    }
}

#[test]
fn a_visible_rectangle_beyond_the_frame_is_an_error() {
    let run = Run::<VideoEncoder>::new();
    run.send(Command::Configure(encoder_config("vp8", "realtime")));
    let mut outside = input(&frame(WIDTH, HEIGHT, 0), 0, false);
    outside.visible = Rect { x: 2, y: 0, width: WIDTH, height: u32::MAX };
    run.send(Command::Process(outside));
    let (told, _) = run.until_flushed();
    assert!(matches!(told.last(), Some(Told::Failed(ErrorKind::Coding, _))), "{told:?}");
}

#[test]
fn a_chunk_cut_short_is_a_coding_error_that_names_the_decoder() {
    // VP8 and VP9 read zeros beyond the end of their last partition; only a cut header shows.
    let kept: [fn(usize) -> usize; 5] = [|len| len / 2, |len| len / 2, |_| 6, |_| 6, |len| len / 2];
    for (codec, kept) in CODECS.into_iter().zip(kept) {
        let chunks = encode(codec, 6);
        for cut in [0, 3] {
            let run = Run::<VideoDecoder>::new();
            let description = chunks[0].stream.clone().unwrap().description;
            run.send(Command::Configure(decoder_config(codec, description)));
            for (i, each) in chunks.iter().enumerate() {
                let len = if i == cut { kept(each.data.len()) } else { each.data.len() };
                run.send(Command::Process(chunk(&each.data[..len], i as i64, each.key)));
            }
            run.send(Command::Flush);
            let (told, _) = run.until_flushed();
            let Some(Told::Failed(ErrorKind::Coding, message)) = told.last() else {
                panic!("{codec} {cut}: {told:?}");
            };
            assert!(message.ends_with("Invalid data found when processing input"), "{message}");
        }
    }
}

#[test]
fn units_without_a_picture_are_not_kept_without_end() {
    let sei = [&[0, 0, 1, 6, 5][..], &[0x55; 300_000]].concat();
    for codec in ["avc1.42E01E", "hev1.1.6.L93.B0"] {
        let run = Run::<VideoDecoder>::new();
        let unit = if codec.starts_with("avc") {
            sei.clone()
        } else {
            [&[0, 0, 1, 0x4e, 1][..], &sei[5..]].concat()
        };
        run.send(Command::Configure(decoder_config(codec, None)));
        (0..4).for_each(|i| run.send(Command::Process(chunk(&unit, i, false))));
        run.send(Command::Flush);
        let (told, _) = run.until_flushed();
        let dequeued = told.iter().filter(|told| **told == Told::Dequeued).count();
        assert_eq!(dequeued, 4, "{codec}");
        let Some(Told::Failed(ErrorKind::Coding, message)) = told.last() else { panic!("{codec}: {told:?}") };
        assert!(message.contains("without a picture"), "{message}");
    }
}

#[test]
fn a_chunk_of_very_many_pictures_comes_to_an_end() {
    let slices = [0, 0, 1, 0x65, 0x88].repeat(100_000);
    let run = Run::<VideoDecoder>::new();
    run.send(Command::Configure(decoder_config("avc1.42E01E", None)));
    run.send(Command::Process(chunk(&slices, 0, true)));
    let (told, _) = run.until_flushed();
    assert!(matches!(told.last(), Some(Told::Failed(ErrorKind::Coding, _))), "{told:?}");
}
