//! The control socket's part for the clock: what is thought of it, and somebody who says that it is right.
//!
//! Uses `service` and `wire`.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use crate::access::ManageClock;
use crate::service::ClockStanding;
use crate::service::Services;
use crate::service::Trust;
use crate::wire::clock::ClockReply;

/// `/clock` and what is below it.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/clock", get(show))
        .route("/clock/confirm", post(confirm))
}

async fn show(State(services): State<Arc<Services>>) -> Json<ClockReply> {
    Json(told(&services.clock_standing()))
}

async fn confirm(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
) -> Reply<ClockReply> {
    let permit = permit::<ManageClock>(&services, caller).await?;
    Ok(Json(told(&services.confirm_clock(permit).await?)))
}

fn told(standing: &ClockStanding) -> ClockReply {
    let (step, rest) = match standing.trust {
        Trust::Believed => (None, None),
        Trust::Doubted { step, rest } => (Some(step.as_secs()), Some(rest.as_secs())),
    };
    ClockReply {
        now: standing.now,
        step_seconds: step,
        rest_seconds: rest,
        behind_seconds: standing.behind.map(|behind| behind.by.as_secs().unsigned_abs()),
        last_record: standing.last,
    }
}
