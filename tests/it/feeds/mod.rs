//! Feeds through the running node: lists that change, that are cut off, that are not signed; and whose
//! word counts.
//!
//! Everybody is invented. Lists are files in the world's home; the clock is moved, never waited for.

mod bounds;
mod command;
mod crash;
mod hands;
mod life;
mod remote;
mod schedule;
mod second;
mod signed;
mod tls;

use axum::Extension;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use lookout::http;
use lookout::http::Caller;
use serde_json::Value;
use serde_json::json;
use tower::ServiceExt;

use crate::support::program;
use crate::support::world::World;

/// A line about one person of a list.
fn person(id: &str, name: &str, born: &str) -> String {
    json!({"id": id, "schema": "Person", "properties": {"name": [name], "birthDate": [born]}}).to_string()
}

/// A list of these lines.
fn list(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A list of this many persons, numbered from `from` on.
fn many(from: usize, count: usize) -> String {
    let numbers = from..from + count;
    let lines: Vec<String> = numbers
        .map(|number| {
            person(
                &format!("M-{number}"),
                &format!("Person {}", letters(number)),
                "1971",
            )
        })
        .collect();
    list(&lines)
}

/// A number in letters, so that it may be a name.
fn letters(mut number: usize) -> String {
    let mut text = String::new();
    for _ in 0..4 {
        text.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    text
}

/// Writes a list into the world's home; its path.
fn write(world: &World, name: &str, text: &str) -> String {
    let path = world.home().path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn mapping(prefix: &str, category: &str, action: &str) -> Value {
    json!({
        "category": category, "action": action, "owner": "XX-LIST", "handling": "H1", "visibility": "all",
        "status": "other", "prefix": prefix, "review": 365,
    })
}

/// A feed of persons about whom is only informed.
fn feed(id: &str, path: &str) -> Value {
    json!({
        "id": id,
        "source": {"type": "file", "path": path},
        "reading": {"format": "ftm", "mapping": mapping(id, "information", "inform-owner")},
    })
}

/// Something asked over the socket's routes by a user of this number.
async fn by(world: &World, user: u32, path: &str, body: &Value) -> (u16, Value) {
    let router = http::control(world.services().clone()).layer(Extension(Caller(user)));
    let request = Request::post(path)
        .header("host", "localhost")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap())
}

/// The same by the one user of most tests.
async fn post(world: &World, path: &str, body: &Value) -> (u16, Value) {
    by(world, 1000, path, body).await
}

/// Registers a feed; its version.
async fn put(world: &World, feed: &Value) -> u64 {
    let (status, reply) = post(world, "/feeds", &json!({ "feed": feed })).await;
    assert_eq!(status, 200, "{reply}");
    reply["position"].as_u64().unwrap()
}

/// Runs a feed; its report.
async fn run_asking(world: &World, id: &str, ask: &Value) -> Value {
    let (status, reply) = post(world, &format!("/feeds/{id}/run"), ask).await;
    assert_eq!(status, 200, "{reply}");
    world.settled().await;
    reply
}

async fn run(world: &World, id: &str) -> Value {
    run_asking(world, id, &json!({})).await["run"].clone()
}

/// How a run ended: its word, and its reason where it failed.
fn outcome(run: &Value) -> String {
    let outcome = &run["outcome"];
    let reason = outcome["reason"]
        .as_str()
        .unwrap_or(outcome["how"].as_str().unwrap());
    reason.to_owned()
}

/// New, changed, unchanged and gone.
fn counts(run: &Value) -> [u64; 4] {
    ["new", "changed", "unchanged", "gone"].map(|name| run["counts"][name].as_u64().unwrap())
}

fn count(run: &Value, name: &str) -> u64 {
    run["counts"][name].as_u64().unwrap()
}

/// A feed as the node shows it.
async fn shown(world: &World, id: &str) -> Value {
    let (status, reply) = program::shown(world.home().path(), &format!("/feeds/{id}")).await;
    assert_eq!(status, 200, "{reply}");
    reply
}

/// An alert as it stands; none when there is none.
async fn alert(world: &World, id: &str) -> Option<Value> {
    let (status, reply) = program::shown(world.home().path(), &format!("/alert/{id}")).await;
    (status == 200).then(|| reply["alert"].clone())
}

/// How many alerts stand.
fn standing(world: &World) -> usize {
    world.services().state().alerts().len()
}
