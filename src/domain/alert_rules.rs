//! Rules that an alert may break although each of its fields is well formed.
//!
//! Uses `alert`. All that are broken are told together, so that whoever mends an alert mends it once.

use std::collections::HashSet;

use super::alert::Alert;
use super::alert::Subject;
use super::photo::MAX_PHOTOS;

/// A rule that an alert breaks although each of its fields is well formed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadAlert {
    /// No name.
    #[error("subject.names: must have at least one name")]
    NoName,
    /// More names, dates or documents than a person can have.
    #[error("subject: must have at most 64 names, 16 birth dates, 16 nationalities and 64 documents")]
    TooMuch,
    /// More photographs than a person may have, or one twice.
    #[error("subject.photos: must have at most 16 photographs, each once")]
    Photos,
    /// Review before entry.
    #[error("review_due: must not be before the day the alert was entered")]
    ReviewBeforeEntry,
}

impl BadAlert {
    /// The field that is to be mended, the rule, and the fields that the rule looks at.
    #[must_use]
    pub const fn parts(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::NoName => ("subject.names", "must have at least one name", &["subject.names"]),
            Self::TooMuch => (
                "subject",
                "must have at most 64 names, 16 birth dates, 16 nationalities and 64 documents",
                &["subject"],
            ),
            Self::Photos => (
                "subject.photos",
                "must have at most 16 photographs, each once",
                &["subject.photos"],
            ),
            Self::ReviewBeforeEntry => (
                "review_due",
                "must not be before the day the alert was entered",
                &["review_due", "entered"],
            ),
        }
    }
}

impl Alert {
    /// Checks the rules that span fields.
    ///
    /// # Errors
    /// The first rule broken.
    pub fn check(&self) -> Result<(), BadAlert> {
        self.broken().next().map_or(Ok(()), Err)
    }

    /// All rules that it breaks.
    pub fn broken(&self) -> impl Iterator<Item = BadAlert> + use<> {
        let Subject::Person(person) = &self.subject;
        let too_much = person.names.len() > 64
            || person.birth_dates.len() > 16
            || person.nationalities.len() > 16
            || person.birth_places.len() > 16
            || person.documents.len() > 64;
        let photos: HashSet<_> = person.photos.iter().map(|photo| photo.sha256).collect();
        let rules = [
            (person.names.is_empty(), BadAlert::NoName),
            (too_much, BadAlert::TooMuch),
            (
                person.photos.len() > MAX_PHOTOS || photos.len() < person.photos.len(),
                BadAlert::Photos,
            ),
            (self.review_due < self.entered, BadAlert::ReviewBeforeEntry),
        ];
        rules
            .into_iter()
            .filter_map(|(broken, rule)| broken.then_some(rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rules_that_are_broken_are_told_and_in_the_words_of_the_error() {
        let json = r#"{"id":"BE-1","category":"missing","action":"protect","subject":{"type":"person","names":[],"birth_dates":["1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980","1980"],"status":"missing"},"owner":"BE-FEDPOL","entered":"2026-03-01","last_validated":"2026-03-01","review_due":"2006-03-01"}"#;
        let alert: Alert = serde_json::from_str(json).unwrap();
        let broken: Vec<BadAlert> = alert.broken().collect();
        assert_eq!(
            broken,
            [BadAlert::NoName, BadAlert::TooMuch, BadAlert::ReviewBeforeEntry]
        );
        assert_eq!(alert.check(), Err(BadAlert::NoName));
        for rule in broken {
            let (field, text, fields) = rule.parts();
            assert_eq!(rule.to_string(), format!("{field}: {text}"));
            assert!(fields.contains(&field));
        }
    }
}
