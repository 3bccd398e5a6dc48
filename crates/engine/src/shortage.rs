//! When the system gives no more threads or memory.

use std::fmt;
use std::hint::black_box;

use crate::{Error, Result};

/// What `open` gives with so many threads or, when that fails, with one: a coder then needs none beside its caller's.
pub fn or_one<T>(threads: usize, open: impl Fn(usize) -> Result<T>) -> Result<T> {
    match open(threads) {
        Err(failure) if threads > 1 => open(1).map_err(|_| failure),
        outcome => outcome,
    }
}

/// Fails unless so many threads can be started now. For libraries that wait for their threads without a look at whether
/// they were started.
#[cfg(x265)]
pub fn demand(threads: usize) -> Result<()> {
    use std::convert::Infallible;
    use std::{io, thread};

    use crossbeam_channel::bounded;

    /// Threads that have just ended may still be counted.
    const ENDING: usize = 2;
    let (hold, held) = bounded::<Infallible>(0);
    let start = |_| {
        let held = held.clone();
        thread::Builder::new().spawn(move || held.recv())
    };
    let started: io::Result<Vec<_>> = (0..threads + ENDING).map(start).collect();
    drop(hold);
    let started = started
        .map_err(|error| Error::quota(format!("cannot start {threads} threads to code with: {error}")))?;
    started.into_iter().for_each(|thread| drop(thread.join()));
    Ok(())
}

/// Fails unless there is so much memory: within all `room` that there is, as systems give more and end the process when it uses
/// that; and to be had now, as some libraries hang when they get none.
pub fn demand_memory(name: &str, bytes: f64, room: u64) -> Result<()> {
    let refused = |why: fmt::Arguments| {
        let least = megabytes(bytes);
        Err(Error::quota(format!(
            "{name} takes {least} MB of memory at least for pictures of this size, and {why}"
        )))
    };
    if bytes > room as f64 {
        return refused(format_args!("this process may have {} MB", megabytes(room as f64)));
    }
    // It is not touched, and so costs next to nothing. The compiler must not find that it is not used either.
    let mut trial = Vec::<u8>::new();
    let given = trial.try_reserve_exact(bytes as usize);
    black_box(trial);
    given.or_else(|error| refused(format_args!("the system does not give it: {error}")))
}

fn megabytes(bytes: f64) -> f64 {
    (bytes / f64::from(1 << 20)).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn what_fails_with_several_threads_is_tried_with_one() {
        let short = |limit: usize| {
            move |threads: usize| match threads <= limit {
                true => Ok(threads),
                false => Err(Error::quota(format!("not {threads}"))),
            }
        };
        assert_eq!(or_one(4, short(4)), Ok(4));
        assert_eq!(or_one(4, short(3)), Ok(1));
        assert_eq!(or_one(4, short(0)), Err(Error::quota("not 4")));
    }

    #[test]
    fn memory_beyond_all_that_there_is_is_refused() {
        assert_eq!(demand_memory("a coder", 256e6, 256_000_000), Ok(()));
        let refusal = demand_memory("a coder", 512.0 * 1_048_576.0, 256 << 20).unwrap_err();
        assert_eq!(refusal.kind, ErrorKind::Quota);
        assert!(refusal.message.contains("takes 512 MB") && refusal.message.contains("have 256 MB"));
    }

    #[test]
    fn memory_that_the_system_does_not_give_is_refused() {
        let refusal = demand_memory("a coder", 1e18, u64::MAX).unwrap_err();
        assert_eq!(refusal.kind, ErrorKind::Quota);
        assert!(refusal.message.contains("does not give it"), "{}", refusal.message);
    }
}
