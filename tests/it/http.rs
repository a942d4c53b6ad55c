//! HTTP itself: exactly one known host, one protocol a connection, nothing that can be read in two
//! ways, and no header by which a caller could be somebody else.

use axum::http::HeaderMap;

use crate::support::bodies;
use crate::support::line;
use crate::support::line::Answer;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::raw::Raw;
use crate::support::world::World;

const OK: (u16, &str) = (200, "");

async fn exchange(raw: &mut Raw, request: &str) -> Answer {
    raw.send(request).await;
    raw.answer()
        .await
        .unwrap_or_else(|| panic!("no answer to {request:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_known_host_is_answered() {
    let world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    let mut raw = kmar.raw().await;
    let port = kmar.doors().partners.port();
    let cases = [
        (
            format!("GET /v1/purposes HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            OK,
        ),
        (
            "GET /v1/purposes HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n".to_owned(),
            OK,
        ),
        (
            "GET https://localhost/v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
            OK,
        ),
        (
            "GET /v1/purposes HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n".to_owned(),
            (421, "wrong-host"),
        ),
        (
            "GET /v1/purposes HTTP/1.1\r\nHost: localhost.elsewhere.example\r\n\r\n".to_owned(),
            (421, "wrong-host"),
        ),
        ("GET /v1/purposes HTTP/1.1\r\n\r\n".to_owned(), (400, "bad-host")),
        (
            "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n".to_owned(),
            (400, "bad-host"),
        ),
        (
            "GET /v1/purposes HTTP/1.1\r\nHost:\r\n\r\n".to_owned(),
            (400, "bad-host"),
        ),
        (
            "GET https://elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
            (400, "bad-host"),
        ),
    ];
    for (request, expected) in cases {
        let answer = exchange(&mut raw, &request).await;
        assert_eq!(answer.status, expected.0, "{request}: {answer:?}");
        if expected != OK {
            assert_eq!(answer.code(), expected.1, "{request}");
        }
        assert!(answer.header("x-request-id").is_some(), "{request}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn http_that_could_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    let both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
    for headers in [
        both,
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: x\r\n",
        "Transfer-Encoding: x\r\n",
    ] {
        let mut raw = kmar.raw().await;
        let follow = "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n";
        raw.push(format!(
            "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n0\r\n\r\n{follow}"
        ))
        .await;
        let mut answers = 0;
        while let Some(answer) = raw.answer().await {
            answers += 1;
            assert!((400..500).contains(&answer.status), "{headers}: {answer:?}");
        }
        assert!(answers <= 1, "{headers}: a second request was smuggled in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_header_of_the_callers_own_making_changes_who_it_is() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let pn = world.partner("fr-pn").await;
    let certificate = "spiffe://lookout.local/partner/fr-pn/gate-1";
    let key = pn.key.to_string();
    let forged = [
        ("x-forwarded-for", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9;proto=https"),
        ("x-real-ip", "203.0.113.9"),
        ("x-forwarded-host", "elsewhere.example"),
        ("x-client-cert", certificate),
        ("x-ssl-client-s-dn", "CN=fr-pn"),
        ("x-request-id", "01KAR0000000000000000000Q7"),
        ("x-peer", key.as_str()),
        ("authorization", "Basic ZnItcG46eA=="),
        ("content-type", "application/json"),
    ];
    for http in BOTH {
        let mut line = kmar.line(http).await;
        let body = bodies::listed().to_string();
        let answer = line
            .request("POST", "/v1/persons/search", &forged, body)
            .await
            .unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_ne!(answer.header("x-request-id"), Some("01KAR0000000000000000000Q7"));
        let usage = line.request("GET", "/v1/usage", &forged[..9], "").await.unwrap();
        assert_eq!(usage.json()["partner"], "nl-kmar");
    }
    let records = world.records("partner/nl-kmar");
    assert_eq!(records.len(), 2, "a read of one's own limits is no disclosure");
    for record in records {
        assert_eq!(record["address"], "127.0.0.1");
        assert_eq!(record["actor"], "partner/nl-kmar/gate-1");
    }
    assert!(world.records("partner/fr-pn").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_hands_over_only_one_protocol_on_a_connection() {
    let world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    // HTTP/2's preface on a connection whose ALPN said HTTP/1.1.
    let mut raw = kmar.raw().await;
    raw.push(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    match raw.answer().await {
        Some(answer) => assert_eq!(answer.status, 400),
        None => assert!(raw.closed().await),
    }
    let mut upgraded = kmar.line(Http::One).await;
    let headers = [
        ("connection", "upgrade, http2-settings"),
        ("upgrade", "h2c"),
        ("http2-settings", "AAMAAABkAARAAAAAAAIAAAAA"),
    ];
    let answer = upgraded
        .request("GET", "/v1/purposes", &headers, "")
        .await
        .unwrap();
    assert_eq!((answer.status, names(&answer.headers, "upgrade")), (200, 0));
    assert!(
        line::dial(&std::sync::Arc::new(kmar.tls.clone()), kmar.doors().partners)
            .await
            .is_ok()
    );
}

fn names(headers: &HeaderMap, name: &str) -> usize {
    headers.get_all(name).iter().count()
}
