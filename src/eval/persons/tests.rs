//! Invented persons are the same again, may be entered, and are as unlike each other as real ones.

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
