//! `lookout alert list`: which alerts there are.
//!
//! Uses the node through `link`. Page after page, so that neither side holds more than one.

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::cli::out;
use crate::cli::word;
use crate::domain::alert::Category;
use crate::domain::ids::OwnerId;
use crate::wire::alert_lists::ListReply;
use crate::wire::alert_lists::ListedReply;

/// List alerts by owner, category, where they stand and their last day
///
/// In the order in which the node first saw them; without a name or anything else of a person, which
/// `show` tells and records.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout alert list --category missing --state in-force --until 2026-12-31

Exit codes: 0 shown, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
pub(super) struct Arguments {
    /// Only of this authority, such as BE-FEDPOL
    #[arg(long)]
    owner: Option<OwnerId>,
    /// Only of this category, such as missing
    #[arg(long, value_parser = word::coded::<Category>)]
    category: Option<Category>,
    /// Only those that stand so now: in-force, hidden, lapsed or held (a draft, blocked, under review)
    #[arg(long, value_parser = ["in-force", "hidden", "lapsed", "held"])]
    state: Option<String>,
    /// Only those whose last day is this one or before
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Most alerts to show
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    most: usize,
}

/// Alerts asked for at once.
const PAGE: usize = 200;

impl Arguments {
    fn query(&self, after: Option<&str>, limit: usize) -> String {
        let mut query = format!("/alerts?limit={limit}");
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.push_str(&format!("&{name}={value}"));
            }
        };
        add("owner", self.owner.as_ref().map(ToString::to_string));
        add("category", self.category.as_ref().map(word::of));
        add("state", self.state.clone());
        add("until", self.until.map(|day| day.to_string()));
        add("after", after.map(str::to_owned));
        query
    }
}

pub(super) async fn list(link: &Link, arguments: &Arguments, json: bool) -> Result<(), Failure> {
    let mut alerts: Vec<ListedReply> = Vec::new();
    let mut next: Option<String> = None;
    while alerts.len() < arguments.most {
        let limit = PAGE.min(arguments.most - alerts.len());
        let page: ListReply = link.get(&arguments.query(next.as_deref(), limit)).await?;
        alerts.extend(page.alerts);
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    if json {
        return out::json(&json!({ "alerts": alerts, "more": next.is_some() }));
    }
    out::say(&text(&alerts, next.is_some()))
}

fn text(alerts: &[ListedReply], more: bool) -> String {
    if alerts.is_empty() {
        return "No alert is so.".to_owned();
    }
    let heading = ["ALERT", "STATE", "LAST DAY", "CATEGORY", "ACTION", "OWNER"].map(str::to_owned);
    let mut rows = vec![heading];
    rows.extend(alerts.iter().map(|listed| {
        [
            listed.alert.to_string(),
            listed.state.clone(),
            listed.last_day.to_string(),
            word::of(&listed.category),
            word::of(&listed.action),
            listed.owner.to_string(),
        ]
    }));
    let mut text = out::columns(&rows);
    if more {
        text.push_str("\nThere are more; --most N shows more of them.");
    }
    text
}
