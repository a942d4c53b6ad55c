//! How fast one address may begin handshakes: a bucket each, asked before any cryptography (SECURITY 4,
//! row 14).
//!
//! Uses governor. Remembers only who came lately, and never more addresses than [`MOST_KNOWN`].

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::Quota;
use governor::RateLimiter;
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;

use super::slots::source;

/// Most addresses remembered. Whoever can come from more gains nothing by each one's bucket.
const MOST_KNOWN: usize = 32_768;

type Buckets = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// The buckets of a door. Belongs to its one accepting loop.
#[derive(Debug)]
pub(super) struct Arrivals {
    quota: Quota,
    most_known: usize,
    buckets: Buckets,
}

impl Arrivals {
    /// Each address has `burst` at once, and `per_second` more.
    pub(super) fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self {
            quota,
            most_known: MOST_KNOWN,
            buckets: RateLimiter::hashmap(quota),
        }
    }

    /// Whether one more from this address may begin now.
    pub(super) fn allow(&mut self, address: IpAddr) -> bool {
        if self.buckets.len() >= self.most_known {
            // Those whose bucket is full again are forgotten first, at no loss to anybody.
            self.buckets.retain_recent();
            self.buckets.shrink_to_fit();
            if self.buckets.len() > self.most_known / 2 {
                // Still so many: begun anew, since sweeping for each newcomer would be a gift to a flood.
                self.buckets = RateLimiter::hashmap(self.quota);
            }
        }
        self.buckets.check_key(&source(address)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(per_second: u32, burst: u32) -> Arrivals {
        Arrivals::new(per_second.try_into().unwrap(), burst.try_into().unwrap())
    }

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    #[test]
    fn an_address_over_its_burst_waits_and_another_does_not() {
        let mut arrivals = arrivals(1, 3);
        let let_in = (0..10).filter(|_| arrivals.allow(address(7))).count();
        // A second may pass on a machine that stops.
        assert!((3..=4).contains(&let_in), "{let_in}");
        assert!(arrivals.allow(address(8)));
    }

    #[test]
    fn no_more_addresses_are_remembered_than_the_bound() {
        let mut arrivals = arrivals(1, 2);
        arrivals.most_known = 100;
        for number in 0..10_000 {
            assert!(arrivals.allow(address(number)), "each comes once");
            assert!(arrivals.buckets.len() <= 100);
        }
    }

    #[test]
    fn neighbours_of_one_v6_network_share_a_bucket() {
        let mut arrivals = arrivals(1, 1);
        assert!(arrivals.allow("2001:db8::1".parse().unwrap()));
        assert!(!arrivals.allow("2001:db8::2".parse().unwrap()));
    }
}
