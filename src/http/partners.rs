//! The partners' door: searches, purposes, usage, the contract.
//!
//! Uses `service` and `wire`. Each handler reads, calls one use case, writes.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;

use super::admitted::Admitted;
use super::body;
use super::contract;
use super::details;
use super::headers;
use super::headers::Front;
use super::headers::Notes;
use super::hits;
use super::host;
use super::host::Hosts;
use super::meter::Meter;
use super::photos;
use super::problem;
use super::problem::Problem;
use super::reply;
use super::reply::status_word;
use crate::access::ReadContract;
use crate::access::ReadPurposes;
use crate::access::ReadUsage;
use crate::access::SearchPersons;
use crate::service::Fault;
use crate::service::Refusal;
use crate::service::Services;
use crate::service::Step;
use crate::wire;

/// Every route of this door: method and path. `tests/it/doors.rs` tries each with every kind of
/// caller, and a route without a row there fails.
pub const ROUTES: &[(&str, &str)] = &[
    ("POST", "/v1/persons/search"),
    ("GET", "/v1/alerts/{alert}"),
    ("GET", "/v1/alerts/{alert}/photos/{sha256}"),
    ("POST", "/v1/alerts/{alert}/hits"),
    ("GET", "/v1/hits/{hit}"),
    ("GET", "/v1/purposes"),
    ("GET", "/v1/usage"),
    ("GET", "/v1/openapi.json"),
];

/// The door's routes, answering to `hosts`.
pub fn router(services: Arc<Services>, hosts: &[String]) -> Router {
    let known = services.config().purposes.iter();
    let contract = contract::Document::of(known.map(|purpose| &purpose.code));
    let front = Front {
        services: Arc::clone(&services),
        meter: Meter::of("partners", ROUTES),
    };
    Router::new()
        .route("/v1/persons/search", post(search).fallback(wrong_method_post))
        .route(
            "/v1/alerts/{alert}",
            get(details::show).fallback(wrong_method_get),
        )
        .route(
            "/v1/alerts/{alert}/photos/{sha256}",
            get(photos::show).fallback(wrong_method_get),
        )
        .route(
            "/v1/alerts/{alert}/hits",
            post(hits::report).fallback(wrong_method_post),
        )
        .route("/v1/hits/{hit}", get(hits::own).fallback(wrong_method_get))
        .route("/v1/purposes", get(purposes).fallback(wrong_method_get))
        .route("/v1/usage", get(usage).fallback(wrong_method_get))
        .route("/v1/openapi.json", get(openapi).fallback(wrong_method_get))
        .fallback(nowhere)
        .layer(Extension(contract))
        .layer(middleware::from_fn_with_state(Hosts(hosts.into()), host::check))
        .layer(middleware::from_fn_with_state(front, headers::number))
        .with_state(services)
}

async fn search(
    Admitted(permit): Admitted<SearchPersons>,
    State(services): State<Arc<Services>>,
    request: Request,
) -> Result<Response, Problem> {
    let wait = services.config().connections.body;
    let metrics = services.metrics();
    let read = body::read::<wire::Object<wire::SearchRequest>>(request, body::MAX_BODY, wait);
    let query = match metrics.wait(Step::Body, read).await {
        Ok(wire::Object(request)) => {
            let today = services.now().to_zoned(jiff::tz::TimeZone::UTC).date();
            request
                .into_query(today)
                .map_err(|bad| Fault::field(bad.field, bad.rule))
        }
        Err(fault) => Err(fault),
    };
    match query {
        Ok(query) => {
            let answer = services.search(permit, query).await?;
            let reply = metrics.run(Step::Reply, || reply::answer(answer));
            reply.map_err(|refusal| Problem::of(&refusal))
        }
        Err(fault) => Err(services.reject(permit, Refusal::Malformed(fault)).await.into()),
    }
}

async fn purposes(
    Admitted(permit): Admitted<ReadPurposes>,
    State(services): State<Arc<Services>>,
) -> Json<wire::PurposesReply> {
    let reply = |purpose: crate::config::Purpose| wire::PurposeReply {
        code: purpose.code,
        texts: purpose.texts,
    };
    Json(wire::PurposesReply {
        purposes: services.purposes(permit).into_iter().map(reply).collect(),
    })
}

async fn usage(
    Admitted(permit): Admitted<ReadUsage>,
    State(services): State<Arc<Services>>,
    Extension(notes): Extension<Notes>,
) -> Result<Json<wire::UsageReply>, Problem> {
    let usage = services.usage(permit).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "Not found",
            "Only a partner has limits of its own.",
        )
    })?;
    let limit = wire::LimitReply {
        name: "second".to_owned(),
        quota: usage.allowance.per_second.get(),
        burst: usage.allowance.burst.get(),
        window_seconds: 1,
        remaining: notes.remaining().unwrap_or(usage.allowance.burst.get()),
    };
    let certificate = |known: Arc<crate::state::RegisteredCertificate>| wire::CertificateReply {
        key: known.certificate.key.to_string(),
        name: known.certificate.name.to_string(),
        not_after: known.certificate.not_after,
        status: status_word(&known.status).to_owned(),
    };
    let certificates = usage.certificates.into_iter().map(certificate).collect();
    Ok(Json(wire::UsageReply {
        partner: usage.partner,
        limits: vec![limit],
        certificates,
    }))
}

async fn openapi(
    Admitted(_permit): Admitted<ReadContract>,
    Extension(contract): Extension<contract::Document>,
) -> Response {
    contract.answer().into_response()
}

async fn nowhere(Admitted(permit): Admitted<ReadContract>, State(services): State<Arc<Services>>) -> Problem {
    services.reject(permit, Refusal::NotFound).await.into()
}

async fn wrong_method_get(permit: Admitted<ReadContract>, services: State<Arc<Services>>) -> Response {
    wrong_method(permit, services, "GET, HEAD").await
}

async fn wrong_method_post(permit: Admitted<ReadContract>, services: State<Arc<Services>>) -> Response {
    wrong_method(permit, services, "POST").await
}

async fn wrong_method(
    Admitted(permit): Admitted<ReadContract>,
    State(services): State<Arc<Services>>,
    allow: &'static str,
) -> Response {
    problem::wrong_method(&services, permit, allow).await
}
