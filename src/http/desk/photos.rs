//! The desk's part for photographs of alerts: shown, and added by a correction.
//!
//! Uses `service` and `wire`. The body is the picture, which no form of another site's can be.

use std::sync::Arc;

use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::extract::rejection::PathRejection;
use axum::response::Response;

use super::alerts::Id;
use super::changes;
use super::guarded::Guarded;
use crate::access::ReadAlerts;
use crate::access::WriteAlerts;
use crate::domain::ids::AlertId;
use crate::domain::photo::PhotoHash;
use crate::http::alert_replies;
use crate::http::photo_body;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::wait::Wait;
use crate::service::Fault;
use crate::service::Refusal;
use crate::service::Services;
use crate::service::Target;
use crate::wire::photos::AddedReply;

pub(super) async fn show(
    Guarded(permit): Guarded<ReadAlerts>,
    State(services): State<Arc<Services>>,
    named: Result<Path<(AlertId, PhotoHash)>, PathRejection>,
) -> Result<Response, Problem> {
    match named {
        Ok(Path((id, hash))) => {
            let shown = services.show_photo(permit, &id, hash).await?;
            Ok(reply::picture(shown.kind, shown.file))
        }
        Err(_) => Err(services.reject(permit, Refusal::NotFound).await.into()),
    }
}

pub(super) async fn add(
    Guarded(permit): Guarded<WriteAlerts>,
    State(services): State<Arc<Services>>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    let (permit, id, version) = changes::target(&services, permit, id, request.headers()).await?;
    let wait = services.config().connections.body;
    let (permit, new, twice) = photo_body::new(&services, permit, request, wait).await?;
    if twice.is_some() {
        let fault = Fault::field("version", "must be left out: If-Match names it");
        return Err(services.reject(permit, Refusal::Faulty(vec![fault])).await.into());
    }
    let target = Target {
        id: id.clone(),
        version: Some(version),
    };
    let (photo, done) = services.add_photo(permit, target, new).await?;
    let below = format!("/photos/{}", photo.sha256);
    // No search looks at photographs: there is nothing to wait for.
    let change = alert_replies::changed(&services, Wait::Not, id.clone(), done).await;
    Ok(changes::added(&id, &below, &done, AddedReply { photo, change }))
}
