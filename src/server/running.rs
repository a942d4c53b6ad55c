//! A running gateway: a node with its doors open, until it is stopped.
//!
//! Uses the rest of the room. Stopping drains: no new connections, started requests finish within the
//! time allowed, then everything is closed in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::authority;
use super::authority::DoorTerms;
use super::control;
use super::doors;
use super::health::Health;
use super::node::Node;
use super::node::StartError;
use super::places::Places;
use super::renewal;
use super::telemetry::Telemetry;
use crate::config;
use crate::config::Config;
use crate::config::Home;
use crate::domain::clock::Clock;
use crate::http;
use crate::service::Services;
use crate::tls::Terms;

/// How often counted limit refusals become records (DESIGN 3).
const TALLY_EVERY: Duration = Duration::from_secs(60);
/// How often metrics are drained, and disks and parts looked at: space that returns is noticed within it.
const UPKEEP_EVERY: Duration = Duration::from_secs(3);
/// How often the disks' condition is looked at.
const HEALTH_EVERY: Duration = Duration::from_millis(200);

/// Where the doors really are.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// Partners' door.
    pub partners: SocketAddr,
    /// Enrolment door.
    pub enrolment: SocketAddr,
    /// Desk door.
    pub desk: SocketAddr,
    /// Ops door.
    pub ops: SocketAddr,
}

/// A gateway with its doors open.
pub struct Running {
    node: Node,
    addresses: Addresses,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Opens the node at `home` and its doors.
    ///
    /// # Errors
    /// What cannot be opened.
    pub async fn start(
        home: &Home,
        config: Arc<Config>,
        clock: Arc<dyn Clock>,
        telemetry: &Telemetry,
    ) -> Result<Self, StartError> {
        renewal::doors(home, &config, clock.as_ref());
        let terms = authority::terms(home, &config, &clock)?;
        let node = {
            let (home, config) = (home.clone(), Arc::clone(&config));
            // Opening blocks on the disk; the runtime's threads are for those who wait.
            tokio::task::block_in_place(move || Node::open(&home, config, clock))?
        };
        let stop = watch::Sender::new(false);
        let health = Health::new(Arc::clone(node.services()), home, terms.own.clone());
        let mut opening = Opening {
            services: Arc::clone(node.services()),
            places: Places::new(config.connections.established),
            health: Arc::new(health),
            stop: &stop,
            tasks: Vec::new(),
        };
        let addresses = opening.doors(&config, terms, telemetry).await;
        let socket = opening.control(home);
        let tasks = opening.tasks;
        match addresses.and_then(|addresses| socket.map(|()| addresses)) {
            Ok(addresses) => Ok(Self {
                node,
                addresses,
                stop,
                tasks,
            }),
            Err(error) => {
                stop.send_replace(true);
                for task in tasks {
                    task.abort();
                    let _ended = task.await;
                }
                node.close().await;
                Err(error)
            }
        }
    }

    /// Where the doors really are: port 0 in the settings takes a free one.
    #[must_use]
    pub const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The use cases.
    #[must_use]
    pub const fn services(&self) -> &Arc<Services> {
        self.node.services()
    }

    /// Ends when a disk has failed under the journal or the audit log; the process must end then.
    pub async fn failed(&self) {
        while !self.services().failed() {
            tokio::time::sleep(HEALTH_EVERY).await;
        }
    }

    /// Stops: refuses newcomers, finishes started requests, closes the node.
    pub async fn stop(self) {
        let services = Arc::clone(self.services());
        services.stop();
        self.stop.send_replace(true);
        let drain = services.config().connections.drain + Duration::from_secs(1);
        let deadline = tokio::time::Instant::now() + drain;
        for mut task in self.tasks {
            if tokio::time::timeout_at(deadline, &mut task).await.is_err() {
                task.abort();
                // An aborted task ends at once; what it holds is gone before the node is closed.
                let _ended = task.await;
            }
        }
        services.record_tally().await;
        drop(services);
        self.node.close().await;
    }
}

/// Doors on their way to being open.
struct Opening<'a> {
    services: Arc<Services>,
    places: Places,
    health: Arc<Health>,
    stop: &'a watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Opening<'_> {
    async fn doors(
        &mut self,
        config: &Config,
        terms: DoorTerms,
        telemetry: &Telemetry,
    ) -> Result<Addresses, StartError> {
        let doors = &config.doors;
        let services = Arc::clone(&self.services);
        let partners = http::partners(Arc::clone(&services), &doors.partners.hosts);
        let enrolment = http::unbuilt(Arc::clone(&services), "enrolment", &doors.enrolment.hosts);
        let desk = http::unbuilt(services, "desk", &doors.desk.hosts);
        let addresses = Addresses {
            partners: self
                .door("partners", &doors.partners, terms.partners, partners)
                .await?,
            enrolment: self
                .door("enrolment", &doors.enrolment, terms.enrolment, enrolment)
                .await?,
            desk: self.door("desk", &doors.desk, terms.desk, desk).await?,
            ops: self.ops(config, telemetry).await?,
        };
        let upkeep = upkeep(telemetry.clone(), Arc::clone(&self.health), self.stop.subscribe());
        self.tasks.push(tokio::spawn(upkeep));
        self.tasks.push(tokio::spawn(tally(
            Arc::clone(&self.services),
            self.stop.subscribe(),
        )));
        Ok(addresses)
    }

    /// A TLS door.
    async fn door(
        &mut self,
        name: &'static str,
        door: &config::Door,
        terms: Terms,
        router: Router,
    ) -> Result<SocketAddr, StartError> {
        let (places, stop) = (self.places.clone(), self.stop.subscribe());
        let opened = doors::open(name, door, terms, router, places, &self.health, stop).await;
        let (address, task) = opened.map_err(|cause| StartError::Door {
            door: name,
            address: door.listen.to_string(),
            cause,
        })?;
        self.tasks.push(task);
        Ok(address)
    }

    /// The ops door: plain HTTP on loopback.
    async fn ops(&mut self, config: &Config, telemetry: &Telemetry) -> Result<SocketAddr, StartError> {
        let listen = config.doors.ops.listen;
        let failed = |cause| StartError::Door {
            door: "ops",
            address: listen.to_string(),
            cause,
        };
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (gauges, parts) = (Arc::clone(&self.health), Arc::clone(&self.health));
        let render = telemetry.render();
        let probes = http::Probes {
            render: Arc::new(move || {
                gauges.gauge();
                render()
            }),
            parts: Arc::new(move || parts.parts()),
        };
        let router = http::ops(probes, &config.doors.ops.hosts);
        let mut stop = self.stop.subscribe();
        self.tasks.push(tokio::spawn(async move {
            let stopped = async move {
                let _told = stop.wait_for(|stop| *stop).await;
            };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
            {
                tracing::error!(%error, "the ops door ended");
            }
        }));
        Ok(address)
    }

    fn control(&mut self, home: &Home) -> Result<(), StartError> {
        let path = home.control_socket();
        let opened = control::open(&path, Arc::clone(&self.services), self.stop.subscribe());
        self.tasks
            .push(opened.map_err(|cause| StartError::Home { path, cause })?);
        Ok(())
    }
}

/// Keeps the metrics from growing while nobody asks for them, and looks how the parts fare.
async fn upkeep(telemetry: Telemetry, health: Arc<Health>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _told = stop.changed() => return,
            () = tokio::time::sleep(UPKEEP_EVERY) => {}
        }
        telemetry.upkeep();
        let looking = Arc::clone(&health);
        if tokio::task::spawn_blocking(move || looking.look()).await.is_err() {
            tracing::error!("a look at the parts ended badly");
        }
        health.services().try_audit().await;
    }
}

/// Turns counted limit refusals into records, once a minute.
async fn tally(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _told = stop.changed() => return,
            () = tokio::time::sleep(TALLY_EVERY) => {}
        }
        services.record_tally().await;
    }
}
