//! The gate before the search threads: so many at once, so many waiting, so long.
//!
//! Uses tokio's semaphore. A bounded wait and then a refusal serves more than refusing at once
//! (SECURITY 0.7), and the queue's bound keeps the refusal quick.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;

use crate::config;

/// Lets `concurrent` searches through at once.
#[derive(Debug)]
pub(super) struct Gate {
    slots: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
    wait: Duration,
}

/// No slot came free in time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Closed;

impl Gate {
    pub(super) fn new(settings: &config::Search) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(settings.concurrent)),
            waiting: AtomicUsize::new(0),
            queue: settings.queue,
            wait: settings.wait,
        }
    }

    /// Waits for a slot. The slot is free again when what is returned is dropped.
    pub(super) async fn enter(&self) -> Result<OwnedSemaphorePermit, Closed> {
        if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            return Ok(slot);
        }
        let queued = Queued::join(&self.waiting, self.queue)?;
        let slot = tokio::time::timeout(self.wait, Arc::clone(&self.slots).acquire_owned()).await;
        drop(queued);
        slot.map_err(|_| Closed)?.map_err(|_| Closed)
    }
}

/// A place in the queue, given up when dropped: a caller that hangs up leaves the queue too.
struct Queued<'a>(&'a AtomicUsize);

impl<'a> Queued<'a> {
    fn join(waiting: &'a AtomicUsize, most: usize) -> Result<Self, Closed> {
        let place = Self(waiting);
        // The place is given back by `drop` when the queue is full.
        if place.0.fetch_add(1, Ordering::Relaxed) < most {
            Ok(place)
        } else {
            Err(Closed)
        }
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(queue: usize) -> Gate {
        let wait = Duration::from_millis(50);
        Gate::new(&config::Search {
            concurrent: 1,
            queue,
            wait,
            deadline: wait,
        })
    }

    #[tokio::test]
    async fn a_wait_ends_when_a_slot_comes_free_or_the_time_is_over() {
        let gate = gate(1);
        let first = gate.enter().await.unwrap();
        assert_eq!(gate.enter().await.err(), Some(Closed));
        drop(first);
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let gate = gate(0);
        let _first = gate.enter().await.unwrap();
        // Polled once: a gate that waited would still be pending.
        let mut entering = std::pin::pin!(gate.enter());
        let polled =
            std::future::poll_fn(|context| std::task::Poll::Ready(entering.as_mut().poll(context))).await;
        assert!(matches!(polled, std::task::Poll::Ready(Err(Closed))));
        assert_eq!(gate.waiting.load(Ordering::Relaxed), 0);
    }
}
