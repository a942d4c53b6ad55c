//! The control socket's part for the log: what it shows, and another filter for it.
//!
//! Uses `service` and `wire`. A process that has no log of its own, such as a command that took the
//! home to itself, has none to change.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;

use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use super::control::read;
use crate::access::ManageLog;
use crate::service::LogFilter;
use crate::service::Refusal;
use crate::service::Services;
use crate::wire::control;

/// The log of the process that serves the socket.
#[derive(Clone)]
pub struct ProcessLog(pub Arc<dyn LogFilter>);

/// `/log`.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new().route("/log", get(show).post(set))
}

async fn show(log: Option<Extension<ProcessLog>>) -> Json<control::LogReply> {
    Json(control::LogReply {
        filter: log.and_then(|Extension(ProcessLog(log))| log.show()),
        before: None,
    })
}

async fn set(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    log: Option<Extension<ProcessLog>>,
    request: Request,
) -> Reply<control::LogReply> {
    let Some(Extension(ProcessLog(log))) = log else {
        let permit = permit::<ManageLog>(&services, caller).await?;
        return Err(services.reject(permit, Refusal::NotFound).await.into());
    };
    let (permit, fields) = read::<ManageLog, control::LogFields>(&services, caller, request).await?;
    let before = services.set_log_filter(permit, &fields.filter, &*log).await?;
    Ok(Json(control::LogReply {
        filter: log.show(),
        before: Some(before),
    }))
}
