//! Damaged audio ends in samples or an error of its kind, never in a crash, a hang or a session that says nothing.

use crate::common::noise::noise;
use crate::common::*;
use webcodecs_engine::ErrorKind;
use webcodecs_engine::audio::decoder::{AudioDecoder, AudioDecoderConfig, DecodeInput, DecodedAudio};
use webcodecs_engine::audio::encoder::{AudioEncoder, AudioEncoderConfig, EncodeInput};
use webcodecs_engine::audio::sample_format::SampleFormat;
use webcodecs_engine::audio::samples::{CopyRange, Samples};
use webcodecs_engine::message::Command;

const CODECS: [&str; 7] = ["opus", "mp4a.40.2", "mp3", "vorbis", "flac", "pcm-s24", "ulaw"];
const FRAMES: usize = 1152;
const CHANNELS: usize = 2;
const RATE: u32 = 48_000;

/// Chunks of a chord, and the description.
fn encode(codec: &str) -> (Vec<Vec<u8>>, Option<Vec<u8>>) {
    let run = Run::<AudioEncoder>::new();
    run.send(Command::Configure(AudioEncoderConfig {
        codec: codec.into(),
        sample_rate: RATE,
        channels: CHANNELS as u32,
        bitrate_mode: "variable".into(),
        ..AudioEncoderConfig::default()
    }));
    let format = SampleFormat::from_name("f32").unwrap();
    for block in 0..8 {
        let sample = |i: usize| {
            let time = (block * FRAMES + i / CHANNELS) as f32 / RATE as f32;
            0.3 * (time * 2765.0).sin() + 0.2 * (time * 4147.0 + i as f32).sin()
        };
        let data: Vec<u8> = (0..FRAMES * CHANNELS).flat_map(|i| sample(i).to_ne_bytes()).collect();
        let samples = Samples::copy_from(&data, format, FRAMES, CHANNELS).unwrap();
        let timestamp = (block * FRAMES) as i64 * 1_000_000 / i64::from(RATE);
        run.send(Command::Process(EncodeInput { samples, timestamp, rate: RATE as f32 }));
    }
    run.send(Command::Flush);
    let (told, chunks) = run.until_flushed();
    assert_eq!(told.last(), Some(&Told::Flushed), "{codec}: {told:?}");
    let description = chunks[0].stream.clone().unwrap().description;
    (chunks.into_iter().map(|chunk| chunk.data).collect(), description)
}

/// Decodes to the end, and reads every sample that comes.
fn decode<'a>(
    codec: &str,
    description: Option<Vec<u8>>,
    chunks: impl IntoIterator<Item = &'a Vec<u8>>,
) -> (Told, usize) {
    let run = Run::<AudioDecoder>::new();
    run.send(Command::Configure(AudioDecoderConfig {
        codec: codec.into(),
        sample_rate: RATE,
        channels: CHANNELS as u32,
        description,
    }));
    for (i, data) in chunks.into_iter().enumerate() {
        run.send(Command::Process(DecodeInput { data: data.clone(), timestamp: i as i64 }));
    }
    run.send(Command::Flush);
    let (told, outputs) = run.until_flushed();
    (told.last().unwrap().clone(), outputs.iter().map(read).sum())
}

fn read(output: &DecodedAudio) -> usize {
    let (samples, format) = (&output.samples, SampleFormat::from_name("s16").unwrap());
    let frames = samples.frames();
    let mut bytes = vec![0; frames * samples.channels() * format.ty.bytes()];
    samples.copy_to(&mut bytes, format, CopyRange { plane: 0, first: 0, frames });
    frames
}

fn assert_end(told: &Told, what: &str) {
    let well = matches!(told, Told::Flushed | Told::Failed(ErrorKind::Coding | ErrorKind::Unsupported, _));
    assert!(well, "{what}: {told:?}");
}

#[test]
fn what_is_not_damaged_is_decoded() {
    for codec in CODECS {
        let (chunks, description) = encode(codec);
        let (told, frames) = decode(codec, description, &chunks);
        assert_eq!(told, Told::Flushed, "{codec}");
        assert!(frames >= 8 * FRAMES, "{codec}: {frames}");
    }
}

#[test]
fn chunks_of_no_meaning_come_to_an_end() {
    for codec in CODECS {
        let (_, description) = encode(codec);
        for seed in 1..60 {
            let chunks = [noise(seed, 500), noise(seed + 1, seed as usize)];
            assert_end(&decode(codec, description.clone(), &chunks).0, codec);
        }
    }
}

#[test]
fn a_chunk_cut_at_any_place_comes_to_an_end() {
    for codec in CODECS {
        let (mut chunks, description) = encode(codec);
        let whole = chunks[1].clone();
        for length in 0..whole.len().min(400) {
            chunks[1] = whole[..length].to_vec();
            let (told, _) = decode(codec, description.clone(), &chunks);
            assert_end(&told, codec);
            assert_eq!(
                length == 0,
                told == Told::Failed(ErrorKind::Coding, "a chunk is empty".into()),
                "{codec}"
            );
        }
    }
}

#[test]
fn a_chunk_with_any_bit_flipped_comes_to_an_end() {
    for codec in CODECS {
        let (chunks, description) = encode(codec);
        for bit in (0..chunks[1].len() * 8).step_by(7).take(400) {
            let mut spoiled = chunks.clone();
            spoiled[1][bit / 8] ^= 1 << (bit % 8);
            assert_end(&decode(codec, description.clone(), &spoiled).0, codec);
        }
    }
}

#[test]
fn a_description_cut_or_changed_at_any_place_comes_to_an_end() {
    for codec in CODECS {
        let (chunks, description) = encode(codec);
        let Some(description) = description else { continue };
        for length in (0..description.len()).step_by(description.len().div_ceil(200)) {
            let cut = description[..length].to_vec();
            assert_end(&decode(codec, Some(cut), chunks.iter().take(3)).0, codec);
        }
        let bits = description.len() * 8;
        for bit in (0..bits).step_by(bits.div_ceil(400)) {
            let mut changed = description.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_end(&decode(codec, Some(changed), chunks.iter().take(3)).0, codec);
        }
    }
}

#[test]
fn descriptions_and_chunks_of_other_codecs_come_to_an_end() {
    let media: Vec<_> = CODECS.into_iter().map(|codec| (codec, encode(codec))).collect();
    for (codec, (_, own)) in &media {
        for (other, (chunks, description)) in &media {
            for description in [own, description] {
                let (told, _) = decode(codec, description.clone(), chunks);
                assert_end(&told, &format!("{codec} given {other}"));
            }
        }
    }
}

#[test]
fn rates_and_counts_of_any_size_are_answered() {
    for codec in CODECS {
        for sample_rate in [0, 1, 1_000_000_000, i32::MAX as u32, u32::MAX] {
            for channels in [0, 1, 2, 9, 255, 256, 65_536, u32::MAX] {
                let run = Run::<AudioDecoder>::new();
                let config =
                    AudioDecoderConfig { codec: codec.into(), sample_rate, channels, description: None };
                run.send(Command::Configure(config));
                run.send(Command::Process(DecodeInput { data: noise(3, 6 * 255), timestamp: i64::MAX }));
                run.send(Command::Flush);
                let (told, _) = run.until_flushed();
                assert_end(told.last().unwrap(), &format!("{codec} {sample_rate} {channels}"));
            }
        }
    }
}
