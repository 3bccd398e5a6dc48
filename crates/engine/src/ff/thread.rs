//! Scheduling of codec threads.

/// Lets other threads go first when processors are short: a codec that computes for milliseconds must not keep the
/// JavaScript thread waiting for its turn. The coder's own threads inherit it. Where it cannot be done, nothing changes.
pub fn yield_to_others() {
    #[cfg(target_os = "linux")]
    {
        const NICENESS: i32 = 5;
        // SAFETY: takes numbers only; on Linux 0 names the calling thread.
        unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, NICENESS) };
    }
}
