//! Telling the service manager how the node is: ready, alive, stopping (sd_notify(3)).
//!
//! Uses `service`. Without systemd nothing is told. Alive means that the parts still follow each other,
//! so a node that only has its process left is restarted.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use sd_notify::NotifyState;
use tokio::task::JoinHandle;

use crate::service::NotReady;
use crate::service::Services;

/// How often readiness is looked at before it was told.
const LOOK: Duration = Duration::from_millis(100);
/// A service manager is told that the start goes on, at least so often.
const EXTEND_EVERY: Duration = Duration::from_secs(10);
/// And how long it may take from then on.
const EXTEND: u32 = 60_000_000;

/// Tells the service manager about a node, from when its doors are open. Ends when it is dropped.
#[derive(Debug)]
pub struct Supervisor(JoinHandle<()>);

impl Supervisor {
    /// Says that the node is ready once its index answers, then that it lives, as often as asked.
    #[must_use]
    pub fn start(services: Arc<Services>) -> Self {
        Self(tokio::spawn(follow(services)))
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.0.abort();
        tell(&[NotifyState::Stopping]);
    }
}

async fn follow(services: Arc<Services>) {
    let mut told = Instant::now();
    while let Err(reason) = services.ready() {
        if told.elapsed() > EXTEND_EVERY {
            // A rebuild of a large index takes minutes; it is not a start that hangs.
            tell(&[
                NotifyState::ExtendTimeoutUsec(EXTEND),
                NotifyState::Status(&reason.to_string()),
            ]);
            told = Instant::now();
        }
        tokio::time::sleep(LOOK).await;
    }
    tell(&[
        NotifyState::Ready,
        NotifyState::Status("doors open, index answers"),
    ]);
    let Some(within) = sd_notify::watchdog_enabled() else {
        return;
    };
    loop {
        if is_alive(services.ready()) {
            tell(&[NotifyState::Watchdog]);
        }
        // Half of what is allowed, as sd_watchdog_enabled(3) has it.
        tokio::time::sleep(within / 2).await;
    }
}

/// Whether a restart would not help. An index that is being built or is behind mends itself, and a
/// restart would begin anew; a failed disk ends the process by itself, and if it does not, the
/// watchdog does. The ping itself proves that the runtime's threads still turn.
fn is_alive(ready: Result<(), NotReady>) -> bool {
    match ready {
        Ok(()) | Err(NotReady::Building | NotReady::Behind | NotReady::Stopping) => true,
        Err(NotReady::Failed) => false,
    }
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "the service manager cannot be told");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failed_disk_stops_the_pings() {
        assert!(is_alive(Ok(())));
        assert!(is_alive(Err(NotReady::Building)));
        assert!(is_alive(Err(NotReady::Behind)));
        assert!(!is_alive(Err(NotReady::Failed)));
    }
}
