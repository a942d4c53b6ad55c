//! `lookout status`: where a node stands.
//!
//! Uses the node through `link`.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::wire::control::StatusReply;

/// Say whether a node runs and is ready, and how far it is.
///
/// Asks the running node through its control socket; where none runs, it reads the home. How far: the
/// last change in the journal, the last that the state and the index have taken up.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout status && echo ready
  lookout status --ready

Exit codes: 0 running and ready, 1 not.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Ask only a node that runs, and say nothing: for a container's or a balancer's probe
    #[arg(long, conflicts_with = "json")]
    ready: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Longest wait of a probe.
const PROBE: Duration = Duration::from_secs(5);

/// Whether a node runs at the home and answers truly. Opens nothing: a probe must never stand in the
/// way of a node that is starting.
async fn probe(at: &At) -> ExitCode {
    let link = Link::Running(at.home());
    match tokio::time::timeout(PROBE, link.get::<StatusReply>("/status")).await {
        Ok(Ok(status)) if status.not_ready.is_none() => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.ready {
        return Ok(runtime()?.block_on(probe(&arguments.at)));
    }
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let running = link.is_running();
        let status = link.get::<StatusReply>("/status").await;
        link.close().await;
        let status = status?;
        let ready = running && status.not_ready.is_none();
        if arguments.json {
            out::json(&json!({
                "running": running,
                "ready": ready,
                "not_ready": status.not_ready.as_ref().filter(|_| running),
                "journal": status.journal,
                "state": status.state,
                "index": status.index,
                "alerts": status.alerts,
                "partners": status.partners,
            }))?;
        } else {
            out::say(&text(&status, running))?;
        }
        Ok(if ready {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    })
}

fn text(status: &StatusReply, running: bool) -> String {
    let head = match (&status.not_ready, running) {
        (_, false) => "Not running; `lookout serve` opens its doors.".to_owned(),
        (None, true) => "Running and ready.".to_owned(),
        (Some(reason), true) => {
            format!("Running, NOT READY: {reason}. Searches are answered with 503 until it is.")
        }
    };
    let partners: Vec<String> = status.partners.iter().map(ToString::to_string).collect();
    let partners = if partners.is_empty() {
        "none".to_owned()
    } else {
        partners.join(", ")
    };
    format!(
        "{head}\n  journal   position {}\n  state     position {}\n  index     position {}\n  alerts    {}\n  partners  {partners}",
        status.journal,
        status.state,
        status.index,
        out::count(status.alerts as u64),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Position;

    #[test]
    fn a_node_that_is_not_ready_says_so_first() {
        let mut status = StatusReply {
            journal: Position(12),
            state: Position(12),
            index: Position(7),
            alerts: 1_500,
            partners: vec!["nl-kmar".parse().unwrap()],
            not_ready: Some("index-building".to_owned()),
        };
        assert!(text(&status, true).starts_with("Running, NOT READY: index-building."));
        status.not_ready = None;
        assert!(text(&status, true).starts_with("Running and ready."));
        assert!(text(&status, false).starts_with("Not running"));
    }
}
