//! What every request and every answer carries: a number, the rate that is left, and no cache.
//!
//! Uses `access` and `service`. Limits are told as draft-ietf-httpapi-ratelimit-headers-10 has it.

use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Instant;

use axum::extract::MatchedPath;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::http::header::X_CONTENT_TYPE_OPTIONS;
use axum::middleware::Next;
use axum::response::Response;

use crate::access::Rate;
use crate::service::Services;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Where admission leaves the rate for the answer's headers.
#[derive(Clone, Debug, Default)]
pub(super) struct RateSlot(Arc<OnceLock<Rate>>);

impl RateSlot {
    /// Keeps the rate; a request is admitted once, so a second one is ignored.
    pub(super) fn set(&self, rate: Rate) {
        let _first = self.0.set(rate);
    }

    /// How many more may come at once, if admission has said.
    pub(super) fn remaining(&self) -> Option<u32> {
        self.0.get().map(|rate| rate.remaining)
    }
}

/// Numbers the request, and sets the headers that every answer of a door carries.
pub(super) async fn number(
    State(services): State<Arc<Services>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let number = services.number();
    let slot = RateSlot::default();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(number.clone());
    request.extensions_mut().insert(slot.clone());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(number.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(Rate { allowance, remaining }) = slot.0.get() {
        let policy = format!("\"second\";q={};w=1", allowance.per_second);
        let left = format!("\"second\";r={remaining};t=1");
        for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
    let route = route.as_ref().map_or("none", MatchedPath::as_str).to_owned();
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    metrics::counter!("lookout_http_requests_total", "route" => route.clone(), "status" => status.to_string()).increment(1);
    metrics::histogram!("lookout_http_request_seconds", "route" => route.clone()).record(seconds);
    tracing::debug!(request = %number, %method, route, status, duration_ms = seconds * 1e3, "answered");
    response
}
