//! `lookout reindex`: the index built again from the journal, beside the one that answers or, where no node
//! runs, in its place.
//!
//! Uses `server`, `index`, `reindex_live`. Always safe: all that is in the index is derived (DESIGN 1, rule 8).

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::reindex_live;
use super::serve::runtime;
use crate::config::Home;
use crate::domain::ids::Position;
use crate::index;
use crate::server::Node;
use crate::server::StartError;
use crate::server::SystemClock;

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);
/// An index that has not moved for so long will not move any more.
const STUCK: Duration = Duration::from_secs(60);

/// Build the index again from the journal.
///
/// Always safe: everything in the index is derived from the journal. A running node builds the new one
/// beside the one that answers and puts it in place once it holds as much: no query fails meanwhile.
/// Ctrl-C stops it, and the old one stays. Where no node runs, the index is thrown away and built in its
/// place. A node whose index is damaged does the same by itself.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout reindex --home /var/lib/lookout
  lookout reindex --check

Exit codes: 0 built and checked, or every seal good with --check; 1 failed, or a seal is broken; 3 stopped\n\
midway (the old index stays; of a node that does not run, starting it goes on); 4 refused: the node is\n\
building its index already.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Only check every seal of the index, as it is on the disk
    ///
    /// A running node does so once a day by itself (`index.verify_hours`), and rebuilds what is damaged.
    #[arg(long)]
    check: bool,
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
        if let Some(link) = Link::running(&arguments.at).await {
            return match arguments.check {
                true => reindex_live::check(&link, arguments.json).await,
                false => reindex_live::rebuild(&link, arguments.json).await,
            };
        }
        if arguments.check {
            return check(&home, arguments.json);
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

/// The home is taken by a process that does not answer.
fn running() -> Failure {
    Failure::new("another process uses this home and does not answer").hint(
        "it is starting, or is a command at work: wait, then run `lookout reindex` again; nothing was touched",
    )
}

/// Checks every seal of a node that does not run.
fn check(home: &Home, json: bool) -> Result<ExitCode, Failure> {
    let damaged = |error: &dyn std::error::Error| {
        Failure::because("the index is not sound", error)
            .hint("the node builds it anew when it starts, with 503 until then; or run `lookout reindex`")
    };
    let checked = index::check(&home.index()).map_err(|error| damaged(&error))?;
    if json {
        out::json(&json!({
            "sound": true, "damaged": null, "files": checked.files, "bytes": checked.bytes,
        }))?;
    } else {
        let size = indicatif::HumanBytes(checked.bytes);
        let files = out::counted(checked.files as u64, "file");
        out::say(&format!("Every seal good: {size} in {files}."))?;
    }
    Ok(ExitCode::SUCCESS)
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
            check: false,
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
            assert!(format!("{:?}", refused.unwrap_err()).contains("another process uses this home"));
            node.close().await;
        });
        assert_eq!(reindex(folder.path()).unwrap(), ExitCode::SUCCESS);
        let opened = index::Index::open(&at.home().index(), &at.settings().unwrap().index).unwrap();
        assert_eq!(opened.rebuilt_because, None);
        assert!(opened.index.snapshot().position() >= Position(500));
    }
}
