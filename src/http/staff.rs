//! The control socket's part for local users: who there is, and who may come in.
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

use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use super::control::read;
use super::reply;
use crate::access::ManageRegistry;
use crate::domain::ids::StaffId;
use crate::service::Services;
use crate::wire::control;

/// `/staff` and what is below it.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/staff", get(list).post(put))
        .route("/staff/{staff}/suspend", post(suspend))
        .route("/staff/{staff}/resume", post(resume))
}

async fn list(State(services): State<Arc<Services>>) -> Json<Vec<control::StaffReply>> {
    let registry = services.state().registry();
    let all = registry.all_staff().into_iter().map(|known| {
        let certificates = registry.certificates_of_staff(&known.staff.id).into_iter();
        let certificates = certificates.map(|known| control::KnownCertificateReply {
            certificate: known.certificate.clone(),
            status: reply::status_word(&known.status).to_owned(),
        });
        control::StaffReply {
            staff: known.staff.clone(),
            standing: known.standing(),
            certificates: certificates.collect(),
        }
    });
    Json(all.collect())
}

async fn put(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<control::ChangeReply> {
    let (permit, new) = read::<ManageRegistry, control::NewStaffFields>(&services, caller, request).await?;
    Ok(Json(control::ChangeReply {
        position: services.put_staff(permit, new.staff, new.certificate).await?,
    }))
}

async fn suspend(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(staff): Path<StaffId>,
    request: Request,
) -> Reply<control::ChangeReply> {
    let (permit, why) = read::<ManageRegistry, control::ReasonFields>(&services, caller, request).await?;
    Ok(Json(control::ChangeReply {
        position: services.suspend_staff(permit, staff, why.reason).await?,
    }))
}

async fn resume(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(staff): Path<StaffId>,
) -> Reply<control::ChangeReply> {
    let permit = permit::<ManageRegistry>(&services, caller).await?;
    Ok(Json(control::ChangeReply {
        position: services.resume_staff(permit, staff).await?,
    }))
}
