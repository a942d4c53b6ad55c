//! The dashboard, the alert rules and the metrics' table: they name what there is, and all of it.

use std::collections::BTreeSet;

use lookout::server::METRICS;
use serde_json::Value;

use crate::support::sources::below;

const OPERATIONS: &str = include_str!("../../docs/OPERATIONS.md");
const RULES: &str = include_str!("../../docs/prometheus/alerts.yml");
const DASHBOARD: &str = include_str!("../../docs/grafana/lookout.json");

/// Words in a text that look like metrics of ours.
fn metrics_in(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words
        .filter(|word| word.starts_with("lookout_") || word.starts_with("process_"))
        .collect()
}

fn assert_known(expression: &str) {
    let names = metrics_in(expression);
    assert!(!names.is_empty(), "no metric in {expression}");
    for name in names {
        let base = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        let known = METRICS
            .iter()
            .any(|metric| metric.name == base || metric.name == name);
        assert!(known, "{name} in {expression}");
    }
}

/// A heading as GitHub makes an anchor of it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_metric_that_the_code_writes_is_listed_and_every_listed_one_is_written_and_documented() {
    let sources = below("src");
    let mut written = BTreeSet::new();
    for source in sources
        .iter()
        .filter(|source| !source.path.contains("telemetry/names"))
    {
        for (_, line) in source.code() {
            for text in line
                .split('"')
                .skip(1)
                .step_by(2)
                .filter(|text| text.starts_with("lookout_"))
            {
                written.insert(text);
            }
        }
    }
    let listed = METRICS.iter().map(|metric| metric.name);
    let listed: BTreeSet<_> = listed.filter(|name| name.starts_with("lookout_")).collect();
    assert_eq!(written, listed);
    for metric in METRICS {
        let labels = metric.labels.join(",");
        let shown = if labels.is_empty() {
            format!("`{}`", metric.name)
        } else {
            format!("`{}{{{labels}}}`", metric.name)
        };
        assert!(
            OPERATIONS.contains(&shown),
            "{shown} is not in docs/OPERATIONS.md"
        );
    }
    for name in metrics_in(OPERATIONS) {
        let known = METRICS.iter().any(|metric| metric.name == name);
        assert!(known, "docs/OPERATIONS.md tells of {name}, which is none");
    }
}

#[test]
fn every_alert_rule_names_known_metrics_and_a_page_of_the_run_book() {
    let rules: Value = serde_yaml_ng::from_str(RULES).unwrap();
    let anchors: Vec<_> = OPERATIONS
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(anchor)
        .collect();
    let mut names = BTreeSet::new();
    for rule in rules["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["rules"].as_array().unwrap())
    {
        let name = rule["alert"].as_str().unwrap();
        assert!(names.insert(name), "{name} stands twice");
        assert_known(rule["expr"].as_str().unwrap());
        let severity = rule["labels"]["severity"].as_str().unwrap();
        assert!(["page", "ticket"].contains(&severity), "{name}");
        let notes = &rule["annotations"];
        assert!(notes["summary"].as_str().unwrap().len() > 20, "{name}");
        assert!(notes["action"].as_str().unwrap().len() > 20, "{name}");
        let link = notes["runbook_url"].as_str().unwrap();
        let (page, part) = link.split_once('#').unwrap();
        assert!(page.ends_with("docs/OPERATIONS.md"), "{name}: {page}");
        assert!(
            anchors.iter().any(|one| one == part),
            "{name}: no heading for #{part}"
        );
    }
    assert!(names.len() >= 12, "{names:?}");
}

#[test]
fn the_dashboard_is_one_that_grafana_reads_and_names_known_metrics() {
    let board: Value = serde_json::from_str(DASHBOARD).unwrap();
    assert!(board["schemaVersion"].as_u64().unwrap() >= 39);
    assert!(board["uid"].is_string() && board["title"].is_string() && board["id"].is_null());
    let variables = board["templating"]["list"].as_array().unwrap();
    assert!(
        variables
            .iter()
            .any(|one| one["type"] == "datasource" && one["name"] == "datasource")
    );
    let (mut ids, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for panel in board["panels"].as_array().unwrap() {
        let title = panel["title"].as_str().unwrap();
        assert!(
            ids.insert(panel["id"].as_u64().unwrap()),
            "{title}: its id stands twice"
        );
        let place = |name: &str| panel["gridPos"][name].as_u64().unwrap();
        let (x, y, w, h) = (place("x"), place("y"), place("w"), place("h"));
        assert!(w > 0 && h > 0 && x + w <= 24, "{title}");
        for cell in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
            assert!(taken.insert(cell), "{title} lies over another panel");
        }
        if panel["type"] == "row" {
            continue;
        }
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{title}");
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty(), "{title}");
        let references: BTreeSet<_> = targets
            .iter()
            .map(|target| target["refId"].as_str().unwrap())
            .collect();
        assert_eq!(references.len(), targets.len(), "{title}");
        for target in targets {
            assert_known(target["expr"].as_str().unwrap());
        }
    }
    assert!(ids.len() >= 15);
}
