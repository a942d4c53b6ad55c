//! The TLS doors: terms, listener, and the loop that serves what the listener hands over.
//!
//! Uses `tls` and `http`. Nothing is shared between doors but the services.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::Router;
use metrics::Gauge;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::task::JoinSet;

use super::connection;
use super::health::Health;
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
    health: &Health,
    stop: watch::Receiver<bool>,
) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let services = Arc::clone(health.services());
    let terms = Arc::new(ArcSwap::from_pointee(terms));
    let listener = Listener::bind(door.listen, name, services.config().connections, terms).await?;
    let address = listener.address()?;
    let (finished, connections) = mpsc::channel(HANDOVER);
    let accepting = listener.run(finished, stop.clone());
    let count = metrics::gauge!("lookout_connections", "door" => name);
    let serving = serve(connections, router, services, count, stop);
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
    count: Gauge,
    stop: watch::Receiver<bool>,
) {
    let mut open = JoinSet::new();
    while let Some(connection) = connections.recv().await {
        // Ended tasks are taken away as they end, or the set would grow without bound.
        while open.try_join_next().is_some() {}
        let counted = Counted::one(&count);
        let served = connection::serve(connection, router.clone(), Arc::clone(&services), stop.clone());
        open.spawn(async move {
            served.await;
            drop(counted);
        });
    }
    while open.join_next().await.is_some() {}
}

/// One more in a gauge, until it is dropped.
struct Counted(Gauge);

impl Counted {
    fn one(gauge: &Gauge) -> Self {
        gauge.increment(1.0);
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
