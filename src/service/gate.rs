//! The gate before the search threads: so many at once, so many waiting, so long.
//!
//! Uses tokio's semaphore. A bounded wait and then a refusal serves more than refusing at once
//! (SECURITY 0.7). Whoever would wait in vain is refused at once instead of after the wait, so that a
//! refusal is quick and the queue is never full of those who will not be served (decision 0013).

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;

use crate::config;

/// Lets `concurrent` searches through at once.
#[derive(Debug)]
pub(super) struct Gate {
    slots: Arc<Semaphore>,
    concurrent: usize,
    waiting: AtomicUsize,
    queue: usize,
    wait: Duration,
    held: Arc<Held>,
}

/// A place among the searches that run; free again when dropped.
#[derive(Debug)]
pub(super) struct Slot {
    held: Arc<Held>,
    since: Instant,
    // Last: what was held is known before the next one comes in.
    _permit: OwnedSemaphorePermit,
}

/// No slot came free in time, or none would.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Closed;

impl Gate {
    pub(super) fn new(settings: &config::Search) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(settings.concurrent)),
            concurrent: settings.concurrent,
            waiting: AtomicUsize::new(0),
            queue: settings.queue,
            wait: settings.wait,
            held: Arc::default(),
        }
    }

    /// Waits for a slot.
    pub(super) async fn enter(&self) -> Result<Slot, Closed> {
        if let Ok(permit) = Arc::clone(&self.slots).try_acquire_owned() {
            return Ok(self.slot(permit));
        }
        let queued = Queued::join(&self.waiting, self.places())?;
        let permit = tokio::time::timeout(self.wait, Arc::clone(&self.slots).acquire_owned()).await;
        drop(queued);
        Ok(self.slot(permit.map_err(|_| Closed)?.map_err(|_| Closed)?))
    }

    fn slot(&self, permit: OwnedSemaphorePermit) -> Slot {
        Slot {
            held: Arc::clone(&self.held),
            since: Instant::now(),
            _permit: permit,
        }
    }

    /// How many may wait now: as many as will be served in three quarters of the wait, going by how long
    /// slots were held of late; the rest of the wait is for those that take longer. Never fewer than
    /// there are slots, so that none is idle for want of somebody waiting.
    fn places(&self) -> usize {
        let Some(held) = self.held.lately() else {
            return self.queue;
        };
        let each = held.as_secs_f64() / self.concurrent as f64;
        let served = (0.75 * self.wait.as_secs_f64() / each) as usize;
        served.max(self.concurrent).min(self.queue)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.held.add(self.since.elapsed());
    }
}

/// How long slots are held, smoothed, in nanoseconds; zero before the first was given back.
#[derive(Debug, Default)]
struct Held(AtomicU64);

impl Held {
    /// A new time counts for an eighth: after some twenty searches the past is forgotten.
    fn add(&self, time: Duration) {
        let time = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX).max(1);
        let smoothed = |old: u64| match old {
            0 => time,
            old => old - old / 8 + time / 8,
        };
        self.0.update(Ordering::Relaxed, Ordering::Relaxed, smoothed);
    }

    fn lately(&self) -> Option<Duration> {
        let nanoseconds = self.0.load(Ordering::Relaxed);
        (nanoseconds > 0).then(|| Duration::from_nanos(nanoseconds))
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

    #[test]
    fn as_many_may_wait_as_will_be_served_in_time_and_never_fewer_than_run() {
        let gate = gate(100);
        assert_eq!(gate.places(), 100, "nothing is known yet");
        // 37.5 ms of the 50 are planned with.
        gate.held.add(Duration::from_millis(5));
        assert_eq!(gate.places(), 7);
        for _ in 0..40 {
            gate.held.add(Duration::from_micros(10));
        }
        assert_eq!(gate.places(), 100, "the queue's own bound");
        for _ in 0..40 {
            gate.held.add(Duration::from_secs(1));
        }
        assert_eq!(gate.places(), 1);
    }

    #[tokio::test]
    async fn whoever_would_wait_in_vain_is_refused_at_once_and_the_next_slot_is_taken_all_the_same() {
        let gate = gate(100);
        gate.held.add(Duration::from_secs(1));
        let running = gate.enter().await.unwrap();
        let mut waiting = std::pin::pin!(gate.enter());
        assert!(
            std::future::poll_fn(|context| std::task::Poll::Ready(
                waiting.as_mut().poll(context).is_pending()
            ))
            .await
        );
        assert_eq!(gate.enter().await.err(), Some(Closed));
        drop(running);
        assert!(waiting.await.is_ok());
    }
}
