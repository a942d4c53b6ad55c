//! How a fact changes the registry.
//!
//! Uses `registry`, `domain`. A fact that makes no sense here changes nothing and says why; the
//! journal holds it, so it was accepted, and nothing that follows may stop because of it.

use std::sync::Arc;

use serde::Serialize;

use super::registry::CertificateStatus;
use super::registry::RegisteredCertificate;
use super::registry::RegisteredPartner;
use super::registry::RegisteredProfile;
use super::registry::RegisteredStaff;
use super::registry::Registry;
use super::registry::Revocation;
use super::registry::Suspension;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::PartnerId;
use crate::domain::ids::StaffId;
use crate::domain::partner::Certificate;
use crate::domain::peer::KeyHash;
use crate::domain::text::Text;

/// A row of the registry's table to be written.
pub(super) struct Row {
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) document: Vec<u8>,
}

/// Why a fact changes nothing.
pub(super) type Disliked = &'static str;

pub(super) const PARTNER: &str = "partner";
pub(super) const STAFF: &str = "staff";
pub(super) const PROFILE: &str = "profile";
pub(super) const CERTIFICATE: &str = "certificate";
pub(super) const REVOKED: &str = "revoked";

impl Registry {
    /// Applies one fact and returns the row that changed.
    pub(super) fn change(&mut self, recorded: &Recorded) -> Result<Row, Disliked> {
        let row = match &recorded.fact {
            Fact::ProfilePut { profile } => {
                let entry = RegisteredProfile {
                    profile: Arc::new(profile.clone()),
                    version: recorded.position,
                };
                let row = row(PROFILE, &profile.id, &entry);
                self.profiles.insert(profile.id.clone(), Arc::new(entry));
                row
            }
            Fact::StaffPut { staff } => {
                // A suspension outlives another role or certificate.
                let suspension = self
                    .staff
                    .get(&staff.id)
                    .and_then(|known| known.suspension.clone());
                self.set_staff(RegisteredStaff {
                    staff: staff.clone(),
                    suspension,
                    version: recorded.position,
                })
            }
            Fact::StaffSuspended { staff, reason } => self.suspend_staff(recorded, staff, Some(reason)),
            Fact::StaffResumed { staff } => self.suspend_staff(recorded, staff, None),
            Fact::PartnerPut { partner } => {
                // A suspension outlives a change of name or profile.
                let suspension = self
                    .partners
                    .get(&partner.id)
                    .and_then(|known| known.suspension.clone());
                self.set_partner(RegisteredPartner {
                    partner: partner.clone(),
                    suspension,
                    version: recorded.position,
                })
            }
            Fact::PartnerSuspended { partner, reason } => self.suspend(recorded, partner, Some(reason)),
            Fact::PartnerResumed { partner } => self.suspend(recorded, partner, None),
            Fact::CertificateRegistered { certificate } => self.register(recorded, certificate),
            Fact::CertificateRevoked { key, reason } => self.revoke(recorded, *key, reason),
            Fact::HitReported { .. }
            | Fact::HitChanged { .. }
            | Fact::AlertPut { .. }
            | Fact::AlertEntered { .. }
            | Fact::AlertCorrected { .. }
            | Fact::AlertExtended { .. }
            | Fact::AlertHidden { .. }
            | Fact::AlertUnhidden { .. }
            | Fact::AlertWithdrawn { .. }
            | Fact::AlertLapsed { .. }
            | Fact::AlertErased { .. }
            | Fact::Shredded { .. }
            | Fact::AlertProposed { .. }
            | Fact::AlertRejected { .. }
            | Fact::FeedPut { .. }
            | Fact::FeedConfirmed { .. }
            | Fact::FeedRan { .. }
            | Fact::FeedRemoved { .. } => Err("not the registry's"),
        }?;
        self.version = recorded.position.0;
        Ok(row)
    }

    fn set_partner(&mut self, entry: RegisteredPartner) -> Result<Row, Disliked> {
        let id = entry.partner.id.clone();
        let row = row(PARTNER, &id, &entry);
        self.partners.insert(id, Arc::new(entry));
        row
    }

    fn set_staff(&mut self, entry: RegisteredStaff) -> Result<Row, Disliked> {
        let id = entry.staff.id.clone();
        let row = row(STAFF, &id, &entry);
        self.staff.insert(id, Arc::new(entry));
        row
    }

    fn suspend_staff(
        &mut self,
        recorded: &Recorded,
        staff: &StaffId,
        reason: Option<&Text>,
    ) -> Result<Row, Disliked> {
        let known = self.staff.get(staff).ok_or("there is no such user")?;
        self.set_staff(RegisteredStaff {
            staff: known.staff.clone(),
            suspension: suspension(recorded, reason),
            version: recorded.position,
        })
    }

    fn suspend(
        &mut self,
        recorded: &Recorded,
        partner: &PartnerId,
        reason: Option<&Text>,
    ) -> Result<Row, Disliked> {
        let known = self.partners.get(partner).ok_or("there is no such partner")?;
        self.set_partner(RegisteredPartner {
            partner: known.partner.clone(),
            suspension: suspension(recorded, reason),
            version: recorded.position,
        })
    }

    fn register(&mut self, recorded: &Recorded, certificate: &Certificate) -> Result<Row, Disliked> {
        let key = certificate.key;
        let changed_hands = self
            .certificates
            .get(&key)
            .is_some_and(|known| known.certificate.name != certificate.name);
        if changed_hands {
            return Err("the key belongs to another name");
        }
        let entry = RegisteredCertificate {
            certificate: certificate.clone(),
            registered: recorded.time,
            status: self.status(&key),
            version: recorded.position,
        };
        let row = row(CERTIFICATE, &key, &entry);
        self.certificates.insert(key, Arc::new(entry));
        row
    }

    fn revoke(&mut self, recorded: &Recorded, key: KeyHash, reason: &Text) -> Result<Row, Disliked> {
        if self.revoked.contains_key(&key) {
            return Err("the key was revoked before");
        }
        let revocation = Revocation {
            at: recorded.time,
            reason: reason.clone(),
        };
        let row = row(REVOKED, &key, &revocation);
        self.set_revoked(key, revocation);
        row
    }

    /// Takes a revocation in, for a key with or without a certificate.
    pub(super) fn set_revoked(&mut self, key: KeyHash, revocation: Revocation) {
        self.revoked.insert(key, Arc::new(revocation));
        let status = self.status(&key);
        if let Some(known) = self.certificates.get_mut(&key) {
            Arc::make_mut(known).status = status;
        }
    }

    fn status(&self, key: &KeyHash) -> CertificateStatus {
        self.revoked
            .get(key)
            .map_or(CertificateStatus::Active, |revocation| {
                CertificateStatus::Revoked(Revocation::clone(revocation))
            })
    }
}

/// A suspension as of a fact; none where it ends one.
fn suspension(recorded: &Recorded, reason: Option<&Text>) -> Option<Suspension> {
    reason.map(|reason| Suspension {
        at: recorded.time,
        reason: reason.clone(),
    })
}

fn row(kind: &'static str, id: &impl ToString, entry: &impl Serialize) -> Result<Row, Disliked> {
    let document = serde_json::to_vec(entry).map_err(|_| "it cannot be written as JSON")?;
    Ok(Row {
        kind,
        id: id.to_string(),
        document,
    })
}
