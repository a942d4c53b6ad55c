//! Why an alert is erased: a code, since words could name the person again.
//!
//! Uses nothing of the house.

use serde::Deserialize;
use serde::Serialize;

/// Why an alert is erased.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Erasure {
    /// Its owner asked for it.
    OwnerRequest,
    /// A court or an oversight body ordered it.
    CourtOrder,
    /// The person it is about had a right to it (LED Art. 16).
    DataSubject,
    /// It should never have been entered.
    EnteredInError,
    /// The time for which it may be kept is over. Written by the clock.
    Retention,
}

impl Erasure {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::OwnerRequest,
        Self::CourtOrder,
        Self::DataSubject,
        Self::EnteredInError,
        Self::Retention,
    ];

    /// Whether somebody decided it, and not the clock.
    #[must_use]
    pub const fn is_a_person_s(self) -> bool {
        !matches!(self, Self::Retention)
    }

    /// Its code.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OwnerRequest => "owner-request",
            Self::CourtOrder => "court-order",
            Self::DataSubject => "data-subject",
            Self::EnteredInError => "entered-in-error",
            Self::Retention => "retention",
        }
    }
}
