//! Errors as an oracle (row 24): every problem has one shape, and none tells apart what its reader
//! must not know.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use serde_json::Value;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Answer;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::world::World;

const KEYS: [&str; 6] = ["code", "detail", "field", "status", "title", "type"];

/// An answer without what is its own: the number of the request, and what is left of the rate.
fn told(answer: &Answer) -> (u16, HeaderMap, Vec<u8>) {
    let mut headers = answer.headers.clone();
    for own in ["x-request-id", "ratelimit", "date"] {
        headers.remove(own);
    }
    (answer.status, headers, answer.bytes.to_vec())
}

/// A problem document with the headers that every one carries.
fn shaped(answer: &Answer) -> Value {
    let problem = answer.json();
    let code = answer.code();
    for key in problem.as_object().unwrap().keys() {
        assert!(KEYS.contains(&key.as_str()), "{key}: {problem}");
    }
    for key in KEYS.iter().filter(|key| **key != "field") {
        assert!(problem.get(key).is_some(), "no {key}: {problem}");
    }
    assert_eq!(problem["type"], format!("urn:lookout:problem:{code}"));
    assert_eq!(problem["status"], answer.status);
    assert_eq!(answer.header("x-request-id").unwrap().len(), 26, "{problem}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{problem}");
    let waits = answer.header("retry-after").is_some();
    assert_eq!(waits, matches!(answer.status, 429 | 503), "{problem}");
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_is_not_there_and_one_that_is_not_yours_look_the_same() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    for http in BOTH {
        let mut line = kmar.line(http).await;
        // Not there; another's alone; everybody else's; seen by anybody, but not found by a query of one's own.
        let paths = [
            "BE-26-999999",
            alerts::ONLY_FRENCH,
            alerts::NOT_DUTCH,
            alerts::WANTED,
        ];
        let mut seen = Vec::new();
        for alert in paths {
            let path = format!("/v1/alerts/{alert}?query=01KAR0000000000000000000Q7");
            let answer = line.get(&path).await.unwrap();
            assert_eq!(answer.status, 404, "{path}: {answer:?}");
            seen.push(told(&answer));
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
        // And in a search: somebody who is not listed, and somebody listed for others alone.
        let mut bodies_of = Vec::new();
        for body in [
            bodies::born("Bogomil Terziev", "1968-11-04"),
            bodies::born("Арсений Лукошкин", "1968-11-04"),
            bodies::born("Aurore Desmedt-Collin", "1991-02-12"),
        ] {
            let mut answer = line.search(body.to_string()).await.unwrap().json();
            for own in ["query", "receipt"] {
                answer.as_object_mut().unwrap().remove(own);
            }
            bodies_of.push(answer.to_string());
        }
        assert!(
            bodies_of.windows(2).all(|pair| pair[0] == pair[1]),
            "{bodies_of:?}"
        );
    }
}

/// One of every problem that a caller of the partners' door can bring about, by its code.
async fn problems(world: &World) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let mut note = |answer: Answer| {
        let problem = shaped(&answer);
        let name = format!("{} {}", answer.status, problem["code"].as_str().unwrap());
        let kept = found.entry(name).or_insert_with(|| problem.clone());
        // One code, one text, but for the field and its rule.
        if kept["code"] != "malformed" {
            assert_eq!(*kept, problem);
        }
    };
    let active = world.partner("nl-kmar").await;
    let mut line = active.line(Http::One).await;
    let good = bodies::listed().to_string();
    let json = [("content-type", "application/json")];
    let search = "/v1/persons/search";
    note(line.get("/nowhere").await.unwrap());
    note(line.request("DELETE", "/v1/purposes", &[], "").await.unwrap());
    note(line.request("POST", search, &[], good.clone()).await.unwrap());
    note(line.request("POST", search, &json, "{").await.unwrap());
    note(
        line.request("POST", search, &json, " ".repeat(17 << 10))
            .await
            .unwrap(),
    );
    let mut foreign = active.line(Http::One).await;
    let host = [("host", "elsewhere.example")];
    note(foreign.request("GET", "/v1/purposes", &host, "").await.unwrap());
    let mut raw = active.raw().await;
    raw.send("GET https://elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await;
    note(raw.answer().await.unwrap());
    let mut narrow = world.profile("narrow");
    narrow.purposes = vec!["police-check".parse().unwrap()];
    narrow.level = lookout::domain::query::Level::Standard;
    let narrow = world.partner_under("be-narrow", narrow).await;
    note(narrow.search(&bodies::listed()).await);
    let mut broad = bodies::listed();
    broad["purpose"] = "police-check".into();
    broad["options"]["level"] = "broad".into();
    note(narrow.search(&broad).await);
    let mut small = world.profile("small");
    small.allowance = Some(lookout::domain::partner::Allowance {
        per_second: std::num::NonZeroU32::MIN,
        burst: std::num::NonZeroU32::MIN,
    });
    let small = world.partner_under("be-small", small).await;
    let mut over = small.line(Http::Two).await;
    let limited = loop {
        let answer = over.get("/v1/purposes").await.unwrap();
        if answer.status != 200 {
            break answer;
        }
    };
    note(limited);
    let officer = world.officer("officer-1").await;
    note(officer.line(Http::Two).await.search(good).await.unwrap());
    // Who is not let in learns what its own certificate is to the registry, on every path the same.
    let suspended = world.partner("fr-pn").await;
    let revoked = world.client("nl-kmar", "gate-2", "partner").await;
    world.suspend("fr-pn").await;
    world.revoke(&revoked).await;
    let unknown = world.stranger(Some(&world.mint.good("partner/nl-kmar/gate-3")));
    for refused in [&*suspended, &*revoked, &*unknown] {
        for path in ["/v1/purposes", "/nowhere", "/v1/alerts/BE-26-000042"] {
            note(refused.line(Http::Two).await.get(path).await.unwrap());
        }
    }
    let stranger = world.stranger(None);
    let mut line = Line::open(&stranger.tls, world.doors().enrolment, Http::Two)
        .await
        .unwrap();
    note(line.get("/").await.unwrap());
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_refused_before_it_is_read_is_told_in_a_status_alone() {
    let world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    let refused = async |headers: String| {
        let mut raw = kmar.raw().await;
        raw.push(format!(
            "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"
        ))
        .await;
        let answer = raw.answer().await;
        assert!(raw.closed().await);
        answer.map(|answer| (answer.status, answer.bytes.len()))
    };
    assert_eq!(refused("x: y\r\n".repeat(150)).await, Some((431, 0)));
    // Here the close may overtake the answer, since more is on its way than is read.
    let long = refused(format!("x: {}\r\n", "y".repeat(300 << 10))).await;
    assert!(matches!(long, None | Some((431, 0))), "{long:?}");
    let mut line = kmar.line(Http::Two).await;
    let long = "y".repeat(17 << 10);
    let answer = line
        .request("GET", "/v1/purposes", &[("x", &long)], "")
        .await
        .unwrap();
    assert_eq!((answer.status, answer.bytes.len()), (431, 0), "{answer:?}");
    assert_eq!(
        line.get("/v1/purposes").await.unwrap().status,
        200,
        "the connection goes on"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_problem_has_one_shape_and_says_no_more_than_it_must() {
    let world = World::start().await;
    let problems = problems(&world).await;
    insta::assert_snapshot!(serde_json::to_string_pretty(&problems).unwrap());
}
