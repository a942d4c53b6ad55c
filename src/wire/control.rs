//! What commands and a running node say to each other over the control socket.
//!
//! Uses `domain`. Not part of the partners' contract.

use serde::Deserialize;
use serde::Serialize;

use crate::domain::ids::PartnerId;
use crate::domain::ids::Position;
use crate::domain::partner::Certificate;
use crate::domain::partner::Partner;
use crate::domain::partner::Staff;
use crate::domain::partner::Standing;
use crate::domain::text::Text;

/// What became of a batch of alerts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct ImportReply {
    /// Alerts that were not there.
    pub new: usize,
    /// Alerts that were there and are different now.
    pub changed: usize,
    /// Alerts that were there as they come.
    pub unchanged: usize,
    /// Alerts that are different and were left alone, since a person has changed them.
    #[serde(default)]
    pub kept: usize,
    /// Alerts that were not entered again, since a person has withdrawn them.
    #[serde(default)]
    pub withdrawn: usize,
    /// Alerts that were not entered again, since they were erased.
    #[serde(default)]
    pub erased: usize,
    /// Photographs to which the batch refers and whose files are not there.
    #[serde(default)]
    pub photos_missing: usize,
    /// The journal's position after the batch; durable.
    pub position: Position,
    /// Whether searches find all of it as it is now: the index has that position.
    #[serde(default)]
    pub indexed: bool,
}

/// A partner to register with a certificate.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewPartnerFields {
    /// The partner.
    pub partner: Partner,
    /// Its certificate.
    pub certificate: Certificate,
}

/// A local user to register with a certificate.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewStaffFields {
    /// The user.
    pub staff: Staff,
    /// The certificate.
    pub certificate: Certificate,
}

/// A local user as a list shows it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StaffReply {
    /// The user.
    pub staff: Staff,
    /// Whether it may come in.
    pub standing: Standing,
    /// All its certificates, the oldest first.
    pub certificates: Vec<KnownCertificateReply>,
}

/// Why something is done.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonFields {
    /// In words; kept in the journal.
    pub reason: Text,
}

/// Another filter for the log.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogFields {
    /// A `tracing` filter: `lookout=debug`.
    pub filter: String,
}

/// What the log shows.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LogReply {
    /// The filter in force; none where the process has no log.
    pub filter: Option<String>,
    /// The filter before, where it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// That a change was made.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ChangeReply {
    /// The journal's position after it; durable.
    pub position: Position,
}

/// A partner as a list shows it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PartnerReply {
    /// The partner.
    pub partner: Partner,
    /// Whether it may ask.
    pub standing: Standing,
}

/// A certificate as a list shows it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct KnownCertificateReply {
    /// The certificate.
    pub certificate: Certificate,
    /// `active` or `revoked`.
    pub status: String,
}

/// Where a node stands.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StatusReply {
    /// The journal's head.
    pub journal: Position,
    /// What the state has applied.
    pub state: Position,
    /// What the index has taken up.
    pub index: Position,
    /// Alerts in the state, in force or not.
    pub alerts: usize,
    /// Partners registered.
    pub partners: Vec<PartnerId>,
    /// Why answers have stopped, if they have.
    pub not_ready: Option<String>,
}
