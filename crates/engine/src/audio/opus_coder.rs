//! Opus without FFmpeg's wrapper, which leaves out what libopus can do, and takes a third longer: the interface for many
//! channels that it uses asks the processor for its features at every packet, which virtual machines answer slowly.

use std::collections::VecDeque;

use codecs::bitstream::opus::Head;
use ffmpeg_next::frame;

use super::block_coder::{BlockCoder, Coded, Opening};
use crate::ff::{audio, opus};
use crate::{Error, Result};

/// Settings by the names of libopus' requests, and their numbers.
const REQUESTS: [(&str, i32); 8] = [
    ("bitrate", 4002),
    ("vbr", 4006),
    ("vbr_constraint", 4020),
    ("complexity", 4010),
    ("packet_loss_perc", 4014),
    ("inband_fec", 4012),
    ("dtx", 4016),
    ("signal", 4024),
];

struct OpusCoder {
    encoder: opus::Encoder,
    rate: u32,
    channels: usize,
    sample: ffmpeg_next::format::Sample,
    block_size: usize,
    padding: i64,
    head: Vec<u8>,
    /// Samples that were encoded.
    position: i64,
    ready: VecDeque<Coded>,
}

/// libopus' encoder for one and two channels. `application` and `frame_size` (in samples) must be among the settings.
pub fn open(opening: &Opening) -> Result<Box<dyn BlockCoder>> {
    let refused =
        |why: String| Error::unsupported(format!("{} cannot be opened: {why}", opening.described()));
    let (rate, channels) = (opening.rate, opening.channels);
    let number = |name: &str| {
        let setting = opening.settings.iter().find(|(key, _)| key == name);
        let value = setting.and_then(|(_, value)| value.parse::<i32>().ok());
        value.ok_or_else(|| refused(format!("it needs a number for {name}")))
    };
    let mut encoder = opus::Encoder::new(rate as i32, channels, number("application")?).map_err(refused)?;
    for (name, request) in REQUESTS {
        encoder.set(request, number(name)?).map_err(|why| refused(format!("{name}: {why}")))?;
    }
    let padding = encoder.lookahead();
    let head = Head {
        version: 1,
        channels: channels as u8,
        pre_skip: (padding * 48_000 / i64::from(rate)) as u16,
        input_sample_rate: rate,
        output_gain: 0,
        mapping_family: 0,
        streams: 1,
        coupled: channels as u8 - 1,
        mapping: (0..channels as u8).collect(),
    };
    Ok(Box::new(OpusCoder {
        encoder,
        rate,
        channels,
        sample: opening.sample,
        block_size: number("frame_size")? as usize,
        padding,
        head: head.to_bytes(),
        position: 0,
        ready: VecDeque::new(),
    }))
}

impl BlockCoder for OpusCoder {
    fn frame(&self, samples: usize) -> Option<frame::Audio> {
        audio::frame(self.sample, self.channels, self.rate, samples)
    }

    fn block_size(&self) -> usize {
        self.block_size
    }

    fn padding(&self) -> i64 {
        self.padding
    }

    fn extradata(&self) -> &[u8] {
        &self.head
    }

    fn send(&mut self, block: &frame::Audio) -> Result<()> {
        let failed = |why| Error::coding(format!("libopus failed to encode samples: {why}"));
        let data = self.encoder.encode(block).map_err(failed)?;
        let samples = self.block_size as i64;
        self.ready.push_back(Coded { data, start: self.position - self.padding, samples });
        self.position += samples;
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        let end = self.position + self.padding;
        while self.position < end {
            let mut silence =
                self.frame(self.block_size).ok_or_else(|| Error::quota("no memory for samples"))?;
            let bytes = self.block_size * self.channels * size_of::<f32>();
            audio::plane_mut(&mut silence, 0, bytes).unwrap_or_default().fill(0);
            self.send(&silence)?;
        }
        Ok(())
    }

    fn receive(&mut self) -> Result<Option<Coded>> {
        Ok(self.ready.pop_front())
    }
}
