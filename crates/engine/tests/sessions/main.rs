//! Sessions on real coders: what is sent to them and what they tell. One program, as each loads all of FFmpeg.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod alpha;
mod cancel;
mod colors;
mod common;
mod encode_order;
mod encoder_config;
mod flush;
mod hostile_audio;
mod hostile_input;
mod reconfigure;
mod support_classes;
mod undeclared_reordering;
