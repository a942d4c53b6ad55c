//! What is recorded, and the trait of whatever keeps it.
//!
//! Uses `domain`, `error`, `receipt`. The body is the service's to fill; here it is a JSON value.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use aws_lc_rs::digest::Context;
use aws_lc_rs::digest::SHA256;
use jiff::Timestamp;
use tokio::sync::watch;

use super::error::AuditError;
use super::read::Entry;
use super::receipt::Receipt;
use crate::domain::ids::QueryId;
use crate::storage::Condition;

/// One thing that was done or refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// When it was asked. The receipt's time is when it was recorded, which orders nothing either.
    pub time: Timestamp,
    /// Who asked: a peer's name, `partner/nl-kmar/gate-1`, or a local user, `local:1000`.
    pub actor: String,
    /// Where from, if from the network.
    pub address: Option<IpAddr>,
    /// The request's number.
    pub request: QueryId,
    /// What was asked for: `search-persons`.
    pub action: &'static str,
    /// What came of it: a verdict or the code of a refusal.
    pub outcome: String,
    /// Query as asked, purpose, reference, requester, alerts disclosed with grades.
    pub body: serde_json::Value,
    /// The answer it commits to; a refusal has none.
    pub answer: Option<Commitment>,
}

/// A promise of one answer that tells nothing of it: see [`commit_to`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Commitment {
    /// Random, so that a short answer cannot be guessed from its hash.
    pub salt: [u8; 32],
    /// SHA-256(salt ‖ canonical answer).
    pub hash: [u8; 32],
}

impl Commitment {
    /// Commits to an answer, in RFC 8785 form without its receipt, under a fresh salt.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn to(canonical_answer: &[u8]) -> Result<Self, AuditError> {
        let salt = random()?;
        Ok(Self {
            salt,
            hash: commit_to(&salt, canonical_answer),
        })
    }
}

/// The hash of an answer: SHA-256(salt ‖ answer in RFC 8785 canonical form, without its receipt).
#[must_use]
pub fn commit_to(salt: &[u8; 32], canonical_answer: &[u8]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(salt);
    context.update(canonical_answer);
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

pub(super) fn random() -> Result<[u8; 32], AuditError> {
    let mut salt = [0; 32];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| AuditError::NoRandom)?;
    Ok(salt)
}

/// A log of records.
pub trait AuditLog: Send + Sync + 'static {
    /// Records one and returns its receipt once it is durable. A record without an answer gets a
    /// receipt too, for the empty answer.
    ///
    /// # Errors
    /// When it was not acknowledged; then no answer may leave.
    fn commit(
        &self,
        record: Record,
    ) -> Pin<Box<dyn Future<Output = Result<Receipt, AuditError>> + Send + '_>>;

    /// What was recorded of one request, oldest first, at most two: the request and one more would be
    /// two. Found by an index, so it costs the same however long the log is. Reads the disk: not for a
    /// thread of the runtime.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn of_request(&self, request: &QueryId) -> Result<Vec<Entry>, AuditError>;

    /// How many records are durable.
    fn leaves(&self) -> u64;

    /// The time of the last durable record, which is that of the log's signed head; absent in an empty log.
    fn last(&self) -> Option<Timestamp>;

    /// How it fares: once `Broken`, the process must end.
    fn condition(&self) -> watch::Receiver<Condition>;
}
