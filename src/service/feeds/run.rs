//! One run of a feed, from its list to its report.
//!
//! Uses its siblings. Nothing is changed before the list was read whole and what it would withdraw was
//! found to be within bounds; how the run ended is a fact, whatever the end.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::apply::Broken;
use super::compare::Comparison;
use super::diff::Diff;
use super::diff::Ended;
use super::list::List;
use super::list::Told;
use super::running::Phase;
use super::running::Progress;
use super::source::Fetched;
use super::source::Spooled;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::RunFeeds;
use crate::domain::fact::Fact;
use crate::domain::feed::Feed;
use crate::domain::feed::Reading;
use crate::domain::feed_run::Counts;
use crate::domain::feed_run::Failing;
use crate::domain::feed_run::FeedRun;
use crate::domain::feed_run::ListMark;
use crate::domain::feed_run::Outcome;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::journal::Expect;
use crate::service::Refused;
use crate::service::Services;
use crate::service::refusal::Fault;
use crate::service::refusal::Refusal;
use crate::state::RegisteredFeed;

/// So many may be withdrawn whatever share of the feed's alerts they are.
const FEW: u64 = 10;
/// A server's word that a list is the one that was read is taken for so long; then it is read again,
/// so that what stays on it is confirmed before its review.
const TRUST_DAYS: i64 = 7;

/// What is asked of a run.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// A person has decided that any share may be withdrawn.
    pub any_share: bool,
    /// Only find what would be done.
    pub dry: bool,
    /// Alerts for which the list has the last word, though a person has changed them.
    pub take: HashSet<AlertId>,
}

/// What became of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// The run, which the journal has unless it was dry.
    pub run: FeedRun,
    /// The first of the entries that were rejected.
    pub rejects: Vec<Told>,
}

/// What a run has found and done so far.
#[derive(Default)]
struct Tale {
    counts: Counts,
    list: Option<ListMark>,
    rejects: Vec<Told>,
}

impl Services {
    /// Runs a feed once.
    ///
    /// # Errors
    /// When there is no such feed, it waits for its confirmation, or runs; when its end cannot be stored.
    pub async fn run_feed(
        &self,
        permit: Permit<RunFeeds>,
        id: &FeedId,
        ask: &Ask,
    ) -> Result<Report, Refused> {
        let known = match self.state.feed(id) {
            None => return Err(self.reject(permit, Refusal::NotFound).await),
            Some(known) => known,
        };
        let refuse = |rule: &str| Refusal::Faulty(vec![Fault::field("", rule)]);
        if known.waits() && !ask.dry {
            let refusal = refuse("must be confirmed by another person before it runs");
            return Err(self.reject(permit, refusal).await);
        }
        let Some(begun) = self.feeding.begin(id) else {
            return Err(self.reject(permit, refuse("is running already")).await);
        };
        let _turn = self.feeding.turn().await;
        // It may have been changed while another ran.
        let known = match self.state.feed(id) {
            Some(now) if now.version == known.version => now,
            _ => {
                let actual = known.touched;
                return Err(self.reject(permit, Refusal::Conflict { actual }).await);
            }
        };
        let started = self.now();
        let mut tale = Tale::default();
        let ran = self
            .ran(&permit, &known, ask, &begun.progress, started, &mut tale)
            .await;
        let (outcome, refused) = match ran {
            Ok(outcome) => (outcome, None),
            Err(Broken::Ended(Ended::Stopped)) => (Outcome::Interrupted, None),
            Err(Broken::Ended(Ended::Failed(reason))) => (Outcome::Failed { reason }, None),
            Err(Broken::Ended(Ended::Refused(refusal))) => {
                let reason = Failing::NotStored;
                tracing::error!(%refusal, feed = %id, "a run of a feed failed");
                (Outcome::Failed { reason }, None)
            }
            Err(Broken::Refused(refused)) => {
                let reason = Failing::NotStored;
                (Outcome::Failed { reason }, Some(refused))
            }
        };
        let run = FeedRun {
            started,
            ended: self.now(),
            outcome,
            version: known.version,
            any_share: ask.any_share,
            counts: tale.counts,
            list: tale.list,
        };
        let rejects = tale.rejects;
        if ask.dry {
            return Ok(Report { run, rejects });
        }
        told(id, &run);
        let fact = Fact::FeedRan {
            feed: id.clone(),
            run: Box::new(run.clone()),
        };
        match (self.change(&permit, vec![fact], Expect::Any).await, refused) {
            (Ok(_), _) => Ok(Report { run, rejects }),
            // What came first says more.
            (Err(_), Some(refused)) | (Err(refused), None) => Err(refused),
        }
    }

    async fn ran(
        &self,
        permit: &Permit<RunFeeds>,
        known: &RegisteredFeed,
        ask: &Ask,
        progress: &Progress,
        started: Timestamp,
        tale: &mut Tale,
    ) -> Result<Outcome, Broken> {
        let feed = &known.feed;
        progress.begin(Phase::Fetching, 0);
        self.go_on(progress)?;
        let before = (!ask.dry && !ask.any_share && ask.take.is_empty())
            .then(|| trusted(known, started))
            .flatten();
        let fetched = self.lists.fetch(feed, before, progress).await;
        let spooled = match fetched {
            Ok(Fetched::List(spooled)) => spooled,
            Ok(Fetched::NotModified) => {
                tale.counts.held = known.good.as_ref().map_or(0, |good| held_after(&good.counts));
                return Ok(Outcome::NotModified);
            }
            Err(_) if progress.is_stopping() || self.is_stopping() => return Err(Ended::Stopped.into()),
            Err(reason) => return Err(Ended::Failed(reason).into()),
        };
        tale.list = Some(spooled.mark.clone());
        let how = Comparison {
            feed: &feed.id,
            foreign: !matches!(feed.reading, Reading::Lookout { .. }),
            take: &ask.take,
        };
        progress.begin(Phase::Comparing, 0);
        let mut list = self.opened(&spooled, feed)?;
        let mut diff = self.diff(&how, &mut list, progress).await?;
        drop(list);
        tale.rejects = std::mem::take(&mut diff.rejects);
        let may = decided(&mut diff, feed, ask);
        tale.counts = diff.counts;
        if let Err(outcome) = may {
            return Ok(outcome);
        }
        if ask.dry {
            return Ok(Outcome::Done);
        }
        let made = &mut tale.counts;
        (made.new, made.changed, made.unchanged) = (0, 0, 0);
        (made.kept, made.erased, made.gone) = (0, 0, 0);
        progress.begin(Phase::Changing, diff.alerts);
        let mut list = self.opened(&spooled, feed)?;
        self.take_up(permit, &how, &mut list, progress, made).await?;
        progress.begin(Phase::Withdrawing, diff.gone.len() as u64);
        let reason = format!("no longer in the list {}", feed.id).parse();
        let reason = reason.map_err(|_| Ended::Refused(Refusal::Internal("a feed's id makes no text")))?;
        self.withdraw_gone(permit, &feed.id, &diff.gone, &reason, progress, made)
            .await?;
        Ok(Outcome::Done)
    }

    fn opened<'a>(&self, spooled: &'a Spooled, feed: &Feed) -> Result<List<'a>, Ended> {
        let opened = tokio::task::block_in_place(|| List::open(spooled, feed, self.today()));
        opened.map_err(Ended::Failed)
    }

    /// Runs a feed because its time has come.
    ///
    /// # Errors
    /// As [`Services::run_feed`].
    pub async fn run_scheduled(&self, id: &FeedId) -> Result<Report, Refused> {
        let permit = self.admit_schedule(id).await?;
        self.run_feed(permit, id, &Ask::default()).await
    }

    /// Tells a feed's run to end after its present step; whether there was one.
    #[must_use]
    pub fn stop_feed(&self, permit: Permit<RunFeeds>, id: &FeedId) -> bool {
        drop(permit);
        self.feeding.stop(Some(id))
    }

    /// Waits until no run is under way, all having been told to end: before the node is closed.
    pub async fn feeds_ended(&self) {
        self.feeding.stop(None);
        drop(self.feeding.turn().await);
    }
}

/// Whether a person's word is needed before anything is changed; what is gone and stays for want of
/// it is told apart.
fn decided(diff: &mut Diff, feed: &Feed, ask: &Ask) -> Result<(), Outcome> {
    let (gone, held) = (diff.gone.len() as u64, diff.counts.held);
    if ask.any_share {
        diff.counts.gone = gone;
        return Ok(());
    }
    if diff.alerts == 0 && held > 0 {
        diff.counts.gone = gone;
        let reason = Failing::Empty;
        return Err(Outcome::Failed { reason });
    }
    if diff.unknown > 0 {
        diff.counts.unclear = gone;
        diff.gone.clear();
        return Ok(());
    }
    diff.counts.gone = gone;
    if gone > FEW && feed.share.is_less_than(gone, held) {
        return Err(Outcome::StoppedForWithdrawals);
    }
    Ok(())
}

/// The list that was read last, where a server's word about it is good.
fn trusted(known: &RegisteredFeed, now: Timestamp) -> Option<&ListMark> {
    let good = known.good.as_ref()?;
    let whole = good.counts.kept + good.counts.erased + good.counts.unclear == 0;
    let young = now.duration_since(good.started) < jiff::SignedDuration::from_hours(24 * TRUST_DAYS);
    let last = known.last.as_ref().is_some_and(FeedRun::is_good);
    good.list.as_ref().filter(|_| whole && young && last)
}

/// How many alerts a feed holds after a run.
pub(super) fn held_after(counts: &Counts) -> u64 {
    (counts.held + counts.new).saturating_sub(counts.gone)
}

fn told(id: &FeedId, run: &FeedRun) {
    let Counts {
        new, changed, gone, ..
    } = run.counts;
    let outcome = run.outcome.word();
    metrics::counter!("lookout_feed_runs_total", "feed" => id.to_string()).increment(1);
    metrics::counter!("lookout_feed_changes_total", "feed" => id.to_string()).increment(new + changed);
    if run.is_good() {
        metrics::counter!("lookout_feed_withdrawn_total", "feed" => id.to_string()).increment(gone);
        tracing::info!(feed = %id, outcome, new, changed, gone, "a feed was run");
    } else {
        tracing::warn!(feed = %id, outcome, "a feed was run and is not up to its list");
    }
}

/// Who asks for a run by hand may decide; a schedule decides nothing.
const fn is_person(bearer: &Bearer) -> bool {
    !matches!(bearer, Bearer::Schedule(_))
}

impl Services {
    /// As [`Services::run_feed`], to the end even if nobody waits for it.
    ///
    /// # Errors
    /// As there.
    pub async fn run_feed_through(
        self: &Arc<Self>,
        permit: Permit<RunFeeds>,
        id: FeedId,
        ask: Ask,
    ) -> Result<Report, Refused> {
        let decides = ask.any_share || !ask.take.is_empty();
        if decides && !is_person(permit.bearer()) {
            let refusal = Refusal::NotAllowed(crate::access::NotAllowed::Action);
            return Err(self.reject(permit, refusal).await);
        }
        let (services, given) = (Arc::clone(self), id.clone());
        // Ended by `feeds_ended` at the latest, between two steps.
        let run = tokio::spawn(async move { services.run_feed(permit, &given, &ask).await });
        match run.await {
            Ok(ran) => ran,
            Err(_) => {
                let permit = self.admit_schedule::<RunFeeds>(&id).await?;
                Err(self.reject(permit, Refusal::Internal("a run ended badly")).await)
            }
        }
    }
}
