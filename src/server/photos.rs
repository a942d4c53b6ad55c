//! The job that removes files of photographs: what has ended, within a second, and what nobody ever referred
//! to, at start and once a day.
//!
//! Uses `service`. A sweep takes one of 256 folders at a time and rests between them.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::watch;

use crate::service::Services;

/// How often it looks for what has ended.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Between two folders of a sweep.
const REST: Duration = Duration::from_millis(20);
/// How often it sweeps.
const SWEEP_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// Runs until it is told to stop; a step under way is finished.
pub(super) async fn run(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    let (mut part, mut begun) = (Some(0), services.now());
    loop {
        services.tidy_photos();
        if let Some(number) = part {
            services.sweep_photos(number);
            part = number.checked_add(1);
        } else if services.now().duration_since(begun) >= SWEEP_EVERY {
            (part, begun) = (Some(0), services.now());
        }
        let rest = if part.is_some() { REST } else { LOOK_EVERY };
        tokio::select! {
            _told = stop.changed() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}
