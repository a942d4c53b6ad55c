//! The control socket's part for the life of one alert.
//!
//! Uses `service` and `wire`. Bodies are read with all their faults, which the use case tells together
//! with its own.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::alert_replies;
use super::control::Caller;
use super::control::MAX_BATCH;
use super::control::Reply;
use super::control::WAIT;
use super::control::permit;
use super::faults;
use super::problem::Problem;
use super::wait::Wait;
use crate::access::Permit;
use crate::access::ReadAlerts;
use crate::access::WriteAlerts;
use crate::domain::ids::AlertId;
use crate::service::Changed;
use crate::service::Comes;
use crate::service::Correction;
use crate::service::NewAlert;
use crate::service::Offered;
use crate::service::Services;
use crate::service::Target;
use crate::wire::alerts;

/// `/alert` and `/alerts/due`.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/alert", post(enter))
        .route("/alert/{alert}", get(show))
        .route("/alert/{alert}/correct", post(correct))
        .route("/alert/{alert}/extend", post(extend))
        .route("/alert/{alert}/hide", post(hide))
        .route("/alert/{alert}/unhide", post(unhide))
        .route("/alert/{alert}/withdraw", post(withdraw))
        .route("/alert/{alert}/history", get(history))
        .route("/alerts/due/{until}", get(due))
}

/// Reads what is waited for, and a body with all its faults.
async fn offered<T: DeserializeOwned>(
    services: &Services,
    caller: Caller,
    request: Request,
) -> Result<(Permit<WriteAlerts>, Wait, Offered<T>), Problem> {
    let permit = permit::<WriteAlerts>(services, caller).await?;
    let (permit, wait) = Wait::read(services, permit, request.uri().query()).await?;
    let (permit, offered) = faults::offered(services, permit, request, MAX_BATCH, WAIT).await?;
    Ok((permit, wait, offered))
}

/// The same where the use case has nothing to say of the form.
pub(super) async fn fields<T: DeserializeOwned>(
    services: &Services,
    caller: Caller,
    request: Request,
) -> Result<(Permit<WriteAlerts>, Wait, T), Problem> {
    let (permit, wait, offered) = offered::<T>(services, caller, request).await?;
    match offered.whole_or_faults() {
        Ok(fields) => Ok((permit, wait, fields)),
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}

async fn enter(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<alerts::ChangedReply> {
    let (permit, wait, offered) = offered::<alerts::EnterFields>(&services, caller, request).await?;
    let new = offered.map(|fields| NewAlert {
        alert: fields.alert,
        not_before: fields.not_before,
        reason: fields.reason,
    });
    let (id, done) = services.enter(permit, new).await?;
    changed(&services, wait, id, done).await
}

async fn correct(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<alerts::ChangedReply> {
    let (permit, wait, offered) = offered::<alerts::CorrectFields>(&services, caller, request).await?;
    let right = offered.map(|fields| Correction {
        alert: fields.alert,
        version: fields.version,
        reason: fields.reason,
    });
    let done = services.correct(permit, id.clone(), right).await?;
    changed(&services, wait, id, done).await
}

async fn extend(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<alerts::ChangedReply> {
    let (permit, wait, fields) = fields::<alerts::ExtendFields>(&services, caller, request).await?;
    let target = target(&id, fields.version);
    let done = services.extend(permit, target, fields.review_due, fields.reason);
    changed(&services, wait, id, done.await?).await
}

async fn hide(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<alerts::ChangedReply> {
    let (permit, wait, fields) = fields::<alerts::HideFields>(&services, caller, request).await?;
    let done = services.hide(permit, target(&id, fields.version), fields.until, fields.reason);
    changed(&services, wait, id, done.await?).await
}

async fn unhide(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<alerts::ChangedReply> {
    let (permit, wait, fields) = fields::<alerts::EndFields>(&services, caller, request).await?;
    let done = services.unhide(permit, target(&id, fields.version), fields.reason);
    changed(&services, wait, id, done.await?).await
}

async fn withdraw(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<alerts::ChangedReply> {
    let (permit, wait, fields) = fields::<alerts::EndFields>(&services, caller, request).await?;
    let done = services.withdraw(permit, target(&id, fields.version), fields.reason);
    changed(&services, wait, id, done.await?).await
}

/// The acknowledgement of a change, after the wait.
pub(super) async fn changed(
    services: &Services,
    wait: Wait,
    id: AlertId,
    done: Changed,
) -> Reply<alerts::ChangedReply> {
    Ok(Json(alert_replies::changed(services, wait, id, done).await))
}

pub(super) fn target(id: &AlertId, version: Option<crate::domain::ids::Position>) -> Target {
    let id = id.clone();
    Target { id, version }
}

async fn show(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
) -> Reply<alerts::AlertReply> {
    let permit = permit::<ReadAlerts>(&services, caller).await?;
    let stored = services.show_alert(permit, &id).await?;
    Ok(Json(alert_replies::shown(stored, services.now())))
}

async fn history(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
) -> Reply<alerts::HistoryReply> {
    let permit = permit::<ReadAlerts>(&services, caller).await?;
    let (changes, more) = services.history(permit, &id).await?;
    Ok(Json(alert_replies::history(id, changes, more)))
}

async fn due(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(until): Path<Date>,
) -> Reply<alerts::DueReply> {
    let permit = permit::<ReadAlerts>(&services, caller).await?;
    let (due, more) = services.due(permit, until);
    let reply = |due: crate::service::Due| alerts::DueAlertReply {
        alert: due.alert,
        owner: due.owner,
        category: due.category,
        comes: match due.comes {
            Comes::Review => "review",
            Comes::End => "end",
        }
        .to_owned(),
        last_day: due.last_day,
        within: due.horizon.word().to_owned(),
    };
    Ok(Json(alerts::DueReply {
        until,
        alerts: due.into_iter().map(reply).collect(),
        more,
    }))
}
