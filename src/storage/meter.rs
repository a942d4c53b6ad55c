//! What a writer counts: how long a group commit takes, and how many share one.
//!
//! Uses nothing of the house. `server::METRICS` says what each means.

use std::time::Duration;

use metrics::Histogram;

/// The handles of one writer.
#[derive(Debug)]
pub(super) struct Meter {
    seconds: Histogram,
    jobs: Histogram,
}

impl Meter {
    /// Those of the store called `store`.
    pub(super) fn of(store: &str) -> Self {
        let label = || store.to_owned();
        Self {
            seconds: metrics::histogram!("lookout_commit_seconds", "store" => label()),
            jobs: metrics::histogram!("lookout_commit_group_jobs", "store" => label()),
        }
    }

    /// A group of `jobs` is durable.
    pub(super) fn committed(&self, jobs: usize, took: Duration) {
        self.seconds.record(took);
        self.jobs.record(jobs as f64);
    }
}
