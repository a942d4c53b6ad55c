//! All figures of one evaluation, for a table, a program or a plot.
//!
//! Uses `figures`. Shares are between 0 and 1; what cannot be said without negatives is `None`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::figures::Answer;
use super::figures::Candidate;
use super::figures::by_kind;
use super::figures::false_alarms;
use super::figures::recall;
use super::figures::recall_at;
use super::figures::threshold;
use super::figures::time;
use crate::domain::verdict::Grade;
use crate::matching::POSSIBLE;

/// Rates of false alarms at which recall is told; 1.34 % lets four of three hundred through.
pub const RATES: [f64; 3] = [0.01, 0.0134, 0.05];

/// Upper bounds of the bins of scores.
const BINS: [f64; 9] = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.9, 0.97, 1.0];

/// The figures of one evaluation.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Queries asked.
    pub queries: usize,
    /// Share whose person is first, among the first five, and among the first fifty.
    pub recall: Recall,
    /// At the threshold of `possible`.
    pub possible: Working,
    /// At fixed rates of false alarms.
    pub at_false_alarms: Vec<Working>,
    /// Queries by kind of difficulty.
    pub kinds: BTreeMap<String, Kind>,
    /// What negatives gave.
    pub negatives: Option<Negatives>,
    /// How often a candidate of a grade is right; negatives count, where there are any.
    pub grades: Vec<Precision>,
    /// Predicted against observed by score.
    pub calibration: Vec<Bin>,
    /// What a query cost; negatives count.
    pub cost: Cost,
}

/// Recall by rank.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Recall {
    /// Share whose person is first.
    pub at_1: f64,
    /// Among the first five.
    pub at_5: f64,
    /// Among the first fifty.
    pub at_50: f64,
}

/// What a threshold gives.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Working {
    /// The rate of false alarms that was allowed, where the threshold was chosen by it.
    pub allowed: Option<f64>,
    /// The threshold.
    pub threshold: f64,
    /// Share of queries whose person stands there, among the first five.
    pub recall: f64,
    /// Share of negatives with a candidate there.
    pub false_alarms: Option<f64>,
}

/// Queries of one kind.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Kind {
    /// How many.
    pub queries: usize,
    /// Recall by rank.
    pub recall: Recall,
    /// Recall at the threshold of `possible`.
    pub possible: f64,
    /// Recall at the first of [`RATES`].
    pub at_one_percent: Option<f64>,
}

/// What negatives gave.
#[derive(Clone, Debug, Serialize)]
pub struct Negatives {
    /// How many were asked.
    pub queries: usize,
    /// Share with a candidate graded `possible` or better.
    pub false_alarms: f64,
    /// Candidates of the median one.
    pub candidates_median: usize,
    /// Number asked and share of false alarms, by kind.
    pub kinds: BTreeMap<String, (usize, f64)>,
}

/// How often a candidate of a grade is right.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Precision {
    /// The grade.
    pub grade: Grade,
    /// How many candidates have it.
    pub candidates: usize,
    /// Share of them that are expected; `None` when there are none.
    pub right: Option<f64>,
}

/// Candidates whose score lies in a bin.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Bin {
    /// Above this score.
    pub from: f64,
    /// At most this.
    pub to: f64,
    /// How many candidates.
    pub candidates: usize,
    /// Their mean score.
    pub predicted: f64,
    /// Share of them that are expected.
    pub observed: f64,
}

/// What a query cost.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cost {
    /// Mean time, microseconds.
    pub mean_us: f64,
    /// Half of the queries took no longer.
    pub p50_us: f64,
    /// Ninety-nine of a hundred took no longer.
    pub p99_us: f64,
    /// Mean of postings read.
    pub postings_mean: f64,
    /// Mean of records scored.
    pub scored_mean: f64,
    /// Share that needed the wide pass.
    pub wide: f64,
}

impl Report {
    /// Works out the figures of queries and, where there are any, negatives.
    #[must_use]
    pub fn of(found: &[Answer], negatives: Option<&[Answer]>) -> Self {
        let both: Vec<&Answer> = found.iter().chain(negatives.unwrap_or_default()).collect();
        let working = |allowed: Option<f64>, threshold: f64| Working {
            allowed,
            threshold,
            recall: recall_at(found, threshold),
            false_alarms: negatives.map(|negatives| alarms_at(negatives, threshold)),
        };
        let chosen = |rate: f64| Some(threshold(negatives?, rate));
        let one_percent = RATES.first().and_then(|rate| chosen(*rate));
        let kinds = by_kind(found).into_iter().map(|(kind, answers)| {
            let figures = Kind {
                queries: answers.len(),
                recall: by_rank(&answers),
                possible: recall_at(&answers, POSSIBLE),
                at_one_percent: one_percent.map(|threshold| recall_at(&answers, threshold)),
            };
            (kind.to_owned(), figures)
        });
        Self {
            queries: found.len(),
            recall: by_rank(found),
            possible: working(None, POSSIBLE),
            at_false_alarms: RATES
                .iter()
                .filter_map(|rate| Some(working(Some(*rate), chosen(*rate)?)))
                .collect(),
            kinds: kinds.collect(),
            negatives: negatives.map(of_negatives),
            grades: [Grade::Strong, Grade::Possible]
                .map(|grade| precision(&both, grade))
                .to_vec(),
            calibration: calibration(&both),
            cost: cost(&both),
        }
    }
}

/// Share of negatives with a candidate at or above a threshold.
#[must_use]
pub fn alarms_at(negatives: &[Answer], threshold: f64) -> f64 {
    let alarm = |answer: &&Answer| {
        answer
            .other
            .as_ref()
            .is_some_and(|(_, score)| *score >= threshold)
    };
    mean(negatives.iter().map(|answer| f64::from(u8::from(alarm(&answer)))))
}

fn by_rank(answers: &[Answer]) -> Recall {
    Recall {
        at_1: recall(answers, 1),
        at_5: recall(answers, 5),
        at_50: recall(answers, 50),
    }
}

fn of_negatives(negatives: &[Answer]) -> Negatives {
    let mut candidates: Vec<usize> = negatives.iter().map(|answer| answer.candidates).collect();
    candidates.sort_unstable();
    let kinds = by_kind(negatives).into_iter();
    Negatives {
        queries: negatives.len(),
        false_alarms: false_alarms(negatives),
        candidates_median: candidates.get(candidates.len() / 2).copied().unwrap_or_default(),
        kinds: kinds
            .map(|(kind, answers)| (kind.to_owned(), (answers.len(), false_alarms(&answers))))
            .collect(),
    }
}

fn precision(answers: &[&Answer], grade: Grade) -> Precision {
    let of_grade: Vec<&Candidate> = answers
        .iter()
        .flat_map(|answer| &answer.shown)
        .filter(|candidate| candidate.grade == Some(grade))
        .collect();
    Precision {
        grade,
        candidates: of_grade.len(),
        right: (!of_grade.is_empty()).then(|| right(&of_grade)),
    }
}

fn calibration(answers: &[&Answer]) -> Vec<Bin> {
    let mut from = 0.0;
    let mut bins = Vec::new();
    for to in BINS {
        let within: Vec<&Candidate> = answers
            .iter()
            .flat_map(|answer| &answer.shown)
            .filter(|candidate| candidate.score > from && candidate.score <= to)
            .collect();
        if !within.is_empty() {
            bins.push(Bin {
                from,
                to,
                candidates: within.len(),
                predicted: mean(within.iter().map(|candidate| candidate.score)),
                observed: right(&within),
            });
        }
        from = to;
    }
    bins
}

fn right(candidates: &[&Candidate]) -> f64 {
    mean(
        candidates
            .iter()
            .map(|candidate| f64::from(u8::from(candidate.right))),
    )
}

fn cost(answers: &[&Answer]) -> Cost {
    let microseconds = |time: Duration| time.as_secs_f64() * 1e6;
    let owned: Vec<Duration> = answers.iter().map(|answer| answer.took).collect();
    Cost {
        mean_us: mean(owned.iter().map(|took| microseconds(*took))),
        p50_us: microseconds(time(&owned, 0.5)),
        p99_us: microseconds(time(&owned, 0.99)),
        postings_mean: mean(answers.iter().map(|answer| count(answer.postings))),
        scored_mean: mean(answers.iter().map(|answer| count(answer.scored))),
        wide: mean(answers.iter().map(|answer| f64::from(u8::from(answer.wide)))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn count(count: usize) -> f64 {
    count as f64
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut many) = (0.0, 0.0);
    for value in values {
        sum += value;
        many += 1.0;
    }
    if many > 0.0 { sum / many } else { 0.0 }
}
