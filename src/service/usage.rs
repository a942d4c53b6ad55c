//! A partner's view of itself: its limits and its certificates.
//!
//! Uses `access` and `state`. Tells a partner only of itself.

use std::sync::Arc;

use super::Services;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::ReadPurposes;
use crate::access::ReadUsage;
use crate::config::Purpose;
use crate::domain::ids::PartnerId;
use crate::domain::partner::Allowance;
use crate::state::RegisteredCertificate;

/// What a partner may know of itself.
#[derive(Debug)]
pub struct Usage {
    /// Which partner.
    pub partner: PartnerId,
    /// Its rate.
    pub allowance: Allowance,
    /// Its certificates, of all its clients.
    pub certificates: Vec<Arc<RegisteredCertificate>>,
}

impl Services {
    /// Limits and certificates of the partner that holds the permit; `None` for anybody else.
    #[must_use]
    pub fn usage(&self, permit: Permit<ReadUsage>) -> Option<Usage> {
        let Bearer::Partner(partner, _) = permit.bearer() else {
            return None;
        };
        let allowance = self.allowance(permit.profile());
        let certificates = self
            .state
            .registry()
            .certificates_of(partner)
            .into_iter()
            .cloned()
            .collect();
        Some(Usage {
            partner: partner.clone(),
            allowance,
            certificates,
        })
    }

    /// The purposes that the bearer may ask for.
    #[must_use]
    pub fn purposes(&self, permit: Permit<ReadPurposes>) -> Vec<Purpose> {
        let allowed = &permit.profile().purposes;
        self.config
            .purposes
            .iter()
            .filter(|purpose| allowed.contains(&purpose.code))
            .cloned()
            .collect()
    }
}
