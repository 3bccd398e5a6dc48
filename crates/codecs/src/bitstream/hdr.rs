//! What the display of a film's mastering could show and how bright its pictures are, as streams carry it: in SEI
//! messages (H.264 sections D.1.29 and D.1.31, H.265 sections D.2.28 and D.2.35) and in AV1's metadata OBUs
//! (sections 5.8.3 and 5.8.4). VP8 and VP9 have no place for it.

use super::{annexb, av1, nal};
use crate::CodecId;

/// Mastering display colour volume: SMPTE ST 2086.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MasteringDisplay {
    /// CIE 1931 x and y of red, green and blue.
    pub primaries: [[f64; 2]; 3],
    pub white: [f64; 2],
    /// In candelas per square metre.
    pub max_luminance: f64,
    pub min_luminance: f64,
}

/// Content light level: CTA-861.3, in candelas per square metre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentLight {
    /// Of the brightest pixel.
    pub max: u16,
    /// The highest average of a frame.
    pub max_average: u16,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HdrMetadata {
    pub mastering: Option<MasteringDisplay>,
    pub light: Option<ContentLight>,
}

impl HdrMetadata {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// An encoder's key packet (a byte stream for H.264 and HEVC) with the metadata in its place. As it is for codecs
    /// that have none, and where that place is not found.
    pub fn insert(&self, codec: CodecId, packet: &[u8]) -> Option<Vec<u8>> {
        let is_picture: fn(&[u8]) -> bool = match codec {
            CodecId::Avc => |unit| matches!(nal::avc_type(unit), Some(nal::avc::SLICE..=nal::avc::IDR_SLICE)),
            CodecId::Hevc => |unit| nal::hevc_type(unit).is_some_and(|kind| kind < nal::hevc::VPS),
            CodecId::Av1 => return self.insert_obus(packet),
            CodecId::Vp8 | CodecId::Vp9 => return None,
        };
        let header: &[u8] =
            if codec == CodecId::Avc { &[nal::avc::SEI] } else { &nal::hevc::PREFIX_SEI_HEADER };
        let sei = [header, &nal::escape(&self.sei_messages())].concat();
        let mut stream = Vec::with_capacity(packet.len() + sei.len() + 16);
        let mut inserted = false;
        for unit in annexb::nal_units(packet) {
            if !inserted && is_picture(unit) {
                push(&mut stream, &sei);
                inserted = true;
            }
            push(&mut stream, unit);
        }
        inserted.then_some(stream)
    }

    fn insert_obus(&self, temporal_unit: &[u8]) -> Option<Vec<u8>> {
        let (before, after) = temporal_unit.split_at_checked(av1::after_sequence_header(temporal_unit)?)?;
        let light = self.light.map(|light| (av1::METADATA_HDR_CLL, light.bytes().to_vec()));
        let mastering = self.mastering.map(|display| (av1::METADATA_HDR_MDCV, display.bytes(&OBU_UNITS)));
        let mut unit = before.to_vec();
        for (kind, data) in light.into_iter().chain(mastering) {
            unit.extend(av1::metadata(kind, &data));
        }
        unit.extend_from_slice(after);
        Some(unit)
    }

    /// Messages and the trailing bits, not yet escaped.
    fn sei_messages(&self) -> Vec<u8> {
        const MASTERING_DISPLAY_COLOUR_VOLUME: u8 = 137;
        const CONTENT_LIGHT_LEVEL_INFO: u8 = 144;
        const TRAILING_BITS: u8 = 0x80;
        let mastering = self.mastering.map(|display| (MASTERING_DISPLAY_COLOUR_VOLUME, display.sei_bytes()));
        let light = self.light.map(|light| (CONTENT_LIGHT_LEVEL_INFO, light.bytes().to_vec()));
        let mut messages = Vec::new();
        for (kind, data) in mastering.into_iter().chain(light) {
            messages.extend([kind, data.len() as u8]);
            messages.extend(data);
        }
        messages.push(TRAILING_BITS);
        messages
    }
}

fn push(stream: &mut Vec<u8>, unit: &[u8]) {
    stream.extend([0, 0, 0, 1]);
    stream.extend_from_slice(unit);
}

/// Steps to one, of chromaticities and of the greatest and the least luminance.
struct Units {
    chromaticity: f64,
    max_luminance: f64,
    min_luminance: f64,
}

const SEI_UNITS: Units = Units { chromaticity: 50_000.0, max_luminance: 10_000.0, min_luminance: 10_000.0 };
const OBU_UNITS: Units = Units { chromaticity: 65_536.0, max_luminance: 256.0, min_luminance: 16_384.0 };

impl MasteringDisplay {
    /// SEI messages begin with green and blue.
    fn sei_bytes(self) -> Vec<u8> {
        let [red, green, blue] = self.primaries;
        MasteringDisplay { primaries: [green, blue, red], ..self }.bytes(&SEI_UNITS)
    }

    fn bytes(&self, units: &Units) -> Vec<u8> {
        // Conversions of floats saturate.
        let chromaticity = |value: f64| ((value * units.chromaticity).round() as u16).to_be_bytes();
        let luminance = |value: f64, steps: f64| ((value * steps).round() as u32).to_be_bytes();
        let points = self.primaries.into_iter().chain([self.white]).flatten();
        let mut bytes: Vec<u8> = points.flat_map(chromaticity).collect();
        bytes.extend(luminance(self.max_luminance, units.max_luminance));
        bytes.extend(luminance(self.min_luminance, units.min_luminance));
        bytes
    }
}

impl ContentLight {
    fn bytes(self) -> [u8; 4] {
        let ([a, b], [c, d]) = (self.max.to_be_bytes(), self.max_average.to_be_bytes());
        [a, b, c, d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    const METADATA: HdrMetadata = HdrMetadata {
        mastering: Some(MasteringDisplay {
            primaries: [[0.708, 0.292], [0.17, 0.797], [0.131, 0.046]],
            white: [0.3127, 0.329],
            max_luminance: 1000.0,
            min_luminance: 0.0001,
        }),
        light: Some(ContentLight { max: 1000, max_average: 400 }),
    };

    #[test]
    fn sei_messages_are_before_the_first_picture() {
        let (sps, slice) = (&[0x67, 0x64, 9][..], &[0x65, 0x88][..]);
        let packet = [&[0, 0, 0, 1][..], sps, &[0, 0, 1], slice].concat();
        let stream = METADATA.insert(CodecId::Avc, &packet).unwrap();
        let units: Vec<_> = annexb::nal_units(&stream).collect();
        assert_eq!((units.len(), units[0], units[2]), (3, sps, slice));
        let raw = nal::unescape(units[1]);
        assert_eq!(raw[..7], [6, 137, 24, 0x21, 0x34, 0x9b, 0xaa]); // green: 8500, 39850
        assert_eq!(raw[15..27], [0x3d, 0x13, 0x40, 0x42, 0, 0x98, 0x96, 0x80, 0, 0, 0, 1]);
        assert_eq!(raw[27..], [144, 4, 3, 0xe8, 1, 0x90, 0x80]);
        assert!(units[1].windows(3).all(|bytes| bytes != [0, 0, 0] && bytes != [0, 0, 1]));
    }

    #[test]
    fn hevc_has_them_in_a_prefix_unit() {
        let packet = [0, 0, 1, 0x40, 1, 9, 0, 0, 1, 0x26, 1, 9];
        let stream = METADATA.insert(CodecId::Hevc, &packet).unwrap();
        let types: Vec<_> = annexb::nal_units(&stream).map(|unit| nal::hevc_type(unit).unwrap()).collect();
        assert_eq!(types, [32, 39, 19]);
    }

    #[test]
    fn av1_has_units_after_the_sequence_header() {
        let packet = [0x0a, 1, 0, 0x32, 2, 0x10, 9];
        let unit = METADATA.insert(CodecId::Av1, &packet).unwrap();
        let obus: Vec<_> = av1::obus(&unit).map(Result::unwrap).collect();
        assert_eq!(obus.iter().map(|obu| obu.kind).collect::<Vec<_>>(), [1, 5, 5, 6]);
        assert_eq!(obus[1].payload, [1, 3, 0xe8, 1, 0x90, 0x80]);
        let display = obus[2].payload;
        assert_eq!((display.len(), &display[..5]), (26, &[2, 0xb5, 0x3f, 0x4a, 0xc1][..])); // red
        assert_eq!(display[17..], [0, 3, 0xe8, 0, 0, 0, 0, 2, 0x80]);
    }

    #[test]
    fn without_a_place_for_it_a_packet_stays_as_it_is() {
        for (codec, packet) in [
            (CodecId::Avc, &[0, 0, 1, 0x67][..]),
            (CodecId::Hevc, &[]),
            (CodecId::Vp9, &[0x82, 0x49, 0x83, 0x42]),
            (CodecId::Av1, &[0x32, 2, 0x10, 9]),
        ] {
            assert_eq!(METADATA.insert(codec, packet), None, "{codec}");
        }
    }

    #[test]
    fn hostile_packets_do_no_harm() {
        hostile(&[&[0, 0, 1, 0x67, 0x64, 0, 0, 1, 0x65], &[0x0a, 1, 0, 0x32, 2, 0x10, 9]], |data| {
            for codec in [CodecId::Avc, CodecId::Hevc, CodecId::Av1] {
                METADATA.insert(codec, data);
            }
        });
    }
}
