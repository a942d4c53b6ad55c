//! The desk's changes of alerts, each against the version that `If-Match` names.
//!
//! Uses `service` and `wire`. Bodies are read with all their faults, which the use case tells together
//! with its own.

use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::http::header::IF_MATCH;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::alerts::Id;
use super::alerts::named;
use super::guarded::Guarded;
use crate::access::Action;
use crate::access::ConfirmAlerts;
use crate::access::Permit;
use crate::access::WriteAlerts;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::http::alert_replies;
use crate::http::faults;
use crate::http::problem;
use crate::http::problem::Problem;
use crate::http::wait::Wait;
use crate::service::Changed;
use crate::service::Correction;
use crate::service::Fault;
use crate::service::NewAlert;
use crate::service::Offered;
use crate::service::Refusal;
use crate::service::Services;
use crate::service::Target;
use crate::wire::alerts::EndFields;
use crate::wire::alerts::EnterFields;
use crate::wire::alerts::ExtendFields;
use crate::wire::alerts::HideFields;
use crate::wire::alerts::PutFields;

/// Most bytes of one alert: its lists are bounded, and 200 characters may be 800 bytes.
const MAX_ALERT: usize = 128 << 10;

/// What was done: 202 where it waits for a second person.
async fn done(services: &Services, wait: Wait, id: AlertId, changed: Changed, made: StatusCode) -> Response {
    let place = format!("/api/alerts/{id}");
    let reply = alert_replies::changed(services, wait, id, changed).await;
    told(&place, "", &changed, made, reply)
}

/// The same of something new below its alert.
pub(super) fn added(id: &AlertId, below: &str, changed: &Changed, reply: impl Serialize) -> Response {
    let place = format!("/api/alerts/{id}");
    told(&place, below, changed, StatusCode::CREATED, reply)
}

fn told(alert: &str, below: &str, changed: &Changed, made: StatusCode, reply: impl Serialize) -> Response {
    let (status, below) = if changed.waits {
        (StatusCode::ACCEPTED, "/proposal")
    } else {
        (made, below)
    };
    let (place, tag) = (format!("{alert}{below}"), problem::tag(changed.version));
    let mut response = (status, Json(reply)).into_response();
    if let Ok(tag) = tag {
        response.headers_mut().insert(ETAG, tag);
    }
    if let (StatusCode::CREATED | StatusCode::ACCEPTED, Ok(place)) = (status, HeaderValue::from_str(&place)) {
        response.headers_mut().insert(LOCATION, place);
    }
    response
}

/// The one version that `If-Match` names: a strong tag, such as `"1207"`.
fn version(headers: &HeaderMap) -> Result<Position, Refusal> {
    let mut values = headers.get_all(IF_MATCH).iter();
    let (value, more) = (values.next(), values.next());
    let Some(value) = value else {
        return Err(Refusal::NoVersion);
    };
    let quoted = value.to_str().ok().map(str::trim);
    let bare = quoted.and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    let digits = bare.filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let number = digits.and_then(|text| text.parse().ok());
    number.filter(|_| more.is_none()).map(Position).ok_or_else(|| {
        let rule = "must be one ETag as the alert was answered with, such as \"1207\"";
        Refusal::Malformed(Fault::field("if-match", rule))
    })
}

/// What is waited for, and a body with all its faults.
async fn offered<A: Action, T: DeserializeOwned>(
    services: &Services,
    permit: Permit<A>,
    request: Request,
) -> Result<(Permit<A>, Wait, Offered<T>), Problem> {
    let (permit, wait) = Wait::read(services, permit, request.uri().query()).await?;
    let longest = services.config().connections.body;
    let (permit, offered) = faults::offered(services, permit, request, MAX_ALERT, longest).await?;
    Ok((permit, wait, offered))
}

/// The alert and the version that a request is about.
pub(super) async fn target<A: Action>(
    services: &Services,
    permit: Permit<A>,
    id: Id,
    headers: &HeaderMap,
) -> Result<(Permit<A>, AlertId, Position), Problem> {
    let (permit, id) = named(services, permit, id).await?;
    match version(headers) {
        Ok(version) => Ok((permit, id, version)),
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}

/// The same with fields in the body, which do not name a version as well.
async fn fields<T: DeserializeOwned>(
    services: &Services,
    permit: Permit<WriteAlerts>,
    id: Id,
    request: Request,
    named: fn(&T) -> Option<Position>,
) -> Result<(Permit<WriteAlerts>, Wait, Target, T), Problem> {
    let (permit, id, version) = target(services, permit, id, request.headers()).await?;
    let (permit, wait, offered) = offered::<_, T>(services, permit, request).await?;
    let whole = offered.whole_or_faults().and_then(|fields| match named(&fields) {
        None => Ok(fields),
        Some(_) => {
            let rule = "must be left out: If-Match names it";
            Err(Refusal::Faulty(vec![Fault::field("version", rule)]))
        }
    });
    let target = Target {
        id,
        version: Some(version),
    };
    match whole {
        Ok(fields) => Ok((permit, wait, target, fields)),
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}

pub(super) async fn enter(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, wait, offered) = offered::<_, EnterFields>(&services, permit, request).await?;
    let new = offered.map(|fields| NewAlert {
        alert: fields.alert,
        not_before: fields.not_before,
        reason: fields.reason,
    });
    let (id, changed) = services.enter(permit, new).await?;
    Ok(done(&services, wait, id, changed, StatusCode::CREATED).await)
}

pub(super) async fn correct(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, id, version) = target(&services, permit, id, request.headers()).await?;
    let (permit, wait, offered) = offered::<_, PutFields>(&services, permit, request).await?;
    let right = offered.map(|fields| Correction {
        alert: fields.alert,
        version,
        reason: fields.reason,
    });
    let changed = services.correct(permit, id.clone(), right).await?;
    Ok(done(&services, wait, id, changed, StatusCode::OK).await)
}

pub(super) async fn extend(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let named = |fields: &ExtendFields| fields.version;
    let (permit, wait, target, fields) = fields(&services, permit, id, request, named).await?;
    let id = target.id.clone();
    let changed = services.extend(permit, target, fields.review_due, fields.reason);
    Ok(done(&services, wait, id, changed.await?, StatusCode::OK).await)
}

pub(super) async fn hide(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let named = |fields: &HideFields| fields.version;
    let (permit, wait, target, fields) = fields(&services, permit, id, request, named).await?;
    let id = target.id.clone();
    let changed = services.hide(permit, target, fields.until, fields.reason);
    Ok(done(&services, wait, id, changed.await?, StatusCode::OK).await)
}

pub(super) async fn unhide(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, wait, target, fields) = fields(&services, permit, id, request, end).await?;
    let id = target.id.clone();
    let changed = services.unhide(permit, target, fields.reason).await?;
    Ok(done(&services, wait, id, changed, StatusCode::OK).await)
}

pub(super) async fn withdraw(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, wait, target, fields) = fields(&services, permit, id, request, end).await?;
    let id = target.id.clone();
    let changed = services.withdraw(permit, target, fields.reason).await?;
    Ok(done(&services, wait, id, changed, StatusCode::OK).await)
}

pub(super) async fn reject(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, wait, target, fields) = fields(&services, permit, id, request, end).await?;
    let id = target.id.clone();
    let changed = services.reject_proposal(permit, target, fields.reason).await?;
    Ok(done(&services, wait, id, changed, StatusCode::OK).await)
}

/// Needs no field: `{}`, so that it is JSON and no form of another site's.
pub(super) async fn confirm(
    Guarded(permit): Guarded<ConfirmAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, id, version) = target(&services, permit, id, request.headers()).await?;
    let (permit, wait, offered) = offered::<_, Nothing>(&services, permit, request).await?;
    let permit = match offered.whole_or_faults() {
        Ok(Nothing {}) => permit,
        Err(refusal) => return Err(services.reject(permit, refusal).await.into()),
    };
    let changed = services.confirm(permit, id.clone(), version).await?;
    Ok(done(&services, wait, id, changed, StatusCode::OK).await)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

const fn end(fields: &EndFields) -> Option<Position> {
    fields.version
}
