//! Removing the files of photographs that no alert refers to any more, or never did.
//!
//! Uses `state`, which numbers what has ended, and `storage`'s shelf, which asks once more before it removes.
//! What is removed could be read by nobody: its key was the hash that stood in the alert (decision 0024).

use std::sync::atomic::Ordering;

use jiff::SignedDuration;

use super::Services;
use crate::storage::Place;

/// How long a file may wait for the alert that it is for.
const WAITS: SignedDuration = SignedDuration::from_hours(24);
/// Files removed in one step.
const STEP: i64 = 256;

impl Services {
    /// Removes the files of what has ended since the last call. Whether none is left. Blocks on the disk; cheap
    /// where nothing has ended.
    pub fn tidy_photos(&self) -> bool {
        tokio::task::block_in_place(|| {
            loop {
                let done = self.photos_tidied.load(Ordering::Acquire);
                let ended = match self.state.photos_ended(done, STEP) {
                    Ok(ended) if ended.is_empty() => return true,
                    Ok(ended) => ended,
                    Err(error) => {
                        tracing::warn!(%error, "which photographs have ended cannot be read");
                        return false;
                    }
                };
                for (number, place) in ended {
                    // Held by an upload of the same picture: looked at again when that is decided.
                    if !self.photo_gone(&place, "ended") {
                        return false;
                    }
                    self.photos_tidied.fetch_max(number, Ordering::AcqRel);
                }
            }
        })
    }

    /// Removes the files of one of the 256 folders to which nobody refers and that are older than a day:
    /// uploads whose change never came, and what was left behind together with a lost state. Blocks on the disk.
    pub fn sweep_photos(&self, part: u8) {
        tokio::task::block_in_place(|| {
            let files = match self.shelf.part(part) {
                Ok(files) => files,
                Err(error) => {
                    tracing::warn!(%error, part, "a folder of photographs cannot be read");
                    return;
                }
            };
            let now = self.now();
            for (place, since) in files {
                if now.duration_since(since) > WAITS && self.unwanted(&place) {
                    let _gone = self.photo_gone(&place, "orphan");
                }
            }
        });
    }

    /// Removes a file to which nobody refers. Whether there is none now, or somebody does.
    fn photo_gone(&self, place: &Place, why: &'static str) -> bool {
        let was = self.shelf.has(place);
        match self.shelf.remove(place, || self.unwanted(place)) {
            Ok(true) => {
                if was {
                    metrics::counter!("lookout_photos_removed_total", "reason" => why).increment(1);
                }
                true
            }
            Ok(false) => !self.unwanted(place),
            Err(error) => {
                tracing::warn!(%error, %place, "the file of a photograph cannot be removed; it is tried again");
                false
            }
        }
    }

    fn unwanted(&self, place: &Place) -> bool {
        // What cannot be found out is kept.
        self.state.is_photo(place).is_ok_and(|wanted| !wanted)
    }
}
