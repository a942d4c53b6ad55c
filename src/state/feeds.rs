//! Feeds: what was said of each, how its last runs ended, and which alerts it holds.
//!
//! Uses `domain`. A feed holds the alerts that it put, until their entries leave its list or it is
//! removed. The alert as the feed put it is known by its fingerprint: one that stands otherwise was
//! changed by a person since.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;
use serde::Deserialize;
use serde::Serialize;

use super::apply::number;
use super::ended::Ended;
use super::error::StateError;
use super::fingerprint::Fingerprint;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::feed::Feed;
use crate::domain::feed_run::FeedRun;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS feeds (id TEXT PRIMARY KEY, doc BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS held (ordinal INTEGER PRIMARY KEY, feed TEXT NOT NULL,
        digest BLOB NOT NULL) STRICT;";

/// A feed and what is known of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RegisteredFeed {
    /// The feed.
    pub feed: Feed,
    /// The fact that put it: the version to expect in a change, and to confirm.
    pub version: Position,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Who else agreed with what it means.
    pub confirmed: Option<Confirmation>,
    /// Its last fact of any kind.
    pub touched: Position,
    /// Its last run.
    pub last: Option<FeedRun>,
    /// Its last run after which the alerts were what the list says.
    pub good: Option<FeedRun>,
    /// Runs that failed since.
    pub failures: u32,
}

/// That a second person agreed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Confirmation {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl RegisteredFeed {
    /// Whether it waits for a second person before it may run.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.feed.reading.is_grave() && self.confirmed.is_none()
    }
}

/// All feeds, by id.
pub type Feeds = BTreeMap<FeedId, Arc<RegisteredFeed>>;

/// Where an alert stands beside what lists say of it.
#[derive(Debug)]
pub struct Standing {
    /// Its ordinal.
    pub ordinal: Ordinal,
    /// Its fingerprint; none when it does not stand.
    pub digest: Option<Fingerprint>,
    /// How it ended; none when it stands.
    pub ended: Option<Ended>,
    /// The feed that holds it.
    pub held: Option<FeedId>,
    /// Whether it stands as that feed put it.
    pub as_put: bool,
}

/// Applies a fact about a feed. What it did not do is said in the error.
pub(super) fn change(
    feeds: &mut Feeds,
    connection: &Connection,
    recorded: &Recorded,
) -> Result<Result<(), &'static str>, StateError> {
    let position = recorded.position;
    let changed = match &recorded.fact {
        Fact::FeedPut { feed } => {
            let before = feeds.get(&feed.id);
            // Agreed is what the list is, and what it means; when it is read is nobody else's business.
            let same = before.filter(|before| {
                let was = &before.feed;
                (&was.reading, &was.source, &was.key) == (&feed.reading, &feed.source, &feed.key)
            });
            Some(RegisteredFeed {
                feed: Feed::clone(feed),
                version: position,
                at: recorded.time,
                by: recorded.actor.clone(),
                confirmed: same.and_then(|before| before.confirmed.clone()),
                touched: position,
                last: before.and_then(|before| before.last.clone()),
                good: same.and_then(|before| before.good.clone()),
                failures: 0,
            })
        }
        Fact::FeedConfirmed { feed, version } => match known(feeds, feed) {
            Some(known) if known.version == *version => Some(RegisteredFeed {
                confirmed: Some(Confirmation {
                    by: recorded.actor.clone(),
                    at: recorded.time,
                }),
                touched: position,
                ..known
            }),
            _ => return Ok(Err("there is no such version of the feed")),
        },
        Fact::FeedRan { feed, run } => match known(feeds, feed) {
            Some(known) => Some(ran(known, run, position)),
            None => return Ok(Err("there is no such feed")),
        },
        Fact::FeedRemoved { feed, .. } => {
            if feeds.remove(feed).is_none() {
                return Ok(Err("there is no such feed"));
            }
            connection
                .prepare_cached("DELETE FROM feeds WHERE id = ?1")?
                .execute([feed.as_str()])?;
            connection
                .prepare_cached("DELETE FROM held WHERE feed = ?1")?
                .execute([feed.as_str()])?;
            None
        }
        _ => return Ok(Err("not about a feed")),
    };
    if let Some(changed) = changed {
        let Ok(document) = serde_json::to_vec(&changed) else {
            return Ok(Err("it cannot be written as JSON"));
        };
        connection
            .prepare_cached("INSERT OR REPLACE INTO feeds (id, doc) VALUES (?1, ?2)")?
            .execute(params![changed.feed.id.as_str(), document])?;
        feeds.insert(changed.feed.id.clone(), Arc::new(changed));
    }
    Ok(Ok(()))
}

fn known(feeds: &Feeds, id: &FeedId) -> Option<RegisteredFeed> {
    feeds.get(id).map(|known| RegisteredFeed::clone(known))
}

fn ran(known: RegisteredFeed, run: &FeedRun, position: Position) -> RegisteredFeed {
    let failed = matches!(run.outcome, crate::domain::feed_run::Outcome::Failed { .. });
    RegisteredFeed {
        touched: position,
        failures: if failed {
            known.failures.saturating_add(1)
        } else {
            0
        },
        // What stood in the list when it was last read stays known when it is only not modified.
        good: match run.is_good() {
            true if run.list.is_none() => known.good.clone().map(|good| FeedRun {
                ended: run.ended,
                ..good
            }),
            true => Some(run.clone()),
            false => known.good.clone(),
        },
        last: Some(run.clone()),
        ..known
    }
}

/// A feed has put an alert.
pub(super) fn hold(
    connection: &Connection,
    ordinal: Ordinal,
    feed: &FeedId,
    digest: &[u8],
) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO held (ordinal, feed, digest) VALUES (?1, ?2, ?3)")?
        .execute(params![ordinal.0, feed.as_str(), digest])
        .map(|_| ())
}

/// An alert was withdrawn: by its feed, which lets it go; or by a person, which its feed remembers.
pub(super) fn withdrawn(
    connection: &Connection,
    ordinal: Ordinal,
    by: Option<&FeedId>,
) -> Result<(), rusqlite::Error> {
    let change = match by {
        Some(_) => "DELETE FROM held WHERE ordinal = ?1",
        // Nothing is kept of what stood in it.
        None => "UPDATE held SET digest = x'' WHERE ordinal = ?1",
    };
    connection
        .prepare_cached(change)?
        .execute([ordinal.0])
        .map(|_| ())
}

/// An alert of a feed was erased: the feed remembers that, so that its list does not enter it again.
pub(super) fn remember(
    connection: &Connection,
    ordinal: Ordinal,
    feed: &FeedId,
) -> Result<(), rusqlite::Error> {
    hold(connection, ordinal, feed, &[])
}

pub(super) fn load(connection: &Connection) -> Result<Feeds, StateError> {
    let mut feeds = Feeds::new();
    let mut select = connection.prepare("SELECT doc FROM feeds")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let document: Vec<u8> = row.get(0)?;
        let entry: RegisteredFeed =
            serde_json::from_slice(&document).map_err(|_| damaged("feeds".to_owned()))?;
        feeds.insert(entry.feed.id.clone(), Arc::new(entry));
    }
    Ok(feeds)
}

/// The feed that holds an alert, and the fingerprint with which it put it.
pub(super) fn held(
    connection: &Connection,
    ordinal: Ordinal,
) -> Result<Option<(String, Vec<u8>)>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT feed, digest FROM held WHERE ordinal = ?1")?
        .query_row([ordinal.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Alerts that a feed holds and that stand, in the order of their ordinals, from `from` on.
pub(super) fn held_from(
    connection: &Connection,
    feed: &FeedId,
    from: Ordinal,
    limit: usize,
) -> Result<Vec<Ordinal>, rusqlite::Error> {
    connection
        .prepare_cached(
            "SELECT held.ordinal FROM held JOIN documents USING (ordinal)
             WHERE held.ordinal >= ?1 AND held.feed = ?2 ORDER BY held.ordinal LIMIT ?3",
        )?
        .query_map(params![from.0, feed.as_str(), number(limit as u64)], |row| {
            row.get(0).map(Ordinal)
        })?
        .collect()
}

pub(super) fn damaged(row: String) -> StateError {
    StateError::Damaged { row }
}
