//! VideoDecoder's work: <https://w3c.github.io/webcodecs/#dom-videodecoder-decode>

use codecs::bitstream::slice::ParameterSets;
use codecs::{CodecId, Content};
use ffmpeg_next::Rational;
use ffmpeg_next::codec::{Compliance, Context, Flags, decoder};
use ffmpeg_next::frame::{DecodeError, Video};

use super::color::{ColorSpace, RGB_MATRIX};
use super::convert::{Coefficients, Converter, Side};
use super::frame::{Frame, MAX_PIXELS};
use super::giving_back::GivingBack;
use super::pixel_format::{Delivery, PixelFormat};
use super::recovery::Recovery;
use super::timing::{Timing, Timings};
use crate::exchange::{packet, received};
use crate::ff;
use crate::ff::context::{self, Setting};
use crate::kind::{Emit, Kind};
use crate::support::{Probe, size_class};
use crate::tuning::{self, Decoder, threads};
use crate::{Error, Result, shortage};

/// VideoDecoderConfig as it comes over the border.
#[derive(Clone, Debug, Default)]
pub struct VideoDecoderConfig {
    pub codec: String,
    pub description: Option<Vec<u8>>,
    pub coded_size: Option<(u32, u32)>,
    pub hardware_acceleration: String,
    pub optimize_for_latency: bool,
}

/// One EncodedVideoChunk.
pub struct DecodeInput {
    pub data: Vec<u8>,
    pub key: bool,
    pub timing: Timing,
}

/// One decoded picture.
pub struct DecodedVideo {
    pub frame: Frame,
    /// The size at which the stream wants it shown: its pixels may not be square.
    pub display_size: (u32, u32),
    pub timing: Timing,
    pub color: ColorSpace,
}

/// Threads for a stream of unknown size.
const USUAL_SIZE: (u32, u32) = (1920, 1080);
/// A picture that takes more counts for several of those under way.
const USUAL_BYTES: usize = 2 << 20;
/// No format of ours counts further.
const LONGEST_SIDE: u32 = 1 << 16;

/// What makes a picture a wrong one. A missing reference does not: streams may start at a recovery point.
const DAMAGE: DecodeError =
    DecodeError::INVALID_BITSTREAM.union(DecodeError::CONCEALMENT_ACTIVE).union(DecodeError::DECODE_SLICES);

/// Parameter sets and the like that may wait for a picture, in bytes.
const LONGEST_PRELUDE: usize = 1 << 20;

pub struct VideoDecoder {
    row: &'static Decoder,
    video: decoder::Video,
    reordering: Reordering,
    nal_length_size: Option<u8>,
    /// Units without a picture, which go before the next one: FFmpeg's H.264 decoder would make an error of them.
    prelude: Vec<u8>,
    recovery: Recovery,
    /// H.264's, by which recovery is told.
    sets: ParameterSets,
    timings: Timings,
    last_timing: Timing,
    converter: Converter,
    giving_back: GivingBack,
}

/// With optimizeForLatency the decoder takes pictures for being in order until one is not, which it then drops. Where
/// that may happen it must wait as long as the level allows.
struct Reordering {
    guessed: bool,
    codec: CodecId,
    description: Option<Vec<u8>>,
}

impl Reordering {
    /// To be called before the decoder gets the chunk.
    fn look_at(&mut self, data: &[u8], video: &mut decoder::Video) {
        if self.guessed && codecs::may_reorder(self.codec, self.description.as_deref(), data) {
            video.compliance(Compliance::Strict);
            self.guessed = false;
        }
    }
}

/// Whether `config` can be served will show when a decoder is opened for it.
pub fn probe(config: VideoDecoderConfig) -> Result<Probe> {
    let codec = codecs::parse(&config.codec).map_err(|error| Error::unsupported(error.to_string()))?;
    let description = description(codec.id, &config)?;
    let size = config.coded_size.map(|(width, height)| (size_class(width), size_class(height)));
    let options = (&config.hardware_acceleration, config.optimize_for_latency);
    let class = format!("{:?} {:?} {size:?} {options:?} {description:x?}", codec.id, codec.profile);
    Ok(Probe::new(class, move || open(&config).is_ok()))
}

impl Kind for VideoDecoder {
    type Config = VideoDecoderConfig;
    type Input = DecodeInput;
    type Output = DecodedVideo;

    const UNDELIVERED: usize = 8;
    const COMPANY: usize = 1;

    fn weight(output: &DecodedVideo) -> usize {
        output.frame.byte_size().div_ceil(USUAL_BYTES).max(1)
    }

    fn open(config: VideoDecoderConfig) -> Result<Self> {
        let (row, video) = open(&config)?;
        let size = |description| codecs::bitstream::nal_length_size(row.codec, description).ok().flatten();
        Ok(VideoDecoder {
            row,
            video,
            nal_length_size: config.description.as_deref().and_then(size),
            prelude: Vec::new(),
            recovery: Recovery::of(row.codec),
            sets: config.description.as_deref().map(ParameterSets::of).unwrap_or_default(),
            reordering: Reordering {
                guessed: config.optimize_for_latency,
                codec: row.codec,
                description: config.description,
            },
            timings: Timings::default(),
            last_timing: Timing::default(),
            converter: Converter::default(),
            giving_back: GivingBack::default(),
        })
    }

    fn push(&mut self, input: DecodeInput, emit: Emit<'_, DecodedVideo>) -> Result<()> {
        for part in codecs::pictures(self.row.codec, self.nal_length_size, &input.data) {
            if part.content == Content::Prelude {
                self.put_before_next(&part.data)?;
                continue;
            }
            let counter = self.timings.enter(input.timing);
            if part.content == Content::Hidden {
                self.timings.leave(counter);
            }
            self.send(&part.data, counter, input.key)?;
            self.receive(false, emit)?;
        }
        Ok(())
    }

    fn drain(&mut self, emit: Emit<'_, DecodedVideo>) -> Result<()> {
        self.video.send_eof().map_err(|error| self.failure(error))?;
        self.receive(true, emit)?;
        if self.row.every_chunk_shows && self.timings.is_waiting() {
            return Err(Error::coding(format!("{} found no picture in a chunk", self.row.name)));
        }
        self.video.flush();
        self.timings.clear();
        self.prelude = codecs::lasting(self.row.codec, self.nal_length_size, &self.prelude);
        self.recovery = Recovery::of(self.row.codec);
        Ok(())
    }
}

impl VideoDecoder {
    fn put_before_next(&mut self, units: &[u8]) -> Result<()> {
        if self.prelude.len() + units.len() > LONGEST_PRELUDE {
            return Err(Error::coding(format!("{LONGEST_PRELUDE} bytes came without a picture")));
        }
        self.prelude.extend_from_slice(units);
        Ok(())
    }

    fn send(&mut self, data: &[u8], counter: i64, key: bool) -> Result<()> {
        let joined = (!self.prelude.is_empty() && !data.is_empty()).then(|| [&self.prelude, data].concat());
        let data = joined.as_deref().unwrap_or(data);
        if key {
            self.reordering.look_at(data, &mut self.video);
        }
        if self.row.codec == CodecId::Avc
            && let Some(picture) = codecs::avc_picture(&mut self.sets, self.nal_length_size, data)
        {
            self.recovery.enter(picture, counter);
        }
        let mut packet = packet(data, counter)?;
        self.prelude.clear();
        if key {
            packet.set_flags(ffmpeg_next::packet::Flags::KEY);
        }
        self.video.send_packet(&packet).map_err(|error| self.failure(error))
    }

    /// `draining`: after the last input, when FFmpeg's H.264 decoder does not tell of a picture that it comes before a
    /// recovery point.
    fn receive(&mut self, draining: bool, emit: Emit<'_, DecodedVideo>) -> Result<()> {
        loop {
            let mut picture = Video::empty();
            if !received(self.video.receive_frame(&mut picture)).map_err(|error| self.failure(error))? {
                return Ok(());
            }
            let counter = picture.pts();
            let timing = counter.and_then(|counter| self.timings.leave(counter));
            if self.recovery.shows(counter, !draining && !picture.is_corrupt()) {
                emit(self.output(picture, timing)?)?;
            }
        }
    }

    fn output(&mut self, picture: Video, timing: Option<Timing>) -> Result<DecodedVideo> {
        if picture.decode_error_flags().intersects(DAMAGE) {
            return Err(Error::coding(format!("{} found corrupt data in a chunk", self.row.name)));
        }
        // A picture without an input of its own (two in one chunk) is shown with the one before.
        let timing = timing.unwrap_or(self.last_timing);
        self.last_timing = timing;
        self.giving_back.note(picture.width(), picture.height());
        let display_size = display_size(picture.width(), picture.height(), picture.aspect_ratio());
        let mut color = ff::frame::color(&picture);
        let frame = self.frame(picture, &mut color)?;
        Ok(DecodedVideo { frame, display_size, timing, color })
    }

    /// The picture in a format of the spec, where it has or can be given one.
    fn frame(&mut self, mut picture: Video, color: &mut ColorSpace) -> Result<Frame> {
        let pixel = picture.format();
        let Some((format, delivery)) = PixelFormat::delivering(pixel) else {
            return Ok(Frame::new(picture, None));
        };
        match delivery {
            Delivery::AsItIs => {}
            Delivery::FullRange => {
                color.full_range = Some(true);
                picture.set_format(format.pixel());
            }
            Delivery::IdentityMatrix => {
                color.matrix = Some(RGB_MATRIX);
                picture.set_format(format.pixel());
            }
            Delivery::Converted => {
                let full_range = color.full_range.unwrap_or(false);
                let coefficients = Coefficients { matrix: color.matrix.unwrap_or(1), full_range };
                let (width, height) = (picture.width(), picture.height());
                let from = Side { format: pixel, width, height, coefficients };
                picture = self.converter.convert(&picture, from, Side { format: format.pixel(), ..from })?;
            }
        }
        Ok(Frame::new(picture, Some(format)))
    }

    fn failure(&self, error: ffmpeg_next::Error) -> Error {
        Error::ffmpeg(self.row.name, "decode a chunk", error)
    }
}

/// Widens the picture, or heightens it, until its pixels are square.
fn display_size(width: u32, height: u32, pixel_aspect: Rational) -> (u32, u32) {
    let (across, down) = (f64::from(pixel_aspect.numerator()), f64::from(pixel_aspect.denominator()));
    let stretch = |length: u32, by: f64| (f64::from(length) * by).round().min(f64::from(u32::MAX)) as u32;
    if across <= 0.0 || down <= 0.0 {
        (width, height)
    } else if across > down {
        (stretch(width, across / down), height)
    } else {
        (width, stretch(height, down / across))
    }
}

fn open(config: &VideoDecoderConfig) -> Result<(&'static Decoder, decoder::Video)> {
    let codec = codecs::parse(&config.codec).map_err(|error| Error::unsupported(error.to_string()))?;
    let description = description(codec.id, config)?;
    let (width, height) = config.coded_size.unwrap_or(USUAL_SIZE);
    if width > LONGEST_SIDE || height > LONGEST_SIDE || width as usize * height as usize > MAX_PIXELS {
        return Err(Error::unsupported(format!("pictures of {width}x{height} are too large")));
    }
    let name = codec.id.name();
    let hardware = config.hardware_acceleration == "prefer-hardware";
    let mut failure = Error::unsupported(match hardware {
        true => format!("the linked FFmpeg has no hardware decoder for {name}"),
        false => format!("the linked FFmpeg has no decoder for {name}"),
    });
    for row in tuning::decoders(codec.id, hardware) {
        if !row.profiles.contains(&codec.profile.idc) {
            let profile = codec.profile.name;
            failure =
                Error::unsupported(format!("{} does not decode the {profile} profile of {name}", row.name));
            continue;
        }
        let threads = threads::for_size(width, height);
        match shortage::or_one(threads, |threads| open_row(row, description, config, threads)) {
            Ok(video) => return Ok((row, video)),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// The description where the codec uses one: the registrations of VP8, VP9 and AV1 say it is unused.
fn description(codec: CodecId, config: &VideoDecoderConfig) -> Result<Option<&[u8]>> {
    let Some(description) = config.description.as_deref() else {
        return Ok(None);
    };
    match codecs::bitstream::nal_length_size(codec, description) {
        Ok(Some(_)) => Ok(Some(description)),
        Ok(None) => Ok(None),
        Err(malformed) => Err(Error::unsupported(format!("the description is unusable: {malformed}"))),
    }
}

fn open_row(
    row: &Decoder,
    description: Option<&[u8]>,
    config: &VideoDecoderConfig,
    threads: usize,
) -> Result<decoder::Video> {
    let missing = || Error::unsupported(format!("the linked FFmpeg has no {}", row.name));
    let codec = ffmpeg_next::decoder::find_by_name(row.name).ok_or_else(missing)?;
    let mut context = Context::new_with_codec(codec);
    if !context::set_extradata(&mut context, description.unwrap_or_default()) {
        return Err(Error::quota("no memory for the description"));
    }
    // Without it columns that the stream crops at the left come out as far as alignment wants them.
    context.set_flags(Flags::UNALIGNED);
    let by_mode = if config.optimize_for_latency { row.immediate } else { row.fast };
    let mut settings: Vec<Setting> =
        by_mode.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
    settings.push(("threads".to_owned(), threads.to_string()));
    settings.push(("max_pixels".to_owned(), MAX_PIXELS.to_string()));
    let mut video = context.decoder();
    context::open(&mut video, codec, &settings).map_err(|error| error.of_coder(row.name))?;
    Ok(decoder::Video(decoder::Opened(video)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_made_square_by_enlarging() {
        assert_eq!(display_size(720, 576, Rational::new(16, 15)), (768, 576));
        assert_eq!(display_size(720, 480, Rational::new(8, 9)), (720, 540));
        assert_eq!(display_size(64, 48, Rational::new(0, 1)), (64, 48));
    }
}
