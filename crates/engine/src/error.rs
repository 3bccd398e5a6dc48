//! Errors are typed here and named (as DOMExceptions) by the layer above.

use std::fmt;

pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, as far as the caller has to tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The configuration cannot be provided.
    Unsupported,
    /// The coder failed, or the bytes given to it are corrupt.
    Coding,
    /// The system has no room: memory or threads.
    Quota,
    /// The session was dropped while work was under way. Never shown to anybody.
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: ErrorKind,
    pub message: String,
}

impl Error {
    pub fn unsupported(message: impl Into<String>) -> Self {
        Error { kind: ErrorKind::Unsupported, message: message.into() }
    }

    pub fn coding(message: impl Into<String>) -> Self {
        Error { kind: ErrorKind::Coding, message: message.into() }
    }

    pub fn quota(message: impl Into<String>) -> Self {
        Error { kind: ErrorKind::Quota, message: message.into() }
    }

    pub fn cancelled() -> Self {
        Error { kind: ErrorKind::Cancelled, message: "the session was dropped".into() }
    }

    /// What FFmpeg said while `coder` was doing `action`.
    pub fn ffmpeg(coder: &str, action: &str, error: ffmpeg_next::Error) -> Self {
        let no_memory = matches!(error, ffmpeg_next::Error::Other { errno: ffmpeg_next::error::ENOMEM });
        let kind = if no_memory { ErrorKind::Quota } else { ErrorKind::Coding };
        // Some decoders have codes of their own.
        let mut what = error.to_string();
        if what.starts_with("Unknown error") {
            what = format!("invalid data ({})", what.to_lowercase());
        }
        Error { kind, message: format!("{coder} failed to {action}: {what}") }
    }
}

/// What the first of the `candidates` that `open` succeeds with gives, else the first error.
pub fn first<C, T>(candidates: &[C], open: impl Fn(&C) -> Result<T>) -> Result<T> {
    let mut first_error = None;
    for candidate in candidates {
        match open(candidate) {
            Ok(opened) => return Ok(opened),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or_else(|| Error::unsupported("there is no coder")))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
