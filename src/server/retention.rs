//! The job that does what the clock demands of alerts.
//!
//! Uses `service`. It looks once a second, at the injected clock, and rests between steps, so that a
//! hundred thousand alerts that lapse at one midnight hold nobody up.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::service::Retention;
use crate::service::Services;

/// How often it looks: an alert lapses for searches at its instant without it.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Between two steps while there is more to do.
const REST: Duration = Duration::from_millis(20);

/// Runs until it is told to stop; a step under way is finished.
pub(super) async fn run(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    let mut memory = Retention::default();
    loop {
        let more = services.retain(&mut memory).await;
        let rest = if more { REST } else { LOOK_EVERY };
        tokio::select! {
            _told = stop.changed() => {
                tokio::task::block_in_place(|| services.keep_clock());
                return;
            }
            () = tokio::time::sleep(rest) => {}
        }
    }
}
