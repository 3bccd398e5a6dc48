//! The loop of every codec thread: receive, delegate, emit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::{Receiver, TryRecvError};

use crate::ff;
use crate::gate::Gate;
use crate::kind::Kind;
use crate::message::{Command, Event};
use crate::sink::Sink;
use crate::{Error, ErrorKind, Result};

/// Serves `queue` until the session is dropped or the codec fails.
pub fn run<K: Kind>(queue: &Receiver<Command<K>>, sink: &impl Sink<K>, gate: &Gate) {
    ff::thread::yield_to_others();
    gate.enter();
    let outcome = catch_unwind(AssertUnwindSafe(|| serve(queue, sink, gate)));
    let failure = match outcome {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        Err(panic) => Error::coding(format!("internal error of the codec thread: {}", panic_text(&*panic))),
    };
    if failure.kind != ErrorKind::Cancelled && !gate.is_cancelled() {
        sink.emit(Event::Failed(failure));
    }
}

fn serve<K: Kind>(queue: &Receiver<Command<K>>, sink: &impl Sink<K>, gate: &Gate) -> Result<()> {
    let mut codec: Option<K> = None;
    let mut handled: u32 = 0;
    let mut emit = |output| {
        gate.wait()?;
        gate.emitted();
        sink.emit(Event::Output(output));
        Ok(())
    };
    while let Some(command) = next(queue, || sink.emit(Event::Idle { handled })) {
        gate.wait()?;
        match command {
            Command::Configure(config) => {
                if let Some(mut former) = codec.take() {
                    former.drain(&mut emit)?;
                }
                codec = Some(K::open(config)?);
                sink.emit(Event::Configured);
            }
            Command::Process(input) => {
                sink.emit(Event::Dequeued);
                opened(&mut codec)?.push(input, &mut emit)?;
            }
            Command::Flush => {
                opened(&mut codec)?.drain(&mut emit)?;
                sink.emit(Event::Flushed);
            }
        }
        handled = handled.wrapping_add(1);
    }
    Ok(())
}

/// The next command; `idle` is called before waiting for one. None when the session is gone.
fn next<K: Kind>(queue: &Receiver<Command<K>>, idle: impl FnOnce()) -> Option<Command<K>> {
    match queue.try_recv() {
        Ok(command) => Some(command),
        Err(TryRecvError::Disconnected) => None,
        Err(TryRecvError::Empty) => {
            idle();
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
