//! What targets need beside their bytes: a day, a list's mapping, somebody to look for.

use jiff::civil::Date;
use lookout::domain::alert::Action;
use lookout::domain::alert::Category;
use lookout::domain::alert::Handling;
use lookout::domain::alert::Visibility;
use lookout::domain::person::PersonStatus;
use lookout::feeds::Mapping;

/// The day of every run: what a target finds today it finds tomorrow.
#[must_use]
pub fn today() -> Date {
    Date::constant(2026, 11, 23)
}

/// What a list that says little itself means here.
#[must_use]
pub fn mapping() -> Mapping {
    Mapping {
        category: Category::Information,
        action: Action::InformOwner,
        owner: "XX-LIST".parse().expect("an owner"),
        handling: Handling::H1,
        visibility: Visibility::All,
        status: PersonStatus::Other,
        prefix: "list".parse().expect("a prefix"),
        review: 365.try_into().expect("days"),
        today: today(),
    }
}
