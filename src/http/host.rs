//! Exactly one known host (DESIGN 4, SECURITY 0.9).
//!
//! Uses `framing`. hyper answers requests without a host, with two, and with an absolute form that
//! names a foreign one; behind this, none of them reaches a route.

use std::sync::Arc;

use axum::extract::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::Version;
use axum::http::header::CONNECTION;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

use super::framing;
use super::problem::Problem;

/// Host names that a door answers to, lower case, without port.
#[derive(Clone, Debug)]
pub(super) struct Hosts(pub(super) Arc<[String]>);

/// Refuses a request that does not name exactly one host of the door, or whose body has no clear end.
pub(super) async fn check(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    if !framing::is_clear(request.headers()) {
        let problem = Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-framing",
            "A body of no clear length",
            "Send one Content-Length, or `Transfer-Encoding: chunked` alone.",
        );
        // Where the next request begins is what is in doubt.
        return ([(CONNECTION, "close")], problem).into_response();
    }
    match named(&request) {
        Some(authority) if hosts.0.contains(&bare(&authority)) => next.run(request).await,
        Some(_) => Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong-host",
            "Not a host of this door",
            "Use a host name that the door's certificate has.",
        )
        .into_response(),
        None => Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-host",
            "No one host",
            "Send exactly one Host that agrees with the request's target.",
        )
        .into_response(),
    }
}

/// The one host a request names, or `None` where it names none, two, or different ones.
fn named(request: &Request) -> Option<Authority> {
    let mut headers = request.headers().get_all(HOST).iter();
    let header = match (headers.next(), headers.next()) {
        (Some(value), None) => Some(value.to_str().ok()?.parse::<Authority>().ok()?),
        (None, None) => None,
        _ => return None,
    };
    let target = request.uri().authority().cloned();
    // A user name before the host belongs in no request of HTTP (RFC 9110, 4.2.4).
    if [&header, &target]
        .into_iter()
        .flatten()
        .any(|named| named.as_str().contains('@'))
    {
        return None;
    }
    match (header, target) {
        (Some(header), Some(target)) => (header == target).then_some(header),
        (None, None) => None,
        // HTTP/1.1 needs the header even where the target is absolute (RFC 9112, 3.2).
        (None, Some(target)) => (request.version() == Version::HTTP_2).then_some(target),
        (Some(header), None) => Some(header),
    }
}

fn bare(authority: &Authority) -> String {
    authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn host(version: Version, uri: &str, hosts: &[&str]) -> Option<String> {
        let mut request = Request::builder().version(version).uri(uri);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        named(&request.body(Body::empty()).unwrap()).map(|authority| bare(&authority))
    }

    #[test]
    fn exactly_one_host_is_named() {
        let h1 = Version::HTTP_11;
        assert_eq!(host(h1, "/", &["LOCALHOST:8443"]).as_deref(), Some("localhost"));
        assert_eq!(host(h1, "/", &["[::1]:8443"]).as_deref(), Some("::1"));
        assert_eq!(host(h1, "/", &[]), None);
        assert_eq!(host(h1, "/", &["user@localhost"]), None);
        assert_eq!(host(h1, "/", &["localhost", "localhost"]), None);
        assert_eq!(host(h1, "https://other/", &["localhost"]), None);
        assert_eq!(host(h1, "https://localhost/", &[]), None);
        assert_eq!(
            host(Version::HTTP_2, "https://localhost/", &[]).as_deref(),
            Some("localhost")
        );
    }
}
