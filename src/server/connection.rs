//! One connection: its requests to the router, its end at its time.
//!
//! Uses hyper. Strictly the protocol that ALPN agreed on. A connection ends gracefully when it is old,
//! when the gateway stops, or when its peer is no longer let in (DESIGN 1, rule 6), idle ones at once.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::Request;
use axum::http::Response;
use axum::http::Version;
use axum::http::header::CONNECTION;
use axum::http::header::EXPECT;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulConnection;
use tokio::sync::Notify;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::config::Connections;
use crate::domain::peer::Peer;
use crate::http::Drained;
use crate::service::Services;
use crate::tls::Alpn;
use crate::tls::Claim;
use crate::tls::Connection;

/// How long started requests of a peer that is no longer let in may take to end.
const LAST_WORDS: Duration = Duration::from_millis(800);

/// Limits of HTTP/2 (SECURITY 4, row 15).
const STREAMS: u32 = 32;
const HEADER_BYTES: u32 = 16 << 10;
const RESETS_PENDING: usize = 20;
const RESETS_LOCAL: usize = 64;
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// Serves a connection to its end.
pub(super) async fn serve(
    connection: Connection,
    router: Router,
    services: Arc<Services>,
    stop: watch::Receiver<bool>,
) {
    let bounds = services.config().connections;
    let Connection {
        stream,
        claim,
        alpn,
        address: _,
        slot,
    } = connection;
    let peer = match claim {
        Claim::Good(peer) => Some(Arc::new(peer)),
        Claim::Nobody | Claim::Bad(_) => None,
    };
    let to_router = peer.clone();
    let asked = Arc::new(Notify::new());
    let first = Arc::clone(&asked);
    let service = service_fn(move |request| {
        asked.notify_one();
        answer(router.clone(), to_router.clone(), request)
    });
    let stream = TokioIo::new(stream);
    let end = end(peer, services, bounds, stop, first);
    match alpn {
        Alpn::Http1 => {
            let http = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(bounds.head)
                .max_buf_size(64 << 10)
                .serve_connection(stream, service);
            drive(http, end).await;
        }
        Alpn::Http2 => {
            let http = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_concurrent_streams(STREAMS)
                .max_header_list_size(HEADER_BYTES)
                .max_pending_accept_reset_streams(RESETS_PENDING)
                .max_local_error_reset_streams(RESETS_LOCAL)
                .keep_alive_interval(KEEP_ALIVE)
                .keep_alive_timeout(KEEP_ALIVE)
                .serve_connection(stream, service);
            drive(http, end).await;
        }
    }
    // The address's place is free again only now.
    drop(slot);
}

/// One request.
async fn answer(
    router: Router,
    peer: Option<Arc<Peer>>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let version = request.version();
    // A caller that waits for leave to send its body is not told to send what nobody will read.
    let waits = request.headers().contains_key(EXPECT);
    let (parts, body) = request.into_parts();
    let (body, leftover) = Drained::wrap(body);
    let mut request = Request::from_parts(parts, Body::new(body));
    if let Some(peer) = peer {
        request.extensions_mut().insert(peer);
    }
    let mut response = router.oneshot(request).await?;
    if version != Version::HTTP_2 && !leftover.drain(waits).await {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// Why a connection ends, as the time it is given to finish what it has started.
async fn end(
    peer: Option<Arc<Peer>>,
    services: Arc<Services>,
    bounds: Connections,
    mut stop: watch::Receiver<bool>,
    first: Arc<Notify>,
) -> Duration {
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => bounds.drain,
        () = tokio::time::sleep(with_jitter(bounds.age)) => bounds.drain,
        () = let_in_no_more(peer, services, bounds.head) => LAST_WORDS,
        () = asks_nothing(first, bounds.head) => Duration::ZERO,
    }
}

/// Ends when the registry no longer lets the peer in; never for a door that asks nobody. A peer that
/// was not let in to begin with has `first` to send a request, whose answer says why.
async fn let_in_no_more(peer: Option<Arc<Peer>>, services: Arc<Services>, first: Duration) {
    let Some(peer) = peer else {
        return std::future::pending().await;
    };
    let mut changes = services.state().registry_changes();
    if services.identify(&peer).is_err() {
        return tokio::time::sleep(first).await;
    }
    while services.identify(&peer).is_ok() {
        if changes.changed().await.is_err() {
            return;
        }
    }
}

/// Ends when no first request has come in time: HTTP/2 has no such limit of its own, and a connection
/// that asks nothing holds a place.
async fn asks_nothing(first: Arc<Notify>, longest: Duration) {
    if tokio::time::timeout(longest, first.notified()).await.is_ok() {
        std::future::pending().await
    }
}

/// Up to a tenth less, so that connections opened together do not all come back together.
fn with_jitter(age: Duration) -> Duration {
    let mut byte = [0];
    // Without randomness there is no jitter, which harms nobody.
    let _filled = aws_lc_rs::rand::fill(&mut byte);
    age - age.mul_f64(f64::from(byte[0]) / 2_560.0)
}

async fn drive<C: GracefulConnection>(connection: C, end: impl Future<Output = Duration>) {
    let mut connection = std::pin::pin!(connection);
    let grace = tokio::select! {
        // How it ended is the peer's business: it hung up, timed out, or broke the protocol.
        _ended = connection.as_mut() => return,
        grace = end => grace,
    };
    connection.as_mut().graceful_shutdown();
    let _ended = tokio::time::timeout(grace, connection).await;
}
