//! Crashes and failing disks: nothing acknowledged is lost, no answer leaves unrecorded, and the
//! audit log verifies (DESIGN 1, rule 3; DESIGN 7; SECURITY 6, R1-R5).
//!
//! Uses the program as a process. What it acknowledged is kept here, outside of it. Short forms run
//! with every test run; `LOOKOUT_NIGHTLY=1` (`.ci/nightly`) takes the long ones.

mod errors;
mod first_start;
mod full_disk;
mod kill;
mod load;
mod power;
mod registry;
mod told;

/// How often something is done: the long form's number where it is asked for.
fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("LOOKOUT_NIGHTLY").is_some_and(|nightly| nightly != "0") {
        long
    } else {
        short
    }
}

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `below`.
    pub(crate) fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}
