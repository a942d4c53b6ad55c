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
use crate::domain::ids::FeedId;
use crate::domain::ids::Position;
use crate::journal::Expect;

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
        let found =
            tokio::task::block_in_place(|| Ok((self.last_words(&target)?, self.feed_of(&target.id)?)));
        let (since, feed) = match found {
            Ok(found) => found,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let (fact, expect) = erasure(target.id, since, reason, feed);
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

    /// The feed that holds an alert.
    pub(super) fn feed_of(&self, id: &AlertId) -> Result<Option<FeedId>, Refusal> {
        let standing = self.state.standing(id);
        let standing = standing.map_err(|_| Refusal::Internal("the state cannot be read"))?;
        Ok(standing.and_then(|standing| standing.held))
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

/// The erasure of an alert whose last fact stands at `since`.
pub(super) fn erasure(
    alert: AlertId,
    since: Position,
    reason: Erasure,
    feed: Option<FeedId>,
) -> (Fact, Expect) {
    let stream = alert_stream(&alert);
    (
        Fact::AlertErased { alert, reason, feed },
        Expect::Unchanged { stream, since },
    )
}
