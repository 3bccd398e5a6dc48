//! What goes into a session and what comes out of it.

use crate::Error;
use crate::kind::Kind;

/// A control message of the spec, queued in the order of the calls.
pub enum Command<K: Kind> {
    Configure(K::Config),
    Process(K::Input),
    Flush,
}

/// Told in order: an output always precedes the `Flushed` or `Configured` of a later command.
pub enum Event<K: Kind> {
    /// A `Configure` took effect; later outputs belong to it.
    Configured,
    /// Work on the oldest `Process` has started.
    Dequeued,
    Output(K::Output),
    Flushed,
    /// Everything sent so far is done: `handled` commands in the session's life.
    Idle {
        handled: u32,
    },
    /// The last event of a session.
    Failed(Error),
}
