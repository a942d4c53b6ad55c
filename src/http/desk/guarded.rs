//! `Guarded<A>`: admitted, and not for a page of another site.
//!
//! Uses `admitted`. Whoever shows no good certificate is told so, and is nobody whom a record could
//! name.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;

use crate::access::Action;
use crate::access::Permit;
use crate::domain::peer::Peer;
use crate::http::admitted::Admitted;
use crate::http::problem::Problem;
use crate::service::Refusal;
use crate::service::Services;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Leave to do `A` once, for a member of staff who asks it here.
pub(super) struct Guarded<A>(pub(super) Permit<A>);

impl<A: Action> FromRequestParts<Arc<Services>> for Guarded<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, Problem> {
        if parts.extensions.get::<Arc<Peer>>().is_none() {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "certificate-required",
                "A certificate is needed",
                "Show a certificate of this gateway's staff that is in date; the security officer gives one out.",
            ));
        }
        let Admitted(permit) = Admitted::<A>::from_request_parts(parts, services).await?;
        if from_elsewhere(parts) {
            return Err(services.reject(permit, Refusal::CrossSite).await.into());
        }
        Ok(Self(permit))
    }
}

/// Whether a browser sends this for a page that is not this door's own (Fetch Metadata, RFC 6454).
fn from_elsewhere(parts: &Parts) -> bool {
    let mut sites = parts.headers.get_all(SEC_FETCH_SITE).iter();
    if sites.any(|site| site != "same-origin" && site != "none") {
        return true;
    }
    let authority = parts
        .uri
        .authority()
        .map(|authority| authority.as_str().as_bytes());
    let here = authority.or_else(|| parts.headers.get(HOST).map(|host| host.as_bytes()));
    let own = |origin: &[u8]| {
        let host = origin.strip_prefix(b"https://");
        host.zip(here)
            .is_some_and(|(host, here)| host.eq_ignore_ascii_case(here))
    };
    let mut origins = parts.headers.get_all(ORIGIN).iter();
    origins.any(|origin| !own(origin.as_bytes()))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn elsewhere(headers: &[(&str, &str)]) -> bool {
        let mut request = Request::get("/api/alerts").header("host", "localhost:8445");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        from_elsewhere(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn only_pages_of_this_door_and_programs_are_from_here() {
        for here in [
            &[][..],
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://localhost:8445"),
            ],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://LOCALHOST:8445")],
        ] {
            assert!(!elsewhere(here), "{here:?}");
        }
        for there in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "Same-Origin")],
            &[
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[("origin", "null")],
            &[("origin", "http://localhost:8445")],
            &[("origin", "https://localhost")],
            &[("origin", "https://localhost:8445.example")],
        ] {
            assert!(elsewhere(there), "{there:?}");
        }
    }
}
