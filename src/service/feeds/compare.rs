//! An alert of a list beside what stands here.
//!
//! Uses `state`, `listed`. What a person entered, corrected or withdrew is never undone by a list: it is
//! told as kept, and what was erased as erased. What was imported by hand is taken over, for that came from a list too.

use std::collections::HashSet;

use crate::domain::alert::Alert;
use crate::domain::fact::alert_stream;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::service::Services;
use crate::service::listed;
use crate::service::listed::Barred;
use crate::service::refusal::Refusal;
use crate::state;
use crate::state::Ended;
use crate::state::Standing;

/// The kind of the fact by which lists are taken up.
const PUT: &str = "alert.put";

/// What a list's alert is here.
#[derive(Debug)]
pub(super) enum Class {
    New(Alert),
    Changed(Alert),
    Unchanged,
    /// A person has the last word.
    Kept,
    /// It was erased, and the list does not bring it back.
    Erased,
    /// Another feed holds it.
    Claimed,
}

/// How alerts are compared in a run.
pub(super) struct Comparison<'a> {
    pub(super) feed: &'a FeedId,
    /// Whether the alerts' dates are those of reading.
    pub(super) foreign: bool,
    /// Alerts for which the list has the last word, by a person's decision.
    pub(super) take: &'a HashSet<AlertId>,
}

impl Services {
    /// What an alert is, and its ordinal where it has one. Reads the disk.
    pub(super) fn classed(
        &self,
        how: &Comparison<'_>,
        alert: Alert,
    ) -> Result<(Option<Ordinal>, Class), Refusal> {
        let Some(standing) = self.state.standing(&alert.id).map_err(unreadable)? else {
            return Ok((None, Class::New(alert)));
        };
        let ordinal = Some(standing.ordinal);
        let class = match &standing.held {
            Some(other) if other != how.feed => {
                tracing::warn!(feed = %how.feed, alert = %alert.id, holder = %other, "two feeds claim an alert");
                Class::Claimed
            }
            _ if standing.digest.is_none() => self.ended(how, alert, standing.ended),
            Some(_) => self.held(how, alert, &standing)?,
            None => self.unheld(how, alert)?,
        };
        Ok((ordinal, class))
    }

    /// An alert that does not stand.
    fn ended(&self, how: &Comparison<'_>, alert: Alert, ended: Option<Ended>) -> Class {
        match listed::barred(ended, &alert, self.now()) {
            Some(_) if how.take.contains(&alert.id) => Class::New(alert),
            Some(Barred::Withdrawn) => Class::Kept,
            Some(Barred::Erased) => Class::Erased,
            None => Class::New(alert),
        }
    }

    fn held(&self, how: &Comparison<'_>, alert: Alert, standing: &Standing) -> Result<Class, Refusal> {
        let taken = how.take.contains(&alert.id);
        if listed::is_as_it_stands(standing, &alert)? {
            return Ok(Class::Unchanged);
        }
        if taken {
            return Ok(Class::Changed(alert));
        }
        if !how.foreign {
            return Ok(if standing.as_put {
                Class::Changed(alert)
            } else {
                Class::Kept
            });
        }
        let Some(stored) = self.state.alert(&alert.id).map_err(unreadable)? else {
            return Ok(Class::Kept);
        };
        if standing.as_put {
            let put = listed::reread(&stored.alert, alert);
            return Ok(put.map_or(Class::Unchanged, Class::Changed));
        }
        // A person who only gave it another day of review has not said who it is about.
        let same = listed::same_but_days(&stored.alert, &alert);
        Ok(if same { Class::Unchanged } else { Class::Kept })
    }

    /// An alert that stands and that no feed holds.
    fn unheld(&self, how: &Comparison<'_>, alert: Alert) -> Result<Class, Refusal> {
        let last = self.journal.stream(&alert_stream(&alert.id), 1);
        let last = last.map_err(|_| Refusal::Internal("the journal cannot be read"))?;
        let imported = last.last().is_some_and(|fact| fact.kind == PUT);
        if !imported && !how.take.contains(&alert.id) {
            return Ok(Class::Kept);
        }
        let stored = self.state.alert(&alert.id).map_err(unreadable)?;
        let put = match stored {
            Some(stored) if how.foreign => {
                listed::reread(&stored.alert, alert.clone()).unwrap_or(stored.alert)
            }
            _ => alert,
        };
        Ok(Class::Changed(put))
    }
}

pub(super) fn unreadable(_: state::StateError) -> Refusal {
    Refusal::Internal("the state cannot be read")
}
