//! Prints the coders of the tuning tables as the Markdown tables of the README.

use webcodecs_engine::tuning::{DECODERS, ENCODERS, LatencyMode, audio};

fn main() {
    video();
    println!();
    sound();
}

fn video() {
    println!("| video codec | encoders, by preference | profiles written | decoders, by preference |");
    println!("|---|---|---|---|");
    for codec in distinct(ENCODERS.iter().map(|row| row.codec)) {
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
            join(names, ""),
            join(profiles.iter().map(|&name| name.to_owned()), "the only one"),
            join(decoders, "")
        );
    }
}

fn sound() {
    println!("| audio codec | encoders, by preference | decoders, by preference |");
    println!("|---|---|---|");
    for codec in distinct(audio::DECODERS.iter().flat_map(|row| row.codecs).copied()) {
        let encoders = audio::ENCODERS.iter().filter(|row| row.codecs.contains(&codec));
        let decoders = audio::DECODERS.iter().filter(|row| row.codecs.contains(&codec));
        println!(
            "| {codec} | {} | {} |",
            join(encoders.map(|row| row.name.to_owned()), "none"),
            join(decoders.map(|row| row.name.to_owned()), "none")
        );
    }
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
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

fn join(names: impl Iterator<Item = String>, nothing: &str) -> String {
    let joined = names.collect::<Vec<_>>().join(", ");
    if joined.is_empty() { nothing.to_owned() } else { joined }
}
