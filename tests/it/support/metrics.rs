//! What `/metrics` and `/readyz` say, read: values by series, and parts.
//!
//! Uses nothing.

use std::collections::BTreeMap;

use serde_json::Value;

/// One scrape.
pub(crate) struct Scrape(BTreeMap<String, f64>);

impl Scrape {
    pub(crate) fn of(text: &str) -> Self {
        let series = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(
            series
                .map(|line| {
                    let (name, value) = line.rsplit_once(' ').unwrap();
                    (name.to_owned(), value.parse().unwrap())
                })
                .collect(),
        )
    }

    /// The one series of a name that has all these labels; `None` where there is none.
    pub(crate) fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let has = |series: &str| {
            labels
                .iter()
                .all(|(label, value)| series.contains(&format!("{label}=\"{value}\"")))
        };
        let mut found = self
            .0
            .iter()
            .filter(|(series, _)| series.split('{').next() == Some(name) && has(series));
        let value = found.next().map(|(_, value)| *value);
        assert!(found.next().is_none(), "{name} {labels:?} names several series");
        value
    }

    /// The names of all series.
    pub(crate) fn series(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// What `/readyz` says of one part.
pub(crate) fn part(readyz: &Value, part: &str) -> Value {
    let parts = readyz["parts"].as_array().unwrap();
    let mut found = parts.iter().filter(|one| one["part"] == part);
    let one = found.next().unwrap_or_else(|| panic!("no {part} in {readyz}"));
    assert!(found.next().is_none());
    one.clone()
}
