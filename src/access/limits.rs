//! Rates, by partner: so many searches a second, with a burst.
//!
//! Uses governor. Keyed by partner, not by certificate or connection: two certificates share one
//! bucket (SECURITY 3). The hot path reads an immutable map; a new partner or allowance swaps it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use governor::Quota;
use governor::RateLimiter;
use governor::clock::Clock as _;
use governor::clock::DefaultClock;
use governor::middleware::StateInformationMiddleware;
use governor::state::InMemoryState;
use governor::state::NotKeyed;

use crate::domain::ids::PartnerId;
use crate::domain::partner::Allowance;

type Limiter = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

/// What is left of a rate after one more was taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rate {
    /// The rate.
    pub allowance: Allowance,
    /// How many more may come at once.
    pub remaining: u32,
}

/// The rate is used up.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("over the limit, free again in {retry_after:?}")]
pub struct OverLimit {
    /// The rate.
    pub allowance: Allowance,
    /// When one more is free.
    pub retry_after: Duration,
}

#[derive(Debug)]
struct Bucket {
    allowance: Allowance,
    limiter: Limiter,
}

impl Bucket {
    fn new(allowance: Allowance) -> Self {
        let quota = Quota::per_second(allowance.per_second).allow_burst(allowance.burst);
        Self {
            allowance,
            limiter: RateLimiter::direct(quota).with_middleware(),
        }
    }
}

/// Every partner's bucket.
#[derive(Debug, Default)]
pub struct Limits {
    buckets: ArcSwap<HashMap<PartnerId, Arc<Bucket>>>,
    clock: DefaultClock,
}

impl Limits {
    /// Takes one from the partner's bucket, which holds `allowance`.
    ///
    /// # Errors
    /// When none is left.
    pub fn take(&self, partner: &PartnerId, allowance: Allowance) -> Result<Rate, OverLimit> {
        let bucket = self.bucket(partner, allowance);
        match bucket.limiter.check() {
            Ok(state) => Ok(Rate {
                allowance,
                remaining: state.remaining_burst_capacity(),
            }),
            Err(until) => Err(OverLimit {
                allowance,
                retry_after: until.wait_time_from(self.clock.now()),
            }),
        }
    }

    /// The partner's bucket; a full new one where there is none or its allowance was changed.
    fn bucket(&self, partner: &PartnerId, allowance: Allowance) -> Arc<Bucket> {
        let known = |buckets: &HashMap<PartnerId, Arc<Bucket>>| {
            buckets
                .get(partner)
                .filter(|bucket| bucket.allowance == allowance)
                .cloned()
        };
        if let Some(bucket) = known(&self.buckets.load()) {
            return bucket;
        }
        let fresh = Arc::new(Bucket::new(allowance));
        self.buckets.rcu(|buckets| {
            let mut buckets = HashMap::clone(buckets);
            // Whoever came first wins, so that two newcomers at once share one bucket.
            if known(&buckets).is_none() {
                buckets.insert(partner.clone(), Arc::clone(&fresh));
            }
            buckets
        });
        known(&self.buckets.load()).unwrap_or(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(per_second: u32, burst: u32) -> Allowance {
        Allowance {
            per_second: per_second.try_into().unwrap(),
            burst: burst.try_into().unwrap(),
        }
    }

    #[test]
    fn a_burst_is_allowed_and_then_the_wait_is_told() {
        let limits = Limits::default();
        let partner = "nl-kmar".parse().unwrap();
        let left: Vec<_> = (0..3)
            .map(|_| limits.take(&partner, allowance(1, 3)).unwrap().remaining)
            .collect();
        assert_eq!(left, [2, 1, 0]);
        let over = limits.take(&partner, allowance(1, 3)).unwrap_err();
        assert!(over.retry_after > Duration::ZERO && over.retry_after <= Duration::from_secs(1));
    }

    #[test]
    fn one_partner_does_not_use_up_another_s() {
        let limits = Limits::default();
        let (kmar, bka) = ("nl-kmar".parse().unwrap(), "de-bka".parse().unwrap());
        while limits.take(&kmar, allowance(1, 3)).is_ok() {}
        assert!(limits.take(&bka, allowance(1, 3)).is_ok());
    }

    #[test]
    fn a_changed_allowance_applies_at_once() {
        let limits = Limits::default();
        let partner = "nl-kmar".parse().unwrap();
        while limits.take(&partner, allowance(1, 3)).is_ok() {}
        let wider = allowance(10, 10);
        assert_eq!(limits.take(&partner, wider).unwrap().remaining, 9);
    }
}
