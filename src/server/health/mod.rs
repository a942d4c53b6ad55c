//! How the gateway fares beyond its use cases: doors, certificates, disks, clock; and the gauges that
//! are set when somebody asks.
//!
//! Uses `service`. Each subject has a file that says its part and sets its gauges; `checkup` puts them
//! together.

mod certificates;
mod checkup;
mod clients;
mod clock;
mod disks;
mod doors;

pub(super) use checkup::Health;

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing under these locks can be left half changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
