//! Connections counted by source address, so that one address cannot take a whole door (SECURITY 0.6).
//!
//! Uses nothing. A slot is held as long as its connection and given back when dropped.

use std::collections::HashMap;
use std::net::IpAddr;
use std::net::Ipv6Addr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// How many connections each address has, and how many it may have.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    most: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Slots {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            taken: Arc::default(),
        }
    }

    /// Takes a slot for a connection from `address`, unless all of its slots are taken.
    pub(super) fn take(&self, address: IpAddr) -> Option<Slot> {
        let source = source(address);
        let mut taken = lock(&self.taken);
        let count = taken.entry(source).or_default();
        if *count >= self.most {
            if *count == 0 {
                taken.remove(&source);
            }
            return None;
        }
        *count += 1;
        Some(Slot {
            source,
            taken: Arc::clone(&self.taken),
        })
    }
}

/// One connection's place among those of its address. Keep it as long as the connection.
#[derive(Debug)]
pub struct Slot {
    source: IpAddr,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        if let Some(count) = taken.get_mut(&self.source) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.source);
            }
        }
    }
}

/// What counts as one address: IPv4 as it is, IPv6 by its /64, which one subscriber has whole.
pub(super) fn source(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(long) => Ipv6Addr::from_bits(long.to_bits() & (u128::MAX << 64)).into(),
        short => short,
    }
}

fn lock(taken: &Mutex<HashMap<IpAddr, usize>>) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
    // Nothing under the lock can leave the map half changed.
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_given_back_when_dropped() {
        let slots = Slots::new(2);
        let address = "127.0.0.1".parse().unwrap();
        let (first, second) = (slots.take(address), slots.take(address));
        assert!(first.is_some() && second.is_some());
        assert!(slots.take(address).is_none());
        assert!(slots.take("127.0.0.2".parse().unwrap()).is_some());
        drop(first);
        assert!(slots.take(address).is_some());
        drop(second);
        assert!(lock(&slots.taken).is_empty(), "an idle address takes no memory");
    }

    #[test]
    fn neighbours_of_one_v6_network_and_mapped_v4_count_as_one() {
        let slots = Slots::new(1);
        let _one = slots.take("2001:db8::1".parse().unwrap()).unwrap();
        assert!(slots.take("2001:db8::2".parse().unwrap()).is_none());
        assert!(slots.take("2001:db8:0:1::1".parse().unwrap()).is_some());
        let _four = slots.take("192.0.2.1".parse().unwrap()).unwrap();
        assert!(slots.take("::ffff:192.0.2.1".parse().unwrap()).is_none());
    }

    #[test]
    fn a_door_with_no_slots_lets_nobody_in() {
        let slots = Slots::new(0);
        assert!(slots.take("127.0.0.1".parse().unwrap()).is_none());
        assert!(lock(&slots.taken).is_empty());
    }
}
