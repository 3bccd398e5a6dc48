//! AudioSampleFormat: <https://w3c.github.io/webcodecs/#audio-sample-formats>

use ffmpeg_next::format::Sample;
use ffmpeg_next::format::sample::Type;

/// The numeric type of a sample, poorest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleType {
    U8,
    S16,
    S32,
    F32,
}

impl SampleType {
    pub const fn bytes(self) -> usize {
        match self {
            SampleType::U8 => 1,
            SampleType::S16 => 2,
            SampleType::S32 | SampleType::F32 => 4,
        }
    }
}

/// Type of a sample, and whether each channel has a plane of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleFormat {
    pub ty: SampleType,
    pub planar: bool,
}

const fn interleaved(ty: SampleType) -> SampleFormat {
    SampleFormat { ty, planar: false }
}

const fn planar(ty: SampleType) -> SampleFormat {
    SampleFormat { ty, planar: true }
}

const FORMATS: [(&str, SampleFormat, Sample); 8] = [
    ("u8", interleaved(SampleType::U8), Sample::U8(Type::Packed)),
    ("s16", interleaved(SampleType::S16), Sample::I16(Type::Packed)),
    ("s32", interleaved(SampleType::S32), Sample::I32(Type::Packed)),
    ("f32", interleaved(SampleType::F32), Sample::F32(Type::Packed)),
    ("u8-planar", planar(SampleType::U8), Sample::U8(Type::Planar)),
    ("s16-planar", planar(SampleType::S16), Sample::I16(Type::Planar)),
    ("s32-planar", planar(SampleType::S32), Sample::I32(Type::Planar)),
    ("f32-planar", planar(SampleType::F32), Sample::F32(Type::Planar)),
];

impl SampleFormat {
    pub fn from_name(name: &str) -> Option<Self> {
        FORMATS.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    /// None for a format of FFmpeg's that the spec does not have.
    pub fn from_ffmpeg(sample: Sample) -> Option<Self> {
        FORMATS.iter().find(|row| row.2 == sample).map(|row| row.1)
    }

    /// How many of so many channels share a plane, which is also the distance of a channel's samples in it.
    pub const fn sharing(self, channels: usize) -> usize {
        if self.planar { 1 } else { channels }
    }

    /// The plane of a channel, and the byte at which its sample of `frame` begins there.
    pub const fn place(self, channel: usize, frame: usize, channels: usize) -> (usize, usize) {
        let (plane, sample) = if self.planar { (channel, frame) } else { (0, frame * channels + channel) };
        (plane, sample * self.ty.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for (name, format, sample) in FORMATS {
            assert_eq!(SampleFormat::from_name(name), Some(format));
            assert_eq!(format.name(), name);
            assert_eq!(SampleFormat::from_ffmpeg(sample), Some(format));
        }
        assert_eq!(SampleFormat::from_name("f64"), None);
        assert_eq!(SampleFormat::from_ffmpeg(Sample::F64(Type::Planar)), None);
    }
}
