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
use serde_json::json;

use super::host;
use super::host::Hosts;
use crate::service::Services;

/// Renders the metrics in Prometheus' text form; handed in by `server`, which installed the recorder.
pub type Render = Arc<dyn Fn() -> String + Send + Sync>;

#[derive(Clone)]
struct Ops {
    services: Arc<Services>,
    render: Render,
}

/// The door's routes.
pub fn router(services: Arc<Services>, render: Render, hosts: &[String]) -> Router {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        // A page in a browser on this machine must not read this door under a name of its own.
        .layer(middleware::from_fn_with_state(Hosts(hosts.into()), host::check))
        .with_state(Ops { services, render })
}

async fn readyz(State(ops): State<Ops>) -> Response {
    match ops.services.ready() {
        Ok(()) => Json(json!({ "ready": true, "reasons": [] })).into_response(),
        Err(reason) => {
            let reasons = json!([{ "code": reason.code(), "text": reason.to_string() }]);
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({ "ready": false, "reasons": reasons })),
            )
                .into_response()
        }
    }
}

async fn metrics(State(ops): State<Ops>) -> Response {
    ops.services.gauge();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], (ops.render)()).into_response()
}
