//! The documents of alerts, and what else tells of their subjects, each sealed under a key of its own.
//!
//! Uses `storage`'s sealing. When an alert goes its key is overwritten: SQLite zeroes what it deletes, but
//! not the copies that it leaves behind when it moves rows from page to page. Keys are never moved: their
//! rows are added at the end and overwritten in place.

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use super::error::StateError;
use super::fingerprint::Fingerprint;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;
use crate::storage::DESTROYED;
use crate::storage::SealKey;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS documents (ordinal INTEGER PRIMARY KEY, version INTEGER NOT NULL,
        hidden INTEGER, by_hand INTEGER NOT NULL, digest BLOB NOT NULL, doc BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS document_keys (number INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS proposal_keys (number INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS hit_keys (number INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS contact_keys (number INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS erased (position INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL) STRICT;";

/// What is read of a document, to be made into a `StoredAlert`.
pub(super) const COLUMNS: &str = "SELECT ordinal, version, hidden, doc,
    (SELECT key FROM document_keys WHERE number = ordinal) FROM documents";

/// A document as it is read.
pub(super) struct Raw {
    pub(super) ordinal: u32,
    pub(super) version: i64,
    pub(super) hidden: Option<i64>,
    doc: Vec<u8>,
    key: Option<Vec<u8>>,
}

impl Raw {
    pub(super) fn of(row: &rusqlite::Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            ordinal: row.get(0)?,
            version: row.get(1)?,
            hidden: row.get(2)?,
            doc: row.get(3)?,
            key: row.get(4)?,
        })
    }

    /// What was sealed.
    pub(super) fn open(&self) -> Result<Vec<u8>, StateError> {
        let key = self.key.as_deref();
        key.and_then(|key| open(key, i64::from(self.ordinal), &self.doc))
            .ok_or_else(|| StateError::Damaged {
                row: format!("documents {}", self.ordinal),
            })
    }
}

/// What stands beside a document.
pub(super) struct Beside {
    pub(super) version: i64,
    pub(super) hidden: Option<i64>,
    /// Whether it is a person's word; none where that is as before.
    pub(super) by_hand: Option<bool>,
}

/// Puts a document in, in place of the one of its ordinal if there is one. Its fingerprint.
pub(super) fn put(
    connection: &Connection,
    ordinal: Ordinal,
    beside: &Beside,
    document: &[u8],
) -> Result<[u8; 32], rusqlite::Error> {
    let number = i64::from(ordinal.0);
    let key = key_of(connection, Keys::Documents, number)?;
    let sealed = key.seal(&number.to_be_bytes(), document)?;
    let tag = key.tag(document);
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO documents (ordinal, version, hidden, digest, doc, by_hand)
             VALUES (?1, ?2, ?3, ?4, ?5,
                 coalesce(?6, (SELECT by_hand FROM documents WHERE ordinal = ?1), 0))",
        )?
        .execute(params![
            ordinal.0,
            beside.version,
            beside.hidden,
            tag,
            sealed,
            beside.by_hand
        ])?;
    Ok(tag)
}

/// The fingerprint of an ordinal's document; none where there is none.
pub(super) fn fingerprint(
    connection: &Connection,
    ordinal: Ordinal,
) -> Result<Option<Fingerprint>, rusqlite::Error> {
    let kept: Option<([u8; 32], Vec<u8>)> = connection
        .prepare_cached(
            "SELECT digest, (SELECT key FROM document_keys WHERE number = ordinal) FROM documents
             WHERE ordinal = ?1",
        )?
        .query_row([ordinal.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(kept.and_then(|(tag, key)| SealKey::kept(&key).map(|key| Fingerprint { tag, key })))
}

/// The document of an ordinal.
pub(super) fn get(connection: &Connection, ordinal: Ordinal) -> Result<Option<Raw>, rusqlite::Error> {
    connection
        .prepare_cached(&format!("{COLUMNS} WHERE ordinal = ?1"))?
        .query_row([ordinal.0], Raw::of)
        .optional()
}

/// Takes a document away with its key.
pub(super) fn remove(connection: &Connection, ordinal: Ordinal) -> Result<(), rusqlite::Error> {
    destroy(connection, Keys::Documents, i64::from(ordinal.0))?;
    connection
        .prepare_cached("DELETE FROM documents WHERE ordinal = ?1")?
        .execute([ordinal.0])?;
    Ok(())
}

/// Keeps in mind that a fact has erased what stands under an ordinal.
pub(super) fn note_erased(
    connection: &Connection,
    position: i64,
    ordinal: Ordinal,
) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO erased (position, ordinal) VALUES (?1, ?2)")?
        .execute(params![position, ordinal.0])?;
    Ok(())
}

/// What facts after a position have erased, in their order, at most `limit`.
pub(super) fn erased_after(
    connection: &Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<(Position, Ordinal)>, rusqlite::Error> {
    connection
        .prepare_cached(
            "SELECT position, ordinal FROM erased WHERE position > ?1 ORDER BY position LIMIT ?2",
        )?
        .query_map([after, limit], |row| {
            let position: i64 = row.get(0)?;
            Ok((Position(position.unsigned_abs()), Ordinal(row.get(1)?)))
        })?
        .collect()
}

/// What is kept sealed, each kind with keys of its own.
#[derive(Clone, Copy)]
pub(super) enum Keys {
    /// Documents, by ordinal.
    Documents,
    /// Contacts that cards share, by number.
    Contacts,
    /// Proposals, by the position at which each was made.
    Proposals,
    /// Hits, by the position at which each was reported.
    Hits,
}

/// Words as they are kept.
pub(super) fn seal(
    connection: &Connection,
    keys: Keys,
    number: i64,
    words: &[u8],
) -> Result<Vec<u8>, rusqlite::Error> {
    let key = key_of(connection, keys, number)?;
    Ok(key.seal(&number.to_be_bytes(), words)?)
}

/// Words as they were before they were sealed, by their key as it is kept.
pub(super) fn open(key: &[u8], number: i64, sealed: &[u8]) -> Option<Vec<u8>> {
    SealKey::kept(key)?.open(&number.to_be_bytes(), sealed)
}

/// A contact as it was before it was sealed; none where it was dropped.
pub(super) fn open_contact(
    connection: &Connection,
    number: i64,
    sealed: &[u8],
) -> Result<Option<Vec<u8>>, StateError> {
    let damaged = || StateError::Damaged {
        row: format!("contact {number}"),
    };
    let key: Option<Vec<u8>> = connection
        .prepare_cached("SELECT key FROM contact_keys WHERE number = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()?;
    let key = key.ok_or_else(damaged)?;
    if SealKey::kept(&key).is_none() {
        return Ok(None);
    }
    open(&key, number, sealed).ok_or_else(damaged).map(Some)
}

impl Keys {
    const fn table(self) -> &'static str {
        match self {
            Self::Documents => "document_keys",
            Self::Contacts => "contact_keys",
            Self::Proposals => "proposal_keys",
            Self::Hits => "hit_keys",
        }
    }
}

/// The key of a number; a new one where it has none.
fn key_of(connection: &Connection, keys: Keys, number: i64) -> Result<SealKey, rusqlite::Error> {
    let table = keys.table();
    let known: Option<Vec<u8>> = connection
        .prepare_cached(&format!("SELECT key FROM {table} WHERE number = ?1"))?
        .query_row([number], |row| row.get(0))
        .optional()?;
    if let Some(key) = known.as_deref().and_then(SealKey::kept) {
        return Ok(key);
    }
    let key = SealKey::random()?;
    let sql = match known {
        None => format!("INSERT INTO {table} (number, key) VALUES (?1, ?2)"),
        Some(_) => format!("UPDATE {table} SET key = ?2 WHERE number = ?1"),
    };
    connection
        .prepare_cached(&sql)?
        .execute(params![number, key.bytes()])?;
    Ok(key)
}

/// Destroys the key of words that nobody is to read again.
pub(super) fn destroy(connection: &Connection, keys: Keys, number: i64) -> Result<(), rusqlite::Error> {
    let table = keys.table();
    connection
        .prepare_cached(&format!("UPDATE {table} SET key = ?2 WHERE number = ?1"))?
        .execute(params![number, DESTROYED])?;
    Ok(())
}
