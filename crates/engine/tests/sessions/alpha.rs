//! Alpha is coded beside the colours: some with every chunk, whatever the size and the frames.

use crate::common::*;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::encoder::{VideoEncoder, VideoEncoderConfig};
use webcodecs_engine::video::frame::{Frame, PlaneSpan};
use webcodecs_engine::video::pixel_format::PixelFormat;

const FRAMES: u32 = 20;

/// An RGBA frame whose alpha is `step` times 12 everywhere.
fn translucent(width: u32, height: u32, step: u32) -> Frame {
    let format = PixelFormat::from_name("RGBA").unwrap();
    let data = [200, 100, 50, (step * 12) as u8].repeat((width * height) as usize);
    let spans = [PlaneSpan { offset: 0, stride: 4 * width as usize }];
    Frame::copy_from(&data, format, width, height, &spans).unwrap()
}

#[test]
fn every_chunk_has_alpha_of_its_own_at_any_size() {
    for (codec, latency_mode) in
        [("vp8", "quality"), ("vp8", "realtime"), ("vp09.00.10.08", "quality"), ("vp09.00.10.08", "realtime")]
    {
        for (width, height) in [(1, 1), (3, 5), (67, 35)] {
            let run = Run::<VideoEncoder>::new();
            let config = encoder_config(codec, latency_mode);
            run.send(Command::Configure(VideoEncoderConfig {
                width,
                height,
                alpha: "keep".into(),
                ..config
            }));
            for step in 0..FRAMES {
                // Now and then one of another size, and one without alpha.
                let grown = width + u32::from(step % 5 == 1);
                let pixels =
                    if step % 7 == 3 { frame(grown, height, step) } else { translucent(grown, height, step) };
                let mut input = input(&pixels, i64::from(step), step % 6 == 4);
                input.has_alpha = step % 7 != 3;
                run.send(Command::Process(input));
            }
            run.send(Command::Flush);
            let (told, chunks) = run.until_flushed();
            assert_eq!(told.last(), Some(&Told::Flushed), "{codec} {width}x{height}: {told:?}");
            assert_eq!(chunks.len(), FRAMES as usize, "{codec} {width}x{height}");
            for chunk in &chunks {
                let alpha = chunk.alpha.as_deref().unwrap();
                let key = webcodecs_engine::video::is_key(codec, None, alpha);
                assert_eq!(key, chunk.key, "{codec} {width}x{height} at {}", chunk.timing.timestamp);
            }
        }
    }
}
