//! The file with one alert: read, and sent in its own words.
//!
//! Uses nothing but `failure`. The node judges what stands in it.

use std::io::Read;
use std::path::Path;

use serde::de::IgnoredAny;

use crate::cli::failure::Failure;

/// Largest file with one alert.
const MAX_FILE: u64 = 1 << 20;

/// A body of the file's own words, so that nothing in it is mended on the way, and of `rest`.
pub(super) fn with(alert: &str, rest: &serde_json::Value) -> String {
    let rest = rest.to_string();
    let rest = rest.strip_prefix('{').unwrap_or("}");
    format!("{{\"alert\":{alert},{rest}")
}

/// The text of a file that holds one JSON value.
pub(super) fn read(file: &Path) -> Result<String, Failure> {
    let from_input = file == Path::new("-");
    let name = if from_input {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    };
    let failed = |error: &dyn std::error::Error| Failure::because(format!("cannot read {name}"), error);
    let input: Box<dyn Read> = if from_input {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(|error| failed(&error))?)
    };
    let mut text = String::new();
    input
        .take(MAX_FILE + 1)
        .read_to_string(&mut text)
        .map_err(|error| failed(&error))?;
    if text.len() as u64 > MAX_FILE {
        return Err(
            Failure::new(format!("{name} is larger than 1 MiB, and no alert is"))
                .hint("lists are entered by `lookout import`")
                .code(2),
        );
    }
    if let Err(error) = serde_json::from_str::<IgnoredAny>(&text) {
        // serde's own words may repeat the file's.
        let place = format!("line {}, column {}", error.line(), error.column());
        return Err(Failure::new(format!(
            "{name} is not one JSON object: it stops being that at {place}"
        ))
        .hint("index/README.md shows one; lists are entered by `lookout import`")
        .code(2));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_sent_is_the_file_as_it_is_and_the_rest() {
        let rest = json!({ "reason": "x", "version": 7 });
        let body = with(r#"{"id":"A", "id":"B"}"#, &rest);
        assert_eq!(body, r#"{"alert":{"id":"A", "id":"B"},"reason":"x","version":7}"#);
    }
}
