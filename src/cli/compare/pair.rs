//! Two persons to be compared, as a line or the options tell of them, and what comes out.
//!
//! Uses `matching`. The first is taken for the one asked for, the second for the one listed; the same
//! path as a search's explanation, without an index.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::Error;
use serde::de::SeqAccess;
use serde::de::Visitor;

use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::person::PersonStatus;
use crate::domain::person::Sex;
use crate::domain::query::Level;
use crate::domain::query::MAX_QUERY_NATIONALITIES;
use crate::domain::query::QueryName;
use crate::domain::query::SoughtPerson;
use crate::domain::text::Text;
use crate::domain::verdict::Agreement;
use crate::domain::verdict::Field;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Reason;
use crate::matching::Explanation;
use crate::matching::Probe;
use crate::matching::explain;

/// What is known of the two.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    pub(super) a: Text,
    pub(super) b: Text,
    #[serde(default)]
    pub(super) a_born: Option<BirthDate>,
    #[serde(default)]
    pub(super) b_born: Option<BirthDate>,
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) a_nationality: Vec<Country>,
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) b_nationality: Vec<Country>,
    #[serde(default)]
    pub(super) a_sex: Option<Sex>,
    #[serde(default)]
    pub(super) b_sex: Option<Sex>,
}

/// What comparing them gave.
#[derive(Debug, Serialize)]
pub(super) struct Compared {
    /// Probability that they are one person.
    pub(super) score: f64,
    /// Its grade; `None` is below the threshold.
    pub(super) grade: Option<Grade>,
    /// Log-odds before anything was compared; with the contributions it is logit(score).
    pub(super) base: f64,
    /// Each field that was compared.
    pub(super) reasons: Vec<Said>,
    /// Whether a bound cut something of the first name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) truncated: bool,
}

/// What a field says.
#[derive(Debug, Serialize)]
pub(super) struct Said {
    pub(super) field: Field,
    pub(super) outcome: Agreement,
    /// Why.
    pub(super) codes: Vec<Reason>,
    /// Log-odds added.
    pub(super) contribution: f64,
    /// What was compared; for one pair, not for lines, where both stand in the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) a: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) b: Option<String>,
}

impl Pair {
    /// Compares the two.
    pub(super) fn compare(self, level: Level) -> Compared {
        let sought = SoughtPerson {
            names: vec![QueryName {
                form: NameForm::Whole(self.a),
                truncated: false,
            }],
            birth_date: self.a_born,
            nationalities: self.a_nationality,
            sex: self.a_sex,
            documents: Vec::new(),
        };
        let listed = Person {
            names: vec![PersonName {
                kind: NameKind::Primary,
                form: NameForm::Whole(self.b),
                script: None,
            }],
            birth_dates: self.b_born.into_iter().collect(),
            birth_places: Vec::new(),
            sex: self.b_sex,
            nationalities: self.b_nationality,
            documents: Vec::new(),
            description: None,
            photos: Vec::new(),
            status: PersonStatus::Other,
        };
        let probe = Probe::of(&sought, level);
        Compared::of(explain(&probe, &sought, &listed), probe.truncated())
    }
}

impl Compared {
    fn of(explanation: Explanation, truncated: bool) -> Self {
        let said = explanation.matched.into_iter().map(|matched| Said {
            field: matched.field,
            outcome: matched.outcome,
            codes: matched.reasons,
            contribution: matched.contribution,
            a: Some(matched.query),
            b: matched.alert,
        });
        Self {
            score: explanation.score,
            grade: explanation.grade,
            base: explanation.base,
            reasons: said.collect(),
            truncated,
        }
    }

    /// Without what was compared.
    pub(super) fn without_texts(mut self) -> Self {
        for said in &mut self.reasons {
            (said.a, said.b) = (None, None);
        }
        self
    }
}

/// `"NL"`, `["NL", "BE"]` or null.
fn one_or_more<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<Country>, D::Error> {
    reader.deserialize_any(Countries)
}

struct Countries;

impl<'de> Visitor<'de> for Countries {
    type Value = Vec<Country>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a country's code or a list of at most 6")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, code: &str) -> Result<Self::Value, E> {
        code.parse().map(|country| vec![country]).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut countries = Vec::new();
        while let Some(country) = list.next_element()? {
            if countries.len() == MAX_QUERY_NATIONALITIES {
                return Err(A::Error::custom("must have at most 6 nationalities"));
            }
            countries.push(country);
        }
        Ok(countries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(line: &str) -> Compared {
        let pair: Pair = serde_json::from_str(line).unwrap();
        pair.compare(Level::Standard)
    }

    #[test]
    fn base_and_contributions_add_up_to_the_score() {
        let found = compared(
            r#"{"a":"Jansen, Pieter","b":"Pieter Janssen","a_born":"1980-05-17","b_born":"1980-05-17","a_nationality":"NL","b_nationality":["BE","NL"]}"#,
        );
        let sum: f64 = found.base + found.reasons.iter().map(|said| said.contribution).sum::<f64>();
        assert!((1.0 / (1.0 + (-sum).exp()) - found.score).abs() < 1e-12);
        assert_eq!(found.grade, Some(Grade::Strong));
        let fields: Vec<Field> = found.reasons.iter().map(|said| said.field).collect();
        assert_eq!(fields, [Field::Name, Field::BirthDate, Field::Nationality]);
    }

    #[test]
    fn a_nationality_is_a_code_a_list_or_null_and_nothing_else() {
        let line = |nationality: &str| format!(r#"{{"a":"A","b":"B","a_nationality":{nationality}}}"#);
        for good in ["\"NL\"", "[\"NL\",\"BE\"]", "[]", "null"] {
            assert!(serde_json::from_str::<Pair>(&line(good)).is_ok(), "{good}");
        }
        for bad in [
            "7",
            "\"Holland\"",
            "[7]",
            r#"["NL","NL","NL","NL","NL","NL","NL"]"#,
        ] {
            assert!(serde_json::from_str::<Pair>(&line(bad)).is_err(), "{bad}");
        }
    }
}
