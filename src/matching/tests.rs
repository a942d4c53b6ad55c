//! The room's rules that span its files. Every person here is invented.

use proptest::prelude::*;

use super::*;
use crate::domain::date::BirthDate;
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
use crate::domain::verdict::Outcome;
use crate::domain::verdict::Reason;

mod fetching;

pub(crate) use fetching::fetched;

fn form(text: &str) -> NameForm {
    NameForm::Whole(text.parse().unwrap())
}

fn listed(names: &[(&str, NameKind)], dates: &[&str]) -> Person {
    Person {
        names: names
            .iter()
            .map(|(text, kind)| PersonName {
                kind: *kind,
                form: form(text),
                script: None,
            })
            .collect(),
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

fn named(name: &str, dates: &[&str]) -> Person {
    listed(&[(name, NameKind::Primary)], dates)
}

fn sought(name: &str, date: Option<&str>) -> SoughtPerson {
    SoughtPerson {
        names: vec![QueryName {
            form: form(name),
            truncated: false,
        }],
        birth_date: date.map(|text| text.parse::<BirthDate>().unwrap()),
        nationalities: Vec::new(),
        sex: None,
        documents: Vec::new(),
    }
}

fn explained(query: &SoughtPerson, person: &Person) -> Explanation {
    explain(&Probe::of(query, Level::Standard), query, person)
}

fn scored(query: &SoughtPerson, person: &Person) -> f64 {
    let probe = Probe::of(query, Level::Standard);
    let person = Record::of(person).pack().unindexed();
    score(&probe, &RecordRef::read(person.packed()).unwrap()).log_odds()
}

#[test]
fn the_pairs_of_icao_9303_find_the_same_alert_in_both_directions() {
    for alike in [
        &["Hilde MUELLER", "Hilde MULLER", "Hilde MUXXLLER", "Hilde Müller"][..],
        &["Karen OERSTED", "Karen ORSTED", "Karen Ørsted"],
        &["Юлия Щеглова", "IULIIA SHCHEGLOVA", "Yuliya Shcheglova"],
        &["Nuria PEÑALBO", "Nuria PENALBO", "Nuria PENXXALBO"],
        &["Jens GROSSKOPF", "Jens Großkopf"],
    ] {
        for query in alike {
            for name in alike {
                let (query, person) = (sought(query, Some("1980-05-17")), named(name, &["1980-05-17"]));
                assert!(fetched(&query, &person, Pass::Narrow), "{query:?} {name}");
                let found = explained(&query, &person);
                assert_eq!(found.grade, Some(Grade::Strong), "{query:?} {name} {found:?}");
            }
        }
    }
}

#[test]
fn scripts_meet_in_latin_letters() {
    for (query, name) in [
        ("يوسف المصراوي", "Yusuf Al-Misrawi"),
        ("Артём Краевой", "Artem Kraevoi"),
        ("Γιώργος Παπαλουκάς", "Giorgos Papaloukas"),
        ("김민준", "Kim Min-jun"),
    ] {
        let (query, person) = (sought(query, Some("1980-05-17")), named(name, &["1980-05-17"]));
        assert!(fetched(&query, &person, Pass::Wide), "{name}");
        let found = explained(&query, &person);
        assert!(found.grade.is_some(), "{found:?}");
        assert!(
            found.matched[0].reasons.contains(&Reason::Transliteration),
            "{found:?}"
        );
    }
}

#[test]
fn the_same_name_with_another_birth_date_is_not_shown() {
    let query = sought("Wilfried Zandekom Brugaert", Some("1980-05-17"));
    assert_eq!(
        explained(&query, &named("Wilfried Zandekom Brugaert", &["1991-11-02"])).grade,
        None
    );
    assert_eq!(
        explained(&query, &named("Wilfried Zandekom Brugaert", &["1980-05-17"])).grade,
        Some(Grade::Strong)
    );
}

#[test]
fn a_father_is_not_his_son() {
    let query = sought("Nikolay Petrovich Shchegulin", Some("1953-05-02"));
    assert_eq!(
        explained(&query, &named("Petr Nikolayevich Shchegulin", &["1977-08-11"])).grade,
        None
    );
}

#[test]
fn a_strong_name_alone_is_a_candidate_and_with_its_birth_date_a_hit() {
    let alone = explained(
        &sought("Joris Vlierstra Kampink", None),
        &named("Joris Vlierstra Kampink", &[]),
    );
    assert!(alone.name_only && !alone.second_field);
    assert_eq!(outcome(std::slice::from_ref(&alone)), Outcome::Candidates);
    let dated = explained(
        &sought("Joris Vlierstra Kampink", Some("1980-05-17")),
        &named("Joris Vlierstra Kampink", &["1980-05-17"]),
    );
    assert_eq!(outcome(&[alone, dated]), Outcome::Hit);
    assert_eq!(outcome(&[]), Outcome::NoHit);
}

fn passport(number: &str) -> Document {
    Document {
        kind: DocumentKind::Passport,
        number: number.parse().unwrap(),
        country: Some("NL".parse().unwrap()),
    }
}

#[test]
fn a_document_is_an_identifier_whatever_the_name_says() {
    let mut query = sought("Femke Rietvaert", None);
    query.documents = vec![passport("NX 123-4567")];
    let mut person = named("Tunde Akigoke", &[]);
    person.documents = vec![passport("nx1234567")];
    assert!(fetched(&query, &person, Pass::Narrow));
    let found = explained(&query, &person);
    assert!(found.identifier && found.grade == Some(Grade::Strong));
    assert_eq!(outcome(std::slice::from_ref(&found)), Outcome::Hit);
    let said: Vec<_> = found
        .matched
        .iter()
        .map(|matched| (matched.field, matched.outcome))
        .collect();
    assert_eq!(
        said,
        [
            (Field::Name, Agreement::Differs),
            (Field::Document, Agreement::Agrees)
        ]
    );
    person.documents = vec![passport("NX1Z34S67")];
    let confused = explained(&query, &person);
    assert_eq!(confused.matched[1].reasons, [Reason::ConfusableNumber]);
    assert!(!confused.identifier);
}

#[test]
fn a_name_cut_off_by_the_mrz_matches_by_its_beginning() {
    let mut query = sought("Adaeze Okeikyemi Uzoelchu", Some("1980-05-17"));
    query.names[0].truncated = true;
    let found = explained(
        &query,
        &named("Adaeze Okeikyemi Uzoelchukwudele", &["1980-05-17"]),
    );
    assert_eq!(found.grade, Some(Grade::Strong));
    assert!(found.matched[0].reasons.contains(&Reason::Truncated));
}

#[test]
fn exact_refuses_spelling_variants_and_broad_shows_more() {
    let person = named("Sander Hoogveldink", &[]);
    let at = |name: &str, level: Level| {
        let query = sought(name, None);
        explain(&Probe::of(&query, level), &query, &person)
    };
    assert!(at("Hoogveldink Sander", Level::Exact).grade.is_some());
    assert_eq!(at("Sander Hoogveldinck", Level::Exact).grade, None);
    assert!(at("Sander Hoogveldimk", Level::Standard).grade.is_some());
    assert!(at("Sander", Level::Broad).score <= at("Sander Hoogveldink", Level::Broad).score);
}

#[test]
fn a_weak_alias_counts_only_when_exact() {
    let person = listed(
        &[
            ("Bram Krabgat", NameKind::Primary),
            ("De Stille Rietwolf", NameKind::AliasLow),
        ],
        &[],
    );
    let exact = explained(&sought("De Stille Rietwolf", None), &person);
    assert!(exact.matched[0].reasons.contains(&Reason::WeakAlias));
    assert!(exact.score < STRONG);
    assert!(explained(&sought("De Stille Rietvolk", None), &person).score < exact.score);
}

#[test]
fn bytes_of_another_layout_are_no_record() {
    let person = Record::of(&named("Anna Moormans", &["1980-05-17"])).pack();
    let read = |record: &[u8]| {
        let mut other = person.clone();
        other.record = record.to_vec();
        RecordRef::read(other.unindexed().packed()).is_some()
    };
    let record = &person.record;
    assert!(read(record));
    for length in 0..record.len() {
        assert!(!read(&record[..length]), "{length}");
    }
    let mut foreign = record.clone();
    foreign[0] ^= 0xff;
    assert!(!read(&foreign));
}

fn names() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[A-Z][a-z]{1,9}",
        "[А-Я][а-я]{2,8}",
        "[ا-ي]{2,7}",
        "(al|bin|van|de|Dr|Haji)",
        "[가-힣]{2,3}",
        "[A-Z]\\.?",
    ];
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.join(" "))
}

proptest! {
    #[test]
    fn contributions_add_up_to_the_logit_of_the_score(
        name in names(), other in names(), date in prop::option::of(1930_i16..2010)
    ) {
        let mut query = sought(&name, None);
        query.birth_date = date.map(BirthDate::Year);
        query.documents = vec![passport("NX1234567")];
        let mut person = named(&other, &["1980-05-17"]);
        person.documents = vec![passport("NX1234567"), passport("AB7654321")];
        for person in [named(&other, &["1980-05-17"]), named(&name, &["1980-05-17"]), person] {
            let found = explained(&query, &person);
            let sum = found.matched.iter().fold(found.base, |sum, matched| sum + matched.contribution);
            let logit = (found.score / (1.0 - found.score)).ln();
            prop_assert!((sum - logit).abs() < 1e-9, "{} {}", sum, logit);
            prop_assert!((scored(&query, &person) - sum).abs() < 1e-12);
            prop_assert!(found.score > 0.0 && found.score < 1.0);
        }
    }

    #[test]
    fn a_candidate_is_whoever_has_a_grade_with_the_same_score(
        name in names(), other in names(), same in prop::bool::ANY, year in 1970_i16..1990,
        level in prop::sample::select(vec![Level::Exact, Level::Standard, Level::Broad]),
        number in prop::sample::select(vec!["NX1234567", "NX12345G7", "AB7654321"]),
    ) {
        let mut query = sought(&name, Some(&format!("{year}-05-17")));
        query.documents = vec![passport(number)];
        let mut person = named(if same { &name } else { &other }, &["1980-05-17"]);
        person.documents = vec![passport("NX1234567")];
        let probe = Probe::of(&query, level);
        for person in [person.clone(), Person { documents: Vec::new(), ..person }] {
            let packed = Record::of(&person).pack().unindexed();
            let record = RecordRef::read(packed.packed()).unwrap();
            let scored = score(&probe, &record);
            prop_assert_eq!(candidate(&probe, &record), scored.grade().is_some().then_some(scored));
        }
    }

    #[test]
    fn one_more_alias_never_lowers_a_score(name in names(), own in names(), alias in names()) {
        let query = sought(&name, None);
        let few = listed(&[(&own, NameKind::Primary)], &[]);
        let more = listed(&[(&own, NameKind::Primary), (&alias, NameKind::AliasGood)], &[]);
        prop_assert!(scored(&query, &more) >= scored(&query, &few));
    }

    #[test]
    fn case_makes_no_difference_to_score_or_keys(name in "[A-Z][a-z]{2,8} [A-Z][a-zäöüéñø]{2,9}") {
        let person = named(&name, &[]);
        prop_assert_eq!(Record::of(&person).pack(), Record::of(&named(&name.to_lowercase(), &[])).pack());
        prop_assert_eq!(scored(&sought(&name, None), &person), scored(&sought(&name.to_lowercase(), None), &person));
    }

    #[test]
    fn order_makes_no_difference_to_a_name_of_rare_parts(a in "[A-Z][b-df-hj-np-tv-z][aeo][a-z]{4,7}", b in "[A-Z][b-df-hj-np-tv-z][aeo][a-z]{4,7}") {
        let person = named(&format!("{a} {b}"), &[]);
        let (there, back) = (sought(&format!("{a} {b}"), None), sought(&format!("{b} {a}"), None));
        prop_assert!((scored(&there, &person) - scored(&back, &person)).abs() < 1e-9);
    }

    #[test]
    fn any_text_at_all_can_be_asked_and_listed(name in "\\PC{1,60}", other in "\\PC{1,60}") {
        if let (Ok(a), Ok(b)) = (name.parse(), other.parse()) {
            let person = Person { names: vec![PersonName { kind: NameKind::Primary, form: NameForm::Whole(b), script: None }], ..named("X", &[]) };
            let mut query = sought("X", None);
            query.names[0].form = NameForm::Whole(a);
            let probe = Probe::of(&query, Level::Broad);
            let packed = Record::of(&person).pack();
            let keys = Pass::ALL.map(|pass| probe.keys(pass, &packed));
            for group in keys.into_iter().flatten() {
                prop_assert!((1..=512).contains(&group.keys.len()));
                prop_assert!(group.keys.iter().all(|(_, tier)| *tier > 0));
            }
            let found = score(&probe, &RecordRef::read(packed.unindexed().packed()).unwrap());
            prop_assert!(found.log_odds().is_finite());
        }
    }
}
