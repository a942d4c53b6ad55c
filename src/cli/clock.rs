//! `lookout clock`: what a running node thinks of its clock, and that it is right.
//!
//! Uses the node through `link`, and for commands that issue the home's own files.

use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::config::Home;
use crate::server;
use crate::wire::clock::ClockReply;

/// Say whether a running node believes its clock, or that it is right.
///
/// A clock that has moved by a day more or less than time has is doubted: nothing lapses or is erased by it
/// until it has gone on evenly for a day, or somebody says that it is right. While the clock is behind the
/// audit log's last record no certificate is issued; where the log is wrong, since the clock was once
/// ahead, --confirm says that too. It is recorded in the audit log.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout clock
  lookout clock --confirm    after a look at another clock

Exit codes: 0 done, 1 no node is running, 4 refused.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// The clock is right, whatever it or the log said before
    #[arg(long)]
    confirm: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    runtime()?.block_on(async {
        let link = Link::running(&arguments.at).await.ok_or_else(|| {
            Failure::new("no node is running at this home")
                .hint("it is the running node that believes or doubts: start it with `lookout serve`")
        })?;
        let reply: ClockReply = if arguments.confirm {
            link.post("/clock/confirm", &json!({})).await?
        } else {
            link.get("/clock").await?
        };
        if arguments.json {
            out::json(&json!(reply))?;
        } else {
            out::say(&text(&reply))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn text(reply: &ClockReply) -> String {
    let mut lines = vec![match (reply.step_seconds, reply.rest_seconds) {
        (Some(step), Some(rest)) => {
            let (way, hours) = (if step < 0 { "back" } else { "ahead" }, rest.div_ceil(3_600));
            let step = out::counted(step.unsigned_abs(), "second");
            format!(
                "{:.0}, doubted: it went {step} {way}. Nothing lapses or is erased for {} of even going, or until \
                 `lookout clock --confirm`.",
                reply.now,
                out::counted(hours, "hour")
            )
        }
        _ => format!("{:.0}, believed.", reply.now),
    }];
    if let Some(behind) = reply.behind_seconds {
        lines.push(format!(
            "It is {} behind the audit log's last record: no certificate is issued until it has caught up, or \
             `lookout clock --confirm` where the log is wrong.",
            out::counted(behind, "second")
        ));
    }
    lines.join("\n")
}

/// Refuses to issue anything at a home whose log is ahead of the clock.
pub(super) fn may_issue(home: &Home, now: Timestamp) -> Result<(), Failure> {
    server::home_may_issue(home, now).map_err(|behind| {
        Failure::new(behind.to_string()).hint(
            "set the clock right; where it is right and the log was written by a wrong one: `lookout clock --confirm`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubted_and_what_is_behind_is_told_with_what_to_do() {
        let mut reply = ClockReply {
            now: Timestamp::UNIX_EPOCH,
            step_seconds: None,
            rest_seconds: None,
            behind_seconds: None,
            last_record: None,
        };
        assert_eq!(text(&reply), "1970-01-01T00:00:00Z, believed.");
        (reply.step_seconds, reply.rest_seconds) = (Some(-90_000), Some(3_601));
        reply.behind_seconds = Some(90_000);
        let told = text(&reply);
        assert!(
            told.contains("90,000 seconds back") && told.contains("2 hours"),
            "{told}"
        );
        assert!(told.contains("90,000 seconds behind"), "{told}");
        assert_eq!(told.matches("lookout clock --confirm").count(), 2, "{told}");
    }
}
