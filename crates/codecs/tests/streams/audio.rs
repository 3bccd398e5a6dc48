//! Descriptions and ADTS headers, judged by those that the ffmpeg program writes.

use crate::support::{TempFile, codec_private, noise, packets, remuxed};
use webcodecs_codecs::bitstream::{aac, adts, flac, opus, vorbis};

fn matroska(options: &str) -> TempFile {
    noise("mka", &format!("{options} -fflags +bitexact"))
}

#[test]
fn adts_headers_are_what_ffmpeg_writes() {
    for (profile, mpeg2) in [("aac_low", false), ("aac_low", true), ("aac_main", false)] {
        for format in
            ["-ar 44100 -ac 2", "-ar 48000 -ac 6", "-ar 8000 -ac 1", "-ar 96000 -ac 8", "-ar 7350 -ac 2"]
        {
            let file = matroska(&format!("-c:a aac -profile:a {profile} {format}"));
            let config = aac::AudioSpecificConfig::parse(&codec_private(&file)).unwrap();
            let stream = remuxed(&file, "adts", &format!("-write_mpeg2 {}", u8::from(mpeg2)));
            let payloads = packets(&file, 0);
            let frames = packets(&stream, 0);
            assert!(frames.len() > 3 && frames.len() == payloads.len(), "{profile} {format}");
            for (frame, payload) in frames.iter().zip(payloads) {
                let header = adts::header(&config, mpeg2, payload.data.len()).unwrap();
                assert_eq!(frame.data[..7], header, "{profile} {format}");
            }
        }
    }
}

#[test]
fn configurations_with_channels_of_their_own_have_no_header() {
    let file = matroska("-c:a aac -af aformat=channel_layouts=octagonal");
    let config = aac::AudioSpecificConfig::parse(&codec_private(&file)).unwrap();
    assert_eq!((config.channel_configuration, config.sbr), (0, Some(false)));
    assert_eq!(adts::header(&config, false, 100), None);
}

#[test]
fn opus_heads_are_read_and_written_again() {
    for (layout, family) in [
        ("mono", 0),
        ("stereo", 0),
        ("stereo", 255),
        ("3.0", 1),
        ("quad", 1),
        ("4.0", 2),
        ("5.0", 1),
        ("5.1", 1),
        ("6.1", 1),
        ("7.1", 1),
        ("hexadecagonal", 255),
    ] {
        let options = format!("-c:a libopus -af aformat=channel_layouts={layout} -mapping_family {family}");
        let head = codec_private(&matroska(&options));
        let read = opus::Head::parse(&head).unwrap();
        assert_eq!((read.mapping_family, read.streams + read.coupled), (family, read.channels), "{layout}");
        assert_eq!(read.to_bytes(), head, "{layout}");
    }
}

#[test]
fn flac_descriptions_are_the_beginning_of_the_file() {
    for (options, rate, channels, bits_per_sample) in [
        ("-ar 44100 -ac 2 -sample_fmt s16", 44_100, 2, 16),
        ("-ar 96000 -ac 6 -sample_fmt s32", 96_000, 6, 24),
        ("-ar 8000 -ac 1 -sample_fmt s16 -frame_size 1024", 8_000, 1, 16),
    ] {
        let file = noise("flac", &format!("-c:a flac {options}")).bytes();
        let info = flac::StreamInfo::parse(&file).unwrap();
        assert_eq!(
            (info.sample_rate, info.channels, info.bits_per_sample),
            (rate, channels, bits_per_sample)
        );
        let made = flac::description(&file[8..42]).unwrap();
        assert_eq!((&made[..4], &made[5..]), (&file[..4], &file[5..42]));
        assert_eq!(flac::StreamInfo::parse(&made), Ok(info));
    }
}

#[test]
fn vorbis_headers_are_found_in_the_extradata() {
    for (channels, rate) in [(1, 8_000), (2, 44_100), (6, 48_000)] {
        let extradata = codec_private(&matroska(&format!("-c:a libvorbis -ar {rate} -ac {channels}")));
        let headers = vorbis::Headers::parse(&extradata).unwrap();
        assert_eq!((headers.channels, headers.sample_rate), (channels, rate));
        let sizes: usize =
            [headers.identification, headers.comment, headers.setup].iter().map(|packet| packet.len()).sum();
        assert_eq!(headers.setup.last(), extradata.last());
        assert!(headers.setup.len() > 1000 && sizes < extradata.len() && extradata.len() < sizes + 10);
    }
}
