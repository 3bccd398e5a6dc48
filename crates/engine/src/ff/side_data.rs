//! What decoders put beside a picture.

use std::slice;

use codecs::bitstream::hdr::{ContentLight, HdrMetadata, MasteringDisplay};
use ffmpeg_next::ffi::{AVFrameSideDataType, av_frame_get_side_data};
use ffmpeg_next::frame::Video;

/// Of the display of the mastering and of the light, where the stream tells it.
pub fn hdr_metadata(picture: &Video) -> HdrMetadata {
    use AVFrameSideDataType::{AV_FRAME_DATA_CONTENT_LIGHT_LEVEL, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA};
    HdrMetadata {
        mastering: bytes(picture, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA).and_then(mastering),
        light: bytes(picture, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL).and_then(light),
    }
}

fn bytes(picture: &Video, kind: AVFrameSideDataType) -> Option<&[u8]> {
    // SAFETY: the frame is live, and keeps its side data, of which FFmpeg tells the size, as long as it is.
    unsafe {
        let side_data = av_frame_get_side_data(picture.as_ptr(), kind).as_ref()?;
        (!side_data.data.is_null()).then(|| slice::from_raw_parts(side_data.data, side_data.size))
    }
}

/// An AVMasteringDisplayMetadata: ten fractions, and whether the chromaticities and the luminances are set.
fn mastering(bytes: &[u8]) -> Option<MasteringDisplay> {
    let fields: [i32; 22] = fields(bytes)?;
    let (fractions, [has_primaries, has_luminance]) = fields.split_last_chunk()?;
    let value = |i: usize| match fractions.get(2 * i..2 * i + 2) {
        Some(&[numerator, denominator]) if denominator != 0 => f64::from(numerator) / f64::from(denominator),
        _ => 0.0,
    };
    let point = |i: usize| if *has_primaries == 0 { [0.0; 2] } else { [value(2 * i), value(2 * i + 1)] };
    let luminance = |i: usize| if *has_luminance == 0 { 0.0 } else { value(i) };
    Some(MasteringDisplay {
        primaries: [point(0), point(1), point(2)],
        white: point(3),
        min_luminance: luminance(8),
        max_luminance: luminance(9),
    })
}

/// An AVContentLightMetadata.
fn light(bytes: &[u8]) -> Option<ContentLight> {
    let [max, max_average] = fields(bytes)?.map(|value: i32| u16::try_from(value).unwrap_or(u16::MAX));
    Some(ContentLight { max, max_average })
}

/// The first `N` numbers of a C structure. None when it is shorter.
fn fields<const N: usize>(bytes: &[u8]) -> Option<[i32; N]> {
    let mut fields = [0; N];
    let mut numbers = bytes.chunks_exact(4).filter_map(|chunk| chunk.try_into().ok().map(i32::from_ne_bytes));
    for field in &mut fields {
        *field = numbers.next()?;
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(fields: &[i32]) -> Vec<u8> {
        fields.iter().flat_map(|field| field.to_ne_bytes()).collect()
    }

    #[test]
    fn fractions_are_read_and_what_is_not_set_is_zero() {
        let fractions: Vec<i32> = (1..=10).flat_map(|i| [i, 100]).collect();
        let display = mastering(&structure(&[&fractions[..], &[1, 0]].concat())).unwrap();
        assert_eq!((display.primaries[2], display.white), ([0.05, 0.06], [0.07, 0.08]));
        assert_eq!((display.min_luminance, display.max_luminance), (0.0, 0.0));
        let display = mastering(&structure(&[&fractions[..], &[0, 1]].concat())).unwrap();
        assert_eq!((display.white, display.min_luminance, display.max_luminance), ([0.0; 2], 0.09, 0.1));
        assert_eq!(mastering(&structure(&fractions)), None);
    }

    #[test]
    fn light_levels_are_read() {
        assert_eq!(
            light(&structure(&[1000, 70_000])),
            Some(ContentLight { max: 1000, max_average: u16::MAX })
        );
        assert_eq!(light(&[0; 7]), None);
    }
}
