//! Every metric that `/metrics` may show: its name, kind, unit, labels and what it tells.
//!
//! Uses nothing of the house. Other rooms write a metric where its figure arises and name it by a
//! literal; tests hold those literals, `/metrics`, the dashboard, the alert rules and
//! `docs/OPERATIONS.md` to this list. Names follow Prometheus: base units, `_total` for counters. No
//! label is a text of a caller's: a partner is named only once its registered key has been proven.

mod feeds;
mod photos;

use metrics::Unit;

use super::metric::Kind;
use super::metric::Metric;
use super::metric::metric;
use Kind::Counter;
use Kind::Gauge;
use Kind::Histogram;

const COUNT: Option<Unit> = Some(Unit::Count);
const SECONDS: Option<Unit> = Some(Unit::Seconds);
const BYTES: Option<Unit> = Some(Unit::Bytes);

/// All of them.
pub const METRICS: &[Metric] = &[
    // Doors.
    metric(
        "lookout_requests_total",
        Counter,
        COUNT,
        &["door", "route", "partner", "outcome"],
        "Requests answered, by route template, partner (`none` until its registered key is proven) and outcome (`ok` or a problem's code).",
    ),
    metric(
        "lookout_request_seconds",
        Histogram,
        SECONDS,
        &["door", "route"],
        "From a request's head to its answer.",
    ),
    metric(
        "lookout_connections",
        Gauge,
        COUNT,
        &["who"],
        "Established connections of all doors: `admitted`, or `nobody` who is admitted.",
    ),
    metric(
        "lookout_connections_gave_way_total",
        Counter,
        COUNT,
        &[],
        "Idle connections of nobody that gave way to a newcomer at the cap.",
    ),
    metric(
        "lookout_connections_refused_total",
        Counter,
        COUNT,
        &[],
        "Newcomers refused at the cap, since nobody could give way.",
    ),
    metric(
        "lookout_handshakes_total",
        Counter,
        COUNT,
        &["door", "outcome"],
        "TLS handshakes by how they ended.",
    ),
    metric(
        "lookout_handshake_seconds",
        Histogram,
        SECONDS,
        &["door"],
        "From an accepted socket to a completed handshake.",
    ),
    // Searches.
    metric(
        "lookout_searches_total",
        Counter,
        COUNT,
        &["outcome"],
        "Searches answered, by verdict.",
    ),
    metric(
        "lookout_refusals_total",
        Counter,
        COUNT,
        &["code"],
        "Requests refused, by the code that the audit log and the problem document share.",
    ),
    metric(
        "lookout_search_seconds",
        Histogram,
        SECONDS,
        &[],
        "From a query that was read to its recorded answer or its refusal.",
    ),
    metric(
        "lookout_search_step_seconds",
        Histogram,
        SECONDS,
        &["step"],
        "Each step of a query: admit, body, wait (for a turn), propose and score (each pass), explain, canonical, audit (the record durable), reply.",
    ),
    metric(
        "lookout_search_postings",
        Histogram,
        COUNT,
        &[],
        "Postings that a pass over the index read: what it cost.",
    ),
    // Storage.
    metric(
        "lookout_commit_seconds",
        Histogram,
        SECONDS,
        &["store"],
        "A group commit with its sync, by store.",
    ),
    metric(
        "lookout_commit_group_jobs",
        Histogram,
        COUNT,
        &["store"],
        "Jobs that shared a group commit, by store.",
    ),
    metric(
        "lookout_audit_leaves",
        Gauge,
        COUNT,
        &[],
        "Records in the audit log.",
    ),
    metric(
        "lookout_disk_size_bytes",
        Gauge,
        BYTES,
        &["folder"],
        "Size of the file system under a folder of the home.",
    ),
    metric(
        "lookout_disk_available_bytes",
        Gauge,
        BYTES,
        &["folder"],
        "Room left to this process on the file system under a folder of the home.",
    ),
    // How far each part is.
    metric(
        "lookout_journal_position",
        Gauge,
        COUNT,
        &[],
        "The journal's head: facts accepted.",
    ),
    metric(
        "lookout_state_position",
        Gauge,
        COUNT,
        &[],
        "The last fact that the state has applied.",
    ),
    metric(
        "lookout_index_position",
        Gauge,
        COUNT,
        &[],
        "The last fact that the index has taken up.",
    ),
    metric(
        "lookout_index_lag_facts",
        Gauge,
        COUNT,
        &[],
        "Facts that the journal has and the index has not.",
    ),
    metric(
        "lookout_index_lag_seconds",
        Gauge,
        SECONDS,
        &[],
        "For how long the index has been behind the journal; 0 when it is level.",
    ),
    metric(
        "lookout_index_segments",
        Gauge,
        COUNT,
        &[],
        "Segments that a search looks into.",
    ),
    metric(
        "lookout_index_rebuild_position",
        Gauge,
        COUNT,
        &[],
        "The last fact that an index being built beside the live one has taken up; 0 while none is.",
    ),
    metric(
        "lookout_index_rebuild_of",
        Gauge,
        COUNT,
        &[],
        "How far an index being built beside the live one has to get; 0 while none is.",
    ),
    metric(
        "lookout_index_rebuilds_total",
        Counter,
        COUNT,
        &["cause", "outcome"],
        "Rebuilds beside the live index that ended: `asked` or `damaged`; `swapped`, `stopped` or `failed`.",
    ),
    metric(
        "lookout_index_checks_total",
        Counter,
        COUNT,
        &["outcome"],
        "Checks of every seal while it answered: `sound`, `damaged` or `unreadable`.",
    ),
    metric(
        "lookout_index_checked_timestamp_seconds",
        Gauge,
        SECONDS,
        &[],
        "When every seal was last checked while it answered; not there before the first time.",
    ),
    metric(
        "lookout_index_entries",
        Gauge,
        COUNT,
        &[],
        "Entries that a search can propose.",
    ),
    metric(
        "lookout_hits_open",
        Gauge,
        COUNT,
        &["state"],
        "Hits from the field that wait for an answer, by state.",
    ),
    metric(
        "lookout_hits_oldest_age_seconds",
        Gauge,
        SECONDS,
        &[],
        "For how long the oldest of them has waited; 0 when there is none.",
    ),
    metric(
        "lookout_alerts",
        Gauge,
        COUNT,
        &[],
        "Alerts known and not withdrawn.",
    ),
    metric(
        "lookout_alerts_in_force",
        Gauge,
        COUNT,
        &[],
        "Alerts that may match now; counted every 30 s.",
    ),
    metric(
        "lookout_alerts_due",
        Gauge,
        COUNT,
        &["within"],
        "Alerts whose last day is past (`lapsed`) or within `7d`, `1m` or `4m`, each counted once; counted every 30 s.",
    ),
    metric(
        "lookout_alerts_retired_total",
        Counter,
        COUNT,
        &["did"],
        "Alerts that the clock has ended: `lapsed` past their last day, or `erased` when the time to keep them was over.",
    ),
    // Health.
    metric(
        "lookout_ready",
        Gauge,
        None,
        &[],
        "1 where `/readyz` says ready, else 0.",
    ),
    metric(
        "lookout_part_ready",
        Gauge,
        None,
        &["part"],
        "1 where a part of `/readyz` is ready, else 0.",
    ),
    metric(
        "lookout_part_warning",
        Gauge,
        None,
        &["part"],
        "1 where a part of `/readyz` is ready and warns, else 0.",
    ),
    metric(
        "lookout_clock_step_seconds",
        Gauge,
        SECONDS,
        &[],
        "How far the time of day has been stepped since the start, against the monotonic clock.",
    ),
    metric(
        "lookout_certificate_expiry_timestamp_seconds",
        Gauge,
        SECONDS,
        &["certificate"],
        "Last instant of a certificate of ours: partners, enrolment, desk, issuing, root.",
    ),
    metric(
        "lookout_client_certificate_expiry_timestamp_seconds",
        Gauge,
        SECONDS,
        &["partner"],
        "When the first of an active partner's systems is left without a certificate; a renewed one counts by its newest.",
    ),
    metric(
        "lookout_build_info",
        Gauge,
        None,
        &["version", "matching"],
        "Always 1; which program this is.",
    ),
    metric(
        "lookout_trace_spans_total",
        Counter,
        COUNT,
        &["outcome"],
        "Spans handed to the collector: `exported`, or `failed` and dropped.",
    ),
    // The process, under the names that every Prometheus client uses.
    metric(
        "process_cpu_seconds_total",
        Counter,
        SECONDS,
        &[],
        "Processor time used, user and system.",
    ),
    metric(
        "process_resident_memory_bytes",
        Gauge,
        BYTES,
        &[],
        "Memory resident.",
    ),
    metric("process_virtual_memory_bytes", Gauge, BYTES, &[], "Mapped."),
    metric(
        "process_virtual_memory_max_bytes",
        Gauge,
        BYTES,
        &[],
        "Most memory that may be mapped.",
    ),
    metric("process_open_fds", Gauge, COUNT, &[], "File descriptors open."),
    metric(
        "process_max_fds",
        Gauge,
        COUNT,
        &[],
        "Most file descriptors that may be open.",
    ),
    metric(
        "process_start_time_seconds",
        Gauge,
        SECONDS,
        &[],
        "When the process started, since 1970.",
    ),
    metric("process_threads", Gauge, COUNT, &[], "Threads."),
    // Feeds.
    feeds::RUNS,
    feeds::CHANGES,
    feeds::WITHDRAWN,
    feeds::ALERTS,
    feeds::UNLIKE_LIST,
    feeds::FAILING,
    feeds::LAST_SUCCESS,
    photos::MISSING,
    photos::REMOVED,
];

/// Tells the recorder what each is.
pub(super) fn describe() {
    for metric in METRICS {
        let (name, unit, help) = (metric.name, metric.unit.unwrap_or(Unit::Count), metric.help);
        match metric.kind {
            Counter => metrics::describe_counter!(name, unit, help),
            Gauge => metrics::describe_gauge!(name, unit, help),
            Histogram => metrics::describe_histogram!(name, unit, help),
        }
    }
}

#[cfg(test)]
mod tests;
