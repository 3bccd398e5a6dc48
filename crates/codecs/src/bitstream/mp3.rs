//! MPEG audio frames: ISO/IEC 11172-3 section 2.4.2.3 and ISO/IEC 13818-3.

use super::Malformed;

/// In kbit/s, by bitrate_index; 0 is the free format.
const MPEG1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/// In Hz, of MPEG-1, by sampling_frequency; MPEG-2 has half and MPEG-2.5 a quarter of it.
const RATES: [usize; 3] = [44_100, 48_000, 32_000];

/// Is a packet that begins with the header of a layer III frame at least as long as that says? Others pass.
pub fn check_length(packet: &[u8]) -> Result<(), Malformed> {
    match frame_length(packet) {
        Some(length) if packet.len() < length => Err(Malformed("the MP3 frame is cut short")),
        _ => Ok(()),
    }
}

/// In bytes. None for what is no header, for another layer and for the free format, which does not tell.
fn frame_length(packet: &[u8]) -> Option<usize> {
    let &[0xff, second, third, ..] = packet else {
        return None;
    };
    let (sync, layer) = (second >> 5, second >> 1 & 3);
    if (sync, layer) != (7, 1) {
        return None;
    }
    let (bitrates, slots, divisor) = match second >> 3 & 3 {
        3 => (MPEG1, 144, 1),
        2 => (MPEG2, 72, 2),
        0 => (MPEG2, 72, 4),
        _ => return None,
    };
    let bitrate = bitrates.get(usize::from(third >> 4)).filter(|&&kbits| kbits > 0)? * 1000;
    let rate = RATES.get(usize::from(third >> 2 & 3))? / divisor;
    Some(slots * bitrate / rate + usize::from(third >> 1 & 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    #[test]
    fn the_header_tells_the_length() {
        for (header, length) in [
            ([0xff, 0xfb, 0x90, 0x64], Some(417)), // 128 kbit/s, 44.1 kHz
            ([0xff, 0xfb, 0x92, 0x64], Some(418)), // and a padding slot
            ([0xff, 0xfb, 0x94, 0x64], Some(384)), // 48 kHz
            ([0xff, 0xf3, 0x84, 0xc4], Some(192)), // MPEG-2: 64 kbit/s, 24 kHz
            ([0xff, 0xe3, 0x88, 0xc4], Some(576)), // MPEG-2.5: 64 kbit/s, 8 kHz
            ([0xff, 0xfb, 0x00, 0x64], None),      // free format
            ([0xff, 0xfb, 0xf0, 0x64], None),      // no bitrate
            ([0xff, 0xfb, 0x9c, 0x64], None),      // no sample rate
            ([0xff, 0xfd, 0x90, 0x64], None),      // layer II
            ([0xff, 0xeb, 0x90, 0x64], None),      // no version
            ([0x49, 0x44, 0x33, 0x03], None),
        ] {
            assert_eq!(frame_length(&header), length, "{header:?}");
        }
    }

    #[test]
    fn a_shorter_packet_is_malformed() {
        let packet = [&[0xff, 0xfb, 0x94, 0x64][..], &[0; 380]].concat();
        assert!(check_length(&packet).is_ok());
        assert!(check_length(&packet[..383]).is_err() && check_length(&packet[..4]).is_err());
        assert!(check_length(&[]).is_ok());
        hostile(&[&packet], |data| {
            let _ = check_length(data);
        });
    }
}
