//! The state's tables, and filling the memory from them at start.
//!
//! Uses `alerts`, `code`, `registry`, `shared`. The file is a cache of the journal: of another
//! layout, it is emptied and filled again.

use std::path::Path;

use rusqlite::Connection;
use serde::de::DeserializeOwned;

use super::alerts::Alerts;
use super::change;
use super::code;
use super::documents;
use super::ended;
use super::error::StateError;
use super::feeds;
use super::feeds::Feeds;
use super::hits;
use super::photos;
use super::proposals;
use super::registry::RegisteredCertificate;
use super::registry::RegisteredPartner;
use super::registry::RegisteredProfile;
use super::registry::RegisteredStaff;
use super::registry::Registry;
use super::shared::Pool;
use super::shared::Shared;
use super::uses::Changes;
use crate::domain::alert::Contact;
use crate::domain::ids::Position;
use crate::storage;
use crate::storage::Durability;

/// Raised with every change of a table, of a card's bytes or of a document's meaning.
const LAYOUT: i64 = 8;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1),
        position INTEGER NOT NULL, registry INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO progress VALUES (1, 0, 0);
    CREATE TABLE IF NOT EXISTS cards (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, card BLOB,
        gone INTEGER) STRICT;
    CREATE TABLE IF NOT EXISTS shared (kind TEXT NOT NULL, number INTEGER NOT NULL, doc BLOB NOT NULL,
        PRIMARY KEY (kind, number)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS registry (kind TEXT NOT NULL, id TEXT NOT NULL, doc BLOB NOT NULL,
        PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;";

/// What the file holds.
pub(super) struct Loaded {
    pub(super) position: Position,
    pub(super) alerts: Alerts,
    pub(super) registry: Registry,
    pub(super) shared: Shared,
    pub(super) feeds: Feeds,
}

/// Opens the file, or begins one, or begins again where the layout is another.
pub(super) fn open(path: &Path) -> Result<(Connection, Loaded), StateError> {
    let mut connection = storage::open(path, Durability::Derived)?;
    let layout: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if layout != LAYOUT && layout != 0 {
        tracing::info!(layout, "the state is of another version and is filled again");
        drop(connection);
        storage::remove(path)?;
        connection = storage::open(path, Durability::Derived)?;
    }
    connection.execute_batch(&format!(
        "BEGIN; {SCHEMA} {} PRAGMA user_version = {LAYOUT}; COMMIT;",
        [
            documents::SCHEMA,
            ended::SCHEMA,
            feeds::SCHEMA,
            hits::SCHEMA,
            photos::SCHEMA,
            proposals::SCHEMA
        ]
        .concat()
    ))?;
    let loaded = load(&connection)?;
    Ok((connection, loaded))
}

fn load(connection: &Connection) -> Result<Loaded, StateError> {
    let (position, version): (i64, i64) = connection.query_row(
        "SELECT position, registry FROM progress WHERE one = 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut shared = Shared::default();
    fill(connection, "owner", &mut shared.owners)?;
    fill_contacts(connection, &mut shared)?;
    fill(connection, "visibility", &mut shared.visibilities)?;
    shared.keep();
    let mut registry = registry(connection)?;
    registry.version = version.unsigned_abs();
    let alerts = alerts(connection, &shared)?;
    let mut uses = Changes::default();
    for (_, card) in alerts.iter() {
        uses.more(
            card.contact
                .as_deref()
                .and_then(|contact| shared.contacts.number(contact)),
        );
    }
    shared.uses.take(&uses);
    Ok(Loaded {
        position: Position(position.unsigned_abs()),
        alerts,
        registry,
        shared,
        feeds: feeds::load(connection)?,
    })
}

fn fill<T>(connection: &Connection, kind: &str, pool: &mut Pool<T>) -> Result<(), StateError>
where
    T: Clone + Eq + std::hash::Hash + serde::Serialize + DeserializeOwned,
{
    let mut select = connection.prepare("SELECT number, doc FROM shared WHERE kind = ?1 ORDER BY number")?;
    let mut rows = select.query([kind])?;
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let value: T = read(row.get_ref(1)?.as_blob().unwrap_or_default(), kind)?;
        if pool.intern(&value).0 != number {
            return Err(damaged(kind));
        }
    }
    Ok(())
}

/// Contacts are sealed, and some were dropped.
fn fill_contacts(connection: &Connection, shared: &mut Shared) -> Result<(), StateError> {
    let bad = || damaged("contact");
    let mut select =
        connection.prepare("SELECT number, doc FROM shared WHERE kind = 'contact' ORDER BY number")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let sealed = row.get_ref(1)?.as_blob().unwrap_or_default();
        let given = match documents::open_contact(connection, i64::from(number), sealed)? {
            Some(document) => {
                shared.uses.known(number);
                shared.contacts.intern(&read::<Contact>(&document, "contact")?).0
            }
            None => shared.contacts.skip(),
        };
        if given != number {
            return Err(bad());
        }
    }
    Ok(())
}

fn alerts(connection: &Connection, shared: &Shared) -> Result<Alerts, StateError> {
    let count: i64 = connection.query_row("SELECT coalesce(max(ordinal), -1) + 1 FROM cards", [], |row| {
        row.get(0)
    })?;
    let mut alerts = Alerts::with_room_for(usize::try_from(count).unwrap_or_default());
    let mut select = connection.prepare("SELECT ordinal, id, card, gone FROM cards ORDER BY ordinal")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let ordinal: u32 = row.get(0)?;
        let bad = || StateError::Damaged {
            row: format!("cards {ordinal}"),
        };
        let id: crate::domain::ids::AlertId = row
            .get_ref(1)?
            .as_str()
            .ok()
            .and_then(|id| id.parse().ok())
            .ok_or_else(bad)?;
        let card = match row.get_ref(2)?.as_blob_or_null().map_err(|_| bad())? {
            Some(bytes) => Some(code::decode(id.clone(), bytes, shared).ok_or_else(bad)?),
            None => None,
        };
        let gone: Option<i64> = row.get(3)?;
        if alerts.restore(id, card, gone).map(|given| given.0) != Some(ordinal) {
            return Err(bad());
        }
    }
    Ok(alerts)
}

fn registry(connection: &Connection) -> Result<Registry, StateError> {
    let mut registry = Registry::default();
    let mut revoked = Vec::new();
    let mut select = connection.prepare("SELECT kind, id, doc FROM registry")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let document = row.get_ref(2)?.as_blob().unwrap_or_default();
        match kind.as_str() {
            change::PARTNER => {
                let entry: RegisteredPartner = read(document, &kind)?;
                registry.partners.insert(entry.partner.id.clone(), entry.into());
            }
            change::STAFF => {
                let entry: RegisteredStaff = read(document, &kind)?;
                registry.staff.insert(entry.staff.id.clone(), entry.into());
            }
            change::PROFILE => {
                let entry: RegisteredProfile = read(document, &kind)?;
                registry.profiles.insert(entry.profile.id.clone(), entry.into());
            }
            change::CERTIFICATE => {
                let entry: RegisteredCertificate = read(document, &kind)?;
                registry.certificates.insert(entry.certificate.key, entry.into());
            }
            change::REVOKED => {
                let key: String = row.get(1)?;
                let key = key.parse().map_err(|_| damaged(&kind))?;
                revoked.push((key, read(document, &kind)?));
            }
            _ => return Err(damaged(&kind)),
        }
    }
    for (key, revocation) in revoked {
        registry.set_revoked(key, revocation);
    }
    Ok(registry)
}

fn read<T: DeserializeOwned>(document: &[u8], row: &str) -> Result<T, StateError> {
    serde_json::from_slice(document).map_err(|_| damaged(row))
}

fn damaged(row: &str) -> StateError {
    StateError::Damaged { row: row.to_owned() }
}
