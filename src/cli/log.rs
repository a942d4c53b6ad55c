//! `lookout log`: what a running node's log shows, and more or less of it.
//!
//! Uses the node through `link`.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::wire::control::LogFields;
use crate::wire::control::LogReply;

/// Show or change what a running node logs, until it is started again.
///
/// The change is recorded in the audit log. For good, set `log.filter` in the settings.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout log                  say which filter is in force
  lookout log lookout=debug    one line a request, and what leads to it
  lookout log info             as it is by default

Exit codes: 0 done, 1 no node is running, 4 refused.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// A filter: a level, or targets with levels such as `info,lookout::http=debug`
    #[arg(value_name = "FILTER")]
    filter: Option<String>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    runtime()?.block_on(async {
        let link = Link::running(&arguments.at).await.ok_or_else(|| {
            Failure::new("no node is running at this home")
                .hint("set `log.filter` in its settings, or LOOKOUT_LOG__FILTER, before it starts")
        })?;
        let reply: LogReply = match &arguments.filter {
            None => link.get("/log").await?,
            Some(filter) => {
                let fields = LogFields {
                    filter: filter.clone(),
                };
                link.post("/log", &fields).await?
            }
        };
        if arguments.json {
            out::json(&json!({ "filter": reply.filter, "before": reply.before }))?;
        } else {
            out::say(&text(&reply))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn text(reply: &LogReply) -> String {
    let shown = |filter: &str| out::harmless(filter);
    match (&reply.filter, &reply.before) {
        (Some(filter), Some(before)) => {
            format!("The log shows {} (before: {}).", shown(filter), shown(before))
        }
        (Some(filter), None) => format!("The log shows {}.", shown(filter)),
        (None, _) => "This node has no log.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_filter_is_told_with_the_one_before() {
        let reply = LogReply {
            filter: Some("lookout=debug".to_owned()),
            before: Some("info".to_owned()),
        };
        assert_eq!(text(&reply), "The log shows lookout=debug (before: info).");
    }
}
