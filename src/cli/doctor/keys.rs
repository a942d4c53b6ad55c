//! Who may read and write the home's files, and whether the audit log's two keys are one pair.
//!
//! Uses `pki` and `audit`.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;

use super::certificates::words;
use super::finding::Finding;
use super::patient::Patient;
use crate::audit::LogKey;
use crate::audit::PublicKey;
use crate::cli::out::quoted;
use crate::pki::files;
use crate::pki::files::Files;

const CHECK: &str = "permissions";
/// Deeper than anything in a home.
const DEEPEST: usize = 4;

pub(super) fn check(patient: &Patient<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for folder in [patient.home.certs(), patient.home.var(), patient.home.index()] {
        walk(&folder, DEEPEST, &mut all);
    }
    let mut findings = vec![log_key(patient)];
    let before = findings.len();
    let readable = named(&all, |path, mode, _| secret(path) && mode & 0o077 != 0);
    if let Some((what, paths)) = readable {
        let why = "whoever has a key can act as the gateway, its authority or its log; databases hold personal data";
        findings.push(
            Finding::error(CHECK, format!("{what} can be read by others than the owner"), why)
                .cure(format!("chmod go= {paths}")),
        );
    }
    let writable = named(&all, |path, mode, _| !secret(path) && mode & 0o022 != 0);
    if let Some((what, paths)) = writable {
        let why = "whoever can write there can replace what the node trusts";
        findings.push(
            Finding::error(
                CHECK,
                format!("{what} can be written by others than the owner"),
                why,
            )
            .cure(format!("chmod go-w {paths}")),
        );
    }
    let owner = patient.owner();
    let foreign = named(&all, |_, _, user| owner.is_some_and(|owner| owner != user));
    if let Some((what, paths)) = foreign {
        let why = "the node's own user cannot use it; this comes of a command run as another user";
        findings.push(
            Finding::error(
                CHECK,
                format!("{what} belongs to another user than the home"),
                why,
            )
            .cure(format!(
                "chown --reference={} {paths}",
                quoted(&patient.home.var())
            )),
        );
    }
    if findings.len() == before {
        findings.push(Finding::ok(CHECK, "keys and databases are the owner's alone"));
    }
    findings
}

/// A file or folder: its path, mode and owner.
type Seen = (PathBuf, u32, u32);

fn walk(folder: &Path, depth: usize, all: &mut Vec<Seen>) {
    let mut see = |path: PathBuf| {
        // A file that went away meanwhile (a segment merged) is no finding.
        if let Ok(metadata) = std::fs::symlink_metadata(&path)
            && !metadata.is_symlink()
        {
            all.push((path, metadata.mode(), metadata.uid()));
        }
    };
    see(folder.to_owned());
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            folders.push(entry.path());
        } else {
            see(entry.path());
        }
    }
    for folder in folders {
        if depth > 0 {
            walk(&folder, depth - 1, all);
        }
    }
}

/// Private keys, databases and the socket.
fn secret(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    [".key", ".p12", ".db", ".db-wal", ".db-shm", ".sock"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Those that `bad` picks: the first by name and how many more, and all of them for a shell.
fn named(all: &[Seen], bad: impl Fn(&Path, u32, u32) -> bool) -> Option<(String, String)> {
    let bad: Vec<&PathBuf> = all
        .iter()
        .filter(|(path, mode, user)| bad(path, *mode, *user))
        .map(|(path, _, _)| path)
        .collect();
    let first = bad.first()?.display().to_string();
    let what = match bad.len() {
        1 => first,
        more => format!("{first} and {} more", more - 1),
    };
    let paths: Vec<String> = bad.iter().map(|path| quoted(path)).collect();
    Some((what, paths.join(" ")))
}

fn log_key(patient: &Patient<'_>) -> Finding {
    match public_key(patient) {
        Ok(_) => Finding::ok("audit key", "good"),
        Err(what) => Finding::error(
            "audit key",
            what,
            "without it nothing is recorded, so nothing is answered: put back a copy (docs/OPERATIONS.md, Lost key)",
        ),
    }
}

/// The audit log's public key, once the pair is found to be one.
pub(super) fn public_key(patient: &Patient<'_>) -> Result<PublicKey, String> {
    let files = Files::under(patient.home.certs());
    let text = files::read(&files.log_key()).map_err(|error| words(&error))?;
    let key = LogKey::from_pkcs8(text.as_bytes()).map_err(|error| error.to_string())?;
    let public = crate::cli::audit::public_key(&files.log_public_key());
    let public = public.map_err(|failure| failure.text().to_owned())?;
    if public == key.public() {
        Ok(public)
    } else {
        Err(format!(
            "{} is not the public half of {}",
            files.log_public_key().display(),
            files.log_key().display()
        ))
    }
}
