//! `lookout backup`: a set of files from which the node can be made again, taken while it runs.
//!
//! Uses `backup`, and the node through `link` for the record that comes first.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::HumanBytes;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::json;

use super::audit::public_key;
use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::backup;
use crate::backup::BackupError;
use crate::backup::Keys;
use crate::backup::Passphrase;
use crate::backup::Step;
use crate::backup::Take;
use crate::backup::Taken;
use crate::config::Config;
use crate::domain::clock::Clock;
use crate::pki::files;
use crate::server::SystemClock;
use crate::wire::maintenance::AllowedReply;

/// How far the copying stands back behind the node (nice).
const STAND_BACK: i32 = 10;
/// Where the passphrase is, if it is not in a file.
const PASSPHRASE: &str = "LOOKOUT_BACKUP_PASSPHRASE";

/// Take a backup of a node, running or not.
///
/// Copies audit log, journal, photos, settings and certificates into a new folder, of one moment and without
/// holding up the node, verifies the copy, and signs its manifest with the audit log's key. What was
/// acknowledged before is in it. State and index are not: a restored node makes them from the journal.
/// Private keys are left out unless --with-keys encrypts them under a passphrase (the file opens with
/// `age -d` too). That a backup is taken stands in the audit log first. Run it as the node's own user, or as
/// root.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout backup /srv/backup/lookout-2026-11-23 --home /var/lib/lookout
  lookout backup /srv/backup/full --with-keys --passphrase-file /root/passphrase
  lookout backup --verify /srv/backup/lookout-2026-11-23 --key audit.pub

Exit codes: 0 taken and verified, or sound with --verify; 1 failed, or not sound; 2 wrong usage or settings;\n\
4 refused by the node, since it cannot be recorded.")]
pub(super) struct Arguments {
    /// Folder of the set: a new one to be made, or with --verify the one to be looked at
    #[arg(value_name = "DIR")]
    set: PathBuf,
    #[command(flatten)]
    at: At,
    /// Verify a set and restore nothing: signature, every file, the journal, the audit log
    #[arg(long, conflicts_with = "with_keys")]
    verify: bool,
    /// The log's public key as you keep it elsewhere, for --verify [default: the one in the set, which shows
    /// damage and not whose set it is]
    #[arg(long, value_name = "FILE", requires = "verify")]
    key: Option<PathBuf>,
    /// Take the private keys along, encrypted under a passphrase
    #[arg(long)]
    with_keys: bool,
    #[command(flatten)]
    passphrase: PassphraseFrom,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Where a passphrase comes from. Never from the command line, which others on the machine can read.
#[derive(Args, Debug)]
pub(super) struct PassphraseFrom {
    /// File whose first line is the passphrase, at least 12 characters [default: the variable
    /// LOOKOUT_BACKUP_PASSPHRASE]
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseFrom {
    /// The passphrase, if one was given.
    pub(super) fn read(&self) -> Result<Option<Passphrase>, Failure> {
        let text = match &self.passphrase_file {
            Some(path) => files::read(path)
                .map_err(|error| Failure::because("cannot read the passphrase", &error))?
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
            None => match std::env::var(PASSPHRASE) {
                Ok(text) => text,
                Err(_) => return Ok(None),
            },
        };
        Passphrase::new(&text).map(Some).ok_or_else(|| {
            Failure::new("the passphrase is shorter than 12 characters")
                .hint("whoever has the set can try as many as it likes: take six random words")
                .code(2)
        })
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.verify {
        return verify(arguments);
    }
    let settings = arguments.at.settings()?;
    let keys = match arguments.with_keys {
        true => Some(arguments.passphrase.read()?.ok_or_else(|| {
            Failure::new("--with-keys needs a passphrase")
                .hint(format!("name a file with --passphrase-file, or set {PASSPHRASE}"))
                .code(2)
        })?),
        false => None,
    };
    let to = std::path::absolute(&arguments.set)
        .map_err(|error| Failure::because("cannot use this folder", &error))?;
    if std::fs::symlink_metadata(&to).is_ok() {
        return Err(failed(&BackupError::Taken(to)));
    }
    let taken = runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let asked = json!({ "to": out::harmless(&to.display().to_string()), "keys": keys.is_some() });
        let taken = match link.post::<_, AllowedReply>("/backups", &asked).await {
            Ok(_) => tokio::task::block_in_place(|| take(arguments, &settings, &to, keys.as_ref())),
            Err(refused) => Err(refused),
        };
        link.close().await;
        taken
    })?;
    told(&to, &taken, arguments.json)
}

fn take(
    arguments: &Arguments,
    settings: &Config,
    to: &Path,
    keys: Option<&Passphrase>,
) -> Result<Taken, Failure> {
    if let Err(error) = rustix::process::nice(STAND_BACK) {
        tracing::debug!(%error, "the copying does not give way to the node");
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:9} {bar:32} {bytes}/{total_bytes}  {eta} left") {
        bar.set_style(style);
    }
    let home = arguments.at.home();
    let asked = Take {
        home: &home,
        settings: &arguments.at.file(),
        node: &settings.node.name,
        to,
        keys,
        now: SystemClock.now(),
    };
    let taken = backup::take(&asked, &mut |step, done, of| {
        bar.set_message(match step {
            Step::Log => "audit log",
            Step::Journal => "journal",
            Step::Rest => "the rest",
            Step::Verifying => "verifying",
        });
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    taken.map_err(|error| failed(&error))
}

/// A set that was not taken, in words.
fn failed(error: &BackupError) -> Failure {
    let failure = Failure::because("no backup was taken", error);
    match error {
        BackupError::Taken(_) => failure.hint("name a folder that is not there yet"),
        BackupError::Journal(_)
        | BackupError::Audit(_)
        | BackupError::Unsound(_)
        | BackupError::Copy { .. } => {
            failure.hint("`lookout doctor --deep` says what is wrong with the node itself")
        }
        _ => failure.hint("nothing is left of it; is there room, and are you the node's user?"),
    }
}

fn told(to: &Path, taken: &Taken, json: bool) -> Result<ExitCode, Failure> {
    let manifest = &taken.manifest;
    if json {
        out::json(&json!({
            "set": to, "manifest_sha256": taken.sha256, "position": manifest.journal.position,
            "leaves": manifest.audit.leaves, "keys": manifest.keys, "files": manifest.files.len(),
            "bytes": manifest.bytes(), "taken": manifest.taken,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let keys = match manifest.keys {
        Keys::Encrypted => "with the private keys, encrypted",
        Keys::Absent => "WITHOUT private keys: keep certs/live apart, or take it with --with-keys",
    };
    out::say(&format!(
        "Taken and verified: {}\n  journal   position {}\n  audit     {}\n  size      {} in {}\n  keys      {keys}\n  manifest  SHA-256 {}",
        to.display(),
        manifest.journal.position,
        out::counted(manifest.audit.leaves, "record"),
        HumanBytes(manifest.bytes()),
        out::counted(manifest.files.len() as u64, "file"),
        taken.sha256,
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn verify(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let key = arguments.key.as_deref().map(public_key).transpose()?;
    let manifest = match backup::check(&arguments.set, key.as_ref()) {
        Ok(manifest) => manifest,
        Err(error) if arguments.json => {
            let failure = Failure::because("not sound", &error);
            out::json(&json!({ "sound": false, "fault": failure.text() }))?;
            return Ok(ExitCode::from(1));
        }
        Err(error) => {
            return Err(Failure::because("the set is not sound", &error)
                .hint("do not restore from it; take another, and keep this one to find out why"));
        }
    };
    if arguments.json {
        out::json(&json!({
            "sound": true, "node": manifest.node, "taken": manifest.taken, "position": manifest.journal.position,
            "leaves": manifest.audit.leaves, "keys": manifest.keys, "files": manifest.files.len(),
            "bytes": manifest.bytes(),
        }))?;
    } else {
        out::say(&format!(
            "Sound: {} of {:.0}, journal to position {}, {}, {} in {}; every file, row and link is as it was signed.",
            manifest.node,
            manifest.taken,
            manifest.journal.position,
            out::counted(manifest.audit.leaves, "record"),
            HumanBytes(manifest.bytes()),
            out::counted(manifest.files.len() as u64, "file"),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
