//! What the hot path needs of an alert, without its person.
//!
//! Uses `domain`. Owner, contact and visibility repeat over thousands of alerts and are shared.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::alert::Action;
use crate::domain::alert::Category;
use crate::domain::alert::Caution;
use crate::domain::alert::Contact;
use crate::domain::alert::Handling;
use crate::domain::alert::Validity;
use crate::domain::alert::Visibility;
use crate::domain::force::Force;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;

/// An alert in a hundred bytes. Fields mean what they mean in `domain::alert::Alert`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Card {
    /// Its id.
    pub id: AlertId,
    /// Why the subject is sought.
    pub category: Category,
    /// What to do on a hit.
    pub action: Action,
    /// Warnings.
    pub cautions: Cautions,
    /// How an answer may be used.
    pub handling: Handling,
    /// Where it stands.
    pub validity: Validity,
    /// Who may learn of it.
    pub visibility: Arc<Visibility>,
    /// The authority that entered it.
    pub owner: Arc<OwnerId>,
    /// Whom to call; absent means the contact point of this gateway.
    pub contact: Option<Arc<Contact>>,
    /// Day its owner last confirmed it.
    pub last_validated: Date,
    /// Last day it is in force without a new review.
    pub review_due: Date,
    /// The second at which it stops matching.
    pub(super) until: i64,
    /// The first second at which it is not hidden; [`NOT_HIDDEN`] when it never was.
    pub(super) hidden: i64,
    /// The second at which it was found to be past its last day; [`NOT_LAPSED`] when it was not.
    pub(super) lapsed: i64,
}

/// The second from which an alert answers that was never hidden.
pub(super) const NOT_HIDDEN: i64 = i64::MIN;

/// The second at which an alert lapsed that did not.
pub(super) const NOT_LAPSED: i64 = i64::MAX;

impl Card {
    /// Where it stands at `now`.
    #[must_use]
    pub fn force(&self, now: Timestamp) -> Force {
        Force::at(self.validity, self.matches_until(), self.hidden_until(), now)
    }

    /// Whether it may be a candidate at `now`.
    #[must_use]
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.force(now).is_in_force()
    }

    /// The instant it stops matching.
    #[must_use]
    pub fn matches_until(&self) -> Timestamp {
        Timestamp::from_second(self.until).unwrap_or(Timestamp::MAX)
    }

    /// When it was found to be past its last day, which begins the time for which it is kept still; none
    /// before, and after a new day of review.
    #[must_use]
    pub fn lapsed_at(&self) -> Option<Timestamp> {
        let lapsed = (self.lapsed != NOT_LAPSED).then_some(self.lapsed);
        lapsed.and_then(|second| Timestamp::from_second(second).ok())
    }

    /// The first instant at which it is not hidden, past or to come; none when nobody hid it.
    #[must_use]
    pub fn hidden_until(&self) -> Option<Timestamp> {
        let hidden = (self.hidden != NOT_HIDDEN).then_some(self.hidden);
        hidden.and_then(|second| Timestamp::from_second(second).ok())
    }
}

/// A set of cautions in one byte.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Cautions(u8);

const CAUTIONS: [(u8, Caution); 6] = [
    (bit(Caution::Armed), Caution::Armed),
    (bit(Caution::Violent), Caution::Violent),
    (bit(Caution::Escaped), Caution::Escaped),
    (bit(Caution::SuicideRisk), Caution::SuicideRisk),
    (bit(Caution::HealthThreat), Caution::HealthThreat),
    (bit(Caution::Terrorism), Caution::Terrorism),
];

const fn bit(caution: Caution) -> u8 {
    match caution {
        Caution::Armed => 1,
        Caution::Violent => 1 << 1,
        Caution::Escaped => 1 << 2,
        Caution::SuicideRisk => 1 << 3,
        Caution::HealthThreat => 1 << 4,
        Caution::Terrorism => 1 << 5,
    }
}

impl Cautions {
    /// The cautions in it, each once, in the order of `Caution`.
    pub fn iter(self) -> impl Iterator<Item = Caution> {
        CAUTIONS
            .into_iter()
            .filter_map(move |(bit, caution)| (self.0 & bit != 0).then_some(caution))
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn to_byte(self) -> u8 {
        self.0
    }

    pub(super) fn from_byte(byte: u8) -> Option<Self> {
        (byte < 1 << CAUTIONS.len()).then_some(Self(byte))
    }
}

impl FromIterator<Caution> for Cautions {
    fn from_iter<I: IntoIterator<Item = Caution>>(cautions: I) -> Self {
        Self(cautions.into_iter().fold(0, |set, caution| set | bit(caution)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_cautions_gives_back_each_that_went_in_once() {
        let all = CAUTIONS.map(|(_, caution)| caution);
        assert!(Cautions::from_iter(all.into_iter().chain(all)).iter().eq(all));
        assert!(Cautions::default().is_empty());
        assert_eq!(Cautions::from_byte(64), None);
    }
}
