//! The control socket's part for photographs of alerts.
//!
//! Uses `photo_body`, `service` and `wire`.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::alert_replies::changed;
use super::alerts::fields;
use super::alerts::target;
use super::control::Caller;
use super::control::Reply;
use super::control::WAIT;
use super::control::permit;
use super::photo_body;
use super::wait::Wait;
use crate::access::ReadAlerts;
use crate::access::WriteAlerts;
use crate::domain::ids::AlertId;
use crate::domain::photo::PhotoHash;
use crate::service::Services;
use crate::wire::alerts::ChangedReply;
use crate::wire::alerts::EndFields;
use crate::wire::photos::AddedReply;
use crate::wire::photos::KeptReply;
use crate::wire::photos::PhotosReply;

/// `/photos` and `/alert/{alert}/photos`.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/photos", post(keep))
        .route("/alert/{alert}/photos", get(list).post(add))
        .route("/alert/{alert}/photos/{sha256}/remove", post(remove))
}

async fn keep(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<KeptReply> {
    let permit = permit::<WriteAlerts>(&services, caller).await?;
    let (permit, sent) = photo_body::sent(&services, permit, request, WAIT).await?;
    let photo = services.keep_photo(permit, sent).await?;
    Ok(Json(KeptReply { photo }))
}

async fn add(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
    request: Request,
) -> Reply<AddedReply> {
    let permit = permit::<WriteAlerts>(&services, caller).await?;
    let (permit, new, version) = photo_body::new(&services, permit, request, WAIT).await?;
    let (photo, done) = services.add_photo(permit, target(&id, version), new).await?;
    // No search looks at photographs: there is nothing to wait for.
    let change = changed(&services, Wait::Not, id, done).await;
    Ok(Json(AddedReply { photo, change }))
}

async fn list(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<AlertId>,
) -> Reply<PhotosReply> {
    let permit = permit::<ReadAlerts>(&services, caller).await?;
    let (version, listed) = services.photos_of(permit, &id).await?;
    Ok(Json(PhotosReply::of(id, version, listed)))
}

async fn remove(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path((id, hash)): Path<(AlertId, PhotoHash)>,
    request: Request,
) -> Reply<ChangedReply> {
    let (permit, wait, why) = fields::<EndFields>(&services, caller, request).await?;
    let target = target(&id, why.version);
    let done = services.remove_photo(permit, target, hash, why.reason).await?;
    Ok(Json(changed(&services, wait, id, done).await))
}
