//! The answer: a draft that a receipt has released.
//!
//! Uses `audit`. `Answer::release` is the only maker (DESIGN 1, rule 1): without the receipt of a
//! durable record there is no answer to send.

use crate::audit::Receipt;
use crate::domain::ids::QueryId;
use crate::domain::verdict::Verdict;

/// An answer before it is recorded. Not sent in this form.
#[derive(Debug)]
pub struct Draft {
    /// The query's number.
    pub query: QueryId,
    /// What the search concluded, as far as the asking side may see it.
    pub verdict: Verdict,
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
    /// Releases an answer, in canonical form, against the receipt of its record.
    #[must_use]
    pub(super) const fn release(canonical: Vec<u8>, receipt: Receipt) -> Self {
        Self { canonical, receipt }
    }

    /// The bytes that were committed to, and the proof that they were recorded.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u8>, Receipt) {
        (self.canonical, self.receipt)
    }
}
