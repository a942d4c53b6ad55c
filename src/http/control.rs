//! The control socket: what local commands ask of a running node.
//!
//! Uses `service` and `wire`. The socket is 0600 and the caller's user id is recorded; the same router
//! serves a command that has the home to itself, so that both ways are one.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::alerts;
use super::alerts_listed;
use super::backup;
use super::body;
use super::clock;
use super::erasing;
use super::feeds;
use super::hits;
use super::index;
use super::log;
use super::photo_control;
use super::problem::Problem;
use super::reply;
use super::staff;
use super::wait;
use super::wait::Wait;
use crate::access::Action;
use crate::access::ManageRegistry;
use crate::access::Permit;
use crate::access::WriteAlerts;
use crate::domain::alert::Alert;
use crate::domain::ids::PartnerId;
use crate::domain::partner::Profile;
use crate::domain::peer::KeyHash;
use crate::service::Fault;
use crate::service::Imported;
use crate::service::NewPartner;
use crate::service::Refusal;
use crate::service::Services;
use crate::wire::control;

/// Most bytes of a batch of alerts.
pub(super) const MAX_BATCH: usize = 64 << 20;
/// Longest wait for a body on the local socket.
pub(super) const WAIT: std::time::Duration = std::time::Duration::from_secs(30);

/// The user on the other end of the socket.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub u32);

pub(super) type Reply<T> = Result<Json<T>, Problem>;

/// The socket's routes. Each request needs a [`Caller`] among its extensions.
pub fn router(services: Arc<Services>) -> Router {
    Router::new()
        .route("/alerts", post(import))
        .route("/alerts/listed", post(import_listed))
        .route("/profiles", post(put_profile))
        .route("/partners", get(partners).post(put_partner))
        .route("/partners/{partner}/suspend", post(suspend))
        .route("/partners/{partner}/resume", post(resume))
        .route("/certificates", get(certificates))
        .route("/certificates/{key}/revoke", post(revoke))
        .route("/status", get(status))
        .merge(log::routes())
        .merge(clock::routes())
        .merge(index::routes())
        .merge(backup::routes())
        .merge(alerts::routes())
        .merge(erasing::routes())
        .merge(staff::routes())
        .merge(photo_control::routes())
        .merge(alerts_listed::routes())
        .merge(hits::routes())
        .merge(feeds::routes())
        .fallback(nowhere)
        .with_state(services)
}

pub(super) async fn permit<A: Action>(services: &Services, caller: Caller) -> Result<Permit<A>, Problem> {
    services.admit_local::<A>(caller.0).await.map_err(Problem::from)
}

pub(super) async fn read<A: Action, T: serde::de::DeserializeOwned>(
    services: &Services,
    caller: Caller,
    request: Request,
) -> Result<(Permit<A>, T), Problem> {
    let permit = permit::<A>(services, caller).await?;
    body_of(services, permit, request).await
}

/// The body of one whose right was checked.
pub(super) async fn body_of<A: Action, T: serde::de::DeserializeOwned>(
    services: &Services,
    permit: Permit<A>,
    request: Request,
) -> Result<(Permit<A>, T), Problem> {
    match body::read(request, MAX_BATCH, WAIT).await {
        Ok(body) => Ok((permit, body)),
        Err(fault) => Err(services.reject(permit, Refusal::Malformed(fault)).await.into()),
    }
}

async fn import(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<control::ImportReply> {
    let (permit, asked, alerts) = batch(&services, caller, request).await?;
    let imported = if asked.force {
        services.import_over(permit, alerts, false).await?
    } else {
        services.import(permit, alerts).await?
    };
    Ok(told(&services, asked.wait, imported).await)
}

async fn import_listed(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<control::ImportReply> {
    let (permit, asked, alerts) = batch(&services, caller, request).await?;
    let imported = if asked.force {
        services.import_over(permit, alerts, true).await?
    } else {
        services.import_listed(permit, alerts).await?
    };
    Ok(told(&services, asked.wait, imported).await)
}

/// A batch of a list, and what its query says.
async fn batch(
    services: &Services,
    caller: Caller,
    request: Request,
) -> Result<(Permit<WriteAlerts>, wait::Asked, Vec<Alert>), Problem> {
    let permit = permit::<WriteAlerts>(services, caller).await?;
    let asked = match wait::read(request.uri().query()) {
        Ok(asked) => asked,
        Err(refusal) => return Err(services.reject(permit, refusal).await.into()),
    };
    let (permit, alerts) = body_of(services, permit, request).await?;
    Ok((permit, asked, alerts))
}

async fn told(services: &Services, wait: Wait, imported: Imported) -> Json<control::ImportReply> {
    Json(control::ImportReply {
        new: imported.new,
        changed: imported.changed,
        unchanged: imported.unchanged,
        kept: imported.kept,
        withdrawn: imported.withdrawn,
        erased: imported.erased,
        photos_missing: imported.photos_missing,
        position: imported.position,
        indexed: wait.indexed(services, imported.position).await,
    })
}

async fn put_profile(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<control::ChangeReply> {
    let (permit, profile) = read::<ManageRegistry, Profile>(&services, caller, request).await?;
    Ok(Json(control::ChangeReply {
        position: services.put_profile(permit, profile).await?,
    }))
}

async fn partners(State(services): State<Arc<Services>>) -> Json<Vec<control::PartnerReply>> {
    let registry = services.state().registry();
    let reply = |known: &Arc<crate::state::RegisteredPartner>| control::PartnerReply {
        partner: known.partner.clone(),
        standing: known.standing(),
    };
    Json(registry.partners().into_iter().map(reply).collect())
}

async fn put_partner(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<control::ChangeReply> {
    let (permit, new) = read::<ManageRegistry, control::NewPartnerFields>(&services, caller, request).await?;
    let new = NewPartner {
        partner: new.partner,
        certificate: new.certificate,
    };
    Ok(Json(control::ChangeReply {
        position: services.put_partner(permit, new).await?,
    }))
}

async fn suspend(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(partner): Path<PartnerId>,
    request: Request,
) -> Reply<control::ChangeReply> {
    let (permit, why) = read::<ManageRegistry, control::ReasonFields>(&services, caller, request).await?;
    Ok(Json(control::ChangeReply {
        position: services.suspend(permit, partner, why.reason).await?,
    }))
}

async fn resume(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(partner): Path<PartnerId>,
) -> Reply<control::ChangeReply> {
    let permit = permit::<ManageRegistry>(&services, caller).await?;
    Ok(Json(control::ChangeReply {
        position: services.resume(permit, partner).await?,
    }))
}

async fn certificates(State(services): State<Arc<Services>>) -> Json<Vec<control::KnownCertificateReply>> {
    let registry = services.state().registry();
    let reply = |known: &Arc<crate::state::RegisteredCertificate>| control::KnownCertificateReply {
        certificate: known.certificate.clone(),
        status: reply::status_word(&known.status).to_owned(),
    };
    Json(registry.certificates().into_iter().map(reply).collect())
}

async fn revoke(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(key): Path<KeyHash>,
    request: Request,
) -> Reply<control::ChangeReply> {
    let (permit, why) = read::<ManageRegistry, control::ReasonFields>(&services, caller, request).await?;
    Ok(Json(control::ChangeReply {
        position: services.revoke(permit, key, why.reason).await?,
    }))
}

async fn status(State(services): State<Arc<Services>>) -> Json<control::StatusReply> {
    let at = services.positions();
    let registry = services.state().registry();
    let partners = registry
        .partners()
        .into_iter()
        .map(|known| known.partner.id.clone());
    Json(control::StatusReply {
        journal: at.journal,
        state: at.state,
        index: at.index,
        alerts: services.state().alerts().len(),
        partners: partners.collect(),
        not_ready: services.ready().err().map(|reason| reason.code().to_owned()),
    })
}

async fn nowhere(State(services): State<Arc<Services>>, Extension(caller): Extension<Caller>) -> Problem {
    match permit::<ManageRegistry>(&services, caller).await {
        Ok(permit) => {
            let fault = Fault::field("", "is not a request that this version's control socket knows");
            services.reject(permit, Refusal::Malformed(fault)).await.into()
        }
        Err(problem) => problem,
    }
}
