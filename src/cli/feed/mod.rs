//! `lookout feed`: lists of others, read again and again.
//!
//! Uses the node through `link`. What a list means is said once, here; the node reads it, by the
//! schedule or when it is told to.

mod add;
mod run;
mod text;

use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::wire::control::ChangeReply;
use crate::wire::feeds::ConfirmFeedFields;
use crate::wire::feeds::FeedReply;
use crate::wire::feeds::FeedShownReply;
use crate::wire::feeds::RemoveFeedFields;
use crate::wire::feeds::RunFeedFields;

/// Take up lists of others again and again: what is new, changed or gone.
///
/// A feed is a file, a folder whose files make the list together, or an address; its format; what it
/// means here; and when it is read. Each run reads the list whole before it changes anything, enters
/// what is new or changed, and withdraws what is no longer in it. What a person has entered, corrected
/// or withdrawn is kept, and told. A run that would withdraw more than ten alerts and more than the
/// feed's share stops and asks. Where the alerts may lead to an arrest or a discreet, inquiry or
/// specific check, the feed runs only after another person has confirmed it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout feed add ofac /srv/lists/sdn.csv --schedule 'daily 03:00'
  lookout feed add wanted https://lists.example/wanted.jsonl --format lookout --owner BE-FEDPOL \\
    --key wanted.pub --schedule 'every 6h'
  lookout feed confirm wanted --version 1207
  lookout feed run ofac --dry-run
  lookout feed show ofac

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 done but for entries that were rejected,
4 refused by the node, 5 not done to the end: stopped before withdrawals, or interrupted.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
    /// Print as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Register a feed, or change one
    ///
    /// Nothing is read yet. A change of the source, the key or of what the list means asks for a new
    /// confirmation where one is asked for at all. The format is recognised by how a file begins.
    #[command(after_help = "\
Examples:
  lookout feed add ofac /srv/lists/sdn.csv --schedule 'daily 03:00'
  lookout feed add eu /srv/lists/eu --pattern '*.ftm.json' --format ftm --owner EU-FSF

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Add(Box<add::Add>),
    /// Read a feed's list now and take it up
    ///
    /// Run again, it goes on where it was interrupted. Ctrl-C ends it after its present step; what is
    /// taken up by then stays.
    #[command(after_help = "\
Examples:
  lookout feed run ofac --dry-run
  lookout feed run ofac --allow-withdrawals

Exit codes: 0 done, 1 failed and nothing changed unless it says so, 2 wrong usage or settings,
3 done but for entries that were rejected, 4 refused by the node, 5 not done to the end: it stopped
before withdrawals, or was interrupted.")]
    Run {
        /// The feed, such as ofac
        id: FeedId,
        /// Only tell what would be done; not kept in the journal
        #[arg(long)]
        dry_run: bool,
        /// Withdraw what is gone from the list, whatever share of the feed's alerts that is
        #[arg(long)]
        allow_withdrawals: bool,
        /// Let the list have the last word on this alert, which a person has changed; may be repeated
        #[arg(long, value_name = "ALERT")]
        take: Vec<AlertId>,
    },
    /// List the feeds, when each runs, and how its last run ended
    #[command(
        after_help = "Example:\n  lookout feed list\n\nExit codes: 0 shown, 1 failed, 2 wrong usage or settings."
    )]
    List,
    /// Show a feed, what it means here, and its last runs
    #[command(
        after_help = "Example:\n  lookout feed show ofac\n\nExit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node."
    )]
    Show {
        /// The feed, such as ofac
        id: FeedId,
    },
    /// Agree, as another person than the one who put it, with what a feed means
    #[command(after_help = "\
Example:
  lookout feed show wanted
  lookout feed confirm wanted --version 1207

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Confirm {
        /// The feed, such as wanted
        id: FeedId,
        /// The version that you have looked at, as `lookout feed show` tells it
        #[arg(long, value_name = "N")]
        version: u64,
    },
    /// Remove a feed; its alerts stay as they are, and belong to no feed
    #[command(
        after_help = "Example:\n  lookout feed remove ofac --reason 'replaced by eu'\n\nExit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node."
    )]
    Remove {
        /// The feed, such as ofac
        id: FeedId,
        /// Why, in words; kept in the journal
        #[arg(long)]
        reason: Text,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let json = arguments.json;
    // Read before the node is troubled.
    let put = match &arguments.what {
        What::Add(add) => Some(add.fields()?),
        _ => None,
    };
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let done = match (&arguments.what, put) {
            (What::Add(_), None) => Ok(ExitCode::SUCCESS),
            (What::Add(_), Some(fields)) => {
                let reply: Result<ChangeReply, Failure> = link.post("/feeds", &fields).await;
                match reply {
                    Ok(reply) => added(&link, &fields.feed.id, reply, json).await,
                    Err(failure) => Err(failure),
                }
            }
            (
                What::Run {
                    id,
                    dry_run,
                    allow_withdrawals,
                    take,
                },
                _,
            ) => {
                let fields = RunFeedFields {
                    any_share: *allow_withdrawals,
                    dry: *dry_run,
                    take: take.iter().cloned().collect(),
                };
                run::run(&link, id, &fields, json).await
            }
            (What::List, _) => list(&link, json).await,
            (What::Show { id }, _) => show(&link, id, json).await,
            (What::Confirm { id, version }, _) => {
                let fields = ConfirmFeedFields {
                    version: Position(*version),
                };
                let path = format!("/feeds/{id}/confirm");
                let text = format!("Feed {id} is confirmed, and runs from now on.");
                changed(link.post(&path, &fields).await, &text, json)
            }
            (What::Remove { id, reason }, _) => {
                let fields = RemoveFeedFields {
                    reason: reason.clone(),
                };
                let path = format!("/feeds/{id}/remove");
                let text = format!("Feed {id} is removed. Its alerts stay as they are.");
                changed(link.post(&path, &fields).await, &text, json)
            }
        };
        link.close().await;
        done
    })
}

async fn added(link: &Link, id: &FeedId, reply: ChangeReply, json: bool) -> Result<ExitCode, Failure> {
    let shown: FeedShownReply = link.get(&format!("/feeds/{id}")).await?;
    if json {
        out::json(&json!({ "feed": id, "version": reply.position, "waits": shown.feed.waits }))?;
    } else {
        out::say(&text::added(&shown.feed))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn changed(reply: Result<ChangeReply, Failure>, text: &str, json: bool) -> Result<ExitCode, Failure> {
    let reply = reply?;
    if json {
        out::json(&json!(reply))?;
    } else {
        out::say(text)?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(link: &Link, json: bool) -> Result<ExitCode, Failure> {
    let feeds: Vec<FeedReply> = link.get("/feeds").await?;
    if json {
        out::json(&json!({ "feeds": feeds }))?;
    } else {
        out::say(&text::list(&feeds))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(link: &Link, id: &FeedId, json: bool) -> Result<ExitCode, Failure> {
    let shown: FeedShownReply = link.get(&format!("/feeds/{id}")).await?;
    if json {
        out::json(&json!(shown))?;
    } else {
        out::say(&text::shown(&shown))?;
    }
    Ok(ExitCode::SUCCESS)
}
