//! Back pressure and cancellation between one worker thread and whoever takes its outputs, without a lock.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Thread};

use crate::{Error, Result};

/// Weighs outputs that were emitted and not yet taken. The worker waits while they weigh `limit` or more.
pub struct Gate {
    limit: usize,
    waiting: AtomicUsize,
    cancelled: AtomicBool,
    worker: OnceLock<Thread>,
}

impl Gate {
    pub fn new(limit: usize) -> Self {
        Gate {
            limit,
            waiting: AtomicUsize::new(0),
            cancelled: AtomicBool::new(false),
            worker: OnceLock::new(),
        }
    }

    /// Names the calling thread as the one that waits.
    pub fn enter(&self) {
        self.worker.get_or_init(thread::current);
    }

    /// Waits until an output may be emitted. Fails when the session was cancelled.
    pub fn wait(&self) -> Result<()> {
        while !self.is_cancelled() {
            if !self.is_closed() {
                return Ok(());
            }
            thread::park(); // woken by `taken` and `cancel`; a wake-up before this line is not lost
        }
        Err(Error::cancelled())
    }

    /// Whether [`Gate::wait`] would wait now.
    pub fn is_closed(&self) -> bool {
        self.waiting.load(Ordering::Acquire) >= self.limit
    }

    /// An output is on its way.
    pub fn emitted(&self, weight: usize) {
        self.waiting.fetch_add(weight, Ordering::AcqRel);
    }

    /// It has arrived. Never blocks.
    pub fn taken(&self, weight: usize) {
        if self.waiting.fetch_sub(weight, Ordering::AcqRel) >= self.limit {
            self.wake();
        }
    }

    /// Ends the run: the worker stops at its next look here. Never blocks.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.wake();
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    fn wake(&self) {
        if let Some(worker) = self.worker.get() {
            worker.unpark();
        }
    }
}
