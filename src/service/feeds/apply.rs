//! The second pass over a list: what is new or changed is taken up, then what is gone is withdrawn.
//!
//! Uses `diff`, `change`. Every step is made against the versions that it was compared with, so that
//! nothing a person does meanwhile is overwritten; it is then compared anew. Each is durable when the
//! next begins, and held back while the index is behind, as imports are.

use std::time::Duration;

use super::STEP;
use super::compare::Class;
use super::compare::Comparison;
use super::compare::unreadable;
use super::diff::Ended;
use super::list::List;
use super::running::Progress;
use crate::access::Permit;
use crate::access::RunFeeds;
use crate::domain::fact::Fact;
use crate::domain::feed_run::Counts;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::journal::Expect;
use crate::service::Refused;
use crate::service::Services;
use crate::service::refusal::Refusal;

/// How often a step is compared anew before the run gives up.
const TRIES: usize = 5;
/// Longest wait for the state to know what a step ran into.
const CATCH_UP: Duration = Duration::from_secs(10);

/// Why a pass ended early: by itself, or refused and recorded.
pub(super) enum Broken {
    Ended(Ended),
    Refused(Refused),
}

impl From<Ended> for Broken {
    fn from(ended: Ended) -> Self {
        Self::Ended(ended)
    }
}

impl Services {
    /// Takes up what a list has; `done` counts what was made so far.
    pub(super) async fn take_up(
        &self,
        permit: &Permit<RunFeeds>,
        how: &Comparison<'_>,
        list: &mut List<'_>,
        progress: &Progress,
        done: &mut Counts,
    ) -> Result<(), Broken> {
        loop {
            let mut alerts = Vec::with_capacity(STEP);
            let more = tokio::task::block_in_place(|| {
                loop {
                    match list.next().map_err(Ended::Failed)? {
                        None => break Ok::<bool, Ended>(false),
                        Some(Ok(alert)) => alerts.push(alert),
                        Some(Err(_)) => {}
                    }
                    if alerts.len() == STEP {
                        break Ok(true);
                    }
                }
            })?;
            let facts = || {
                let (classes, counts) = self.sorted(how, &alerts)?;
                let feed = || Some(how.feed.clone());
                let facts = classes.into_iter().filter_map(|class| match class {
                    Class::New(alert) | Class::Changed(alert) => Some(Fact::AlertPut {
                        alert: Box::new(alert),
                        feed: feed(),
                    }),
                    Class::Unchanged | Class::Kept | Class::Claimed => None,
                });
                Ok((facts.collect(), counts))
            };
            let counts = self.made_by(permit, facts).await?;
            done.new += counts.new;
            done.changed += counts.changed;
            done.unchanged += counts.unchanged;
            done.kept += counts.kept;
            progress.add(alerts.len() as u64);
            if !more {
                return Ok(());
            }
            self.go_on(progress)?;
        }
    }

    /// Withdraws what is gone, as far as the feed still holds it.
    pub(super) async fn withdraw_gone(
        &self,
        permit: &Permit<RunFeeds>,
        feed: &FeedId,
        gone: &[Ordinal],
        reason: &Text,
        progress: &Progress,
        done: &mut Counts,
    ) -> Result<(), Broken> {
        for some in gone.chunks(STEP) {
            self.go_on(progress)?;
            let facts = || {
                let mut counts = Counts::default();
                let mut facts = Vec::with_capacity(some.len());
                for ordinal in some {
                    if let Some(fact) = self.withdrawal(feed, *ordinal, reason).map_err(Ended::Refused)? {
                        counts.gone += 1;
                        facts.push(fact);
                    }
                }
                Ok((facts, counts))
            };
            done.gone += self.made_by(permit, facts).await?.gone;
            progress.add(some.len() as u64);
        }
        Ok(())
    }

    fn withdrawal(&self, feed: &FeedId, ordinal: Ordinal, reason: &Text) -> Result<Option<Fact>, Refusal> {
        let alerts = self.state.alerts();
        let Some(id) = alerts.id(ordinal) else {
            return Ok(None);
        };
        let standing = self.state.standing(id).map_err(unreadable)?;
        let still = standing.filter(|one| one.digest.is_some() && one.held.as_ref() == Some(feed));
        Ok(still.map(|_| Fact::AlertWithdrawn {
            alert: id.clone(),
            reason: reason.clone(),
            feed: Some(feed.clone()),
        }))
    }

    /// Makes the facts that `facts` finds by what stands now, again where that has changed meanwhile.
    async fn made_by(
        &self,
        permit: &Permit<RunFeeds>,
        facts: impl Fn() -> Result<(Vec<Fact>, Counts), Ended>,
    ) -> Result<Counts, Broken> {
        let mut tries = 0;
        loop {
            self.hold_back().await;
            let since = self.state.position();
            let (facts, counts) = tokio::task::block_in_place(&facts)?;
            if facts.is_empty() {
                return Ok(counts);
            }
            tries += 1;
            match self.change(permit, facts, Expect::EachUnchanged { since }).await {
                Ok(_) => return Ok(counts),
                Err(refused) => match refused.refusal() {
                    Refusal::Conflict { actual } if tries < TRIES => self.caught_up(*actual).await,
                    _ => return Err(Broken::Refused(refused)),
                },
            }
        }
    }

    async fn caught_up(&self, position: Position) {
        let mut applied = self.state.watch();
        // If it does not come, the next try says why.
        let _known = tokio::time::timeout(CATCH_UP, applied.wait_for(|at| *at >= position)).await;
    }

    pub(super) fn go_on(&self, progress: &Progress) -> Result<(), Ended> {
        if progress.is_stopping() || self.is_stopping() {
            return Err(Ended::Stopped);
        }
        Ok(())
    }
}
