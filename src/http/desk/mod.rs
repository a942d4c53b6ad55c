//! The desk door: alerts for local staff, by certificate.
//!
//! Uses `service` and `wire`. A browser shows a certificate to whichever page asks, so that every
//! request of another site's is refused: by what the browser says of it, by its origin, and since all
//! that changes something must be JSON or a picture, for which no site is given leave (no CORS).

mod alerts;
mod changes;
mod contract;
mod guarded;
mod photos;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;

use self::guarded::Guarded;
use super::headers;
use super::headers::Front;
use super::host;
use super::host::Hosts;
use super::meter::Meter;
use super::problem;
use super::problem::Problem;
use crate::access::UseDesk;
use crate::service::Refusal;
use crate::service::Services;

/// Every route of this door: method and path. `tests/it/desk` tries each with every role, and a route
/// without a row there fails.
pub const ROUTES: &[(&str, &str)] = &[
    ("GET", "/api/alerts"),
    ("POST", "/api/alerts"),
    ("GET", "/api/alerts/{alert}"),
    ("PUT", "/api/alerts/{alert}"),
    ("GET", "/api/alerts/{alert}/history"),
    ("POST", "/api/alerts/{alert}/photos"),
    ("GET", "/api/alerts/{alert}/photos/{sha256}"),
    ("POST", "/api/alerts/{alert}/extend"),
    ("POST", "/api/alerts/{alert}/hide"),
    ("POST", "/api/alerts/{alert}/unhide"),
    ("POST", "/api/alerts/{alert}/withdraw"),
    ("GET", "/api/alerts/{alert}/proposal"),
    ("POST", "/api/alerts/{alert}/confirm"),
    ("POST", "/api/alerts/{alert}/reject"),
    ("GET", "/api/proposals"),
    ("GET", "/api/openapi.json"),
];

/// The door's routes, answering to `hosts`.
pub fn router(services: Arc<Services>, hosts: &[String]) -> Router {
    let front = Front {
        services: Arc::clone(&services),
        meter: Meter::of("desk", ROUTES),
    };
    Router::new()
        .route(
            "/api/alerts",
            get(alerts::list).post(changes::enter).fallback(list_or_enter),
        )
        .route(
            "/api/alerts/{alert}",
            get(alerts::show).put(changes::correct).fallback(show_or_correct),
        )
        .route(
            "/api/alerts/{alert}/history",
            get(alerts::history).fallback(only_get),
        )
        .route(
            "/api/alerts/{alert}/photos",
            post(photos::add).fallback(only_post),
        )
        .route(
            "/api/alerts/{alert}/photos/{sha256}",
            get(photos::show).fallback(only_get),
        )
        .route(
            "/api/alerts/{alert}/extend",
            post(changes::extend).fallback(only_post),
        )
        .route(
            "/api/alerts/{alert}/hide",
            post(changes::hide).fallback(only_post),
        )
        .route(
            "/api/alerts/{alert}/unhide",
            post(changes::unhide).fallback(only_post),
        )
        .route(
            "/api/alerts/{alert}/withdraw",
            post(changes::withdraw).fallback(only_post),
        )
        .route(
            "/api/alerts/{alert}/proposal",
            get(alerts::proposal).fallback(only_get),
        )
        .route(
            "/api/alerts/{alert}/confirm",
            post(changes::confirm).fallback(only_post),
        )
        .route(
            "/api/alerts/{alert}/reject",
            post(changes::reject).fallback(only_post),
        )
        .route("/api/proposals", get(alerts::proposals).fallback(only_get))
        .route("/api/openapi.json", get(contract::openapi).fallback(only_get))
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(Hosts(hosts.into()), host::check))
        .layer(middleware::from_fn_with_state(front, headers::number))
        .with_state(services)
}

async fn nowhere(Guarded(permit): Guarded<UseDesk>, State(services): State<Arc<Services>>) -> Problem {
    services.reject(permit, Refusal::NotFound).await.into()
}

async fn list_or_enter(permit: Guarded<UseDesk>, services: State<Arc<Services>>) -> Response {
    wrong_method(permit, services, "GET, HEAD, POST").await
}

async fn show_or_correct(permit: Guarded<UseDesk>, services: State<Arc<Services>>) -> Response {
    wrong_method(permit, services, "GET, HEAD, PUT").await
}

async fn only_get(permit: Guarded<UseDesk>, services: State<Arc<Services>>) -> Response {
    wrong_method(permit, services, "GET, HEAD").await
}

async fn only_post(permit: Guarded<UseDesk>, services: State<Arc<Services>>) -> Response {
    wrong_method(permit, services, "POST").await
}

async fn wrong_method(
    Guarded(permit): Guarded<UseDesk>,
    State(services): State<Arc<Services>>,
    allow: &'static str,
) -> Response {
    problem::wrong_method(&services, permit, allow).await
}
