//! Limit refusals, counted: one audit record a minute a partner (DESIGN 3), so that a flood of
//! refusals cannot fill the log it is meant to protect.
//!
//! Uses `domain`. Held behind a lock that is taken for nanoseconds and only on a refusal.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Refusals since the last record, by actor.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<HashMap<String, u64>>);

impl Tally {
    /// Counts one.
    pub(super) fn add(&self, actor: String) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(actor).or_default() += 1;
    }

    /// Takes what was counted since the last call.
    pub(super) fn take(&self) -> HashMap<String, u64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_counted_once() {
        let tally = Tally::default();
        tally.add("partner/nl-kmar/gate".into());
        tally.add("partner/nl-kmar/gate".into());
        assert_eq!(tally.take().into_values().collect::<Vec<_>>(), [2]);
        assert!(tally.take().is_empty());
    }
}
