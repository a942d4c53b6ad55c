//! `lookout reindex` at a node that runs: the node builds another index beside the one that answers, and
//! the command shows how far it is.
//!
//! Uses the node through `link`. Ctrl-C stops the rebuild that this command has begun, and no other.

use std::process::ExitCode;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::json;

use super::failure::Failure;
use super::link::Link;
use super::out;
use crate::wire::maintenance::BegunReply;
use crate::wire::maintenance::IndexReply;
use crate::wire::maintenance::RebuiltReply;
use crate::wire::maintenance::SealsReply;

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(200);

/// Has the node rebuild its index, and waits for it.
pub(super) async fn rebuild(link: &Link, json: bool) -> Result<ExitCode, Failure> {
    let begun: BegunReply = link.post("/index/rebuild", &json!({})).await?;
    let ended = follow(link, begun).await?;
    match ended.outcome.as_str() {
        "swapped" => {
            if json {
                out::json(&json!({ "position": ended.position, "seconds": ended.seconds, "running": true }))?;
            } else {
                out::say(&format!(
                    "Built to position {} in {:.1} s and put in place; the node answered all the while.",
                    ended.position, ended.seconds
                ))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        "stopped" => Err(
            Failure::new(format!("stopped at about position {}", ended.position))
                .hint("the index that was there answers as before; `lookout reindex` begins anew")
                .code(3),
        ),
        _ => Err(Failure::new(format!(
            "the index could not be rebuilt: {}",
            ended.reason.unwrap_or_default()
        ))
        .hint("the index that was there answers as before; look at the disk and its room")),
    }
}

/// Has the node check every seal of its index.
pub(super) async fn check(link: &Link, json: bool) -> Result<ExitCode, Failure> {
    let seals: SealsReply = link.post("/index/check", &json!({})).await?;
    if json {
        out::json(&json!({
            "sound": seals.sound, "damaged": seals.damaged, "files": seals.files, "bytes": seals.bytes,
        }))?;
    } else if seals.sound {
        let size = indicatif::HumanBytes(seals.bytes);
        let files = out::counted(seals.files as u64, "file");
        out::say(&format!("Every seal good: {size} in {files}."))?;
    } else {
        out::say(&format!(
            "Damaged on the disk: {}. Answers are true all the same; the node rebuilds the index by itself. Look at the disk.",
            seals.damaged.as_deref().unwrap_or("a file")
        ))?;
    }
    Ok(if seals.sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Waits until the rebuild has ended.
async fn follow(link: &Link, begun: BegunReply) -> Result<RebuiltReply, Failure> {
    let bar = ProgressBar::new(0);
    let template = "index {bar:32} {pos}/{len} facts  {msg}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    let mut interrupted = false;
    loop {
        let known: IndexReply = link.get("/index").await?;
        match known.rebuild {
            Some(run) if run.number == begun.number => {
                bar.set_length(run.of.0);
                bar.set_position(run.position.0);
                bar.set_message(run.stage);
            }
            _ => {
                bar.finish_and_clear();
                let mine = |last: &RebuiltReply| last.number == begun.number;
                return known.last.filter(mine).ok_or_else(|| {
                    Failure::new("the node has begun another rebuild since")
                        .hint("run `lookout reindex` again")
                });
            }
        }
        tokio::select! {
            _ = &mut interrupt, if !interrupted => {
                if !begun.new {
                    bar.abandon();
                    return Err(Failure::new("not waited for")
                        .hint("the rebuild goes on: this command did not begin it").code(3));
                }
                interrupted = true;
                let path = format!("/index/rebuild/{}/stop", begun.number);
                // It may have ended at this moment; then that is told.
                let _stopped = link.post::<_, IndexReply>(&path, &json!({})).await;
            }
            () = tokio::time::sleep(TICK) => {}
        }
    }
}
