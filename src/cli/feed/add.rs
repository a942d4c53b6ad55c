//! `lookout feed add`: a feed out of what was typed.
//!
//! Uses `import`'s options, which say what a list means. A file that is there is looked at, so that a
//! slip shows now and not at three in the morning.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::import::plan;
use crate::domain::feed::Feed;
use crate::domain::feed::MaxMib;
use crate::domain::feed::Share;
use crate::domain::feed_source::FilePath;
use crate::domain::feed_source::Key;
use crate::domain::feed_source::Pattern;
use crate::domain::feed_source::Source;
use crate::domain::ids::FeedId;
use crate::domain::ids::Position;
use crate::domain::schedule::Schedule;
use crate::wire::feeds::PutFeedFields;

#[derive(Args, Debug)]
pub(super) struct Add {
    /// The feed: a short name, such as ofac
    id: FeedId,
    /// A file, a folder, or an address that begins with https://
    source: String,
    /// Which files of a folder make the list, * for any characters
    #[arg(long, default_value = "*")]
    pattern: Pattern,
    /// When it is read: `every 6h`, or `daily 03:00` in UTC [default: by hand only]
    #[arg(long, value_name = "WHEN")]
    schedule: Option<Schedule>,
    /// The minisign public key that must have signed each file, or the file that holds it; the
    /// signature stands beside the list as LIST.minisig
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The largest share, in percent, of its alerts that a run withdraws without asking
    #[arg(long, value_name = "PERCENT", default_value_t = 10)]
    largest_share: u32,
    /// The largest list that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 4_096)]
    largest_list: u32,
    /// The certificates, PEM, one of which the server's must lead to [default: the system's]
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The server's name may lead to an address of a private network
    #[arg(long)]
    private_network: bool,
    /// The version of the feed that this takes the place of, as `lookout feed show` tells it
    #[arg(long, value_name = "N")]
    replaces: Option<u64>,
    #[command(flatten)]
    plan: plan::Options,
}

impl Add {
    pub(super) fn fields(&self) -> Result<PutFeedFields, Failure> {
        let (source, first) = self.source()?;
        let reading = self.plan.reading(self.id.as_str(), first.as_deref())?;
        let share = Share::try_from(self.largest_share);
        let most = MaxMib::try_from(self.largest_list);
        let wrong = |error: &dyn std::error::Error| Failure::new(error.to_string()).code(2);
        Ok(PutFeedFields {
            feed: Feed {
                id: self.id.clone(),
                source,
                reading,
                schedule: self.schedule,
                key: self.key.as_deref().map(key).transpose()?,
                share: share.map_err(|error| wrong(&error))?,
                most: most.map_err(|error| wrong(&error))?,
            },
            version: self.replaces.map(Position),
        })
    }

    /// Where the list is, and how it begins where that can be seen.
    fn source(&self) -> Result<(Source, Option<Vec<u8>>), Failure> {
        if self.source.contains("://") {
            let address = self.source.parse();
            let address = address.map_err(|error| wrong(&self.source, &error))?;
            let ca = self.ca.as_deref().map(absolute).transpose()?;
            let private = self.private_network;
            return Ok((Source::Url { address, ca, private }, None));
        }
        if self.ca.is_some() || self.private_network {
            let text = format!("{}: --ca and --private-network are for addresses", self.source);
            return Err(Failure::new(text).code(2));
        }
        let given = Path::new(&self.source);
        let path = absolute(given)?;
        if given.is_dir() {
            let pattern = self.pattern.clone();
            return Ok((Source::Folder { path, pattern }, None));
        }
        let first = given.exists().then(|| plan::first_bytes(given)).transpose()?;
        Ok((Source::File { path }, first))
    }
}

fn wrong(what: &str, error: &dyn std::error::Error) -> Failure {
    Failure::because(what, error).code(2)
}

/// A path that means the same wherever the node was started.
fn absolute(path: &Path) -> Result<FilePath, Failure> {
    let shown = path.display().to_string();
    let whole = std::path::absolute(path).map_err(|error| wrong(&shown, &error))?;
    let text = whole.to_str().unwrap_or_default();
    text.parse()
        .map_err(|error: crate::domain::feed_source::BadSource| wrong(&shown, &error))
}

/// A key, or the file that holds it on its last line.
fn key(given: &str) -> Result<Key, Failure> {
    if let Ok(key) = given.parse() {
        return Ok(key);
    }
    let text = std::fs::read_to_string(given);
    let text = text.map_err(|error| wrong(&format!("cannot read the key {given}"), &error))?;
    let line = text.lines().rev().find(|line| !line.trim().is_empty());
    let key = line.unwrap_or_default().trim().parse();
    key.map_err(|error: crate::domain::feed_source::BadSource| wrong(given, &error))
}
