//! Each door: every route before every kind of caller, and what holds for every answer.
//!
//! The table below has a row for each route of the partners' door; a route without one fails.

use lookout::http::PARTNER_ROUTES;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Answer;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::world::World;

/// What a route answers an active partner and an officer: status, and the code of a problem.
type Row = (
    &'static str,
    &'static str,
    (u16, &'static str),
    (u16, &'static str),
);

const OK: (u16, &str) = (200, "");
/// Staff search at the desk: an officer's key is worth nothing at the door that faces the network.
const NOT_HERE: (u16, &str) = (403, "action-not-allowed");
const ROWS: &[Row] = &[
    ("POST", "/v1/persons/search", OK, NOT_HERE),
    // Here of a query that nobody has made: `step_two` has the others.
    ("GET", "/v1/alerts/{alert}", (404, "not-found"), NOT_HERE),
    (
        "GET",
        "/v1/alerts/{alert}/photos/{sha256}",
        (404, "not-found"),
        NOT_HERE,
    ),
    ("POST", "/v1/alerts/{alert}/hits", (400, "malformed"), NOT_HERE),
    ("GET", "/v1/hits/{hit}", (404, "not-found"), NOT_HERE),
    ("GET", "/v1/purposes", OK, NOT_HERE),
    ("GET", "/v1/usage", OK, NOT_HERE),
    ("GET", "/v1/openapi.json", OK, NOT_HERE),
];

/// A path of the table with something in each of its places.
fn filled(path: &str) -> String {
    let filled = path
        .replace("{alert}", alerts::WANTED)
        .replace("{hit}", "01KAR0000000000000000000Q7");
    if !path.contains("{alert}") {
        filled
    } else {
        format!("{filled}?query=01KAR0000000000000000000Q7")
    }
}

async fn ask(line: &mut Line, method: &str, path: &str) -> Answer {
    let path = &filled(path);
    let answer = if method == "POST" {
        let json = [("content-type", "application/json")];
        line.request(method, path, &json, bodies::listed().to_string())
            .await
    } else {
        line.get(path).await
    };
    answer.unwrap()
}

fn check(answer: &Answer, (status, code): (u16, &str), what: &str) {
    assert_eq!(answer.status, status, "{what}: {answer:?}");
    if status != 200 {
        assert_eq!(answer.code(), code, "{what}");
    }
    carries_its_number(answer, what);
}

fn carries_its_number(answer: &Answer, what: &str) {
    let number = answer
        .header("x-request-id")
        .unwrap_or_else(|| panic!("{what}: no number"));
    assert_eq!(number.len(), 26, "{what}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
}

#[test]
fn every_route_of_the_partners_door_has_a_row() {
    let mut routes: Vec<_> = PARTNER_ROUTES.to_vec();
    let mut rows: Vec<_> = ROWS.iter().map(|(method, path, _, _)| (*method, *path)).collect();
    routes.sort_unstable();
    rows.sort_unstable();
    assert_eq!(routes, rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_kind_of_caller_as_the_table_says() {
    let world = World::start().await;
    let active = world.partner("nl-kmar").await;
    let suspended = world.partner("fr-pn").await;
    let revoked = world.client("nl-kmar", "gate-2", "partner").await;
    let unknown = world.stranger(Some(&world.mint.good("partner/nl-kmar/gate-3")));
    let officer = world.officer("officer-1").await;
    world.suspend("fr-pn").await;
    world.revoke(&revoked).await;
    for http in BOTH {
        for (method, path, partner, staff) in ROWS {
            let rows = [
                (&*active, *partner, "active partner"),
                (&*suspended, (403, "partner-suspended"), "suspended partner"),
                (&*revoked, (403, "certificate-revoked"), "revoked certificate"),
                (&*unknown, (403, "certificate-unknown"), "unknown key"),
                (&*officer, *staff, "officer"),
            ];
            for (caller, expected, who) in rows {
                let answer = ask(&mut caller.line(http).await, method, path).await;
                check(&answer, expected, &format!("{who}, {method} {path}, {http:?}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_404_and_a_wrong_method_405_with_allow() {
    let world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    let stranger = world.stranger(Some(&world.mint.good("partner/nl-kmar/gate-9")));
    for http in BOTH {
        let mut line = kmar.line(http).await;
        for path in [
            "/",
            "/v1",
            "/v1/persons",
            "/v1/persons/search/",
            "/v1/alerts",
            "/livez",
            "/metrics",
        ] {
            check(&line.get(path).await.unwrap(), (404, "not-found"), path);
        }
        for (method, path, _, _) in ROWS {
            let (wrong, allow) = match *method {
                "POST" => (["GET", "PUT", "DELETE"], "POST"),
                _ => (["POST", "PUT", "DELETE"], "GET, HEAD"),
            };
            for wrong in wrong {
                let answer = line.request(wrong, &filled(path), &[], "").await.unwrap();
                check(&answer, (405, "method-not-allowed"), path);
                assert_eq!(answer.header("allow"), Some(allow), "{wrong} {path}");
            }
        }
        // Nobody unknown learns which paths there are.
        let mut line = stranger.line(http).await;
        check(
            &line.get("/nowhere").await.unwrap(),
            (403, "certificate-unknown"),
            "unknown path",
        );
        let answer = line.request("DELETE", "/v1/purposes", &[], "").await.unwrap();
        check(&answer, (403, "certificate-unknown"), "wrong method");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn doors_that_nothing_is_built_behind_say_so() {
    let world = World::empty(&[]).await;
    let stranger = world.stranger(None);
    for (door, http) in [world.doors().enrolment; 2].into_iter().zip(BOTH) {
        let mut line = Line::open(&stranger.tls, door, http).await.unwrap();
        for path in ["/", "/.well-known/est/cacerts", "/v1/purposes"] {
            check(&line.get(path).await.unwrap(), (503, "not-built"), path);
        }
        let answer = line.search(bodies::listed().to_string()).await.unwrap();
        check(&answer, (503, "not-built"), "a search");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ops_door_is_on_loopback_and_says_what_it_knows() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    assert_eq!(kmar.search(&bodies::listed()).await.status, 200);
    let ops = world.doors().ops;
    assert!(ops.ip().is_loopback());
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{ops}{path}")).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get("/livez").await, (200, "alive\n".to_owned()));
    let (status, ready) = get("/readyz").await;
    let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
    assert_eq!((status, &ready["ready"]), (200, &true.into()), "{ready}");
    let (status, metrics) = get("/metrics").await;
    assert_eq!(status, 200);
    for name in [
        "lookout_searches_total",
        "lookout_search_seconds_bucket",
        "lookout_alerts",
        "lookout_ready",
    ] {
        assert!(metrics.contains(name), "{name}");
    }
    for word in ["Jansen", "NX1234567", "1980-05-17", "kmar-7781"] {
        assert!(!metrics.contains(word), "personal data among the metrics");
    }
    assert_eq!(get("/v1/purposes").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_the_limit_is_told_with_every_answer_to_a_partner() {
    let world = World::start().await;
    let mut profile = world.profile("small");
    profile.allowance = Some(lookout::domain::partner::Allowance {
        per_second: 7.try_into().unwrap(),
        burst: 1_000.try_into().unwrap(),
    });
    let kmar = world.partner_under("nl-kmar", profile).await;
    let mut line = kmar.line(Http::Two).await;
    for (method, path, _, _) in ROWS {
        let answer = ask(&mut line, method, path).await;
        assert_eq!(
            answer.header("ratelimit-policy"),
            Some(r#""second";q=7;w=1"#),
            "{path}"
        );
        let left = answer.header("ratelimit").unwrap();
        let left = left
            .strip_prefix(r#""second";r="#)
            .and_then(|text| text.strip_suffix(";t=1"))
            .unwrap();
        assert!(left.parse::<u32>().unwrap() < 1_000, "{path}: {left}");
    }
    assert!(line.get("/nowhere").await.unwrap().header("ratelimit").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_names_every_route_and_no_other() {
    let world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    let contract = kmar
        .line(Http::Two)
        .await
        .get("/v1/openapi.json")
        .await
        .unwrap()
        .json();
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut named = Vec::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        named.extend(
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(|method| (method.to_uppercase(), path.clone())),
        );
    }
    let mut routes: Vec<_> = PARTNER_ROUTES
        .iter()
        .map(|(m, p)| ((*m).to_owned(), (*p).to_owned()))
        .collect();
    named.sort_unstable();
    routes.sort_unstable();
    assert_eq!(named, routes);
}

#[tokio::test(flavor = "multi_thread")]
async fn purposes_are_those_of_the_profile() {
    let world = World::empty(&[]).await;
    let mut profile = world.profile("border");
    profile.purposes = vec!["border-check".parse().unwrap()];
    let kmar = world.partner_under("nl-kmar", profile).await;
    let purposes = kmar
        .line(Http::One)
        .await
        .get("/v1/purposes")
        .await
        .unwrap()
        .json();
    assert_eq!(purposes["purposes"].as_array().unwrap().len(), 1);
    assert_eq!(purposes["purposes"][0]["code"], "border-check");
    assert!(purposes["purposes"][0]["texts"]["en"].is_string());
}
