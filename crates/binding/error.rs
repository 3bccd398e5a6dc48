//! Errors of calls that are wrong by themselves; TypeScript checks before it calls, so users do not meet them.

use napi::bindgen_prelude::Error;

pub fn to_js(error: engine::Error) -> Error {
    Error::from_reason(error.message)
}
