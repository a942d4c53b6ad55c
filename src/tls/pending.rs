//! Handshakes under way at a door: bounded, and the oldest gives way to a newcomer.
//!
//! Uses nothing. A cap that refuses newcomers would be a denial of service by itself (SECURITY 0.6);
//! whoever is slow loses, not whoever is late.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use tokio::sync::oneshot;

#[derive(Debug, Default)]
struct Queue {
    next: u64,
    /// By age. Dropping the sender tells the handshake to give way.
    waiting: BTreeMap<u64, oneshot::Sender<()>>,
}

/// The handshakes under way.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    most: usize,
    queue: Arc<Mutex<Queue>>,
}

impl Pending {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            queue: Arc::default(),
        }
    }

    /// Takes a place; if all are taken, the oldest handshake loses its own.
    pub(super) fn enter(&self) -> Place {
        let (stay, gone) = oneshot::channel();
        let mut queue = lock(&self.queue);
        while queue.waiting.len() >= self.most {
            queue.waiting.pop_first();
        }
        let number = queue.next;
        queue.next = queue.next.wrapping_add(1);
        queue.waiting.insert(number, stay);
        Place {
            number,
            gone,
            queue: Arc::clone(&self.queue),
        }
    }
}

/// One handshake's place. Given back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    gone: oneshot::Receiver<()>,
    queue: Arc<Mutex<Queue>>,
}

impl Place {
    /// Waits until a newcomer takes this place. Safe to drop and to call again.
    pub(super) async fn lost(&mut self) {
        // Nobody ever sends: an error, the sender dropped, is the only end.
        (&mut self.gone).await.ok();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.queue).waiting.remove(&self.number);
    }
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_oldest_gives_way_and_only_the_oldest() {
        let pending = Pending::new(2);
        let (mut first, mut second) = (pending.enter(), pending.enter());
        let third = pending.enter();
        first.lost().await;
        assert!(second.gone.try_recv() == Err(oneshot::error::TryRecvError::Empty));
        drop((first, third));
        let _fourth = pending.enter();
        assert!(second.gone.try_recv() == Err(oneshot::error::TryRecvError::Empty));
        drop(second);
        assert_eq!(lock(&pending.queue).waiting.len(), 1);
    }
}
