//! How much room the home's file systems have.
//!
//! Uses `service`. They are looked at in the background, so that no probe waits for a disk.

use std::path::PathBuf;
use std::sync::Mutex;

use super::lock;
use crate::config::Home;
use crate::service::Fit;
use crate::service::Part;

/// A disk that is fuller is a warning; percent.
const FULL_WARNING: u64 = 80;
/// Less room than this is none: a commit may need as much; bytes.
const NO_ROOM: u64 = 1 << 20;

/// The home's file systems as they were found last.
pub(super) struct Disks {
    folders: [(&'static str, PathBuf); 2],
    found: Mutex<Vec<Disk>>,
}

/// A file system of the home.
#[derive(Clone, Copy, Debug)]
struct Disk {
    folder: &'static str,
    size: u64,
    available: u64,
}

impl Disks {
    /// Those of a home, not looked at yet.
    pub(super) fn of(home: &Home) -> Self {
        Self {
            folders: [("var", home.var()), ("index", home.index())],
            found: Mutex::default(),
        }
    }

    /// Looks at them. Reads the disk.
    pub(super) fn look(&self) {
        let disks = self.folders.iter().filter_map(|(folder, path)| {
            let stat = rustix::fs::statvfs(path).ok()?;
            Some(Disk {
                folder,
                size: stat.f_blocks.saturating_mul(stat.f_frsize),
                available: stat.f_bavail.saturating_mul(stat.f_frsize),
            })
        });
        let disks: Vec<_> = disks.collect();
        *lock(&self.found) = disks;
    }

    /// What `/readyz` says of them.
    pub(super) fn part(&self) -> Part {
        part(&lock(&self.found))
    }

    /// Sets their gauges.
    pub(super) fn gauge(&self) {
        for disk in lock(&self.found).iter() {
            metrics::gauge!("lookout_disk_size_bytes", "folder" => disk.folder).set(disk.size as f64);
            metrics::gauge!("lookout_disk_available_bytes", "folder" => disk.folder)
                .set(disk.available as f64);
        }
    }
}

impl Disk {
    /// How full it is for this process, in percent; what is reserved for others counts as taken.
    fn percent(&self) -> u64 {
        let taken = self.size.saturating_sub(self.available);
        (u128::from(taken) * 100 / u128::from(self.size.max(1)))
            .try_into()
            .unwrap_or(100)
    }

    fn has_room(&self) -> bool {
        self.available >= NO_ROOM
    }
}

fn part(disks: &[Disk]) -> Part {
    // A large disk may be fuller by its share and still have room where a small one has none.
    let fullest = disks.iter().max_by_key(|disk| (!disk.has_room(), disk.percent()));
    let Some(fullest) = fullest else {
        return Part::new("disk", Fit::Warning, "disk-unknown", "its room cannot be read");
    };
    let mib = fullest.available >> 20;
    let text = format!(
        "{} is {} % full, {mib} MiB left",
        fullest.folder,
        fullest.percent()
    );
    if !fullest.has_room() {
        Part::new("disk", Fit::NotReady, "disk-full", text)
    } else if fullest.percent() >= FULL_WARNING {
        Part::new("disk", Fit::Warning, "disk-filling", text)
    } else {
        Part::ok("disk", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_told_before_one_that_is_fuller_by_its_share() {
        let large = Disk {
            folder: "var",
            size: 1 << 40,
            available: 10 << 30,
        };
        let small = Disk {
            folder: "index",
            size: 10 << 20,
            available: NO_ROOM - 1,
        };
        assert!(large.percent() > small.percent());
        for disks in [[large, small], [small, large]] {
            let part = part(&disks);
            assert_eq!((part.fit, part.code), (Fit::NotReady, "disk-full"));
            assert!(part.text.starts_with("index"), "{}", part.text);
        }
        assert_eq!(part(&[large]).code, "disk-filling");
        assert_eq!(part(&[]).code, "disk-unknown");
    }

    #[test]
    fn a_disk_s_fullness_is_what_this_process_may_not_take() {
        let disk = |size, available| Disk {
            folder: "var",
            size,
            available,
        };
        assert_eq!(disk(1_000, 200).percent(), 80);
        assert_eq!(disk(1_000, 201).percent(), 79);
        assert_eq!(disk(1_000, 0).percent(), 100);
        // Quotas can say that there is more room than the file system has.
        assert_eq!(disk(0, 5).percent(), 0);
        assert_eq!(disk(u64::MAX, 0).percent(), 100);
    }
}
