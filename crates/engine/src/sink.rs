//! Where a session tells its events.

use crate::kind::Kind;
use crate::message::Event;

/// Takes events in order. Must neither block nor fail: an event that cannot be delivered any more is dropped.
pub trait Sink<K: Kind>: Send + 'static {
    fn emit(&self, events: Vec<Event<K>>);
}

impl<K: Kind> Sink<K> for crossbeam_channel::Sender<Event<K>> {
    fn emit(&self, events: Vec<Event<K>>) {
        // The receiver is gone when nobody listens any more; the event is freed with the error.
        events.into_iter().for_each(|event| drop(self.send(event)));
    }
}
