//! Hits: reported and followed at the partners' door, worked on over the control socket.
//!
//! Uses `claim`, `service`, `wire`. Each handler reads, calls one use case, writes.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::routing::post;

use super::admitted::Admitted;
use super::body;
use super::claim::Claimed;
use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use super::control::read;
use super::problem::Problem;
use crate::access::AnswerHits;
use crate::access::ReadHits;
use crate::access::ReadOwnHit;
use crate::access::ReportHit;
use crate::domain::hit::Hit;
use crate::domain::hit::HitChange;
use crate::domain::ids::HitId;
use crate::domain::query::Requester;
use crate::service::Met;
use crate::service::Refusal;
use crate::service::Services;
use crate::wire;

pub(super) async fn report(
    Admitted(permit): Admitted<ReportHit>,
    State(services): State<Arc<Services>>,
    Claimed(named): Claimed,
    request: Request,
) -> Result<(StatusCode, Json<wire::HitReply>), Problem> {
    let named = match named {
        Ok(named) => named,
        Err(refusal) => return Err(services.reject(permit, refusal).await.into()),
    };
    let wait = services.config().connections.body;
    let read = body::read::<wire::Object<wire::HitRequest>>(request, body::MAX_BODY, wait).await;
    let wire::Object(told) = match read {
        Ok(told) => told,
        Err(fault) => return Err(services.reject(permit, Refusal::Malformed(fault)).await.into()),
    };
    let met = Met {
        time: told.time,
        place: told.place,
        done: told.done,
        priority: told.priority,
        requester: Requester {
            user: told.requester.user,
            unit: told.requester.unit,
        },
        note: told.note,
    };
    let hit = services.report_hit(permit, named.claim, met).await?;
    Ok((StatusCode::CREATED, Json(hit.into())))
}

pub(super) async fn own(
    Admitted(permit): Admitted<ReadOwnHit>,
    State(services): State<Arc<Services>>,
    path: Result<Path<HitId>, axum::extract::rejection::PathRejection>,
) -> Result<Json<wire::HitReply>, Problem> {
    match path {
        Ok(Path(id)) => Ok(Json(services.own_hit(permit, &id).await?.into())),
        Err(_) => Err(services.reject(permit, Refusal::NotFound).await.into()),
    }
}

/// `/hits` on the control socket.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/hits", get(open))
        .route("/hits/all", get(all))
        .route("/hit/{hit}", get(show))
        .route("/hit/{hit}/acknowledge", post(acknowledge))
        .route("/hit/{hit}/answer", post(answer))
}

async fn open(services: State<Arc<Services>>, caller: Extension<Caller>) -> Reply<Vec<Hit>> {
    list(services, caller, true).await
}

async fn all(services: State<Arc<Services>>, caller: Extension<Caller>) -> Reply<Vec<Hit>> {
    list(services, caller, false).await
}

async fn list(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    only_open: bool,
) -> Reply<Vec<Hit>> {
    let permit = permit::<ReadHits>(&services, caller).await?;
    Ok(Json(services.hits(permit, only_open).await?))
}

async fn show(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<HitId>,
) -> Reply<Hit> {
    let permit = permit::<ReadHits>(&services, caller).await?;
    Ok(Json(services.show_hit(permit, &id).await?))
}

async fn acknowledge(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<HitId>,
    request: Request,
) -> Reply<Hit> {
    let (permit, fields) = read::<AnswerHits, wire::AcknowledgeFields>(&services, caller, request).await?;
    let done = services.acknowledge_hit(permit, &id, fields.by, fields.note);
    Ok(Json(done.await?))
}

async fn answer(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<HitId>,
    request: Request,
) -> Reply<Hit> {
    let (permit, fields) = read::<AnswerHits, wire::AnswerFields>(&services, caller, request).await?;
    let answer = HitChange::Answered {
        answer: fields.answer,
        note: fields.note,
    };
    Ok(Json(services.answer_hit(permit, &id, answer).await?))
}
