//! One connection: its requests to the router, its end at its time.
//!
//! Uses hyper, `activity`, `places`. Strictly the protocol that ALPN agreed on. A connection ends
//! gracefully when it is old, when the gateway stops, or when its peer is no longer let in (DESIGN 1,
//! rule 6), idle ones at once; and when nothing is asked, no answer is taken, or its place is needed.

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
use tokio::sync::watch;
use tower::ServiceExt;

use super::activity::Activity;
use super::activity::Answering;
use super::activity::Seen;
use super::places::Place;
use super::places::Places;
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
/// What a peer may send ahead of being read, a stream and in all: a body has at most 16 KiB.
const WINDOW_STREAM: u32 = 64 << 10;
const WINDOW_ALL: u32 = 256 << 10;
/// What of one answer is kept for a peer that does not read.
const SEND_BUFFER: usize = 64 << 10;

/// Serves a connection to its end.
pub(super) async fn serve(
    connection: Connection,
    router: Router,
    services: Arc<Services>,
    places: Places,
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
    let activity = Activity::new();
    let admitted = peer.as_ref().is_some_and(|peer| services.identify(peer).is_ok());
    let Some(place) = places.enter(admitted, activity.seen()) else {
        metrics::counter!("lookout_connections_refused_total").increment(1);
        return;
    };
    let end = end(peer.clone(), services, activity.seen(), place, stop);
    let service = service_fn(move |request| answer(router.clone(), peer.clone(), activity.clone(), request));
    let stream = TokioIo::new(stream);
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
                .initial_stream_window_size(WINDOW_STREAM)
                .initial_connection_window_size(WINDOW_ALL)
                .max_send_buf_size(SEND_BUFFER)
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
    activity: Activity,
    request: Request<Incoming>,
) -> Result<Response<Answering>, Infallible> {
    let _asking = activity.asking();
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
    Ok(response.map(|body| activity.answering(body)))
}

/// Why a connection ends, as the time it is given to finish what it has started, and its place, which
/// it keeps so long.
async fn end(
    peer: Option<Arc<Peer>>,
    services: Arc<Services>,
    seen: Seen,
    mut place: Place,
    mut stop: watch::Receiver<bool>,
) -> (Duration, Place) {
    let bounds: Connections = services.config().connections;
    let grace = tokio::select! {
        _ = stop.wait_for(|stop| *stop) => bounds.drain,
        () = tokio::time::sleep(with_jitter(bounds.age)) => bounds.drain,
        () = let_in_no_more(peer, services, bounds.head) => LAST_WORDS,
        // A request may cross the end of an idle connection on its way: it is answered still.
        () = seen.clone().idle(bounds.head, bounds.idle) => LAST_WORDS,
        () = seen.stalled(bounds.write_stall) => Duration::ZERO,
        () = place.lost() => Duration::ZERO,
    };
    (grace, place)
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

/// Up to a tenth less, so that connections opened together do not all come back together.
fn with_jitter(age: Duration) -> Duration {
    let mut byte = [0];
    // Without randomness there is no jitter, which harms nobody.
    let _filled = aws_lc_rs::rand::fill(&mut byte);
    age - age.mul_f64(f64::from(byte[0]) / 2_560.0)
}

async fn drive<C: GracefulConnection>(connection: C, end: impl Future<Output = (Duration, Place)>) {
    let mut connection = std::pin::pin!(connection);
    let (grace, _place) = tokio::select! {
        // How it ended is the peer's business: it hung up, timed out, or broke the protocol.
        _ended = connection.as_mut() => return,
        ended = end => ended,
    };
    connection.as_mut().graceful_shutdown();
    let _ended = tokio::time::timeout(grace, connection).await;
}
