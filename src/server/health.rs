//! How the gateway fares beyond its use cases: doors, certificates, disks, clock; and the gauges that
//! are set when somebody asks.
//!
//! Uses `service`. Disks are looked at in the background, so that no probe waits for one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;

use super::authority::Own;
use crate::config::Home;
use crate::domain::ids::PartnerId;
use crate::domain::partner::Standing;
use crate::domain::peer::PeerName;
use crate::service::Fit;
use crate::service::Part;
use crate::service::Services;
use crate::state::CertificateStatus;

/// A certificate of ours that ends sooner is a warning.
const NEAR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A client that has had no certificate for so long was given up.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A disk that is fuller is a warning; percent.
const FULL_WARNING: u64 = 80;
/// Less room than this is none: a commit may need as much; bytes.
const NO_ROOM: u64 = 1 << 20;
/// The clock may differ by so much from what is expected of it.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_secs(10);

/// A file system of the home.
#[derive(Clone, Copy, Debug)]
struct Disk {
    folder: &'static str,
    size: u64,
    available: u64,
}

impl Disk {
    /// How full it is for this process, in percent; what is reserved for others counts as taken.
    fn percent(&self) -> u64 {
        let taken = self.size.saturating_sub(self.available);
        (u128::from(taken) * 100 / u128::from(self.size.max(1)))
            .try_into()
            .unwrap_or(100)
    }
}

/// The rest of what `/readyz` and `/metrics` say.
pub(super) struct Health {
    services: Arc<Services>,
    folders: [(&'static str, PathBuf); 2],
    own: Vec<Own>,
    /// The time of day at an instant, both at the start.
    started: (Timestamp, Instant),
    doors: Mutex<Vec<(&'static str, Arc<AtomicBool>)>>,
    disks: Mutex<Vec<Disk>>,
    /// Codes last logged, and partners that have a gauge.
    told: Mutex<BTreeMap<&'static str, &'static str>>,
    gauged: Mutex<BTreeSet<PartnerId>>,
}

/// Says that a door is open for as long as it lives.
pub(super) struct OpenDoor(Arc<AtomicBool>);

impl Drop for OpenDoor {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Health {
    pub(super) fn new(services: Arc<Services>, home: &Home, own: Vec<Own>) -> Self {
        let started = (services.now(), Instant::now());
        let health = Self {
            services,
            folders: [("var", home.var()), ("index", home.index())],
            own,
            started,
            doors: Mutex::default(),
            disks: Mutex::default(),
            told: Mutex::default(),
            gauged: Mutex::default(),
        };
        health.look();
        health
    }

    /// The use cases.
    pub(super) const fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Says that a door is open until what is returned is dropped.
    pub(super) fn opened(&self, door: &'static str) -> OpenDoor {
        let open = Arc::new(AtomicBool::new(true));
        lock(&self.doors).push((door, Arc::clone(&open)));
        OpenDoor(open)
    }

    /// Looks at the disks, counts the alerts in force, and logs what has changed. Reads the disk.
    pub(super) fn look(&self) {
        let disks = self.folders.iter().filter_map(|(folder, path)| {
            let stat = rustix::fs::statvfs(path).ok()?;
            Some(Disk {
                folder,
                size: stat.f_blocks.saturating_mul(stat.f_frsize),
                available: stat.f_bavail.saturating_mul(stat.f_frsize),
            })
        });
        let disks: Vec<_> = disks.collect();
        *lock(&self.disks) = disks;
        self.services.gauge_alerts_in_force();
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
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = self.services.parts();
        parts.extend([
            self.doors_part(),
            self.certificates_part(),
            self.disk_part(),
            self.clock_part(),
        ]);
        parts
    }

    fn doors_part(&self) -> Part {
        let doors = lock(&self.doors);
        let closed: Vec<_> = doors
            .iter()
            .filter(|(_, open)| !open.load(Ordering::Relaxed))
            .map(|(door, _)| *door)
            .collect();
        if closed.is_empty() {
            let open: Vec<_> = doors.iter().map(|(door, _)| *door).collect();
            return Part::ok("doors", format!("open: {}", open.join(", ")));
        }
        // Partners are whom the gateway is for; another door that is closed is for a person to mend.
        let fit = if closed.contains(&"partners") {
            Fit::NotReady
        } else {
            Fit::Warning
        };
        Part::new(
            "doors",
            fit,
            "door-closed",
            format!("closed: {}", closed.join(", ")),
        )
    }

    fn certificates_part(&self) -> Part {
        let now = self.services.now();
        let ended = |own: &&Own| own.not_after < now;
        let text = |own: &Own, word: &str| format!("{} {word} {}", own.name, own.not_after);
        if let Some(own) = self.own.iter().filter(|own| own.needed()).find(ended) {
            return Part::new("certificates", Fit::NotReady, "expired", text(own, "ended at"));
        }
        if let Some(own) = self.own.iter().find(ended) {
            return Part::new("certificates", Fit::Warning, "expired", text(own, "ended at"));
        }
        match self.own.iter().min_by_key(|own| own.not_after) {
            Some(own) if own.not_after.duration_since(now) < NEAR => {
                Part::new("certificates", Fit::Warning, "near-expiry", text(own, "ends at"))
            }
            Some(own) => Part::ok("certificates", format!("first to end: {}", text(own, "at"))),
            None => Part::ok("certificates", "none"),
        }
    }

    fn disk_part(&self) -> Part {
        let disks = lock(&self.disks);
        let Some(fullest) = disks.iter().max_by_key(|disk| disk.percent()) else {
            return Part::new("disk", Fit::Warning, "disk-unknown", "its room cannot be read");
        };
        let mib = fullest.available >> 20;
        let text = format!(
            "{} is {} % full, {mib} MiB left",
            fullest.folder,
            fullest.percent()
        );
        if fullest.available < NO_ROOM {
            Part::new("disk", Fit::NotReady, "disk-full", text)
        } else if fullest.percent() >= FULL_WARNING {
            Part::new("disk", Fit::Warning, "disk-filling", text)
        } else {
            Part::ok("disk", text)
        }
    }

    fn clock_part(&self) -> Part {
        let step = self.clock_step();
        // The index's commit is the newest time that survives a restart.
        let behind = self.services.committed_at().duration_since(self.services.now());
        if behind > CLOCK_SLACK {
            let text = format!("{} s behind the index's last commit", behind.as_secs());
            return Part::new("clock", Fit::Warning, "clock-behind", text);
        }
        if step.abs() > CLOCK_SLACK {
            let text = format!("stepped by {} s since the start", step.as_secs());
            return Part::new("clock", Fit::Warning, "clock-stepped", text);
        }
        Part::ok("clock", format!("{}", self.services.now()))
    }

    /// How far the time of day has moved beyond what the monotonic clock has.
    fn clock_step(&self) -> SignedDuration {
        let (time, instant) = self.started;
        let passed = SignedDuration::try_from(instant.elapsed()).unwrap_or(SignedDuration::MAX);
        self.services.now().duration_since(time).saturating_sub(passed)
    }

    /// Sets the gauges that are read when somebody asks.
    pub(super) fn gauge(&self) {
        self.services.gauge();
        let parts = self.parts();
        let ready = parts.iter().all(|part| part.fit != Fit::NotReady);
        metrics::gauge!("lookout_ready").set(f64::from(u8::from(ready)));
        for Part { part, fit, .. } in parts {
            let one = |is: bool| f64::from(u8::from(is));
            metrics::gauge!("lookout_part_ready", "part" => part).set(one(fit != Fit::NotReady));
            metrics::gauge!("lookout_part_warning", "part" => part).set(one(fit == Fit::Warning));
        }
        metrics::gauge!("lookout_clock_step_seconds").set(self.clock_step().as_secs_f64());
        for disk in lock(&self.disks).iter() {
            metrics::gauge!("lookout_disk_size_bytes", "folder" => disk.folder).set(disk.size as f64);
            metrics::gauge!("lookout_disk_available_bytes", "folder" => disk.folder)
                .set(disk.available as f64);
        }
        for own in &self.own {
            metrics::gauge!("lookout_certificate_expiry_timestamp_seconds", "certificate" => own.name)
                .set(own.not_after.as_second() as f64);
        }
        self.gauge_clients();
    }

    /// When each partner's first system is left without a certificate.
    fn gauge_clients(&self) {
        let ends = self.clients_end();
        let mut gauged = lock(&self.gauged);
        gauged.extend(ends.keys().cloned());
        for partner in gauged.iter() {
            // A series cannot be taken back; one that is no number alarms nobody.
            let end = ends.get(partner).map_or(f64::NAN, |end| end.as_second() as f64);
            let label = partner.to_string();
            metrics::gauge!("lookout_client_certificate_expiry_timestamp_seconds", "partner" => label)
                .set(end);
        }
    }

    fn clients_end(&self) -> BTreeMap<PartnerId, Timestamp> {
        let registry = self.services.state().registry();
        let active = |partner: &PartnerId| {
            let known = registry.partner(partner);
            known.is_some_and(|known| known.standing() == Standing::Active)
        };
        let mut clients = BTreeMap::new();
        for known in registry.certificates() {
            let certificate = &known.certificate;
            if let (PeerName::Partner(partner, client), CertificateStatus::Active) =
                (&certificate.name, &known.status)
                && active(partner)
            {
                let newest = clients
                    .entry((partner.clone(), client.clone()))
                    .or_insert(certificate.not_after);
                *newest = certificate.not_after.max(*newest);
            }
        }
        let mut ends = BTreeMap::new();
        let lately = self.services.now() - GIVEN_UP;
        for ((partner, _), end) in clients.into_iter().filter(|(_, end)| *end > lately) {
            let first = ends.entry(partner).or_insert(end);
            *first = end.min(*first);
        }
        ends
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing under these locks can be left half changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_s_fullness_is_what_this_process_may_not_take() {
        let disk = |size, available| Disk {
            folder: "var",
            size,
            available,
        };
        assert_eq!(disk(1_000, 200).percent(), 80);
        assert_eq!(disk(1_000, 201).percent(), 79);
        assert_eq!(disk(1_000, 0).percent(), 100);
        // Quotas can say that there is more room than the file system has.
        assert_eq!(disk(0, 5).percent(), 0);
        assert_eq!(disk(u64::MAX, 0).percent(), 100);
    }
}
