//! The registry: who may come in, as one immutable snapshot (DESIGN 8).
//!
//! Uses `domain`. Answers what is known of a partner, a user, a profile or a key; what follows from
//! it is `access`'s and `service`'s to decide. A revoked key stays revoked whatever comes later.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::ids::PartnerId;
use crate::domain::ids::Position;
use crate::domain::ids::ProfileId;
use crate::domain::ids::StaffId;
use crate::domain::partner::Certificate;
use crate::domain::partner::Partner;
use crate::domain::partner::Profile;
use crate::domain::partner::Staff;
use crate::domain::partner::Standing;
use crate::domain::peer::KeyHash;
use crate::domain::peer::PeerName;
use crate::domain::text::Text;

/// A partner and whether it may ask.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RegisteredPartner {
    /// The partner.
    pub partner: Partner,
    /// Since when and why it may not ask; absent when it may.
    pub suspension: Option<Suspension>,
    /// Its last fact: the version to expect in a change.
    pub version: Position,
}

impl RegisteredPartner {
    /// Whether it may ask at all.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing::of(self.suspension.is_some())
    }
}

/// Why a partner or a user is refused.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Suspension {
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: Text,
}

/// A local user.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RegisteredStaff {
    /// The user.
    pub staff: Staff,
    /// Since when and why it may not come in; absent when it may.
    pub suspension: Option<Suspension>,
    /// Its last fact.
    pub version: Position,
}

impl RegisteredStaff {
    /// Whether it may come in at all.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing::of(self.suspension.is_some())
    }
}

/// A profile in its latest version.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RegisteredProfile {
    /// The profile; shared with every permit that is granted under it.
    pub profile: Arc<Profile>,
    /// Its last fact.
    pub version: Position,
}

/// A certificate and whether it is good.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RegisteredCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// When it was taken in.
    pub registered: Timestamp,
    /// Whether it was revoked. That it has expired is not said here: ask the clock.
    #[serde(skip)]
    pub status: CertificateStatus,
    /// The fact that registered it.
    pub version: Position,
}

/// Whether a certificate was revoked.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum CertificateStatus {
    /// No.
    #[default]
    Active,
    /// Yes, for good.
    Revoked(Revocation),
}

/// The end of a key.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Revocation {
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: Text,
}

/// Everything the registry knows at one position.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    pub(super) version: u64,
    pub(super) partners: HashMap<PartnerId, Arc<RegisteredPartner>>,
    pub(super) staff: HashMap<StaffId, Arc<RegisteredStaff>>,
    pub(super) profiles: HashMap<ProfileId, Arc<RegisteredProfile>>,
    pub(super) certificates: HashMap<KeyHash, Arc<RegisteredCertificate>>,
    pub(super) revoked: HashMap<KeyHash, Arc<Revocation>>,
}

impl Registry {
    /// The position of the last fact that changed it.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// A partner.
    #[must_use]
    pub fn partner(&self, id: &PartnerId) -> Option<&Arc<RegisteredPartner>> {
        self.partners.get(id)
    }

    /// A local user.
    #[must_use]
    pub fn staff(&self, id: &StaffId) -> Option<&Arc<RegisteredStaff>> {
        self.staff.get(id)
    }

    /// A profile.
    #[must_use]
    pub fn profile(&self, id: &ProfileId) -> Option<&Arc<RegisteredProfile>> {
        self.profiles.get(id)
    }

    /// The certificate of a key. The caller compares the name too: identity is both together.
    #[must_use]
    pub fn certificate(&self, key: &KeyHash) -> Option<&Arc<RegisteredCertificate>> {
        self.certificates.get(key)
    }

    /// Why a key is never accepted again, whether or not a certificate of it was ever taken in.
    #[must_use]
    pub fn revocation(&self, key: &KeyHash) -> Option<&Arc<Revocation>> {
        self.revoked.get(key)
    }

    /// All partners, by id.
    #[must_use]
    pub fn partners(&self) -> Vec<&Arc<RegisteredPartner>> {
        sorted(&self.partners)
    }

    /// All local users, by id.
    #[must_use]
    pub fn all_staff(&self) -> Vec<&Arc<RegisteredStaff>> {
        sorted(&self.staff)
    }

    /// All profiles, by id.
    #[must_use]
    pub fn profiles(&self) -> Vec<&Arc<RegisteredProfile>> {
        sorted(&self.profiles)
    }

    /// All certificates, by key.
    #[must_use]
    pub fn certificates(&self) -> Vec<&Arc<RegisteredCertificate>> {
        sorted(&self.certificates)
    }

    /// All revoked keys, by key.
    #[must_use]
    pub fn revocations(&self) -> Vec<(&KeyHash, &Arc<Revocation>)> {
        let mut all: Vec<_> = self.revoked.iter().collect();
        all.sort_unstable_by_key(|(key, _)| **key);
        all
    }

    /// The certificates of all of one partner's clients, oldest first.
    #[must_use]
    pub fn certificates_of(&self, partner: &PartnerId) -> Vec<&Arc<RegisteredCertificate>> {
        self.certificates_named(|name| matches!(name, PeerName::Partner(id, _) if id == partner))
    }

    /// The certificates of a local user, oldest first.
    #[must_use]
    pub fn certificates_of_staff(&self, staff: &StaffId) -> Vec<&Arc<RegisteredCertificate>> {
        self.certificates_named(|name| matches!(name, PeerName::Staff(id) if id == staff))
    }

    fn certificates_named(&self, own: impl Fn(&PeerName) -> bool) -> Vec<&Arc<RegisteredCertificate>> {
        let mut own: Vec<_> = self
            .certificates
            .values()
            .filter(|known| own(&known.certificate.name))
            .collect();
        own.sort_unstable_by_key(|known| known.version);
        own
    }
}

fn sorted<K: Ord, V>(map: &HashMap<K, V>) -> Vec<&V> {
    let mut all: Vec<_> = map.iter().collect();
    all.sort_unstable_by_key(|(key, _)| *key);
    all.into_iter().map(|(_, value)| value).collect()
}
