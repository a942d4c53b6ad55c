//! Readiness, part by part: what `/readyz` says and the gauges show.
//!
//! Uses the rooms below. A part that is not ready takes the gateway out of service; a warning only
//! asks for a person.

use std::time::Duration;

use super::Services;
use super::refusal::NotReady;
use crate::audit::Record;
use crate::storage::Condition;

/// How a part fares.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fit {
    /// Well.
    Ready,
    /// It serves, but somebody should look at it.
    Warning,
    /// It does not serve, and so the gateway does not.
    NotReady,
}

/// A part of the gateway and how it fares.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Part {
    /// Which: `index`.
    pub part: &'static str,
    /// How it fares.
    pub fit: Fit,
    /// A stable word for it, `ok` when all is well.
    pub code: &'static str,
    /// The same for a person, with figures.
    pub text: String,
}

impl Part {
    /// A part that fares well.
    #[must_use]
    pub fn ok(part: &'static str, text: impl Into<String>) -> Self {
        Self::new(part, Fit::Ready, "ok", text)
    }

    /// A part.
    #[must_use]
    pub fn new(part: &'static str, fit: Fit, code: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            part,
            fit,
            code,
            text,
        }
    }
}

impl Services {
    /// The parts that answers hang on.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        vec![
            self.node_part(),
            self.journal_part(),
            self.state_part(),
            self.audit_part(),
            self.index_part(),
        ]
    }

    fn node_part(&self) -> Part {
        if self.is_stopping() {
            Part::new(
                "node",
                Fit::NotReady,
                NotReady::Stopping.code(),
                "the gateway is stopping",
            )
        } else {
            Part::ok("node", "running")
        }
    }

    fn journal_part(&self) -> Part {
        let head = self.positions().journal;
        match *self.journal.condition().borrow() {
            Condition::Sound => Part::ok("journal", format!("at position {head}")),
            // Searches do not need it.
            Condition::Full => Part::new(
                "journal",
                Fit::Warning,
                "full",
                format!("no room at position {head}: changes are refused"),
            ),
            Condition::Broken => broken("journal"),
        }
    }

    fn state_part(&self) -> Part {
        let at = self.positions();
        if self.progress.broken() {
            return broken("state");
        }
        Part::ok("state", format!("at position {} of {}", at.state, at.journal))
    }

    fn audit_part(&self) -> Part {
        match *self.audit.condition().borrow() {
            Condition::Sound => Part::ok("audit", format!("{} records", self.audit.leaves())),
            Condition::Full => Part::new(
                "audit",
                Fit::NotReady,
                "full",
                "no room for a record, and no answer leaves without one",
            ),
            Condition::Broken => broken("audit"),
        }
    }

    fn index_part(&self) -> Part {
        let at = self.positions();
        let mut text = format!("at position {} of {}", at.index, at.journal);
        let rebuilding = self.rebuilding();
        if let Some(run) = rebuilding.run {
            text = format!(
                "{text}; another is built beside it, at {} of {}",
                run.position, run.of
            );
        }
        match self.progress.check(at.index, at.journal, self.config.index.stale) {
            // What answers was checked when it was loaded, so answers are true.
            Ok(()) => match rebuilding.damaged {
                Some(what) => {
                    let text = format!("damaged on the disk ({what}) and rebuilt by itself, {text}");
                    Part::new("index", Fit::Warning, "index-damaged", text)
                }
                None => Part::ok("index", text),
            },
            Err(reason) => Part::new("index", Fit::NotReady, reason.code(), format!("{reason}, {text}")),
        }
    }

    /// For how long the index has been behind the journal; zero when it is level.
    #[must_use]
    pub fn index_lag(&self) -> Duration {
        let at = self.positions();
        if at.index >= at.journal {
            return Duration::ZERO;
        }
        let level_at = self.progress.level_at().unwrap_or(self.opened);
        level_at.elapsed()
    }

    /// Writes a record if the last one found no room. Where answers have stopped, nobody would notice
    /// that there is room again.
    pub async fn try_audit(&self) {
        if *self.audit.condition().borrow() != Condition::Full {
            return;
        }
        let record = Record {
            time: self.now(),
            actor: "gateway".to_owned(),
            address: None,
            request: self.number(),
            action: "record",
            outcome: "recovered".to_owned(),
            body: serde_json::json!({}),
            answer: None,
        };
        match self.audit.commit(record).await {
            Ok(_) => tracing::info!("the audit log can be written again"),
            Err(error) => tracing::debug!(%error, "the audit log still cannot be written"),
        }
    }

    /// Sets the gauges of how far each part is: called when somebody asks for the metrics.
    pub fn gauge(&self) {
        let at = self.positions();
        let snapshot = self.index.snapshot();
        let facts = at.journal.0.saturating_sub(at.index.0);
        metrics::gauge!("lookout_journal_position").set(at.journal.0 as f64);
        metrics::gauge!("lookout_state_position").set(at.state.0 as f64);
        metrics::gauge!("lookout_index_position").set(at.index.0 as f64);
        metrics::gauge!("lookout_index_lag_facts").set(facts as f64);
        metrics::gauge!("lookout_index_lag_seconds").set(self.index_lag().as_secs_f64());
        let run = self
            .rebuilding()
            .run
            .map_or((0, 0), |run| (run.position.0, run.of.0));
        metrics::gauge!("lookout_index_rebuild_position").set(run.0 as f64);
        metrics::gauge!("lookout_index_rebuild_of").set(run.1 as f64);
        metrics::gauge!("lookout_index_segments").set(snapshot.segments() as f64);
        metrics::gauge!("lookout_index_entries").set(snapshot.len() as f64);
        metrics::gauge!("lookout_alerts").set(self.state.alerts().len() as f64);
        metrics::gauge!("lookout_audit_leaves").set(self.audit.leaves() as f64);
    }
}

fn broken(part: &'static str) -> Part {
    Part::new(
        part,
        Fit::NotReady,
        NotReady::Failed.code(),
        "a disk has failed under it; the process is about to end",
    )
}
