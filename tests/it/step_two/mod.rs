//! Step two: after a hit, the alert in full as far as the profile goes, its photographs, and the report
//! of what was done.
//!
//! Everything over the partners' door of the real server; the clock is moved, never waited for.

mod details;
mod gate;
mod hits;
mod photos;
mod timing;

use axum::http::HeaderMap;
use serde_json::Value;
use serde_json::json;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::callers::Partner;
use crate::support::line::Answer;
use crate::support::line::Http;
use crate::support::world::World;

/// An alert with something in each of its fields; linked to one for everybody and one for the French.
const WHOLE: &str = "BE-26-000900";

async fn with_whole(world: &World) {
    let with = [
        ("legal_basis", json!("European arrest warrant 2026/17")),
        ("offence", json!("armed robbery")),
        ("links", json!([alerts::WANTED, alerts::ONLY_FRENCH])),
        ("source", json!("SIS-0042")),
        ("expires", json!("2046-01-01")),
    ];
    let person = json!({
        "names": [{"family": "Quaghebeur", "given": "Leopoldine"}, {"type": "maiden", "family": "Roelandts"}],
        "birth_dates": ["1984-04-09"], "sex": "F", "nationalities": ["BE"],
        "birth_places": [{"town": "Ieper", "country": "BE"}],
        "documents": [{"type": "passport", "number": "QX7654399", "country": "BE"}],
        "description": "scar on the left hand",
    });
    world.import(vec![alerts::alert(WHOLE, &with, person)]).await;
}

fn her() -> Value {
    bodies::born("Leopoldine Quaghebeur", "1984-04-09")
}

/// The number of a query of this partner that has returned an alert.
async fn returned(partner: &Partner, body: &Value, alert: &str) -> String {
    let answer = partner.found(body).await;
    let mut found = answer["candidates"].as_array().unwrap().iter();
    assert!(found.any(|candidate| candidate["alert"] == alert), "{answer}");
    answer["query"].as_str().unwrap().to_owned()
}

fn path(alert: &str, query: &str) -> String {
    format!("/v1/alerts/{alert}?query={query}")
}

async fn get(partner: &Partner, path: &str) -> Answer {
    partner.line(Http::Two).await.get(path).await.unwrap()
}

/// An answer without what is its own: the number of the request, and what is left of the rate.
fn told(answer: &Answer) -> (u16, HeaderMap, Vec<u8>) {
    let mut headers = answer.headers.clone();
    for own in ["x-request-id", "ratelimit", "date"] {
        headers.remove(own);
    }
    (answer.status, headers, answer.bytes.to_vec())
}
