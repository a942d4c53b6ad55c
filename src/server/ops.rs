//! The ops door: plain HTTP on loopback, for who watches the gateway.
//!
//! Uses `http`, `health`. It stays open while the other doors drain, so that a balancer is told why
//! there is nobody behind them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::health::Health;
use super::telemetry::Telemetry;
use crate::http;
use crate::service::Services;

/// How long a probe that has begun may take to end.
const LAST_PROBE: Duration = Duration::from_secs(1);

/// The door, open until it is closed.
pub(super) struct Ops {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Ops {
    /// Opens the door where the settings have it.
    pub(super) async fn open(
        services: &Services,
        health: Arc<Health>,
        telemetry: &Telemetry,
    ) -> io::Result<Self> {
        let settings = &services.config().doors.ops;
        let listener = tokio::net::TcpListener::bind(settings.listen).await?;
        let address = listener.local_addr()?;
        let (gauges, parts) = (Arc::clone(&health), health);
        let render = telemetry.render();
        let probes = http::Probes {
            render: Arc::new(move || {
                gauges.gauge();
                render()
            }),
            parts: Arc::new(move || parts.parts()),
        };
        let router = http::ops(probes, &settings.hosts);
        let stop = watch::Sender::new(false);
        let mut told = stop.subscribe();
        let task = tokio::spawn(async move {
            let stopped = async move {
                let _told = told.wait_for(|stop| *stop).await;
            };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
            {
                tracing::error!(%error, "the ops door ended");
            }
        });
        Ok(Self { address, stop, task })
    }

    /// Where it really listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes it once the probes that have begun are answered.
    pub(super) async fn close(mut self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(LAST_PROBE, &mut self.task).await.is_err() {
            self.task.abort();
            let _ended = self.task.await;
        }
    }
}
