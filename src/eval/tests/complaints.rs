//! What users of other systems complain of (DOMAIN 1c), as far as finding names is at fault: each
//! complaint a test. Every person here is invented.

use crate::domain::alert::Subject;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::person::PersonStatus;
use crate::domain::query::Level;
use crate::domain::query::QueryName;
use crate::domain::query::SoughtPerson;
use crate::domain::verdict::Agreement;
use crate::domain::verdict::Field;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Reason;
use crate::eval::noise::Noise;
use crate::eval::noise::query;
use crate::eval::persons::alerts;
use crate::eval::rank::Ranker;
use crate::eval::rank::Scratch;
use crate::matching::Explanation;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::explain;
use crate::matching::fetched;

/// Tests that read tables of romanised names ask by these, too.
pub(super) fn sought(name: &str, date: Option<&str>) -> SoughtPerson {
    SoughtPerson {
        names: vec![QueryName {
            form: NameForm::Whole(name.parse().unwrap()),
            truncated: false,
        }],
        birth_date: date.map(|text| text.parse().unwrap()),
        nationalities: Vec::new(),
        sex: None,
        documents: Vec::new(),
    }
}

pub(super) fn named(name: &str, dates: &[&str]) -> Person {
    Person {
        names: vec![PersonName {
            kind: NameKind::Primary,
            form: NameForm::Whole(name.parse().unwrap()),
            script: None,
        }],
        birth_dates: dates.iter().map(|text| text.parse().unwrap()).collect(),
        birth_places: Vec::new(),
        sex: None,
        nationalities: Vec::new(),
        documents: Vec::new(),
        description: None,
        photos: Vec::new(),
        status: PersonStatus::Suspect,
    }
}

fn explained(query: &SoughtPerson, person: &Person) -> Explanation {
    explain(&Probe::of(query, Level::Standard), query, person)
}

/// "Hundreds of false candidates."
#[test]
fn who_is_not_listed_brings_no_candidate_and_who_is_stands_among_the_first_five() {
    let listed: Vec<_> = alerts(11, 3_000).collect();
    let ranker = Ranker::of(listed.iter().map(|alert| {
        let Subject::Person(person) = &alert.subject;
        person
    }));
    let mut scratch = Scratch::default();
    let (mut asked, mut found, mut shown) = (0, 0, Vec::new());
    let (mut strong, mut right) = (0, 0);
    for (place, alert) in listed.iter().enumerate().step_by(7) {
        let Subject::Person(person) = &alert.subject;
        for noise in [Noise::Typo, Noise::Spelling, Noise::Unlisted] {
            let Some(mut sought) = query(alert, noise, place as u64) else {
                continue;
            };
            if noise != Noise::Unlisted {
                sought.birth_date = person.birth_dates.first().copied();
            }
            let (ranked, _) = ranker.rank(&Probe::of(&sought, Level::Standard), &mut scratch);
            let candidates = ranked.iter().filter(|(_, score)| score.grade().is_some()).count();
            if noise == Noise::Unlisted {
                shown.push(candidates);
                continue;
            }
            asked += 1;
            found += usize::from(ranked.iter().take(5).any(|(other, _)| *other as usize == place));
            for (other, _) in ranked
                .iter()
                .filter(|(_, score)| score.grade() == Some(Grade::Strong))
            {
                strong += 1;
                right += usize::from(*other as usize == place);
            }
        }
    }
    shown.sort_unstable();
    let recall = f64::from(u32::try_from(found).unwrap()) / f64::from(asked);
    let precision = f64::from(right as u32) / f64::from(strong);
    println!("recall@5 {recall:.3} of {asked}; strong and right {precision:.3} of {strong}");
    assert_eq!(shown[shown.len() / 2], 0);
    assert!(recall >= 0.99, "{recall}");
    assert!(precision >= 0.95, "{precision}");
}

/// "Transliteration misses."
#[test]
fn every_way_to_transliterate_a_name_finds_the_same_alert() {
    for alike in [
        &[
            "Jürgen Kröldmüller",
            "JUERGEN KROELDMUELLER",
            "Jurgen Kroldmuller",
            "JUXXRGEN KROXXLDMUXXLLER",
        ][..],
        &["Søren Ærøtved", "SOEREN AEROETVED", "Soren Aerotved"],
        &[
            "Юлия Щегловидова",
            "IULIIA SHCHEGLOVIDOVA",
            "Yuliya Shcheglovidova",
            "Julija Ščeglovidova",
        ],
        &[
            "أحمد الزنديقي",
            "Ahmad al-Zandiqi",
            "Ahmed Zandiqi",
            "Ahmet El Zandiki",
        ],
        &["विजय भंडोरकर", "Vijay Bhandorkar"],
        &["배영숙", "Bae Young-sook", "Bae Yeong-suk"],
        &["ウィリアム・クロフォード", "William Crawford"],
    ] {
        for asked in alike {
            for listed in alike {
                let (query, person) = (sought(asked, Some("1980-05-17")), named(listed, &["1980-05-17"]));
                let proposed = Pass::ALL.map(|pass| fetched(&query, &person, pass));
                assert!(proposed.contains(&true), "{asked} {listed}");
                let found = explained(&query, &person);
                assert!(found.grade.is_some(), "{asked} {listed} {found:?}");
            }
        }
    }
}

/// "The name that a person bears elsewhere is another."
#[test]
fn one_given_name_is_one_in_every_language() {
    for (asked, listed) in [
        ("Johannes Zandekom", "Ivan Zandekom"),
        ("Jean Zandekom", "Yahya Zandekom"),
        ("Giovanni Zandekom", "Hovhannes Zandekom"),
        ("Pjotr Zandekom", "Boutros Zandekom"),
        ("Pieter Zandekom", "Pierre Zandekom"),
        ("Bill Zandekom", "Guillaume Zandekom"),
        ("Sasha Zandekom", "Iskandar Zandekom"),
        ("Pepe Zandekom", "Giuseppe Zandekom"),
        ("Redouane Zandekom", "Ridvan Zandekom"),
        ("Irina Zandekova", "Irina Zandekov"),
        ("Hana Horvilkova", "Hana Horvilek"),
        ("Ewa Kromalska", "Ewa Kromalski"),
        ("Eleni Papalukopoulou", "Eleni Papalukopoulos"),
    ] {
        let (query, person) = (sought(asked, Some("1980-05-17")), named(listed, &["1980-05-17"]));
        let found = explained(&query, &person);
        assert!(found.grade.is_some(), "{asked} {listed} {found:?}");
        assert!(fetched(&query, &person, Pass::Wide), "{asked} {listed}");
    }
}

/// "No reason in the reply."
#[test]
fn every_candidate_carries_reasons_for_each_field_and_they_add_up() {
    let listed: Vec<_> = alerts(12, 400).collect();
    let mut candidates = 0;
    for (number, alert) in listed.iter().enumerate() {
        let Subject::Person(person) = &alert.subject;
        for noise in Noise::ALL {
            let Some(sought) = query(alert, noise, number as u64) else {
                continue;
            };
            let found = explained(&sought, person);
            if found.grade.is_none() {
                continue;
            }
            candidates += 1;
            assert!(
                found.matched.iter().all(|field| !field.reasons.is_empty()),
                "{found:?}"
            );
            let sum: f64 = found.matched.iter().map(|field| field.contribution).sum();
            let logit = (found.score / (1.0 - found.score)).ln();
            assert!((found.base + sum - logit).abs() < 1e-9, "{found:?}");
        }
    }
    assert!(candidates > 2_000, "{candidates}");
}

/// "Name and number given: only the number is searched."
#[test]
fn a_query_with_name_and_number_searches_both_and_says_which_matched() {
    let passport = |number: &str| Document {
        kind: DocumentKind::Passport,
        number: number.parse().unwrap(),
        country: Some("NL".parse().unwrap()),
    };
    let mut query = sought("Sander Hoogveldink", Some("1980-05-17"));
    query.documents = vec![passport("NX1234567")];
    let by_name = named("Sander Hoogveldink", &["1980-05-17"]);
    let mut by_number = named("Tunde Akigoke", &[]);
    by_number.documents = vec![passport("NX1234567")];
    for (person, field, reason) in [
        (&by_name, Field::Name, Reason::SameName),
        (&by_number, Field::Document, Reason::SameDocument),
    ] {
        assert!(fetched(&query, person, Pass::Narrow));
        let found = explained(&query, person);
        assert!(found.grade.is_some());
        let said = found
            .matched
            .iter()
            .find(|matched| matched.field == field)
            .unwrap();
        assert_eq!(
            (said.outcome, said.reasons.contains(&reason)),
            (Agreement::Agrees, true)
        );
    }
}
