//! A record as the file keeps it: the payload that is hashed, and columns to find it by.
//!
//! Uses `record`. The columns repeat what the payload says; `verify` compares them.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::record::Commitment;
use super::record::Record;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS records (
        leaf INTEGER PRIMARY KEY,
        time INTEGER NOT NULL,
        actor TEXT,
        request TEXT,
        hash BLOB NOT NULL,
        chain BLOB NOT NULL,
        salt BLOB,
        payload BLOB
    ) STRICT;
    CREATE INDEX IF NOT EXISTS records_by_time ON records (time);
    CREATE INDEX IF NOT EXISTS records_by_actor ON records (actor);
    CREATE INDEX IF NOT EXISTS records_by_request ON records (request);
    CREATE TABLE IF NOT EXISTS head (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        log TEXT NOT NULL,
        size INTEGER NOT NULL,
        chain BLOB NOT NULL,
        time INTEGER NOT NULL,
        signature BLOB NOT NULL
    ) STRICT;";

/// The file of records in an audit folder.
pub(super) const FILE: &str = "log.db";

/// The payload of a leaf, as JSON. The answer's salt and hash are in hexadecimal.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Payload {
    pub(super) leaf: u64,
    pub(super) recorded: Timestamp,
    pub(super) time: Timestamp,
    pub(super) actor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<IpAddr>,
    pub(super) request: String,
    pub(super) action: String,
    pub(super) outcome: String,
    pub(super) body: serde_json::Value,
    pub(super) answer: Answer,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Answer {
    pub(super) salt: String,
    pub(super) hash: String,
}

/// The same, borrowed, for writing.
#[derive(Serialize)]
struct Written<'a> {
    leaf: u64,
    recorded: Timestamp,
    time: Timestamp,
    actor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    request: &'a str,
    action: &'a str,
    outcome: &'a str,
    body: &'a serde_json::Value,
    answer: Answer,
}

/// The payload of a record as bytes.
pub(super) fn payload(
    record: &Record,
    leaf: u64,
    recorded: Timestamp,
    answer: &Commitment,
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written {
        leaf,
        recorded,
        time: record.time,
        actor: &record.actor,
        address: record.address,
        request: record.request.as_str(),
        action: record.action,
        outcome: &record.outcome,
        body: &record.body,
        answer: Answer {
            salt: hex::encode(answer.salt),
            hash: hex::encode(answer.hash),
        },
    })
}

/// Milliseconds since 1970, which is how times are recorded.
pub(super) fn instant(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MIN)
}
