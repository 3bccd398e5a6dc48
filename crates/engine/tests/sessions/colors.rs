//! A stream takes whatever colours its first frame has: code points that its coder does not take are left out.

use crate::common::*;
use webcodecs_engine::message::Command;
use webcodecs_engine::video::color::ColorSpace;
use webcodecs_engine::video::encoder::VideoEncoder;

/// Reserved ones, the last ones of H.273 that each coder takes, and those after them.
const CODE_POINTS: [u8; 11] = [0, 3, 12, 13, 14, 15, 17, 18, 19, 22, 255];

#[test]
fn a_first_frame_of_any_colors_is_encoded() {
    for codec in CODECS {
        for code in CODE_POINTS {
            let color = ColorSpace {
                primaries: Some(code),
                transfer: Some(code),
                matrix: Some(code),
                full_range: Some(false),
            };
            let run = Run::<VideoEncoder>::new();
            run.send(Command::Configure(encoder_config(codec, "realtime")));
            let mut first = input(&frame(WIDTH, HEIGHT, 0), 0, true);
            first.color = color;
            run.send(Command::Process(first));
            run.send(Command::Flush);
            let (told, outputs) = run.until_flushed();
            assert_eq!((told.last(), outputs.len()), (Some(&Told::Flushed), 1), "{codec} {code}: {told:?}");
        }
    }
}
