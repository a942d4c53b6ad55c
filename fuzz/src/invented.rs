//! What targets need beside their bytes: a day, a list's mapping, somebody to look for.

use jiff::civil::Date;
use lookout::domain::alert::Handling;
use lookout::feeds::Mapping;

/// The day of every run: what a target finds today it finds tomorrow.
#[must_use]
pub fn today() -> Date {
    Date::constant(2026, 11, 23)
}

/// What a list that says little itself means here.
#[must_use]
pub fn mapping() -> Mapping {
    let prefix = "list".parse().expect("a prefix");
    let owner = "XX-LIST".parse().expect("an owner");
    let mut mapping = Mapping::informing(prefix, owner, today());
    mapping.says.handling = Handling::H1;
    mapping
}
