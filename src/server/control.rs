//! The control socket: who speaks, and the routes behind it.
//!
//! Uses `http::control`. The socket lies in a folder of the owner's and is 0600; the kernel says who
//! is at the other end.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::service::TowerToHyperService;
use tokio::net::UnixListener;
use tokio::net::UnixStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::task::JoinSet;

use super::telemetry::Log;
use crate::http;
use crate::http::Caller;
use crate::service::LogFilter;
use crate::service::Services;

/// Longest wait for a command's first words.
const HEAD_WAIT: Duration = Duration::from_secs(5);

/// Opens the socket and serves it until `stop`. A socket left behind by a process that was killed is
/// replaced: the home's lock says that there is no other.
pub(super) fn open(
    path: &Path,
    services: Arc<Services>,
    stop: watch::Receiver<bool>,
) -> io::Result<JoinHandle<()>> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let socket = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(tokio::spawn(serve(socket, path.to_owned(), services, stop)))
}

async fn serve(
    socket: UnixListener,
    path: std::path::PathBuf,
    services: Arc<Services>,
    mut stop: watch::Receiver<bool>,
) {
    let log: Arc<dyn LogFilter> = Arc::new(Log);
    let router = http::control(services).layer(Extension(http::ProcessLog(log)));
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {}
        let accepted = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = socket.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => match stream.peer_cred() {
                Ok(user) => {
                    open.spawn(answer(stream, router.clone(), Caller(user.uid())));
                }
                Err(error) => tracing::warn!(%error, "a caller of the control socket has no user"),
            },
            Err(error) => {
                tracing::warn!(%error, "the control socket cannot accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    // Nobody new; a command under way may finish, at most as long as `Running::stop` waits.
    if let Err(error) = std::fs::remove_file(&path) {
        tracing::debug!(%error, "the control socket was gone already");
    }
    while open.join_next().await.is_some() {}
}

async fn answer(stream: UnixStream, router: Router, caller: Caller) {
    let service = TowerToHyperService::new(
        router
            .layer(Extension(caller))
            .into_service::<hyper::body::Incoming>(),
    );
    // One request a connection: a command has one thing to say, and the drain has an end.
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WAIT)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a command hung up");
    }
}
