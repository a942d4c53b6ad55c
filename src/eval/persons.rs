//! Invented persons for benchmarks and demonstrations: the same for the same seed, on any machine.
//!
//! Uses `names`, `known` and `domain`. Names are skewed as real ones are: few given names are borne by
//! many, family names are many and mostly rare.

use jiff::civil::Date;

use super::chance::Chance;
use super::known::Known;
use super::names::Name;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Category;
use crate::domain::alert::Handling;
use crate::domain::alert::Subject;
use crate::domain::alert::Validity;
use crate::domain::alert::Visibility;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::person::PersonStatus;
use crate::domain::person::Sex;

/// The first `count` invented alerts of a seed.
pub fn alerts(seed: u64, count: usize) -> impl Iterator<Item = Alert> {
    (0..count).filter_map(move |number| alert(seed, number))
}

/// One invented alert, the same for the same seed and number.
#[must_use]
pub fn alert(seed: u64, number: usize) -> Option<Alert> {
    let mixed = u64::try_from(number)
        .unwrap_or_default()
        .wrapping_mul(0xd134_2543_de82_ef95);
    let mut chance = Chance::new(seed ^ mixed);
    let person = person(&mut chance)?;
    let entered = Date::constant(2024, 1, 1);
    Some(Alert {
        id: format!("GEN-{number:07}").parse().ok()?,
        category: Category::WantedForArrest,
        action: Action::Arrest,
        subject: Subject::Person(person),
        owner: "BE-FEDPOL".parse().ok()?,
        legal_basis: None,
        offence: None,
        cautions: Vec::new(),
        handling: Handling::H1,
        visibility: Visibility::All,
        validity: Validity::Active,
        entered,
        last_validated: entered,
        review_due: Date::constant(2099, 1, 1),
        expires: None,
        links: Vec::new(),
        source: None,
        contact: None,
    })
}

/// One invented person.
pub fn person(chance: &mut Chance) -> Option<Person> {
    let known = Known::draw(chance)?;
    let sex = if chance.percent(80) { Sex::M } else { Sex::F };
    let name = Name::of(known, sex, chance)?;
    let mut names = vec![name.latin(NameKind::Primary)?];
    if chance.percent(60) {
        names.extend(name.native());
    }
    if chance.percent(30) {
        names.extend(alias(&name, known, sex, chance));
    }
    let nationality = chance.any(&known.countries).copied();
    let documents = if chance.percent(40) {
        document(nationality, chance).into_iter().collect()
    } else {
        Vec::new()
    };
    Some(Person {
        names,
        birth_dates: birth_date(chance).into_iter().collect(),
        birth_places: Vec::new(),
        sex: chance.percent(90).then_some(sex),
        nationalities: nationality.into_iter().collect(),
        documents,
        description: None,
        photos: Vec::new(),
        status: PersonStatus::Suspect,
    })
}

/// The same name in another spelling, the name one is called by, or a second identity: the last also
/// where the name has neither.
fn alias(name: &Name, known: &Known, sex: Sex, chance: &mut Chance) -> Option<PersonName> {
    let other = match chance.below(100) {
        0..=39 => name.respelt(known, chance),
        40..=59 => name.shortened(),
        _ => None,
    };
    let other = match other {
        Some(other) => other,
        None => Name::of(known, sex, chance)?,
    };
    other.latin(NameKind::AliasGood)
}

/// Born from 1935 to 2008: a sixth in any year, the others around 1978. Of the days known, four in a
/// hundred are 1 January, as where a registry knew only the year.
fn birth_date(chance: &mut Chance) -> Option<BirthDate> {
    let year = if chance.percent(16) {
        1935 + chance.below(74)
    } else {
        1948 + chance.below(31) + chance.below(31)
    };
    let year = i16::try_from(year).ok()?;
    match chance.below(100) {
        0..=77 if chance.percent(4) => Date::new(year, 1, 1).ok().map(BirthDate::Day),
        0..=77 => {
            let first = Date::new(year, i8::try_from(1 + chance.below(12)).ok()?, 1).ok()?;
            let days = usize::try_from(first.days_in_month()).ok()?;
            let day = i8::try_from(1 + chance.below(days)).ok()?;
            Date::new(year, first.month(), day).ok().map(BirthDate::Day)
        }
        78..=84 => Some(BirthDate::Year(year)),
        85..=87 => Some(BirthDate::Years(year, year + 2)),
        _ => None,
    }
}

fn document(country: Option<Country>, chance: &mut Chance) -> Option<Document> {
    let letter = char::from(b'A' + u8::try_from(chance.below(26)).ok()?);
    let kind = if chance.percent(70) {
        DocumentKind::Passport
    } else {
        DocumentKind::IdCard
    };
    Some(Document {
        kind,
        number: format!("{letter}{:08}", chance.below(100_000_000)).parse().ok()?,
        country,
    })
}

#[cfg(test)]
mod tests;
