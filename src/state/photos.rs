//! Which alerts and proposals refer to which photographs, and which photographs nobody refers to any more.
//!
//! Uses `storage`'s places: a place tells nothing of a photograph, and stays behind harmlessly. Filled by
//! facts alone. What has ended is numbered, so that whoever removes files goes on where it was.

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use super::error::StateError;
use super::snapshot::State;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::fact::Fact;
use crate::domain::ids::AlertId;
use crate::domain::photo::Photo;
use crate::storage::Place;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS photos (alert TEXT NOT NULL, proposed INTEGER NOT NULL, place BLOB NOT NULL,
        PRIMARY KEY (alert, proposed, place)) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS photos_by_place ON photos (place);
    CREATE TABLE IF NOT EXISTS photos_ended (number INTEGER PRIMARY KEY AUTOINCREMENT,
        place BLOB NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS photos_ended_by_place ON photos_ended (place);";

/// Who refers to a photograph.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum By {
    /// The alert as it stands, or as it stood when it was withdrawn.
    Alert,
    /// The proposal that waits about it.
    Proposal,
}

/// The photographs of an alert.
pub(super) fn of(alert: &Alert) -> &[Photo] {
    let Subject::Person(person) = &alert.subject;
    &person.photos
}

/// The photographs that a proposed change would give its alert.
pub(super) fn proposed(change: &Fact) -> &[Photo] {
    match change {
        Fact::AlertPut { alert, .. }
        | Fact::AlertEntered { alert, .. }
        | Fact::AlertCorrected { alert, .. } => of(alert),
        _ => &[],
    }
}

/// Says which photographs an alert, or the proposal about it, refers to from now on.
pub(super) fn refer(
    connection: &Connection,
    alert: &AlertId,
    by: By,
    photos: &[Photo],
) -> Result<(), rusqlite::Error> {
    let by = by == By::Proposal;
    let before: Vec<Vec<u8>> = connection
        .prepare_cached("DELETE FROM photos WHERE alert = ?1 AND proposed = ?2 RETURNING place")?
        .query_map(params![alert.as_str(), by], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for photo in photos {
        let place = Place::of(&photo.sha256.0);
        connection
            .prepare_cached("INSERT OR REPLACE INTO photos (alert, proposed, place) VALUES (?1, ?2, ?3)")?
            .execute(params![alert.as_str(), by, place.bytes()])?;
        connection
            .prepare_cached("DELETE FROM photos_ended WHERE place = ?1")?
            .execute([place.bytes()])?;
    }
    for place in before {
        connection
            .prepare_cached(
                "INSERT INTO photos_ended (place) SELECT ?1
                 WHERE NOT EXISTS (SELECT 1 FROM photos WHERE place = ?1)",
            )?
            .execute([place])?;
    }
    Ok(())
}

impl State {
    /// Whether an alert, also a withdrawn one, or a proposal refers to what lies at a place. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_photo(&self, place: &Place) -> Result<bool, StateError> {
        let found = self.readers().with(|connection| {
            connection
                .prepare_cached("SELECT 1 FROM photos WHERE place = ?1 LIMIT 1")?
                .query_row([place.bytes()], |_| Ok(()))
                .optional()
        })?;
        Ok(found.is_some())
    }

    /// The places that nobody refers to any more, each with its number, of numbers after one; at most `limit`.
    /// Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn photos_ended(&self, after: i64, limit: i64) -> Result<Vec<(i64, Place)>, StateError> {
        let rows: Vec<(i64, Vec<u8>)> = self.readers().with(|connection| {
            connection
                .prepare_cached(
                    "SELECT number, place FROM photos_ended WHERE number > ?1 ORDER BY number LIMIT ?2",
                )?
                .query_map([after, limit], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        let read = |(number, bytes): (i64, Vec<u8>)| {
            let place = Place::kept(&bytes).ok_or_else(|| StateError::Damaged {
                row: format!("photos_ended {number}"),
            })?;
            Ok((number, place))
        };
        rows.into_iter().map(read).collect()
    }
}
