//! Looking at the index's files while it answers: are they still what was written?
//!
//! Uses `index`, `rebuild`. Searches read what was checked when it was loaded, so damage on the disk
//! reaches none; it is found here so that the next start finds no surprise, and mended by a rebuild.

use std::sync::Arc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::oneshot;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::ManageIndex;
use crate::access::Permit;
use crate::index::Checked;
use crate::index::IndexError;

/// How far the thread stands back (nice): behind everything else.
const STAND_BACK: i32 = 15;
/// The pause before each piece of a file, so that a disk has time for others.
const PAUSE: Duration = Duration::from_millis(2);

/// What a look at the seals has found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Seals {
    /// All fit.
    Sound(Checked),
    /// This is not what was written, or cannot be read; a rebuild mends it.
    Damaged(String),
    /// The look was broken off: the process stops.
    BrokenOff,
}

impl Services {
    /// Checks every seal of the live index on a thread of its own that stands back behind all others.
    /// What is found damaged is rebuilt by itself.
    pub async fn check_seals(self: &Arc<Self>) -> Seals {
        let (told, found) = oneshot::channel();
        let services = Arc::clone(self);
        let run = move || {
            if let Err(error) = rustix::process::nice(STAND_BACK) {
                tracing::debug!(%error, "the check of the index does not give way");
            }
            drop(told.send(services.look_at_seals()));
        };
        let started = thread::Builder::new().name("seals".to_owned()).spawn(run);
        if let Err(error) = started {
            tracing::warn!(%error, "there is no thread for a check of the index");
            return Seals::BrokenOff;
        }
        found.await.unwrap_or(Seals::BrokenOff)
    }

    /// The same, asked for by somebody.
    ///
    /// # Errors
    /// When who asked cannot be recorded.
    pub async fn check_index(self: &Arc<Self>, permit: Permit<ManageIndex>) -> Result<Seals, Refused> {
        let attempt = Attempt::of(&permit);
        self.recorded(attempt.clone(), "check").await?;
        match self.check_seals().await {
            Seals::BrokenOff => Err(self
                .refuse(attempt, Refusal::NotReady(super::NotReady::Stopping))
                .await),
            found => Ok(found),
        }
    }

    fn look_at_seals(&self) -> Seals {
        let begun = Instant::now();
        let verified = self.index.verify(&mut || {
            thread::sleep(PAUSE);
            !self.is_stopping()
        });
        let seconds = begun.elapsed().as_secs_f64();
        let (outcome, found) = match verified {
            Ok(Some(checked)) => {
                tracing::info!(
                    files = checked.files,
                    bytes = checked.bytes,
                    seconds,
                    "every seal of the index is good"
                );
                ("sound", Seals::Sound(checked))
            }
            Ok(None) => return Seals::BrokenOff,
            Err(error) => {
                let (outcome, what) = match &error {
                    IndexError::Damaged { file } => ("damaged", file.clone()),
                    error => ("unreadable", error.to_string()),
                };
                tracing::error!(%error, seconds, "the index is damaged on the disk and is rebuilt; what answers was checked when it was loaded");
                self.rebuild.found_damage(what.clone());
                (outcome, Seals::Damaged(what))
            }
        };
        metrics::counter!("lookout_index_checks_total", "outcome" => outcome).increment(1);
        let now = self.now().as_second() as f64;
        metrics::gauge!("lookout_index_checked_timestamp_seconds").set(now);
        found
    }
}
