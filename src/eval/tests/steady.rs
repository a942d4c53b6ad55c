//! What must hold of any list and any query, over invented persons: what changes nothing, what never
//! makes it worse, and what a query costs at most.
//!
//! Tests only. The long form of the last runs by
//! `cargo test --release --lib eval::tests::steady -- --ignored --nocapture`.

use std::time::Duration;

use proptest::prelude::*;
use rustix::time::ClockId;
use rustix::time::clock_gettime;

use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::query::Level;
use crate::domain::query::QueryName;
use crate::domain::query::SoughtPerson;
use crate::domain::verdict::Reason;
use crate::eval::chance::Chance;
use crate::eval::noise::Noise;
use crate::eval::noise::query;
use crate::eval::persons::alert;
use crate::eval::persons::alerts;
use crate::eval::persons::person;
use crate::eval::rank::Ranker;
use crate::eval::rank::Scratch;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::Record;
use crate::matching::RecordRef;
use crate::matching::Score;
use crate::matching::explain;
use crate::matching::score;

const TITLES: &str = include_str!("../../../index/tables/titles.tsv");
/// The deadline of a search as it is unless set otherwise (`search.deadline_ms`).
const DEADLINE: Duration = Duration::from_millis(250);

fn persons(seed: u64, count: usize) -> Vec<Person> {
    let mut chance = Chance::new(seed);
    (0..count).map(|_| person(&mut chance).unwrap()).collect()
}

fn of(alert: &Alert) -> &Person {
    let Subject::Person(person) = &alert.subject;
    person
}

fn asking(name: &str) -> Option<SoughtPerson> {
    Some(SoughtPerson {
        names: vec![QueryName {
            form: NameForm::Whole(name.parse().ok()?),
            truncated: false,
        }],
        birth_date: None,
        nationalities: Vec::new(),
        sex: None,
        documents: Vec::new(),
    })
}

fn shown(person: &Person) -> String {
    person.names[0].form.display()
}

fn one(person: &Person) -> Person {
    Person {
        names: person.names[..1].to_vec(),
        ..person.clone()
    }
}

fn scored(query: &SoughtPerson, person: &Person) -> Score {
    let person = Record::of(person).pack().unindexed();
    let record = RecordRef::read(person.packed()).unwrap();
    score(&Probe::of(query, Level::Standard), &record)
}

proptest! {
    #[test]
    fn an_unrelated_alert_never_changes_a_score(seed in 0_u64..1_000_000, noise in 0_usize..9) {
        let listed: Vec<Alert> = alerts(seed, 20).collect();
        let others = persons(seed ^ 0xa1e7, 5);
        let few = Ranker::of(listed.iter().map(of));
        let more = Ranker::of(listed.iter().map(of).chain(&others));
        let mut scratch = Scratch::default();
        for alert in listed.iter().take(4) {
            let Some(sought) = query(alert, Noise::ALL[noise], seed) else { continue };
            let probe = Probe::of(&sought, Level::Standard);
            let (before, _) = few.rank(&probe, &mut scratch);
            let (after, _) = more.rank(&probe, &mut scratch);
            for (place, score) in &before {
                let other = after.iter().find(|(known, _)| known == place);
                // Only a better candidate may spare the wide pass, and with it a weaker one.
                let spared = after.first().is_some_and(|(known, _)| *known as usize >= listed.len());
                prop_assert!(other.is_none_or(|(_, other)| other == score));
                prop_assert!(other.is_some() || spared);
            }
        }
    }

    #[test]
    fn one_more_alias_never_lowers_the_score_of_an_invented_person(seed in 0_u64..1_000_000, noise in 0_usize..9) {
        let listed = alert(seed, 1).unwrap();
        let sought = query(&listed, Noise::ALL[noise], seed).unwrap();
        let stranger = persons(seed ^ 0x0a11a5, 1).remove(0);
        for kind in [NameKind::AliasGood, NameKind::AliasLow] {
            let mut more = of(&listed).clone();
            more.names.push(PersonName { kind, ..stranger.names[0].clone() });
            prop_assert!(scored(&sought, &more).log_odds() >= scored(&sought, of(&listed)).log_odds());
        }
    }

    #[test]
    fn order_and_case_of_a_query_change_no_score_and_no_key(seed in 0_u64..1_000_000, noise in 0_usize..9, turn in 1_usize..4) {
        let listed = alert(seed, 2).unwrap();
        let sought = query(&listed, Noise::ALL[noise], seed).unwrap();
        let plain = sought.names[0].form.display();
        let mut parts: Vec<&str> = plain.split(' ').collect();
        let turn = turn % parts.len();
        parts.rotate_left(turn);
        let person = one(of(&listed));
        let said = |name: &str| {
            let query = SoughtPerson { names: asking(name).unwrap().names, ..sought.clone() };
            scored(&query, &person).log_odds()
        };
        prop_assert!((said(&plain.to_uppercase()) - said(&plain.to_lowercase())).abs() < 1e-9);
        // Particles belong to what follows them, parts may be written together with their neighbours, and
        // what is a title before a name (Amir) is a name after one.
        let title = |part: &str| TITLES.lines().any(|line| line.split('\t').next() == Some(&part.to_lowercase()));
        let ordinary = |name: &str| name.split(' ').all(|part| part.len() > 3 && !title(part));
        if ordinary(&plain) && ordinary(&shown(&person)) && noise != 6 && noise != 7 {
            prop_assert!((said(&plain) - said(&parts.join(" "))).abs() < 1e-9, "{} {}", plain, parts.join(" "));
        }
        let turned = Probe::of(&asking(&plain.to_uppercase()).unwrap(), Level::Standard);
        let straight = Probe::of(&asking(&plain.to_lowercase()).unwrap(), Level::Standard);
        for pass in Pass::ALL {
            let listed = Record::of(&person).pack();
            prop_assert_eq!(turned.keys(pass, &listed), straight.keys(pass, &listed));
        }
    }
}

/// Which of two names is asked for and which is listed seldom matters. Where it does, a typo has made a
/// word into something else for the reader (a word of one letter is an initial), or the two sides weigh
/// a part that is doubtful differently. Fixed persons, so that it fails for a change and not for a draw.
#[test]
fn whole_names_are_as_alike_in_one_direction_as_in_the_other() {
    const PAIRS: u64 = 4_000;
    let mut uneven = Vec::new();
    for seed in 0..PAIRS {
        let listed = alert(seed, 3).unwrap();
        let noise = [Noise::Typo, Noise::Exact][usize::from(seed % 4 == 0)];
        let other = query(&listed, noise, seed).unwrap().names[0].form.display();
        let bare = |name: &str| Person {
            birth_dates: Vec::new(),
            names: vec![PersonName {
                form: NameForm::Whole(name.parse().unwrap()),
                kind: NameKind::Primary,
                script: None,
            }],
            ..of(&listed).clone()
        };
        let own = shown(of(&listed));
        let asked = asking(&own).unwrap();
        let there = scored(&asked, &bare(&other)).log_odds();
        let back = scored(&asking(&other).unwrap(), &bare(&own)).log_odds();
        let missing = explain(&Probe::of(&asked, Level::Standard), &asked, &bare(&other))
            .matched
            .iter()
            .flat_map(|field| &field.reasons)
            .any(|reason| {
                matches!(
                    reason,
                    Reason::QueryPartMissing | Reason::AlertPartMissing | Reason::JoinedParts
                )
            });
        if !missing && (there - back).abs() > 1e-9 {
            uneven.push((own, other, there, back));
        }
    }
    assert!(uneven.len() as u64 * 500 < PAIRS, "{}: {uneven:?}", uneven.len());
}

/// Every character of every plane stands once in a name that is asked for and listed.
#[test]
fn no_character_of_any_plane_is_too_much() {
    // One in eleven without optimisation; the first planes whole with it.
    let step = if cfg!(debug_assertions) { 11 } else { 1 };
    let mut name = String::new();
    let mut told = 0;
    for code in (0..=0x0010_FFFF_u32).step_by(step) {
        let Some(c) = char::from_u32(code) else { continue };
        name.push(c);
        if code % 3 == 0 {
            name.push(' ');
        }
        if name.chars().count() < 40 {
            continue;
        }
        let text = std::mem::take(&mut name);
        let Some(query) = asking(&text) else { continue };
        let probe = Probe::of(&query, Level::Broad);
        let listed = Person {
            names: vec![PersonName {
                kind: NameKind::Primary,
                form: query.names[0].form.clone(),
                script: None,
            }],
            ..persons(1, 1).remove(0)
        };
        assert!(scored(&query, &listed).log_odds().is_finite());
        let listed = Record::of(&listed).pack();
        let keys = Pass::ALL.map(|pass| probe.keys(pass, &listed).len());
        let keys: usize = keys.iter().sum();
        told += usize::from(keys > 0);
    }
    assert!(told > 1_000 / step, "{told}");
}

/// A name made to cost much: the longest that is read, of what each script makes most of.
fn hostile(chance: &mut Chance) -> String {
    const LETTERS: [&str; 12] = [
        "abcdefghijklmnopqrstuvwxyz",
        "aeiou",
        "sctzdjk",
        "абвгдежзиклмнопрстуфхцчшщюя",
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        "אבגדהוזחטיכלמנסעפצקרשת",
        "アイウエオカキクケコサシスセソタチツテトナニヌネノマミムメモラリルレロンジリウムマイケルー",
        "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하",
        "山田太郎佐藤鈴木高橋伊渡辺中村小林加吉斎松本井上木々一二三四五六七八九",
        "अआइकखगघचजटडतदनपबमयरलवशसहािीुूेोंृ्",
        "αβγδεζηθικλμνξοπρστυφχψωμπντγκου",
        "\u{200d}\u{301}ﷺﷲﬃﬄ㍿㌀ªǅŉİßẞ·'-",
    ];
    let mut out = String::new();
    let mixed = chance.percent(25);
    let mut letters: Vec<char> = LETTERS[chance.below(LETTERS.len())].chars().collect();
    let word = 1 + chance.below(40);
    let most = 20 + chance.below(180);
    let mut length = 0;
    while length < most {
        if mixed && chance.percent(20) {
            letters = LETTERS[chance.below(LETTERS.len())].chars().collect();
        }
        out.push(letters[chance.below(letters.len())]);
        length += 1;
        if length % (word + 1) == word && length < most {
            out.push([' ', '-', '·'][chance.below(3)]);
            length += 1;
        }
    }
    out
}

fn processor_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

/// The worst query of so many: preparing it and its keys alone, and ranking in a small list.
fn worst_of(queries: usize) -> (Duration, Duration) {
    let listed: Vec<Alert> = alerts(7, 500).collect();
    let ranker = Ranker::of(listed.iter().map(of));
    let mut scratch = Scratch::default();
    let mut chance = Chance::new(0x005e_ed0f);
    let (mut preparing, mut ranking, mut asked) = (Duration::ZERO, Duration::ZERO, 0);
    let (mut worst, mut all) = (String::new(), Duration::ZERO);
    for number in 0..queries {
        let sought = match number % 8 {
            0..3 => query(
                &listed[chance.below(listed.len())],
                Noise::ALL[chance.below(9)],
                number as u64,
            ),
            3 if number % 64 == 3 => Some(SoughtPerson {
                names: (0..5)
                    .filter_map(|_| asking(&hostile(&mut chance)))
                    .flat_map(|query| query.names)
                    .collect(),
                ..asking("X").unwrap()
            }),
            _ => asking(&hostile(&mut chance)),
        };
        let Some(sought) = sought.filter(|sought| !sought.names.is_empty()) else {
            continue;
        };
        asked += 1;
        let start = processor_time();
        let probe = Probe::of(&sought, Level::Broad);
        let keys = Pass::ALL.map(|pass| probe.keys(pass, &ranker));
        let prepared = processor_time() - start;
        drop(keys);
        let start = processor_time();
        let _ = ranker.rank(&probe, &mut scratch);
        let ranked = processor_time() - start;
        all += prepared + ranked;
        if prepared > preparing {
            worst = sought
                .names
                .iter()
                .map(|name| name.form.display())
                .collect::<Vec<_>>()
                .join(" | ");
        }
        preparing = preparing.max(prepared);
        ranking = ranking.max(ranked);
    }
    println!(
        "worst of {asked}: prepared in {preparing:?} ({} characters), ranked among 500 in {ranking:?}; mean of both {:?}",
        worst.chars().count(),
        all / u32::try_from(asked).unwrap(),
    );
    (preparing, ranking)
}

/// Without optimisation everything takes some ten times as long.
fn within() -> Duration {
    DEADLINE * if cfg!(debug_assertions) { 10 } else { 1 }
}

#[test]
fn the_worst_of_twenty_thousand_queries_is_within_the_deadline() {
    let queries = if cfg!(debug_assertions) { 2_000 } else { 20_000 };
    let (preparing, ranking) = worst_of(queries);
    assert!(preparing + ranking < within(), "{preparing:?} {ranking:?}");
}

#[test]
#[ignore = "takes minutes; docs/MATCHING.md has the command and the figures"]
fn the_worst_of_a_million_queries_is_within_the_deadline() {
    let (preparing, ranking) = worst_of(1_000_000);
    assert!(preparing + ranking < within(), "{preparing:?} {ranking:?}");
}
