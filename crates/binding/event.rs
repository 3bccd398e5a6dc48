//! What a session tells JavaScript: objects tagged by `type`.

use napi::bindgen_prelude::{Object, Result, ToNapiValue};
use napi::sys;
use napi_derive::napi;

use crate::error::kind;

/// The events that all codecs have.
#[napi(discriminant = "type", discriminant_case = "lowercase", object_from_js = false)]
pub enum CodecEvent {
    /// A configure() took effect; later outputs belong to it.
    Configured,
    /// Work on the oldest queued encode() or decode() has started.
    Dequeued,
    /// One for each flush(), after every output before it.
    Flushed,
    /// Everything sent so far is done: that many commands in the session's life.
    Idle { handled: u32 },
    /// The last event of a session.
    Failed {
        #[napi(ts_type = "'unsupported' | 'coding' | 'quota'")]
        kind: &'static str,
        message: String,
    },
}

impl From<engine::Error> for CodecEvent {
    fn from(error: engine::Error) -> Self {
        CodecEvent::Failed { kind: kind(&error), message: error.message }
    }
}

/// An event with the output objects of one codec, which get the tag "output".
pub enum JsEvent<O> {
    Common(CodecEvent),
    Output(O),
}

impl<O: ToNapiValue> ToNapiValue for JsEvent<O> {
    unsafe fn to_napi_value(env: sys::napi_env, event: Self) -> Result<sys::napi_value> {
        match event {
            // SAFETY: the caller's promise, that `env` is the running environment, is passed on.
            JsEvent::Common(common) => unsafe { CodecEvent::to_napi_value(env, common) },
            JsEvent::Output(output) => {
                // SAFETY: as above; outputs are #[napi(object)] structs and so become JavaScript objects.
                let value = unsafe { O::to_napi_value(env, output) }?;
                let mut object = Object::from_raw(env, value);
                object.set("type", "output")?;
                Ok(value)
            }
        }
    }
}
