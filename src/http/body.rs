//! Reading a JSON body strictly: bounded, in time, and with the field named that is at fault.
//!
//! Uses `service::Fault`. A fault's text is made of our own words: what the caller sent never stands
//! in it (CONTRIBUTING: no personal data in error texts).

use std::time::Duration;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use http_body_util::LengthLimitError;
use http_body_util::Limited;
use hyper::body::Bytes;
use serde::de::DeserializeOwned;
use serde_path_to_error::Path;
use serde_path_to_error::Segment;

use crate::service::Fault;
use crate::service::FaultKind;

/// Most bytes of a body (DESIGN 5).
pub(super) const MAX_BODY: usize = 16 << 10;

/// A body of more bytes keeps a thread of the runtime busy for as long as a search may take; only the
/// control socket takes such.
const QUICK: usize = 256 << 10;

/// Reads a request's body as `T`, in at most `wait`.
///
/// # Errors
/// Which field is at fault and what it must be.
pub(super) async fn read<T: DeserializeOwned>(
    request: Request,
    most: usize,
    wait: Duration,
) -> Result<T, Fault> {
    let bytes = collect(request, most, wait).await?;
    if bytes.len() <= QUICK {
        return parse(&bytes);
    }
    tokio::task::block_in_place(|| parse(&bytes))
}

/// Reads a request's body, which must be said to be JSON, in at most `wait`.
///
/// # Errors
/// Why it did not come.
pub(super) async fn collect(request: Request, most: usize, wait: Duration) -> Result<Bytes, Fault> {
    if !is_json(&request) {
        return Err(kind(
            FaultKind::MediaType,
            "must be sent as `Content-Type: application/json`",
        ));
    }
    gather(request, most, wait).await
}

fn kind(kind: FaultKind, rule: &str) -> Fault {
    Fault {
        kind,
        field: String::new(),
        rule: rule.to_owned(),
    }
}

/// Reads a request's body, whatever it is said to be, in at most `wait`.
///
/// # Errors
/// Why it did not come.
pub(super) async fn gather(request: Request, most: usize, wait: Duration) -> Result<Bytes, Fault> {
    let too_large = || kind(FaultKind::TooLarge, &format!("must have at most {most} bytes"));
    // One that says so beforehand need not be waited for.
    if request.body().size_hint().lower() > most as u64 {
        return Err(too_large());
    }
    let collected = tokio::time::timeout(wait, Limited::new(request.into_body(), most).collect()).await;
    let collected = collected.map_err(|_| kind(FaultKind::TooSlow, "must arrive within the time allowed"))?;
    let bytes = collected.map_err(|error| {
        if error.is::<LengthLimitError>() {
            too_large()
        } else {
            kind(FaultKind::Field, "must arrive whole")
        }
    })?;
    Ok(bytes.to_bytes())
}

fn is_json(request: &Request) -> bool {
    let mut values = request.headers().get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    json && parts.all(|parameter| parameter.eq_ignore_ascii_case("charset=utf-8"))
}

pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    // Keeping track of the path takes half as much time again: only what is at fault is read for that.
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| fault(&place(error.path()), error.inner()))?;
    reader
        .end()
        .map_err(|_| Fault::field("", "must be one JSON object and nothing after it"))?;
    Ok(value)
}

/// The path to a fault, as far as it is made of plain names: an unknown field's name is the caller's
/// own words.
fn place(path: &Path) -> String {
    let plain = |name: &str| {
        name.len() <= 64
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key } | Segment::Enum { variant: key } if plain(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            _ => break,
        }
    }
    text
}

/// Turns serde's message into a fault. Only the parts that serde or our own types wrote are kept:
/// a value, and the name of an unknown field, are the caller's words.
fn fault(path: &str, error: &serde_json::Error) -> Fault {
    use serde_json::error::Category;
    let text = error.to_string();
    // Where it stands is serde's last word; before it may stand the caller's, with the same words in it.
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    let named = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.split('`').next());
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    let expected = || text.rsplit_once("expected ").map(|(_, expected)| expected);
    match error.classify() {
        Category::Eof => Fault::field(path, "must be complete JSON"),
        Category::Syntax | Category::Io => Fault::field(path, "must be JSON in UTF-8"),
        Category::Data => {
            if let Some(name) = named("missing field `") {
                Fault::field(below(name), "must be given")
            } else if let Some(name) = named("duplicate field `") {
                Fault::field(below(name), "must stand once")
            } else if text.starts_with("unknown field") {
                Fault::field(
                    path,
                    format!(
                        "must be a known field: {}",
                        expected().unwrap_or("none is known here")
                    ),
                )
            } else if let Some(expected) = expected() {
                Fault::field(path, format!("must be {expected}"))
            } else {
                Fault::field(path, text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::SearchRequest;

    fn parse_search(text: &str) -> Fault {
        parse::<SearchRequest>(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_fault_names_the_field_and_never_the_value() {
        let start = r#"{"purpose":"border-check","reference":"R1","requester":{"user":"u1"},"person":"#;
        for (person, field) in [
            (r#"{"name":5}}"#, "person.name"),
            (r#"{"nome":"Achterberg"}}"#, "person.nome"),
            (r#"{"birth_date":"Achterberg"}}"#, "person.birth_date"),
            (r#"{"nationality":["Achterberg"]}}"#, "person.nationality[0]"),
            (
                r#"{"documents":[{"type":"Achterberg","number":"X123"}]}}"#,
                "person.documents[0].type",
            ),
            (r#"{"name":"a","name":"b"}}"#, "person.name"),
            (r#""Achterberg"}"#, "person"),
            (r#""Achterberg at line 5"}"#, "person"),
            (r#""expected Achterberg at line 5"}"#, "person"),
            (r#"{"van Achterberg":1}}"#, "person"),
            (r#"{"name":Achterberg}}"#, "person.name"),
        ] {
            let fault = parse_search(&format!("{start}{person}"));
            assert_eq!(fault.field, field, "{person}");
            assert!(!fault.rule.contains("Achterberg"), "{}", fault.rule);
            assert!(fault.rule.starts_with("must"), "{}", fault.rule);
        }
    }

    #[test]
    fn a_missing_field_is_named_with_its_path() {
        let fault = parse_search(r#"{"purpose":"border-check","reference":"R1","requester":{},"person":{}}"#);
        assert_eq!(
            (fault.field.as_str(), fault.rule.as_str()),
            ("requester.user", "must be given")
        );
    }
}
