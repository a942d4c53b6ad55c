//! A running gateway: a node with its doors open, until it is stopped.
//!
//! Uses the rest of the room. Stopping drains: no new connections, started requests finish within the
//! time allowed, then everything is closed in order. The ops door is last: it says that the rest stops.

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
use super::feeding;
use super::health::Health;
use super::node;
use super::node::Node;
use super::node::StartError;
use super::ops::Ops;
use super::photos;
use super::places::Places;
use super::renewal;
use super::restored;
use super::retention;
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
/// How often the hits are looked at.
const ESCALATE_EVERY: Duration = Duration::from_secs(1);
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
    ops: Ops,
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
        node::whole(home)?;
        renewal::doors(home, &config, clock.as_ref());
        let terms = authority::terms(home, &config, &clock)?;
        let node = {
            let (home, config) = (home.clone(), Arc::clone(&config));
            // Opening blocks on the disk; the runtime's threads are for those who wait.
            tokio::task::block_in_place(move || Node::open(&home, config, clock))?
        };
        restored::record(home, node.services()).await;
        let stop = watch::Sender::new(false);
        let health = Health::new(Arc::clone(node.services()), home, terms.own.clone());
        let mut opening = Opening {
            services: Arc::clone(node.services()),
            places: Places::new(config.connections.established),
            health: Arc::new(health),
            stop: &stop,
            tasks: Vec::new(),
        };
        let opened = opening.all(home, &config, terms, telemetry).await;
        let tasks = opening.tasks;
        match opened {
            Ok((addresses, ops)) => Ok(Self {
                node,
                addresses,
                stop,
                tasks,
                ops,
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
        self.ops.close().await;
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
    /// Opens all of them, the ops door last: when it answers there is nothing left to open.
    async fn all(
        &mut self,
        home: &Home,
        config: &Config,
        terms: DoorTerms,
        telemetry: &Telemetry,
    ) -> Result<(Addresses, Ops), StartError> {
        let doors = &config.doors;
        let services = Arc::clone(&self.services);
        let partners = http::partners(Arc::clone(&services), &doors.partners.hosts);
        let enrolment = http::unbuilt(Arc::clone(&services), "enrolment", &doors.enrolment.hosts);
        let desk = http::desk(services, &doors.desk.hosts);
        let partners = self
            .door("partners", &doors.partners, terms.partners, partners)
            .await?;
        let enrolment = self
            .door("enrolment", &doors.enrolment, terms.enrolment, enrolment)
            .await?;
        let desk = self.door("desk", &doors.desk, terms.desk, desk).await?;
        self.control(home)?;
        let upkeep = upkeep(telemetry.clone(), Arc::clone(&self.health), self.stop.subscribe());
        self.tasks.push(tokio::spawn(upkeep));
        self.tasks.push(tokio::spawn(tally(
            Arc::clone(&self.services),
            self.stop.subscribe(),
        )));
        self.tasks.push(tokio::spawn(retention::run(
            Arc::clone(&self.services),
            self.stop.subscribe(),
        )));
        self.tasks.push(tokio::spawn(escalate(
            Arc::clone(&self.services),
            self.stop.subscribe(),
        )));
        let photos = photos::run(Arc::clone(&self.services), self.stop.subscribe());
        self.tasks.push(tokio::spawn(photos));
        let feeding = feeding::follow(Arc::clone(&self.services), self.stop.subscribe());
        self.tasks.push(tokio::spawn(feeding));
        self.tasks.push(tokio::spawn(seals(
            Arc::clone(&self.services),
            self.stop.subscribe(),
        )));
        let ops = Ops::open(&self.services, Arc::clone(&self.health), telemetry).await;
        let ops = ops.map_err(|cause| StartError::Door {
            door: "ops",
            address: doors.ops.listen.to_string(),
            cause,
        })?;
        let addresses = Addresses {
            partners,
            enrolment,
            desk,
            ops: ops.address(),
        };
        Ok((addresses, ops))
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

/// Sends up hits that wait for too long; the gateway's clock says which.
async fn escalate(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _told = stop.changed() => return,
            () = tokio::time::sleep(ESCALATE_EVERY) => {}
        }
        services.escalate_hits().await;
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

/// Checks the index's seals as often as the settings say; the first time so long after the start, which
/// has checked them too.
async fn seals(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _told = stop.changed() => return,
            () = tokio::time::sleep(services.config().index.verify) => {}
        }
        services.check_seals().await;
    }
}
