//! A run of a codec: the handle that the calling side holds.

use std::sync::Arc;

use crossbeam_channel::{Sender, unbounded};

use crate::gate::Gate;
use crate::kind::Kind;
use crate::message::Command;
use crate::sink::Sink;
use crate::{Error, Result, spare, worker};

/// Tells a session that outputs have arrived; shared with whoever delivers them.
#[derive(Clone)]
pub struct Delivery(Arc<Gate>);

impl Delivery {
    pub fn of<K: Kind>() -> Self {
        Delivery(Arc::new(Gate::new(K::UNDELIVERED)))
    }

    /// This output has arrived.
    pub fn taken<K: Kind>(&self, output: &K::Output) {
        self.0.taken(K::weight(output));
    }

    /// Whether the session was dropped: what is still under way is no longer wanted.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// One dedicated thread that owns one codec. Dropping the session cancels it and returns at once.
pub struct Session<K: Kind> {
    commands: Sender<Command<K>>,
    gate: Arc<Gate>,
}

impl<K: Kind> Session<K> {
    /// Starts the thread. `delivery` must be told of each `Event::Output` that `sink` got through.
    pub fn spawn(sink: impl Sink<K>, delivery: &Delivery) -> Result<Self> {
        let (commands, queue) = unbounded();
        let gate = Arc::clone(&delivery.0);
        let worker_gate = Arc::clone(&gate);
        spare::run(move || worker::run::<K>(&queue, &sink, &worker_gate))
            .map_err(|error| Error::quota(format!("cannot start a codec thread: {error}")))?;
        Ok(Session { commands, gate })
    }

    /// Queues a command. Never blocks. After a failure there is nobody to take it, and it is dropped.
    pub fn send(&self, command: Command<K>) {
        drop(self.commands.send(command));
    }
}

impl<K: Kind> Drop for Session<K> {
    fn drop(&mut self) {
        self.gate.cancel();
    }
}
