//! `lookout alert`: the life of one alert, from its entry to its withdrawal.
//!
//! Uses the node through `link`; `text` says what people read. The node judges what is entered: a file
//! is sent as it is, and all its faults come back at once.

mod ahead;
mod erase;
mod erased;
mod file;
mod list;
mod photo;
mod text;
mod waiting;
mod waits;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use jiff::Span;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use self::waits::Waits;
use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use super::word;
use crate::domain::clock::Clock;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::server::SystemClock;
use crate::wire::alerts::AlertReply;
use crate::wire::alerts::ChangedReply;
use crate::wire::alerts::DueReply;
use crate::wire::alerts::EndFields;
use crate::wire::alerts::ExtendFields;
use crate::wire::alerts::HideFields;
use crate::wire::alerts::HistoryReply;

/// Enter, correct, extend, hide, withdraw and erase single alerts; list and show them and what is due.
///
/// An alert is one JSON object, as index/README.md describes it. Its version is the place in the
/// journal of its last change: a change that names an older one is refused with the newer one, so
/// that nobody overwrites what they have not seen. Who changed what, when and why stays in the
/// history. A hidden or withdrawn alert answers nobody as soon as the command says so; of one that is
/// entered or corrected it says whether searches find it yet, for which it waits up to a second. Changes
/// of alerts for arrest and for covert checks are made when a second person confirms them. Lists are
/// entered by `lookout import`.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout alert add alert.json
  lookout alert show BE-26-000042 --json > whole.json
  lookout alert hide BE-26-000042 --until 2026-12-01T06:00:00Z --reason 'operation Heron'
  lookout alert due --within 1m

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
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
    /// Enter an alert that is not there
    ///
    /// Refused where an alert of its id is there: `correct` changes one. What an alert must have
    /// depends on its category (index/README.md). One for arrest or a covert check waits for a second
    /// person: it is found once another has confirmed it. With --not-before it is
    /// entered now and answers nobody until then.
    #[command(after_help = "\
Example:
  lookout alert add alert.json --not-before 2026-12-01T06:00:00Z

Exit codes: 0 entered, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Add {
        /// The alert, JSON; - for standard input
        file: PathBuf,
        /// A day or an instant before which it answers nobody
        #[arg(long, value_name = "MOMENT", value_parser = word::instant)]
        not_before: Option<Timestamp>,
        /// Why, where there is more to say than the alert does; kept in the journal
        #[arg(long)]
        reason: Option<Text>,
        #[command(flatten)]
        waits: Waits,
    },
    /// Put a corrected alert in the place of one that is there
    ///
    /// The file holds all of the alert, not only what changes; its id and owner stay.
    #[command(after_help = "\
Example:
  lookout alert correct BE-26-000042 alert.json --version 1207 --reason 'birth date, by the warrant'

Exit codes: 0 corrected, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Correct {
        /// The alert, such as BE-26-000042
        id: AlertId,
        /// The alert as it is right, JSON; - for standard input
        file: PathBuf,
        /// The version that is wrong, as `lookout alert show` tells it
        #[arg(long, value_name = "N")]
        version: u64,
        /// Why, in words; kept in the journal
        #[arg(long)]
        reason: Text,
        #[command(flatten)]
        waits: Waits,
    },
    /// Give an alert a new day of review, after a review that found that it is to stay
    ///
    /// Its last validation is then today, and one that waited as `under-review` is active again.
    #[command(after_help = "\
Example:
  lookout alert extend BE-26-000042 --until 2029-11-30 --reason 'warrant confirmed by the court'

Exit codes: 0 extended, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Extend {
        /// The alert, such as BE-26-000042
        id: AlertId,
        /// The last day it is in force without another review
        #[arg(long, value_name = "DATE")]
        until: Date,
        #[command(flatten)]
        why: Why,
    },
    /// Let an alert answer nobody until a moment
    ///
    /// It answers again from that moment on by itself. Hidden again, the new moment counts.
    #[command(after_help = "\
Example:
  lookout alert hide BE-26-000042 --until 2026-12-01T06:00:00Z --reason 'operation Heron'

Exit codes: 0 hidden, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Hide {
        /// The alert, such as BE-26-000042
        id: AlertId,
        /// A day, whose first instant in UTC is meant, or an instant
        #[arg(long, value_name = "MOMENT", value_parser = word::instant)]
        until: Timestamp,
        #[command(flatten)]
        why: Why,
    },
    /// Let a hidden alert answer again
    #[command(after_help = "\
Example:
  lookout alert unhide BE-26-000042 --reason 'operation over'

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Unhide {
        /// The alert, such as BE-26-000042
        id: AlertId,
        #[command(flatten)]
        why: Why,
    },
    /// Take an alert back: it answers nobody any more
    #[command(after_help = "\
Example:
  lookout alert withdraw BE-26-000042 --reason 'surrendered, case 2026-17'

Exit codes: 0 withdrawn, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Withdraw {
        /// The alert, such as BE-26-000042
        id: AlertId,
        #[command(flatten)]
        why: Why,
    },
    /// Erase an alert for good: nobody can read it again, also not in a copy of the journal
    ///
    /// Works for one that stands, has lapsed or is withdrawn. Its id, and when it was changed by whom, stay
    /// in the history; what was said does not. The answer says which files are still to be rewritten.
    #[command(after_help = "\
Example:
  lookout alert erase BE-26-000042 --reason court-order --wait

Exit codes: 0 erased, 1 failed or not every file rewritten in time, 2 wrong usage or settings,
4 refused by the node.")]
    Erase(erase::Arguments),
    /// Show an alert, its version and where it stands
    ///
    /// That it was shown is in the audit log before it is shown.
    #[command(after_help = "\
Example:
  lookout alert show BE-26-000042 --json

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Show {
        /// The alert, such as BE-26-000042
        id: AlertId,
    },
    /// Show what was done to an alert, by whom and why
    ///
    /// Which fields a correction touched is told, not what stood in them. A withdrawn alert has its
    /// history still.
    #[command(after_help = "\
Example:
  lookout alert history BE-26-000042

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    History {
        /// The alert, such as BE-26-000042
        id: AlertId,
    },
    /// List the alerts that are due for a review, or end, and those that have lapsed
    ///
    /// The nearest first; an alert is in force to the end of its last day, UTC.
    #[command(after_help = "\
Example:
  lookout alert due --within 7d

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Due {
        /// How far ahead: a number with d, w, m or y
        #[arg(long, value_name = "TIME", default_value = "4m", value_parser = ahead::ahead)]
        within: Span,
    },
    /// List what was erased, for a restore of a backup that was taken before
    ///
    /// A line of JSON each: ids, reasons and instants, no person. Keep a copy apart from the node, and give it
    /// to `lookout restore --erasures`.
    #[command(after_help = "\
Example:
  lookout alert erased > /srv/backup/erased.jsonl

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings.")]
    Erased,
    List(list::Arguments),
    Photo(photo::Arguments),
    Proposals(waiting::Proposals),
    Confirm(waiting::Confirm),
    Reject(waiting::Reject),
}

pub(super) use photo::read as read_photo;

#[derive(Args, Debug)]
struct Why {
    /// Why, in words; kept in the journal
    #[arg(long)]
    reason: Text,
    /// Refuse if this is not the alert's last version
    #[arg(long, value_name = "N")]
    version: Option<u64>,
    #[command(flatten)]
    waits: Waits,
}

impl Why {
    fn route(&self, id: &AlertId, verb: &str) -> String {
        self.waits.route(format!("/alert/{id}/{verb}"))
    }

    fn version(&self) -> Option<Position> {
        self.version.map(Position)
    }

    fn end(&self) -> EndFields {
        EndFields {
            version: self.version(),
            reason: self.reason.clone(),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let What::Erased = arguments.what {
        return erased::run(&arguments.at).map(|()| ExitCode::SUCCESS);
    }
    // Read before the node is troubled.
    let alert = match &arguments.what {
        What::Add { file, .. } | What::Correct { file, .. } => file::read(file)?,
        _ => String::new(),
    };
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let done = act(&link, &arguments.what, &alert, arguments.json).await;
        link.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

async fn act(link: &Link, what: &What, alert: &str, json: bool) -> Result<(), Failure> {
    let changed = match what {
        What::Add {
            not_before,
            reason,
            waits,
            ..
        } => {
            let rest = json!({ "not_before": not_before, "reason": reason });
            let route = waits.route("/alert".to_owned());
            link.post_text(&route, file::with(alert, &rest)).await
        }
        What::Correct {
            id,
            version,
            reason,
            waits,
            ..
        } => {
            let rest = json!({ "version": version, "reason": reason });
            let route = waits.route(format!("/alert/{id}/correct"));
            link.post_text(&route, file::with(alert, &rest)).await
        }
        What::Extend { id, until, why } => {
            let fields = ExtendFields {
                review_due: *until,
                version: why.version(),
                reason: why.reason.clone(),
            };
            link.post(&why.route(id, "extend"), &fields).await
        }
        What::Hide { id, until, why } => {
            let fields = HideFields {
                until: *until,
                version: why.version(),
                reason: why.reason.clone(),
            };
            link.post(&why.route(id, "hide"), &fields).await
        }
        What::Unhide { id, why } => link.post(&why.route(id, "unhide"), &why.end()).await,
        What::Withdraw { id, why } => link.post(&why.route(id, "withdraw"), &why.end()).await,
        What::Erase(arguments) => return erase::run(link, arguments, json).await,
        What::Show { id } => return show(link, id, json).await,
        What::History { id } => return history(link, id, json).await,
        What::Due { within } => return due(link, *within, json).await,
        What::List(arguments) => return list::list(link, arguments, json).await,
        // Needs no link.
        What::Erased => return Ok(()),
        What::Photo(arguments) => return photo::run(link, arguments, json).await,
        What::Proposals(proposals) => return proposals.show(link, json).await,
        What::Confirm(confirm) => confirm.send(link).await,
        What::Reject(reject) => return reject.send(link, json).await,
    };
    let changed: ChangedReply = changed?;
    if json {
        return out::json(&json!(changed));
    }
    out::say(&text::changed(&changed))
}

async fn show(link: &Link, id: &AlertId, json: bool) -> Result<(), Failure> {
    let reply: AlertReply = link.get(&format!("/alert/{id}")).await?;
    if json {
        return out::json(&json!(reply));
    }
    out::say(&text::alert(&reply))
}

async fn history(link: &Link, id: &AlertId, json: bool) -> Result<(), Failure> {
    let reply: HistoryReply = link.get(&format!("/alert/{id}/history")).await?;
    if json {
        return out::json(&json!(reply));
    }
    out::say(&text::history(&reply))
}

async fn due(link: &Link, within: Span, json: bool) -> Result<(), Failure> {
    let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
    let until = today.saturating_add(within);
    let reply: DueReply = link.get(&format!("/alerts/due/{until}")).await?;
    if json {
        return out::json(&json!(reply));
    }
    out::say(&text::due(&reply))
}
