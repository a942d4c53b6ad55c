//! Feeds put, confirmed and removed.
//!
//! Uses `change`, `second`. What may lead to an arrest or a covert check runs only after a second person
//! has agreed with what the feed means, and again after each change of that.

use super::second::is_another;
use crate::access::ManageFeeds;
use crate::access::Permit;
use crate::domain::fact::Fact;
use crate::domain::fact::feed_stream;
use crate::domain::feed::Feed;
use crate::domain::ids::FeedId;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::journal::Expect;
use crate::service::Refused;
use crate::service::Services;
use crate::service::refusal::Fault;
use crate::service::refusal::Refusal;
use crate::state::RegisteredFeed;

/// A feed to be put.
#[derive(Clone, Debug)]
pub struct NewFeed {
    /// The feed.
    pub feed: Feed,
    /// The version that it takes the place of; none when there is to be none.
    pub version: Option<Position>,
}

impl Services {
    /// Registers a feed, or changes one.
    ///
    /// # Errors
    /// When its source or key cannot be used, another has its prefix, or the version is not the last.
    pub async fn put_feed(&self, permit: Permit<ManageFeeds>, new: NewFeed) -> Result<Position, Refused> {
        let known = self.state.feed(&new.feed.id);
        let since = known.as_ref().map_or(Position(0), |known| known.touched);
        let refusal = match (known.as_deref(), new.version) {
            (None, Some(_)) => Some(Refusal::NotFound),
            (Some(known), version) if version != Some(known.version) => Some(Refusal::Conflict {
                actual: known.version,
            }),
            _ => self
                .lists
                .check(&new.feed)
                .err()
                .or_else(|| self.clash(&new.feed))
                .map(|fault| Refusal::Faulty(vec![fault])),
        };
        if let Some(refusal) = refusal {
            return Err(self.reject(permit, refusal).await);
        }
        let stream = feed_stream(&new.feed.id);
        let feed = Box::new(new.feed);
        // Of a feed that was removed, the journal has facts that no longer count.
        let expect = match known {
            Some(_) => Expect::Unchanged { stream, since },
            None => Expect::Any,
        };
        self.change(&permit, vec![Fact::FeedPut { feed }], expect).await
    }

    /// Whether the ids of two feeds' alerts may be the same.
    fn clash(&self, feed: &Feed) -> Option<Fault> {
        let prefix = feed.reading.mapping()?.prefix.as_str();
        let under = |one: &str, other: &str| one == other || one.starts_with(&format!("{other}-"));
        let feeds = self.state.feeds();
        let other = feeds.values().find(|known| {
            let other = known
                .feed
                .reading
                .mapping()
                .map(|mapping| mapping.prefix.as_str());
            known.feed.id != feed.id
                && other.is_some_and(|other| under(prefix, other) || under(other, prefix))
        })?;
        let rule = format!("must not begin as that of the feed {}", other.feed.id);
        Some(Fault::field("reading.mapping.prefix", rule))
    }

    /// Agrees, as a second person, with what a feed means.
    ///
    /// # Errors
    /// When it is not the version that was looked at, needs nobody's word, or the same person put it.
    pub async fn confirm_feed(
        &self,
        permit: Permit<ManageFeeds>,
        id: &FeedId,
        version: Position,
    ) -> Result<Position, Refused> {
        let Some(known) = self.state.feed(id) else {
            return Err(self.reject(permit, Refusal::NotFound).await);
        };
        if let Err(refusal) = may_confirm(&known, version, &permit.bearer().actor()) {
            return Err(self.reject(permit, refusal).await);
        }
        let expect = Expect::Unchanged {
            stream: feed_stream(id),
            since: known.touched,
        };
        let feed = id.clone();
        let fact = Fact::FeedConfirmed { feed, version };
        self.change(&permit, vec![fact], expect).await
    }

    /// Removes a feed. Its alerts stay as they are, and belong to no feed.
    ///
    /// # Errors
    /// When there is none, or it runs.
    pub async fn remove_feed(
        &self,
        permit: Permit<ManageFeeds>,
        id: &FeedId,
        reason: Text,
    ) -> Result<Position, Refused> {
        let Some(known) = self.state.feed(id) else {
            return Err(self.reject(permit, Refusal::NotFound).await);
        };
        let Some(_alone) = self.feeding.begin(id) else {
            let fault = Fault::field("", "is running: stop it first");
            return Err(self.reject(permit, Refusal::Faulty(vec![fault])).await);
        };
        let expect = Expect::Unchanged {
            stream: feed_stream(id),
            since: known.touched,
        };
        let feed = id.clone();
        self.change(&permit, vec![Fact::FeedRemoved { feed, reason }], expect)
            .await
    }
}

fn may_confirm(known: &RegisteredFeed, version: Position, actor: &str) -> Result<(), Refusal> {
    let refuse = |rule: &str| Err(Refusal::Faulty(vec![Fault::field("", rule)]));
    if version != known.version {
        return Err(Refusal::Conflict {
            actual: known.version,
        });
    }
    if !known.waits() {
        return refuse("needs no confirmation, or has it");
    }
    if !is_another(&known.by, actor) {
        return refuse("must be confirmed by another person than the one who put it");
    }
    Ok(())
}
