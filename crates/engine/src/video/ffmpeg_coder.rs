//! FFmpeg's encoders.

use std::collections::BTreeMap;

use ffmpeg_next::codec::{Context, encoder};
use ffmpeg_next::frame::Video;
use ffmpeg_next::packet::side_data;
use ffmpeg_next::{Packet, Rational, picture};

use super::pace::TICKS;
use super::picture_coder::{Coded, Driver, How, PictureCoder, Setup};
use super::quantizing::Quantizing;
use crate::exchange::received;
use crate::ff::context::{self, Setting};
use crate::tuning::Format;
use crate::{Error, Result};

pub const DRIVER: &Driver = &Driver { has, takes, open };

struct FfmpegCoder {
    name: &'static str,
    video: encoder::Video,
    quantizing: Option<Quantizing>,
    numbers: Option<Numbers>,
    packet: Packet,
}

/// The times of the pictures that a coder has, which it knows by their numbers.
#[derive(Default)]
struct Numbers {
    next: i64,
    times: BTreeMap<i64, i64>,
}

impl Numbers {
    fn number(&mut self, time: i64) -> i64 {
        let number = self.next;
        self.next += 1;
        self.times.insert(number, time);
        number
    }

    fn time(&mut self, number: i64) -> Option<i64> {
        self.times.remove(&number)
    }
}

fn has(name: &str) -> bool {
    ffmpeg_next::encoder::find_by_name(name).is_some()
}

fn takes(name: &str, (_, _, pixel): Format) -> bool {
    let linked = ffmpeg_next::encoder::find_by_name(name);
    let video = linked.and_then(|codec| codec.video().ok());
    video.and_then(|video| video.formats()).is_some_and(|mut formats| formats.any(|own| own == pixel))
}

pub fn open(setup: &Setup) -> Result<Box<dyn PictureCoder>> {
    let name = setup.name;
    let missing = || Error::unsupported(format!("the linked FFmpeg has no {name}"));
    let codec = ffmpeg_next::encoder::find_by_name(name).ok_or_else(missing)?;
    let mut video = Context::new_with_codec(codec).encoder().video().map_err(|_| missing())?;
    video.set_width(setup.width);
    video.set_height(setup.height);
    video.set_format(setup.pixel);
    video.set_frame_rate(Some(setup.framerate));
    video.set_time_base(unit_of_times(setup));
    let settings = [&general(setup), setup.settings].concat();
    context::open(&mut video, codec, &settings).map_err(|error| error.of_coder(name))?;
    let mut video = encoder::video::Encoder(video);
    let told = setup.quantizer.and_then(|row| Some((row.told?, row.usual)));
    let quantizing = told.map(|(told, usual)| Quantizing::new(told, usual, &mut video)).transpose()?;
    let numbers = setup.numbered.then(Numbers::default);
    Ok(Box::new(FfmpegCoder { name, video, quantizing, numbers, packet: Packet::empty() }))
}

/// In seconds; coders take none that is longer than one.
fn unit_of_times(&Setup { framerate, numbered, .. }: &Setup) -> Rational {
    match (numbered, framerate.numerator() >= framerate.denominator()) {
        (false, _) => Rational::new(1, TICKS as i32),
        (true, true) => framerate.invert(),
        (true, false) => Rational::new(1, 1),
    }
}

/// What all of FFmpeg's encoders are told alike.
fn general(setup: &Setup) -> Vec<Setting> {
    let color = setup.color;
    let numbers = [
        ("color_primaries", i32::from(color.primaries)),
        ("color_trc", i32::from(color.transfer)),
        ("colorspace", i32::from(color.matrix)),
        ("color_range", if color.full_range { 2 } else { 1 }),
        ("chroma_sample_location", setup.siting.location()),
    ];
    let mut settings: Vec<_> = numbers.map(|(key, value)| (key.to_owned(), value.to_string())).into();
    settings.extend(setup.sets_apart.then(|| ("flags".to_owned(), "+global_header".to_owned())));
    settings
}

impl FfmpegCoder {
    fn failed(&self, error: ffmpeg_next::Error) -> Error {
        Error::ffmpeg(self.name, "encode a frame", error)
    }
}

impl PictureCoder for FfmpegCoder {
    fn extradata(&self) -> &[u8] {
        context::extradata(&self.video)
    }

    fn set_bitrate(&mut self, bitrate: u64) {
        context::set_bitrate(&mut self.video, bitrate);
    }

    fn is_stale(&self, quantizer: u16, key: bool) -> bool {
        self.quantizing.as_ref().is_some_and(|quantizing| quantizing.is_stale(quantizer, key))
    }

    fn send(&mut self, picture: &mut Video, How { duration, key, quantizer }: How) -> Result<()> {
        let duration = match (&mut self.numbers, picture.pts()) {
            (Some(numbers), Some(time)) => {
                picture.set_pts(Some(numbers.number(time)));
                1
            }
            _ => duration,
        };
        context::set_duration(&mut self.video, picture, duration);
        picture.set_kind(if key { picture::Type::I } else { picture::Type::None });
        if let (Some(quantizing), Some(quantizer)) = (&mut self.quantizing, quantizer) {
            quantizing.tell(&mut self.video, quantizer, key)?;
        }
        self.video.send_frame(picture).map_err(|error| self.failed(error))
    }

    fn finish(&mut self) -> Result<()> {
        self.video.send_eof().map_err(|error| Error::ffmpeg(self.name, "finish", error))
    }

    fn receive(&mut self) -> Result<Option<Coded>> {
        if !received(self.video.receive_packet(&mut self.packet)).map_err(|error| self.failed(error))? {
            return Ok(None);
        }
        let packet = &self.packet;
        let data = packet.data().unwrap_or_default().to_vec();
        let pts = match &mut self.numbers {
            Some(numbers) => packet.pts().and_then(|number| numbers.time(number)),
            None => packet.pts(),
        };
        Ok(Some(Coded { data, alpha: alpha(packet), key: packet.is_key(), pts }))
    }
}

/// The bytes of alpha that a packet carries, in the form of Matroska's BlockAdditional.
fn alpha(packet: &Packet) -> Option<Vec<u8>> {
    /// The BlockAddID before them.
    const ID_BYTES: usize = 8;
    let additional =
        packet.side_data().find(|side| side.kind() == side_data::Type::MatroskaBlockAdditional)?;
    additional.data().get(ID_BYTES..).map(<[u8]>::to_vec)
}
