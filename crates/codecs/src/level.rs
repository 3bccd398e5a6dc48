//! Levels: their numbers in codec strings and, for H.264 and HEVC, what they limit.

/// A tier; H.264 and VP9 have only the main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tier {
    Main,
    High,
}

/// A level of a codec string.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// H.264 `level_idc`, HEVC `general_level_idc` (30 times the level), 10 times the level of VP9,
    /// AV1 `seq_level_idx`.
    pub idc: u8,
    /// As people write it: "3.1".
    pub name: &'static str,
    pub tier: Tier,
    /// `None` when the level limits nothing: HEVC 8.5, and VP9 and AV1 always. Those two code sizes far
    /// above the level in the string without harm, browsers let them, and applications count on it.
    pub limits: Option<Limits>,
}

/// The most that a stream of a level may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Widths and heights count in whole blocks of this many luma samples.
    pub block: u32,
    /// Luma samples of one picture (MaxFS, MaxLumaPs).
    pub picture: u64,
    /// Luma samples a second (MaxMBPS, MaxLumaSr).
    pub rate: u64,
    /// Bits a second (MaxBR).
    pub bitrate: u64,
    /// Bits of the coded picture buffer (MaxCPB).
    pub buffer: u64,
}

impl Level {
    /// Does a picture of this size, at so many frames a second when that is known, keep within the level?
    /// The error is a sentence that says which limit it breaks.
    pub fn fits(&self, width: u32, height: u32, framerate: Option<f64>) -> Result<(), String> {
        let Some(limits) = self.limits else { return Ok(()) };
        let wide = whole_blocks(width, limits.block);
        let high = whole_blocks(height, limits.block);
        let longest = limits.longest_side();
        if wide > longest || high > longest {
            let name = self.name;
            return Err(format!(
                "{width}x{height} is too long for level {name}: no side may exceed {longest}"
            ));
        }
        let samples = wide * high; // two sides of at most 2^14 samples
        if samples > limits.picture {
            let (name, most) = (self.name, limits.picture);
            return Err(format!(
                "{width}x{height} is too large for level {name}, which allows {most} pixels"
            ));
        }
        let Some(framerate) = framerate else { return Ok(()) };
        if samples as f64 * framerate <= limits.rate as f64 {
            return Ok(());
        }
        let (name, most) = (self.name, limits.rate as f64 / samples.max(1) as f64);
        Err(format!(
            "{framerate} frames a second are too many for level {name}: at most {most:.2} at {width}x{height}"
        ))
    }
}

impl Limits {
    /// The longest side in luma samples, by whole blocks: the square root of 8 times the picture.
    fn longest_side(&self) -> u64 {
        let block = u64::from(self.block);
        (self.picture * 8).isqrt() / block * block
    }
}

fn whole_blocks(side: u32, block: u32) -> u64 {
    u64::from(side).next_multiple_of(u64::from(block))
}

struct AvcRow {
    idc: u8,
    name: &'static str,
    max_mbps: u64,
    max_fs: u64,
    max_br: u64,
    max_cpb: u64,
}

const fn avc_row(idc: u8, name: &'static str, [max_mbps, max_fs, max_br, max_cpb]: [u64; 4]) -> AvcRow {
    AvcRow { idc, name, max_mbps, max_fs, max_br, max_cpb }
}

/// H.264 Table A-1. Level 1b has the number 9, or 11 with constraint_set3_flag.
const AVC: [AvcRow; 20] = [
    avc_row(9, "1b", [1_485, 99, 128, 350]),
    avc_row(10, "1", [1_485, 99, 64, 175]),
    avc_row(11, "1.1", [3_000, 396, 192, 500]),
    avc_row(12, "1.2", [6_000, 396, 384, 1_000]),
    avc_row(13, "1.3", [11_880, 396, 768, 2_000]),
    avc_row(20, "2", [11_880, 396, 2_000, 2_000]),
    avc_row(21, "2.1", [19_800, 792, 4_000, 4_000]),
    avc_row(22, "2.2", [20_250, 1_620, 4_000, 4_000]),
    avc_row(30, "3", [40_500, 1_620, 10_000, 10_000]),
    avc_row(31, "3.1", [108_000, 3_600, 14_000, 14_000]),
    avc_row(32, "3.2", [216_000, 5_120, 20_000, 20_000]),
    avc_row(40, "4", [245_760, 8_192, 20_000, 25_000]),
    avc_row(41, "4.1", [245_760, 8_192, 50_000, 62_500]),
    avc_row(42, "4.2", [522_240, 8_704, 50_000, 62_500]),
    avc_row(50, "5", [589_824, 22_080, 135_000, 135_000]),
    avc_row(51, "5.1", [983_040, 36_864, 240_000, 240_000]),
    avc_row(52, "5.2", [2_073_600, 36_864, 240_000, 240_000]),
    avc_row(60, "6", [4_177_920, 139_264, 240_000, 240_000]),
    avc_row(61, "6.1", [8_355_840, 139_264, 480_000, 480_000]),
    avc_row(62, "6.2", [16_711_680, 139_264, 800_000, 800_000]),
];
const AVC_LEVEL_1B: u8 = 9;
const AVC_LEVEL_1_1: u8 = 11;
const MACROBLOCK: u32 = 16;

/// `level_1b`: the constraint flags turn level 1.1 into 1b. `bitrate_factor`: cpbBrVclFactor of the profile.
pub fn avc(level_idc: u8, level_1b: bool, bitrate_factor: u64) -> Option<Level> {
    let row_idc = if level_1b && level_idc == AVC_LEVEL_1_1 { AVC_LEVEL_1B } else { level_idc };
    let row = AVC.iter().find(|row| row.idc == row_idc)?;
    let samples = u64::from(MACROBLOCK * MACROBLOCK);
    let limits = Limits {
        block: MACROBLOCK,
        picture: row.max_fs * samples,
        rate: row.max_mbps * samples,
        bitrate: row.max_br * bitrate_factor,
        buffer: row.max_cpb * bitrate_factor,
    };
    Some(Level { idc: level_idc, name: row.name, tier: Tier::Main, limits: Some(limits) })
}

struct HevcRow {
    idc: u8,
    name: &'static str,
    max_luma_ps: u64,
    max_luma_sr: u64,
    /// MaxCPB and MaxBR, in thousands.
    main: [u64; 2],
    high: Option<[u64; 2]>,
}

const fn hevc_row(
    idc: u8,
    name: &'static str,
    [max_luma_ps, max_luma_sr]: [u64; 2],
    main: [u64; 2],
    high: Option<[u64; 2]>,
) -> HevcRow {
    HevcRow { idc, name, max_luma_ps, max_luma_sr, main, high }
}

/// H.265 Tables A.8 and A.9.
const HEVC: [HevcRow; 13] = [
    hevc_row(30, "1", [36_864, 552_960], [350, 128], None),
    hevc_row(60, "2", [122_880, 3_686_400], [1_500, 1_500], None),
    hevc_row(63, "2.1", [245_760, 7_372_800], [3_000, 3_000], None),
    hevc_row(90, "3", [552_960, 16_588_800], [6_000, 6_000], None),
    hevc_row(93, "3.1", [983_040, 33_177_600], [10_000, 10_000], None),
    hevc_row(120, "4", [2_228_224, 66_846_720], [12_000, 12_000], Some([30_000, 30_000])),
    hevc_row(123, "4.1", [2_228_224, 133_693_440], [20_000, 20_000], Some([50_000, 50_000])),
    hevc_row(150, "5", [8_912_896, 267_386_880], [25_000, 25_000], Some([100_000, 100_000])),
    hevc_row(153, "5.1", [8_912_896, 534_773_760], [40_000, 40_000], Some([160_000, 160_000])),
    hevc_row(156, "5.2", [8_912_896, 1_069_547_520], [60_000, 60_000], Some([240_000, 240_000])),
    hevc_row(180, "6", [35_651_584, 1_069_547_520], [60_000, 60_000], Some([240_000, 240_000])),
    hevc_row(183, "6.1", [35_651_584, 2_139_095_040], [120_000, 120_000], Some([480_000, 480_000])),
    hevc_row(186, "6.2", [35_651_584, 4_278_190_080], [240_000, 240_000], Some([800_000, 800_000])),
];
/// Level 8.5 has no limits.
const HEVC_LEVEL_8_5: u8 = 255;
/// The smallest coding block: coded sizes are multiples of it.
const CODING_BLOCK: u32 = 8;
/// CpbVclFactor of the Main and Main 10 profiles; the range extensions allow more.
const CPB_VCL_FACTOR: u64 = 1_000;

pub fn hevc(general_level_idc: u8, tier: Tier) -> Option<Level> {
    if general_level_idc == HEVC_LEVEL_8_5 {
        return Some(Level { idc: general_level_idc, name: "8.5", tier, limits: None });
    }
    let row = HEVC.iter().find(|row| row.idc == general_level_idc)?;
    let [max_cpb, max_br] = match tier {
        Tier::Main => row.main,
        Tier::High => row.high?,
    };
    let limits = Limits {
        block: CODING_BLOCK,
        picture: row.max_luma_ps,
        rate: row.max_luma_sr,
        bitrate: max_br * CPB_VCL_FACTOR,
        buffer: max_cpb * CPB_VCL_FACTOR,
    };
    Some(Level { idc: general_level_idc, name: row.name, tier, limits: Some(limits) })
}

/// "VP Codec ISO Media File Format Binding", table of levels.
const VP9: [(u8, &str); 14] = [
    (10, "1"),
    (11, "1.1"),
    (20, "2"),
    (21, "2.1"),
    (30, "3"),
    (31, "3.1"),
    (40, "4"),
    (41, "4.1"),
    (50, "5"),
    (51, "5.1"),
    (52, "5.2"),
    (60, "6"),
    (61, "6.1"),
    (62, "6.2"),
];

pub fn vp9(number: u8) -> Option<Level> {
    let &(idc, name) = VP9.iter().find(|row| row.0 == number)?;
    Some(Level { idc, name, tier: Tier::Main, limits: None })
}

/// By `seq_level_idx`, AV1 section A.3.
const AV1: [&str; 24] = [
    "2.0", "2.1", "2.2", "2.3", "3.0", "3.1", "3.2", "3.3", "4.0", "4.1", "4.2", "4.3", "5.0", "5.1", "5.2",
    "5.3", "6.0", "6.1", "6.2", "6.3", "7.0", "7.1", "7.2", "7.3",
];
/// "Maximum parameters": no level.
const AV1_MAXIMUM: u8 = 31;
/// The bitstream has no tier flag below level 4.0.
const AV1_FIRST_WITH_TIERS: u8 = 8;

pub fn av1(seq_level_idx: u8, tier: Tier) -> Option<Level> {
    if tier == Tier::High && seq_level_idx < AV1_FIRST_WITH_TIERS {
        return None;
    }
    let name = if seq_level_idx == AV1_MAXIMUM { "max" } else { AV1.get(usize::from(seq_level_idx))? };
    Some(Level { idc: seq_level_idx, name, tier, limits: None })
}

#[cfg(test)]
mod tests {
    use crate::{Level, parse};

    fn level(string: &str) -> Level {
        parse(string).unwrap().level.unwrap()
    }

    /// codec string, width, height, the highest frame rate at that size
    const LARGEST: [(&str, u32, u32, f64); 8] = [
        ("avc1.42000A", 176, 144, 15.0),
        ("avc1.42001E", 720, 576, 25.0),
        ("avc1.42001F", 1280, 720, 30.0),
        ("avc1.640028", 1920, 1080, 30.0),
        ("avc1.64002A", 1920, 1080, 64.0),
        ("avc1.640033", 4096, 2304, 26.0),
        ("hvc1.1.6.L93", 1280, 720, 36.0),
        ("hvc1.1.6.L120", 2048, 1088, 30.0),
    ];

    #[test]
    fn the_sizes_that_levels_are_named_for_fit() {
        for (string, width, height, framerate) in LARGEST {
            let level = level(string);
            assert_eq!(level.fits(width, height, None), Ok(()), "{string}");
            assert_eq!(level.fits(width, height, Some(framerate)), Ok(()), "{string}");
            assert_eq!(level.fits(height, width, Some(framerate)), Ok(()), "{string}");
            let error = level.fits(width, height, Some(framerate + 1.0)).unwrap_err();
            assert!(error.contains("frames a second are too many"), "{string}: {error}");
        }
    }

    #[test]
    fn larger_sizes_do_not_fit() {
        for (string, width, height) in [
            ("avc1.42001E", 1280, 720),
            ("avc1.42001F", 1280, 736),
            ("avc1.42001F", 1920, 1080),
            ("avc1.640028", 2048, 1040), // 8320 macroblocks of 8192
            ("hvc1.1.6.L93", 1280, 769),
            ("hvc1.1.6.L120", 2056, 1088),
        ] {
            let error = level(string).fits(width, height, None).unwrap_err();
            assert!(error.contains("too large"), "{string}: {error}");
        }
    }

    #[test]
    fn sides_are_limited_too() {
        // Level 3.1 has 3600 macroblocks: no side may exceed sqrt(3600 * 8) = 169.7 of them.
        assert_eq!(level("avc1.42001F").fits(169 * 16, 16, None), Ok(()));
        let error = level("avc1.42001F").fits(169 * 16 + 1, 16, None).unwrap_err();
        assert!(error.contains("no side may exceed 2704"), "{error}");
        // Level 3.1 has 983040 luma samples: sqrt(983040 * 8) = 2804.3.
        assert_eq!(level("hvc1.1.6.L93").fits(64, 2800, None), Ok(()));
        assert!(level("hvc1.1.6.L93").fits(64, 2801, None).is_err());
    }

    #[test]
    fn absurd_numbers_are_refused() {
        for (width, height) in [(u32::MAX, u32::MAX), (u32::MAX, 1), (1, u32::MAX)] {
            assert!(level("avc1.64003E").fits(width, height, Some(1e300)).is_err());
        }
        for framerate in [f64::NAN, f64::INFINITY, 1e300] {
            assert!(level("avc1.640028").fits(16, 16, Some(framerate)).is_err());
        }
        assert_eq!(level("avc1.640028").fits(0, 0, Some(30.0)), Ok(()));
    }

    #[test]
    fn vp9_av1_and_hevc_8_5_limit_nothing() {
        for string in ["vp09.00.10.08", "av01.0.00M.08", "hvc1.3.E.L255"] {
            assert_eq!(level(string).fits(16_384, 16_384, Some(1000.0)), Ok(()), "{string}");
        }
    }

    #[test]
    fn bitrates_depend_on_profile_and_tier() {
        let bitrate = |string| level(string).limits.unwrap().bitrate;
        let buffer = |string| level(string).limits.unwrap().buffer;
        assert_eq!(bitrate("avc1.4D0028"), 20_000_000);
        assert_eq!(bitrate("avc1.640028"), 25_000_000);
        assert_eq!(bitrate("avc1.7A0028"), 80_000_000);
        assert_eq!(buffer("avc1.4D0028"), 25_000_000);
        assert_eq!(bitrate("avc1.42100B"), 128_000);
        assert_eq!(bitrate("hvc1.1.6.L30"), 128_000);
        assert_eq!(buffer("hvc1.1.6.L30"), 350_000);
        assert_eq!(bitrate("hvc1.1.6.L153"), 40_000_000);
        assert_eq!(bitrate("hvc1.1.6.H153"), 160_000_000);
    }
}
