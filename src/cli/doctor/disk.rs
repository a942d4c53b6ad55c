//! The disk under the home: room, whether it can be written, what kind it is, how fast it syncs.
//!
//! Uses rustix. What is written for the measurement has no name and is gone when it is closed.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use rustix::fs::Mode;
use rustix::fs::OFlags;

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::out::quoted;

const CHECK: &str = "disk";
/// Room that is used up before anybody has looked at a warning.
const LEAST_FREE: u64 = 256 << 20;
/// Room below which a disk should be looked after, and the share of it.
const LOW_FREE: u64 = 5 << 30;
const LOW_SHARE: f64 = 0.10;
/// Syncs measured; the middle one counts.
const SYNCS: usize = 7;
/// A group of audit records waits one sync: above this every answer is late.
const SLOW_SYNC: Duration = Duration::from_millis(25);

/// Kinds of file system on which locks or syncs are not what SQLite needs, by the kernel's numbers
/// (statfs(2)).
const NETWORK: [(u64, &str); 7] = [
    (0x6969, "NFS"),
    (0xfe53_4d42, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0x517b, "SMB"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9P"),
    (0x00c3_6400, "Ceph"),
];
const TMPFS: u64 = 0x0102_1994;

pub(super) fn check(patient: &Patient<'_>) -> Vec<Finding> {
    let var = patient.home.var();
    let folder = if var.is_dir() {
        var.as_path()
    } else {
        patient.home.path()
    };
    let mut findings = vec![room(folder)];
    findings.extend(kind(folder));
    findings.push(sync(folder));
    findings
}

fn room(folder: &Path) -> Finding {
    let found = match rustix::fs::statvfs(folder) {
        Ok(found) => found,
        Err(error) => {
            let why = "what is acknowledged is stored here";
            return Finding::error(CHECK, format!("{}: {error}", folder.display()), why);
        }
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let share = found.f_bavail as f64 / found.f_blocks.max(1) as f64;
    // A file system without a fixed number of files says 0.
    let files = (found.f_files > 0).then_some(found.f_favail);
    judge(free, share, files, folder)
}

fn judge(free: u64, share: f64, files: Option<u64>, folder: &Path) -> Finding {
    let left = format!("{} free ({:.0} %)", indicatif::HumanBytes(free), share * 100.0);
    let why = "a full disk stops every answer, since none leaves unrecorded: make room (docs/OPERATIONS.md, Full disk)";
    let largest = format!("du -xah {} | sort -h | tail", quoted(folder));
    if files == Some(0) {
        return Finding::error(CHECK, "no file can be added any more (inodes)", why).cure(largest);
    }
    if free < LEAST_FREE {
        Finding::error(CHECK, left, why).cure(largest)
    } else if free < LOW_FREE && share < LOW_SHARE {
        Finding::warning(CHECK, left, why).cure(largest)
    } else {
        Finding::ok(CHECK, left)
    }
}

fn kind(folder: &Path) -> Option<Finding> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    // 32 bits everywhere, sign-extended on some systems.
    let kind = u64::try_from(i128::from(kind) & 0xffff_ffff).ok()?;
    let place = folder.display();
    if kind == TMPFS {
        let why = "all of it is gone when the machine stops: good for a trial only";
        return Some(Finding::warning(
            CHECK,
            format!("{place} is in memory (tmpfs)"),
            why,
        ));
    }
    let (_, name) = NETWORK.iter().find(|(number, _)| *number == kind)?;
    let why =
        "locks and syncs over a network are not to be relied on: put the home on a disk of this machine";
    Some(Finding::warning(CHECK, format!("{place} is on {name}"), why))
}

fn sync(folder: &Path) -> Finding {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let opened = rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR);
    let place = folder.display();
    let mut file = match opened {
        Ok(file) => File::from(file),
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::ISDIR) => {
            return Finding::ok(
                CHECK,
                "the file system has no unnamed files: its syncs were not measured",
            );
        }
        Err(error) => {
            let why = "the node cannot store anything there: mount it for writing, give it to the node's user, or look as that user";
            return Finding::error(CHECK, format!("{place} cannot be written: {error}"), why)
                .cure(format!("findmnt -T {0} && ls -ld {0}", quoted(folder)));
        }
    };
    match measure(&mut file) {
        Err(error) => {
            let why = "what the node writes would be refused too: look at the disk and the system's log";
            Finding::error(CHECK, format!("{place} cannot be written: {error}"), why)
                .cure(format!("df -h {0} && df -i {0}", quoted(folder)))
        }
        Ok(middle) if middle > SLOW_SYNC => Finding::warning(
            CHECK,
            format!("a sync takes {middle:.1?}"),
            "every answer waits for one: a disk with power-loss protection syncs in well under a millisecond",
        ),
        Ok(middle) => Finding::ok(CHECK, format!("can be written, a sync takes {middle:.1?}")),
    }
}

/// The middle of a few syncs of a block each.
fn measure(file: &mut File) -> std::io::Result<Duration> {
    let mut times = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        file.write_all(&[0x5a; 4096])?;
        let begun = Instant::now();
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(SYNCS / 2).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::finding::Severity;
    use super::*;

    #[test]
    fn room_is_judged_by_what_is_left_and_by_its_share() {
        let judged = |free, share, files| judge(free, share, files, "/home".as_ref()).severity;
        assert_eq!(judged(100 << 30, 0.04, Some(10)), Severity::Ok);
        assert_eq!(judged(4 << 30, 0.50, None), Severity::Ok);
        assert_eq!(judged(4 << 30, 0.04, None), Severity::Warning);
        assert_eq!(judged(100 << 20, 0.50, None), Severity::Error);
        assert_eq!(judged(100 << 30, 0.50, Some(0)), Severity::Error);
        let full = judge(0, 0.0, None, "/a home".as_ref());
        assert_eq!(full.cure.unwrap(), "du -xah '/a home' | sort -h | tail");
    }

    #[test]
    fn a_sync_is_measured_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let found = sync(folder.path());
        assert!(found.severity < Severity::Error, "{found:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let missing = sync(&folder.path().join("nowhere"));
        assert_eq!(missing.severity, Severity::Error);
    }
}
