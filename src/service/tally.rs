//! Refusals that come in floods, counted: one audit record a minute an actor (DESIGN 3), so that a
//! flood of refusals cannot fill the log it is meant to protect.
//!
//! Uses `domain`. Held behind a lock that is taken for nanoseconds and only on a refusal.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Refusals since the last record, by actor and code.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<Counts>);

/// How often an actor was refused for a reason.
type Counts = HashMap<(String, &'static str), u64>;

impl Tally {
    /// Counts some.
    pub(super) fn add(&self, actor: String, code: &'static str, times: u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((actor, code)).or_default() += times;
    }

    /// Takes what was counted since the last call.
    pub(super) fn take(&self) -> Counts {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_counted_once() {
        let tally = Tally::default();
        tally.add("partner/nl-kmar/gate".into(), "over-limit", 1);
        tally.add("partner/nl-kmar/gate".into(), "over-limit", 1);
        assert_eq!(tally.take().into_values().collect::<Vec<_>>(), [2]);
        assert!(tally.take().is_empty());
    }
}
