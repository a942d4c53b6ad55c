//! Backups taken beside a running node, and homes made of them: what was acknowledged before is there, what
//! was altered is refused, and no private key is in a set but behind its passphrase (DESIGN 7).
//!
//! Uses the program as it is typed.

mod damage;
mod drill;
mod erased;
mod keys;
mod refusals;
mod until;

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::program;

/// A passphrase for tests.
const PASSPHRASE: &str = "six random words for a test";

/// Takes a backup at a home; what the command says of it.
async fn take(home: &Path, set: &Path, more: &[&str]) -> Value {
    let arguments = [&["backup", set.to_str().unwrap(), "--json"], more].concat();
    let output = program::command(home, &arguments).await;
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Makes a home of a set; what the command says of it.
async fn restore(set: &Path, home: &Path, more: &[&str]) -> Value {
    let arguments = [&["restore", set.to_str().unwrap(), "--json"], more].concat();
    let output = program::command(home, &arguments).await;
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a command that must fail says.
async fn refused(home: &Path, arguments: &[&str], code: i32) -> String {
    let output = program::command(home, arguments).await;
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{error}");
    error
}

/// A file with the passphrase.
fn passphrase(folder: &Path) -> PathBuf {
    let path = folder.join("passphrase");
    std::fs::write(&path, format!("{PASSPHRASE}\n")).unwrap();
    path
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path.strip_prefix(folder).unwrap().to_owned()),
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with all below it.
fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        std::fs::create_dir_all(to.join(&file).parent().unwrap()).unwrap();
        std::fs::copy(from.join(&file), to.join(&file)).unwrap();
    }
}
