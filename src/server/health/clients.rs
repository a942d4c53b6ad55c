//! When each partner's first system is left without a certificate.
//!
//! Uses `service`, `state`. A partner keeps its series once it has had one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;

use jiff::SignedDuration;
use jiff::Timestamp;

use super::lock;
use crate::domain::ids::PartnerId;
use crate::domain::partner::Standing;
use crate::domain::peer::PeerName;
use crate::service::Services;
use crate::state::CertificateStatus;

/// A client that has had no certificate for so long was given up.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The partners that have a gauge.
#[derive(Default)]
pub(super) struct Clients(Mutex<BTreeSet<PartnerId>>);

impl Clients {
    /// Sets their gauges.
    pub(super) fn gauge(&self, services: &Services) {
        let ends = ends(services);
        let mut gauged = lock(&self.0);
        gauged.extend(ends.keys().cloned());
        for partner in gauged.iter() {
            // A series cannot be taken back; one that is no number alarms nobody.
            let end = ends.get(partner).map_or(f64::NAN, |end| end.as_second() as f64);
            let label = partner.to_string();
            metrics::gauge!("lookout_client_certificate_expiry_timestamp_seconds", "partner" => label)
                .set(end);
        }
    }
}

fn ends(services: &Services) -> BTreeMap<PartnerId, Timestamp> {
    let registry = services.state().registry();
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
    let lately = services.now() - GIVEN_UP;
    for ((partner, _), end) in clients.into_iter().filter(|(_, end)| *end > lately) {
        let first = ends.entry(partner).or_insert(end);
        *first = end.min(*first);
    }
    ends
}
