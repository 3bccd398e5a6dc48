//! What the system tells of memory, and giving memory back to it.

/// Bytes that the machine has. None where the system does not say.
pub fn physical() -> Option<u64> {
    #[cfg(unix)]
    {
        // SAFETY: takes a number and gives one, -1 for what is not known.
        let told = |name| u64::try_from(unsafe { libc::sysconf(name) }).ok();
        told(libc::_SC_PHYS_PAGES)?.checked_mul(told(libc::_SC_PAGESIZE)?)
    }
    #[cfg(not(unix))]
    None
}

/// Bytes that the process is to keep resident at most, as `ulimit -m` sets them. None when it may have any number.
pub fn resident_limit() -> Option<u64> {
    #[cfg(unix)]
    {
        let mut limit = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
        // SAFETY: writes the two numbers of the structure that it is given.
        let status = unsafe { libc::getrlimit(libc::RLIMIT_RSS, &mut limit) };
        (status == 0 && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
    }
    #[cfg(not(unix))]
    None
}

/// Gives back what was freed and the allocator keeps for reuse. Takes time by how much that is.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: takes a number; it may be called at any time, from any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}
