//! The metrics of feeds. Their one label is the feed's id, which an admin gave.
//!
//! Uses the table that they stand in.

use super::COUNT;
use super::Counter;
use super::Gauge;
use super::Metric;
use super::SECONDS;
use super::metric;

const LABELS: &[&str] = &["feed"];

pub(super) const RUNS: Metric = metric(
    "lookout_feed_runs_total",
    Counter,
    COUNT,
    LABELS,
    "Runs of a feed, however they ended.",
);

pub(super) const CHANGES: Metric = metric(
    "lookout_feed_changes_total",
    Counter,
    COUNT,
    LABELS,
    "Alerts that a feed has entered or changed.",
);

pub(super) const WITHDRAWN: Metric = metric(
    "lookout_feed_withdrawn_total",
    Counter,
    COUNT,
    LABELS,
    "Alerts that a feed has withdrawn since its list no longer has them.",
);

pub(super) const ALERTS: Metric = metric(
    "lookout_feed_alerts",
    Gauge,
    COUNT,
    LABELS,
    "Alerts that a feed holds, as of its last good run.",
);

pub(super) const UNLIKE_LIST: Metric = metric(
    "lookout_feed_alerts_unlike_list",
    Gauge,
    COUNT,
    LABELS,
    "Alerts of a feed that are not as its list says: a person has changed them, or the list could not be read.",
);

pub(super) const FAILING: Metric = metric(
    "lookout_feed_failing",
    Gauge,
    COUNT,
    LABELS,
    "1 where the last run of a feed did not bring its alerts up to its list.",
);

pub(super) const LAST_SUCCESS: Metric = metric(
    "lookout_feed_last_success_timestamp_seconds",
    Gauge,
    SECONDS,
    LABELS,
    "When the alerts of a feed were last what its list says.",
);
