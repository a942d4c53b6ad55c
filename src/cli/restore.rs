//! `lookout restore`: a home made of a backup.
//!
//! Uses `backup`. Needs no settings: what is restored brings its own.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::audit::public_key;
use super::backup::PassphraseFrom;
use super::failure::Failure;
use super::home::At;
use super::out;
use super::word;
use crate::backup;
use crate::backup::BackupError;
use crate::backup::Restore;
use crate::backup::Restored;
use crate::server::SystemClock;

/// Make a home of a backup.
///
/// Everything is verified first: the manifest's signature, each file's hash, each row of the journal, the
/// chain of the audit log. Nothing is written into a home that is not empty. The node makes state and index
/// from the journal when it starts, and records there that it was restored.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout restore /srv/backup/lookout-2026-11-23 --home /var/lib/lookout --key audit.pub
  lookout restore /srv/backup/full --home /tmp/drill --passphrase-file /root/passphrase
  lookout restore /srv/backup/monday --home /var/lib/lookout --erasures /srv/backup/tuesday
  lookout restore /srv/backup/full --home /tmp/drill --without-keys --until 2026-11-23T08:00:00Z

Exit codes: 0 restored, 1 refused or failed (the home is as it was), 2 wrong usage.")]
pub(super) struct Arguments {
    /// Folder of the set
    #[arg(value_name = "FROM")]
    set: PathBuf,
    #[command(flatten)]
    at: At,
    /// Leave out the facts from the first one on that was accepted after this: 2026-11-23T08:00:00Z
    ///
    /// The audit log is kept whole: what was asked and answered since stays on record.
    #[arg(long, value_name = "TIME", value_parser = word::instant)]
    until: Option<Timestamp>,
    /// The log's public key as you keep it elsewhere [default: the one in the set, which shows damage and not
    /// whose set it is]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Leave the set's private keys where they are
    #[arg(long, conflicts_with = "passphrase_file")]
    without_keys: bool,
    /// Erase again what was erased since the set was taken: a later set, the home it was taken of, or a file
    /// that `lookout alert erased` has written; several times for several
    ///
    /// Without it the set brings back whoever was erased after it was taken.
    #[arg(long, value_name = "FROM")]
    erasures: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseFrom,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let key = arguments.key.as_deref().map(public_key).transpose()?;
    let passphrase = match arguments.without_keys {
        true => None,
        false => arguments.passphrase.read()?,
    };
    let home = arguments.at.home();
    let restored = backup::restore(&Restore {
        set: &arguments.set,
        home: &home,
        key: key.as_ref(),
        until: arguments.until,
        passphrase: passphrase.as_ref(),
        without_keys: arguments.without_keys,
        erasures: &arguments.erasures,
        clock: Arc::new(SystemClock),
    });
    let restored = restored.map_err(|error| refused(&error))?;
    told(arguments, &restored)
}

fn refused(error: &BackupError) -> Failure {
    let failure = Failure::because("nothing was restored", error);
    match error {
        BackupError::Taken(_) => {
            failure.hint("name an empty folder, or one that is not there yet, with --home")
        }
        BackupError::KeysWanted => failure
            .hint("name a file with --passphrase-file, or leave them with --without-keys")
            .code(2),
        BackupError::NoKeys => {
            failure.hint("leave out the passphrase, and put the keys back from where they are kept")
        }
        BackupError::NothingSoOld => failure.hint("take a later --until, or an older set"),
        BackupError::File { .. } => failure.hint("is there room, and may you write there?"),
        _ => failure.hint("the set is not what was taken: take another copy of it, or an older set"),
    }
}

fn told(arguments: &Arguments, restored: &Restored) -> Result<ExitCode, Failure> {
    let home = arguments.at.home();
    if arguments.json {
        out::json(&json!({
            "home": home.path(), "node": restored.node, "taken": restored.taken, "position": restored.position,
            "cut": restored.journal.0 - restored.position.0, "leaves": restored.leaves, "keys": restored.keys,
            "erased": restored.erased,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let cut = match restored.journal.0.saturating_sub(restored.position.0) {
        0 => String::new(),
        facts => format!(", {} left out", out::counted(facts, "fact")),
    };
    let erased = match (restored.erased, arguments.erasures.is_empty()) {
        (0, true) => format!(
            "\nWhat was erased after {:.0} is in this home again, unless --erasures says where that is known.",
            restored.taken
        ),
        (count, _) => format!("\n{} erased since, and again here.", out::counted(count, "alert")),
    };
    let next = if restored.keys {
        format!(
            "lookout doctor --deep{0}, then lookout serve{0}",
            arguments.at.words()
        )
    } else {
        format!(
            "put the private keys back below {} (docs/OPERATIONS.md, Restore), then lookout doctor --deep{}",
            home.certs().display(),
            arguments.at.words()
        )
    };
    out::say(&format!(
        "Restored {} as of {:.0}: journal to position {}{cut}, {} in the audit log.{erased}\nNext: {next}",
        restored.node,
        restored.taken,
        restored.position,
        out::counted(restored.leaves, "record"),
    ))?;
    Ok(ExitCode::SUCCESS)
}
