//! `lookout hit`: hits from the field, looked at and answered.
//!
//! Uses the node through `link`. Texts of others' making are shown without what could command a terminal.

use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use jiff::Timestamp;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use super::word;
use crate::domain::hit::Hit;
use crate::domain::hit::HitAnswer;
use crate::domain::ids::HitId;
use crate::domain::text::Text;
use crate::wire::AcknowledgeFields;
use crate::wire::AnswerFields;

/// See, acknowledge and answer hits that partners have reported from the field.
///
/// A hit waits 10 minutes when it is urgent and an hour when it is not (`[hits]` in the settings); then
/// it goes up, three times at most, and stays open until it is answered. An answer is final. The partner
/// that reported it sees where it stands, and nothing else.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout hit list
  lookout hit confirm 01KAR0000000000000000000Q7 --note 'surrender is asked for'

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
    /// List the hits that wait for an answer, the newest first
    #[command(after_help = "\
Example:
  lookout hit list --all

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    List {
        /// Also those that are answered
        #[arg(long)]
        all: bool,
    },
    /// Show a hit
    #[command(after_help = "\
Example:
  lookout hit show 01KAR0000000000000000000Q7

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Show {
        /// The hit, as `lookout hit list` names it
        hit: HitId,
    },
    /// Say that somebody works on a hit
    #[command(after_help = "\
Example:
  lookout hit acknowledge 01KAR0000000000000000000Q7 --by 2026-12-01T06:00:00Z

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Acknowledge {
        /// The hit, as `lookout hit list` names it
        hit: HitId,
        /// When there will be an answer; else within the term of its priority
        #[arg(long, value_name = "MOMENT", value_parser = word::instant)]
        by: Option<Timestamp>,
        /// In words; kept in the journal
        #[arg(long)]
        note: Option<Text>,
    },
    /// Answer: it is the person, and the alert stands
    #[command(after_help = "\
Example:
  lookout hit confirm 01KAR0000000000000000000Q7

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Confirm {
        /// The hit, as `lookout hit list` names it
        hit: HitId,
        /// In words; kept in the journal
        #[arg(long)]
        note: Option<Text>,
    },
    /// Answer: it is another person, or the alert stands no longer
    #[command(after_help = "\
Example:
  lookout hit reject 01KAR0000000000000000000Q7 --note 'fingerprints differ'

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Reject {
        /// The hit, as `lookout hit list` names it
        hit: HitId,
        /// The alert stands no longer, whoever it is
        #[arg(long)]
        no_longer_valid: bool,
        /// In words; kept in the journal
        #[arg(long)]
        note: Option<Text>,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let done = act(&link, &arguments.what, arguments.json).await;
        link.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

async fn act(link: &Link, what: &What, json: bool) -> Result<(), Failure> {
    let answer = async |hit: &HitId, answer: HitAnswer, note: &Option<Text>| {
        let fields = AnswerFields {
            answer,
            note: note.clone(),
        };
        link.post(&format!("/hit/{hit}/answer"), &fields).await
    };
    let hit: Hit = match what {
        What::List { all } => return list(link, *all, json).await,
        What::Show { hit } => link.get(&format!("/hit/{hit}")).await,
        What::Acknowledge { hit, by, note } => {
            let fields = AcknowledgeFields {
                by: *by,
                note: note.clone(),
            };
            link.post(&format!("/hit/{hit}/acknowledge"), &fields).await
        }
        What::Confirm { hit, note } => answer(hit, HitAnswer::Confirmed, note).await,
        What::Reject {
            hit,
            no_longer_valid: true,
            note,
        } => answer(hit, HitAnswer::NoLongerValid, note).await,
        What::Reject { hit, note, .. } => answer(hit, HitAnswer::NotIdentical, note).await,
    }?;
    if json {
        return out::json(&json!(hit));
    }
    out::say(&text(&hit))
}

async fn list(link: &Link, all: bool, json: bool) -> Result<(), Failure> {
    let path = if all { "/hits/all" } else { "/hits" };
    let hits: Vec<Hit> = link.get(path).await?;
    if json {
        return out::json(&json!(hits));
    }
    if hits.is_empty() {
        return out::say("No hit waits for an answer.");
    }
    let heading = ["HIT", "STATE", "DUE", "PRIORITY", "ALERT", "DONE", "PLACE", "BY"].map(str::to_owned);
    let mut rows = vec![heading];
    rows.extend(hits.iter().map(|hit| {
        [
            hit.report.hit.to_string(),
            hit.state.word().to_owned(),
            hit.due.map(moment).unwrap_or_default(),
            word::of(&hit.report.priority),
            hit.report.alert.to_string(),
            word::of(&hit.report.done),
            out::harmless(hit.report.place.as_str()),
            out::harmless(&hit.reporter),
        ]
    }));
    out::say(&out::columns(&rows))
}

fn moment(instant: Timestamp) -> String {
    format!("{instant:.0}")
}

/// A hit in a few lines.
fn text(hit: &Hit) -> String {
    let report = &hit.report;
    let due = match hit.due {
        Some(due) => format!(", to be acted on by {}", moment(due)),
        None => String::new(),
    };
    let unit = report.unit.as_ref().map(|unit| format!(" of {unit}"));
    let mut lines = vec![
        format!("Hit {}: {}{due}.", report.hit, hit.state.word()),
        format!("  alert      {}, by query {}", report.alert, report.query),
        format!(
            "  met        {} at {}",
            moment(report.time),
            out::harmless(report.place.as_str())
        ),
        format!(
            "  done       {}, {}",
            word::of(&report.done),
            word::of(&report.priority)
        ),
        format!(
            "  reported   {} by {}, user {}{}",
            moment(hit.reported),
            out::harmless(&hit.reporter),
            report.user,
            unit.unwrap_or_default()
        ),
        format!("  for        {}, {}", report.purpose, report.reference),
    ];
    for (head, note) in [("note", &report.note), ("answer", &hit.note)] {
        if let Some(note) = note {
            lines.push(format!("  {head:<10} {}", out::harmless(note.as_str())));
        }
    }
    if hit.escalations > 0 {
        lines.push(format!("  went up    {} times", hit.escalations));
    }
    lines.join("\n")
}
