//! `lookout alert proposals`, `confirm` and `reject`: what waits for a second person.
//!
//! Uses the node through `link`.

use clap::Args;
use serde_json::json;

use super::waits::Waits;
use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::cli::out;
use crate::cli::word;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::wire::alert_lists::ProposalReply;
use crate::wire::alert_lists::ProposalsReply;
use crate::wire::alerts::ChangedReply;
use crate::wire::alerts::ConfirmFields;
use crate::wire::alerts::EndFields;

/// Agree with a change that another person has proposed; it is made now
///
/// Changes of alerts for arrest and for discreet, inquiry and specific checks need two people
/// (`alerts.second_eyes` in the settings). Whoever proposed one cannot confirm it. Here people are told
/// apart by their user ids on this machine, at the desk by their certificates.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout alert confirm BE-26-000042 --version 1208

Exit codes: 0 made, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
pub(super) struct Confirm {
    /// The alert, such as BE-26-000042
    id: AlertId,
    /// The proposal's version, as `lookout alert proposals` tells it
    #[arg(long, value_name = "N")]
    version: u64,
    #[command(flatten)]
    waits: Waits,
}

/// Turn a proposed change down, or take one's own back
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout alert reject BE-26-000042 --reason 'the warrant was lifted'

Exit codes: 0 rejected, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
pub(super) struct Reject {
    /// The alert, such as BE-26-000042
    id: AlertId,
    /// Why, in words; kept in the journal
    #[arg(long)]
    reason: Text,
    /// Refuse if this is not the proposal's version
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

/// List the changes that wait for a second person, or show one whole
///
/// With an alert, all that would change is shown, and that it was shown is in the audit log first.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout alert proposals
  lookout alert proposals BE-26-000042

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
pub(super) struct Proposals {
    /// The alert whose proposal is to be shown, such as BE-26-000042
    id: Option<AlertId>,
}

impl Confirm {
    pub(super) async fn send(&self, link: &Link) -> Result<ChangedReply, Failure> {
        let fields = ConfirmFields {
            version: Position(self.version),
        };
        let route = self.waits.route(format!("/alert/{}/confirm", self.id));
        link.post(&route, &fields).await
    }
}

impl Reject {
    pub(super) async fn send(&self, link: &Link, json: bool) -> Result<(), Failure> {
        let fields = EndFields {
            version: self.version.map(Position),
            reason: self.reason.clone(),
        };
        let reply: ChangedReply = link.post(&format!("/alert/{}/reject", self.id), &fields).await?;
        if json {
            return out::json(&json!(reply));
        }
        let ChangedReply { alert, version, .. } = reply;
        out::say(&format!(
            "The proposal about alert {alert} is rejected, durable at journal position {version}. Nothing else has changed."
        ))
    }
}

impl Proposals {
    pub(super) async fn show(&self, link: &Link, json: bool) -> Result<(), Failure> {
        if let Some(id) = &self.id {
            let reply: ProposalReply = link.get(&format!("/alert/{id}/proposal")).await?;
            if json {
                return out::json(&json!(reply));
            }
            return out::say(&whole(&reply));
        }
        let reply: ProposalsReply = link.get("/proposals").await?;
        if json {
            return out::json(&json!(reply));
        }
        out::say(&table(&reply))
    }
}

fn whole(reply: &ProposalReply) -> String {
    let fact = reply
        .fact
        .as_ref()
        .map(|fact| format!("{fact:#}"))
        .unwrap_or_default();
    // JSON escapes control characters by itself, and not those that turn what stands beside them.
    let lines: Vec<String> = fact.lines().map(out::harmless).collect();
    format!("{}\n{}", table_of(std::slice::from_ref(reply)), lines.join("\n"))
}

fn table(reply: &ProposalsReply) -> String {
    if reply.proposals.is_empty() {
        return "Nothing waits for a second person.".to_owned();
    }
    table_of(&reply.proposals)
}

fn table_of(proposals: &[ProposalReply]) -> String {
    let heading = ["ALERT", "VERSION", "WHAT", "CATEGORY", "OWNER", "BY", "SINCE", ""].map(str::to_owned);
    let mut rows = vec![heading];
    rows.extend(proposals.iter().map(|one| {
        let stale = if one.overtaken { "overtaken: reject it" } else { "" };
        [
            one.alert.to_string(),
            one.version.to_string(),
            one.change
                .strip_prefix("alert.")
                .unwrap_or(&one.change)
                .to_owned(),
            word::of(&one.category),
            one.owner.to_string(),
            out::harmless(&one.actor),
            format!("{:.0}", one.time),
            stale.to_owned(),
        ]
    }));
    out::columns(&rows)
}
