//! Real streams: clips of 64x64 and tones that the ffmpeg program makes when a test runs.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A file in the temporary directory, removed at the end of the test.
pub struct TempFile(PathBuf);

impl TempFile {
    fn new(extension: &str) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("webcodecs-codecs-{}-{number}.{extension}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub fn bytes(&self) -> Vec<u8> {
        fs::read(&self.0).unwrap()
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0); // absent when ffmpeg failed
    }
}

/// Ten frames of a test picture, encoded with the options given.
pub fn clip(extension: &str, options: &str) -> TempFile {
    made("-f lavfi -i testsrc2=size=64x64:rate=10:duration=1", extension, options)
}

/// Half a second of noise at 48 kHz, encoded with the options given.
pub fn noise(extension: &str, options: &str) -> TempFile {
    made("-f lavfi -i anoisesrc=duration=0.5:seed=1:sample_rate=48000", extension, options)
}

/// The same packets in another container.
pub fn remuxed(file: &TempFile, extension: &str, options: &str) -> TempFile {
    made(&format!("-i {}", file.path()), extension, &format!("-c copy {options}"))
}

fn made(input: &str, extension: &str, options: &str) -> TempFile {
    let file = TempFile::new(extension);
    run("ffmpeg", &format!("-y {input} {options} -threads 1"), file.path());
    file
}

/// The video of a file as an Annex B stream.
pub fn annexb(file: &TempFile, bitstream_filter: &str, extension: &str) -> Vec<u8> {
    remuxed(file, extension, &format!("-bsf:v {bitstream_filter}")).bytes()
}

/// The payload of the first box of a type, found by its four letters.
pub fn mp4_box(file: &TempFile, name: &[u8; 4]) -> Vec<u8> {
    let bytes = file.bytes();
    let at = bytes.windows(4).position(|window| window == name).unwrap();
    let size = u32::from_be_bytes(bytes[at - 4..at].try_into().unwrap()) as usize;
    bytes[at + 4..at - 4 + size].to_vec()
}

/// CodecPrivate of the only track of a Matroska file: FFmpeg's extradata, for FLAC behind `fLaC`. The file is
/// made with `-fflags +bitexact`, so that no random bytes come before.
pub fn codec_private(file: &TempFile) -> Vec<u8> {
    let bytes = file.bytes();
    let at = bytes.windows(2).position(|window| window == [0x63, 0xa2]).unwrap() + 2;
    let width = bytes[at].leading_zeros() as usize + 1;
    let marker = 1u64 << (7 * width);
    let size = bytes[at..at + width].iter().fold(0, |size: u64, &byte| size << 8 | u64::from(byte)) - marker;
    bytes[at + width..at + width + size as usize].to_vec()
}

/// What one frame became.
pub struct Packet {
    pub data: Vec<u8>,
    /// As ffprobe has it.
    pub key: bool,
}

/// The packets of a file in the order of decoding. `header`: bytes that precede each in the file.
pub fn packets(file: &TempFile, header: usize) -> Vec<Packet> {
    let bytes = file.bytes();
    let lines = run("ffprobe", "-show_entries packet=size,pos,flags -of csv=p=0", file.path());
    let packet = |line: &str| {
        let mut fields = line.split(',');
        let size: usize = fields.next()?.parse().ok()?;
        let start = fields.next()?.parse::<usize>().ok()? + header;
        let key = fields.next()?.starts_with('K');
        Some(Packet { data: bytes.get(start..start + size)?.to_vec(), key })
    };
    lines.lines().map(|line| packet(line).unwrap_or_else(|| panic!("{line}"))).collect()
}

fn run(program: &str, options: &str, file: &str) -> String {
    let arguments = options.split_ascii_whitespace().chain([file]);
    let output = Command::new(program).args(["-v", "error"]).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {options}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}
