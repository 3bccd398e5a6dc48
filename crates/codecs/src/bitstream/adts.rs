//! Audio Data Transport Stream: ISO/IEC 14496-3 section 1.A.3.2.

use super::aac::{AudioSpecificConfig, EXPLICIT_RATE, GeneralAudio};

const HEADER_SIZE: usize = 7;
const MOST_BYTES: usize = 0x1fff;

/// What stands before one packet of `payload_len` bytes, without a checksum. `mpeg2`: the frame says that it
/// is MPEG-2 AAC.
///
/// `None` for what the fields cannot say: object types above 4 (above 3 in MPEG-2), a rate beside the table,
/// a channel configuration of 0 or above 7, 960 frames per packet, a core coder or an extension, and frames
/// of more than 8191 bytes.
pub fn header(config: &AudioSpecificConfig, mpeg2: bool, payload_len: usize) -> Option<[u8; HEADER_SIZE]> {
    let AudioSpecificConfig { object_type, sampling_frequency_index: rate, .. } = *config;
    let channels = config.channel_configuration;
    let length = payload_len.checked_add(HEADER_SIZE)?;
    let most_types = if mpeg2 { 3 } else { 4 };
    let sayable = (1..=most_types).contains(&object_type)
        && rate < EXPLICIT_RATE
        && (1..=7).contains(&channels)
        && config.general == Some(GeneralAudio::default())
        && length <= MOST_BYTES;
    sayable.then_some([
        0xff,                                                               // syncword
        0xf1 | u8::from(mpeg2) << 3,                                        // ID, layer, protection_absent
        (object_type.wrapping_sub(1) & 3) << 6 | rate << 2 | channels >> 2, // private_bit
        channels << 6 | (length >> 11) as u8,                               // original, home, copyright bits
        (length >> 3) as u8,
        (length << 5) as u8 | 0x1f, // adts_buffer_fullness of a variable rate
        0xfc,                       // number_of_raw_data_blocks_in_frame
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// An AAC LC configuration.
    fn config(rate: u8, channels: u8) -> AudioSpecificConfig {
        let description = [0x10 | rate >> 1, rate << 7 | channels << 3];
        AudioSpecificConfig::parse(&description).unwrap()
    }

    fn main_profile(rate: u8, channels: u8) -> AudioSpecificConfig {
        AudioSpecificConfig { object_type: 1, ..config(rate, channels) }
    }

    #[test]
    fn headers_are_those_of_ffmpeg() {
        for (config, mpeg2, size, wanted) in [
            (config(4, 2), false, 482, [0xff, 0xf1, 0x50, 0x80, 0x3c, 0x5f, 0xfc]),
            (config(4, 2), true, 470, [0xff, 0xf9, 0x50, 0x80, 0x3a, 0xdf, 0xfc]),
            (config(8, 1), false, 632, [0xff, 0xf1, 0x60, 0x40, 0x4f, 0x1f, 0xfc]),
            (config(3, 6), false, 434, [0xff, 0xf1, 0x4d, 0x80, 0x36, 0x5f, 0xfc]),
            (config(11, 2), true, 368, [0xff, 0xf9, 0x6c, 0x80, 0x2e, 0x1f, 0xfc]),
            (config(7, 7), false, 736, [0xff, 0xf1, 0x5d, 0xc0, 0x5c, 0x1f, 0xfc]),
            (main_profile(4, 2), false, 526, [0xff, 0xf1, 0x10, 0x80, 0x41, 0xdf, 0xfc]),
            (main_profile(4, 2), true, 546, [0xff, 0xf9, 0x10, 0x80, 0x44, 0x5f, 0xfc]),
        ] {
            assert_eq!(header(&config, mpeg2, size - HEADER_SIZE), Some(wanted), "{config:?}");
        }
    }

    #[test]
    fn what_the_fields_cannot_say_has_no_header() {
        let sayable = config(4, 2);
        let general = |general| AudioSpecificConfig { general, ..sayable };
        for config in [
            AudioSpecificConfig { object_type: 0, ..sayable },
            AudioSpecificConfig { object_type: 5, ..sayable },
            AudioSpecificConfig { object_type: 42, ..sayable },
            AudioSpecificConfig { sampling_frequency_index: EXPLICIT_RATE, ..sayable },
            AudioSpecificConfig { sampling_frequency_index: 255, ..sayable },
            AudioSpecificConfig { channel_configuration: 0, ..sayable },
            AudioSpecificConfig { channel_configuration: 8, ..sayable },
            AudioSpecificConfig { channel_configuration: 12, ..sayable },
            general(None),
            general(Some(GeneralAudio { short_frames: true, ..GeneralAudio::default() })),
            general(Some(GeneralAudio { depends_on_core_coder: true, ..GeneralAudio::default() })),
            general(Some(GeneralAudio { extension: true, ..GeneralAudio::default() })),
        ] {
            assert_eq!(header(&config, false, 100), None, "{config:?}");
        }
        let prediction = AudioSpecificConfig { object_type: 4, ..sayable };
        assert_eq!(header(&prediction, false, 93), Some([0xff, 0xf1, 0xd0, 0x80, 0x0c, 0x9f, 0xfc]));
        assert_eq!(header(&prediction, true, 93), None);
    }

    #[test]
    fn the_length_has_13_bits() {
        let config = config(4, 2);
        assert_eq!(header(&config, false, 8184), Some([0xff, 0xf1, 0x50, 0x83, 0xff, 0xff, 0xfc]));
        assert_eq!(header(&config, false, 0), Some([0xff, 0xf1, 0x50, 0x80, 0x00, 0xff, 0xfc]));
        for length in [8185, 8192, 1 << 16, usize::MAX - 6, usize::MAX] {
            assert_eq!(header(&config, false, length), None, "{length}");
        }
    }

    #[test]
    fn headers_of_hostile_configurations_say_what_was_given() {
        hostile(&[&[0x12, 0x10], &[0x2b, 0x92, 0x08, 0x00]], |description| {
            let Ok(config) = AudioSpecificConfig::parse(description) else { return };
            let length = 100 * description.len();
            let Some([s0, s1, b2, b3, b4, b5, _]) = header(&config, false, length) else { return };
            assert_eq!([s0, s1], [0xff, 0xf1]);
            assert_eq!((b2 >> 6) + 1, config.object_type);
            assert_eq!(b2 >> 2 & 0xf, config.sampling_frequency_index);
            assert_eq!((b2 & 1) << 2 | b3 >> 6, config.channel_configuration);
            assert_eq!(u32::from_be_bytes([0, b3 & 3, b4, b5]) >> 5, length as u32 + 7);
        });
    }
}
