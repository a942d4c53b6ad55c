//! The control socket's part for lists of alerts, and for what waits for a second person.
//!
//! Uses `service` and `wire`.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::alert_query::AlertQuery;
use super::alert_replies;
use super::alerts;
use super::control::Caller;
use super::control::Reply;
use super::control::body_of;
use super::control::permit;
use super::wait::Wait;
use crate::access::ConfirmAlerts;
use crate::access::ListAlerts;
use crate::domain::ids::AlertId;
use crate::service::Services;
use crate::wire::alert_lists::ListReply;
use crate::wire::alert_lists::ProposalReply;
use crate::wire::alert_lists::ProposalsReply;
use crate::wire::alerts::ChangedReply;
use crate::wire::alerts::ConfirmFields;
use crate::wire::alerts::EndFields;

/// `/alerts`, `/proposals` and what is done with one.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/alerts", get(list))
        .route("/proposals", get(proposals))
        .route("/alert/{alert}/proposal", get(proposal))
        .route("/alert/{alert}/confirm", post(confirm))
        .route("/alert/{alert}/reject", post(reject))
}

async fn list(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    AlertQuery(query): AlertQuery,
) -> Reply<ListReply> {
    let permit = permit::<ListAlerts>(&services, caller).await?;
    match query {
        Ok((filter, page)) => Ok(Json(alert_replies::list(
            services.list_alerts(&permit, &filter, page),
        ))),
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}

async fn proposals(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
) -> Reply<ProposalsReply> {
    let permit = permit::<ListAlerts>(&services, caller).await?;
    Ok(Json(alert_replies::proposals(services.proposals(permit).await?)))
}

async fn proposal(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
) -> Reply<ProposalReply> {
    let permit = permit::<ConfirmAlerts>(&services, caller).await?;
    Ok(Json(alert_replies::whole(
        services.show_proposal(permit, &id).await?,
    )))
}

async fn confirm(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<ChangedReply> {
    let permit = permit::<ConfirmAlerts>(&services, caller).await?;
    let (permit, wait) = Wait::read(&services, permit, request.uri().query()).await?;
    let (permit, fields) = body_of::<_, ConfirmFields>(&services, permit, request).await?;
    let done = services.confirm(permit, id.clone(), fields.version).await?;
    alerts::changed(&services, wait, id, done).await
}

async fn reject(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<ChangedReply> {
    let (permit, wait, fields) = alerts::fields::<EndFields>(&services, caller, request).await?;
    let target = alerts::target(&id, fields.version);
    let done = services.reject_proposal(permit, target, fields.reason).await?;
    alerts::changed(&services, wait, id, done).await
}
