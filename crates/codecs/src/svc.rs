//! `scalabilityMode`: <https://www.w3.org/TR/webrtc-svc/#scalabilitymodes*>.

/// How the layers of a mode depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dependency {
    /// Spatial layers are predicted from the ones below (or there is only one).
    Full,
    /// The same, but only in key pictures.
    KeyOnly,
    /// As `KeyOnly`, with the temporal layers of the spatial layers shifted against each other.
    KeyOnlyShifted,
    /// Spatial layers are independent streams in one.
    Simulcast,
}

/// What a scalability mode identifier stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScalabilityMode {
    /// 1 to 3.
    pub spatial_layers: u8,
    /// 1 to 3.
    pub temporal_layers: u8,
    pub dependency: Dependency,
    /// Each spatial layer is so many times as wide and high as the one below, as a fraction: 2/1 or 3/2.
    pub ratio: (u8, u8),
}

const TWO: (u8, u8) = (2, 1);
/// The modes whose names have an "h".
const ONE_AND_A_HALF: (u8, u8) = (3, 2);

const fn row(
    name: &'static str,
    spatial_layers: u8,
    temporal_layers: u8,
    dependency: Dependency,
    ratio: (u8, u8),
) -> (&'static str, ScalabilityMode) {
    (name, ScalabilityMode { spatial_layers, temporal_layers, dependency, ratio })
}

use Dependency::{Full, KeyOnly, KeyOnlyShifted, Simulcast};

const MODES: [(&str, ScalabilityMode); 37] = [
    row("L1T1", 1, 1, Full, TWO),
    row("L1T2", 1, 2, Full, TWO),
    row("L1T3", 1, 3, Full, TWO),
    row("L2T1", 2, 1, Full, TWO),
    row("L2T1h", 2, 1, Full, ONE_AND_A_HALF),
    row("L2T1_KEY", 2, 1, KeyOnly, TWO),
    row("L2T2", 2, 2, Full, TWO),
    row("L2T2h", 2, 2, Full, ONE_AND_A_HALF),
    row("L2T2_KEY", 2, 2, KeyOnly, TWO),
    row("L2T2_KEY_SHIFT", 2, 2, KeyOnlyShifted, TWO),
    row("L2T3", 2, 3, Full, TWO),
    row("L2T3h", 2, 3, Full, ONE_AND_A_HALF),
    row("L2T3_KEY", 2, 3, KeyOnly, TWO),
    row("L2T3_KEY_SHIFT", 2, 3, KeyOnlyShifted, TWO),
    row("L3T1", 3, 1, Full, TWO),
    row("L3T1h", 3, 1, Full, ONE_AND_A_HALF),
    row("L3T1_KEY", 3, 1, KeyOnly, TWO),
    row("L3T2", 3, 2, Full, TWO),
    row("L3T2h", 3, 2, Full, ONE_AND_A_HALF),
    row("L3T2_KEY", 3, 2, KeyOnly, TWO),
    row("L3T2_KEY_SHIFT", 3, 2, KeyOnlyShifted, TWO),
    row("L3T3", 3, 3, Full, TWO),
    row("L3T3h", 3, 3, Full, ONE_AND_A_HALF),
    row("L3T3_KEY", 3, 3, KeyOnly, TWO),
    row("L3T3_KEY_SHIFT", 3, 3, KeyOnlyShifted, TWO),
    row("S2T1", 2, 1, Simulcast, TWO),
    row("S2T1h", 2, 1, Simulcast, ONE_AND_A_HALF),
    row("S2T2", 2, 2, Simulcast, TWO),
    row("S2T2h", 2, 2, Simulcast, ONE_AND_A_HALF),
    row("S2T3", 2, 3, Simulcast, TWO),
    row("S2T3h", 2, 3, Simulcast, ONE_AND_A_HALF),
    row("S3T1", 3, 1, Simulcast, TWO),
    row("S3T1h", 3, 1, Simulcast, ONE_AND_A_HALF),
    row("S3T2", 3, 2, Simulcast, TWO),
    row("S3T2h", 3, 2, Simulcast, ONE_AND_A_HALF),
    row("S3T3", 3, 3, Simulcast, TWO),
    row("S3T3h", 3, 3, Simulcast, ONE_AND_A_HALF),
];

/// What the identifier stands for; identifiers are case-sensitive. `None`: unknown.
pub fn scalability_mode(identifier: &str) -> Option<ScalabilityMode> {
    MODES.iter().find_map(|&(name, mode)| (name == identifier).then_some(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_what_their_names_say() {
        for (name, mode) in MODES {
            let layers = if mode.dependency == Simulcast { 'S' } else { 'L' };
            let ratio = if mode.ratio == ONE_AND_A_HALF { "h" } else { "" };
            let key = match mode.dependency {
                Full | Simulcast => "",
                KeyOnly => "_KEY",
                KeyOnlyShifted => "_KEY_SHIFT",
            };
            let (spatial, temporal) = (mode.spatial_layers, mode.temporal_layers);
            assert_eq!(name, format!("{layers}{spatial}T{temporal}{ratio}{key}"));
            assert_eq!(scalability_mode(name), Some(mode));
        }
    }

    #[test]
    fn other_identifiers_are_unknown() {
        for identifier in
            ["", "L1T1 ", "l1t1", "L1T4", "L4T1", "L1T1h", "L1T2_KEY", "S1T1", "L2T2H", "L2T1_KEY_SHIFT"]
        {
            assert_eq!(scalability_mode(identifier), None, "{identifier:?}");
        }
    }
}
