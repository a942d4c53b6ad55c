//! One alert's life as partners and operators see it: changes over the control socket, searches over
//! the partners' door.
//!
//! The clock is moved, never waited for; what a change does must be so when it is acknowledged.

mod command;
mod erasing;
mod instants;
mod life;
mod photos;
mod refusals;
mod retention;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::program;
use crate::support::world::World;

/// An alert about an invented woman of this given name, reviewed in a year.
fn about(world: &World, id: &str, given: &str) -> Value {
    let today = day(world, 0);
    let with = [
        ("category", json!("missing")),
        ("action", json!("report-whereabouts")),
        ("entered", json!(today)),
        ("last_validated", json!(today)),
        ("review_due", json!(day(world, 365))),
    ];
    let person =
        json!({"names": [{"family": "Vandermeulebroucke", "given": given}], "birth_dates": ["1979-08-21"]});
    let mut alert = json!(alerts::alert(id, &with, person));
    // A category that needs no second person: `desk` has those that do.
    alert["subject"]["status"] = json!("missing");
    alert
}

/// The query that finds her, and nobody of another given name as a hit.
fn her(given: &str) -> Value {
    bodies::born(&format!("{given} Vandermeulebroucke"), "1979-08-21")
}

/// A day, counted from the world's today.
fn day(world: &World, days: i64) -> String {
    let now = services_now(world) + jiff::SignedDuration::from_hours(24 * days);
    now.strftime("%Y-%m-%d").to_string()
}

fn services_now(world: &World) -> Timestamp {
    world.services().now()
}

/// A change over the socket: its status and what it says.
async fn change(world: &World, path: &str, body: &Value) -> (u16, Value) {
    program::control(world.home().path(), path, body).await.unwrap()
}

/// A change that must be made, and searches know of when it is acknowledged; its acknowledgement.
async fn changed(world: &World, path: &str, body: &Value) -> Value {
    let (status, reply) = change(world, &format!("{path}?wait=index"), body).await;
    assert_eq!(status, 200, "{path}: {reply}");
    assert_eq!(reply["indexed"], true, "{reply}");
    assert_eq!(reply["version"], reply["position"]);
    reply
}

async fn enter(world: &World, alert: &Value) -> Value {
    changed(world, "/alert", &json!({ "alert": alert })).await
}

/// An answer without what differs from query to query.
fn bare(mut answer: Value) -> Value {
    for field in ["query", "receipt", "index"] {
        assert!(answer.as_object_mut().unwrap().remove(field).is_some(), "{field}");
    }
    answer
}

/// What is answered about somebody who is listed nowhere.
fn none() -> Value {
    json!({"result": "no_hit", "candidates": [], "more": false})
}
