//! Doors that are open and have nothing behind them yet: enrolment.
//!
//! Uses `problem`. Says so in a problem document, so that a caller does not guess.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware;

use super::headers;
use super::headers::Front;
use super::host;
use super::host::Hosts;
use super::meter::Meter;
use super::problem::Problem;
use crate::service::Services;

/// When it is worth looking again: a door is built by an upgrade, not by waiting.
const LATER: Duration = Duration::from_secs(86_400);

/// A router for the door `door` that answers every request with 503 and `not-built`.
pub fn router(services: Arc<Services>, door: &'static str, hosts: &[String]) -> Router {
    let front = Front {
        services,
        meter: Meter::of(door, &[]),
    };
    Router::new()
        .fallback(nothing)
        .layer(middleware::from_fn_with_state(Hosts(hosts.into()), host::check))
        .layer(middleware::from_fn_with_state(front, headers::number))
}

async fn nothing() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "not-built",
        "This door is not in use yet",
        "This version of Lookout has nothing behind this door; the partners' door answers searches.",
    )
    .retry_after(LATER)
}
