//! The byte functions against real streams, with the ffmpeg program as the judge.
#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod audio;
mod configuration_records;
mod key_chunks;
mod support;
