//! JSON bombs (row 16): each kind at each field of a search, beyond the single faults of `bad_input`.
//! Every one is a 4xx that names the field or what is around it, and costs no more than its bytes.

use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::support::bodies;
use crate::support::line::Http;
use crate::support::world::World;

/// Where a bomb is put, as a pointer into the body, and how a problem names the place.
const PLACES: &[(&str, &str)] = &[
    ("/purpose", "purpose"),
    ("/reference", "reference"),
    ("/requester", "requester"),
    ("/requester/user", "requester.user"),
    ("/person", "person"),
    ("/person/name", "person.name"),
    ("/person/family", "person.family"),
    ("/person/birth_date", "person.birth_date"),
    ("/person/nationality", "person.nationality"),
    ("/person/sex", "person.sex"),
    ("/person/documents", "person.documents"),
    ("/person/mrz", "person.mrz"),
    ("/options", "options"),
    ("/options/limit", "options.limit"),
    ("/options/level", "options.level"),
    ("/surprise", "surprise"),
];

/// Values that are good for no field, each as JSON text of less than 16 KiB with its body.
fn bombs() -> Vec<(&'static str, String)> {
    let nested = |open: &str, close: &str, depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    vec![
        ("arrays nested deep", nested("[", "]", 7_000)),
        ("arrays nested and never closed", "[".repeat(15_000)),
        ("objects nested deep", nested("{\"a\":", "}", 2_000)),
        ("five thousand entries", json!(vec![1; 5_000]).to_string()),
        ("two thousand objects", format!("[{}{{}}]", "{},".repeat(3_000))),
        (
            "a thousand keys",
            format!(
                "{{{}}}",
                (0..1_000)
                    .map(|key| format!("\"k{key}\":0"))
                    .collect::<Vec<_>>()
                    .join(",")
            ),
        ),
        (
            "one key a thousand times",
            format!("{{{}\"k\":0}}", "\"k\":0,".repeat(1_000)),
        ),
        ("a number beyond every float", "1e400".to_owned()),
        ("a number of ten thousand digits", "9".repeat(10_000)),
        (
            "a fraction of ten thousand digits",
            format!("0.{}1", "0".repeat(10_000)),
        ),
        (
            "an exponent of a thousand digits",
            format!("1e{}", "9".repeat(1_000)),
        ),
        (
            "a string of fourteen thousand characters",
            format!("\"{}\"", "a".repeat(14_000)),
        ),
        (
            "four thousand combining marks",
            format!("\"a{}\"", "\u{301}".repeat(4_000)),
        ),
        (
            "two thousand escaped surrogates",
            format!("\"{}\"", "\\ud800".repeat(2_000)),
        ),
        ("a pair that is cut", "\"\\ud83d\\ude00\\ud83d\"".to_owned()),
        ("NUL after NUL", format!("\"{}\"", "\\u0000".repeat(2_000))),
        ("a byte order mark inside", "\"\u{feff}\u{feff}\"".to_owned()),
        ("an endless string", format!("\"{}", "a".repeat(5_000))),
    ]
}

/// The search with `text` at a place.
fn with(place: &str, text: &str) -> String {
    let mut body = bodies::listed();
    let (parent, key) = place.rsplit_once('/').unwrap();
    if body.pointer(parent).is_none_or(Value::is_null) {
        body["options"] = json!({});
    }
    body.pointer_mut(parent).unwrap()[key] = json!("#bomb#");
    body.to_string().replace("\"#bomb#\"", text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_json_bomb_at_every_field_is_a_problem_that_names_it() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut line = kmar.line(Http::Two).await;
    let (mut sent, mut found) = (0, Vec::new());
    let mut longest = Duration::ZERO;
    for (place, field) in PLACES {
        for (what, text) in bombs() {
            let body = with(place, &text);
            assert!(body.len() <= 16 << 10, "{what} at {field}: {}", body.len());
            let begun = Instant::now();
            let answer = line
                .search(body)
                .await
                .unwrap_or_else(|error| panic!("{what} at {field}: {error}"));
            longest = longest.max(begun.elapsed());
            sent += 1;
            let problem = answer.json();
            let named = problem["field"].as_str().unwrap_or_default();
            // What breaks JSON itself is found where the reader stands, at or around the field.
            let near = named.starts_with(field) || field.starts_with(named);
            if (answer.status, answer.code().as_str()) != (400, "malformed") || !near {
                found.push(format!("{what} at {field}: {problem}"));
            }
            assert!(answer.bytes.len() < 700, "{what} at {field}: a long problem");
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(sent >= 250, "{sent}");
    println!("{sent} bombs, the longest took {longest:?}");
    assert_eq!(
        line.search(bodies::listed().to_string()).await.unwrap().status,
        200
    );
}
