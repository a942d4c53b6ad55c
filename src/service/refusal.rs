//! Why a request gets no answer.
//!
//! Uses the rooms' own errors. Knows nothing of status codes; `code` is the stable word that the
//! audit log and the problem document share. A `Refused` can only be made by recording it.

use std::time::Duration;

use crate::access::NotAllowed;
use crate::access::OverLimit;
use crate::audit::AuditError;
use crate::domain::ids::Position;

/// Why a peer whose certificate is good is not let in (DESIGN 8: identity is the registry's).
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// The registry does not know the key.
    #[error("the certificate is not registered")]
    CertificateUnknown,
    /// The registry knows the key under another name or issuer.
    #[error("the certificate does not say what the registry says of its key")]
    CertificateMismatch,
    /// Revoked.
    #[error("the certificate is revoked")]
    CertificateRevoked,
    /// Past its last instant, on a connection that was opened before.
    #[error("the certificate has expired")]
    CertificateExpired,
    /// The partner or user is not registered.
    #[error("the partner is not registered")]
    PartnerUnknown,
    /// Suspended.
    #[error("the partner is suspended")]
    PartnerSuspended,
    /// A local user is suspended.
    #[error("the user is suspended")]
    StaffSuspended,
}

impl Unfit {
    /// The stable word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CertificateUnknown => "certificate-unknown",
            Self::CertificateMismatch => "certificate-mismatch",
            Self::CertificateRevoked => "certificate-revoked",
            Self::CertificateExpired => "certificate-expired",
            Self::PartnerUnknown => "partner-unknown",
            Self::PartnerSuspended => "partner-suspended",
            Self::StaffSuspended => "staff-suspended",
        }
    }
}

/// What kind of fault a request has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FaultKind {
    /// A field, or the form of the whole.
    Field,
    /// The body is too large.
    TooLarge,
    /// The body is not said to be JSON.
    MediaType,
    /// The body did not come in time.
    TooSlow,
}

/// What is wrong with a request. Names the field and the rule, never the value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// The field, as a path: `person.documents[0].number`; empty for the whole body.
    pub field: String,
    /// What it must be.
    pub rule: String,
}

impl Fault {
    /// A fault of one field.
    #[must_use]
    pub fn field(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self {
            kind: FaultKind::Field,
            field: field.into(),
            rule: rule.into(),
        }
    }
}

/// Why answers have stopped although the process runs (DESIGN 1, rule 2).
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotReady {
    /// The index has not reached the journal since the start.
    #[error("the index is being built")]
    Building,
    /// The index is behind the journal for too long.
    #[error("the index is behind")]
    Behind,
    /// A disk failed under the journal or the audit log; the process is about to end.
    #[error("a disk has failed")]
    Failed,
    /// The process is stopping.
    #[error("the gateway is stopping")]
    Stopping,
}

impl NotReady {
    /// The stable word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Building => "index-building",
            Self::Behind => "index-behind",
            Self::Failed => "storage-failed",
            Self::Stopping => "stopping",
        }
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The peer is not let in.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The peer may not do this.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// A browser sent the request for a page of another site.
    #[error("the request comes from another site")]
    CrossSite,
    /// A change does not say which version it was made against.
    #[error("the version that is changed is not named")]
    NoVersion,
    /// The request is malformed.
    #[error("the request is malformed")]
    Malformed(Fault),
    /// The same with all its faults, in the order of the form; at least one.
    #[error("the request has {} faults", .0.len())]
    Faulty(Vec<Fault>),
    /// Too many requests.
    #[error(transparent)]
    OverLimit(#[from] OverLimit),
    /// Too many searches at once.
    #[error("too many searches at once")]
    Busy {
        /// When to try again.
        retry_after: Duration,
    },
    /// More people share what was asked for than can be compared, and none of those compared fits.
    #[error("too many listed people share this name to compare them all")]
    TooCommon,
    /// The route is asked in another way.
    #[error("the route has no such method")]
    WrongMethod,
    /// The search took too long.
    #[error("the search took too long")]
    Deadline,
    /// The index cannot answer truthfully now.
    #[error(transparent)]
    NotReady(#[from] NotReady),
    /// The audit log cannot be written: no receipt, no answer.
    #[error("the audit log cannot be written")]
    NotRecorded(#[source] AuditError),
    /// What is to be changed has changed meanwhile.
    #[error("changed meanwhile, now at position {actual}")]
    Conflict {
        /// Its present version.
        actual: Position,
    },
    /// What is to be changed does not exist.
    #[error("not found")]
    NotFound,
    /// The journal cannot take a change now.
    #[error("the change could not be stored")]
    NotStored,
    /// A fault of ours; the caller learns only the request's number.
    #[error("internal fault: {0}")]
    Internal(&'static str),
}

impl Refusal {
    /// The stable word for it, in the audit log and in problem documents.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unfit(unfit) => unfit.code(),
            Self::NotAllowed(NotAllowed::Action) => "action-not-allowed",
            Self::NotAllowed(NotAllowed::Purpose) => "purpose-not-allowed",
            Self::NotAllowed(NotAllowed::Level) => "level-not-allowed",
            Self::NotAllowed(NotAllowed::Owner) => "owner-only",
            Self::NotAllowed(NotAllowed::SecondPerson) => "second-person-required",
            Self::CrossSite => "cross-site",
            Self::NoVersion => "version-required",
            Self::Malformed(fault) => match fault.kind {
                FaultKind::Field => "malformed",
                FaultKind::TooLarge => "too-large",
                FaultKind::MediaType => "media-type",
                FaultKind::TooSlow => "too-slow",
            },
            Self::Faulty(_) => "malformed",
            Self::OverLimit(_) => "over-limit",
            Self::Busy { .. } => "busy",
            Self::TooCommon => "too-common",
            Self::WrongMethod => "method-not-allowed",
            Self::Deadline => "deadline",
            Self::NotReady(_) => "index-not-ready",
            Self::NotRecorded(_) => "not-recorded",
            Self::Conflict { .. } => "conflict",
            Self::NotFound => "not-found",
            Self::NotStored => "not-stored",
            Self::Internal(_) => "internal",
        }
    }
}

/// A refusal that is in the audit log, or counted for the one record a minute of those that
/// come in floods (`tally`).
/// Only `service::record` makes one, so an edge cannot refuse behind the log's back.
#[derive(Debug)]
pub struct Refused(Refusal);

impl Refused {
    /// Called by `service::record` once the record is durable.
    pub(super) const fn recorded(refusal: Refusal) -> Self {
        Self(refusal)
    }

    /// Why.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal {
        &self.0
    }
}
