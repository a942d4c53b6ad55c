//! What every request and every answer carries: a number, the rate that is left, and no cache; and its
//! place in the figures, the log and the traces.
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
use tracing::Instrument;
use tracing::field::Empty;

use super::meter::Meter;
use super::meter::NO_PARTNER;
use crate::access::Rate;
use crate::domain::ids::PartnerId;
use crate::service::Services;
use crate::service::TRACE;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What admission leaves for the answer's headers and for who counts it.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    rate: OnceLock<Rate>,
    partner: OnceLock<PartnerId>,
}

impl Notes {
    /// Keeps the rate; a request is admitted once, so a second one is ignored.
    pub(super) fn rate(&self, rate: Rate) {
        let _first = self.0.rate.set(rate);
    }

    /// Keeps who asks: the partner whose registered key was proven.
    pub(super) fn partner(&self, partner: PartnerId) {
        let _first = self.0.partner.set(partner);
    }

    /// How many more may come at once, if admission has said.
    pub(super) fn remaining(&self) -> Option<u32> {
        self.0.rate.get().map(|rate| rate.remaining)
    }
}

/// A problem's code, left with the answer for who counts it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code(pub(super) &'static str);

/// What the outermost layer of a door works with.
#[derive(Clone)]
pub(super) struct Front {
    pub(super) services: Arc<Services>,
    pub(super) meter: Meter,
}

/// Numbers the request, sets the headers that every answer of a door carries, counts and logs it.
pub(super) async fn number(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let number = front.services.number();
    let notes = Notes::default();
    let route = front
        .meter
        .route(request.extensions().get::<MatchedPath>().map(MatchedPath::as_str));
    request.extensions_mut().insert(number.clone());
    request.extensions_mut().insert(notes.clone());
    let door = front.meter.door();
    let span = tracing::trace_span!(
        target: TRACE, "request", door, route, request = %number, partner = Empty, outcome = Empty
    );
    let mut response = next.run(request).instrument(span.clone()).await;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(number.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(Rate { allowance, remaining }) = notes.0.rate.get() {
        let policy = format!("\"second\";q={};w=1", allowance.per_second);
        let left = format!("\"second\";r={remaining};t=1");
        for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
    let partner = notes.0.partner.get();
    let outcome = outcome(&response);
    let took = started.elapsed();
    let shown = partner.map_or(NO_PARTNER, PartnerId::as_str);
    span.record("partner", shown).record("outcome", outcome);
    tracing::debug!(
        request = %number, door, partner = shown, route, outcome, duration_ms = took.as_secs_f64() * 1e3,
        "answered"
    );
    front.meter.answered(partner.cloned(), route, outcome, took);
    response
}

/// `ok`, or why not.
fn outcome(response: &Response) -> &'static str {
    match response.extensions().get::<Code>() {
        Some(Code(code)) => code,
        None if response.status().as_u16() < 400 => "ok",
        None => "other",
    }
}
