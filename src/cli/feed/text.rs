//! What people read of feeds.
//!
//! Uses `wire`. Rejections name the line and the rule, never what stands there.

use crate::cli::out;
use crate::cli::word;
use crate::domain::feed::Reading;
use crate::domain::feed_run::FeedRun;
use crate::domain::feed_run::Outcome;
use crate::domain::ids::FeedId;
use crate::wire::feeds::FeedReply;
use crate::wire::feeds::FeedShownReply;
use crate::wire::feeds::RanReply;

/// Rejections that are shown to a person.
const SHOWN: usize = 20;

pub(super) fn added(feed: &FeedReply) -> String {
    let id = &feed.feed.id;
    let next = match (feed.waits, feed.next) {
        (true, _) => format!(
            "It waits for another person, who looks at it and says: lookout feed confirm {id} --version {}",
            feed.version
        ),
        (false, Some(next)) => format!("It runs next at {next}, or now by: lookout feed run {id}"),
        (false, None) => format!("It runs by: lookout feed run {id}"),
    };
    format!("Feed {id} stands, version {}.\n  {next}", feed.version)
}

pub(super) fn list(feeds: &[FeedReply]) -> String {
    if feeds.is_empty() {
        return "There is no feed. `lookout feed add` makes one.".to_owned();
    }
    let mut rows = vec![["FEED", "SOURCE", "NEXT", "LAST RUN", "ALERTS", "UP TO DATE"].map(str::to_owned)];
    for feed in feeds {
        let last = feed.last.as_ref();
        rows.push([
            feed.feed.id.to_string(),
            out::harmless(&feed.feed.source.to_string()),
            next(feed),
            last.map_or_else(|| "never".to_owned(), |run| run.outcome.word().to_owned()),
            last.map_or_else(String::new, |run| out::count(held(run))),
            feed.good.map_or_else(|| "never".to_owned(), |at| at.to_string()),
        ]);
    }
    out::columns(&rows)
}

/// Alerts held after a run.
fn held(run: &FeedRun) -> u64 {
    let counts = &run.counts;
    match run.outcome {
        Outcome::Done | Outcome::NotModified => (counts.held + counts.new).saturating_sub(counts.gone),
        _ => counts.held,
    }
}

fn next(feed: &FeedReply) -> String {
    match (feed.waits, feed.next) {
        (true, _) => "to be confirmed".to_owned(),
        (false, Some(next)) => next.to_string(),
        (false, None) => "by hand".to_owned(),
    }
}

pub(super) fn shown(shown: &FeedShownReply) -> String {
    let reply = &shown.feed;
    let feed = &reply.feed;
    let mut lines = vec![
        format!("Feed {}, version {}", feed.id, reply.version),
        format!("  source     {}", out::harmless(&feed.source.to_string())),
    ];
    match feed.reading.mapping() {
        None => lines.push(format!(
            "  means      what each alert says; lookout format, of {} alone",
            feed.reading.owner()
        )),
        Some(mapping) => lines.push(format!(
            "  means      {}, {}; {} format; owner {}, handling {}, status {}, ids {}…, review in {} days, seen by {}",
            word::of(&mapping.category),
            word::of(&mapping.action),
            format_of(&feed.reading),
            mapping.owner,
            word::of(&mapping.handling),
            word::of(&mapping.status),
            mapping.prefix.as_str(),
            mapping.review.number(),
            serde_json::to_string(&mapping.visibility).unwrap_or_default(),
        )),
    }
    let schedule = feed
        .schedule
        .map_or_else(|| "by hand".to_owned(), |when| when.to_string());
    lines.push(format!("  schedule   {schedule}; next {}", next(reply)));
    let key = feed
        .key
        .as_ref()
        .map_or("none: nobody's signature is asked for", |key| key.as_str());
    lines.push(format!("  key        {key}"));
    lines.push(format!(
        "  withdraws  at most {} of its alerts without asking",
        feed.share
    ));
    lines.push(format!("  put        {} by {}", reply.at, reply.by));
    if reply.waits {
        lines.push(format!(
            "  waits for another person: lookout feed confirm {} --version {}",
            feed.id, reply.version
        ));
    } else if let Some(by) = &reply.confirmed_by {
        lines.push(format!("  confirmed  by {by}"));
    }
    if let Some(at) = &reply.running {
        lines.push(format!("  runs now   {} {}", at.phase, out::count(at.done)));
    }
    lines.push("  history".to_owned());
    for past in &shown.history {
        let what = past
            .run
            .as_ref()
            .map_or_else(String::new, |run| format!("  {}", told(run)));
        let kind = past.kind.trim_start_matches("feed.");
        lines.push(format!("    {}  {}  {kind}{what}", past.time, past.actor));
    }
    lines.join("\n")
}

const fn format_of(reading: &Reading) -> &'static str {
    match reading {
        Reading::Lookout { .. } => "lookout",
        Reading::Ftm { .. } => "ftm",
        Reading::OfacSdn { .. } => "ofac-sdn",
        Reading::UnSc { .. } => "un-sc",
    }
}

/// A run in a line.
fn told(run: &FeedRun) -> String {
    let counts = &run.counts;
    let numbers = [
        ("new", counts.new),
        ("changed", counts.changed),
        ("unchanged", counts.unchanged),
        ("gone", counts.gone),
        ("kept as a person left them", counts.kept),
        ("erased and not entered again", counts.erased),
        ("unclear", counts.unclear),
        ("skipped", counts.skipped),
        ("rejected", counts.rejected),
    ];
    let always = ["new", "changed", "unchanged", "gone"];
    let numbers = numbers
        .into_iter()
        .filter(|(name, number)| *number > 0 || always.contains(name));
    let numbers: Vec<String> = numbers
        .map(|(name, number)| format!("{} {name}", out::count(number)))
        .collect();
    format!("{}: {}", run.outcome.word(), numbers.join(", "))
}

pub(super) fn ran(id: &FeedId, ran: &RanReply, dry: bool) -> String {
    let would = if dry {
        " (dry run: nothing was changed)"
    } else {
        ""
    };
    let mut text = format!("{id}: {}{would}", told(&ran.run));
    if ran.run.counts.unclear > 0 {
        text.push_str(&format!(
            "\n  {} may be no longer in the list; they stay, since entries that cannot be read may be theirs.\n  \
             Mend the list, or decide: lookout feed run {id} --allow-withdrawals",
            out::counted(ran.run.counts.unclear, "alert")
        ));
    }
    if ran.run.counts.kept + ran.run.counts.erased > 0 {
        text.push_str(
            "\n  What a person has entered, corrected, withdrawn or had erased stays so; the list gets the last word on one by --take ALERT",
        );
    }
    for reject in ran.rejects.iter().take(SHOWN) {
        text.push_str(&format!(
            "\n  rejected: {} line {}: {}",
            out::harmless(&reject.file),
            reject.line,
            reject.reason
        ));
    }
    let more = ran.run.counts.rejected.saturating_sub(SHOWN as u64);
    if more > 0 {
        text.push_str(&format!("\n  and {} more", out::count(more)));
    }
    text
}
