//! Figures of quality: recall by rank, recall at a fixed rate of false alarms, by kind.
//!
//! Uses `labelled`, `rank`. A false alarm is a negative query with any candidate at or above the
//! threshold; a query is found at it when an expected person stands there among the first five.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use crate::domain::query::Level;
use crate::domain::verdict::Grade;
use crate::matching::Probe;

use super::labelled::Question;
use super::rank::Ranker;
use super::rank::Scratch;

/// Candidates below this probability are not kept with an answer.
const KEPT: f64 = 0.01;

/// A candidate of a query.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Probability that it is the person.
    pub score: f64,
    /// Its grade; `None` is below the threshold.
    pub grade: Option<Grade>,
    /// Whether it is an expected person.
    pub right: bool,
}

/// What became of one query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its number.
    pub id: String,
    /// Kind of difficulty.
    pub kind: String,
    /// Rank of the first expected person, from 0.
    pub rank: Option<usize>,
    /// Probability of that person.
    pub found: f64,
    /// Number and probability of the best other, or for a negative of the best.
    pub other: Option<(String, f64)>,
    /// Candidates at or above the grade `possible`.
    pub candidates: usize,
    /// Candidates of a probability of a hundredth or more, best first.
    pub shown: Vec<Candidate>,
    /// Records scored.
    pub scored: usize,
    /// Postings read.
    pub postings: usize,
    /// Whether the wide pass was needed.
    pub wide: bool,
    /// Time it took.
    pub took: Duration,
}

/// How records are fetched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fetch {
    /// By keys, as the service does.
    Keys,
    /// All of them.
    All,
}

/// Asks every question; `ids` are the numbers of the ranker's persons by their places.
#[must_use]
pub fn ask<I: AsRef<str>>(ids: &[I], ranker: &Ranker, questions: &[Question], fetch: Fetch) -> Vec<Answer> {
    let mut scratch = Scratch::default();
    questions
        .iter()
        .map(|question| answer(ids, ranker, question, fetch, &mut scratch))
        .collect()
}

fn answer<I: AsRef<str>>(
    ids: &[I],
    ranker: &Ranker,
    question: &Question,
    fetch: Fetch,
    scratch: &mut Scratch,
) -> Answer {
    let start = Instant::now();
    let probe = Probe::of(&question.sought, Level::Standard);
    let (ranked, cost) = match fetch {
        Fetch::Keys => ranker.rank(&probe, scratch),
        Fetch::All => (ranker.scan(&probe), super::rank::Cost::default()),
    };
    let took = start.elapsed();
    let named: Vec<(&str, Candidate)> = ranked
        .iter()
        .filter_map(|(place, score)| {
            let id = ids.get(usize::try_from(*place).ok()?)?.as_ref();
            let candidate = Candidate {
                score: score.probability(),
                grade: score.grade(),
                right: question.expected.iter().any(|expected| expected == id),
            };
            Some((id, candidate))
        })
        .filter(|(id, _)| !question.ignored.iter().any(|ignored| ignored == id))
        .collect();
    let rank = named.iter().position(|(_, candidate)| candidate.right);
    Answer {
        id: question.id.clone(),
        kind: question.kind.clone(),
        rank,
        found: rank
            .and_then(|rank| named.get(rank))
            .map_or(0.0, |(_, candidate)| candidate.score),
        other: named
            .iter()
            .find(|(_, candidate)| !candidate.right)
            .map(|(id, candidate)| ((*id).to_owned(), candidate.score)),
        candidates: named
            .iter()
            .filter(|(_, candidate)| candidate.grade.is_some())
            .count(),
        shown: named
            .iter()
            .map(|(_, candidate)| *candidate)
            .filter(|candidate| candidate.score >= KEPT || candidate.grade.is_some())
            .collect(),
        scored: cost.scored,
        postings: cost.postings,
        wide: cost.wide,
        took,
    }
}

/// Share of queries whose expected person is among the first `rank`.
#[must_use]
pub fn recall(answers: &[Answer], rank: usize) -> f64 {
    share(answers, |answer| answer.rank.is_some_and(|place| place < rank))
}

/// The least threshold at which no more than `rate` of the negatives raise an alarm.
#[must_use]
pub fn threshold(negatives: &[Answer], rate: f64) -> f64 {
    let mut best: Vec<f64> = negatives
        .iter()
        .map(|answer| answer.other.as_ref().map_or(0.0, |(_, score)| *score))
        .collect();
    best.sort_by(|a, b| b.total_cmp(a));
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let allowed = (best.len() as f64 * rate).floor() as usize;
    best.get(allowed).copied().unwrap_or_default() + f64::EPSILON
}

/// Share of queries found at a threshold.
#[must_use]
pub fn recall_at(answers: &[Answer], threshold: f64) -> f64 {
    share(answers, |answer| {
        answer.rank.is_some_and(|rank| rank < 5) && answer.found >= threshold
    })
}

/// Share of negatives with a candidate graded `possible` or better.
#[must_use]
pub fn false_alarms(negatives: &[Answer]) -> f64 {
    share(negatives, |answer| answer.candidates > 0)
}

/// Answers by kind.
#[must_use]
pub fn by_kind(answers: &[Answer]) -> BTreeMap<&str, Vec<Answer>> {
    let mut kinds: BTreeMap<&str, Vec<Answer>> = BTreeMap::new();
    for answer in answers {
        kinds
            .entry(answer.kind.as_str())
            .or_default()
            .push(answer.clone());
    }
    kinds
}

/// The time that a share of them stayed within.
#[must_use]
pub fn time(times: &[Duration], share: f64) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let place = (times.len().saturating_sub(1) as f64 * share).round() as usize;
    times.get(place).copied().unwrap_or_default()
}

fn share(answers: &[Answer], holds: impl Fn(&Answer) -> bool) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let part = answers.iter().filter(|answer| holds(answer)).count() as f64 / answers.len().max(1) as f64;
    part
}
