//! The TLS doors: terms, listener, and the loop that serves what the listener hands over.
//!
//! Uses `tls` and `http`. Nothing is shared between doors but the services and the places.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::Router;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::task::JoinSet;

use super::connection;
use super::health::Health;
use super::places::Places;
use crate::config;
use crate::service::Services;
use crate::tls::Listener;
use crate::tls::Terms;

/// Connections handed over and not yet taken.
const HANDOVER: usize = 64;

/// Opens a door and serves it until `stop`. Returns where it listens.
pub(super) async fn open(
    name: &'static str,
    door: &config::Door,
    terms: Terms,
    router: Router,
    places: Places,
    health: &Health,
    stop: watch::Receiver<bool>,
) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let services = Arc::clone(health.services());
    let terms = Arc::new(ArcSwap::from_pointee(terms));
    let listener = Listener::bind(door.listen, name, services.config().connections, terms).await?;
    let address = listener.address()?;
    let (finished, connections) = mpsc::channel(HANDOVER);
    let accepting = listener.run(finished, stop.clone());
    let serving = serve(connections, router, services, places, stop);
    let open = health.opened(name);
    let task = tokio::spawn(async move {
        tokio::join!(accepting, serving);
        drop(open);
    });
    Ok((address, task))
}

/// Serves until the listener hands over no more and every connection has ended.
async fn serve(
    mut connections: mpsc::Receiver<crate::tls::Connection>,
    router: Router,
    services: Arc<Services>,
    places: Places,
    stop: watch::Receiver<bool>,
) {
    let mut open = JoinSet::new();
    while let Some(connection) = connections.recv().await {
        // Ended tasks are taken away as they end, or the set would grow without bound.
        while open.try_join_next().is_some() {}
        open.spawn(connection::serve(
            connection,
            router.clone(),
            Arc::clone(&services),
            places.clone(),
            stop.clone(),
        ));
    }
    while open.join_next().await.is_some() {}
}
