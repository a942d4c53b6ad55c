//! Lists of alerts: filters, pages, and the contract.

use lookout::http::DESK_ROUTES;
use serde_json::Value;
use serde_json::json;

use super::Desk;
use super::day;
use super::faults;
use super::missing;
use super::tag;
use crate::support::world::World;

fn ids(page: &Value) -> Vec<&str> {
    let alerts = page["alerts"].as_array().unwrap().iter();
    alerts.map(|listed| listed["alert"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_are_listed_by_owner_category_standing_and_last_day_without_a_name() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let mut soon = missing(&world, "A-SOON", "Anna");
    soon["review_due"] = json!(day(&world, 3));
    let mut other = missing(&world, "A-OTHER", "Berta");
    other["owner"] = json!("NL-POL");
    other["category"] = json!("warning");
    other["action"] = json!("inform-owner");
    let mut draft = missing(&world, "A-DRAFT", "Carla");
    draft["validity"] = json!("draft");
    for alert in [&soon, &other, &draft, &missing(&world, "A-HIDDEN", "Dora")] {
        let entered = desk.enter(alert).await;
        assert_eq!(entered.status, 201, "{entered:?}");
        if alert["id"] == "A-HIDDEN" {
            let until = (world.services().now() + jiff::SignedDuration::from_hours(24 * 10)).to_string();
            let hide = json!({"until": until, "reason": "operation"});
            desk.send("POST", "/api/alerts/A-HIDDEN/hide", Some(&tag(&entered)), &hide)
                .await;
        }
    }
    let until = format!("until={}", day(&world, 3));
    for (query, wanted) in [
        ("", &["A-SOON", "A-OTHER", "A-DRAFT", "A-HIDDEN"][..]),
        ("owner=NL-POL", &["A-OTHER"]),
        ("category=missing", &["A-SOON", "A-DRAFT", "A-HIDDEN"]),
        ("state=in-force", &["A-SOON", "A-OTHER"]),
        ("state=hidden", &["A-HIDDEN"]),
        ("state=held", &["A-DRAFT"]),
        ("state=lapsed", &[]),
        (until.as_str(), &["A-SOON"]),
        ("category=missing&state=hidden&owner=BE-FEDPOL", &["A-HIDDEN"]),
    ] {
        let page = desk.get(&format!("/api/alerts?{query}")).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert_eq!(ids(&page.json()), wanted, "{query}");
        assert!(!page.json().to_string().contains("Vandermeulebroucke"));
    }
    // The clock alone moves them.
    world.clock.forward_days(4);
    for (state, wanted) in [("lapsed", &["A-SOON"][..]), ("hidden", &["A-HIDDEN"])] {
        assert_eq!(
            ids(&desk.get(&format!("/api/alerts?state={state}")).await.json()),
            wanted
        );
    }
    world.clock.forward_days(7);
    assert_eq!(
        ids(&desk.get("/api/alerts?state=in-force").await.json()),
        ["A-OTHER", "A-HIDDEN"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_bounded_and_lead_through_all_of_it_once() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let all: Vec<String> = (0..11).map(|number| format!("A-{number}")).collect();
    let alerts = all
        .iter()
        .map(|id| serde_json::from_value(missing(&world, id, "Anna")).unwrap());
    world.import(alerts.collect()).await;
    let mut seen: Vec<String> = Vec::new();
    let mut query = "/api/alerts?limit=4".to_owned();
    for expected in [4, 4, 3] {
        let page = desk.get(&query).await.json();
        assert_eq!(ids(&page).len(), expected);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => query = format!("/api/alerts?limit=4&after={next}"),
            None => assert_eq!(expected, 3),
        }
    }
    assert_eq!(seen, all);
    let wrong = desk
        .get("/api/alerts?limit=201&state=x&category=Achterberg&Achterberg=1")
        .await;
    assert_eq!(faults(&wrong), ["", "category", "limit", "state"]);
    assert!(!wrong.json().to_string().contains("Achterberg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desks_contract_names_every_route_and_no_other() {
    let world = World::empty(&[]).await;
    let contract = Desk::operator(&world, "op-1")
        .await
        .get("/api/openapi.json")
        .await
        .json();
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut named = Vec::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            named.push((method.to_uppercase(), path.clone()));
            for response in operation["responses"].as_object().unwrap().values() {
                assert!(response["description"].is_string(), "{method} {path}");
            }
        }
    }
    let mut routes: Vec<_> = DESK_ROUTES
        .iter()
        .map(|(m, p)| ((*m).to_owned(), (*p).to_owned()))
        .collect();
    named.sort_unstable();
    routes.sort_unstable();
    assert_eq!(named, routes);
}
