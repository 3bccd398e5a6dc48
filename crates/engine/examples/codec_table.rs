//! Prints the coders of the tuning tables as the Markdown table of the README.

use webcodecs_engine::tuning::{DECODERS, ENCODERS, LatencyMode};

fn main() {
    println!("| codec | encoders, by preference | profiles written | decoders, by preference |");
    println!("|---|---|---|---|");
    let mut codecs = Vec::new();
    for row in ENCODERS {
        if !codecs.contains(&row.codec) {
            codecs.push(row.codec);
        }
    }
    for codec in codecs {
        let encoders: Vec<_> = ENCODERS.iter().filter(|row| row.codec == codec).collect();
        let names = encoders.iter().map(|row| name(row.name, row.hardware) + mode(row.modes));
        let profiles = encoders.iter().filter(|row| !row.hardware).flat_map(|row| row.profiles);
        let mut profiles: Vec<_> = profiles.map(|(_, name)| *name).filter(|name| !name.is_empty()).collect();
        profiles.sort_unstable();
        profiles.dedup();
        let decoders =
            DECODERS.iter().filter(|row| row.codec == codec).map(|row| name(row.name, row.hardware));
        println!(
            "| {codec} | {} | {} | {} |",
            join(names),
            join(profiles.iter().map(|&name| name.to_owned())),
            join(decoders)
        );
    }
}

fn name(coder: &str, hardware: bool) -> String {
    if hardware { format!("{coder} (with `prefer-hardware`, unverified)") } else { coder.to_owned() }
}

fn mode(modes: &[LatencyMode]) -> &'static str {
    match modes {
        [LatencyMode::Realtime] => " (realtime)",
        [LatencyMode::Quality] => " (quality)",
        _ => "",
    }
}

fn join(names: impl Iterator<Item = String>) -> String {
    let joined = names.collect::<Vec<_>>().join(", ");
    if joined.is_empty() { "the only one".to_owned() } else { joined }
}
