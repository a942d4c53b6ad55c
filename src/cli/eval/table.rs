//! The figures of an evaluation as tables for a terminal.
//!
//! Uses `eval::report`. A share is written with three digits; what cannot be said is a dash.

use super::Measured;
use crate::cli::out;
use crate::cli::word;
use crate::eval::report::Negatives;
use crate::eval::report::Report;

/// All of it, without a line feed at the end.
pub(super) fn of(measured: &Measured) -> String {
    let report = &measured.figures;
    let unlisted = measured.queries_without_a_listed_person;
    let negatives = report.negatives.as_ref();
    let mut text = format!(
        "{}, {}, {}.",
        out::counted(measured.persons as u64, "person"),
        match report.queries {
            1 => "1 query".to_owned(),
            many => format!("{} queries", out::count(many as u64)),
        },
        negatives.map_or_else(
            || "no negatives".to_owned(),
            |negatives| out::counted(negatives.queries as u64, "negative")
        ),
    );
    if unlisted > 0 {
        text.push_str(&format!(
            "\n{} of the queries expect somebody who is not in the list: they count as not found.",
            out::count(unlisted as u64)
        ));
    }
    for part in [
        kinds(report),
        thresholds(report),
        negatives.map(alarms).unwrap_or_default(),
        grades(report),
        calibration(report),
        cost(report),
    ] {
        if !part.is_empty() {
            text.push_str("\n\n");
            text.push_str(&part);
        }
    }
    text
}

fn kinds(report: &Report) -> String {
    let mut rows = vec![
        [
            "KIND",
            "QUERIES",
            "RECALL@1",
            "@5",
            "@50",
            "AT POSSIBLE",
            "AT 1 % ALARMS",
        ]
        .map(str::to_owned),
    ];
    let row = |name: &str, queries: usize, recall: [f64; 3], possible: f64, one: Option<f64>| {
        let [at_1, at_5, at_50] = recall.map(share);
        let dash = || "-".to_owned();
        let count = out::count(queries as u64);
        let one = one.map_or_else(dash, share);
        [name.to_owned(), count, at_1, at_5, at_50, share(possible), one]
    };
    for (name, kind) in &report.kinds {
        let recall = [kind.recall.at_1, kind.recall.at_5, kind.recall.at_50];
        rows.push(row(
            &out::harmless(name),
            kind.queries,
            recall,
            kind.possible,
            kind.at_one_percent,
        ));
    }
    let recall = [report.recall.at_1, report.recall.at_5, report.recall.at_50];
    let one = report.at_false_alarms.first().map(|working| working.recall);
    rows.push(row("all", report.queries, recall, report.possible.recall, one));
    out::columns(&rows)
}

fn thresholds(report: &Report) -> String {
    if report.at_false_alarms.is_empty() {
        return String::new();
    }
    let mut rows = vec![["FALSE ALARMS", "MEASURED", "THRESHOLD", "RECALL"].map(str::to_owned)];
    let all = report.at_false_alarms.iter().chain([&report.possible]);
    rows.extend(all.map(|working| {
        [
            working.allowed.map_or_else(
                || "at possible".to_owned(),
                |rate| format!("at most {:.1} %", rate * 100.0),
            ),
            working.false_alarms.map(share).unwrap_or_default(),
            format!("{:.4}", working.threshold),
            share(working.recall),
        ]
    }));
    out::columns(&rows)
}

fn alarms(negatives: &Negatives) -> String {
    let mut rows = vec![["NEGATIVES", "ASKED", "ALARMS AT POSSIBLE"].map(str::to_owned)];
    let row =
        |name: &str, asked: usize, alarms: f64| [name.to_owned(), out::count(asked as u64), share(alarms)];
    for (name, (asked, alarms)) in &negatives.kinds {
        rows.push(row(&out::harmless(name), *asked, *alarms));
    }
    rows.push(row("all", negatives.queries, negatives.false_alarms));
    let median = negatives.candidates_median;
    format!(
        "{}\nCandidates of the median negative: {median}",
        out::columns(&rows)
    )
}

fn grades(report: &Report) -> String {
    let mut rows = vec![["GRADE", "CANDIDATES", "RIGHT"].map(str::to_owned)];
    rows.extend(report.grades.iter().map(|precision| {
        [
            word::of(&precision.grade),
            out::count(precision.candidates as u64),
            precision.right.map_or_else(|| "-".to_owned(), share),
        ]
    }));
    out::columns(&rows)
}

fn calibration(report: &Report) -> String {
    let mut rows = vec![["SCORE", "CANDIDATES", "PREDICTED", "OBSERVED"].map(str::to_owned)];
    rows.extend(report.calibration.iter().map(|bin| {
        [
            format!("{:.2} to {:.2}", bin.from, bin.to),
            out::count(bin.candidates as u64),
            share(bin.predicted),
            share(bin.observed),
        ]
    }));
    out::columns(&rows)
}

fn cost(report: &Report) -> String {
    let cost = &report.cost;
    format!(
        "A query, in memory, one thread: mean {:.0} µs, p50 {:.0} µs, p99 {:.0} µs; {:.0} postings read, {:.1} compared, wide pass in {:.0} %",
        cost.mean_us,
        cost.p50_us,
        cost.p99_us,
        cost.postings_mean,
        cost.scored_mean,
        cost.wide * 100.0
    )
}

fn share(share: f64) -> String {
    format!("{share:.3}")
}
