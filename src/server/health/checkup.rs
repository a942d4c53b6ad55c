//! Every part together: what `/readyz` and `/metrics` say, and the log line when a part changes.
//!
//! Uses the rest of the room and `service`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use super::certificates;
use super::clients::Clients;
use super::clock::Start;
use super::disks::Disks;
use super::doors::Doors;
use super::doors::OpenDoor;
use super::lock;
use crate::config::Home;
use crate::server::authority::Own;
use crate::service::Fit;
use crate::service::Part;
use crate::service::Services;

/// The rest of what `/readyz` and `/metrics` say.
pub(in crate::server) struct Health {
    services: Arc<Services>,
    own: Vec<Own>,
    doors: Doors,
    disks: Disks,
    started: Start,
    clients: Clients,
    /// The code last seen of each part.
    told: Mutex<BTreeMap<&'static str, &'static str>>,
}

impl Health {
    pub(in crate::server) fn new(services: Arc<Services>, home: &Home, own: Vec<Own>) -> Self {
        let health = Self {
            own,
            doors: Doors::default(),
            disks: Disks::of(home),
            started: Start::now(&services),
            clients: Clients::default(),
            told: Mutex::default(),
            services,
        };
        health.look();
        health
    }

    /// The use cases.
    pub(in crate::server) const fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Says that a door is open until what is returned is dropped.
    pub(in crate::server) fn opened(&self, door: &'static str) -> OpenDoor {
        self.doors.opened(door)
    }

    /// Looks at the disks, counts the alerts in force, and logs what has changed. Reads the disk.
    pub(in crate::server) fn look(&self) {
        self.disks.look();
        self.services.gauge_alerts_in_force();
        self.services.gauge_hits();
        self.services.gauge_feeds();
        let mut told = lock(&self.told);
        for Part {
            part,
            fit,
            code,
            text,
        } in self.parts()
        {
            let before = told.insert(part, code);
            if before.is_some_and(|before| before != code) || (before.is_none() && fit == Fit::Warning) {
                match fit {
                    Fit::Ready => tracing::info!(part, text, "a part is well again"),
                    Fit::Warning | Fit::NotReady => tracing::warn!(part, code, text, "a part is not well"),
                }
            }
        }
    }

    /// Every part of the gateway and how it fares.
    pub(in crate::server) fn parts(&self) -> Vec<Part> {
        let mut parts = self.services.parts();
        parts.extend([
            self.doors.part(),
            certificates::part(&self.own, self.services.now()),
            self.disks.part(),
            self.started.part(&self.services),
        ]);
        parts
    }

    /// Sets the gauges that are read when somebody asks.
    pub(in crate::server) fn gauge(&self) {
        self.services.gauge();
        let parts = self.parts();
        let ready = parts.iter().all(|part| part.fit != Fit::NotReady);
        metrics::gauge!("lookout_ready").set(f64::from(u8::from(ready)));
        for Part { part, fit, .. } in parts {
            let one = |is: bool| f64::from(u8::from(is));
            metrics::gauge!("lookout_part_ready", "part" => part).set(one(fit != Fit::NotReady));
            metrics::gauge!("lookout_part_warning", "part" => part).set(one(fit == Fit::Warning));
        }
        self.started.gauge(&self.services);
        self.disks.gauge();
        certificates::gauge(&self.own);
        self.clients.gauge(&self.services);
    }
}
