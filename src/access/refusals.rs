//! How many refusals of one actor get an audit record each; what is over is counted instead.
//!
//! Uses governor. Asked only on a refusal, never on the way of an answer, so a lock may be behind it.

use std::num::NonZeroU32;

use governor::Quota;
use governor::RateLimiter;
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;

/// Records a second, and at once after a pause.
const A_SECOND: NonZeroU32 = NonZeroU32::MIN;
const AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

/// Every refused actor's bucket.
#[derive(Debug)]
pub struct Refusals(RateLimiter<String, HashMapStateStore<String>, DefaultClock>);

impl Default for Refusals {
    fn default() -> Self {
        Self(RateLimiter::hashmap(
            Quota::per_second(A_SECOND).allow_burst(AT_ONCE),
        ))
    }
}

impl Refusals {
    /// Whether one more refusal of this actor gets a record of its own.
    #[must_use]
    pub fn take(&self, actor: &String) -> bool {
        self.0.check_key(actor).is_ok()
    }

    /// Forgets actors whose buckets are full again.
    pub fn forget_idle(&self) {
        self.0.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_actor_is_bounded_and_another_is_not_touched() {
        let refusals = Refusals::default();
        let (flood, other) = ("partner/nl-kmar/gate".to_owned(), "partner/de-bka/a".to_owned());
        let recorded = (0..1_000).filter(|_| refusals.take(&flood)).count();
        assert!((60..70).contains(&recorded), "{recorded}");
        assert!(refusals.take(&other));
    }
}
