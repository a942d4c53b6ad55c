//! Reading the log: for `lookout audit show`, oversight, and a partner's own usage.
//!
//! Uses `row`, `chain`, `key`. Reading changes nothing; that it was read is the caller's to record.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use super::chain;
use super::chain::Hash;
use super::error::AuditError;
use super::key::PublicKey;
use super::row;
use super::row::Payload;
use crate::domain::ids::QueryId;
use crate::storage::Readers;

/// Which records, and how many.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only leaves beyond this one in the chosen order; absent begins at its start.
    pub after: Option<u64>,
    /// Most records; 0 gives none.
    pub limit: usize,
    /// Only this actor, or all whose name continues this one after a slash: `partner/nl-kmar`.
    pub actor: Option<String>,
    /// Only this request.
    pub request: Option<String>,
    /// Recorded at or after.
    pub from: Option<Timestamp>,
    /// Recorded before.
    pub until: Option<Timestamp>,
    /// Which end first.
    pub order: Order,
}

/// Which end first.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Order {
    /// From the first record on.
    #[default]
    OldestFirst,
    /// From the last record back.
    NewestFirst,
}

/// A record read from the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its leaf, from 0.
    pub leaf: u64,
    /// When it was recorded.
    pub time: Timestamp,
    /// The record as JSON (`leaf`, `recorded`, `time`, `actor`, `address`, `request`, `action`,
    /// `outcome`, `body`, `answer`); absent when its payload was erased.
    pub record: Option<serde_json::Value>,
}

/// Reads the log kept in `folder`, whether or not a process has it open.
///
/// # Errors
/// When the file cannot be read.
pub fn read(folder: &Path, filter: &Filter) -> Result<Vec<Entry>, AuditError> {
    Ok(Readers::of(&folder.join(row::FILE)).with(|connection| select(connection, filter))?)
}

pub(super) fn select(connection: &Connection, filter: &Filter) -> Result<Vec<Entry>, rusqlite::Error> {
    let (beyond, order) = match filter.order {
        Order::OldestFirst => ("leaf > ?1", "ASC"),
        Order::NewestFirst => ("leaf < ?1", "DESC"),
    };
    let start = match filter.order {
        Order::OldestFirst => -1,
        Order::NewestFirst => i64::MAX,
    };
    let mut sql =
        format!("SELECT leaf, time, payload FROM records WHERE {beyond} AND time >= ?2 AND time < ?3");
    // Left out when not asked for, so that the index of the others is used.
    if filter.actor.is_some() {
        // '0' is the character after '/'.
        sql.push_str(" AND (actor = ?4 OR (actor > ?4 || '/' AND actor < ?4 || '0'))");
    } else {
        sql.push_str(" AND ?4 IS NULL");
    }
    if filter.request.is_some() {
        sql.push_str(" AND request = ?5");
    } else {
        sql.push_str(" AND ?5 IS NULL");
    }
    sql.push_str(&format!(" ORDER BY leaf {order} LIMIT ?6"));
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(
        params![
            filter
                .after
                .map_or(start, |leaf| i64::try_from(leaf).unwrap_or(i64::MAX)),
            filter.from.map_or(i64::MIN, Timestamp::as_millisecond),
            filter.until.map_or(i64::MAX, Timestamp::as_millisecond),
            filter.actor,
            filter.request,
            i64::try_from(filter.limit).unwrap_or(i64::MAX),
        ],
        entry,
    )?;
    rows.collect()
}

fn entry(row: &rusqlite::Row<'_>) -> Result<Entry, rusqlite::Error> {
    let leaf: i64 = row.get(0)?;
    let payload: Option<Vec<u8>> = row.get(2)?;
    Ok(Entry {
        leaf: leaf.unsigned_abs(),
        time: row::instant(row.get(1)?),
        record: payload.and_then(|payload| serde_json::from_slice(&payload).ok()),
    })
}

/// By the index of requests, named so that no planner ever walks the log instead.
pub(super) const OF_REQUEST: &str = "SELECT leaf, time, payload FROM records INDEXED BY records_by_request
     WHERE request = ?1 ORDER BY leaf LIMIT 2";

pub(super) fn of_request(connection: &Connection, request: &QueryId) -> Result<Vec<Entry>, rusqlite::Error> {
    let mut select = connection.prepare_cached(OF_REQUEST)?;
    select.query_map([request.as_str()], entry)?.collect()
}

/// The stored head.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) log: String,
    pub(super) size: i64,
    pub(super) chain: Hash,
    pub(super) milliseconds: i64,
    pub(super) signature: Vec<u8>,
}

impl Head {
    pub(super) fn signed_by(&self, key: &PublicKey) -> bool {
        let time = row::instant(self.milliseconds);
        let message = chain::head_bytes(&self.log, self.size.unsigned_abs(), &self.chain, time);
        key.verifies(&message, &self.signature)
    }
}

pub(super) fn head(connection: &Connection) -> Result<Option<Head>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT log, size, chain, time, signature FROM head WHERE one = 1",
            [],
            |row| {
                Ok(Head {
                    log: row.get(0)?,
                    size: row.get(1)?,
                    chain: row.get(2)?,
                    milliseconds: row.get(3)?,
                    signature: row.get(4)?,
                })
            },
        )
        .optional()
}

/// A row of the log with all its columns.
pub(super) struct Whole {
    pub(super) leaf: i64,
    pub(super) milliseconds: i64,
    pub(super) actor: Option<String>,
    pub(super) request: Option<String>,
    pub(super) hash: Vec<u8>,
    pub(super) chain: Vec<u8>,
    pub(super) salt: Option<Vec<u8>>,
    pub(super) payload: Option<Vec<u8>>,
}

impl Whole {
    pub(super) fn of(row: &rusqlite::Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            leaf: row.get(0)?,
            milliseconds: row.get(1)?,
            actor: row.get(2)?,
            request: row.get(3)?,
            hash: row.get(4)?,
            chain: row.get(5)?,
            salt: row.get(6)?,
            payload: row.get(7)?,
        })
    }

    /// Whether the columns say what the payload says.
    pub(super) fn agrees(&self, payload: &[u8]) -> bool {
        serde_json::from_slice::<Payload>(payload).is_ok_and(|payload| {
            i64::try_from(payload.leaf) == Ok(self.leaf)
                && payload.recorded == row::instant(self.milliseconds)
                && Some(&payload.actor) == self.actor.as_ref()
                && Some(&payload.request) == self.request.as_ref()
        })
    }
}
