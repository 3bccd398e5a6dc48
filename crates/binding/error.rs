//! Errors on their way to JavaScript.

use engine::ErrorKind;
use napi::bindgen_prelude::Error;

/// Of a call that is wrong by itself. TypeScript checks before it calls, so users do not meet it.
pub fn to_js(error: engine::Error) -> Error {
    Error::from_reason(error.message)
}

/// As TypeScript's table of exceptions has it.
pub fn kind(error: &engine::Error) -> &'static str {
    match error.kind {
        ErrorKind::Unsupported => "unsupported",
        ErrorKind::Quota => "quota",
        ErrorKind::Coding | ErrorKind::Cancelled => "coding",
    }
}
