//! Places of established connections, all doors together: bounded, and who gives way when all are taken
//! (decision 0010).
//!
//! Uses nothing. A connection of somebody admitted never gives way; the oldest idle one of nobody
//! admitted does, and for a newcomer who is admitted also a busy one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use tokio::sync::oneshot;

use super::activity::Seen;

#[derive(Debug, Default)]
struct Held {
    next: u64,
    admitted: usize,
    /// Those of nobody admitted, by age.
    nobodies: BTreeMap<u64, Nobody>,
}

#[derive(Debug)]
struct Nobody {
    seen: Seen,
    /// Dropping it tells the connection to give way.
    _stay: oneshot::Sender<()>,
}

/// Every place there is.
#[derive(Clone, Debug)]
pub(super) struct Places {
    most: usize,
    held: Arc<Mutex<Held>>,
}

impl Places {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            held: Arc::default(),
        }
    }

    /// Takes a place for a connection, whose requests `seen` tells of; `None` when nobody gives way.
    pub(super) fn enter(&self, admitted: bool, seen: Seen) -> Option<Place> {
        let mut held = lock(&self.held);
        if held.admitted + held.nobodies.len() >= self.most {
            let idle = held.nobodies.iter().find(|(_, nobody)| nobody.seen.is_idle());
            let oldest = || held.nobodies.iter().next().filter(|_| admitted);
            let number = *idle.or_else(oldest)?.0;
            held.nobodies.remove(&number);
            metrics::counter!("lookout_connections_gave_way_total").increment(1);
        }
        let (stay, gone) = oneshot::channel();
        let number = held.next;
        held.next = held.next.wrapping_add(1);
        let holder = if admitted {
            held.admitted += 1;
            Holder::Admitted
        } else {
            held.nobodies.insert(number, Nobody { seen, _stay: stay });
            Holder::Nobody { number, gone }
        };
        count(&held);
        Some(Place {
            holder,
            held: Arc::clone(&self.held),
        })
    }
}

/// One connection's place. Given back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    holder: Holder,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug)]
enum Holder {
    Admitted,
    Nobody {
        number: u64,
        gone: oneshot::Receiver<()>,
    },
}

impl Place {
    /// Waits until a newcomer takes this place; for ever where it belongs to somebody admitted.
    pub(super) async fn lost(&mut self) {
        match &mut self.holder {
            Holder::Admitted => std::future::pending().await,
            // Nobody ever sends: an error, the sender dropped, is the only end.
            Holder::Nobody { gone, .. } => drop(gone.await),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = lock(&self.held);
        match &self.holder {
            Holder::Admitted => held.admitted = held.admitted.saturating_sub(1),
            Holder::Nobody { number, .. } => drop(held.nobodies.remove(number)),
        }
        count(&held);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of connections")]
fn count(held: &Held) {
    metrics::gauge!("lookout_connections", "who" => "admitted").set(held.admitted as f64);
    metrics::gauge!("lookout_connections", "who" => "nobody").set(held.nobodies.len() as f64);
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    // Nothing under the lock can leave it half changed.
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::activity::Activity;
    use super::*;

    fn gone(place: &mut Place) -> bool {
        match &mut place.holder {
            Holder::Admitted => false,
            Holder::Nobody { gone, .. } => gone.try_recv() == Err(oneshot::error::TryRecvError::Closed),
        }
    }

    #[test]
    fn the_oldest_idle_connection_of_nobody_gives_way_and_never_one_admitted() {
        let places = Places::new(4);
        let (busy, idle) = (Activity::new(), Activity::new());
        let _asking = busy.asking();
        let mut admitted = places.enter(true, idle.seen()).unwrap();
        let mut at_work = places.enter(false, busy.seen()).unwrap();
        let mut older = places.enter(false, idle.seen()).unwrap();
        let mut younger = places.enter(false, idle.seen()).unwrap();
        let mut newcomer = places.enter(false, busy.seen()).unwrap();
        assert!(gone(&mut older));
        assert!(!gone(&mut younger) && !gone(&mut at_work) && !gone(&mut admitted));
        let _second = places.enter(true, idle.seen()).unwrap();
        assert!(gone(&mut younger));
        assert!(
            places.enter(false, idle.seen()).is_none(),
            "only busy ones are left"
        );
        let _third = places.enter(true, idle.seen()).unwrap();
        assert!(gone(&mut at_work), "who is admitted comes before nobody");
        let _fourth = places.enter(true, idle.seen()).unwrap();
        assert!(gone(&mut newcomer));
        assert!(places.enter(true, idle.seen()).is_none(), "the admitted stay");
        assert!(!gone(&mut admitted));
    }

    #[test]
    fn a_place_is_given_back_when_dropped() {
        let places = Places::new(2);
        let idle = Activity::new();
        let (one, two) = (places.enter(true, idle.seen()), places.enter(true, idle.seen()));
        assert!(one.is_some() && two.is_some() && places.enter(true, idle.seen()).is_none());
        drop(one);
        let nobody = places.enter(false, idle.seen()).unwrap();
        drop((two, nobody));
        let held = lock(&places.held);
        assert_eq!((held.admitted, held.nobodies.len()), (0, 0));
    }
}
