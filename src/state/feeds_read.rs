//! What the state tells of feeds and of the alerts that they hold.
//!
//! Uses `feeds`, `snapshot`.

use std::sync::Arc;

use super::documents;
use super::ended;
use super::error::StateError;
use super::feeds;
use super::feeds::Feeds;
use super::feeds::RegisteredFeed;
use super::feeds::Standing;
use super::snapshot::State;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;

impl State {
    /// A feed.
    #[must_use]
    pub fn feed(&self, id: &FeedId) -> Option<Arc<RegisteredFeed>> {
        self.feeds().get(id).cloned()
    }

    /// All feeds, by id.
    #[must_use]
    pub fn feeds(&self) -> Arc<Feeds> {
        self.feeds.load_full()
    }

    /// Where an alert stands beside what lists say of it; none when it never was. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn standing(&self, id: &AlertId) -> Result<Option<Standing>, StateError> {
        let Some(ordinal) = self.alerts().ordinal(id) else {
            return Ok(None);
        };
        let (digest, ended, held) = self.readers.with(|connection| {
            let digest = documents::fingerprint(connection, ordinal)?;
            let ended = match digest {
                Some(_) => None,
                None => ended::of(connection, ordinal)?,
            };
            Ok((digest, ended, feeds::held(connection, ordinal)?))
        })?;
        let put_as = held.as_ref().map(|(_, put_as)| put_as.as_slice());
        let as_put = digest.as_ref().is_some_and(|digest| put_as == Some(&digest.tag));
        let held = held.map(|(feed, _)| feed.parse());
        Ok(Some(Standing {
            ordinal,
            digest,
            ended,
            held: held
                .transpose()
                .map_err(|_| feeds::damaged(format!("held {}", ordinal.0)))?,
            as_put,
        }))
    }

    /// Alerts that a feed holds and that are not withdrawn, in the order of their ordinals, from `from`
    /// on, at most `limit`. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn held_from(&self, feed: &FeedId, from: Ordinal, limit: usize) -> Result<Vec<Ordinal>, StateError> {
        Ok(self
            .readers
            .with(|connection| feeds::held_from(connection, feed, from, limit))?)
    }
}
