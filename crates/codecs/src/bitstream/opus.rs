//! The identification header of Opus: RFC 7845 section 5.1, and RFC 8486 for ambisonics.

use super::Malformed;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// 0 to 15; 1 is the version of the RFC, and all of these can be read like it.
    pub version: u8,
    /// At least 1.
    pub channels: u8,
    /// Frames at 48 kHz to drop from the beginning of the decoder's output.
    pub pre_skip: u16,
    /// Of the sound before it was encoded, in Hz; 0 when unknown. Decoding does not depend on it.
    pub input_sample_rate: u32,
    /// To apply to the decoder's output, in 1/256 dB.
    pub output_gain: i16,
    /// 0: mono or stereo, 1: the channel orders of Vorbis, 2: ambisonics, 255: no meaning.
    pub mapping_family: u8,
    /// Opus streams in each packet, at least 1.
    pub streams: u8,
    /// How many of them, the first ones, are stereo.
    pub coupled: u8,
    /// The decoded channel behind each of `channels`; [`SILENCE`] for none.
    pub mapping: Vec<u8>,
}

/// The entry of a channel mapping for a channel that no stream has.
pub const SILENCE: u8 = 255;

const MAGIC: &[u8] = b"OpusHead";
const TOO_SHORT: Malformed = Malformed("the OpusHead is too short");

impl Head {
    /// From a description. What follows the header is not looked at: later versions may add to it.
    pub fn parse(description: &[u8]) -> Result<Self, Malformed> {
        let rest = description
            .strip_prefix(MAGIC)
            .ok_or(Malformed("the Opus description does not begin with OpusHead"))?;
        let (&[version, channels, s0, s1, r0, r1, r2, r3, g0, g1, mapping_family], table) =
            rest.split_first_chunk().ok_or(TOO_SHORT)?;
        if version > 15 {
            return Err(Malformed("the OpusHead has an unknown version"));
        }
        if !family_has(mapping_family, channels)? {
            return Err(Malformed("the OpusHead has a number of channels that its mapping family has not"));
        }
        let (streams, coupled, mapping) = match mapping_family {
            0 => (1, channels - 1, (0..channels).collect()),
            _ => read_table(table, channels)?,
        };
        Ok(Self {
            version,
            channels,
            pre_skip: u16::from_le_bytes([s0, s1]),
            input_sample_rate: u32::from_le_bytes([r0, r1, r2, r3]),
            output_gain: i16::from_le_bytes([g0, g1]),
            mapping_family,
            streams,
            coupled,
            mapping,
        })
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut header = [MAGIC, &[self.version, self.channels]].concat();
        header.extend(self.pre_skip.to_le_bytes());
        header.extend(self.input_sample_rate.to_le_bytes());
        header.extend(self.output_gain.to_le_bytes());
        header.push(self.mapping_family);
        if self.mapping_family != 0 {
            header.extend([self.streams, self.coupled]);
            header.extend(&self.mapping);
        }
        header
    }
}

/// Is there a meaning to so many channels?
fn family_has(mapping_family: u8, channels: u8) -> Result<bool, Malformed> {
    match mapping_family {
        0 => Ok(matches!(channels, 1..=2)),
        1 => Ok(matches!(channels, 1..=8)),
        // the square of the order plus one, with or without two channels that stay where they are
        2 => Ok((1..=15).any(|side: u8| [0, 2].contains(&channels.wrapping_sub(side * side)))),
        255 => Ok(channels > 0),
        _ => Err(Malformed("the OpusHead has an unknown mapping family")),
    }
}

/// Section 5.1.1: the numbers of streams, of coupled ones, and the mapping.
fn read_table(table: &[u8], channels: u8) -> Result<(u8, u8, Vec<u8>), Malformed> {
    let (&[streams, coupled], rest) = table.split_first_chunk().ok_or(TOO_SHORT)?;
    let mapping = rest.get(..usize::from(channels)).ok_or(TOO_SHORT)?;
    let decoded = u16::from(streams) + u16::from(coupled);
    if streams == 0 || coupled > streams || decoded > 255 {
        return Err(Malformed("the OpusHead has invalid numbers of streams"));
    }
    if mapping.iter().any(|&entry| entry != SILENCE && u16::from(entry) >= decoded) {
        return Err(Malformed("the OpusHead maps a channel that no stream has"));
    }
    Ok((streams, coupled, mapping.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// Of libopus through FFmpeg, 48 kHz.
    const STEREO: &[u8] = b"OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\x00\x00";
    const SURROUND_5_1: &[u8] =
        b"OpusHead\x01\x06\x38\x01\x80\xbb\x00\x00\x00\x00\x01\x04\x02\x00\x04\x01\x02\x03\x05";

    fn spoilt(head: &[u8], changes: &[(usize, u8)]) -> Vec<u8> {
        let mut head = head.to_vec();
        changes.iter().for_each(|&(at, value)| head[at] = value);
        head
    }

    /// A head with a mapping family that has a table, of as many streams as channels.
    fn tabled(family: u8, channels: u8) -> Vec<u8> {
        let head = spoilt(STEREO, &[(9, channels), (18, family)]);
        [&head[..], &[channels, 0], &(0..channels).collect::<Vec<u8>>()].concat()
    }

    #[test]
    fn headers_of_an_encoder_are_read_and_written_again() {
        let stereo = Head {
            version: 1,
            channels: 2,
            pre_skip: 312,
            input_sample_rate: 48_000,
            output_gain: 0,
            mapping_family: 0,
            streams: 1,
            coupled: 1,
            mapping: vec![0, 1],
        };
        let surround = Head {
            channels: 6,
            mapping_family: 1,
            streams: 4,
            coupled: 2,
            mapping: vec![0, 4, 1, 2, 3, 5],
            ..stereo.clone()
        };
        for (bytes, head) in [(STEREO, stereo), (SURROUND_5_1, surround)] {
            assert_eq!(head.to_bytes(), bytes);
            assert_eq!(Head::parse(bytes), Ok(head));
        }
    }

    #[test]
    fn numbers_begin_with_their_lowest_byte() {
        let bytes = b"OpusHead\x0f\x01\x01\x02\x03\x04\x05\x06\xff\xfe\x00";
        let head = Head::parse(bytes).unwrap();
        assert_eq!((head.version, head.channels), (15, 1));
        assert_eq!((head.pre_skip, head.input_sample_rate, head.output_gain), (0x201, 0x0605_0403, -257));
        assert_eq!((head.streams, head.coupled, &head.mapping[..]), (1, 0, &[0][..]));
        assert_eq!(head.to_bytes(), bytes);
    }

    #[test]
    fn each_family_has_its_numbers_of_channels() {
        for channels in 0..=2 {
            let head = Head::parse(&spoilt(STEREO, &[(9, channels)]));
            assert_eq!(head.is_ok(), channels > 0, "{channels}");
        }
        assert!(Head::parse(&spoilt(STEREO, &[(9, 3)])).is_err());
        for channels in 0..=255 {
            assert_eq!(Head::parse(&tabled(1, channels)).is_ok(), (1..=8).contains(&channels), "{channels}");
            assert_eq!(Head::parse(&tabled(255, channels)).is_ok(), channels > 0, "{channels}");
        }
        let ambisonics: Vec<u8> =
            (0..=255).filter(|&channels| Head::parse(&tabled(2, channels)).is_ok()).collect();
        assert_eq!(ambisonics[..8], [1, 3, 4, 6, 9, 11, 16, 18]);
        assert_eq!((ambisonics.len(), ambisonics.last()), (30, Some(&227)));
        for family in (3..255).chain([0]) {
            assert!(Head::parse(&tabled(family, 4)).is_err(), "{family}");
        }
    }

    #[test]
    fn streams_and_mapping_have_to_fit() {
        assert!(Head::parse(&spoilt(SURROUND_5_1, &[(21, SILENCE), (22, 0)])).is_ok());
        assert!(Head::parse(&spoilt(SURROUND_5_1, &[(19, 253), (20, 2)])).is_ok());
        for changes in [
            &[(19, 0), (20, 0)][..], // no stream
            &[(19, 1)],              // fewer streams than coupled ones
            &[(20, 5)],
            &[(19, 254)], // 256 decoded channels
            &[(19, 128), (20, 128)],
            &[(21, 6)], // the first entry beyond
            &[(26, 254)],
            &[(20, 1)], // channel 5 is no more
        ] {
            assert!(Head::parse(&spoilt(SURROUND_5_1, changes)).is_err(), "{changes:?}");
        }
    }

    #[test]
    fn malformed_headers_are_refused() {
        for head in [STEREO, SURROUND_5_1] {
            for end in 0..head.len() {
                assert!(Head::parse(&head[..end]).is_err(), "{end} bytes");
            }
            for (at, value) in [(0, b'o'), (7, b'D'), (8, 16), (8, 255), (9, 0)] {
                assert!(Head::parse(&spoilt(head, &[(at, value)])).is_err(), "byte {at} = {value}");
            }
            assert_eq!(Head::parse(&[head, &[1, 2, 3]].concat()), Head::parse(head));
        }
        assert!(Head::parse(b"OpusTags\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00").is_err());
        let mp4 = b"\x00\x02\x01\x38\x00\x00\xbb\x80\x00\x00\x00"; // dOps has no magic and other byte order
        assert!(Head::parse(mp4).is_err());
    }

    #[test]
    fn what_hostile_headers_say_can_be_written_again() {
        hostile(&[STEREO, SURROUND_5_1, &tabled(2, 16), &tabled(255, 40)], |bytes| {
            if let Ok(head) = Head::parse(bytes) {
                assert_eq!(head.mapping.len(), usize::from(head.channels));
                assert!(bytes.starts_with(&head.to_bytes()));
            }
        });
    }
}
