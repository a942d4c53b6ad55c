//! From a refusal to a problem document (RFC 9457): the only file that knows status codes.
//!
//! Uses `service` and `wire`. The match has no `_` arm, so that a new refusal must choose its status.
//! A fault of ours tells the caller nothing but the request's number.

use std::time::Duration;

use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::ALLOW;
use axum::http::header::CONTENT_TYPE;
use axum::http::header::ETAG;
use axum::http::header::InvalidHeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::response::IntoResponse;
use axum::response::Response;

use super::headers::Code;
use crate::access::Action;
use crate::access::NotAllowed;
use crate::access::Permit;
use crate::domain::ids::Position;
use crate::service::Fault;
use crate::service::FaultKind;
use crate::service::Refusal;
use crate::service::Refused;
use crate::service::Services;
use crate::service::Unfit;
use crate::wire;

/// A problem document with the headers that belong to it.
#[derive(Debug)]
pub(super) struct Problem {
    code: &'static str,
    document: wire::Problem,
    retry_after: Option<Duration>,
    /// The version that is newer than the caller's.
    newer: Option<Position>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, title: &str, detail: &str) -> Self {
        let document = wire::Problem {
            kind: format!("urn:lookout:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            code: code.to_owned(),
            field: None,
            faults: Vec::new(),
        };
        Self {
            code,
            document,
            retry_after: None,
            newer: None,
        }
    }

    pub(super) fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    pub(super) fn of(refusal: &Refusal) -> Self {
        let code = refusal.code();
        let new = |status, title, detail: &str| Self::new(status, code, title, detail);
        match refusal {
            Refusal::Unfit(unfit) => new(StatusCode::FORBIDDEN, "This certificate is not let in", remedy(*unfit)),
            Refusal::NotAllowed(NotAllowed::Action) => {
                new(StatusCode::FORBIDDEN, "Not for you", "Your role may not do this; ask the contact point for the right.")
            }
            Refusal::NotAllowed(NotAllowed::Purpose) => new(
                StatusCode::FORBIDDEN,
                "Purpose not in your profile",
                "Use a purpose that GET /v1/purposes lists, or ask the contact point to add this one.",
            )
            .at("purpose"),
            Refusal::NotAllowed(NotAllowed::Level) => new(
                StatusCode::FORBIDDEN,
                "Level not in your profile",
                "Use a narrower level, or ask the contact point for the right to this one.",
            )
            .at("options.level"),
            Refusal::NotAllowed(NotAllowed::Owner) => new(
                StatusCode::FORBIDDEN,
                "Another authority's alert",
                "Only its owner changes an alert, and you do not write for that owner; ask it, or the contact point.",
            ),
            Refusal::NotAllowed(NotAllowed::SecondPerson) => new(
                StatusCode::FORBIDDEN,
                "A second person must agree",
                "You have proposed this change yourself; another person must confirm it, or anyone may reject it.",
            ),
            Refusal::CrossSite => new(
                StatusCode::FORBIDDEN,
                "From another site",
                "A browser sent this for a page of another site; ask from this gateway's own pages, or with a program.",
            ),
            Refusal::NoVersion => new(
                StatusCode::PRECONDITION_REQUIRED,
                "Which version?",
                "Send If-Match with the ETag of the alert that you have seen, so that nobody's change is lost.",
            ),
            Refusal::Malformed(fault) => malformed(code, fault),
            Refusal::Faulty(faults) => faulty(code, faults),
            Refusal::OverLimit(over) => new(
                StatusCode::TOO_MANY_REQUESTS,
                "Over your limit",
                "Wait as long as Retry-After says; the RateLimit headers tell how much is left.",
            )
            .retry_after(over.retry_after),
            Refusal::Busy { retry_after } => {
                new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "Too many searches at once; try again as Retry-After says.")
                    .retry_after((*retry_after).min(Duration::from_secs(1)))
            }
            Refusal::TooCommon => new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "Too common to compare",
                "So many listed people share what you gave that not all can be compared, and nobody was \
                 ruled out. Give a birth date, more of the name, or a document.",
            ),
            Refusal::WrongMethod => new(
                StatusCode::METHOD_NOT_ALLOWED,
                "Wrong method",
                "Use a method that the Allow header names.",
            ),
            Refusal::Deadline => new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The search took too long",
                "No answer was found in time, which does not mean that nobody is listed. Try again, or give more of the name.",
            )
            .retry_after(Duration::from_secs(1)),
            Refusal::NotReady(reason) => new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Not ready to answer truthfully",
                &format!("{reason}; no answer is given until it would be true. Try again as Retry-After says."),
            )
            .retry_after(Duration::from_secs(1)),
            Refusal::NotRecorded(_) => new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The answer could not be recorded",
                "No answer leaves without a record. Try again as Retry-After says.",
            )
            .retry_after(Duration::from_secs(1)),
            Refusal::Conflict { actual } => new(
                StatusCode::CONFLICT,
                "Changed meanwhile",
                &format!("It was changed at position {actual}. Read it again and repeat your change."),
            )
            .newer(*actual),
            Refusal::NotFound => new(StatusCode::NOT_FOUND, "Not found", "There is no such thing, or it is not for you."),
            Refusal::NotStored => new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The change could not be stored",
                "Nothing was acknowledged. Read it again before you repeat the change.",
            )
            .retry_after(Duration::from_secs(1)),
            Refusal::Internal(_) => new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "A fault of ours",
                "Tell the contact point the number in the header x-request-id.",
            ),
        }
    }

    const fn newer(mut self, version: Position) -> Self {
        self.newer = Some(version);
        self
    }

    fn at(mut self, field: &str) -> Self {
        self.document.field = (!field.is_empty()).then(|| field.to_owned());
        self
    }

    /// The document as it is sent.
    pub(super) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.document).unwrap_or_default()
    }
}

fn malformed(code: &'static str, fault: &Fault) -> Problem {
    let (status, title) = match fault.kind {
        FaultKind::Field => (StatusCode::BAD_REQUEST, "Malformed request"),
        FaultKind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Body too large"),
        FaultKind::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Wrong content type"),
        FaultKind::TooSlow => (StatusCode::REQUEST_TIMEOUT, "Body too slow"),
    };
    let subject = if fault.field.is_empty() {
        "the body"
    } else {
        fault.field.as_str()
    };
    Problem::new(status, code, title, &format!("{subject}: {}", fault.rule)).at(&fault.field)
}

/// Many faults in one document: the first is told as one alone would be, then all of them.
fn faulty(code: &'static str, faults: &[Fault]) -> Problem {
    let Some(first) = faults.first() else {
        let whole = Fault::field("", "must be well formed");
        return malformed(code, &whole);
    };
    let mut problem = malformed(code, first);
    problem.document.faults = faults
        .iter()
        .map(|fault| wire::FaultReply {
            field: fault.field.clone(),
            rule: fault.rule.clone(),
        })
        .collect();
    problem
}

/// A version as an entity tag (RFC 9110, 8.8.3).
pub(super) fn tag(version: Position) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_str(&format!("\"{version}\""))
}

const fn remedy(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::CertificateUnknown => {
            "The key of your certificate is not registered; ask the contact point to register it."
        }
        Unfit::CertificateMismatch => {
            "Your certificate's name or issuer is not what was registered for its key; ask the contact point."
        }
        Unfit::CertificateRevoked => "Your certificate is revoked; enrol a new key.",
        Unfit::CertificateExpired => "Your certificate has expired; renew it.",
        Unfit::PartnerUnknown => "Your agency is not registered here; ask the contact point.",
        Unfit::PartnerSuspended => "Your agency is suspended; ask the contact point.",
        Unfit::StaffSuspended => "You are suspended here; ask the security officer.",
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        if let Refusal::Internal(fault) = refused.refusal() {
            tracing::error!(fault, "internal fault");
        }
        Self::of(refused.refusal())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.bytes()).into_response();
        response.extensions_mut().insert(Code(self.code));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(version) = self.newer.and_then(|version| tag(version).ok()) {
            headers.insert(ETAG, version);
        }
        if let Some(wait) = self.retry_after {
            // Rounded up: whoever waits that long is let in.
            headers.insert(
                RETRY_AFTER,
                HeaderValue::from(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)),
            );
        }
        response
    }
}

/// That a route has other methods than this one: which they are.
pub(super) async fn wrong_method<A: Action>(
    services: &Services,
    permit: Permit<A>,
    allow: &'static str,
) -> Response {
    let problem = Problem::from(services.reject(permit, Refusal::WrongMethod).await);
    let mut response = problem.into_response();
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allow));
    response
}

#[cfg(test)]
mod tests;
