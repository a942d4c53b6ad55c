//! The answer: a draft that a receipt has released.
//!
//! Uses `audit`. `Answer::recorded` is the only maker (DESIGN 1, rule 1): without the receipt of a
//! durable record there is no answer to send.

use super::refusal::Refusal;
use crate::audit::AuditLog;
use crate::audit::Commitment;
use crate::audit::Receipt;
use crate::audit::Record;
use crate::domain::details::Details;
use crate::domain::ids::QueryId;
use crate::domain::verdict::Verdict;

/// An answer before it is recorded. Not sent in this form.
#[derive(Debug)]
pub enum Draft {
    /// Of a search.
    Search {
        /// The query's number.
        query: QueryId,
        /// What the search concluded, as far as the asking side may see it.
        verdict: Verdict,
    },
    /// Of an alert in full, as far as the asking side may see it.
    Details(Box<Details>),
}

/// Turns a draft into the bytes that the receipt commits to: the answer as the caller will see it
/// without `receipt`, in RFC 8785 canonical form. Handed in at composition, since the form is the
/// API's business and the commitment ours.
pub type Canonical = fn(Draft) -> Option<Vec<u8>>;

/// An answer that may leave: its record is durable.
#[derive(Debug)]
pub struct Answer {
    canonical: Vec<u8>,
    receipt: Receipt,
}

impl Answer {
    /// Records an answer, in canonical form, and releases it against the receipt. The record commits to it.
    ///
    /// # Errors
    /// When it cannot be recorded.
    pub(super) async fn recorded(
        audit: &dyn AuditLog,
        mut record: Record,
        canonical: Vec<u8>,
    ) -> Result<Self, Refusal> {
        record.answer = Some(Commitment::to(&canonical).map_err(Refusal::NotRecorded)?);
        let receipt = audit.commit(record).await.map_err(Refusal::NotRecorded)?;
        Ok(Self::release(canonical, receipt))
    }

    const fn release(canonical: Vec<u8>, receipt: Receipt) -> Self {
        Self { canonical, receipt }
    }

    /// The bytes that were committed to, and the proof that they were recorded.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u8>, Receipt) {
        (self.canonical, self.receipt)
    }
}
