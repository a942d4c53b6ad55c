//! The list of metrics keeps Prometheus' conventions and is what the code writes.

use std::collections::HashSet;

use super::*;

#[test]
fn every_name_is_good_by_the_conventions_and_stands_once() {
    let mut seen = HashSet::new();
    for metric in METRICS {
        let name = metric.name;
        assert!(seen.insert(name), "{name} stands twice");
        assert!(
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{name}"
        );
        assert!(
            name.starts_with("lookout_") || name.starts_with("process_"),
            "{name}"
        );
        assert_eq!(name.ends_with("_total"), metric.kind == Counter, "{name}");
        let base = name.trim_end_matches("_total");
        assert_eq!(base.ends_with("_seconds"), metric.unit == SECONDS, "{name}");
        assert_eq!(base.ends_with("_bytes"), metric.unit == BYTES, "{name}");
        for scaled in ["_ms", "_milliseconds", "_kilobytes", "_percent", "_days"] {
            assert!(!name.contains(scaled), "{name}");
        }
        // A full stop at the end, and no tick of a template left open.
        assert!(
            metric.help.ends_with('.') && metric.help.matches('`').count() % 2 == 0,
            "{name}"
        );
    }
}
