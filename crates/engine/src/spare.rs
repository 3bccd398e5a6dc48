//! Threads for sessions. Starting one takes longer than anything else that a caller of `Session::spawn` does, so one
//! thread waits in reserve, and whichever takes up work puts the next one there.

use std::io;
use std::sync::OnceLock;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::ff;

type Work = Box<dyn FnOnce() + Send>;

/// How to give work to the thread in reserve.
type Reserve = (Sender<Sender<Work>>, Receiver<Sender<Work>>);

fn reserve() -> &'static Reserve {
    static RESERVE: OnceLock<Reserve> = OnceLock::new();
    RESERVE.get_or_init(|| bounded(1))
}

/// Does `work` on a thread of its own, which yields to others.
pub fn run(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut work: Work = Box::new(work);
    if let Ok(waiting) = reserve().1.try_recv() {
        match waiting.send(work) {
            Ok(()) => return Ok(()),
            Err(refused) => work = refused.into_inner(),
        }
    }
    start(move || {
        ff::thread::yield_to_others();
        take_up(work);
    })
}

fn take_up(work: Work) {
    // Without one in reserve the next session starts its own.
    drop(start(wait_for_work));
    work();
}

fn wait_for_work() {
    ff::thread::yield_to_others();
    let (sender, receiver) = bounded(1);
    if reserve().0.try_send(sender).is_ok()
        && let Ok(work) = receiver.recv()
    {
        take_up(work);
    }
}

fn start(body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("webcodecs".into()).spawn(body).map(drop)
}
