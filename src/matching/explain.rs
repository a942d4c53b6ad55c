//! Why a candidate is one, field by field; built only for what is returned.
//!
//! Uses `score`: the same figures by the same path. `base` and the contributions add up to the
//! logit of `score`, so anyone can check; the same query and person give the same bytes.

use crate::domain::document::DocumentKind;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::query::Level;
use crate::domain::query::SoughtPerson;
use crate::domain::verdict::Agreement;
use crate::domain::verdict::Field;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Matched;
use crate::domain::verdict::Outcome;
use crate::domain::verdict::Reason;

use super::compare::How;
use super::probe::Probe;
use super::record::Record;
use super::record_ref::RecordRef;
use super::score::BestName;
use super::score::Evidence;
use super::score::Said;
use super::score::grade;
use super::score::makes_hit;
use super::score::probability;
use super::weights::BASE;

/// A score with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Probability that it is the same person.
    pub score: f64,
    /// Log-odds before anything was compared.
    pub base: f64,
    /// Its grade; `None` is below the threshold.
    pub grade: Option<Grade>,
    /// Whether an identifier matched.
    pub identifier: bool,
    /// Whether a second field beside the name agrees.
    pub second_field: bool,
    /// Whether nothing but the name speaks for it.
    pub name_only: bool,
    /// Each compared field.
    pub matched: Vec<Matched>,
}

/// Explains the score of a person.
#[must_use]
pub fn explain(probe: &Probe, sought: &SoughtPerson, person: &Person) -> Explanation {
    let packed = Record::of(person).pack().unindexed();
    let evidence = RecordRef::read(packed.packed())
        .map_or_else(Evidence::default, |record| Evidence::of(probe, &record));
    let values = evidence.values();
    let total = evidence.total();
    let [name, date, document, nationality, sex] = values;
    let matched = [
        evidence
            .name
            .and_then(|best| name_field(probe, sought, person, &best, name)),
        field(Field::BirthDate, evidence.date, date, || {
            dates(sought, person, evidence.date)
        }),
        field(Field::Document, evidence.document, document, || {
            documents(sought, person)
        }),
        field(Field::Nationality, evidence.nationality, nationality, || {
            nationalities(sought, person)
        }),
        field(Field::Sex, evidence.sex, sex, || sexes(sought, person)),
    ];
    let score = probability(total);
    let identifier = evidence.identifier();
    let second_field = evidence.second_field();
    Explanation {
        score,
        base: BASE,
        grade: grade(score, probe.level, identifier),
        identifier,
        second_field,
        name_only: !identifier && !second_field,
        matched: matched.into_iter().flatten().collect(),
    }
}

impl Explanation {
    /// Whether this candidate alone makes a hit, as [`Score::hit`](super::Score::hit) says it.
    #[must_use]
    pub fn hit(&self) -> bool {
        makes_hit(self.grade, self.identifier, self.second_field)
    }
}

/// What the candidates amount to: a hit when an identifier matched, or one is strong with an agreeing
/// second field; candidates when there is any other; else none.
#[must_use]
pub fn outcome(candidates: &[Explanation]) -> Outcome {
    if candidates.iter().any(Explanation::hit) {
        Outcome::Hit
    } else if candidates.iter().any(|candidate| candidate.grade.is_some()) {
        Outcome::Candidates
    } else {
        Outcome::NoHit
    }
}

fn field(
    field: Field,
    said: Said,
    contribution: f64,
    texts: impl Fn() -> (String, Option<String>),
) -> Option<Matched> {
    let (reason, _) = said?;
    let (query, alert) = texts();
    Some(Matched {
        field,
        query,
        alert,
        outcome: agreement(contribution),
        reasons: vec![reason],
        contribution,
    })
}

fn agreement(contribution: f64) -> Agreement {
    if contribution > 0.0 {
        Agreement::Agrees
    } else if contribution < 0.0 {
        Agreement::Differs
    } else {
        Agreement::Neutral
    }
}

fn name_field(
    probe: &Probe,
    sought: &SoughtPerson,
    person: &Person,
    best: &BestName,
    contribution: f64,
) -> Option<Matched> {
    let prepared = probe.names.get(best.query)?;
    let query = sought.names.get(prepared.source)?;
    let alert = person.names.get(best.record)?;
    let parts = prepared.tokens.len();
    Some(Matched {
        field: Field::Name,
        query: query.form.display(),
        alert: Some(alert.form.display()),
        outcome: agreement(contribution),
        reasons: name_reasons(best, parts, probe.level),
        contribution,
    })
}

fn name_reasons(best: &BestName, parts: usize, level: Level) -> Vec<Reason> {
    let alignment = &best.alignment;
    let how = alignment.how.get(..parts).unwrap_or_default();
    let any = |wanted: How| how.contains(&wanted);
    let nothing_agrees = how.iter().all(|how| *how == How::Nothing);
    let spelt = any(How::Edited) || (any(How::Folded) && !alignment.transliterated && level != Level::Exact);
    let weak = best.kind == NameKind::AliasLow as u8;
    let primary = best.kind == NameKind::Primary as u8;
    [
        (alignment.exact && !alignment.transliterated, Reason::SameName),
        (
            alignment.transliterated && !nothing_agrees,
            Reason::Transliteration,
        ),
        (spelt, Reason::SpellingVariant),
        (any(How::Equivalent), Reason::GivenNameEquivalent),
        (any(How::Skeleton), Reason::SoundsAlike),
        (alignment.reordered, Reason::OtherOrder),
        (any(How::Initial), Reason::Initial),
        (any(How::Joined), Reason::JoinedParts),
        (any(How::Prefix), Reason::Truncated),
        (alignment.query_part_missing, Reason::QueryPartMissing),
        (alignment.record_part_missing, Reason::AlertPartMissing),
        (!weak && !primary, Reason::Alias),
        (weak, Reason::WeakAlias),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect()
}

fn dates(sought: &SoughtPerson, person: &Person, said: Said) -> (String, Option<String>) {
    let Some(date) = sought.birth_date else {
        return Default::default();
    };
    let ours = super::dates::Known::of(&date);
    let theirs = person
        .birth_dates
        .iter()
        .find(|theirs| Some(ours.compare(super::dates::Known::of(theirs))) == said);
    (date.to_string(), theirs.map(ToString::to_string))
}

fn documents(sought: &SoughtPerson, person: &Person) -> (String, Option<String>) {
    let keys: Vec<String> = person
        .documents
        .iter()
        .map(|document| document.number.key())
        .collect();
    let same = sought
        .documents
        .iter()
        .find(|document| keys.contains(&document.number.key()));
    let ours = same.or(sought.documents.first());
    let theirs = ours.and_then(|ours| {
        let equal = person
            .documents
            .iter()
            .find(|document| document.number.key() == ours.number.key());
        let alike = |document: &&crate::domain::document::Document| {
            document.kind == ours.kind || ours.kind == DocumentKind::Other
        };
        equal.or_else(|| person.documents.iter().find(alike))
    });
    let text = |document: &crate::domain::document::Document| document.number.as_str().to_owned();
    (ours.map(text).unwrap_or_default(), theirs.map(text))
}

fn nationalities(sought: &SoughtPerson, person: &Person) -> (String, Option<String>) {
    (codes(&sought.nationalities), Some(codes(&person.nationalities)))
}

fn codes(countries: &[crate::domain::country::Country]) -> String {
    let codes: Vec<&str> = countries
        .iter()
        .map(crate::domain::country::Country::code)
        .collect();
    codes.join(" ")
}

fn sexes(sought: &SoughtPerson, person: &Person) -> (String, Option<String>) {
    let text = |sex: crate::domain::person::Sex| format!("{sex:?}");
    (sought.sex.map(text).unwrap_or_default(), person.sex.map(text))
}
