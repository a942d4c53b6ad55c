//! `lookout reindex`: the index thrown away and built again from the journal.
//!
//! Uses `server` and `index`. Always safe: all that is in the index is derived (DESIGN 1, rule 8).

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::json;
use tokio::net::UnixStream;

use super::failure::Failure;
use super::home::At;
use super::out;
use super::serve::runtime;
use crate::domain::ids::Position;
use crate::index;
use crate::server::Node;
use crate::server::StartError;
use crate::server::SystemClock;

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);
/// An index that has not moved for so long will not move any more.
const STUCK: Duration = Duration::from_secs(60);

/// Throw the index away and build it again from the journal.
///
/// Always safe: everything in the index is derived from the journal. Needs the home to itself, so stop
/// a running node first. A node whose index is damaged does the same by itself when it starts.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout reindex --home /var/lib/lookout

Exit codes: 0 built and checked, 1 failed or a node is running, 3 interrupted (starting the node goes on).")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let settings = arguments.at.settings()?;
    let home = arguments.at.home();
    if !home.certs().exists() {
        return Err(
            Failure::new(format!("there is no node at {}", home.path().display()))
                .hint("name its folder with --home DIR"),
        );
    }
    runtime()?.block_on(async {
        if UnixStream::connect(home.control_socket()).await.is_ok() {
            return Err(running());
        }
        let started = Instant::now();
        let clock = Arc::new(SystemClock);
        let node = tokio::task::block_in_place(|| Node::open_reindexing(&home, settings, clock));
        let node = node.map_err(|error| match error {
            StartError::Locked { .. } => running(),
            error => Failure::because("cannot rebuild the index", &error),
        })?;
        let head = node.services().positions().journal;
        let alerts = node.services().state().alerts().len();
        let built = follow(&node, head).await;
        node.close().await;
        built?;
        let unsound = |error| {
            Failure::because("the index that was built is not sound", &error as &dyn std::error::Error)
                .hint("look at the disk and its room, then run `lookout reindex` again")
        };
        let checked = index::check(&home.index()).map_err(unsound)?;
        let seconds = started.elapsed().as_secs_f64();
        if arguments.json {
            out::json(&json!({
                "position": head, "alerts": alerts, "files": checked.files, "bytes": checked.bytes, "seconds": seconds,
            }))?;
        } else {
            out::say(&format!(
                "Built to position {head} in {seconds:.1} s: {}, {} in {}, every seal good.",
                out::counted(alerts as u64, "alert"),
                indicatif::HumanBytes(checked.bytes),
                out::counted(checked.files as u64, "file"),
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn running() -> Failure {
    Failure::new("a node is running at this home").hint(
        "stop it first (Ctrl-C, or the service manager), then run `lookout reindex` again; nothing was touched",
    )
}

/// Waits until the index has taken up the journal.
async fn follow(node: &Node, head: Position) -> Result<(), Failure> {
    let bar = ProgressBar::new(head.0);
    if let Ok(style) = ProgressStyle::with_template("index {bar:32} {pos}/{len} facts  {per_sec}  {eta} left")
    {
        bar.set_style(style);
    }
    let (mut reached, mut moved) = (Position(0), Instant::now());
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    loop {
        let at = node.services().positions().index;
        if at != reached {
            (reached, moved) = (at, Instant::now());
        }
        bar.set_position(reached.0);
        if reached >= head {
            bar.finish_and_clear();
            return Ok(());
        }
        if moved.elapsed() > STUCK {
            bar.abandon();
            return Err(
                Failure::new(format!("the index stays at position {reached} of {head}"))
                    .hint("look at the disk and its room, then run `lookout reindex` again"),
            );
        }
        tokio::select! {
            _ = &mut interrupt => {
                bar.abandon();
                return Err(Failure::new(format!("interrupted at about position {reached} of {head}"))
                    .hint("nothing is lost: starting the node goes on from there, `lookout reindex` begins anew")
                    .code(3));
            }
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;
    use crate::server::complete_keys;

    fn reindex(folder: &std::path::Path) -> Result<ExitCode, Failure> {
        run(&Arguments {
            at: At::folder(folder),
            json: true,
        })
    }

    #[test]
    fn a_stopped_node_is_built_anew_and_a_running_one_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let at = At::folder(folder.path());
        let settings = at.settings().unwrap();
        complete_keys(&at.home(), &settings, &SystemClock).unwrap();
        runtime().unwrap().block_on(async {
            let node = Node::open(&at.home(), settings, Arc::new(SystemClock)).unwrap();
            let entered = sample::alerts(node.services(), 0).await.unwrap();
            assert!(entered >= 500);
            // The home is taken, as by a running node.
            let path = folder.path().to_owned();
            let refused = tokio::task::spawn_blocking(move || reindex(&path)).await.unwrap();
            assert!(format!("{:?}", refused.unwrap_err()).contains("a node is running"));
            node.close().await;
        });
        assert_eq!(reindex(folder.path()).unwrap(), ExitCode::SUCCESS);
        let opened = index::Index::open(&at.home().index(), &at.settings().unwrap().index).unwrap();
        assert_eq!(opened.rebuilt_because, None);
        assert!(opened.index.snapshot().position() >= Position(500));
    }
}
