//! The control socket's part for the erasure of an alert.
//!
//! Uses `service` and `wire`. Its own file, since erasing takes another permit than changing.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use super::control::read;
use crate::access::EraseAlerts;
use crate::access::ReadAlerts;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::service::Left;
use crate::service::Services;
use crate::service::Target;
use crate::wire::erasing::EraseFields;
use crate::wire::erasing::ErasedReply;
use crate::wire::erasing::LeftReply;

/// `/alert/{alert}/erase` and `/erasures/{position}`.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/alert/{alert}/erase", post(erase))
        .route("/erasures/{position}", get(left))
}

async fn erase(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<ErasedReply> {
    let (permit, fields) = read::<EraseAlerts, EraseFields>(&services, caller, request).await?;
    let target = Target {
        id: id.clone(),
        version: fields.version,
    };
    let erased = services.erase(permit, target, fields.reason).await?;
    Ok(Json(ErasedReply {
        alert: id,
        position: erased.position,
        left: words(erased.left),
    }))
}

async fn left(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(position): Path<u64>,
) -> Reply<LeftReply> {
    let permit = permit::<ReadAlerts>(&services, caller).await?;
    let position = Position(position);
    let left = services.still_left(permit, position).await;
    Ok(Json(LeftReply {
        position,
        left: words(left),
    }))
}

fn words(left: Left) -> Vec<String> {
    let places = [
        (left.journal, "journal"),
        (left.state, "state"),
        (left.index, "index"),
        (left.photos, "photos"),
    ];
    let left = places.into_iter().filter(|(left, _)| *left);
    left.map(|(_, place)| place.to_owned()).collect()
}
