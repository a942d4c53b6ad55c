//! The score: what each field says, added up.
//!
//! Uses `align`, `dates`, `weights`. Contributions are log-odds; above 8 the sum is bent so that
//! scores never saturate and still order the top.

use crate::domain::person::NameKind;
use crate::domain::query::Level;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Reason;

use super::align::Alignment;
use super::align::align;
use super::probe::Probe;
use super::record::document_kind;
use super::record_ref::RecordRef;
use super::weights::BASE;
use super::weights::DATES;
use super::weights::NAMES;
use super::weights::OTHERS;
use super::weights::POSSIBLE;
use super::weights::POSSIBLE_BROAD;
use super::weights::STRONG;
use crate::domain::document::DocumentKind;

/// Sums above this are bent, and none gets further than [`BEND`] + [`ROOM`].
const BEND: f64 = 8.0;
const ROOM: f64 = 5.0;

/// How well a record fits a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    log_odds: f64,
    level: Level,
    identifier: bool,
    second_field: bool,
}

impl Score {
    fn of(evidence: &Evidence, level: Level) -> Self {
        Self {
            log_odds: evidence.total(),
            level,
            identifier: evidence.identifier(),
            second_field: evidence.second_field(),
        }
    }

    /// Log-odds that it is the same person.
    #[must_use]
    pub const fn log_odds(&self) -> f64 {
        self.log_odds
    }

    /// Probability that it is the same person.
    #[must_use]
    pub fn probability(&self) -> f64 {
        probability(self.log_odds)
    }

    /// Its grade; `None` is below the threshold of the query's level.
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        grade(self.probability(), self.level, self.identifier)
    }

    /// Whether this candidate alone makes a hit: an identifier matched, or it is strong with an
    /// agreeing second field.
    #[must_use]
    pub fn hit(&self) -> bool {
        makes_hit(self.grade(), self.identifier, self.second_field)
    }
}

/// Scores a record.
#[must_use]
pub fn score(probe: &Probe, record: &RecordRef<'_>) -> Score {
    Score::of(&Evidence::of(probe, record), probe.level)
}

/// The score of a record that is a candidate; none of one that is not. Says the same as [`score`], and
/// looks at no names where they could not make up for the rest: nine strangers in ten are of another age.
#[must_use]
pub fn candidate(probe: &Probe, record: &RecordRef<'_>) -> Option<Score> {
    let mut evidence = Evidence::beside_names(probe, record);
    let most = evidence.total() + NAMES.most + NAMES.complete;
    grade(probability(most), probe.level, evidence.identifier())?;
    evidence.name = best_name(probe, record);
    let score = Score::of(&evidence, probe.level);
    score.grade().is_some().then_some(score)
}

/// The logistic of log-odds.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The grade of a probability.
pub(crate) fn grade(probability: f64, level: Level, identifier: bool) -> Option<Grade> {
    let possible = if level == Level::Broad {
        POSSIBLE_BROAD
    } else {
        POSSIBLE
    };
    if identifier || probability >= STRONG {
        Some(Grade::Strong)
    } else {
        (probability >= possible).then_some(Grade::Possible)
    }
}

/// Whether a candidate alone makes a hit: the one place that says what is more than a name.
pub(crate) fn makes_hit(grade: Option<Grade>, identifier: bool, second_field: bool) -> bool {
    identifier || (second_field && grade == Some(Grade::Strong))
}

/// Whether a record that agrees in one of several parts of the name can be a candidate at all.
pub(crate) fn one_part_is_enough(probe: &Probe) -> bool {
    let known = |known: bool, most: f64| if known { most } else { 0.0 };
    let most = NAMES.one_of_many
        + known(probe.date.is_some(), DATES.same_day)
        + known(!probe.nationalities.is_empty(), OTHERS.same_nationality)
        + known(probe.sex != 0, OTHERS.same_sex);
    grade(probability(BASE + most), probe.level, false).is_some()
}

/// What a field says: why, and how much.
pub(crate) type Said = Option<(Reason, f64)>;

/// The name that fits best.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BestName {
    /// Which name of the probe, each reading one.
    pub(crate) query: usize,
    /// Which name of the person, as entered.
    pub(crate) record: usize,
    /// What the name is to the person, as `NameKind as u8`.
    pub(crate) kind: u8,
    pub(crate) alignment: Alignment,
    pub(crate) value: f64,
}

/// What every field says, before bending.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) name: Option<BestName>,
    pub(crate) date: Said,
    pub(crate) document: Said,
    pub(crate) nationality: Said,
    pub(crate) sex: Said,
}

impl Evidence {
    /// Compares every field.
    pub(crate) fn of(probe: &Probe, record: &RecordRef<'_>) -> Self {
        Self {
            name: best_name(probe, record),
            ..Self::beside_names(probe, record)
        }
    }

    /// Compares every field but the names.
    fn beside_names(probe: &Probe, record: &RecordRef<'_>) -> Self {
        Self {
            name: None,
            date: best_date(probe, record),
            document: documents(probe, record),
            nationality: nationality(probe, record),
            sex: sex(probe, record),
        }
    }

    /// Contributions in the order of the fields: name, date, document, nationality, sex.
    pub(crate) fn values(&self) -> [f64; 5] {
        let of = |said: Said| said.map_or(0.0, |(_, value)| value);
        let plain = [
            self.name.map_or(0.0, |name| name.value),
            of(self.date),
            of(self.document),
            of(self.nationality),
            of(self.sex),
        ];
        let sum = BASE + plain.iter().sum::<f64>();
        if sum <= BEND {
            return plain;
        }
        let bent = BEND + ROOM * (1.0 - (-(sum - BEND) / ROOM).exp());
        let gains: f64 = plain.iter().filter(|value| **value > 0.0).sum();
        let share = (gains - (sum - bent)) / gains;
        plain.map(|value| if value > 0.0 { value * share } else { value })
    }

    /// Log-odds: the base and every contribution.
    pub(crate) fn total(&self) -> f64 {
        self.values().iter().fold(BASE, |sum, value| sum + value)
    }

    /// Whether a document of the same kind and issuer has the same number.
    pub(crate) fn identifier(&self) -> bool {
        self.document
            .is_some_and(|(reason, _)| reason == Reason::SameDocument)
    }

    /// Whether a second field beside the name agrees: a birth date or a document.
    pub(crate) fn second_field(&self) -> bool {
        let agrees = |said: Said| said.is_some_and(|(_, value)| value >= 1.0);
        agrees(self.date) || agrees(self.document)
    }
}

fn best_name(probe: &Probe, record: &RecordRef<'_>) -> Option<BestName> {
    let mut best: Option<BestName> = None;
    for (query, sought) in probe.names.iter().enumerate() {
        let mut entered = 0;
        for name in record.names() {
            entered += usize::from(!name.further);
            let alignment = align(sought, name, probe.level);
            let mut value = alignment.evidence;
            if name.kind == NameKind::AliasLow as u8 {
                value = if alignment.exact {
                    value.min(NAMES.weak_alias)
                } else {
                    NAMES.least
                };
            } else if name.kind != NameKind::Primary as u8 {
                value = (value + NAMES.alias).max(NAMES.least);
            }
            if best.is_none_or(|best| value > best.value) {
                best = Some(BestName {
                    query,
                    record: entered.saturating_sub(1),
                    kind: name.kind,
                    alignment,
                    value,
                });
            }
        }
    }
    best
}

fn best_date(probe: &Probe, record: &RecordRef<'_>) -> Said {
    let sought = probe.date?;
    record
        .dates()
        .map(|known| sought.compare(known))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn documents(probe: &Probe, record: &RecordRef<'_>) -> Said {
    let mut best: Said = None;
    for ours in &probe.documents {
        let kind = document_kind(ours.kind);
        let open = document_kind(DocumentKind::Other);
        for theirs in record.documents() {
            let known_kinds = kind != open && theirs.kind != open;
            let known_countries = ours.country != [0; 3] && theirs.country != [0; 3];
            let same_kind = kind == theirs.kind || !known_kinds;
            let same_country = ours.country == theirs.country || !known_countries;
            let said = if ours.number == theirs.number {
                if same_kind && same_country && ours.length >= 5 {
                    (Reason::SameDocument, OTHERS.same_document)
                } else {
                    (Reason::SameNumber, OTHERS.same_number)
                }
            } else if ours.confusable == theirs.confusable && same_kind && ours.length >= 6 {
                (Reason::ConfusableNumber, OTHERS.confusable_number)
            } else if kind == theirs.kind && known_kinds && known_countries && same_country {
                let personal = ours.kind == DocumentKind::NationalNumber;
                let value = if personal {
                    OTHERS.other_national_number
                } else {
                    OTHERS.other_document
                };
                (Reason::OtherDocument, value)
            } else {
                continue;
            };
            if best.is_none_or(|(_, value)| said.1 > value) {
                best = Some(said);
            }
        }
    }
    best
}

fn nationality(probe: &Probe, record: &RecordRef<'_>) -> Said {
    let known = record.nationalities();
    if probe.nationalities.is_empty() || known.is_empty() {
        return None;
    }
    if probe.nationalities.iter().any(|code| known.contains(code)) {
        return Some((Reason::SameNationality, OTHERS.same_nationality));
    }
    let born = probe
        .nationalities
        .iter()
        .any(|code| record.birth_countries().contains(code));
    (!born).then_some((Reason::OtherNationality, OTHERS.other_nationality))
}

fn sex(probe: &Probe, record: &RecordRef<'_>) -> Said {
    match (probe.sex, record.sex) {
        (0 | 3, _) | (_, 0 | 3) => None,
        (a, b) if a == b => Some((Reason::SameSex, OTHERS.same_sex)),
        _ => Some((Reason::OtherSex, OTHERS.other_sex)),
    }
}
