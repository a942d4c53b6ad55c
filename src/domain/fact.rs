//! Facts: the accepted changes of which everything else is derived (DESIGN 1, rule 8).
//!
//! Uses the rest of `domain`. The journal keeps them as bytes and does not know what they mean;
//! `state` and `index` do.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::alert::Alert;
use super::ids::AlertId;
use super::ids::PartnerId;
use super::ids::Position;
use super::partner::Certificate;
use super::partner::Partner;
use super::partner::Profile;
use super::partner::Staff;
use super::peer::KeyHash;
use super::text::Text;

/// One accepted change.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind")]
pub enum Fact {
    /// An alert was entered or changed; this is all of it.
    #[serde(rename = "alert.put")]
    AlertPut {
        /// The alert.
        alert: Box<Alert>,
    },
    /// An alert was withdrawn.
    #[serde(rename = "alert.withdrawn")]
    AlertWithdrawn {
        /// Which.
        alert: AlertId,
        /// Why.
        reason: Text,
    },
    /// A profile was set.
    #[serde(rename = "profile.put")]
    ProfilePut {
        /// The profile.
        profile: Profile,
    },
    /// A partner was registered or changed.
    #[serde(rename = "partner.put")]
    PartnerPut {
        /// The partner.
        partner: Partner,
    },
    /// A partner was suspended.
    #[serde(rename = "partner.suspended")]
    PartnerSuspended {
        /// Which.
        partner: PartnerId,
        /// Why.
        reason: Text,
    },
    /// A suspended partner may ask again.
    #[serde(rename = "partner.resumed")]
    PartnerResumed {
        /// Which.
        partner: PartnerId,
    },
    /// A local user was registered or changed.
    #[serde(rename = "staff.put")]
    StaffPut {
        /// The user.
        staff: Staff,
    },
    /// A certificate was taken into the registry.
    #[serde(rename = "certificate.registered")]
    CertificateRegistered {
        /// The certificate.
        certificate: Certificate,
    },
    /// A certificate was revoked; its key is never accepted again.
    #[serde(rename = "certificate.revoked")]
    CertificateRevoked {
        /// Its key.
        key: KeyHash,
        /// Why.
        reason: Text,
    },
}

impl Fact {
    /// Its kind, as DESIGN 6 names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AlertPut { .. } => "alert.put",
            Self::AlertWithdrawn { .. } => "alert.withdrawn",
            Self::ProfilePut { .. } => "profile.put",
            Self::PartnerPut { .. } => "partner.put",
            Self::PartnerSuspended { .. } => "partner.suspended",
            Self::PartnerResumed { .. } => "partner.resumed",
            Self::StaffPut { .. } => "staff.put",
            Self::CertificateRegistered { .. } => "certificate.registered",
            Self::CertificateRevoked { .. } => "certificate.revoked",
        }
    }

    /// What it is about, such as `alert/BE-26-000042`: facts of one stream change one thing, and an
    /// expected version is a position in a stream.
    #[must_use]
    pub fn stream(&self) -> String {
        match self {
            Self::AlertPut { alert } => format!("alert/{}", alert.id),
            Self::AlertWithdrawn { alert, .. } => format!("alert/{alert}"),
            Self::ProfilePut { profile } => format!("profile/{}", profile.id),
            Self::PartnerPut { partner } => format!("partner/{}", partner.id),
            Self::PartnerSuspended { partner, .. } | Self::PartnerResumed { partner } => {
                format!("partner/{partner}")
            }
            Self::StaffPut { staff } => format!("staff/{}", staff.id),
            Self::CertificateRegistered { certificate } => format!("certificate/{}", certificate.key),
            Self::CertificateRevoked { key, .. } => format!("certificate/{key}"),
        }
    }
}

/// A fact as the journal gives it back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Its place.
    pub position: Position,
    /// When it was accepted.
    pub time: Timestamp,
    /// Who made the change: `local:1000`, `staff/admin-1`, `quickstart`.
    pub actor: String,
    /// What changed.
    pub fact: Fact,
}
