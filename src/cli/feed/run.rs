//! `lookout feed run`: a run, watched.
//!
//! Uses the node through `link`. The run is the node's: it goes on when the command is killed, and ends
//! after its present step when the command is told to.

use std::process::ExitCode;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::json;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

use super::text;
use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::cli::out;
use crate::domain::feed_run::Outcome;
use crate::domain::ids::FeedId;
use crate::wire::feeds::FeedShownReply;
use crate::wire::feeds::RanReply;
use crate::wire::feeds::RunFeedFields;
use crate::wire::feeds::StoppedReply;

/// How often the bar moves.
const LOOK: Duration = Duration::from_millis(300);
/// Exit code of a run that is not at its end.
const NOT_DONE: u8 = 5;

pub(super) async fn run(
    link: &Link,
    id: &FeedId,
    fields: &RunFeedFields,
    json: bool,
) -> Result<ExitCode, Failure> {
    let bar = bar(id);
    let ran = watched(link, id, fields, &bar).await;
    bar.finish_and_clear();
    let ran = ran?;
    if json {
        out::json(&json!({ "feed": id, "dry": fields.dry, "run": ran.run, "rejects": ran.rejects }))?;
    } else {
        out::say(&text::ran(id, &ran, fields.dry))?;
    }
    let again = format!("lookout feed run {id}");
    match ran.run.outcome {
        Outcome::Done | Outcome::NotModified if ran.run.counts.rejected > 0 => Ok(ExitCode::from(3)),
        Outcome::Done | Outcome::NotModified => Ok(ExitCode::SUCCESS),
        Outcome::StoppedForWithdrawals => Err(Failure::new(format!(
            "{} of {} would be withdrawn: nothing was changed",
            out::counted(ran.run.counts.gone, "alert"),
            out::count(ran.run.counts.held)
        ))
        .hint(format!(
            "look whether the list is whole; if they are to go: {again} --allow-withdrawals"
        ))
        .code(NOT_DONE)),
        Outcome::Interrupted => Err(Failure::new("interrupted")
            .hint(format!("what was taken up stays; to go on: {again}"))
            .code(NOT_DONE)),
        Outcome::Failed { reason } => {
            Err(Failure::new(format!("{}: {reason}", reason.word())).hint("the node's log may say more"))
        }
    }
}

/// Waits for the run's end, with a bar; Ctrl-C tells it to end.
async fn watched(
    link: &Link,
    id: &FeedId,
    fields: &RunFeedFields,
    bar: &ProgressBar,
) -> Result<RanReply, Failure> {
    let failed = |error: std::io::Error| Failure::because("cannot wait for Ctrl-C", &error);
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let path = format!("/feeds/{id}/run");
    let mut run = std::pin::pin!(link.post::<_, RanReply>(&path, fields));
    let mut told = false;
    loop {
        let stop = tokio::select! {
            ran = &mut run => return ran,
            _ = interrupt.recv() => true,
            _ = terminate.recv() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        if stop && told {
            std::process::exit(130);
        }
        if stop {
            told = true;
            let _reply: StoppedReply = link.post(&format!("/feeds/{id}/stop"), &json!({})).await?;
        } else if !bar.is_hidden()
            && let Ok(shown) = link.get::<FeedShownReply>(&format!("/feeds/{id}")).await
            && let Some(at) = shown.feed.running
        {
            bar.set_length(at.of);
            bar.set_position(at.done);
            let of = if at.of == 0 {
                String::new()
            } else {
                format!(" of {}", out::count(at.of))
            };
            bar.set_message(format!("{} {}{of}", at.phase, out::count(at.done)));
        }
    }
}

/// A bar on standard error, where that is a terminal.
fn bar(id: &FeedId) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:24}  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    bar.with_prefix(id.to_string())
}
