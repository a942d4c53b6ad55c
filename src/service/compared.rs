//! Changes that were found by comparing something with what stands: made against exactly that, and compared
//! anew where it has changed meanwhile.
//!
//! Uses `change`. Lists are taken up so, imported by hand or read by a feed: nothing that a person does while
//! a step is on its way is overwritten, and a person who corrects one alert after another is through before
//! the step gives up.

use std::time::Duration;

use super::Refused;
use super::Services;
use super::refusal::Refusal;
use crate::access::Action;
use crate::access::Permit;
use crate::domain::fact::Fact;
use crate::domain::ids::Position;
use crate::journal::Expect;

/// How often a step is compared anew before it is refused as a conflict.
const TRIES: usize = 60;
/// Longest wait for the state to know what a step ran into.
const CATCH_UP: Duration = Duration::from_secs(10);

/// Why a step was not made.
pub(super) enum Unmade<E> {
    /// Comparing failed.
    Uncompared(E),
    /// The change was refused, and that is recorded.
    Refused(Refused),
}

impl Services {
    /// Makes the facts that `compare` finds by what stands now; what it found beside them, and the journal's
    /// position after it. Held back while the index is behind.
    pub(super) async fn change_compared<A: Action, C, E>(
        &self,
        permit: &Permit<A>,
        compare: impl Fn() -> Result<(Vec<Fact>, C), E>,
    ) -> Result<(C, Position), Unmade<E>> {
        let mut tries = 0;
        loop {
            self.hold_back().await;
            let since = self.state.position();
            // Comparing reads the disk; the runtime's threads are for those who wait.
            let (facts, found) = tokio::task::block_in_place(&compare).map_err(Unmade::Uncompared)?;
            if facts.is_empty() {
                return Ok((found, since));
            }
            tries += 1;
            // Also what is new: somebody may have entered it since.
            match self.change(permit, facts, Expect::EachUnchanged { since }).await {
                Ok(position) => return Ok((found, position)),
                Err(refused) => match refused.refusal() {
                    Refusal::Conflict { actual } if tries < TRIES => self.caught_up(*actual).await,
                    _ => return Err(Unmade::Refused(refused)),
                },
            }
        }
    }

    /// Waits until the state has a position.
    pub(super) async fn caught_up(&self, position: Position) {
        let mut applied = self.state.watch();
        // If it does not come, the next try says why.
        let _known = tokio::time::timeout(CATCH_UP, applied.wait_for(|at| *at >= position)).await;
    }
}
