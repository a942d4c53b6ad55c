//! Photographs: is each file what was written?
//!
//! Uses `storage` by reading only. No file is opened by its key: a checksum stands before what is sealed.

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::out;
use crate::storage::Shelf;

/// Most places that are told.
const TOLD: usize = 3;

pub(super) fn check(patient: &Patient<'_>) -> Finding {
    match Shelf::check(&patient.home.photos()) {
        Ok((count, bad)) if bad.is_empty() => {
            let files = out::counted(count, "file");
            Finding::ok("photos", format!("{files}, every checksum good"))
        }
        Ok((count, bad)) => {
            let places: Vec<_> = bad.iter().take(TOLD).map(ToString::to_string).collect();
            let what = format!(
                "{} of {} not what was written: {}",
                bad.len(),
                out::counted(count, "file"),
                places.join(", ")
            );
            let why = "such a photograph is answered as not there: add it to its alert again, or put back the file \
                from the last copy. Look at the disk: files do not change by themselves";
            Finding::error("photos", what, why)
        }
        Err(error) => Finding::error(
            "photos",
            format!("{} cannot be read: {error}", patient.home.photos().display()),
            "photographs of alerts cannot be shown: make the folder readable to the node's own user",
        ),
    }
}
