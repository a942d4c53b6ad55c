//! `lookout alert erased`: what was erased, for a restore of a backup that was taken before.
//!
//! Uses `backup`. Reads the journal beside the node that has it: ids, reasons and instants, no person.

use crate::backup;
use crate::cli::failure::Failure;
use crate::cli::home::At;
use crate::cli::out;

/// Prints a line for each erasure.
pub(super) fn run(at: &At) -> Result<(), Failure> {
    let journal = at.home().journal();
    let erased = backup::erased(&journal).map_err(|error| {
        Failure::because("the erasures cannot be read", &error).hint("is --home that of a node?")
    })?;
    for erasure in erased {
        let line = serde_json::to_string(&erasure);
        out::say(&line.map_err(|error| Failure::because("an erasure has no JSON form", &error))?)?;
    }
    Ok(())
}
