//! The loop of every codec thread: receive, delegate, emit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::{Receiver, TryRecvError};

use crate::gate::Gate;
use crate::kind::Kind;
use crate::message::{Command, Event};
use crate::outbox::Outbox;
use crate::sink::Sink;
use crate::{Error, ErrorKind, Result};

/// Serves `queue` until the session is dropped or the codec fails.
pub fn run<K: Kind>(queue: &Receiver<Command<K>>, sink: &impl Sink<K>, gate: &Gate) {
    gate.enter();
    let mut outbox = Outbox::new(sink, gate);
    let outcome = catch_unwind(AssertUnwindSafe(|| serve(queue, &mut outbox)));
    let failure = match outcome {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        Err(panic) => Error::coding(format!("internal error of the codec thread: {}", panic_text(&*panic))),
    };
    if failure.kind != ErrorKind::Cancelled && !gate.is_cancelled() {
        outbox.put(Event::Failed(failure));
        outbox.deliver();
    }
}

fn serve<K: Kind>(queue: &Receiver<Command<K>>, outbox: &mut Outbox<K, impl Sink<K>>) -> Result<()> {
    let mut codec: Option<K> = None;
    let mut handled: u32 = 0;
    while let Some(command) = next(queue, outbox, handled) {
        outbox.wait()?;
        let start = Instant::now();
        match command {
            Command::Configure(config) => {
                outbox.deliver();
                if let Some(mut former) = codec.take() {
                    former.drain(&mut |output| outbox.put_output(output))?;
                }
                codec = Some(K::open(config)?);
                outbox.put(Event::Configured);
            }
            Command::Process(input) => {
                outbox.put(Event::Dequeued);
                opened(&mut codec)?.push(input, &mut |output| outbox.put_output(output))?;
            }
            Command::Flush => {
                outbox.deliver();
                opened(&mut codec)?.drain(&mut |output| outbox.put_output(output))?;
                outbox.put(Event::Flushed);
            }
        }
        handled = handled.wrapping_add(1);
        outbox.done_since(start);
    }
    Ok(())
}

/// The next command; before waiting for one it is told that so many were handled. None when the session is gone.
fn next<K: Kind>(
    queue: &Receiver<Command<K>>,
    outbox: &mut Outbox<K, impl Sink<K>>,
    handled: u32,
) -> Option<Command<K>> {
    match queue.try_recv() {
        Ok(command) => Some(command),
        Err(TryRecvError::Disconnected) => None,
        Err(TryRecvError::Empty) => {
            outbox.put(Event::Idle { handled });
            outbox.deliver();
            queue.recv().ok()
        }
    }
}

fn opened<K: Kind>(codec: &mut Option<K>) -> Result<&mut K> {
    codec.as_mut().ok_or_else(|| Error::coding("the codec was not configured"))
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}
