//! Why a line of JSON is not what it should be: the field and the rule, never what stands in it.
//!
//! Uses nothing. serde's own texts repeat values, and values are personal data.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::Segment;

/// Why a line is not a `T`; `None` when it begins with one, and something follows. Reads the line
/// again, this time keeping account of the field.
#[must_use]
pub fn fault<T: DeserializeOwned>(line: &[u8]) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_slice(line);
    let found: Result<T, _> = serde_path_to_error::deserialize(&mut reader);
    let error = found.err()?;
    let unknown = error.inner().to_string().starts_with("unknown field");
    let path = path(error.path(), unknown);
    let error = error.into_inner();
    if error.classify() != Category::Data {
        return Some(not_json(&error));
    }
    let rule = rule(&error.to_string());
    Some(if path.is_empty() {
        rule
    } else {
        format!("{path}: {rule}")
    })
}

/// The way to a field, as far as the form's own words go: where the field is unknown, the last
/// step is what the line calls it.
fn path(path: &serde_path_to_error::Path, unknown: bool) -> String {
    let steps = path.iter().len().saturating_sub(usize::from(unknown));
    let mut text = String::new();
    for step in path.iter().take(steps) {
        match step {
            Segment::Map { key } if text.is_empty() => text.push_str(key),
            Segment::Map { key } => text.extend([".", key]),
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    text
}

/// Where a line stops being JSON.
pub(super) fn not_json(error: &serde_json::Error) -> String {
    format!("must be JSON; it is not at column {}", error.column())
}

/// The rule alone, out of a text of serde's or of a type of `domain`. These know their rules at
/// compile time, so everything from the last `expected` on is ours; before it stands the value.
fn rule(text: &str) -> String {
    let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
    let expected = text.rsplit_once(", expected ").map(|(_, expected)| expected);
    let begins = |with: &str| text.starts_with(with);
    match expected {
        Some(known) if begins("unknown field") => format!("has an unknown field; known: {known}"),
        Some(known) if begins("unknown variant") => format!("must be {known}"),
        Some(form) if begins("invalid") => format!("must be {form}"),
        _ if ["must ", "not a ", "missing field ", "duplicate field "]
            .into_iter()
            .any(begins) =>
        {
            text.to_owned()
        }
        _ => "must be well formed".to_owned(),
    }
}
