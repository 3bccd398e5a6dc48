//! Between sample types, exactly: <https://w3c.github.io/webcodecs/#audio-samples-magnitude>
//!
//! An integer of n bits stands for itself divided by 2^(n-1), once u8 has lost its bias of 128. Narrowing drops bits,
//! floats are rounded to the nearest integer and clipped, NaN is silence. There is no dithering.

use super::sample_format::SampleType;

/// Samples of one channel: every `stride`-th one of those in `bytes`, from the first on.
#[derive(Clone, Copy)]
pub struct Lane<'a> {
    pub bytes: &'a [u8],
    pub ty: SampleType,
    pub stride: usize,
}

/// As [`Lane`], to be written.
pub struct LaneMut<'a> {
    pub bytes: &'a mut [u8],
    pub ty: SampleType,
    pub stride: usize,
}

/// What becomes of f32 samples where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floats {
    /// As f32 every bit is kept.
    Exact,
    /// As f32 NaN becomes 0, and what is beyond -1 and 1 is clipped.
    Clipped,
    /// As s32 they are rounded to the upper 24 bits, which are all that is coded.
    In24Bits,
}

trait Sample: Copy {
    const BYTES: usize;
    fn read(bytes: &[u8]) -> Self;
    fn write(self, bytes: &mut [u8]);
    /// In 32 bits, left-aligned; the type's own range where it is wider.
    fn to_s32(self) -> i32;
    fn to_f32(self) -> f32;
    fn from_s32(value: i32) -> Self;
    fn from_f32(value: f32) -> Self;
}

macro_rules! bytes_of {
    ($ty:ty) => {
        const BYTES: usize = size_of::<$ty>();

        #[inline(always)]
        fn read(bytes: &[u8]) -> Self {
            let mut own = [0; size_of::<$ty>()];
            own.copy_from_slice(&bytes[..size_of::<$ty>()]);
            <$ty>::from_ne_bytes(own)
        }

        #[inline(always)]
        fn write(self, bytes: &mut [u8]) {
            bytes[..size_of::<$ty>()].copy_from_slice(&self.to_ne_bytes());
        }
    };
}

/// The integer nearest to `value * scale`, ties to even; `as` clips and turns NaN into 0.
#[inline(always)]
fn quantized(value: f32, scale: f64) -> f64 {
    const UNIT_IS_LAST_BIT: f64 = 1.5 * (1_u64 << 52) as f64; // what `round_ties_even` calls a function for
    (f64::from(value) * scale + UNIT_IS_LAST_BIT) - UNIT_IS_LAST_BIT
}

impl Sample for u8 {
    bytes_of!(u8);

    #[inline(always)]
    fn to_s32(self) -> i32 {
        (i32::from(self) - 128) << 24
    }

    #[inline(always)]
    fn to_f32(self) -> f32 {
        (f32::from(self) - 128.0) / 128.0
    }

    #[inline(always)]
    fn from_s32(value: i32) -> Self {
        ((value >> 24) + 128) as u8
    }

    #[inline(always)]
    fn from_f32(value: f32) -> Self {
        let silent = if value.is_nan() { 0.0 } else { value };
        (quantized(silent, 128.0) + 128.0) as u8
    }
}

impl Sample for i16 {
    bytes_of!(i16);

    #[inline(always)]
    fn to_s32(self) -> i32 {
        i32::from(self) << 16
    }

    #[inline(always)]
    fn to_f32(self) -> f32 {
        f32::from(self) / 32768.0
    }

    #[inline(always)]
    fn from_s32(value: i32) -> Self {
        (value >> 16) as i16
    }

    #[inline(always)]
    fn from_f32(value: f32) -> Self {
        quantized(value, 32768.0) as i16
    }
}

impl Sample for i32 {
    bytes_of!(i32);

    #[inline(always)]
    fn to_s32(self) -> i32 {
        self
    }

    #[inline(always)]
    fn to_f32(self) -> f32 {
        self as f32 / 2_147_483_648.0
    }

    #[inline(always)]
    fn from_s32(value: i32) -> Self {
        value
    }

    #[inline(always)]
    fn from_f32(value: f32) -> Self {
        quantized(value, 2_147_483_648.0) as i32
    }
}

impl Sample for f32 {
    bytes_of!(f32);

    #[inline(always)]
    fn to_s32(self) -> i32 {
        i32::from_f32(self)
    }

    #[inline(always)]
    fn to_f32(self) -> f32 {
        self
    }

    #[inline(always)]
    fn from_s32(value: i32) -> Self {
        value.to_f32()
    }

    #[inline(always)]
    fn from_f32(value: f32) -> Self {
        value
    }
}

/// Converts `count` samples, or as many as both lanes have.
pub fn convert(from: Lane, to: LaneMut, count: usize, floats: Floats) {
    if from.ty == to.ty
        && from.stride == 1
        && to.stride == 1
        && (from.ty != SampleType::F32 || floats == Floats::Exact)
    {
        let bytes = (count * from.ty.bytes()).min(from.bytes.len()).min(to.bytes.len());
        to.bytes[..bytes].copy_from_slice(&from.bytes[..bytes]);
        return;
    }
    match from.ty {
        SampleType::U8 => from_integer::<u8>(from, to, count),
        SampleType::S16 => from_integer::<i16>(from, to, count),
        SampleType::S32 => from_integer::<i32>(from, to, count),
        SampleType::F32 => from_float(from, to, count, floats),
    }
}

fn from_integer<S: Sample>(from: Lane, to: LaneMut, count: usize) {
    match to.ty {
        SampleType::U8 => each::<S, u8>(from, to, count, |sample| u8::from_s32(sample.to_s32())),
        SampleType::S16 => each::<S, i16>(from, to, count, |sample| i16::from_s32(sample.to_s32())),
        SampleType::S32 => each::<S, i32>(from, to, count, S::to_s32),
        SampleType::F32 => each::<S, f32>(from, to, count, S::to_f32),
    }
}

fn from_float(from: Lane, to: LaneMut, count: usize, floats: Floats) {
    match (to.ty, floats) {
        (SampleType::U8, _) => each::<f32, u8>(from, to, count, u8::from_f32),
        (SampleType::S16, _) => each::<f32, i16>(from, to, count, i16::from_f32),
        (SampleType::S32, Floats::In24Bits) => each::<f32, i32>(from, to, count, in_24_bits),
        (SampleType::S32, _) => each::<f32, i32>(from, to, count, i32::from_f32),
        (SampleType::F32, Floats::Clipped) => each::<f32, f32>(from, to, count, clipped),
        (SampleType::F32, _) => each::<f32, f32>(from, to, count, |sample| sample),
    }
}

#[inline(always)]
fn in_24_bits(value: f32) -> i32 {
    const LIMIT: f64 = 8_388_608.0;
    (quantized(value, LIMIT).clamp(-LIMIT, LIMIT - 1.0) as i32) << 8
}

#[inline(always)]
fn clipped(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) }
}

#[inline(always)]
fn each<S: Sample, D: Sample>(from: Lane, to: LaneMut, count: usize, sample: impl Fn(S) -> D) {
    if from.stride == 1 && to.stride == 1 {
        // The compiler makes SIMD code of it.
        let (sources, targets) = (from.bytes.chunks_exact(S::BYTES), to.bytes.chunks_exact_mut(D::BYTES));
        sources.zip(targets).take(count).for_each(|(source, target)| sample(S::read(source)).write(target));
        return;
    }
    let (sources, targets) =
        (from.bytes.chunks(S::BYTES * from.stride), to.bytes.chunks_mut(D::BYTES * to.stride));
    for (source, target) in sources.zip(targets).take(count) {
        if source.len() >= S::BYTES && target.len() >= D::BYTES {
            sample(S::read(source)).write(target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<S: Sample>(samples: &[S]) -> Vec<u8> {
        let mut bytes = vec![0; samples.len() * S::BYTES];
        samples.iter().zip(bytes.chunks_mut(S::BYTES)).for_each(|(sample, bytes)| sample.write(bytes));
        bytes
    }

    fn converted<S: Sample, D: Sample>(from: (SampleType, &[S]), to: SampleType, floats: Floats) -> Vec<D> {
        let (source, mut target) = (bytes(from.1), vec![0; from.1.len() * D::BYTES]);
        let lane = Lane { bytes: &source, ty: from.0, stride: 1 };
        convert(lane, LaneMut { bytes: &mut target, ty: to, stride: 1 }, from.1.len(), floats);
        target.chunks(D::BYTES).map(D::read).collect()
    }

    #[test]
    fn integers_are_shifted() {
        use SampleType::{S16, S32, U8};
        let exact = Floats::Exact;
        assert_eq!(converted::<u8, i16>((U8, &[0, 127, 128, 255]), S16, exact), [-32768, -256, 0, 32512]);
        assert_eq!(converted::<u8, i32>((U8, &[0, 129]), S32, exact), [i32::MIN, 1 << 24]);
        assert_eq!(
            converted::<i16, u8>((S16, &[i16::MIN, -1, 0, 255, i16::MAX]), U8, exact),
            [0, 127, 128, 128, 255]
        );
        assert_eq!(converted::<i16, i32>((S16, &[i16::MIN, 1]), S32, exact), [i32::MIN, 65536]);
        assert_eq!(
            converted::<i32, i16>((S32, &[i32::MIN, -1, 65535, i32::MAX]), S16, exact),
            [-32768, -1, 0, 32767]
        );
    }

    #[test]
    fn every_sample_of_16_bits_survives_the_way_through_32_bits_and_floats() {
        let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        for (ty, there) in [
            (
                SampleType::S32,
                bytes(&converted::<i16, i32>((SampleType::S16, &all), SampleType::S32, Floats::Exact)),
            ),
            (
                SampleType::F32,
                bytes(&converted::<i16, f32>((SampleType::S16, &all), SampleType::F32, Floats::Exact)),
            ),
        ] {
            let mut back = vec![0; all.len() * 2];
            let lane = Lane { bytes: &there, ty, stride: 1 };
            let to = LaneMut { bytes: &mut back, ty: SampleType::S16, stride: 1 };
            convert(lane, to, all.len(), Floats::Exact);
            assert_eq!(back, bytes(&all));
        }
    }

    #[test]
    fn floats_are_rounded_and_clipped() {
        const LSB: f32 = 1.0 / 32768.0;
        let floats = [-2.0, -1.0, -1.5 * LSB, -0.5 * LSB, 0.5 * LSB, 1.5 * LSB, 1.0, f32::INFINITY, f32::NAN];
        let from = (SampleType::F32, &floats[..]);
        let shorts: Vec<i16> = converted(from, SampleType::S16, Floats::Clipped);
        assert_eq!(shorts, [-32768, -32768, -2, 0, 0, 2, 32767, 32767, 0]);
        let octets: Vec<u8> = converted(from, SampleType::U8, Floats::Exact);
        assert_eq!(octets, [0, 0, 128, 128, 128, 128, 255, 255, 128]);
        let longs: Vec<i32> = converted(from, SampleType::S32, Floats::Exact);
        assert_eq!((longs[0], longs[6], longs[8]), (i32::MIN, i32::MAX, 0));
        let in_24_bits: Vec<i32> = converted(from, SampleType::S32, Floats::In24Bits);
        assert_eq!((in_24_bits[0], in_24_bits[6], in_24_bits[2]), (i32::MIN, 0x7fff_ff00, -384 << 8));
    }

    #[test]
    fn floats_stay_as_they_are_or_are_clipped_for_a_coder() {
        let floats = [2.0_f32, -0.0, f32::from_bits(0x7fa1_2345), f32::NEG_INFINITY];
        let from = (SampleType::F32, &floats[..]);
        let exact: Vec<f32> = converted(from, SampleType::F32, Floats::Exact);
        assert!(exact.iter().zip(floats).all(|(a, b)| a.to_bits() == b.to_bits()));
        let clipped: Vec<f32> = converted(from, SampleType::F32, Floats::Clipped);
        assert_eq!(clipped, [1.0, 0.0, 0.0, -1.0]);
    }

    #[test]
    fn lanes_pick_their_channel_and_never_leave_their_bytes() {
        let source = [1_u8, 2, 3, 4, 5, 6];
        let mut target = [0_u8; 3];
        let lane = Lane { bytes: &source[1..], ty: SampleType::U8, stride: 2 };
        convert(lane, LaneMut { bytes: &mut target, ty: SampleType::U8, stride: 1 }, 99, Floats::Exact);
        assert_eq!(target, [2, 4, 6]);
    }
}
