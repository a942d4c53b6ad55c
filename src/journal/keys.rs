//! The keys that bodies are sealed under, a row each: made with the first fact of a name, overwritten when
//! they are destroyed.
//!
//! Uses `digest`, `ledger` and `storage`'s sealing. Runs inside the writer's transaction. A key's number is the position of the first
//! fact it seals, so it is never given twice: a name that comes again after its erasure has another key.
//! Rows are added at the end and overwritten with as many bytes, so that no copy is left in the file.

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use super::digest::Row;
use super::ledger::OVERWRITTEN;
use crate::storage::DESTROYED;
use crate::storage::SealKey;

/// The number and the key that a name has; a new one where it has none.
pub(super) fn of(
    connection: &Connection,
    name: &str,
    position: i64,
) -> Result<(i64, SealKey), rusqlite::Error> {
    // `IN` because `=` beside this order has SQLite prepare the statement anew with every name that is
    // bound, a third of what an append of many facts took.
    let known: Option<(i64, Option<SealKey>)> = connection
        .prepare_cached("SELECT number, key FROM keys WHERE name IN (?1) ORDER BY number DESC LIMIT 1")?
        .query_row([name], |row| {
            let key = row.get_ref(1)?.as_blob().unwrap_or_default();
            Ok((row.get(0)?, SealKey::kept(key)))
        })
        .optional()?;
    if let Some((number, Some(key))) = known {
        return Ok((number, key));
    }
    let key = SealKey::random()?;
    connection
        .prepare_cached("INSERT INTO keys (number, name, key) VALUES (?1, ?2, ?3)")?
        .execute(params![position, name, key.bytes()])?;
    Ok((position, key))
}

/// Destroys the keys of a name.
pub(super) fn destroy(connection: &Connection, name: &str) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached("UPDATE keys SET key = ?2 WHERE name = ?1")?
        .execute(params![name, DESTROYED])?;
    Ok(())
}

/// Overwrites the bodies of a stream's facts that were written before there were seals.
pub(super) fn overwrite(connection: &Connection, stream: &str) -> Result<(), rusqlite::Error> {
    let mut select = connection.prepare_cached(
        "SELECT position, time, actor, kind, length(body) FROM facts WHERE stream = ?1 AND sealed IS NULL",
    )?;
    let mut update = connection
        .prepare_cached("UPDATE facts SET body = ?2, hash = ?3, sealed = ?4 WHERE position = ?1")?;
    let mut rows = select.query([stream])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let fact: (i64, i64, String, String, u32) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        found.push(fact);
    }
    for (position, time, actor, kind, length) in found {
        // With the mark as long as before: another length could move its neighbours, and leave copies of them.
        let body = vec![0_u8; usize::try_from(length).unwrap_or_default().saturating_sub(1)];
        let row = Row {
            position,
            time,
            actor: &actor,
            stream,
            kind: &kind,
            body: &body,
            sealed: Some(OVERWRITTEN),
        };
        update.execute(params![position, body, row.hash(), OVERWRITTEN])?;
    }
    Ok(())
}
