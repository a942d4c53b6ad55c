//! The first start of a home that was made of a backup: it is recorded in the audit log.
//!
//! Uses `backup` and `service`. Whoever reads the log later, or holds a receipt that the log does not have,
//! finds the reason there.

use std::fs;
use std::io;

use crate::backup::RESTORED;
use crate::config::Home;
use crate::service::Services;

/// Records what `restore` has left to be recorded, if it has, and forgets it then. What cannot be recorded
/// now is at the next start.
pub(super) async fn record(home: &Home, services: &Services) {
    let path = home.var().join(RESTORED);
    let body = match fs::read(&path).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?)) {
        Ok(body) => body,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => {
            tracing::error!(%error, "what was restored cannot be read and is not recorded");
            return;
        }
    };
    match services.record_restore(body).await {
        Ok(()) => {
            tracing::warn!("this home was made of a backup; it is recorded in the audit log");
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, "it will be recorded once more");
            }
        }
        Err(error) => tracing::error!(%error, "that this home was restored is not recorded yet"),
    }
}
