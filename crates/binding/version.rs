//! Which version this addon is.

use napi_derive::napi;

/// The version of the package that this addon was built for. The loader takes no other one.
#[napi]
pub fn addon_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
