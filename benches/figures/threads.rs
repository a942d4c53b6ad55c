//! How much of the processors each kind of thread of a process has used.
//!
//! Reads /proc/PID/task: the names that the program gives its threads, and nanoseconds on a processor.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Outcome;

/// Time on a processor by the kind of thread: its name without the number.
pub(crate) struct Used(BTreeMap<String, Duration>);

impl Used {
    /// By the threads of a process until now. A thread that has ended is not counted.
    pub(crate) fn by(process: u32) -> Outcome<Self> {
        let mut used = BTreeMap::<String, Duration>::new();
        for task in std::fs::read_dir(format!("/proc/{process}/task"))? {
            let task = task?.path();
            let read = |file: &str| std::fs::read_to_string(task.join(file));
            // Ended between the two looks.
            let (Ok(name), Ok(times)) = (read("comm"), read("schedstat")) else {
                continue;
            };
            let kind = name
                .trim()
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
            let nanoseconds = times.split(' ').next().ok_or("no schedstat")?.parse()?;
            *used.entry(kind.to_owned()).or_default() += Duration::from_nanos(nanoseconds);
        }
        Ok(Self(used))
    }

    /// What was used since, in microseconds for each of `count`.
    pub(crate) fn since(&self, before: &Self, count: usize) -> BTreeMap<String, f64> {
        let each = |(kind, used): (&String, &Duration)| {
            let before = before.0.get(kind).copied().unwrap_or_default();
            let microseconds = used.saturating_sub(before).as_secs_f64() * 1e6 / count as f64;
            (kind.clone(), microseconds)
        };
        self.0.iter().map(each).collect()
    }
}
