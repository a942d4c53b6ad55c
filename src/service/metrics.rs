//! What is counted and timed on the way of a request: handles made once, so that the way itself does
//! no look-up by name.
//!
//! Uses nothing of the house. `server::METRICS` says what each means. No lock is waited for.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;
use std::time::Instant;

use arc_swap::ArcSwap;
use metrics::Counter;
use metrics::Histogram;
use tracing::Instrument;
use tracing::Span;

use crate::domain::verdict::Outcome;

/// The target of spans that make traces; no line of the log has it.
pub const TRACE: &str = "trace";

/// A step of a query: its histogram `lookout_search_step_seconds{step}` and its span.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// From the proved key to the permit.
    Admit,
    /// The body read and understood.
    Body,
    /// Waiting for a turn.
    Wait,
    /// The index asked for candidates, each pass.
    Propose,
    /// Candidates compared, each pass.
    Score,
    /// What is shown explained.
    Explain,
    /// The answer in the form that its receipt commits to.
    Canonical,
    /// The record made durable.
    Audit,
    /// The answer written.
    Reply,
}

macro_rules! steps {
    ($($step:ident $word:literal),*) => {
        impl Step {
            /// All of them, in their order.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$step, $word)),*];

            /// A span of the request's trace; costs next to nothing where traces are off.
            #[must_use]
            pub fn span(self) -> Span {
                match self {
                    $(Self::$step => tracing::trace_span!(target: TRACE, $word),)*
                }
            }
        }
    };
}

steps! {
    Admit "admit", Body "body", Wait "wait", Propose "propose", Score "score", Explain "explain",
    Canonical "canonical", Audit "audit", Reply "reply"
}

/// Counters of one name that differ in a label's value, which is made of few and known ones.
#[derive(Debug)]
pub struct Counters<K> {
    made: ArcSwap<HashMap<K, Counter>>,
}

impl<K> Default for Counters<K> {
    fn default() -> Self {
        Self {
            made: ArcSwap::from_pointee(HashMap::new()),
        }
    }
}

impl<K: Clone + Eq + Hash> Counters<K> {
    /// Adds one to the counter of `key`, which `make` makes the first time.
    pub fn add(&self, key: K, make: impl FnOnce(&K) -> Counter) {
        if let Some(counter) = self.made.load().get(&key) {
            return counter.increment(1);
        }
        let counter = make(&key);
        counter.increment(1);
        self.made.rcu(|made| {
            let mut made = HashMap::clone(made);
            made.insert(key.clone(), counter.clone());
            made
        });
    }
}

/// The handles of the use cases.
#[derive(Debug)]
pub struct Metrics {
    steps: [Histogram; Step::ALL.len()],
    verdicts: [Counter; 3],
    refusals: Counters<&'static str>,
    pub(super) search: Histogram,
    pub(super) postings: Histogram,
}

impl Default for Metrics {
    /// Call it after the recorder was installed: handles made before count nothing.
    fn default() -> Self {
        let mut words = Step::ALL.iter().map(|(_, word)| *word);
        let step = |_| metrics::histogram!("lookout_search_step_seconds", "step" => words.next().unwrap_or_default());
        let verdict = |outcome| metrics::counter!("lookout_searches_total", "outcome" => word(outcome));
        Self {
            steps: [(); Step::ALL.len()].map(step),
            verdicts: [Outcome::NoHit, Outcome::Candidates, Outcome::Hit].map(verdict),
            refusals: Counters::default(),
            search: metrics::histogram!("lookout_search_seconds"),
            postings: metrics::histogram!("lookout_search_postings"),
        }
    }
}

impl Metrics {
    /// Records how long a step took.
    pub fn took(&self, step: Step, time: Duration) {
        if let Some(histogram) = self.steps.get(step as usize) {
            histogram.record(time);
        }
    }

    /// Runs a step.
    pub fn run<T>(&self, step: Step, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = step.span().in_scope(work);
        self.took(step, started.elapsed());
        done
    }

    /// Waits for a step.
    pub async fn wait<T>(&self, step: Step, work: impl Future<Output = T>) -> T {
        let started = Instant::now();
        let done = work.instrument(step.span()).await;
        self.took(step, started.elapsed());
        done
    }

    pub(super) fn answered(&self, outcome: Outcome) {
        let [no_hit, candidates, hit] = &self.verdicts;
        let counter = match outcome {
            Outcome::NoHit => no_hit,
            Outcome::Candidates => candidates,
            Outcome::Hit => hit,
        };
        counter.increment(1);
    }

    pub(super) fn refused(&self, code: &'static str) {
        self.refusals.add(
            code,
            |code| metrics::counter!("lookout_refusals_total", "code" => *code),
        );
    }
}

/// A verdict's outcome in one word, as the answer, the audit log and the metrics have it.
pub(super) const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoHit => "no_hit",
        Outcome::Candidates => "candidates",
        Outcome::Hit => "hit",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_the_histogram_of_its_own_word() {
        for (place, (step, _)) in Step::ALL.iter().enumerate() {
            assert_eq!(*step as usize, place);
        }
        let words: Vec<_> = Step::ALL.iter().map(|(_, word)| *word).collect();
        assert_eq!(
            words,
            [
                "admit",
                "body",
                "wait",
                "propose",
                "score",
                "explain",
                "canonical",
                "audit",
                "reply"
            ]
        );
    }

    #[test]
    fn a_counter_is_made_once_for_each_key() {
        let counters = Counters::default();
        let mut made = 0;
        for key in ["a", "b", "a", "a"] {
            counters.add(key, |_| {
                made += 1;
                Counter::noop()
            });
        }
        assert_eq!(made, 2);
    }
}
