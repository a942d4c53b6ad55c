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
mod tests {
    use std::collections::HashMap;
    use std::collections::HashSet;
    use std::hash::Hash;

    use super::*;
    use crate::domain::person::NameForm;

    fn persons(count: usize) -> impl Iterator<Item = Person> {
        alerts(1, count).map(|alert| {
            let Subject::Person(person) = alert.subject;
            person
        })
    }

    /// Family and given name of the first name.
    fn parts(person: &Person) -> (&str, &str) {
        match &person.names[0].form {
            NameForm::Parts { family, given } => (family.as_str(), given.as_str()),
            other => panic!("{other:?}"),
        }
    }

    fn counted<T: Eq + Hash>(things: impl Iterator<Item = T>) -> HashMap<T, usize> {
        let mut counted = HashMap::new();
        for thing in things {
            *counted.entry(thing).or_default() += 1;
        }
        counted
    }

    #[test]
    fn the_same_seed_invents_the_same_persons_and_another_seed_others() {
        let some = |seed| alerts(seed, 200).collect::<Vec<_>>();
        assert_eq!(some(7), some(7));
        assert_ne!(some(7), some(8));
        assert_eq!(some(7).len(), 200);
    }

    #[test]
    fn a_person_is_the_same_on_any_machine() {
        let alert = serde_json::to_string(&alert(7, 123_456).unwrap()).unwrap();
        assert!(alert.contains(r#"{"type":"primary","family":"Okoro","given":"Olayemi"},{"type":"alias-good","family":"Bolumaduru","given":"Ibrahim Chima"}"#), "{alert}");
    }

    #[test]
    fn every_invented_alert_may_be_entered_and_read_again() {
        let mut count = 0;
        for alert in alerts(11, 20_000) {
            assert!(alert.check().is_ok(), "{alert:?}");
            let written = serde_json::to_string(&alert).unwrap();
            assert_eq!(serde_json::from_str::<Alert>(&written).unwrap(), alert);
            let Subject::Person(person) = &alert.subject;
            for name in &person.names {
                let shown = name.form.display();
                assert!(
                    !shown.contains(['_', '/', '*']) && !shown.contains("  "),
                    "{shown}"
                );
            }
            count += 1;
        }
        assert_eq!(count, 20_000);
    }

    #[test]
    fn names_are_skewed_as_real_ones_are_and_namesakes_are_few() {
        let all: Vec<_> = persons(100_000).collect();
        let families = counted(all.iter().map(|person| parts(person).0));
        let full = counted(all.iter().map(parts));
        let born = counted(all.iter().map(|person| (parts(person), &person.birth_dates)));
        let shared: usize = born
            .iter()
            .filter(|((_, dates), count)| !dates.is_empty() && **count > 1)
            .map(|(_, count)| count)
            .sum();
        let named: usize = full.values().filter(|count| **count > 1).sum();
        println!(
            "of 100,000: {} family names, {} full names, {named} with a namesake and {shared} with one born the same",
            families.len(),
            full.len(),
        );
        assert!(families.len() > 30_000);
        assert!(full.len() > 95_000);
        assert!(shared < 50);
    }

    #[test]
    fn births_are_uneven_over_years_and_the_first_of_january_stands_out() {
        let dates: Vec<_> = persons(20_000)
            .filter_map(|person| match person.birth_dates.first() {
                Some(BirthDate::Day(date)) => Some(*date),
                _ => None,
            })
            .collect();
        let share = |wanted: &dyn Fn(&Date) -> bool| {
            dates.iter().filter(|date| wanted(date)).count() as f64 / dates.len() as f64
        };
        let first = share(&|date| date.month() == 1 && date.day() == 1);
        assert!((0.03..0.06).contains(&first), "{first}");
        let hump = share(&|date| (1960..2000).contains(&date.year()));
        assert!((0.7..0.9).contains(&hump), "{hump}");
        let days: HashSet<_> = dates.iter().map(|date| date.day()).collect();
        assert_eq!(days.len(), 31);
    }

    #[test]
    fn some_aliases_spell_the_same_name_otherwise() {
        let mut aliases = 0;
        let mut kept = 0;
        for person in persons(10_000) {
            let [first, others @ ..] = person.names.as_slice() else {
                panic!("no name");
            };
            let latin = |name: &&PersonName| {
                !name
                    .form
                    .display()
                    .chars()
                    .any(|letter| letter > '\u{36f}' && !('\u{1e00}'..'\u{1f00}').contains(&letter))
            };
            if let Some(alias) = others.iter().find(latin) {
                aliases += 1;
                kept += usize::from(alias.form.display().get(..1) == first.form.display().get(..1));
            }
        }
        assert!((2_800..3_200).contains(&aliases), "{aliases}");
        assert!(kept * 3 > aliases, "{kept}");
    }
}
