//! NativeSamples: audio samples in JavaScript's hands.

use engine::audio::sample_format::SampleFormat;
use engine::audio::samples::{CopyRange, Samples};
use napi::bindgen_prelude::{Env, Error, ObjectFinalize, Result, Uint8ArraySlice};
use napi_derive::napi;

use crate::bytes::writable;
use crate::error::to_js;
use crate::held::Held;

/// A shared reference to samples that are never written again.
#[napi(custom_finalize)]
pub struct NativeSamples(Held<Samples>);

#[napi]
impl NativeSamples {
    /// Copies `frames` sample frames that lie in `data` as the format has them.
    #[napi(factory)]
    pub fn from_bytes(
        env: &Env,
        data: Uint8ArraySlice,
        format: String,
        frames: u32,
        channels: u32,
    ) -> Result<Self> {
        let samples = Samples::copy_from(&data, named(&format)?, frames as usize, channels as usize);
        Self::new(env, samples.map_err(to_js)?)
    }

    /// Copies `frame_count` frames of a plane of `format`, from `frame_offset` on, to the start of `destination`,
    /// converting where the formats differ, on the calling thread.
    #[napi]
    pub fn copy_to(
        &self,
        mut destination: Uint8ArraySlice,
        format: String,
        plane_index: u32,
        frame_offset: u32,
        frame_count: u32,
    ) -> Result<()> {
        let range = CopyRange {
            plane: plane_index as usize,
            first: frame_offset as usize,
            frames: frame_count as usize,
        };
        self.get()?.copy_to(writable(&mut destination), named(&format)?, range);
        Ok(())
    }

    /// Drops the reference to the samples now, not at garbage collection.
    #[napi]
    pub fn release(&mut self, env: &Env) -> Result<()> {
        self.0.release(env)
    }
}

impl NativeSamples {
    pub fn new(env: &Env, samples: Samples) -> Result<Self> {
        let bytes = samples.byte_size();
        Held::new(env, samples, bytes).map(Self)
    }

    pub fn get(&self) -> Result<&Samples> {
        self.0.get()
    }
}

impl ObjectFinalize for NativeSamples {
    fn finalize(mut self, env: Env) -> Result<()> {
        self.release(&env)
    }
}

fn named(format: &str) -> Result<SampleFormat> {
    SampleFormat::from_name(format)
        .ok_or_else(|| Error::from_reason(format!("{format} is not a sample format")))
}
