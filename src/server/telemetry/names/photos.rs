//! The metrics of photographs.
//!
//! Uses the table that they stand in.

use super::COUNT;
use super::Counter;
use super::Metric;
use super::metric;

pub(super) const MISSING: Metric = metric(
    "lookout_photos_missing_total",
    Counter,
    COUNT,
    &["reason"],
    "Photographs that an alert refers to and that could not be given: `missing` or `damaged`.",
);

pub(super) const REMOVED: Metric = metric(
    "lookout_photos_removed_total",
    Counter,
    COUNT,
    &["reason"],
    "Files of photographs removed: `ended` when no alert refers to one any more, `orphan` when none ever did.",
);
