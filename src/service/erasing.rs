//! Erasing an alert: it answers nobody, its words are gone from the journal with their key, and then from
//! every file that held them.
//!
//! Uses `change`. The key is destroyed in the transaction that records the erasure, so what is acknowledged
//! can be read by nobody any more. Files that held the words in another form are rewritten after it, also
//! after a crash; until then [`Left`] says where.

use super::Refused;
use super::Services;
use super::lifecycle::Target;
use super::record::Attempt;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::EraseAlerts;
use crate::access::Permit;
use crate::access::ReadAlerts;
use crate::domain::erasure::Erasure;
use crate::domain::fact::Fact;
use crate::domain::fact::alert_stream;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::journal::Expect;
use crate::state::Ended;

/// What still holds what was erased up to a position.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Left {
    /// The journal's write-ahead log has the destroyed key.
    pub journal: bool,
    /// The state's write-ahead log has it.
    pub state: bool,
    /// Segments of the index have keys and packed records of the person.
    pub index: bool,
    /// Files of photographs that no alert refers to any more are there still.
    pub photos: bool,
}

impl Left {
    /// Whether nothing does.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        !self.journal && !self.state && !self.index && !self.photos
    }
}

/// That an alert was erased, durably.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Erased {
    /// The place of the erasure in the journal.
    pub position: Position,
    /// What is still to be rewritten.
    pub left: Left,
}

impl Services {
    /// Erases an alert, whether it stands, has lapsed or is withdrawn.
    ///
    /// # Errors
    /// When there never was one or it is erased already; a conflict when the version is not the last; when
    /// it cannot be stored.
    pub async fn erase(
        &self,
        permit: Permit<EraseAlerts>,
        target: Target,
        reason: Erasure,
    ) -> Result<Erased, Refused> {
        let since = match tokio::task::block_in_place(|| self.last_words(&target)) {
            Ok(since) => since,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        // Whose it was, and how it ended, is asked of a state that knows its last fact.
        self.caught_up(since).await;
        let erasure = tokio::task::block_in_place(|| self.erasure(target.id, since, reason));
        let (fact, expect) = match erasure {
            Ok(erasure) => erasure,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let position = self.change_as(Attempt::of(&permit), vec![fact], expect).await?;
        let left = self.left(position).await;
        Ok(Erased { position, left })
    }

    /// What still holds what was erased up to a position. Asking is worth more than waiting: where a reader
    /// was in the way of a log, it is emptied now.
    pub async fn still_left(&self, permit: Permit<ReadAlerts>, position: Position) -> Left {
        drop(permit);
        self.left(position).await
    }

    async fn left(&self, position: Position) -> Left {
        if *self.journal.erased().borrow() < position {
            // Of nothing: the writer then empties its log.
            let nudged = self.journal.append(String::new(), Vec::new(), Expect::Any).await;
            if let Err(error) = nudged {
                tracing::warn!(%error, "the journal's log is not emptied");
            }
        }
        if *self.state.erased().borrow() < position
            && let Err(error) = tokio::task::block_in_place(|| self.state.empty_log())
        {
            tracing::warn!(%error, "the state's log is not emptied");
        }
        Left {
            photos: !self.tidy_photos(),
            journal: *self.journal.erased().borrow() < position,
            state: *self.state.erased().borrow() < position,
            index: self.index.snapshot().purged() < position || !self.is_alone(),
        }
    }

    /// Whether there is one index: another, that is being built, may have read what was erased since, and is
    /// purged when it is in place.
    fn is_alone(&self) -> bool {
        tokio::task::block_in_place(|| self.index.is_alone()).unwrap_or_else(|error| {
            tracing::warn!(%error, "the index's folder cannot be read");
            false
        })
    }

    /// The erasure of an alert whose last fact stands at `since`, which the state has.
    pub(super) fn erasure(
        &self,
        alert: AlertId,
        since: Position,
        reason: Erasure,
    ) -> Result<(Fact, Expect), Refusal> {
        let standing = self.state.standing(&alert);
        let standing = standing.map_err(|_| Refusal::Internal("the state cannot be read"))?;
        let ended = standing.as_ref().and_then(|standing| standing.ended);
        let stream = alert_stream(&alert);
        let fact = Fact::AlertErased {
            alert,
            reason,
            feed: standing.and_then(|standing| standing.held),
            withdrawn: ended == Some(Ended::Withdrawn),
        };
        Ok((fact, Expect::Unchanged { stream, since }))
    }

    /// The version an erasure is made against.
    fn last_words(&self, target: &Target) -> Result<Position, Refusal> {
        let last = self.journal.stream(&alert_stream(&target.id), 1);
        let last = last.map_err(|_| Refusal::Internal("the journal cannot be read"))?;
        let last = last.last().ok_or(Refusal::NotFound)?;
        if last.kind == ERASED {
            let fault = Fault::field("", "is about an alert that is erased already");
            return Err(Refusal::Faulty(vec![fault]));
        }
        let actual = last.position;
        if target.version.is_some_and(|version| version != actual) {
            return Err(Refusal::Conflict { actual });
        }
        Ok(actual)
    }
}

/// The kind of the fact that ends an alert's history.
pub(super) const ERASED: &str = "alert.erased";
