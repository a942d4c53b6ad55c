//! The ops door: is it alive, may it be asked, what does it count.
//!
//! Uses `service`. Plain HTTP on loopback only; tells nothing about persons, partners' queries or keys.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use serde_json::Value;
use serde_json::json;

use super::host;
use super::host::Hosts;
use crate::service::Fit;
use crate::service::Part;

/// Renders the metrics in Prometheus' text form; handed in by `server`, which installed the recorder.
pub type Render = Arc<dyn Fn() -> String + Send + Sync>;

/// What this door asks of `server`.
#[derive(Clone)]
pub struct Probes {
    /// The metrics.
    pub render: Render,
    /// Every part of the gateway and how it fares.
    pub parts: Arc<dyn Fn() -> Vec<Part> + Send + Sync>,
}

/// The door's routes.
pub fn router(probes: Probes, hosts: &[String]) -> Router {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        // A page in a browser on this machine must not read this door under a name of its own.
        .layer(middleware::from_fn_with_state(Hosts(hosts.into()), host::check))
        .with_state(probes)
}

async fn readyz(State(probes): State<Probes>) -> Response {
    let parts = (probes.parts)();
    let ready = parts.iter().all(|part| part.fit != Fit::NotReady);
    let shown: Vec<Value> = parts.into_iter().map(shown).collect();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(json!({ "ready": ready, "parts": shown }))).into_response()
}

fn shown(part: Part) -> Value {
    json!({
        "part": part.part,
        "ready": part.fit != Fit::NotReady,
        "warning": part.fit == Fit::Warning,
        "code": part.code,
        "text": part.text,
    })
}

async fn metrics(State(probes): State<Probes>) -> Response {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], (probes.render)()).into_response()
}
