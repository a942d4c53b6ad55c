//! Malformed requests: each is a 4xx that names the field and the remedy and never the value, each is
//! one audit record, and the connection stays usable (issue 2, bad input).
//!
//! The cases stand in `support::spoilt`. What a body says where it should not is always [`SECRET`],
//! so that an echo is found.

use serde_json::Value;

use crate::support::bodies;
use crate::support::line::Answer;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::spoilt;
use crate::support::spoilt::SECRET;
use crate::support::world::World;

/// What is wrong with a refusal: a problem document is short, names the field, says what to do, and
/// repeats nothing of what was sent.
fn faults(answer: &Answer, status: u16, code: &str, field: &str) -> Vec<String> {
    let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
    let problem = answer.json();
    let named = problem["field"].as_str().unwrap_or_default();
    let detail = problem["detail"].as_str().unwrap_or_default();
    if answer.status == 200 {
        return vec![format!("answered: {text}")];
    }
    let ours = [
        "struct ", "u8", "u64", "i16", "tuple", "newtype", "variant", "serde", "column",
    ];
    let rules = [
        (
            answer.status == status && answer.code() == code,
            "another status or code",
        ),
        (named == field, "another field"),
        (
            !text.to_lowercase().contains(&SECRET.to_lowercase()),
            "the value is echoed",
        ),
        (text.len() < 700, "too long"),
        (detail.len() > 10, "no remedy"),
        (
            !ours.iter().any(|word| detail.contains(word)),
            "a word of the program's, not of the trade's",
        ),
    ];
    let broken = rules.into_iter().filter(|(kept, _)| !kept);
    broken.map(|(_, rule)| format!("{rule}: {text}")).collect()
}

fn check(answer: &Answer, status: u16, code: &str, field: &str, what: &str) {
    assert_eq!(faults(answer, status, code, field), [""; 0], "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_malformed_body_is_refused_by_field_and_recorded_once_and_the_connection_goes_on() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let cases = spoilt::cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    for http in BOTH {
        let mut line = kmar.line(http).await;
        let before = world.records("partner/nl-kmar").len();
        let mut found = Vec::new();
        for case in &cases {
            let answer = line
                .search(case.body.clone())
                .await
                .unwrap_or_else(|error| panic!("{}: {error}", case.what));
            let faults = faults(&answer, 400, "malformed", case.field);
            found.extend(faults.into_iter().map(|fault| format!("{}: {fault}", case.what)));
            assert_eq!(answer.header("connection"), None, "{}", case.what);
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        let good = line.search(bodies::listed().to_string()).await.unwrap();
        assert_eq!(good.json()["result"], "hit", "the same connection, {http:?}");
        let records = world.records("partner/nl-kmar").split_off(before);
        assert_eq!(records.len(), cases.len() + 1, "one record each");
        for (record, case) in records.iter().zip(&cases) {
            assert_eq!(record["outcome"], "malformed", "{}", case.what);
            assert_eq!(record["body"]["field"], case.field, "{}", case.what);
            assert!(
                !record.to_string().contains(SECRET),
                "{}: the value is in the log",
                case.what
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_profile_does_not_allow_is_403_at_its_field() {
    let world = World::start().await;
    let mut profile = world.profile("narrow");
    profile.purposes = vec!["police-check".parse().unwrap()];
    profile.level = lookout::domain::query::Level::Standard;
    let kmar = world.partner_under("nl-kmar", profile).await;
    let mut body = bodies::listed();
    let answer = kmar.search(&body).await;
    check(
        &answer,
        403,
        "purpose-not-allowed",
        "purpose",
        "a purpose that is another's",
    );
    body["purpose"] = "police-check".into();
    body["options"]["level"] = "broad".into();
    let answer = kmar.search(&body).await;
    check(
        &answer,
        403,
        "level-not-allowed",
        "options.level",
        "a level beyond the profile",
    );
    body["options"]["level"] = "standard".into();
    assert_eq!(kmar.found(&body).await["result"], "hit");
    body["purpose"] = "achterberg".into();
    let answer = kmar.search(&body).await;
    check(&answer, 400, "malformed", "purpose", "a purpose that nobody has");
    let outcomes: Vec<Value> = world
        .records("partner/nl-kmar")
        .iter()
        .map(|r| r["outcome"].clone())
        .collect();
    assert_eq!(
        outcomes,
        ["purpose-not-allowed", "level-not-allowed", "hit", "malformed"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_not_said_to_be_json_is_415() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let wrong: [&[(&str, &str)]; 10] = [
        &[],
        &[("content-type", "")],
        &[("content-type", "text/plain")],
        &[("content-type", "application/x-www-form-urlencoded")],
        &[("content-type", "application/json-patch+json")],
        &[("content-type", "application/jsonx")],
        &[("content-type", "application/json; charset=latin1")],
        &[("content-type", "application/json, text/plain")],
        &[
            ("content-type", "application/json"),
            ("content-type", "application/json"),
        ],
        &[
            ("content-type", "application/json"),
            ("content-type", "text/plain"),
        ],
    ];
    for http in BOTH {
        let mut line = kmar.line(http).await;
        for headers in wrong {
            let body = bodies::listed().to_string();
            let answer = line
                .request("POST", "/v1/persons/search", headers, body)
                .await
                .unwrap();
            check(&answer, 415, "media-type", "", &format!("{headers:?}"));
        }
        for good in ["application/json", "Application/JSON; charset=UTF-8"] {
            let body = bodies::listed().to_string();
            let answer = line
                .request("POST", "/v1/persons/search", &[("content-type", good)], body)
                .await
                .unwrap();
            assert_eq!(answer.status, 200, "{good}");
        }
    }
}

/// A body of `size` bytes that would be good were it shorter.
fn padded(size: usize) -> String {
    let mut body = bodies::listed().to_string();
    body.insert_str(1, &" ".repeat(size - body.len()));
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_16_kib_is_413_and_the_connection_goes_on() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    for http in BOTH {
        let mut line = kmar.line(http).await;
        for size in [(16 << 10) + 1, 40 << 10, 60 << 10] {
            let answer = line.search(padded(size)).await.unwrap();
            check(&answer, 413, "too-large", "", &format!("{size} bytes"));
            assert_eq!(answer.header("connection"), None, "{size} bytes");
        }
        assert_eq!(
            line.search(padded(16 << 10)).await.unwrap().status,
            200,
            "{http:?}"
        );
    }
    assert_eq!(world.records("partner/nl-kmar").len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_too_long_to_drain_closes_an_http_1_connection_and_says_so() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut raw = kmar.raw().await;
    let size = 200 << 10;
    raw.send(head(size)).await;
    raw.push(padded(size)).await;
    let answer = raw.answer().await.unwrap();
    check(&answer, 413, "too-large", "", "200 KiB");
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(raw.closed().await);
    let mut line = kmar.line(Http::Two).await;
    refused_or_reset(&mut line, size).await;
    assert_eq!(
        line.search(bodies::listed().to_string()).await.unwrap().status,
        200,
        "HTTP/2 goes on"
    );
}

/// On HTTP/2 the answer may come with a reset of the stream that still sends (RFC 9113, 8.1).
async fn refused_or_reset(line: &mut Line, size: usize) {
    if let Ok(answer) = line.search(padded(size)).await {
        check(&answer, 413, "too-large", "", "200 KiB over HTTP/2");
    }
}

fn head(length: usize) -> String {
    format!(
        "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_408_and_one_that_breaks_off_is_no_search() {
    let world = World::with(&[("LOOKOUT_CONNECTIONS__BODY_MS", "50")]).await;
    let kmar = world.partner("nl-kmar").await;
    let mut raw = kmar.raw().await;
    raw.send(head(100) + r#"{"purpose""#).await;
    let answer = raw.answer().await.unwrap();
    check(&answer, 408, "too-slow", "", "ten bytes of a hundred");
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(raw.closed().await);
    let outcomes: Vec<Value> = world
        .records("partner/nl-kmar")
        .iter()
        .map(|r| r["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["too-slow"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_long_is_refused_and_the_gateway_goes_on() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    // Well over the bound: what arrives in one piece with its end may be a little longer than it.
    let long = "x".repeat(300 << 10);
    let mut raw = kmar.raw().await;
    raw.push(format!(
        "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\nx: {long}\r\n\r\n"
    ))
    .await;
    match raw.answer().await {
        Some(answer) => assert_eq!(answer.status, 431),
        None => assert!(raw.closed().await),
    }
    let mut line = kmar.line(Http::Two).await;
    if let Ok(answer) = line.request("GET", "/v1/purposes", &[("x", &long)], "").await {
        assert_eq!(answer.status, 431);
    }
    assert_eq!(kmar.search(&bodies::listed()).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_breaks_off_in_the_middle_leaves_the_gateway_well() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let whole = head(bodies::listed().to_string().len()) + &bodies::listed().to_string();
    for cut in [1, 20, 100, whole.len() - 1] {
        let mut raw = kmar.raw().await;
        raw.send(&whole[..cut]).await;
        drop(raw);
    }
    for noise in [
        &b"\0\0\0\0\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let mut raw = kmar.raw().await;
        raw.push(noise).await;
        if let Some(answer) = raw.answer().await {
            assert!((400..600).contains(&answer.status), "{answer:?}");
        }
    }
    assert_eq!(kmar.search(&bodies::listed()).await.status, 200);
}
