//! What a single alert must have to be entered, by category (DOMAIN 3.1: SIS, Reg. 2018/1862).
//!
//! Uses `alert`, `person`. For what people and feeds enter one at a time; lists are imported under
//! `alert_rules` alone, since real ones lack much of this. All that is missing is told together.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::alert::Action;
use super::alert::Alert;
use super::alert::Category;
use super::alert::Handling;
use super::alert::Subject;
use super::alert::Validity;
use super::person::PersonStatus;

/// What alerts of a category must have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Minimum {
    /// The actions that fit, the one of the law first; the others are weaker.
    pub actions: &'static [Action],
    /// The roles in which the person may be sought; none named: every one.
    pub statuses: &'static [PersonStatus],
    /// Whether a birth date is needed, a year at least (Art. 22).
    pub birth: bool,
    /// Whether the decision or law that it rests on is needed.
    pub basis: bool,
    /// Whether the offence is needed.
    pub offence: bool,
    /// Whether a state may refuse the action and have it flagged (Art. 24).
    pub flag: bool,
    /// Longest time from a validation to the next review, in years (Art. 53).
    pub years: i16,
}

impl Category {
    /// What an alert of this category must have to be entered.
    #[must_use]
    pub const fn minimum(self) -> Minimum {
        use Action as A;
        use PersonStatus as P;
        let least = Minimum {
            actions: &[],
            statuses: &[],
            birth: true,
            basis: false,
            offence: false,
            flag: false,
            years: 1,
        };
        let covert = Minimum {
            basis: true,
            offence: true,
            flag: true,
            statuses: &[P::Suspect, P::Convicted, P::Other],
            ..least
        };
        match self {
            Self::WantedForArrest => Minimum {
                actions: &[A::Arrest, A::ReportWhereabouts],
                statuses: &[P::Suspect, P::Convicted],
                basis: true,
                offence: true,
                flag: true,
                years: 5,
                ..least
            },
            Self::MissingToProtect => Minimum {
                actions: &[A::Protect, A::ReportWhereabouts],
                statuses: &[P::Missing, P::Victim],
                flag: true,
                years: 5,
                ..least
            },
            Self::Missing => Minimum {
                actions: &[A::ReportWhereabouts],
                statuses: &[P::Missing, P::Victim],
                flag: true,
                years: 5,
                ..least
            },
            Self::ChildAbductionRisk | Self::PreventTravel => Minimum {
                actions: &[A::PreventTravel, A::Protect, A::ReportWhereabouts],
                statuses: &[P::Victim, P::Missing, P::Other],
                basis: true,
                flag: true,
                ..least
            },
            Self::JudicialProcedure => Minimum {
                actions: &[A::ReportResidence, A::ReportWhereabouts],
                statuses: &[P::Suspect, P::Convicted, P::Witness, P::Victim],
                basis: true,
                years: 3,
                ..least
            },
            Self::SpecificCheck => Minimum {
                actions: &[A::SpecificCheck, A::InquiryCheck, A::DiscreetCheck],
                ..covert
            },
            Self::InquiryCheck => Minimum {
                actions: &[A::InquiryCheck, A::DiscreetCheck],
                ..covert
            },
            Self::DiscreetCheck => Minimum {
                actions: &[A::DiscreetCheck],
                ..covert
            },
            Self::Information => Minimum {
                actions: &[A::InformOwner, A::ReportWhereabouts, A::Identify],
                ..least
            },
            Self::Warning => Minimum {
                actions: &[A::InformOwner, A::Identify],
                ..least
            },
            Self::UnknownWanted => Minimum {
                actions: &[A::Identify],
                statuses: &[P::Suspect],
                birth: false,
                basis: true,
                offence: true,
                years: 3,
                ..least
            },
        }
    }

    /// The last day to which a review on `validated` may put the next one.
    #[must_use]
    pub fn longest_review(self, validated: Date) -> Date {
        validated
            .checked_add(self.minimum().years.years())
            .unwrap_or(Date::MAX)
    }
}

impl Minimum {
    /// Whether an action fits. Asking the contact point and verifying who it is are less than any other.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        matches!(action, Action::ContactSpoc | Action::VerifyIdentity) || self.actions.contains(&action)
    }
}

/// Something that an alert lacks, or has and may not have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unmet {
    /// The field to be mended.
    pub field: &'static str,
    /// The rule.
    pub rule: String,
    /// The fields that the rule looks at.
    pub fields: &'static [&'static str],
}

impl Alert {
    /// What keeps it from being entered on `today`, beyond the rules of every alert.
    #[must_use]
    pub fn unmet(&self, today: Date) -> Vec<Unmet> {
        let least = self.category.minimum();
        let Subject::Person(person) = &self.subject;
        let longest = self.category.longest_review(self.last_validated);
        let mut unmet = Vec::new();
        let mut rule = |broken: bool, fields: &'static [&'static str], rule: String| {
            if let (true, Some(field)) = (broken, fields.first()) {
                unmet.push(Unmet { field, rule, fields });
            }
        };
        let category = word(&self.category);
        let need = |what: &str| format!("must be given for {category}: {what}");
        rule(
            !least.allows(self.action),
            &["action", "category"],
            format!(
                "must fit {category}: {}, contact-spoc, verify-identity",
                words(least.actions)
            ),
        );
        rule(
            !least.statuses.is_empty() && !least.statuses.contains(&person.status),
            &["subject.status", "category"],
            format!("must fit {category}: {}", words(least.statuses)),
        );
        rule(
            least.birth && person.birth_dates.is_empty(),
            &["subject.birth_dates", "category"],
            need("a day, a month or a year"),
        );
        rule(
            least.basis && self.legal_basis.is_none(),
            &["legal_basis", "category"],
            need("the decision or law that it rests on"),
        );
        rule(
            least.offence && self.offence.is_none(),
            &["offence", "category"],
            need("the type of offence"),
        );
        rule(
            self.validity == Validity::Flagged && !least.flag,
            &["validity", "category"],
            format!("must not be flagged for {category}: no state refuses its action"),
        );
        rule(
            self.review_due > longest,
            &["review_due", "last_validated", "category"],
            format!(
                "must be at most {} years after last_validated for {category}: {longest}",
                least.years
            ),
        );
        rule(
            self.entered > today,
            &["entered"],
            "must not be in the future".to_owned(),
        );
        rule(
            self.last_validated > today,
            &["last_validated"],
            "must not be in the future".to_owned(),
        );
        rule(
            self.last_validated < self.entered,
            &["last_validated", "entered"],
            "must not be before the day the alert was entered".to_owned(),
        );
        rule(
            self.expires.is_some_and(|expires| expires < self.entered),
            &["expires", "entered"],
            "must not be before the day the alert was entered".to_owned(),
        );
        rule(
            self.cautions.iter().collect::<BTreeSet<_>>().len() < self.cautions.len(),
            &["cautions"],
            "must have each caution once".to_owned(),
        );
        rule(
            self.handling == Handling::H3 && self.contact.is_none(),
            &["contact", "handling"],
            "must be given for H3: the owner says how an answer may be used, so it must be known whom to ask"
                .to_owned(),
        );
        unmet
    }
}

fn words<T: serde::Serialize>(all: &[T]) -> String {
    all.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// A code as it is written.
fn word<T: serde::Serialize>(code: &T) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
