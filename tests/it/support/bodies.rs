//! Bodies of searches that are good, for tests to send or to spoil.

use serde_json::Value;
use serde_json::json;

/// A search for `person`.
pub(crate) fn search(person: Value) -> Value {
    json!({
        "purpose": "border-check",
        "reference": "NL-2026-000123",
        "requester": { "user": "kmar-7781", "unit": "Schiphol-2" },
        "person": person,
    })
}

/// By name alone.
pub(crate) fn name(name: &str) -> Value {
    search(json!({ "name": name }))
}

/// By name and birth date.
pub(crate) fn born(name: &str, birth_date: &str) -> Value {
    search(json!({ "name": name, "birth_date": birth_date }))
}

/// Somebody who is listed for everybody.
pub(crate) fn listed() -> Value {
    born("Jansen, Pieter", "1980-05-17")
}

/// Somebody who is listed nowhere.
pub(crate) fn unlisted() -> Value {
    born("Achterberg, Wilhelmina", "1951-03-09")
}
