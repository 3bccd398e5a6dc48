//! The header packets of Vorbis: "Vorbis I specification" section 4.2, in the lacing that the
//! [registration](https://www.w3.org/TR/webcodecs-vorbis-codec-registration/) wants of a description: the
//! number of packets but the last, their sizes in bytes of which each but its last is 255, the packets.

use super::Malformed;

/// The packets begin with their type and borrow from the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headers<'a> {
    pub identification: &'a [u8],
    pub comment: &'a [u8],
    pub setup: &'a [u8],
    /// At least 1.
    pub channels: u8,
    /// In Hz, at least 1.
    pub sample_rate: u32,
    /// Of the short and of the long blocks, in frames: powers of two, 64 to 8192. They may be the same.
    pub block_sizes: [u16; 2],
}

const IDENTIFICATION: u8 = 1;
const COMMENT: u8 = 3;
const SETUP: u8 = 5;
const TOO_SHORT: Malformed = Malformed("the Vorbis description is too short for its header packets");

impl<'a> Headers<'a> {
    pub fn parse(description: &'a [u8]) -> Result<Self, Malformed> {
        let mut rest = description.strip_prefix(&[2]).ok_or(Malformed(
            "the Vorbis description does not begin with 2, for three packets in Xiph lacing",
        ))?;
        let sizes = [laced_size(&mut rest)?, laced_size(&mut rest)?];
        let (identification, rest) = rest.split_at_checked(sizes[0]).ok_or(TOO_SHORT)?;
        let (comment, setup) = rest.split_at_checked(sizes[1]).ok_or(TOO_SHORT)?;
        let fields = content(identification, IDENTIFICATION)?;
        content(comment, COMMENT)?;
        content(setup, SETUP)?;
        let (channels, sample_rate, block_sizes) = read_identification(fields)?;
        Ok(Self { identification, comment, setup, channels, sample_rate, block_sizes })
    }
}

fn laced_size(data: &mut &[u8]) -> Result<usize, Malformed> {
    let full = data.iter().take_while(|&&byte| byte == 255).count();
    let (&last, rest) = data.get(full..).and_then(<[u8]>::split_first).ok_or(TOO_SHORT)?;
    *data = rest;
    full.checked_mul(255).and_then(|size| size.checked_add(usize::from(last))).ok_or(TOO_SHORT)
}

/// What follows the type and the name of the codec.
fn content(packet: &[u8], kind: u8) -> Result<&[u8], Malformed> {
    match packet.split_first() {
        Some((&first, rest)) if first == kind => rest.strip_prefix(b"vorbis"),
        _ => None,
    }
    .ok_or(Malformed("the Vorbis description has not the identification, comment and setup packets"))
}

/// Section 4.2.2: channels, rate and block sizes.
fn read_identification(fields: &[u8]) -> Result<(u8, u32, [u16; 2]), Malformed> {
    const TOO_SHORT: Malformed = Malformed("the identification packet of Vorbis is too short");
    let (&version, rest) = fields.split_first_chunk().ok_or(TOO_SHORT)?;
    let (&[channels], rest) = rest.split_first_chunk().ok_or(TOO_SHORT)?;
    let (&rate, rest) = rest.split_first_chunk().ok_or(TOO_SHORT)?;
    let (_bitrates, rest) = rest.split_first_chunk::<12>().ok_or(TOO_SHORT)?;
    let &[block_sizes, framing] = rest.first_chunk().ok_or(TOO_SHORT)?;
    let sample_rate = u32::from_le_bytes(rate);
    if u32::from_le_bytes(version) != 0 {
        return Err(Malformed("the identification packet of Vorbis has an unknown version"));
    }
    if channels == 0 || sample_rate == 0 {
        return Err(Malformed("the identification packet of Vorbis has no channels or no sample rate"));
    }
    let [short, long] = [block_sizes & 0xf, block_sizes >> 4];
    if short < 6 || long > 13 || short > long {
        return Err(Malformed("the identification packet of Vorbis has invalid block sizes"));
    }
    if framing & 1 == 0 {
        return Err(Malformed("the identification packet of Vorbis has no framing bit"));
    }
    Ok((channels, sample_rate, [1 << short, 1 << long]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// Of libvorbis through FFmpeg: the lacing, the first two packets, and the beginning of the third.
    const DESCRIPTION: &[u8] = b"\x02\x1e\x5d\
        \x01vorbis\x00\x00\x00\x00\x02\x80\xbb\x00\x00\x00\x00\x00\x00\x80\xb5\x01\x00\x00\x00\x00\x00\xb8\x01\
        \x03vorbis\x34\x00\x00\x00Xiph.Org libVorbis I 20200704 (Reducing Environment)\
        \x01\x00\x00\x00\x15\x00\x00\x00encoder=Lavc59.37.100\x01\
        \x05vorbis\x25\x42\x43\x56\x01\x00\x40\x00\x00\x24\x73\x18\x2a\x46\xa5\x73\x16\x84\x10\x1a\x42";
    const IDENTIFICATION_AT: usize = 3;
    const COMMENT_AT: usize = IDENTIFICATION_AT + 0x1e;
    const SETUP_AT: usize = COMMENT_AT + 0x5d;

    fn spoilt(changes: &[(usize, u8)]) -> Vec<u8> {
        let mut description = DESCRIPTION.to_vec();
        changes.iter().for_each(|&(at, value)| description[at] = value);
        description
    }

    /// A description with these packets.
    fn laced(packets: [&[u8]; 3]) -> Vec<u8> {
        let size = |packet: &[u8]| [vec![255; packet.len() / 255], vec![(packet.len() % 255) as u8]].concat();
        [&[2], &size(packets[0])[..], &size(packets[1]), packets[0], packets[1], packets[2]].concat()
    }

    #[test]
    fn headers_of_an_encoder_are_read() {
        let headers = Headers::parse(DESCRIPTION).unwrap();
        assert_eq!(headers.identification, &DESCRIPTION[IDENTIFICATION_AT..COMMENT_AT]);
        assert_eq!(headers.comment, &DESCRIPTION[COMMENT_AT..SETUP_AT]);
        assert_eq!(headers.setup, &DESCRIPTION[SETUP_AT..]);
        assert_eq!((headers.channels, headers.sample_rate), (2, 48_000));
        assert_eq!(headers.block_sizes, [256, 2048]);
        assert_eq!(laced([headers.identification, headers.comment, headers.setup]), DESCRIPTION);
    }

    #[test]
    fn sizes_of_255_and_more_take_several_bytes() {
        let Headers { identification, setup, .. } = Headers::parse(DESCRIPTION).unwrap();
        for size in [254, 255, 256, 509, 510, 511, 100_000] {
            let mut comment = DESCRIPTION[COMMENT_AT..SETUP_AT].to_vec();
            comment.resize(size, 0);
            let description = laced([identification, &comment, setup]);
            let headers = Headers::parse(&description).unwrap();
            assert_eq!((headers.comment, headers.setup), (&comment[..], setup), "{size}");
        }
    }

    #[test]
    fn fields_have_their_ends() {
        let at = |field| IDENTIFICATION_AT + 7 + field;
        let least = spoilt(&[(at(4), 1), (at(5), 1), (at(6), 0), (at(21), 0x66)]);
        let least = Headers::parse(&least).unwrap();
        assert_eq!((least.channels, least.sample_rate, least.block_sizes), (1, 1, [64, 64]));
        let most = spoilt(&[(at(4), 255), (at(7), 255), (at(8), 255), (at(21), 0xdd)]);
        let most = Headers::parse(&most).unwrap();
        assert_eq!((most.channels, most.sample_rate), (255, 0xffff_bb80));
        assert_eq!(most.block_sizes, [8192, 8192]);
        for changes in [
            &[(at(0), 1)][..],
            &[(at(3), 1)],
            &[(at(4), 0)],
            &[(at(5), 0), (at(6), 0)],
            &[(at(21), 0xb5)], // 32
            &[(at(21), 0xe8)], // 16384
            &[(at(21), 0x8b)], // the short ones are longer
            &[(at(21), 0)],
            &[(at(22), 0)],
            &[(at(22), 2)],
        ] {
            assert!(Headers::parse(&spoilt(changes)).is_err(), "{changes:?}");
        }
    }

    #[test]
    fn the_three_packets_have_their_types_and_names() {
        for packet in [IDENTIFICATION_AT, COMMENT_AT, SETUP_AT] {
            for (at, value) in [(0, 0), (0, 7), (1, b'V'), (6, b'z')] {
                assert!(
                    Headers::parse(&spoilt(&[(packet + at, value)])).is_err(),
                    "{} = {value}",
                    packet + at
                );
            }
        }
        let Headers { identification, comment, setup, .. } = Headers::parse(DESCRIPTION).unwrap();
        for packets in [
            [comment, identification, setup],
            [identification, setup, comment],
            [identification, comment, &[]],
            [identification, &[], setup],
            [&[], comment, setup],
            [&identification[..29], comment, setup],
            [identification, &comment[..6], setup],
            [identification, comment, &setup[..6]],
        ] {
            assert!(Headers::parse(&laced(packets)).is_err(), "{packets:x?}");
        }
    }

    #[test]
    fn malformed_lacing_is_refused() {
        for end in 0..SETUP_AT + 7 {
            assert!(Headers::parse(&DESCRIPTION[..end]).is_err(), "{end} bytes");
        }
        for changes in
            [[(0, 0)], [(0, 1)], [(0, 3)], [(1, 0x1d)], [(1, 0x1f)], [(1, 255)], [(2, 0x5c)], [(2, 255)]]
        {
            assert!(Headers::parse(&spoilt(&changes)).is_err(), "{changes:?}");
        }
        assert!(Headers::parse(&[&[2][..], &[255; 100_000]].concat()).is_err());
        assert!(Headers::parse(&DESCRIPTION[IDENTIFICATION_AT..]).is_err());
        assert!(Headers::parse(&[&[0, 30][..], &DESCRIPTION[IDENTIFICATION_AT..]].concat()).is_err());
    }

    #[test]
    fn hostile_headers_lie_within_the_description() {
        hostile(&[DESCRIPTION], |bytes| {
            if let Ok(headers) = Headers::parse(bytes) {
                let packets = [headers.identification, headers.comment, headers.setup];
                assert!(bytes.ends_with(&packets.concat()));
                let [short, long] = headers.block_sizes;
                assert!(64 <= short && short <= long && long <= 8192);
            }
        });
    }
}
