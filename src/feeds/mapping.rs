//! What a whole list means here: category, action, owner and the like, which foreign lists lack.
//!
//! Uses `domain`. Said once by whoever imports the list; nothing in a line changes it, so that no
//! list can make itself an arrest (DOMAIN 3.3).

use std::fmt::Write;

use aws_lc_rs::digest;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::alert::Action;
use crate::domain::alert::Category;
use crate::domain::alert::Handling;
use crate::domain::alert::Visibility;
use crate::domain::feed::ListMapping;
use crate::domain::feed::Prefix;
use crate::domain::feed::ReviewDays;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::domain::person::PersonStatus;

/// Longest alert id made here, in characters; what is left to 64 is for the numbers of parts.
const MAX_ID: usize = 60;

/// What every alert of a list has in common, as of one day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mapping {
    /// What the list means.
    pub says: ListMapping,
    /// The day of reading; reading a list confirms what is on it.
    pub today: Date,
}

impl Mapping {
    /// The mapping that says least: information, to be passed to the owner, with a year to review.
    #[must_use]
    pub fn informing(prefix: Prefix, owner: OwnerId, today: Date) -> Self {
        let says = ListMapping {
            category: Category::Information,
            action: Action::InformOwner,
            owner,
            handling: Handling::default(),
            visibility: Visibility::All,
            status: PersonStatus::Other,
            prefix,
            review: ReviewDays::A_YEAR,
        };
        Self { says, today }
    }

    /// The alert id for a number of a numbered list: the prefix, a hyphen, and the number in small
    /// letters. No full stop stands between them as in [`Mapping::alert_id`]: these lists are known
    /// by their numbers, `sdn-12345`.
    pub(super) fn numbered_id(&self, number: &str) -> Option<AlertId> {
        self.id('-', &number.to_ascii_lowercase())
    }

    /// The alert id for an id of the list. No two ids share one: characters that an alert id may not
    /// have are written as `_` and their code, and what is too long then as `_h` and 160 bits of its
    /// SHA-256. The alert's `source` keeps the id as it is.
    pub(super) fn alert_id(&self, own: &str) -> Option<AlertId> {
        self.id('.', own)
    }

    fn id(&self, between: char, own: &str) -> Option<AlertId> {
        let mut id = format!("{}{between}", self.says.prefix.as_str());
        let start = id.len();
        for byte in own.bytes() {
            if byte.is_ascii_alphanumeric() || b".-".contains(&byte) {
                id.push(char::from(byte));
            } else {
                write!(id, "_{byte:02X}").ok()?;
            }
        }
        if id.len() > MAX_ID {
            id.truncate(start);
            id.push_str("_h");
            let hash = digest::digest(&digest::SHA256, own.as_bytes());
            id.extend(hex::encode(hash).chars().take(40));
        }
        (!own.is_empty()).then_some(id)?.parse().ok()
    }

    /// The last day without a new review.
    pub(super) fn review_due(&self) -> Date {
        self.today
            .checked_add(i64::from(self.says.review.number()).days())
            .unwrap_or(Date::MAX)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::HashMap;

    use super::*;
    use proptest::prelude::*;

    /// A mapping for tests, under the prefix `list`.
    pub(in crate::feeds) fn mapping() -> Mapping {
        let mut mapping = Mapping::informing(
            "list".parse().unwrap(),
            "XX-LIST".parse().unwrap(),
            Date::constant(2026, 11, 23),
        );
        mapping.says.handling = Handling::H1;
        mapping
    }

    fn id(own: &str) -> String {
        mapping().alert_id(own).unwrap().to_string()
    }

    #[test]
    fn an_id_stands_behind_the_prefix_and_odd_characters_are_spelt_out() {
        assert_eq!(id("NK-25ZrW"), "list.NK-25ZrW");
        assert_eq!(id("a_b/c é"), "list.a_5Fb_2Fc_20_C3_A9");
        assert_eq!(mapping().alert_id(""), None);
    }

    #[test]
    fn a_numbered_list_keeps_its_numbers() {
        let id = |number| mapping().numbered_id(number).map(|id| id.to_string());
        assert_eq!(id("12345").as_deref(), Some("list-12345"));
        assert_eq!(id("QDi.001").as_deref(), Some("list-qdi.001"));
        assert_eq!(id("KP/1").as_deref(), Some("list-kp_2F1"));
        assert_eq!(id(""), None);
    }

    #[test]
    fn a_long_id_is_hashed_and_never_over_the_bound() {
        let (a, b) = (id(&"x".repeat(150)), id(&"x".repeat(151)));
        assert_ne!(a, b);
        assert!(a.starts_with("list._h") && a.len() <= MAX_ID);
    }

    #[test]
    fn review_is_due_after_the_days_of_the_mapping() {
        assert_eq!(mapping().review_due(), Date::constant(2027, 11, 23));
    }

    proptest! {
        #[test]
        fn two_ids_never_become_one(owns in proptest::collection::hash_set("[a-c_.%\u{e9}F5-]{1,4}|\\PC{1,60}", 2..50)) {
            let mut seen = HashMap::new();
            for own in owns {
                let id = mapping().alert_id(&own).unwrap();
                prop_assert!(id.as_str().len() <= MAX_ID);
                prop_assert_eq!(seen.insert(id, own), None);
            }
        }
    }
}
