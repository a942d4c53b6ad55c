//! Which alerts there are, by owner, category, standing and last day, a page at a time.
//!
//! Uses `state`'s cards: ids, codes and days, no person, so that a page is not recorded. Walks all of
//! them: not for a thread of the runtime.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Services;
use super::due::last_day;
use crate::access::ListAlerts;
use crate::access::Permit;
use crate::domain::alert::Action;
use crate::domain::alert::Category;
use crate::domain::force::Force;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::OwnerId;
use crate::state::Card;

/// Where an alert stands at an instant, in one word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stands {
    /// Searches find it.
    InForce,
    /// It answers nobody until an instant.
    Hidden,
    /// It is past its last day.
    Lapsed,
    /// It is of a standing that never matches.
    Held,
}

impl Stands {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::InForce, Self::Hidden, Self::Lapsed, Self::Held];

    /// Its word, as `domain::force` writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Hidden => "hidden",
            Self::Lapsed => "lapsed",
            Self::Held => "held",
        }
    }

    fn of(card: &Card, now: Timestamp) -> Self {
        match card.force(now) {
            Force::InForce { .. } => Self::InForce,
            Force::Hidden { .. } => Self::Hidden,
            Force::Lapsed { .. } => Self::Lapsed,
            Force::Held { .. } => Self::Held,
        }
    }
}

/// Which alerts are asked for; what is not said does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AlertFilter {
    /// Of this authority.
    pub owner: Option<OwnerId>,
    /// Of this category.
    pub category: Option<Category>,
    /// Of this standing now.
    pub stands: Option<Stands>,
    /// Whose last day is at the latest this one.
    pub until: Option<Date>,
}

/// Where a page begins, and how long it is at most.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Page {
    /// The cursor that the page before gave.
    pub after: Option<Ordinal>,
    /// Most alerts on it.
    pub limit: usize,
}

/// An alert on a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listed {
    /// Which.
    pub alert: AlertId,
    /// The authority that entered it.
    pub owner: OwnerId,
    /// Why the subject is sought.
    pub category: Category,
    /// What to do on a hit.
    pub action: Action,
    /// Where it stands.
    pub stands: Stands,
    /// The last day it is in force.
    pub last_day: Date,
    /// The last day it is in force without a new review.
    pub review_due: Date,
}

impl Services {
    /// A page of alerts in the order in which they were first seen, and the cursor of the next one
    /// where there are more.
    #[must_use]
    pub fn list_alerts(
        &self,
        permit: &Permit<ListAlerts>,
        filter: &AlertFilter,
        page: Page,
    ) -> (Vec<Listed>, Option<Ordinal>) {
        tokio::task::block_in_place(|| {
            let now = self.now();
            let alerts = self.state.alerts();
            let wanted = |card: &Card| {
                filter.owner.as_ref().is_none_or(|owner| *owner == *card.owner)
                    && filter.category.is_none_or(|category| category == card.category)
                    && filter.stands.is_none_or(|stands| stands == Stands::of(card, now))
                    && filter.until.is_none_or(|until| last_day(card) <= until)
                    && self.may_read(permit, &card.owner).is_ok()
            };
            let mut found = alerts
                .iter()
                .filter(|(ordinal, card)| page.after.is_none_or(|after| *ordinal > after) && wanted(card));
            let mut listed = Vec::new();
            let mut last = None;
            for (ordinal, card) in found.by_ref().take(page.limit) {
                listed.push(entry(card, now));
                last = Some(ordinal);
            }
            (listed, found.next().and(last))
        })
    }
}

fn entry(card: &Card, now: Timestamp) -> Listed {
    Listed {
        alert: card.id.clone(),
        owner: OwnerId::clone(&card.owner),
        category: card.category,
        action: card.action,
        stands: Stands::of(card, now),
        last_day: last_day(card),
        review_due: card.review_due,
    }
}
