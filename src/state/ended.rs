//! How alerts ended that do not stand: by their list, by a person, or by the clock.
//!
//! A row an ordinal, gone when the alert is put again. No word of a person is in it: it outlasts the erasure,
//! so that a list that goes on naming somebody does not undo what was decided. All of it comes out of facts
//! that are never shredded, or is repeated by the erasure that shreds them.

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::domain::ids::Ordinal;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS ended (ordinal INTEGER PRIMARY KEY, by_person INTEGER NOT NULL,
        erased INTEGER NOT NULL) STRICT;";

/// How an alert ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// Its list had it no more.
    Delisted,
    /// A person withdrew it.
    Withdrawn,
    /// A person had it erased, or had withdrawn it before its time was over.
    Erased,
    /// Its time was over, and it was erased by the clock alone.
    Outlasted,
}

/// Notes that an alert was withdrawn.
pub(super) fn withdrawn(
    connection: &Connection,
    ordinal: Ordinal,
    by_person: bool,
) -> Result<(), rusqlite::Error> {
    note(connection, ordinal, by_person, false)
}

/// Notes that an alert was erased; `by_person` also where a person had withdrawn it before.
pub(super) fn erased(
    connection: &Connection,
    ordinal: Ordinal,
    by_person: bool,
) -> Result<(), rusqlite::Error> {
    note(connection, ordinal, by_person, true)
}

fn note(
    connection: &Connection,
    ordinal: Ordinal,
    by_person: bool,
    erased: bool,
) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO ended (ordinal, by_person, erased) VALUES (?1, ?2, ?3)")?
        .execute(params![ordinal.0, by_person, erased])?;
    Ok(())
}

/// Forgets how an alert ended that stands again.
pub(super) fn forget(connection: &Connection, ordinal: Ordinal) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached("DELETE FROM ended WHERE ordinal = ?1")?
        .execute([ordinal.0])?;
    Ok(())
}

/// How an alert ended; none where it stands.
pub(super) fn of(connection: &Connection, ordinal: Ordinal) -> Result<Option<Ended>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT by_person, erased FROM ended WHERE ordinal = ?1")?
        .query_row([ordinal.0], |row| {
            Ok(match (row.get(0)?, row.get(1)?) {
                (true, true) => Ended::Erased,
                (true, false) => Ended::Withdrawn,
                (false, true) => Ended::Outlasted,
                (false, false) => Ended::Delisted,
            })
        })
        .optional()
}
