//! `lookout alert erase`: the erasure, and the wait until no file holds what was erased.
//!
//! Uses the node through `link`. What is acknowledged can be read by nobody; the wait is for the files.

use std::time::Duration;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::cli::out;
use crate::cli::word;
use crate::domain::erasure::Erasure;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::wire::erasing::EraseFields;
use crate::wire::erasing::ErasedReply;
use crate::wire::erasing::LeftReply;

/// How often a wait asks.
const ASK_EVERY: Duration = Duration::from_millis(200);

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The alert, such as BE-26-000042
    id: AlertId,
    /// Why: owner-request, court-order, data-subject, entered-in-error, retention
    #[arg(long, value_name = "CODE", value_parser = word::coded::<Erasure>)]
    reason: Erasure,
    /// Refuse if this is not the alert's last version
    #[arg(long, value_name = "N")]
    version: Option<u64>,
    /// Wait until no file holds what was erased, at most so many seconds [600 where none are given]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "600")]
    wait: Option<u64>,
}

pub(super) async fn run(link: &Link, arguments: &Arguments, json: bool) -> Result<(), Failure> {
    let fields = EraseFields {
        reason: arguments.reason,
        version: arguments.version.map(Position),
    };
    let path = format!("/alert/{}/erase", arguments.id);
    let mut reply: ErasedReply = link.post(&path, &fields).await?;
    if let Some(seconds) = arguments.wait {
        reply.left = wait(link, reply.position, reply.left, Duration::from_secs(seconds)).await?;
    }
    if json {
        out::json(&json!(reply))?;
    } else {
        out::say(&told(&reply))?;
    }
    match (arguments.wait, reply.left.is_empty()) {
        (Some(seconds), false) => Err(Failure::new(format!(
            "not every file was rewritten within {seconds} s"
        ))
        .hint("the alert is erased; the node goes on with the files, also after a restart")),
        _ => Ok(()),
    }
}

/// What is left after the wait.
async fn wait(
    link: &Link,
    position: Position,
    mut left: Vec<String>,
    longest: Duration,
) -> Result<Vec<String>, Failure> {
    let (begun, bar) = (Instant::now(), ProgressBar::new_spinner());
    while !left.is_empty() && begun.elapsed() < longest {
        bar.set_message(format!(
            "rewriting {} ({} s)",
            left.join(", "),
            begun.elapsed().as_secs()
        ));
        bar.tick();
        tokio::time::sleep(ASK_EVERY).await;
        let reply: LeftReply = link.get(&format!("/erasures/{position}")).await?;
        left = reply.left;
    }
    bar.finish_and_clear();
    Ok(left)
}

fn told(reply: &ErasedReply) -> String {
    let ErasedReply {
        alert,
        position,
        left,
    } = reply;
    let files = match left.as_slice() {
        [] => "No file of this node holds what was erased.".to_owned(),
        some => format!(
            "Still to be rewritten, which the node does by itself: {}.",
            some.join(", ")
        ),
    };
    format!(
        "Alert {alert} is erased and answers nobody; its key is destroyed. Durable at journal position {position}. {files}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_says_what_is_still_to_be_rewritten() {
        let mut reply = ErasedReply {
            alert: "BE-1".parse().unwrap(),
            position: Position(1_207),
            left: vec!["state".to_owned(), "index".to_owned()],
        };
        let text = told(&reply);
        assert!(
            text.contains("1207") && text.contains("by itself: state, index."),
            "{text}"
        );
        reply.left.clear();
        assert!(told(&reply).contains("No file of this node holds"));
    }
}
