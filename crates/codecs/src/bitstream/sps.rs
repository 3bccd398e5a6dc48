//! What the decoder configuration records repeat of a sequence parameter set.

use super::bits::Bits;
use super::nal::unescape;
use super::{Malformed, SampleFormat};

/// The fields that follow are at the front; a longer parameter set need not be unescaped to its end.
const FRONT: usize = 256;
const TOO_SHORT: Malformed = Malformed("the sequence parameter set is too short");

/// H.264 section 7.3.2.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avc {
    pub profile_idc: u8,
    pub constraints: u8,
    pub level_idc: u8,
    pub format: SampleFormat,
}

/// The profiles whose parameter sets name the chroma format.
fn avc_names_format(profile_idc: u8) -> bool {
    matches!(profile_idc, 100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128 | 138 | 139 | 134 | 135)
}

/// Reads a parameter set with its NAL unit header.
pub fn avc(nal: &[u8]) -> Result<Avc, Malformed> {
    let raw = unescape(nal.get(..FRONT).unwrap_or(nal));
    let mut bits = Bits::new(&raw);
    let mut read = || {
        bits.skip(8)?;
        let [profile_idc, constraints, level_idc] = bits.bytes()?;
        bits.exp_golomb()?; // seq_parameter_set_id
        if !avc_names_format(profile_idc) {
            return Some((profile_idc, constraints, level_idc, [1, 0, 0]));
        }
        let chroma_format_idc = bits.exp_golomb()?;
        if chroma_format_idc == 3 {
            bits.flag()?; // separate_colour_plane_flag
        }
        let format = [chroma_format_idc, bits.exp_golomb()?, bits.exp_golomb()?];
        Some((profile_idc, constraints, level_idc, format))
    };
    let (profile_idc, constraints, level_idc, format) = read().ok_or(TOO_SHORT)?;
    Ok(Avc { profile_idc, constraints, level_idc, format: SampleFormat::from_syntax(format)? })
}

/// How slice headers of a sequence write frame_num.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvcFrameNum {
    /// 4 to 16.
    pub bits: u32,
    /// separate_colour_plane_flag: whether a colour_plane_id precedes it.
    pub has_plane_ids: bool,
}

/// What a parameter set begins with, up to log2_max_frame_num_minus4.
struct AvcStart {
    profile_idc: u8,
    constraints: u8,
    id: u32,
    frame_num: AvcFrameNum,
}

/// seq_parameter_set_id of a parameter set with its NAL unit header, and how its slices write frame_num.
pub fn avc_frame_num(nal: &[u8]) -> Option<(u32, AvcFrameNum)> {
    let start = avc_start(&mut Bits::new(&unescape(nal)))?;
    Some((start.id, start.frame_num))
}

/// By a parameter set with its NAL unit header: may pictures be shown in another order than they are coded in, as long
/// as its VUI does not say otherwise? `None` when it is cut short.
pub fn avc_may_reorder(nal: &[u8]) -> Option<bool> {
    const BASELINE: u8 = 66;
    const CONSTRAINT_SET3: u8 = 0x10; // of the profiles that name the format: only intra pictures
    const IN_CODING_ORDER: u32 = 2;
    let raw = unescape(nal);
    let mut bits = Bits::new(&raw);
    let AvcStart { profile_idc, constraints, .. } = avc_start(&mut bits)?;
    let order = bits.exp_golomb()?;
    let only_intra = avc_names_format(profile_idc) && constraints & CONSTRAINT_SET3 != 0;
    Some(profile_idc != BASELINE && !only_intra && order != IN_CODING_ORDER)
}

fn avc_start(bits: &mut Bits) -> Option<AvcStart> {
    const MOST_BITS: u32 = 16;
    bits.skip(8)?;
    let [profile_idc, constraints, _level_idc] = bits.bytes()?;
    let id = bits.exp_golomb()?;
    let has_plane_ids = avc_names_format(profile_idc) && skip_format_and_scaling(bits)?;
    let log2_max_frame_num = bits.exp_golomb()?.checked_add(4).filter(|&log2| log2 <= MOST_BITS)?;
    let frame_num = AvcFrameNum { bits: log2_max_frame_num, has_plane_ids };
    Some(AvcStart { profile_idc, constraints, id, frame_num })
}

/// From chroma_format_idc to the last scaling list; returns separate_colour_plane_flag.
fn skip_format_and_scaling(bits: &mut Bits) -> Option<bool> {
    let chroma_format_idc = bits.exp_golomb()?;
    let separate_planes = chroma_format_idc == 3 && bits.flag()?;
    bits.exp_golomb()?; // bit_depth_luma_minus8
    bits.exp_golomb()?; // bit_depth_chroma_minus8
    bits.flag()?; // qpprime_y_zero_transform_bypass_flag
    if bits.flag()? {
        for list in 0..if chroma_format_idc == 3 { 12 } else { 8 } {
            if bits.flag()? {
                skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
            }
        }
    }
    Some(separate_planes)
}

/// H.264 section 7.3.2.1.1.1: differences modulo 256, until one makes a zero.
fn skip_scaling_list(bits: &mut Bits, size: usize) -> Option<()> {
    let mut scale: u8 = 8;
    for _ in 0..size {
        let code = bits.exp_golomb()?; // se(v): 1, -1, 2, -2, …
        let difference = (code.div_ceil(2)) as u8;
        scale = if code % 2 == 1 { scale.wrapping_add(difference) } else { scale.wrapping_sub(difference) };
        if scale == 0 {
            break;
        }
    }
    Some(())
}

/// H.265 section 7.3.2.2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hevc {
    /// From general_profile_space to general_level_idc, as they stand in the bitstream.
    pub profile_tier_level: [u8; 12],
    pub temporal_layers: u8,
    pub temporal_id_nested: bool,
    pub format: SampleFormat,
}

/// Reads a parameter set with its NAL unit header.
pub fn hevc(nal: &[u8]) -> Result<Hevc, Malformed> {
    let raw = unescape(nal.get(..FRONT).unwrap_or(nal));
    let mut bits = Bits::new(&raw);
    let mut read = || {
        bits.skip(16 + 4)?; // header, sps_video_parameter_set_id
        let sub_layers = bits.bits(3)?; // besides the first
        let temporal_id_nested = bits.flag()?;
        let profile_tier_level = bits.bytes()?;
        skip_sub_layers(&mut bits, sub_layers)?;
        bits.exp_golomb()?; // sps_seq_parameter_set_id
        let chroma_format_idc = bits.exp_golomb()?;
        if chroma_format_idc == 3 {
            bits.flag()?; // separate_colour_plane_flag
        }
        bits.exp_golomb()?; // pic_width_in_luma_samples
        bits.exp_golomb()?; // pic_height_in_luma_samples
        if bits.flag()? {
            for _ in 0..4 {
                bits.exp_golomb()?; // conformance window
            }
        }
        let format = [chroma_format_idc, bits.exp_golomb()?, bits.exp_golomb()?];
        Some((profile_tier_level, sub_layers as u8 + 1, temporal_id_nested, format))
    };
    let (profile_tier_level, temporal_layers, temporal_id_nested, format) = read().ok_or(TOO_SHORT)?;
    let format = SampleFormat::from_syntax(format)?;
    Ok(Hevc { profile_tier_level, temporal_layers, temporal_id_nested, format })
}

/// The part of profile_tier_level() for the sub-layers, H.265 section 7.3.3.
fn skip_sub_layers(bits: &mut Bits, sub_layers: u32) -> Option<()> {
    const PRESENCE: u32 = 2 * 8; // two flags for each of eight, used or not
    const PROFILE: usize = 88;
    const LEVEL: usize = 8;
    if sub_layers == 0 {
        return Some(());
    }
    let presence = bits.bits(PRESENCE)?;
    for layer in 0..sub_layers {
        let flags = presence >> (PRESENCE - 2 - 2 * layer);
        bits.skip(if flags & 2 != 0 { PROFILE } else { 0 } + if flags & 1 != 0 { LEVEL } else { 0 })?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hostile;

    /// High 4:4:4 Predictive, 4:4:4 with one plane each, 10 bits.
    const AVC_444: &[u8] = &[0x67, 244, 0, 31, 0b1001_0010, 0b1101_1000];
    /// Main, 1 sub-layer besides the first, with its level but without its profile.
    const HEVC_SUB_LAYER: &[u8] = &[
        0x42, 1, 0x02, 1, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 3, 0, 0, 3, 0, 0x1e, 0x40, 0, 0x1e, 0xa0, 0x20, 0x81,
        0x05, 0x96,
    ];

    #[test]
    fn avc_formats() {
        let sps = avc(AVC_444).unwrap();
        assert_eq!((sps.profile_idc, sps.constraints, sps.level_idc), (244, 0, 31));
        assert_eq!(
            sps.format,
            SampleFormat { chroma_format_idc: 3, bit_depth_luma: 10, bit_depth_chroma: 10 }
        );
        let main = avc(&[0x67, 77, 0x40, 30, 0x80]).unwrap();
        assert_eq!(
            main.format,
            SampleFormat { chroma_format_idc: 1, bit_depth_luma: 8, bit_depth_chroma: 8 }
        );
        assert!(avc(&[0x67, 100, 0, 30, 0b1010_1100]).is_ok());
        assert!(avc(&[0x67, 100, 0, 30, 0b1001_0111]).is_err()); // chroma_format_idc 4
        assert!(avc(&[0x67, 100, 0, 30, 0b1010_0001, 0b0011_0000]).is_err()); // bit_depth_luma_minus8 8
    }

    #[test]
    fn hevc_sub_layers_are_skipped() {
        let sps = hevc(HEVC_SUB_LAYER).unwrap();
        assert_eq!((sps.temporal_layers, sps.temporal_id_nested), (2, false));
        assert_eq!(sps.profile_tier_level, [1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 0x1e]);
        assert_eq!(sps.format, SampleFormat { chroma_format_idc: 1, bit_depth_luma: 8, bit_depth_chroma: 8 });
    }

    #[test]
    fn cut_and_hostile_sets_are_errors_at_worst() {
        for end in 0..AVC_444.len() {
            assert!(avc(&AVC_444[..end]).is_err(), "{end} bytes");
        }
        for end in 0..HEVC_SUB_LAYER.len() - 1 {
            assert!(hevc(&HEVC_SUB_LAYER[..end]).is_err(), "{end} bytes");
        }
        hostile(&[AVC_444, HEVC_SUB_LAYER], |nal| {
            let depths = [avc(nal).map(|sps| sps.format), hevc(nal).map(|sps| sps.format)];
            assert!(depths.iter().flatten().all(|format| (8..=15).contains(&format.bit_depth_luma)));
        });
    }
}
