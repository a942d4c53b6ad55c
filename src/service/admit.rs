//! Admission: from a proved key to a permit, on every single request.
//!
//! Uses `access` and `state`. Asks the registry's present snapshot, so that a revocation, a
//! suspension or an expiry bites on connections already open (DESIGN 1, rule 6). The token is spent
//! here, before a body is read.

use std::sync::Arc;

use serde_json::json;

use super::Refused;
use super::Services;
use super::metrics::Step;
use super::record::Attempt;
use super::refusal::Refusal;
use super::refusal::Unfit;
use crate::access::Action;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::Rate;
use crate::access::SearchPersons;
use crate::domain::ids::FeedId;
use crate::domain::ids::PartnerId;
use crate::domain::ids::QueryId;
use crate::domain::partner::Allowance;
use crate::domain::partner::Profile;
use crate::domain::partner::Standing;
use crate::domain::peer::Peer;
use crate::domain::peer::PeerName;
use crate::state::CertificateStatus;

impl Services {
    /// Who a peer is now.
    ///
    /// # Errors
    /// Why it is not let in.
    pub fn identify(&self, peer: &Peer) -> Result<(Bearer, Arc<Profile>), Unfit> {
        let registry = self.state.registry();
        let known = registry.certificate(&peer.key).ok_or(Unfit::CertificateUnknown)?;
        if matches!(known.status, CertificateStatus::Revoked(_)) {
            return Err(Unfit::CertificateRevoked);
        }
        if known.certificate.name != peer.name || known.certificate.issuer != peer.issuer {
            return Err(Unfit::CertificateMismatch);
        }
        if self.clock.now() > peer.not_after.min(known.certificate.not_after) {
            return Err(Unfit::CertificateExpired);
        }
        let (bearer, profile) = match &peer.name {
            PeerName::Partner(id, client) => {
                let partner = registry.partner(id).ok_or(Unfit::PartnerUnknown)?;
                if partner.standing() == Standing::Suspended {
                    return Err(Unfit::PartnerSuspended);
                }
                (
                    Bearer::Partner(id.clone(), client.clone()),
                    &partner.partner.profile,
                )
            }
            PeerName::Staff(id) => {
                let staff = registry.staff(id).ok_or(Unfit::PartnerUnknown)?;
                if staff.standing() == Standing::Suspended {
                    return Err(Unfit::StaffSuspended);
                }
                (Bearer::Staff(id.clone(), staff.staff.role), &staff.staff.profile)
            }
        };
        let profile = registry.profile(profile).ok_or(Unfit::PartnerUnknown)?;
        Ok((bearer, Arc::clone(&profile.profile)))
    }

    /// The partner that a peer's key is registered to, let in or not: whom a request counts for.
    #[must_use]
    pub fn holder(&self, peer: &Peer) -> Option<PartnerId> {
        let registry = self.state.registry();
        let known = registry.certificate(&peer.key)?;
        match &peer.name {
            PeerName::Partner(partner, _) if known.certificate.name == peer.name => Some(partner.clone()),
            PeerName::Partner(..) | PeerName::Staff(_) => None,
        }
    }

    /// Lets a peer do `A` once, and spends one of its tokens.
    ///
    /// # Errors
    /// When the registry, the limit or the policy table says no; recorded by then.
    pub async fn admit<A: Action>(
        &self,
        peer: &Peer,
        request: &QueryId,
    ) -> Result<(Permit<A>, Option<Rate>), Refused> {
        let decided = if A::NAME == SearchPersons::NAME {
            self.metrics.run(Step::Admit, || self.decide::<A>(peer, request))
        } else {
            self.decide::<A>(peer, request)
        };
        match decided {
            Ok(admitted) => Ok(admitted),
            Err(refusal) => {
                let attempt = Attempt {
                    actor: refused_actor(&peer.name, &refusal),
                    address: Some(peer.address),
                    request: request.clone(),
                    action: A::NAME,
                };
                // The key tells two holders of the same name apart.
                Err(self
                    .refuse_with(attempt, refusal, json!({ "key": peer.key }))
                    .await)
            }
        }
    }

    fn decide<A: Action>(
        &self,
        peer: &Peer,
        request: &QueryId,
    ) -> Result<(Permit<A>, Option<Rate>), Refusal> {
        let (bearer, profile) = self.identify(peer)?;
        let rate = match &bearer {
            Bearer::Partner(partner, _) => Some(self.limits.take(partner, self.allowance(&profile))?),
            Bearer::Staff(..) | Bearer::Local(_) | Bearer::Schedule(_) => None,
        };
        Ok((
            Permit::grant(bearer, Some(peer.address), profile, request.clone())?,
            rate,
        ))
    }

    /// Lets a command on this machine do `A` once. Whoever can open the control socket has the home,
    /// so there is nothing more to ask than what the table says.
    ///
    /// # Errors
    /// When the policy table says no; recorded by then.
    pub async fn admit_local<A: Action>(&self, user: u32) -> Result<Permit<A>, Refused> {
        self.admit_here(Bearer::Local(user)).await
    }

    async fn admit_here<A: Action>(&self, bearer: Bearer) -> Result<Permit<A>, Refused> {
        let attempt = Attempt {
            actor: bearer.actor(),
            address: None,
            request: self.number(),
            action: A::NAME,
        };
        match Permit::grant(
            bearer,
            None,
            Arc::clone(&self.local_profile),
            attempt.request.clone(),
        ) {
            Ok(permit) => Ok(permit),
            Err(refusal) => Err(self.refuse(attempt, refusal.into()).await),
        }
    }

    /// Lets a feed's schedule run it once.
    ///
    /// # Errors
    /// When the policy table says no; recorded by then.
    pub(super) async fn admit_schedule<A: Action>(&self, feed: &FeedId) -> Result<Permit<A>, Refused> {
        self.admit_here(Bearer::Schedule(feed.clone())).await
    }

    /// What a profile allows, or the gateway's default.
    pub(super) fn allowance(&self, profile: &Profile) -> Allowance {
        profile.allowance.unwrap_or(self.config.limits.default)
    }
}

/// Whom a refusal is recorded under: limits are the partner's, whichever of its systems ran into one.
fn refused_actor(name: &PeerName, refusal: &Refusal) -> String {
    match (name, refusal) {
        (PeerName::Partner(partner, _), Refusal::OverLimit(_)) => format!("partner/{partner}"),
        _ => name.to_string(),
    }
}
