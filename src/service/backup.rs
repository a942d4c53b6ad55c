//! That somebody takes a copy of all that the gateway holds, and that it was made of one.
//!
//! Uses `audit`. The copying is not done here: it needs nothing of the process but its files. What is kept
//! here is that it stands in the log before it happens.

use serde_json::Value;
use serde_json::json;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Permit;
use crate::access::TakeBackup;
use crate::audit::AuditError;
use crate::audit::Record;

/// Longest name of a place.
const MOST_BYTES: usize = 4_096;

impl Services {
    /// Records that a backup is about to be taken to a place, with the private keys or without.
    ///
    /// # Errors
    /// When that cannot be recorded: then none is to be taken.
    pub async fn allow_backup(
        &self,
        permit: Permit<TakeBackup>,
        to: &str,
        keys: bool,
    ) -> Result<(), Refused> {
        if to.len() > MOST_BYTES || to.chars().any(char::is_control) {
            let fault = Fault::field(
                "to",
                "must be a path of at most 4096 bytes without control characters",
            );
            return Err(self.reject(permit, Refusal::Malformed(fault)).await);
        }
        let attempt = Attempt::of(&permit);
        let body = json!({ "to": to, "keys": keys });
        let record = attempt.clone().record(self.now(), "accepted".to_owned(), body);
        match self.audit.commit(record).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.refuse(attempt, Refusal::NotRecorded(error)).await),
        }
    }

    /// Records that this home was made of a backup, with what is known of it.
    ///
    /// # Errors
    /// When it cannot be recorded.
    pub async fn record_restore(&self, body: Value) -> Result<(), AuditError> {
        let record = Record {
            time: self.now(),
            actor: "gateway".to_owned(),
            address: None,
            request: self.number(),
            action: "restore",
            outcome: "restored".to_owned(),
            body,
            answer: None,
        };
        self.audit.commit(record).await.map(drop)
    }
}
