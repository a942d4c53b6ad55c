//! The desk's readings of alerts: one, all, history, and what waits for a second person.
//!
//! Uses `service` and `wire`. A version is an ETag.

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use axum::extract::rejection::PathRejection;
use axum::http::header::ETAG;
use axum::response::IntoResponse;
use axum::response::Response;

use super::guarded::Guarded;
use crate::access::Action;
use crate::access::ConfirmAlerts;
use crate::access::ListAlerts;
use crate::access::Permit;
use crate::access::ReadAlerts;
use crate::domain::ids::AlertId;
use crate::http::alert_query::AlertQuery;
use crate::http::alert_replies;
use crate::http::problem;
use crate::http::problem::Problem;
use crate::service::Refusal;
use crate::service::Services;
use crate::wire::alert_lists::ListReply;
use crate::wire::alert_lists::ProposalsReply;
use crate::wire::alerts::HistoryReply;

/// An alert's id in a path, or what is none.
pub(super) type Id = Result<Path<AlertId>, PathRejection>;

/// The alert that a path names; what is no id names nothing.
pub(super) async fn named<A: Action>(
    services: &Services,
    permit: Permit<A>,
    id: Id,
) -> Result<(Permit<A>, AlertId), Problem> {
    match id {
        Ok(Path(id)) => Ok((permit, id)),
        Err(_) => Err(services.reject(permit, Refusal::NotFound).await.into()),
    }
}

pub(super) async fn list(
    Guarded(permit): Guarded<ListAlerts>,
    State(services): State<Arc<Services>>,
    AlertQuery(query): AlertQuery,
) -> Result<Json<ListReply>, Problem> {
    match query {
        Ok((filter, page)) => Ok(Json(alert_replies::list(
            services.list_alerts(&permit, &filter, page),
        ))),
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}

pub(super) async fn show(
    Guarded(permit): Guarded<ReadAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
) -> Result<Response, Problem> {
    let (permit, id) = named(&services, permit, id).await?;
    let stored = services.show_alert(permit, &id).await?;
    let tag = problem::tag(stored.version);
    let reply = Json(alert_replies::shown(stored, services.now()));
    let mut response = reply.into_response();
    if let Ok(tag) = tag {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

pub(super) async fn history(
    Guarded(permit): Guarded<ReadAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
) -> Result<Json<HistoryReply>, Problem> {
    let (permit, id) = named(&services, permit, id).await?;
    let (changes, more) = services.history(permit, &id).await?;
    Ok(Json(alert_replies::history(id, changes, more)))
}

pub(super) async fn proposals(
    Guarded(permit): Guarded<ListAlerts>,
    State(services): State<Arc<Services>>,
) -> Result<Json<ProposalsReply>, Problem> {
    Ok(Json(alert_replies::proposals(services.proposals(permit).await?)))
}

pub(super) async fn proposal(
    Guarded(permit): Guarded<ConfirmAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
) -> Result<Response, Problem> {
    let (permit, id) = named(&services, permit, id).await?;
    let shown = services.show_proposal(permit, &id).await?;
    let tag = problem::tag(shown.0.position);
    let mut response = Json(alert_replies::whole(shown)).into_response();
    if let Ok(tag) = tag {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}
