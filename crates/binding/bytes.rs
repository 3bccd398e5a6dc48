//! Bytes on their way between JavaScript's memory and ours.

use napi::bindgen_prelude::{Env, Result, ToNapiValue, Uint8ArraySlice};
use napi::sys;

/// Bytes that become a Uint8Array over a copy in JavaScript's own memory: Electron forbids any other.
pub struct Bytes(pub Vec<u8>);

impl ToNapiValue for Bytes {
    unsafe fn to_napi_value(env: sys::napi_env, bytes: Self) -> Result<sys::napi_value> {
        let copy = Uint8ArraySlice::copy_from(&Env::from_raw(env), bytes.0)?;
        // SAFETY: the caller's promise, that `env` is the running environment, is passed on.
        unsafe { ToNapiValue::to_napi_value(env, copy) }
    }
}

/// The caller's bytes, to be written to before the call returns.
pub fn writable<'a>(destination: &'a mut Uint8ArraySlice) -> &'a mut [u8] {
    // SAFETY: JavaScript does not run while this call does, so nothing else writes or detaches the bytes. (Another
    // thread may write to shared memory; the bytes are then as undefined as that caller made them.)
    unsafe { destination.as_mut() }
}
