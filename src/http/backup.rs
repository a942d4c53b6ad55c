//! The control socket's part for backups: that one is about to be taken is recorded first.
//!
//! Uses `service` and `wire`.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::post;

use super::control::Caller;
use super::control::Reply;
use super::control::read;
use crate::access::TakeBackup;
use crate::service::Services;
use crate::wire::maintenance;

/// `/backups`.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new().route("/backups", post(allow))
}

async fn allow(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<maintenance::AllowedReply> {
    let (permit, asked) = read::<TakeBackup, maintenance::BackupFields>(&services, caller, request).await?;
    services.allow_backup(permit, &asked.to, asked.keys).await?;
    Ok(Json(maintenance::AllowedReply {
        journal: services.positions().journal,
    }))
}
