//! AudioSpecificConfig: ISO/IEC 14496-3 section 1.6.2.1.

use super::Malformed;
use super::bits::Bits;

/// What a decoder of AAC has to know before the first packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioSpecificConfig {
    /// audioObjectType of the coded signal: 2 (AAC LC) in HE-AAC, where `sbr` and `ps` say the rest.
    pub object_type: u8,
    /// 0 to 12, or [`EXPLICIT_RATE`].
    pub sampling_frequency_index: u8,
    /// Of the coded signal, in Hz.
    pub sampling_frequency: u32,
    /// 0 when a program config element says more; 7 and 12 have eight channels, 13 has 24.
    pub channel_configuration: u8,
    /// Spectral band replication; `None` when only the packets can tell.
    pub sbr: Option<bool>,
    /// Parametric stereo; `None` when only the packets can tell.
    pub ps: Option<bool>,
    /// With spectral band replication, in Hz.
    pub extension_sampling_frequency: Option<u32>,
    /// `None` beyond the object types 1 to 4.
    pub general: Option<GeneralAudio>,
}

/// The flags of GASpecificConfig, section 4.4.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GeneralAudio {
    /// frameLengthFlag: packets hold 960 frames and not 1024.
    pub short_frames: bool,
    pub depends_on_core_coder: bool,
    pub extension: bool,
}

/// The sampling_frequency_index of a rate that is written out.
pub const EXPLICIT_RATE: u8 = 15;

const RATES: [u32; 13] =
    [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const SBR: u8 = 5;
const PS: u8 = 29;
const TOO_SHORT: Malformed = Malformed("the AudioSpecificConfig is too short");

impl AudioSpecificConfig {
    pub fn parse(description: &[u8]) -> Result<Self, Malformed> {
        let mut bits = Bits::new(description);
        let outer_type = object_type(&mut bits).ok_or(TOO_SHORT)?;
        let (sampling_frequency_index, sampling_frequency) = rate(&mut bits)?;
        let channel_configuration = bits.bits(4).ok_or(TOO_SHORT)? as u8;
        if matches!(channel_configuration, 8..=10 | 15) {
            return Err(Malformed("the AudioSpecificConfig has a reserved channel configuration"));
        }
        let mut config = Self {
            object_type: outer_type,
            sampling_frequency_index,
            sampling_frequency,
            channel_configuration,
            sbr: None,
            ps: None,
            extension_sampling_frequency: None,
            general: None,
        };
        if matches!(outer_type, SBR | PS) {
            config.sbr = Some(true);
            config.ps = (outer_type == PS).then_some(true);
            config.extension_sampling_frequency = Some(rate(&mut bits)?.1);
            config.object_type = object_type(&mut bits).ok_or(TOO_SHORT)?;
        }
        if matches!(config.object_type, 0 | SBR | PS) {
            return Err(Malformed("the AudioSpecificConfig names no coded signal"));
        }
        if matches!(config.object_type, 1..=4) {
            config.general = Some(general(&mut bits, channel_configuration).ok_or(TOO_SHORT)?);
            if config.sbr.is_none() {
                config.read_extension(&mut bits)?;
            }
        }
        Ok(config)
    }

    /// The signalling that stands behind the configuration, where old decoders do not look. Whatever else
    /// stands there is not for this reader.
    fn read_extension(&mut self, bits: &mut Bits) -> Result<(), Malformed> {
        const SBR_FOLLOWS: Option<u32> = Some(0x2b7);
        const PS_FOLLOWS: Option<u32> = Some(0x548);
        if bits.bits(11) != SBR_FOLLOWS || object_type(bits) != Some(SBR) {
            return Ok(());
        }
        self.sbr = Some(bits.flag().ok_or(TOO_SHORT)?);
        if self.sbr == Some(true) {
            self.extension_sampling_frequency = Some(rate(bits)?.1);
            if bits.bits(11) == PS_FOLLOWS {
                self.ps = Some(bits.flag().ok_or(TOO_SHORT)?);
            }
        }
        Ok(())
    }
}

fn object_type(bits: &mut Bits) -> Option<u8> {
    const ESCAPE: u32 = 31;
    let value = bits.bits(5)?;
    let value = if value == ESCAPE { 32 + bits.bits(6)? } else { value };
    Some(value as u8)
}

/// The index and what it stands for, in Hz.
fn rate(bits: &mut Bits) -> Result<(u8, u32), Malformed> {
    const UNKNOWN: Malformed = Malformed("the AudioSpecificConfig has no valid sampling frequency");
    let index = bits.bits(4).ok_or(TOO_SHORT)? as u8;
    let rate = match index {
        EXPLICIT_RATE => bits.bits(24).ok_or(TOO_SHORT)?,
        _ => *RATES.get(usize::from(index)).ok_or(UNKNOWN)?,
    };
    if rate == 0 { Err(UNKNOWN) } else { Ok((index, rate)) }
}

/// GASpecificConfig of the object types 1 to 4.
fn general(bits: &mut Bits, channel_configuration: u8) -> Option<GeneralAudio> {
    let short_frames = bits.flag()?;
    let depends_on_core_coder = bits.flag()?;
    if depends_on_core_coder {
        bits.skip(14)?; // coreCoderDelay
    }
    let extension = bits.flag()?;
    if channel_configuration == 0 {
        skip_program_config(bits)?;
    }
    if extension {
        bits.skip(1)?; // extensionFlag3
    }
    Some(GeneralAudio { short_frames, depends_on_core_coder, extension })
}

/// program_config_element, section 4.4.1.1; the configuration that it stands in begins with a byte.
fn skip_program_config(bits: &mut Bits) -> Option<()> {
    bits.skip(4 + 2 + 4)?; // element_instance_tag, object_type, sampling_frequency_index
    let [front, side, back] = [bits.bits(4)?, bits.bits(4)?, bits.bits(4)?];
    let [low_frequency, data, coupling] = [bits.bits(2)?, bits.bits(3)?, bits.bits(4)?];
    for width in [4, 4, 3] {
        // mono, stereo and matrix mixdown
        if bits.flag()? {
            bits.skip(width)?;
        }
    }
    bits.skip((5 * (front + side + back + coupling) + 4 * (low_frequency + data)) as usize)?;
    bits.align();
    let comment = bits.byte()?;
    bits.skip(8 * usize::from(comment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// Of FFmpeg's encoder, which says behind the configuration that there is no SBR.
    const LC_STEREO: &[u8] = &[0x12, 0x10, 0x56, 0xe5, 0x00];
    const LC_MONO: &[u8] = &[0x14, 0x08, 0x56, 0xe5, 0x00];
    const LC_5_1: &[u8] = &[0x11, 0xb0, 0x56, 0xe5, 0x00];
    /// Of FFmpeg's encoder for the layout "octagonal", with a program config element and a comment in it.
    const LC_OCTAGONAL: &[u8] = &[
        0x11, 0x80, 0x04, 0xc8, 0x48, 0x00, 0x20, 0x08, 0xc8, 0x20, 0x0d, 0x4c, 0x61, 0x76, 0x63, 0x35, 0x39,
        0x2e, 0x33, 0x37, 0x2e, 0x31, 0x30, 0x30, 0x56, 0xe5, 0x00,
    ];
    /// The same for "2.1".
    const LC_2_1: &[u8] = &[
        0x11, 0x80, 0x04, 0xc4, 0x01, 0x00, 0x20, 0x00, 0x0d, 0x4c, 0x61, 0x76, 0x63, 0x35, 0x39, 0x2e, 0x33,
        0x37, 0x2e, 0x31, 0x30, 0x30, 0x56, 0xe5, 0x00,
    ];

    fn parse(description: &[u8]) -> AudioSpecificConfig {
        AudioSpecificConfig::parse(description).unwrap()
    }

    /// Bytes of a string of bits; blanks are for the reader, and zeros fill the last byte.
    fn bytes(bits: &str) -> Vec<u8> {
        let digits: Vec<u8> = bits.bytes().filter(|&byte| byte != b' ').map(|byte| byte - b'0').collect();
        let byte = |digits: &[u8]| (0..8).fold(0, |byte, at| byte << 1 | digits.get(at).unwrap_or(&0));
        digits.chunks(8).map(byte).collect()
    }

    #[test]
    fn configurations_of_an_encoder_are_read() {
        for (description, index, rate, channels) in [
            (LC_STEREO, 4, 44_100, 2),
            (LC_MONO, 8, 16_000, 1),
            (LC_5_1, 3, 48_000, 6),
            (LC_OCTAGONAL, 3, 48_000, 0),
            (LC_2_1, 3, 48_000, 0),
        ] {
            let config = AudioSpecificConfig {
                object_type: 2,
                sampling_frequency_index: index,
                sampling_frequency: rate,
                channel_configuration: channels,
                sbr: Some(false),
                ps: None,
                extension_sampling_frequency: None,
                general: Some(GeneralAudio::default()),
            };
            assert_eq!(parse(description), config, "{description:x?}");
        }
        assert_eq!(parse(&LC_STEREO[..2]).sbr, None);
    }

    #[test]
    fn rates_are_of_the_table_or_written_out() {
        for (index, rate) in RATES.iter().enumerate() {
            let config = parse(&bytes(&format!("00010 {index:04b} 0010 000")));
            assert_eq!((config.sampling_frequency_index, config.sampling_frequency), (index as u8, *rate));
        }
        let config = parse(&bytes(&format!("00010 1111 {:024b} 0010 000", 44_056)));
        assert_eq!((config.sampling_frequency_index, config.sampling_frequency), (EXPLICIT_RATE, 44_056));
        for wrong in
            ["00010 1101 0010 000", "00010 1110 0010 000", "00010 1111 000000000000000000000000 0010 000"]
        {
            assert!(AudioSpecificConfig::parse(&bytes(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn channel_configurations_that_are_reserved_are_refused() {
        for channels in 1..16 {
            let config = AudioSpecificConfig::parse(&bytes(&format!("00010 0011 {channels:04b} 000")));
            let known = matches!(channels, 1..=7 | 11..=14);
            assert_eq!(config.map(|config| config.channel_configuration).ok(), known.then_some(channels));
        }
    }

    #[test]
    fn replication_and_parametric_stereo_are_found_in_front_and_behind() {
        let said = |config: AudioSpecificConfig| {
            let AudioSpecificConfig { object_type, sampling_frequency: rate, sbr, ps, .. } = config;
            (object_type, rate, sbr, ps, config.extension_sampling_frequency)
        };
        let (he, he_v2) =
            ((2, 22_050, Some(true), None, Some(44_100)), (2, 22_050, Some(true), Some(true), Some(44_100)));
        for (description, wanted) in [
            (&[0x2b, 0x92, 0x08, 0x00][..], he),
            (&[0x13, 0x90, 0x56, 0xe5, 0xa0], he),
            (&[0xeb, 0x8a, 0x08, 0x00], he_v2),
            (&[0x13, 0x88, 0x56, 0xe5, 0xa5, 0x48, 0x80], he_v2),
            (&[0x13, 0x88, 0x56, 0xe5, 0xa5, 0x48, 0x00], (2, 22_050, Some(true), Some(false), Some(44_100))),
            (&[0x13, 0x88, 0x56, 0xe5, 0xa5, 0x49, 0x80], he), // another sync word
            (&[0x13, 0x88, 0x56], (2, 22_050, None, None, None)),
            (&[0x13, 0x88, 0x56, 0xc5, 0xa0], (2, 22_050, None, None, None)), // another sync word
            (&[0x13, 0x88, 0x56, 0xf6, 0xa0], (2, 22_050, None, None, None)), // another extension
        ] {
            assert_eq!(said(parse(description)), wanted, "{description:x?}");
        }
        for cut in [
            &[0x2b, 0x92, 0x08][..],
            &[0x2b, 0x92],
            &[0x13, 0x88, 0x56, 0xe5],
            &[0x13, 0x88, 0x56, 0xe5, 0xff],
        ] {
            assert_eq!(AudioSpecificConfig::parse(cut), Err(TOO_SHORT), "{cut:x?}");
        }
    }

    #[test]
    fn object_types_go_on_behind_an_escape() {
        let xhe = parse(&[0xf9, 0x46, 0x40]);
        assert_eq!((xhe.object_type, xhe.sampling_frequency, xhe.channel_configuration), (42, 48_000, 2));
        assert_eq!((xhe.general, xhe.sbr, xhe.ps), (None, None, None));
        assert_eq!(parse(&[0xff, 0xe6, 0x40]).object_type, 95);
        assert_eq!(parse(&bytes("00100 0011 0010 000")).object_type, 4);
        for nothing in
            ["00000 0011 0010 000", "00101 0011 0010 0011 00101 000", "11101 0011 0010 0011 00000 000"]
        {
            assert!(AudioSpecificConfig::parse(&bytes(nothing)).is_err(), "{nothing}");
        }
    }

    #[test]
    fn the_flags_behind_the_channels_are_told() {
        let flags = |string| parse(&bytes(string)).general.unwrap();
        let none = GeneralAudio::default();
        assert_eq!(flags("00010 0011 0010 000"), none);
        assert_eq!(flags("00010 0011 0010 100"), GeneralAudio { short_frames: true, ..none });
        let cored = GeneralAudio { depends_on_core_coder: true, ..none };
        assert_eq!(flags("00010 0011 0010 01 11111111111111 0"), cored);
        let extended = "00010 0011 0010 001 0 01010110111 00101 0";
        assert_eq!(flags(extended), GeneralAudio { extension: true, ..none });
        assert_eq!(parse(&bytes(extended)).sbr, Some(false)); // found behind extensionFlag3
    }

    #[test]
    fn configurations_that_are_cut_off_are_refused() {
        for (description, shortest) in [(LC_STEREO, 2), (LC_OCTAGONAL, 24), (LC_2_1, 22)] {
            for end in 0..shortest {
                assert_eq!(AudioSpecificConfig::parse(&description[..end]), Err(TOO_SHORT), "{end} bytes");
            }
            assert!(AudioSpecificConfig::parse(&description[..shortest]).is_ok());
        }
        let explicit = bytes(&format!("00010 1111 {:024b} 0010 000", 44_056));
        assert_eq!(AudioSpecificConfig::parse(&explicit[..4]), Err(TOO_SHORT));
    }

    #[test]
    fn hostile_configurations_do_no_harm() {
        hostile(
            &[LC_STEREO, LC_OCTAGONAL, &[0x13, 0x88, 0x56, 0xe5, 0xa5, 0x48, 0x80], &[0xff; 32]],
            |bytes| {
                if let Ok(config) = AudioSpecificConfig::parse(bytes) {
                    assert!((1..=95).contains(&config.object_type) && config.sampling_frequency > 0);
                    assert_eq!(config.general.is_some(), config.object_type <= 4);
                    assert_eq!(config.extension_sampling_frequency.is_some(), config.sbr == Some(true));
                }
            },
        );
    }
}
