//! Native memory that a JavaScript object stands for.

use napi::bindgen_prelude::{Env, Error, Result};

/// A value until it is released, which the object's close() does, or else the garbage collector. V8 is told of its bytes,
/// which it weighs when it decides about collection.
pub struct Held<T> {
    value: Option<T>,
    external_bytes: i64,
}

impl<T> Held<T> {
    pub fn new(env: &Env, value: T, bytes: usize) -> Result<Self> {
        let external_bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        env.adjust_external_memory(external_bytes)?;
        Ok(Held { value: Some(value), external_bytes })
    }

    pub fn get(&self) -> Result<&T> {
        self.value.as_ref().ok_or_else(|| Error::from_reason("it was released"))
    }

    /// May be called more than once.
    pub fn release(&mut self, env: &Env) -> Result<()> {
        self.value = None;
        let bytes = std::mem::take(&mut self.external_bytes);
        env.adjust_external_memory(-bytes).map(drop)
    }
}
