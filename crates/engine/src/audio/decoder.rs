//! AudioDecoder's work: <https://w3c.github.io/webcodecs/#dom-audiodecoder-decode>

use codecs::AudioCodec;
use ffmpeg_next::codec::{Context, decoder};
use ffmpeg_next::frame;

use super::samples::Samples;
use crate::exchange::{packet, received};
use crate::ff;
use crate::ff::context::{self, Setting};
use crate::kind::{Emit, Kind};
use crate::support::Probe;
use crate::tuning::audio::{self as tuning, Declared, Decoder, Description, Packets};
use crate::{Error, Result};

/// AudioDecoderConfig as it comes over the border.
#[derive(Clone, Debug, Default)]
pub struct AudioDecoderConfig {
    pub codec: String,
    pub sample_rate: u32,
    pub channels: u32,
    pub description: Option<Vec<u8>>,
}

/// One EncodedAudioChunk.
pub struct DecodeInput {
    pub data: Vec<u8>,
    /// Microseconds.
    pub timestamp: i64,
}

/// Decoded samples.
pub struct DecodedAudio {
    pub samples: Samples,
    /// In Hz.
    pub rate: u32,
    /// Microseconds.
    pub timestamp: i64,
}

pub struct AudioDecoder {
    row: &'static Decoder,
    audio: decoder::Audio,
    /// As configured.
    channels: usize,
    timeline: Timeline,
}

/// Samples have the timestamp of their chunk. What more there is in a chunk follows on.
#[derive(Default)]
struct Timeline {
    /// Counts chunks: FFmpeg gets the count as presentation time.
    chunks: i64,
    /// Of the chunk that FFmpeg was given last.
    timestamp: i64,
    /// Samples that it has given since, and at which rate.
    samples: u64,
}

impl Timeline {
    fn enter(&mut self, timestamp: i64) -> i64 {
        self.chunks += 1;
        self.timestamp = timestamp;
        self.samples = 0;
        self.chunks
    }

    /// The timestamp of that many samples, which come next.
    fn leave(&mut self, samples: usize, rate: u32) -> i64 {
        let passed = self.samples.saturating_mul(1_000_000) / u64::from(rate.max(1));
        self.samples += samples as u64;
        self.timestamp.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX))
    }
}

/// Whether `config` can be served will show when a decoder is opened for it.
pub fn probe(config: AudioDecoderConfig) -> Result<Probe> {
    let codec = codecs::parse_audio(&config.codec).map_err(|error| Error::unsupported(error.to_string()))?;
    let AudioDecoderConfig { sample_rate, channels, description, .. } = &config;
    let class = format!("{codec:?} {sample_rate} {channels} {description:x?}");
    Ok(Probe::new(class, move || open(&config).is_ok()))
}

impl Kind for AudioDecoder {
    type Config = AudioDecoderConfig;
    type Input = DecodeInput;
    type Output = DecodedAudio;

    const UNDELIVERED: usize = 256;
    const COMPANY: usize = 64;

    /// Packets of a few bytes may be megabytes of samples.
    fn weight(output: &DecodedAudio) -> usize {
        1 + output.samples.byte_size() / (64 << 10)
    }

    fn open(config: AudioDecoderConfig) -> Result<Self> {
        let (row, audio) = open(&config)?;
        Ok(AudioDecoder { row, audio, channels: config.channels as usize, timeline: Timeline::default() })
    }

    fn push(&mut self, input: DecodeInput, emit: Emit<'_, DecodedAudio>) -> Result<()> {
        let packet = packet(&input.data, self.timeline.enter(input.timestamp))?;
        check(&input.data, &self.row.packets, self.channels)?;
        self.audio.send_packet(&packet).map_err(|error| self.failure(error))?;
        self.receive(emit)
    }

    fn drain(&mut self, emit: Emit<'_, DecodedAudio>) -> Result<()> {
        self.audio.send_eof().map_err(|error| self.failure(error))?;
        self.receive(emit)?;
        self.audio.flush();
        Ok(())
    }
}

impl AudioDecoder {
    fn receive(&mut self, emit: Emit<'_, DecodedAudio>) -> Result<()> {
        loop {
            let mut frame = frame::Audio::empty();
            if !received(self.audio.receive_frame(&mut frame)).map_err(|error| self.failure(error))? {
                return Ok(());
            }
            emit(self.output(frame)?)?;
        }
    }

    fn output(&mut self, frame: frame::Audio) -> Result<DecodedAudio> {
        // The frame of MP3 still has the former one when the rate changes.
        let rate = self.audio.rate();
        let timestamp = self.timeline.leave(frame.samples(), rate);
        let channels = ff::audio::channels(&frame);
        let layout = self.row.layouts.get(channels.wrapping_sub(1)).filter(|_| ff::audio::is_sorted(&frame));
        let order = layout.map_or(&[][..], |(_, order)| *order);
        let samples = Samples::from_decoder(frame, order);
        let unknown = || Error::coding(format!("{} gives samples in an unknown format", self.row.name));
        Ok(DecodedAudio { samples: samples.ok_or_else(unknown)?, rate, timestamp })
    }

    fn failure(&self, error: ffmpeg_next::Error) -> Error {
        Error::ffmpeg(self.row.name, "decode a chunk", error)
    }
}

fn check(data: &[u8], packets: &Packets, channels: usize) -> Result<()> {
    match packets {
        Packets::Trusted => Ok(()),
        Packets::Checked(check) => check(data).map_err(|malformed| Error::coding(malformed.to_string())),
        Packets::Samples(bytes) if data.len().is_multiple_of((bytes * channels).max(1)) => Ok(()),
        Packets::Samples(bytes) => {
            let size = data.len();
            Err(Error::coding(format!(
                "{size} bytes are no whole frames of {channels} channels, {bytes} bytes each"
            )))
        }
    }
}

fn open(config: &AudioDecoderConfig) -> Result<(&'static Decoder, decoder::Audio)> {
    let codec = codecs::parse_audio(&config.codec).map_err(|error| Error::unsupported(error.to_string()))?;
    let mut failure = Error::unsupported(format!("the linked FFmpeg has no decoder for {codec}"));
    for row in tuning::decoders(codec) {
        match open_row(row, codec, config) {
            Ok(audio) => return Ok((row, audio)),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn open_row(row: &Decoder, codec: AudioCodec, config: &AudioDecoderConfig) -> Result<decoder::Audio> {
    let missing = || Error::unsupported(format!("the linked FFmpeg has no {}", row.name));
    let description = description(row, codec, config)?;
    let mut settings: Vec<Setting> =
        row.options.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
    if description.is_none() {
        settings.extend(declared(row, codec, config)?);
    }
    let codec = ffmpeg_next::decoder::find_by_name(row.name).ok_or_else(missing)?;
    let mut context = Context::new_with_codec(codec);
    if !context::set_extradata(&mut context, description.unwrap_or_default()) {
        return Err(Error::quota("no memory for the description"));
    }
    let mut audio = context.decoder();
    context::open(&mut audio, codec, &settings).map_err(|error| error.of_coder(row.name))?;
    Ok(decoder::Audio(decoder::Opened(audio)))
}

/// The description where the codec uses one.
fn description<'a>(
    row: &Decoder,
    codec: AudioCodec,
    config: &'a AudioDecoderConfig,
) -> Result<Option<&'a [u8]>> {
    let (check, required) = match row.description {
        Description::Unused => return Ok(None),
        Description::Optional(check) => (check, false),
        Description::Required(check) => (check, true),
    };
    let Some(description) = config.description.as_deref() else {
        return match required {
            true => Err(Error::unsupported(format!("{codec} is not decoded without a description"))),
            false => Ok(None),
        };
    };
    match check(description) {
        Ok(()) => Ok(Some(description)),
        Err(malformed) => Err(Error::unsupported(format!("the description is unusable: {malformed}"))),
    }
}

/// What the decoder has to be told when no description tells it.
fn declared(row: &Decoder, codec: AudioCodec, config: &AudioDecoderConfig) -> Result<Vec<Setting>> {
    let most = match row.declared {
        Declared::Ignored => return Ok(Vec::new()),
        Declared::Channels(most) | Declared::RateAndChannels(most) => most,
    };
    let (channels, rate) = (config.channels, config.sample_rate);
    if !(1..=most).contains(&channels) {
        let message = format!("without a description {codec} has 1 to {most} channels, not {channels}");
        return Err(Error::unsupported(message));
    }
    let mut settings = vec![("ch_layout".to_owned(), format!("{channels}C"))];
    if matches!(row.declared, Declared::RateAndChannels(_)) {
        if !(1..=i32::MAX as u32).contains(&rate) {
            return Err(Error::unsupported(format!("a sample rate of {rate} Hz is not supported")));
        }
        settings.push(("ar".to_owned(), rate.to_string()));
    }
    Ok(settings)
}
