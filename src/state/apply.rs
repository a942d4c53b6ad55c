//! Applying a batch of facts: one transaction, then the new snapshots.
//!
//! Uses `alerts`, `change`, `code`, `documents`, `fingerprint`, `shared`. Nothing is seen by readers before the
//! transaction is in, and a transaction taken back leaves nothing in memory either.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use super::alerts::Alerts;
use super::alerts::Known;
use super::change::Disliked;
use super::code;
use super::code::Clocked;
use super::documents;
use super::documents::Beside;
use super::ended;
use super::error::StateError;
use super::feeds;
use super::feeds::Feeds;
use super::fingerprint;
use super::hits;
use super::photos;
use super::photos::By;
use super::proposals;
use super::registry::Registry;
use super::shared::Shared;
use super::uses::Changes;
use crate::domain::alert::Alert;
use crate::domain::alert::Validity;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;
use crate::domain::sealed::alert_of;

/// What a batch makes of the snapshots; a part it does not touch stays as it was.
#[derive(Default)]
pub(super) struct Next {
    pub(super) alerts: Option<Alerts>,
    pub(super) registry: Option<Registry>,
    /// Contacts that no alert has any more.
    pub(super) unused_contacts: Vec<u32>,
    /// Which contacts cards have taken and left.
    pub(super) uses: Changes,
    pub(super) feeds: Option<Feeds>,
}

/// A batch under way.
pub(super) struct Batch<'a> {
    pub(super) connection: &'a Connection,
    pub(super) shared: &'a mut Shared,
    pub(super) old_alerts: &'a Alerts,
    pub(super) old_registry: &'a Registry,
    pub(super) old_feeds: &'a Feeds,
    pub(super) next: Next,
    /// Whether it erases something.
    pub(super) erasing: bool,
}

/// Whose word an alert is from now on: an import leaves alone what a person has changed.
#[derive(Clone, Copy)]
enum Hand {
    Person,
    List,
    AsBefore,
}

impl Hand {
    const fn is_a_person_s(self) -> Option<bool> {
        match self {
            Self::Person => Some(true),
            Self::List => Some(false),
            Self::AsBefore => None,
        }
    }
}

/// Why one fact is not applied.
pub(super) enum Skip {
    Disliked(Disliked),
    Storage(StateError),
}

impl From<rusqlite::Error> for Skip {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

impl Batch<'_> {
    /// Writes facts and the new position inside the open transaction.
    pub(super) fn write<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Recorded>,
        position: Position,
    ) -> Result<(), StateError> {
        for recorded in facts {
            match self.one(recorded) {
                Ok(()) => {}
                Err(Skip::Storage(error)) => return Err(error),
                Err(Skip::Disliked(reason)) => tracing::warn!(
                    position = recorded.position.0,
                    kind = recorded.fact.kind(),
                    reason,
                    "a fact was skipped"
                ),
            }
        }
        self.write_shared()?;
        if self.erasing {
            self.next.unused_contacts = self.drop_contacts()?;
        }
        let registry = self.next.registry.as_ref().unwrap_or(self.old_registry).version();
        self.connection
            .prepare_cached("UPDATE progress SET position = ?1, registry = ?2 WHERE one = 1")?
            .execute(params![number(position.0), number(registry)])?;
        Ok(())
    }

    fn one(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        if let (Some(_), Some(alert)) = (recorded.fact.proposer(), recorded.fact.alert_id()) {
            proposals::forget(self.connection, alert)?;
        }
        match &recorded.fact {
            Fact::AlertPut { alert, feed } => {
                let clock = self.clocked_as(alert);
                let (ordinal, digest) = self.put(recorded.position, alert, clock, Hand::List)?;
                match feed {
                    Some(feed) => Ok(feeds::hold(self.connection, ordinal, feed, &digest)?),
                    None => Ok(()),
                }
            }
            Fact::AlertCorrected { alert, .. } => {
                let clock = self.clocked_as(alert);
                self.put(recorded.position, alert, clock, Hand::Person).map(drop)
            }
            Fact::AlertEntered {
                alert, not_before, ..
            } => {
                let (hidden, lapsed) = (*not_before, None);
                self.put(recorded.position, alert, Clocked { hidden, lapsed }, Hand::Person)
                    .map(drop)
            }
            Fact::AlertExtended {
                alert,
                review_due,
                validated,
                ..
            } => {
                let kept = self.stored(alert)?.extended(*review_due, *validated);
                let (hidden, lapsed) = (self.clocked(alert).hidden, None);
                self.put(recorded.position, &kept, Clocked { hidden, lapsed }, Hand::Person)
                    .map(drop)
            }
            Fact::AlertHidden { alert, until, .. } => self.hide(recorded.position, alert, Some(*until)),
            Fact::AlertUnhidden { alert, .. } => self.hide(recorded.position, alert, None),
            Fact::AlertLapsed { alert } => {
                let kept = self.stored(alert)?.lapsed();
                let (hidden, lapsed) = (self.clocked(alert).hidden, Some(recorded.time));
                self.put(
                    recorded.position,
                    &kept,
                    Clocked { hidden, lapsed },
                    Hand::AsBefore,
                )
                .map(drop)
            }
            Fact::AlertWithdrawn { alert, feed, .. } => {
                proposals::forget(self.connection, alert)?;
                self.withdraw(alert, recorded.time, feed.as_ref())
            }
            Fact::AlertErased {
                alert,
                feed,
                reason,
                withdrawn,
            } => {
                proposals::forget(self.connection, alert)?;
                hits::forget(self.connection, alert)?;
                let ordinal = self.erase(alert)?;
                self.erasing = true;
                ended::erased(self.connection, ordinal, *withdrawn || reason.is_a_person_s())?;
                documents::note_erased(self.connection, number(recorded.position.0), ordinal)?;
                match feed {
                    Some(feed) => Ok(feeds::remember(self.connection, ordinal, feed)?),
                    None => Ok(()),
                }
            }
            // What an erasure later in the journal took back; only that there was such an alert is left. One
            // that was only proposed was not there.
            Fact::Shredded { stream, put: true } => match alert_of(stream) {
                Some(alert) => self.erase(&alert).map(drop),
                None => Ok(()),
            },
            Fact::Shredded { put: false, .. } => Ok(()),
            Fact::AlertProposed { change } => {
                let alert = change.alert_id().ok_or(Skip::Disliked("it is about no alert"))?;
                if !proposals::keep(self.connection, recorded, alert, change)? {
                    return Err(Skip::Disliked("it cannot be written as JSON"));
                }
                self.touch(recorded.position, alert)
            }
            Fact::AlertRejected { alert, .. } => {
                proposals::forget(self.connection, alert)?;
                self.touch(recorded.position, alert)
            }
            Fact::FeedPut { .. }
            | Fact::FeedConfirmed { .. }
            | Fact::FeedRan { .. }
            | Fact::FeedRemoved { .. } => self.feed(recorded),
            Fact::HitReported { .. } | Fact::HitChanged { .. } => self.hit(recorded),
            Fact::ProfilePut { .. }
            | Fact::PartnerPut { .. }
            | Fact::PartnerSuspended { .. }
            | Fact::PartnerResumed { .. }
            | Fact::StaffPut { .. }
            | Fact::StaffSuspended { .. }
            | Fact::StaffResumed { .. }
            | Fact::CertificateRegistered { .. }
            | Fact::CertificateRevoked { .. } => self.register(recorded),
        }
    }

    /// What is known of an alert's instants, as far as the batch has got.
    fn clocked(&self, id: &AlertId) -> Clocked {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let card = alerts.ordinal(id).and_then(|ordinal| alerts.card(ordinal));
        card.map_or_else(Clocked::default, |card| Clocked {
            hidden: card.hidden_until(),
            lapsed: card.lapsed_at(),
        })
    }

    /// An alert as the batch has made it so far.
    fn stored(&self, id: &AlertId) -> Result<Alert, Skip> {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let none = || Skip::Disliked("there is no such alert");
        let ordinal = alerts.ordinal(id).ok_or_else(none)?;
        let raw = documents::get(self.connection, ordinal)?.ok_or_else(none)?;
        let document = raw.open().map_err(Skip::Storage)?;
        serde_json::from_slice(&document).map_err(|_| {
            Skip::Storage(StateError::Damaged {
                row: format!("documents {}", ordinal.0),
            })
        })
    }

    /// The same, for an alert that is put: its lapse goes on while it says that it waits for a review.
    fn clocked_as(&self, alert: &Alert) -> Clocked {
        let clock = self.clocked(&alert.id);
        let lapsed = clock.lapsed.filter(|_| alert.validity == Validity::UnderReview);
        Clocked { lapsed, ..clock }
    }

    fn hide(&mut self, version: Position, id: &AlertId, hidden: Option<Timestamp>) -> Result<(), Skip> {
        let kept = self.stored(id)?;
        let lapsed = self.clocked(id).lapsed;
        self.put(version, &kept, Clocked { hidden, lapsed }, Hand::AsBefore)
            .map(drop)
    }

    /// Gives an alert a new version where nothing else of it changes; none that is not there yet.
    fn touch(&mut self, version: Position, id: &AlertId) -> Result<(), Skip> {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        if let Some(ordinal) = alerts.ordinal(id) {
            self.connection
                .prepare_cached("UPDATE documents SET version = ?2 WHERE ordinal = ?1")?
                .execute(params![ordinal.0, number(version.0)])?;
        }
        Ok(())
    }

    /// Writes an alert; its ordinal and fingerprint.
    fn put(
        &mut self,
        version: Position,
        alert: &Alert,
        clock: Clocked,
        hand: Hand,
    ) -> Result<(Ordinal, [u8; 32]), Skip> {
        let document =
            fingerprint::document(alert).map_err(|_| Skip::Disliked("it cannot be written as JSON"))?;
        let (card, bytes) = code::encode(alert, clock, self.shared);
        self.leaves_contact(&alert.id);
        let contact = self.contact_number(&card);
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let (ordinal, known) = alerts
            .put(card)
            .ok_or(Skip::Disliked("the ordinals are used up"))?;
        self.next.uses.more(contact);
        let mut card = self.connection.prepare_cached(match known {
            Known::New => "INSERT INTO cards (ordinal, id, card) VALUES (?1, ?2, ?3)",
            Known::Before => "UPDATE cards SET card = ?3, gone = NULL WHERE ordinal = ?1 AND id = ?2",
        })?;
        card.execute(params![ordinal.0, alert.id.as_str(), bytes])?;
        let beside = Beside {
            version: number(version.0),
            hidden: clock.hidden.map(code::second_from),
            by_hand: hand.is_a_person_s(),
        };
        let digest = documents::put(self.connection, ordinal, &beside, &document)?;
        let photos = photos::of(alert);
        if known == Known::Before || !photos.is_empty() {
            photos::refer(self.connection, &alert.id, By::Alert, photos)?;
        }
        if known == Known::Before {
            ended::forget(self.connection, ordinal)?;
        }
        Ok((ordinal, digest))
    }

    fn withdraw(&mut self, id: &AlertId, time: Timestamp, by: Option<&FeedId>) -> Result<(), Skip> {
        self.leaves_contact(id);
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let ordinal = alerts
            .withdraw(id, time.as_second())
            .ok_or(Skip::Disliked("there is no such alert"))?;
        self.connection
            .prepare_cached("UPDATE cards SET card = NULL, gone = ?2 WHERE ordinal = ?1")?
            .execute(params![ordinal.0, time.as_second()])?;
        documents::remove(self.connection, ordinal)?;
        ended::withdrawn(self.connection, ordinal, by.is_none())?;
        Ok(feeds::withdrawn(self.connection, ordinal, by)?)
    }

    fn feed(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        let feeds = self.next.feeds.get_or_insert_with(|| self.old_feeds.clone());
        let changed = feeds::change(feeds, self.connection, recorded).map_err(Skip::Storage)?;
        changed.map_err(Skip::Disliked)
    }

    /// Takes away what there still is of an alert, but for its id and ordinal.
    fn erase(&mut self, id: &AlertId) -> Result<Ordinal, Skip> {
        self.leaves_contact(id);
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let (ordinal, known) = alerts
            .erase(id)
            .ok_or(Skip::Disliked("the ordinals are used up"))?;
        let mut card = self.connection.prepare_cached(match known {
            Known::New => "INSERT INTO cards (ordinal, id) VALUES (?1, ?2)",
            Known::Before => "UPDATE cards SET card = NULL, gone = NULL WHERE ordinal = ?1 AND id = ?2",
        })?;
        card.execute(params![ordinal.0, id.as_str()])?;
        documents::remove(self.connection, ordinal)?;
        photos::refer(self.connection, id, By::Alert, &[])?;
        Ok(ordinal)
    }

    fn register(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        let registry = self
            .next
            .registry
            .get_or_insert_with(|| self.old_registry.clone());
        let row = registry.change(recorded).map_err(Skip::Disliked)?;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO registry (kind, id, doc) VALUES (?1, ?2, ?3)")?
            .execute(params![row.kind, row.id, row.document])?;
        Ok(())
    }
}

/// A position as SQLite keeps it.
pub(super) fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
