//! Sessions on real coders with a channel for a sink.

pub mod noise;

use crossbeam_channel::{Receiver, unbounded};
use webcodecs_engine::ErrorKind;
use webcodecs_engine::kind::Kind;
use webcodecs_engine::message::{Command, Event};
use webcodecs_engine::session::{Delivery, Session};
use webcodecs_engine::video::color::ColorSpace;
use webcodecs_engine::video::decoder::{DecodeInput, DecodedVideo, VideoDecoder, VideoDecoderConfig};
use webcodecs_engine::video::encoder::{EncodeInput, EncodedVideo, VideoEncoder, VideoEncoderConfig};
use webcodecs_engine::video::frame::{Frame, PlaneSpan, Rect};
use webcodecs_engine::video::pixel_format::PixelFormat;
use webcodecs_engine::video::timing::Timing;

pub const CODECS: [&str; 5] = ["avc1.42E01E", "hev1.1.6.L93.B0", "vp8", "vp09.00.10.08", "av01.0.04M.08"];
/// Profiles of other bit depths and chroma samplings.
pub const RICH: [&str; 14] = [
    "avc1.6E001E",
    "avc1.7A001E",
    "avc1.F4001E",
    "hev1.2.4.L93.B0",
    "hev1.4.10.L93.9D.08",
    "hev1.4.10.L93.98.08",
    "vp09.01.10.08.03",
    "vp09.02.10.10",
    "vp09.03.10.12.02",
    "av01.0.04M.10",
    "av01.0.04M.08.1",
    "av01.1.04M.10",
    "av01.2.04M.08",
    "av01.2.04M.12.0.000",
];
pub const WIDTH: u32 = 128;
pub const HEIGHT: u32 = 96;

/// A session and what it tells. Every output counts as delivered when it is received here.
pub struct Run<K: Kind> {
    session: Option<Session<K>>,
    events: Receiver<Event<K>>,
    delivery: Delivery,
}

/// An event without its payload, for comparing orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Configured,
    Dequeued,
    Output,
    Flushed,
    Failed(ErrorKind, String),
}

impl<K: Kind> Run<K>
where
    K::Output: Send,
{
    pub fn new() -> Self {
        let (sink, events) = unbounded();
        let delivery = Delivery::of::<K>();
        let session = Session::spawn(sink, &delivery).unwrap();
        Run { session: Some(session), events, delivery }
    }

    pub fn send(&self, command: Command<K>) {
        self.session.as_ref().unwrap().send(command);
    }

    /// The next event that is not `Idle`; None when the session's thread has ended.
    pub fn next(&self) -> Option<Event<K>> {
        loop {
            let event = self.events.recv().ok()?;
            match event {
                Event::Idle { .. } => continue,
                Event::Output(ref output) => self.delivery.taken::<K>(output),
                _ => {}
            }
            return Some(event);
        }
    }

    /// All events up to the next `Flushed` or the end, and their outputs.
    pub fn until_flushed(&self) -> (Vec<Told>, Vec<K::Output>) {
        let (mut told, mut outputs) = (Vec::new(), Vec::new());
        while let Some(event) = self.next() {
            let last = matches!(event, Event::Flushed | Event::Failed(_));
            told.push(match event {
                Event::Configured => Told::Configured,
                Event::Dequeued => Told::Dequeued,
                Event::Flushed => Told::Flushed,
                Event::Failed(error) => Told::Failed(error.kind, error.message),
                Event::Idle { .. } => continue,
                Event::Output(output) => {
                    outputs.push(output);
                    Told::Output
                }
            });
            if last {
                break;
            }
        }
        (told, outputs)
    }

    /// Drops the session.
    pub fn cancel(&mut self) {
        self.session = None;
    }

    /// Events without taking outputs, for looking at back pressure.
    pub fn raw(&self) -> &Receiver<Event<K>> {
        &self.events
    }
}

pub fn encoder_config(codec: &str, latency_mode: &str) -> VideoEncoderConfig {
    VideoEncoderConfig {
        codec: codec.into(),
        width: WIDTH,
        height: HEIGHT,
        bitrate: Some(300_000),
        framerate: Some(30.0),
        bitrate_mode: "variable".into(),
        latency_mode: latency_mode.into(),
        hardware_acceleration: "no-preference".into(),
        alpha: "discard".into(),
        ..VideoEncoderConfig::default()
    }
}

pub fn decoder_config(codec: &str, description: Option<Vec<u8>>) -> VideoDecoderConfig {
    VideoDecoderConfig { codec: codec.into(), description, ..VideoDecoderConfig::default() }
}

/// An I420 frame of a gradient that moves with `step`.
pub fn frame(width: u32, height: u32, step: u32) -> Frame {
    let format = PixelFormat::from_name("I420").unwrap();
    let (mut data, mut spans) = (Vec::new(), Vec::new());
    for (i, plane) in format.planes().iter().enumerate() {
        let stride = plane.row_bytes(width as usize).unwrap();
        spans.push(PlaneSpan { offset: data.len(), stride });
        for y in 0..plane.rows(height as usize) as u32 {
            let slope = |x: u32| if i == 0 { x * 2 + y + step * 5 } else { 96 + (x + y + step) / 4 };
            data.extend((0..stride as u32).map(|x| slope(x) as u8));
        }
    }
    Frame::copy_from(&data, format, width, height, &spans).unwrap()
}

pub fn input(frame: &Frame, timestamp: i64, key_frame: bool) -> EncodeInput {
    let visible = Rect { x: 0, y: 0, width: frame.width(), height: frame.height() };
    let timing = Timing { timestamp, duration: None };
    let color = ColorSpace::default();
    EncodeInput { frame: frame.clone(), timing, key_frame, quantizer: None, has_alpha: false, visible, color }
}

/// Chunks of `count` frames at 1000, 2000, … microseconds.
pub fn encode(codec: &str, count: u32) -> Vec<EncodedVideo> {
    let run = Run::<VideoEncoder>::new();
    run.send(Command::Configure(encoder_config(codec, "realtime")));
    for step in 0..count {
        run.send(Command::Process(input(&frame(WIDTH, HEIGHT, step), i64::from(step + 1) * 1000, false)));
    }
    run.send(Command::Flush);
    let (told, chunks) = run.until_flushed();
    assert_eq!(told.last(), Some(&Told::Flushed), "{codec}: {told:?}");
    chunks
}

pub fn chunk(data: &[u8], timestamp: i64, key: bool) -> DecodeInput {
    DecodeInput { data: data.to_vec(), key, timing: Timing { timestamp, duration: None } }
}

/// Decodes what `encode` made.
pub fn decode(codec: &str, chunks: &[EncodedVideo]) -> (Vec<Told>, Vec<DecodedVideo>) {
    let run = Run::<VideoDecoder>::new();
    let description =
        chunks.first().and_then(|chunk| chunk.stream.clone()).and_then(|stream| stream.description);
    run.send(Command::Configure(decoder_config(codec, description)));
    for each in chunks {
        run.send(Command::Process(chunk(&each.data, each.timing.timestamp, each.key)));
    }
    run.send(Command::Flush);
    run.until_flushed()
}
