//! Where a session tells its events.

use crate::kind::Kind;
use crate::message::Event;

/// Must neither block nor fail: an event that cannot be delivered any more is dropped.
pub trait Sink<K: Kind>: Send + 'static {
    fn emit(&self, event: Event<K>);
}

impl<K: Kind> Sink<K> for crossbeam_channel::Sender<Event<K>> {
    fn emit(&self, event: Event<K>) {
        // The receiver is gone when nobody listens any more; the event is freed with the error.
        drop(self.send(event));
    }
}
