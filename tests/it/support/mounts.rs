//! A test in a mount namespace of its own: what it mounts nobody else sees, and it is gone with it.
//!
//! Uses `unshare` of util-linux. The test runs itself again inside; where that is not permitted, it
//! says so and is skipped.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

const INSIDE: &str = "INSIDE_OWN_MOUNTS";

/// Whether the caller, a test of this full name, runs inside already. If not, it is run there and
/// has succeeded, or cannot be run here; nothing is left to do then.
pub(crate) fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let permitted = Command::new("unshare").args(["-m", "true"]).output();
    if !permitted.is_ok_and(|output| output.status.success()) {
        super::skipped(test, "no mount namespace of its own is permitted here");
        return false;
    }
    let status = Command::new("unshare")
        .arg("-m")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .status()
        .unwrap();
    assert!(status.success(), "{test} failed inside its own mounts");
    false
}

/// Mounts; whether that is permitted.
pub(crate) fn mount(arguments: &[&str], at: &Path) -> bool {
    let status = Command::new("mount").args(arguments).arg(at).status();
    status.is_ok_and(|status| status.success())
}

/// Fills what is left of the file system that `path` is on, with a file there.
pub(crate) fn fill(path: &Path) {
    let mut ballast = File::create(path).unwrap();
    for chunk in [1 << 20, 4096, 1] {
        let bytes = vec![0xA5; chunk];
        while ballast.write(&bytes).is_ok_and(|written| written > 0) {}
    }
}

/// Takes away what is mounted.
pub(crate) fn unmount(at: &Path) {
    let status = Command::new("umount").arg(at).status().unwrap();
    assert!(status.success());
}
