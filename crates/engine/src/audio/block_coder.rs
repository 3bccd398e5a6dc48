//! What encodes blocks of samples: FFmpeg's encoders, and one that is called directly.

use ffmpeg_next::codec::{Context, encoder};
use ffmpeg_next::format::Sample;
use ffmpeg_next::{Packet, Rational, frame};

use crate::exchange::received;
use crate::ff::audio;
use crate::ff::context::{self, Setting};
use crate::{Error, Result};

/// An encoder of blocks, each a frame of FFmpeg's with its position as presentation time.
pub trait BlockCoder {
    /// A frame for so many samples of each channel. None when the system has no room.
    fn frame(&self, samples: usize) -> Option<frame::Audio>;

    /// Samples of a block; 0 when any number will do.
    fn block_size(&self) -> usize;

    /// The samples that it puts before those of its input.
    fn padding(&self) -> i64;

    /// What a decoder has to know, as the coder has it.
    fn extradata(&self) -> &[u8];

    fn send(&mut self, block: &frame::Audio) -> Result<()>;

    /// No more blocks come.
    fn finish(&mut self) -> Result<()>;

    /// The next packet that is ready.
    fn receive(&mut self) -> Result<Option<Coded>>;
}

/// A packet. Positions are in samples; those before the first one of the input are negative.
pub struct Coded {
    pub data: Vec<u8>,
    pub start: i64,
    pub samples: i64,
}

/// What a coder is opened for.
pub struct Opening<'a> {
    pub name: &'static str,
    /// In Hz.
    pub rate: u32,
    pub channels: usize,
    /// FFmpeg's name of the channel layout.
    pub layout: &'a str,
    pub sample: Sample,
    pub settings: &'a [Setting],
}

impl Opening<'_> {
    /// The coder's name with all that it is asked for, for messages.
    pub fn described(&self) -> String {
        let settings: Vec<_> = self.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
        format!("{} at {} Hz, {} ({})", self.name, self.rate, self.layout, settings.join(", "))
    }
}

struct FfmpegCoder {
    name: &'static str,
    audio: encoder::Audio,
    packet: Packet,
}

/// An encoder of FFmpeg's.
pub fn ffmpeg(opening: &Opening) -> Result<Box<dyn BlockCoder>> {
    let name = opening.name;
    let missing = || Error::unsupported(format!("the linked FFmpeg has no {name}"));
    let codec = ffmpeg_next::encoder::find_by_name(name).ok_or_else(missing)?;
    let mut audio = Context::new_with_codec(codec).encoder().audio().map_err(|_| missing())?;
    let rate = i32::try_from(opening.rate).map_err(|_| missing())?;
    audio.set_rate(rate);
    audio.set_format(opening.sample);
    audio.set_time_base(Rational::new(1, rate));
    let always = [("ch_layout", opening.layout), ("flags", "+global_header")];
    let always = always.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let settings = [opening.settings, &always].concat();
    context::open(&mut audio, codec, &settings).map_err(|error| error.of_coder(&opening.described()))?;
    Ok(Box::new(FfmpegCoder { name, audio: encoder::audio::Encoder(audio), packet: Packet::empty() }))
}

impl FfmpegCoder {
    fn failure(&self, error: ffmpeg_next::Error) -> Error {
        Error::ffmpeg(self.name, "encode samples", error)
    }
}

impl BlockCoder for FfmpegCoder {
    fn frame(&self, samples: usize) -> Option<frame::Audio> {
        audio::frame_for(&self.audio, samples)
    }

    fn block_size(&self) -> usize {
        self.audio.frame_size() as usize
    }

    fn padding(&self) -> i64 {
        context::initial_padding(&self.audio)
    }

    fn extradata(&self) -> &[u8] {
        context::extradata(&self.audio)
    }

    fn send(&mut self, block: &frame::Audio) -> Result<()> {
        self.audio.send_frame(block).map_err(|error| self.failure(error))
    }

    fn finish(&mut self) -> Result<()> {
        self.audio.send_eof().map_err(|error| self.failure(error))
    }

    fn receive(&mut self) -> Result<Option<Coded>> {
        loop {
            let answer = self.audio.receive_packet(&mut self.packet);
            if !received(answer).map_err(|error| self.failure(error))? {
                return Ok(None);
            }
            // FLAC ends with a packet of nothing but a new STREAMINFO.
            let Some(data) = self.packet.data().filter(|data| !data.is_empty()) else {
                continue;
            };
            let lost = || Error::coding(format!("{} made a chunk without a time", self.name));
            let start = self.packet.pts().ok_or_else(lost)?;
            return Ok(Some(Coded { data: data.to_vec(), start, samples: self.packet.duration() }));
        }
    }
}
