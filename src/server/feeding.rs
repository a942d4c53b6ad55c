//! Running feeds when their time has come.
//!
//! Uses `service`. One after another, by the injected clock. Ends with the node: a run under way ends
//! after its step, and goes on after the next start.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::watch;

use crate::service::Services;

/// How often it is looked whether a feed is due.
const LOOK: Duration = Duration::from_millis(500);
/// How long a run that could not even be reported is left alone.
const AGAIN: Duration = Duration::from_secs(60);

/// Runs what is due until it is told to stop.
pub(super) async fn follow(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    let mut failed = HashMap::new();
    loop {
        tokio::select! {
            _told = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        failed.retain(|_, at: &mut Instant| at.elapsed() < AGAIN);
        let due = services.due_feeds();
        let due = due.into_iter().find(|feed| !failed.contains_key(feed));
        if let Some(feed) = due
            && let Err(refused) = services.run_scheduled(&feed).await
        {
            tracing::warn!(%feed, reason = %refused.refusal(), "a feed was due and could not be run");
            failed.insert(feed, Instant::now());
        }
    }
}
