//! Processor time, which does not grow when others use the machine.
//!
//! Uses the kernel's clocks.

use std::time::Duration;

use rustix::time::ClockId;
use rustix::time::clock_gettime;

/// What this thread has used.
pub(crate) fn thread() -> Duration {
    read(ClockId::ThreadCPUTime)
}

/// What all threads of this process have used, those that ended too.
pub(crate) fn process() -> Duration {
    read(ClockId::ProcessCPUTime)
}

fn read(clock: ClockId) -> Duration {
    let now = clock_gettime(clock);
    let nanoseconds = u32::try_from(now.tv_nsec).unwrap_or_default();
    Duration::new(u64::try_from(now.tv_sec).unwrap_or_default(), nanoseconds)
}
