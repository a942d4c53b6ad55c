//! The desk door's JSON for alerts: who may do what, versions, two people, pages of other sites; local users.
//!
//! Over the real door with real certificates; the clock is moved, never waited for.

mod changes;
mod imports;
mod lists;
mod photos;
mod roles;
mod staff;
mod two;

use lookout::domain::partner::Role;
use serde_json::Value;
use serde_json::json;

use crate::support::alerts;
use crate::support::callers::Officer;
use crate::support::line::Answer;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::world::World;

/// A member of staff at the desk.
struct Desk(Line);

impl Desk {
    async fn of(officer: &Officer) -> Self {
        let line = Line::open(&officer.tls, officer.doors().desk, Http::Two).await;
        Self(line.unwrap())
    }

    /// An operator for every owner.
    async fn operator(world: &World, id: &str) -> Self {
        Self::of(&world.staff(id, Role::Operator, &[]).await).await
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.0.get(path).await.unwrap()
    }

    /// A change, against a version where one is named, that searches know of when it is acknowledged.
    async fn send(&mut self, method: &str, path: &str, version: Option<&str>, body: &Value) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(version.map(|version| ("if-match", version)));
        let path = format!("{path}?wait=index");
        let sent = self.0.request(method, &path, &headers, body.to_string()).await;
        sent.unwrap()
    }

    /// A picture to be added to an alert against a version; `said` is the query part.
    async fn add(&mut self, id: &str, version: &str, said: &str, kind: &str, file: Vec<u8>) -> Answer {
        let path = format!("/api/alerts/{id}/photos?{said}");
        let headers = [("content-type", kind), ("if-match", version)];
        self.0.request("POST", &path, &headers, file).await.unwrap()
    }

    async fn enter(&mut self, alert: &Value) -> Answer {
        self.send("POST", "/api/alerts", None, &json!({ "alert": alert }))
            .await
    }
}

fn tag(answer: &Answer) -> String {
    answer
        .header("etag")
        .unwrap_or_else(|| panic!("no version: {answer:?}"))
        .to_owned()
}

/// An alert that needs no second person.
fn missing(world: &World, id: &str, given: &str) -> Value {
    let mut alert = json!(alerts::alert(
        id,
        &[
            ("category", json!("missing")),
            ("action", json!("report-whereabouts"))
        ],
        json!({"names": [{"family": "Vandermeulebroucke", "given": given}], "birth_dates": ["1979-08-21"]}),
    ));
    alert["subject"]["status"] = json!("missing");
    dated(world, alert)
}

/// An alert that needs two.
fn arrest(world: &World, id: &str, given: &str) -> Value {
    let alert = alerts::alert(
        id,
        &[
            ("legal_basis", json!("warrant 2026/117")),
            ("offence", json!("Armed robbery")),
        ],
        json!({"names": [{"family": "Vandermeulebroucke", "given": given}], "birth_dates": ["1979-08-21"]}),
    );
    dated(world, json!(alert))
}

fn dated(world: &World, mut alert: Value) -> Value {
    for field in ["entered", "last_validated"] {
        alert[field] = json!(day(world, 0));
    }
    alert["review_due"] = json!(day(world, 365));
    alert
}

/// A day, counted from the world's today.
fn day(world: &World, days: i64) -> String {
    let now = world.services().now() + jiff::SignedDuration::from_hours(24 * days);
    now.strftime("%Y-%m-%d").to_string()
}

/// The fields that a refusal of 400 lists.
fn faults(answer: &Answer) -> Vec<String> {
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "malformed"),
        "{answer:?}"
    );
    let problem = answer.json();
    let faults = problem["faults"]
        .as_array()
        .unwrap_or_else(|| panic!("{problem}"))
        .iter();
    let mut fields: Vec<_> = faults
        .map(|fault| fault["field"].as_str().unwrap().to_owned())
        .collect();
    fields.sort_unstable();
    fields
}
