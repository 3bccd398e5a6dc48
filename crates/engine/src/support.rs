//! What isConfigSupported() needs: opening a coder to see whether it can be, beside all other work.

use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;
use std::{io, thread};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::ff;

/// Threads that open coders. They are few, as coders take memory, and give way to all others.
pub const THREADS: u32 = 2;

type Work = Box<dyn FnOnce() + Send>;

/// A configuration that shows no fault before its coder is opened.
pub struct Probe {
    class: String,
    open: Box<dyn FnOnce() -> bool + Send>,
}

impl Probe {
    /// `class` names all that bears on whether `open` succeeds.
    pub(crate) fn new(class: String, open: impl FnOnce() -> bool + Send + 'static) -> Self {
        Probe { class, open: Box::new(open) }
    }

    /// The same for configurations whose coders open alike: one that opened stands for all.
    pub fn class(&self) -> &str {
        &self.class
    }

    /// Opens the coder on a thread kept for it, and tells there whether it did. Where no thread is to be had it is not
    /// opened.
    pub fn run(self, tell: impl FnOnce(bool) + Send + 'static) {
        let open = self.open;
        let Ok(queue) = queue() else {
            return tell(false);
        };
        let work = move || tell(panic::catch_unwind(AssertUnwindSafe(open)).unwrap_or(false));
        // The threads never end, so that there is always one to receive.
        let _ = queue.send(Box::new(work));
    }
}

fn queue() -> io::Result<&'static Sender<Work>> {
    static QUEUE: OnceLock<Sender<Work>> = OnceLock::new();
    if let Some(queue) = QUEUE.get() {
        return Ok(queue);
    }
    let (sender, receiver) = unbounded();
    for _ in 0..THREADS {
        start(receiver.clone())?;
    }
    Ok(QUEUE.get_or_init(|| sender))
}

fn start(work: Receiver<Work>) -> io::Result<()> {
    let body = move || {
        ff::thread::yield_to_others();
        work.iter().for_each(|work| work());
    };
    thread::Builder::new().name("webcodecs probe".into()).spawn(body).map(drop)
}

/// The power of two below: coders open alike with rates of one octave once their limits, which are in the tables, are kept.
/// (libaom opens from one frame a second on.)
pub(crate) fn octave(rate: f64) -> f64 {
    rate.log2().floor().exp2()
}

/// The power of two below, of a width or height; what is odd stays odd.
pub(crate) fn size_class(length: u32) -> u32 {
    (1 << length.max(1).ilog2()) | (length & 1)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_class_is_an_octave_of_which_sizes_are_all_even_or_all_odd() {
        assert_eq!([0.9, 1.0, 1.9, 29.97, 64.0].map(octave), [0.5, 1.0, 1.0, 16.0, 64.0]);
        assert_eq!([1, 2, 3, 4, 6, 7, 1920].map(size_class), [1, 2, 3, 4, 4, 5, 1024]);
        assert_eq!(size_class(u32::MAX), (1 << 31) | 1);
    }

    #[test]
    fn a_probe_tells_what_opening_gave_also_when_it_panics() {
        let (sender, answers) = mpsc::channel();
        let opens: [(bool, fn() -> bool); 3] =
            [(true, || true), (false, || false), (false, || panic!("as a coder might"))];
        for (expected, open) in opens {
            let sender = sender.clone();
            Probe::new(String::new(), open).run(move |answer| sender.send(answer == expected).unwrap());
        }
        assert_eq!(answers.iter().take(3).collect::<Vec<_>>(), [true; 3]);
    }

    #[test]
    fn no_more_are_opened_at_once_than_there_are_threads() {
        let (begin, begun) = mpsc::channel();
        let (release, released) = crossbeam_channel::unbounded::<()>();
        for _ in 0..5 {
            let (begin, released) = (begin.clone(), released.clone());
            let open = move || {
                begin.send(()).unwrap();
                released.recv().is_ok()
            };
            Probe::new(String::new(), open).run(|_| ());
        }
        for _ in 0..THREADS {
            begun.recv().unwrap();
        }
        assert!(begun.try_recv().is_err(), "a third one began");
        for _ in 0..5 {
            release.send(()).unwrap();
        }
        assert_eq!(begun.iter().take(3).count(), 3);
    }
}
