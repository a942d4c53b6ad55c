//! What the log shows, changed while the gateway runs.
//!
//! Uses `access` and `audit`. Who turned the log up or down is in the audit log before it happens: a
//! log that fell silent at the right moment is a question somebody will ask.

use serde_json::json;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::ManageLog;
use crate::access::Permit;

/// A text that is no filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a filter such as `info` or `lookout=debug`")]
pub struct BadFilter;

/// The process's log, which `server` installed.
pub trait LogFilter: Send + Sync + 'static {
    /// The filter in force; `None` where this process has no log of ours.
    fn show(&self) -> Option<String>;

    /// Whether a text is a filter.
    ///
    /// # Errors
    /// When it is not.
    fn check(&self, filter: &str) -> Result<(), BadFilter>;

    /// Puts another in force.
    ///
    /// # Errors
    /// When it is none, or there is no log.
    fn set(&self, filter: &str) -> Result<(), BadFilter>;
}

/// Longest filter.
const MOST_BYTES: usize = 1_000;

impl Services {
    /// Puts another filter in force. Returns the one before it.
    ///
    /// # Errors
    /// When it is none, or the change cannot be recorded: then the old one stays.
    pub async fn set_log_filter(
        &self,
        permit: Permit<ManageLog>,
        filter: &str,
        log: &dyn LogFilter,
    ) -> Result<String, Refused> {
        let plain = filter.len() <= MOST_BYTES && !filter.chars().any(char::is_control);
        let known = if plain && log.check(filter).is_ok() {
            log.show()
        } else {
            None
        };
        let Some(before) = known else {
            let fault = Fault::field("filter", "must be a filter such as `info` or `lookout=debug`");
            return Err(self.reject(permit, Refusal::Malformed(fault)).await);
        };
        let attempt = Attempt::of(&permit);
        let body = json!({ "before": before, "filter": filter });
        let record = attempt.clone().record(self.now(), "changed".to_owned(), body);
        if let Err(error) = self.audit.commit(record).await {
            return Err(self.refuse(attempt, Refusal::NotRecorded(error)).await);
        }
        match log.set(filter) {
            Ok(()) => Ok(before),
            Err(_) => Err(self
                .refuse(
                    attempt,
                    Refusal::Internal("the log's filter could not be changed"),
                )
                .await),
        }
    }
}
