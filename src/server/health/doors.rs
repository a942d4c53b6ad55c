//! Which doors are open.
//!
//! Uses `service`. A door says that it is open by holding on to what `opened` gave it.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use super::lock;
use crate::service::Fit;
use crate::service::Part;

/// The doors that were opened, and whether each still is.
#[derive(Default)]
pub(super) struct Doors(Mutex<Vec<(&'static str, Arc<AtomicBool>)>>);

/// Says that a door is open for as long as it lives.
pub(in crate::server) struct OpenDoor(Arc<AtomicBool>);

impl Drop for OpenDoor {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Doors {
    /// Says that a door is open until what is returned is dropped.
    pub(super) fn opened(&self, door: &'static str) -> OpenDoor {
        let open = Arc::new(AtomicBool::new(true));
        lock(&self.0).push((door, Arc::clone(&open)));
        OpenDoor(open)
    }

    /// What `/readyz` says of them.
    pub(super) fn part(&self) -> Part {
        let doors = lock(&self.0);
        let closed: Vec<_> = doors
            .iter()
            .filter(|(_, open)| !open.load(Ordering::Relaxed))
            .map(|(door, _)| *door)
            .collect();
        if closed.is_empty() {
            let open: Vec<_> = doors.iter().map(|(door, _)| *door).collect();
            return Part::ok("doors", format!("open: {}", open.join(", ")));
        }
        // Partners are whom the gateway is for; another door that is closed is for a person to mend.
        let fit = if closed.contains(&"partners") {
            Fit::NotReady
        } else {
            Fit::Warning
        };
        Part::new(
            "doors",
            fit,
            "door-closed",
            format!("closed: {}", closed.join(", ")),
        )
    }
}
