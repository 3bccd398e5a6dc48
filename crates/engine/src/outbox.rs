//! Events on their way out.

use std::mem;
use std::time::{Duration, Instant};

use crate::Result;
use crate::gate::Gate;
use crate::kind::Kind;
use crate::message::Event;
use crate::sink::Sink;

/// Commands done in less are quick: telling of each by itself would take about as long.
const QUICK: Duration = Duration::from_micros(500);
/// Their events are told that often, or when there are enough of them.
const HOLD: Duration = Duration::from_micros(500);

/// Events of quick commands wait for those of the next ones, a little at most and never while the worker waits. All others
/// go at once.
pub struct Outbox<'a, K: Kind, S: Sink<K>> {
    sink: &'a S,
    gate: &'a Gate,
    events: Vec<Event<K>>,
    /// Whether the last command was.
    quick: bool,
    delivered: Instant,
}

impl<'a, K: Kind, S: Sink<K>> Outbox<'a, K, S> {
    pub fn new(sink: &'a S, gate: &'a Gate) -> Self {
        Outbox { sink, gate, events: Vec::new(), quick: false, delivered: Instant::now() }
    }

    pub fn put(&mut self, event: Event<K>) {
        self.events.push(event);
        if !self.quick || self.events.len() >= K::COMPANY || self.delivered.elapsed() >= HOLD {
            self.deliver();
        }
    }

    /// Waits until an output may be under way. Fails when the session was cancelled.
    pub fn put_output(&mut self, output: K::Output) -> Result<()> {
        self.wait()?;
        self.gate.emitted(K::weight(&output));
        self.put(Event::Output(output));
        Ok(())
    }

    pub fn wait(&mut self) -> Result<()> {
        if self.gate.is_closed() {
            self.deliver();
        }
        self.gate.wait()
    }

    /// Nothing more comes for now.
    pub fn deliver(&mut self) {
        if !self.events.is_empty() {
            self.sink.emit(mem::take(&mut self.events));
            self.delivered = Instant::now();
        }
    }

    pub fn done_since(&mut self, start: Instant) {
        self.quick = start.elapsed() < QUICK;
        if !self.quick {
            self.deliver();
        }
    }
}
