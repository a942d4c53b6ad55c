//! The second pass over a list: what is new or changed is taken up, then what is gone is withdrawn.
//!
//! Uses `diff`, `compared`. Every step is made against the versions that it was compared with, so that
//! nothing a person does meanwhile is overwritten; it is then compared anew. Each is durable when the
//! next begins, and held back while the index is behind, as imports are.

use super::STEP;
use super::compare::Class;
use super::compare::Comparison;
use super::compare::unreadable;
use super::diff::Ended;
use super::list::List;
use super::running::Progress;
use crate::access::Permit;
use crate::access::RunFeeds;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::fact::Fact;
use crate::domain::feed_run::Counts;
use crate::domain::feed_run::Failing;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::domain::text::Text;
use crate::service::Refused;
use crate::service::Services;
use crate::service::compared::Unmade;
use crate::service::refusal::Refusal;

/// Most names in one step: what bounds its memory where each alert has very many.
const NAMES: usize = 16_000;

/// The alerts among the next entries of a list, and whether there are more.
fn some(list: &mut List<'_>) -> Result<(Vec<Alert>, bool), Failing> {
    let mut alerts = Vec::with_capacity(STEP);
    let mut names = 0;
    for _ in 0..STEP {
        match list.next()? {
            None => return Ok((alerts, false)),
            Some(Ok(alert)) => {
                let Subject::Person(person) = &alert.subject;
                names += person.names.len();
                alerts.push(alert);
            }
            // Told by the first pass.
            Some(Err(_)) => {}
        }
        if names > NAMES {
            break;
        }
    }
    Ok((alerts, true))
}

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
            let (alerts, more) = tokio::task::block_in_place(|| some(list)).map_err(Ended::Failed)?;
            let facts = || {
                let (classes, counts) = self.sorted(how, &alerts)?;
                let feed = || Some(how.feed.clone());
                let facts = classes.into_iter().filter_map(|class| match class {
                    Class::New(alert) | Class::Changed(alert) => Some(Fact::AlertPut {
                        alert: Box::new(alert),
                        feed: feed(),
                    }),
                    Class::Unchanged | Class::Kept | Class::Erased | Class::Claimed => None,
                });
                Ok((facts.collect(), counts))
            };
            let counts = self.made_by(permit, facts).await?;
            done.new += counts.new;
            done.changed += counts.changed;
            done.unchanged += counts.unchanged;
            done.kept += counts.kept;
            done.erased += counts.erased;
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
            proposed_by: None,
            alert: id.clone(),
            reason: reason.clone(),
            feed: Some(feed.clone()),
        }))
    }

    /// Makes the facts that `facts` finds, which is asked again where what stands has changed meanwhile.
    async fn made_by(
        &self,
        permit: &Permit<RunFeeds>,
        facts: impl Fn() -> Result<(Vec<Fact>, Counts), Ended>,
    ) -> Result<Counts, Broken> {
        match self.change_compared(permit, facts).await {
            Ok((counts, _)) => Ok(counts),
            Err(Unmade::Uncompared(ended)) => Err(Broken::Ended(ended)),
            Err(Unmade::Refused(refused)) => Err(Broken::Refused(refused)),
        }
    }

    pub(super) fn go_on(&self, progress: &Progress) -> Result<(), Ended> {
        if progress.is_stopping() || self.is_stopping() {
            return Err(Ended::Stopped);
        }
        Ok(())
    }
}
