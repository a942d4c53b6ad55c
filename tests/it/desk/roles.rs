//! Each role at each route; pages of other sites; owners.

use lookout::domain::partner::Role;
use lookout::http::DESK_ROUTES;
use serde_json::Value;
use serde_json::json;

use super::Desk;
use super::missing;
use super::tag;
use crate::support::line::BOTH;
use crate::support::line::Line;
use crate::support::world::World;

/// What a role is told: that it may, or the code of the refusal.
const YES: bool = true;
const NO: bool = false;

/// Operator, feed, officer, auditor, admin.
const ROWS: &[(&str, &str, [bool; 5])] = &[
    ("GET", "/api/alerts", [YES, YES, NO, YES, NO]),
    ("POST", "/api/alerts", [YES, YES, NO, NO, NO]),
    ("GET", "/api/alerts/{alert}", [YES, YES, YES, YES, NO]),
    ("PUT", "/api/alerts/{alert}", [YES, YES, NO, NO, NO]),
    ("GET", "/api/alerts/{alert}/history", [YES, YES, YES, YES, NO]),
    ("POST", "/api/alerts/{alert}/photos", [YES, YES, NO, NO, NO]),
    (
        "GET",
        "/api/alerts/{alert}/photos/{sha256}",
        [YES, YES, YES, YES, NO],
    ),
    ("POST", "/api/alerts/{alert}/extend", [YES, YES, NO, NO, NO]),
    ("POST", "/api/alerts/{alert}/hide", [YES, YES, NO, NO, NO]),
    ("POST", "/api/alerts/{alert}/unhide", [YES, YES, NO, NO, NO]),
    ("POST", "/api/alerts/{alert}/withdraw", [YES, YES, NO, NO, NO]),
    ("GET", "/api/alerts/{alert}/proposal", [YES, NO, NO, NO, NO]),
    ("POST", "/api/alerts/{alert}/confirm", [YES, NO, NO, NO, NO]),
    ("POST", "/api/alerts/{alert}/reject", [YES, YES, NO, NO, NO]),
    ("GET", "/api/proposals", [YES, YES, NO, YES, NO]),
    ("GET", "/api/openapi.json", [YES; 5]),
];
const ROLES: [Role; 5] = [
    Role::Operator,
    Role::Feed,
    Role::Officer,
    Role::Auditor,
    Role::Admin,
];

#[test]
fn every_route_of_the_desk_has_a_row() {
    let mut routes: Vec<_> = DESK_ROUTES.to_vec();
    let mut rows: Vec<_> = ROWS.iter().map(|(method, path, _)| (*method, *path)).collect();
    routes.sort_unstable();
    rows.sort_unstable();
    assert_eq!(routes, rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_desk_answers_every_role_as_the_table_says() {
    let world = World::empty(&[]).await;
    let mut operator = Desk::operator(&world, "op-0").await;
    assert_eq!(
        operator.enter(&missing(&world, "BE-26-1", "Anna")).await.status,
        201
    );
    for (place, role) in ROLES.into_iter().enumerate() {
        let mut desk = Desk::of(&world.staff(&format!("staff-{place}"), role, &[]).await).await;
        for (method, path, may) in ROWS {
            let path = path.replace("{alert}", "BE-26-1");
            // Nothing that could be done: whoever is let in is told what is wrong with it.
            let answer = if *method == "GET" {
                desk.get(&path).await
            } else {
                desk.send(method, &path, None, &json!({})).await
            };
            let what = format!("{role:?} {method} {path}: {answer:?}");
            if !may[place] {
                assert_eq!(
                    (answer.status, answer.code().as_str()),
                    (403, "action-not-allowed"),
                    "{what}"
                );
            } else if *method == "GET" {
                let none = path.ends_with("/proposal") || path.ends_with("{sha256}");
                assert_eq!(answer.status, if none { 404 } else { 200 }, "{what}");
            } else {
                let against = path != "/api/alerts";
                assert_eq!(answer.status, if against { 428 } else { 400 }, "{what}");
            }
            assert_eq!(answer.header("x-request-id").map(str::len), Some(26), "{what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_no_staff_learns_nothing_at_the_desk() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let unknown = world.stranger(Some(&world.mint.good("staff/op-9")));
    let bad = world.stranger(Some(&world.mint.expired("staff/op-9")));
    let nobody = world.stranger(None);
    for http in BOTH {
        for (caller, code) in [
            (&*kmar, "action-not-allowed"),
            (&*unknown, "certificate-unknown"),
            (&*bad, "certificate-required"),
            (&*nobody, "certificate-required"),
        ] {
            let mut line = Line::open(&caller.tls, world.doors().desk, http).await.unwrap();
            for path in [
                "/",
                "/api/alerts",
                "/api/alerts/BE-26-000042",
                "/api/openapi.json",
                "/nowhere",
            ] {
                let answer = line.get(path).await.unwrap();
                assert_eq!((answer.status, answer.code().as_str()), (403, code), "{path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_changes_and_reads_nothing_by_an_operators_certificate() {
    let world = World::empty(&[]).await;
    let mut operator = Desk::operator(&world, "op-1").await;
    let body = json!({ "alert": missing(&world, "BE-26-1", "Anna") }).to_string();
    let json = ("content-type", "application/json");
    for site in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
    ] {
        let answer = operator
            .0
            .request("POST", "/api/alerts", &[json, site], body.clone())
            .await
            .unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "cross-site"),
            "{site:?}"
        );
        let answer = operator
            .0
            .request("GET", "/api/alerts", &[site], "")
            .await
            .unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "cross-site"),
            "{site:?}"
        );
    }
    // What a form of another site can send without asking leave, and the asking itself.
    for form in [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
    ] {
        let answer = operator
            .0
            .request("POST", "/api/alerts", &[("content-type", form)], body.clone())
            .await
            .unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (415, "media-type"),
            "{form}"
        );
    }
    let asks = [
        ("origin", "https://elsewhere.example"),
        ("access-control-request-method", "POST"),
    ];
    let answer = operator
        .0
        .request("OPTIONS", "/api/alerts", &asks, "")
        .await
        .unwrap();
    assert_eq!(answer.status, 403);
    assert!(
        !answer
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control"))
    );
    assert_eq!(operator.get("/api/alerts").await.json()["alerts"], json!([]));
    // From the door's own pages it is done.
    let own = format!("https://localhost:{}", world.doors().desk.port());
    let here = [json, ("sec-fetch-site", "same-origin"), ("origin", own.as_str())];
    let answer = operator
        .0
        .request("POST", "/api/alerts", &here, body)
        .await
        .unwrap();
    assert_eq!(answer.status, 201, "{answer:?}");
    let refused = world.records("staff/op-1");
    assert!(refused.iter().any(|record| record["outcome"] == "cross-site"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owners_own_writers_change_an_alert_and_a_feed_reads_what_it_writes() {
    let world = World::empty(&[]).await;
    let mut own = Desk::of(&world.staff("feed-be", Role::Feed, &["BE-FEDPOL"]).await).await;
    let mut other = Desk::of(&world.staff("feed-nl", Role::Feed, &["NL-KMAR", "NL-POL"]).await).await;
    let mut operator = Desk::of(&world.staff("op-nl", Role::Operator, &["NL-POL"]).await).await;
    let alert = missing(&world, "BE-26-1", "Anna");
    let refused = other.enter(&alert).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "owner-only"));
    let entered = own.enter(&alert).await;
    assert_eq!(entered.status, 201, "{entered:?}");
    let version = tag(&entered);
    let later = super::day(&world, 400);
    for desk in [&mut other, &mut operator] {
        for (method, path, body) in [
            ("PUT", "", json!({"alert": alert, "reason": "x"})),
            ("POST", "/extend", json!({"review_due": later, "reason": "x"})),
            (
                "POST",
                "/hide",
                json!({"until": "2999-01-01T00:00:00Z", "reason": "x"}),
            ),
            ("POST", "/unhide", json!({"reason": "x"})),
            ("POST", "/withdraw", json!({"reason": "x"})),
        ] {
            let path = format!("/api/alerts/BE-26-1{path}");
            let answer = desk.send(method, &path, Some(&version), &body).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (403, "owner-only"),
                "{path}"
            );
        }
    }
    // A feed of another owner does not learn that it is there; an operator reads it.
    for path in ["/api/alerts/BE-26-1", "/api/alerts/BE-26-1/history"] {
        assert_eq!(other.get(path).await.status, 404, "{path}");
        assert_eq!(own.get(path).await.status, 200, "{path}");
        assert_eq!(operator.get(path).await.status, 200, "{path}");
    }
    let listed = |answer: Value| answer["alerts"].as_array().unwrap().len();
    assert_eq!(listed(other.get("/api/alerts").await.json()), 0);
    assert_eq!(listed(own.get("/api/alerts").await.json()), 1);
    let withdrawn = own
        .send(
            "POST",
            "/api/alerts/BE-26-1/withdraw",
            Some(&version),
            &json!({"reason": "found"}),
        )
        .await;
    assert_eq!(withdrawn.status, 200);
    assert_eq!(other.get("/api/alerts/BE-26-1/history").await.status, 404);
    assert_eq!(own.get("/api/alerts/BE-26-1/history").await.status, 200);
}
