//! Facts handed from one who has them in memory to a loop that follows the journal, so that it need not
//! read and decode them again.
//!
//! Uses `journal`. Handing is a favour, never a duty: where there is no room, or a caller went away, the
//! loop reads the journal. What it gets is in order and without a gap either way.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::follow;
use super::follow::CatchUpError;
use crate::domain::fact::Recorded;
use crate::domain::ids::Position;
use crate::journal::Journal;

/// Batches that may wait, some megabytes each at most.
const ROOM: usize = 12;

/// Where facts are handed in.
#[derive(Clone, Debug)]
pub(super) struct Hand(mpsc::Sender<Arc<Vec<Recorded>>>);

/// Where a loop has its facts from.
#[derive(Debug)]
pub(super) struct Handed {
    batches: mpsc::Receiver<Arc<Vec<Recorded>>>,
    /// Handed over and not asked for yet.
    next: Option<Arc<Vec<Recorded>>>,
}

/// Both ends.
pub(super) fn channel() -> (Hand, Handed) {
    let (hand, batches) = mpsc::channel(ROOM);
    (Hand(hand), Handed { batches, next: None })
}

impl Hand {
    /// Hands facts on, if there is room.
    pub(super) fn give(&self, facts: Arc<Vec<Recorded>>) {
        drop(self.0.try_send(facts));
    }
}

impl Handed {
    /// Waits a moment for facts that are surely on their way.
    pub(super) async fn await_some(&mut self, longest: Duration) {
        if self.next.is_none() {
            // Nothing came: the journal has them.
            self.next = tokio::time::timeout(longest, self.batches.recv())
                .await
                .ok()
                .flatten();
        }
    }

    /// Some facts after `reached` and up to `target`, in order and without a gap; at most
    /// [`follow::BATCH`] of them, or as many as were handed over at once.
    pub(super) fn after(
        &mut self,
        reached: Position,
        target: Position,
        journal: &dyn Journal,
    ) -> Result<Arc<Vec<Recorded>>, CatchUpError> {
        let mut until = target;
        loop {
            if self.next.is_none() {
                self.next = self.batches.try_recv().ok();
            }
            let Some(batch) = &self.next else { break };
            match (batch.first(), batch.last()) {
                (Some(first), Some(last)) if last.position > reached => {
                    if first.position.0 == reached.0 + 1 && last.position <= target {
                        return Ok(self.next.take().unwrap_or_default());
                    }
                    // What lies before it was not handed over.
                    if first.position.0 > reached.0 + 1 {
                        until = until.min(Position(first.position.0 - 1));
                    }
                    break;
                }
                _ => self.next = None,
            }
        }
        let wanted = usize::try_from(until.0.saturating_sub(reached.0)).unwrap_or(follow::BATCH);
        follow::read(journal, reached, wanted.min(follow::BATCH)).map(Arc::new)
    }
}
