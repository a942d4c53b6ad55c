//! What is told of feeds: what was said of them, how their runs ended, what runs now.
//!
//! Uses `state`, `journal`. None of it is about a person, so that it was read is not recorded.

use std::sync::Arc;

use jiff::Timestamp;

use super::due::next;
use super::run::held_after;
use super::running::Progress;
use crate::domain::fact::Fact;
use crate::domain::fact::feed_stream;
use crate::domain::ids::FeedId;
use crate::domain::ids::Position;
use crate::journal::Body;
use crate::service::Services;
use crate::service::refusal::Refusal;
use crate::state::RegisteredFeed;

/// Most facts that are told of one feed.
const MOST: usize = 50;

/// A feed as it is told.
#[derive(Clone, Debug)]
pub struct FeedTold {
    /// What is known of it.
    pub known: Arc<RegisteredFeed>,
    /// When it runs next by itself; never without.
    pub next: Option<Timestamp>,
    /// How far its run is, if it runs.
    pub running: Option<Arc<Progress>>,
}

/// One fact of a feed.
#[derive(Clone, Debug)]
pub struct FeedPast {
    /// Its place in the journal.
    pub position: Position,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub fact: Fact,
}

impl Services {
    /// All feeds, by id.
    #[must_use]
    pub fn told_feeds(&self) -> Vec<FeedTold> {
        let feeds = self.state.feeds();
        feeds.values().map(|known| self.told_of(known)).collect()
    }

    /// One feed; none when there is none.
    #[must_use]
    pub fn told_feed(&self, id: &FeedId) -> Option<FeedTold> {
        self.state.feed(id).map(|known| self.told_of(&known))
    }

    fn told_of(&self, known: &Arc<RegisteredFeed>) -> FeedTold {
        FeedTold {
            known: Arc::clone(known),
            next: next(known),
            running: self.feeding.progress(&known.feed.id),
        }
    }

    /// The last facts of a feed, the oldest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn feed_history(&self, id: &FeedId) -> Result<Vec<FeedPast>, Refusal> {
        let facts = tokio::task::block_in_place(|| self.journal.stream(&feed_stream(id), MOST));
        let facts = facts.map_err(|_| Refusal::Internal("the journal cannot be read"))?;
        let past = facts.into_iter().map(|stored| {
            // Nothing of a feed is sealed, so nothing of it is ever erased.
            let Body::Open(body) = &stored.body else {
                return Err(Refusal::Internal(
                    "the journal holds a feed's fact without its words",
                ));
            };
            let fact = serde_json::from_slice(body)
                .map_err(|_| Refusal::Internal("the journal holds a fact that cannot be read"))?;
            Ok(FeedPast {
                position: stored.position,
                time: stored.time,
                actor: stored.actor,
                fact,
            })
        });
        past.collect()
    }

    /// Sets the gauges of feeds.
    pub fn gauge_feeds(&self) {
        for (id, known) in self.state.feeds().iter() {
            let feed = || id.to_string();
            if let Some(good) = &known.good {
                let at = good.ended.as_second() as f64;
                metrics::gauge!("lookout_feed_last_success_timestamp_seconds", "feed" => feed()).set(at);
                let held = held_after(&good.counts) as f64;
                metrics::gauge!("lookout_feed_alerts", "feed" => feed()).set(held);
                let kept = (good.counts.kept + good.counts.erased + good.counts.unclear) as f64;
                metrics::gauge!("lookout_feed_alerts_unlike_list", "feed" => feed()).set(kept);
            }
            let stopped = known.last.as_ref().is_some_and(|run| !run.is_good());
            metrics::gauge!("lookout_feed_failing", "feed" => feed()).set(f64::from(u8::from(stopped)));
        }
    }
}
