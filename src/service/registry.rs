//! Changing the registry: partners, staff, profiles, certificates.
//!
//! Uses `change`. Every change bites on the next request of any connection, since admission asks the
//! state each time.

use super::Refused;
use super::Services;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::ManageRegistry;
use crate::access::Permit;
use crate::domain::fact::Fact;
use crate::domain::ids::PartnerId;
use crate::domain::ids::Position;
use crate::domain::ids::StaffId;
use crate::domain::partner::Certificate;
use crate::domain::partner::Partner;
use crate::domain::partner::Profile;
use crate::domain::partner::Staff;
use crate::domain::peer::KeyHash;
use crate::domain::peer::PeerName;
use crate::domain::text::Text;
use crate::journal::Expect;

/// A partner to register, with what it needs to ask its first question.
#[derive(Clone, Debug)]
pub struct NewPartner {
    /// The partner.
    pub partner: Partner,
    /// Its certificate, whose name must be of this partner.
    pub certificate: Certificate,
}

impl Services {
    /// Sets a profile.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn put_profile(
        &self,
        permit: Permit<ManageRegistry>,
        profile: Profile,
    ) -> Result<Position, Refused> {
        self.change(&permit, vec![Fact::ProfilePut { profile }], Expect::Any)
            .await
    }

    /// Registers a local user with a certificate.
    ///
    /// # Errors
    /// When the certificate is another's, or it cannot be stored.
    pub async fn put_staff(
        &self,
        permit: Permit<ManageRegistry>,
        staff: Staff,
        certificate: Certificate,
    ) -> Result<Position, Refused> {
        if certificate.name != PeerName::Staff(staff.id.clone()) {
            return Err(self
                .reject(permit, malformed("certificate", "must name this user"))
                .await);
        }
        let expect = self.unchanged(&certificate);
        if let Some(refusal) = self.taken(&certificate) {
            return Err(self.reject(permit, refusal).await);
        }
        if self.state.registry().profile(&staff.profile).is_none() {
            return Err(self
                .reject(permit, malformed("profile", "must be a profile that exists"))
                .await);
        }
        let facts = vec![
            Fact::StaffPut { staff },
            Fact::CertificateRegistered { certificate },
        ];
        self.change(&permit, facts, expect).await
    }

    /// Registers a partner with a certificate, or gives a known partner one more.
    ///
    /// # Errors
    /// When the certificate is another's, its key is known, the profile is not, or it cannot be stored.
    pub async fn put_partner(
        &self,
        permit: Permit<ManageRegistry>,
        new: NewPartner,
    ) -> Result<Position, Refused> {
        let NewPartner { partner, certificate } = new;
        let expect = self.unchanged(&certificate);
        let refusal = match &certificate.name {
            PeerName::Partner(id, _) if *id == partner.id => self.taken(&certificate),
            _ => Some(malformed(
                "certificate",
                "must name this partner in its one URI name",
            )),
        };
        if let Some(refusal) = refusal {
            return Err(self.reject(permit, refusal).await);
        }
        if self.state.registry().profile(&partner.profile).is_none() {
            return Err(self
                .reject(permit, malformed("profile", "must be a profile that exists"))
                .await);
        }
        let facts = vec![
            Fact::PartnerPut { partner },
            Fact::CertificateRegistered { certificate },
        ];
        self.change(&permit, facts, expect).await
    }

    /// Why a certificate cannot be registered: its key belongs to another or was revoked. A key that
    /// was revoked is never accepted again (DESIGN 8).
    fn taken(&self, certificate: &Certificate) -> Option<Refusal> {
        let registry = self.state.registry();
        if registry.revocation(&certificate.key).is_some() {
            return Some(malformed("certificate", "must have a key that was never revoked"));
        }
        let known = registry.certificate(&certificate.key)?;
        (known.certificate.name != certificate.name)
            .then(|| malformed("certificate", "must have a key that nobody else uses"))
    }

    /// That nothing has happened to the certificate's key since it was looked at: of two who register
    /// one key at once, the second is told.
    fn unchanged(&self, certificate: &Certificate) -> Expect {
        let registry = self.state.registry();
        let since = registry
            .certificate(&certificate.key)
            .map_or(Position(0), |known| known.version);
        Expect::Unchanged {
            stream: format!("certificate/{}", certificate.key),
            since,
        }
    }

    /// Suspends a partner: its next request is refused, its idle connections are closed.
    ///
    /// # Errors
    /// When there is no such partner, or it cannot be stored.
    pub async fn suspend(
        &self,
        permit: Permit<ManageRegistry>,
        partner: PartnerId,
        reason: Text,
    ) -> Result<Position, Refused> {
        if self.state.registry().partner(&partner).is_none() {
            return Err(self.reject(permit, Refusal::NotFound).await);
        }
        self.change(
            &permit,
            vec![Fact::PartnerSuspended { partner, reason }],
            Expect::Any,
        )
        .await
    }

    /// Lets a suspended partner ask again.
    ///
    /// # Errors
    /// When there is no such partner, or it cannot be stored.
    pub async fn resume(
        &self,
        permit: Permit<ManageRegistry>,
        partner: PartnerId,
    ) -> Result<Position, Refused> {
        if self.state.registry().partner(&partner).is_none() {
            return Err(self.reject(permit, Refusal::NotFound).await);
        }
        self.change(&permit, vec![Fact::PartnerResumed { partner }], Expect::Any)
            .await
    }

    /// Suspends a local user: its next request is refused, its idle connections are closed.
    ///
    /// # Errors
    /// When there is no such user, or it cannot be stored.
    pub async fn suspend_staff(
        &self,
        permit: Permit<ManageRegistry>,
        staff: StaffId,
        reason: Text,
    ) -> Result<Position, Refused> {
        self.change_staff(permit, staff.clone(), Fact::StaffSuspended { staff, reason })
            .await
    }

    /// Lets a suspended local user come in again.
    ///
    /// # Errors
    /// When there is no such user, or it cannot be stored.
    pub async fn resume_staff(
        &self,
        permit: Permit<ManageRegistry>,
        staff: StaffId,
    ) -> Result<Position, Refused> {
        self.change_staff(permit, staff.clone(), Fact::StaffResumed { staff })
            .await
    }

    async fn change_staff(
        &self,
        permit: Permit<ManageRegistry>,
        staff: StaffId,
        fact: Fact,
    ) -> Result<Position, Refused> {
        if self.state.registry().staff(&staff).is_none() {
            return Err(self.reject(permit, Refusal::NotFound).await);
        }
        self.change(&permit, vec![fact], Expect::Any).await
    }

    /// Revokes a certificate for good.
    ///
    /// # Errors
    /// When the registry does not know its key, or it cannot be stored.
    pub async fn revoke(
        &self,
        permit: Permit<ManageRegistry>,
        key: KeyHash,
        reason: Text,
    ) -> Result<Position, Refused> {
        if self.state.registry().certificate(&key).is_none() {
            return Err(self.reject(permit, Refusal::NotFound).await);
        }
        self.change(
            &permit,
            vec![Fact::CertificateRevoked { key, reason }],
            Expect::Any,
        )
        .await
    }
}

fn malformed(field: &str, rule: &str) -> Refusal {
    Refusal::Malformed(Fault::field(field, rule))
}
