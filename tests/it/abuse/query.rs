//! Query bombs (row 17): the worst names that the form allows, over some thousands of invented persons.
//! Each is answered in time or refused, and somebody else's searches go on meanwhile.

use std::time::Duration;
use std::time::Instant;

use lookout::eval::chance::Chance;
use lookout::eval::persons;
use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;

use super::nightly;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::quiet;
use crate::support::world::World;

/// What a search may take by the settings below, waiting for its turn included.
const DEADLINE: Duration = Duration::from_millis(250 + 400);
/// What may come on top of it: the record made durable, the client, and others on this machine.
const MARGIN: Duration = Duration::from_millis(1_500);
const LISTED: usize = 3_000;
const AT_ONCE: usize = 4;
const LETTERS: [&str; 8] = ["a", "e", "i", "ё", "ш", "محمد", "李", "ø"];
const MARKS: [&str; 4] = ["\u{301}", "\u{308}", "\u{327}", "\u{323}"];
const COMMON: [&str; 10] = [
    "maria", "anna", "jan", "ali", "ivan", "de", "van", "al", "ibn", "smith",
];

/// One generated query that hurts: the kind goes round.
fn bomb(chance: &mut Chance, number: usize) -> Value {
    let mut pick = |from: &[&str]| from[chance.below(from.len())].to_owned();
    let mut words = |from: &[&str], count: usize| {
        let words: Vec<String> = (0..count).map(|_| pick(from)).collect();
        words.join(" ")
    };
    let name = match number % 9 {
        // Every word is borne by many.
        0 => words(&COMMON, 12),
        // One letter each.
        1 => words(&LETTERS, 12),
        // Long words that are near to everything and equal to nothing.
        2 => {
            let syllables = ["an", "ma", "ri", "el", "ov", "ski", "sen", "ji"];
            (0..6)
                .map(|_| words(&syllables, 12).replace(' ', ""))
                .collect::<Vec<_>>()
                .join(" ")
        }
        // Marks upon marks, which normalise away.
        3 => (0..30)
            .map(|_| pick(&LETTERS) + &pick(&MARKS).repeat(4))
            .collect::<String>(),
        // Scripts mixed within words.
        4 => (0..8)
            .map(|_| words(&LETTERS, 6).replace(' ', ""))
            .collect::<Vec<_>>()
            .join("-"),
        // One name again and again.
        5 => vec![pick(&COMMON); 30].join(" "),
        // One letter a hundred times.
        6 => pick(&LETTERS).repeat(60),
        // Nothing but joints.
        7 => words(&COMMON, 20).replace(' ', "-'"),
        // As long as it may be.
        _ => words(&COMMON, 60),
    };
    let name: String = name.chars().take(200).collect();
    let mut body = bodies::search(match number % 3 {
        0 => json!({ "name": name }),
        1 => json!({ "name": name, "birth_date": "1900/2020" }),
        _ => json!({ "family": name, "given": pick(&COMMON) }),
    });
    body["options"] = json!({ "level": "broad", "limit": 50 });
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_queries_are_answered_in_time_or_refused_and_others_go_on() {
    let _quiet = quiet::alone().await;
    let world = World::with(&[
        ("LOOKOUT_SEARCH__DEADLINE_MS", "250"),
        ("LOOKOUT_SEARCH__WAIT_MS", "400"),
    ])
    .await;
    let listed: Vec<_> = persons::alerts(17, LISTED).collect();
    for some in listed.chunks(1_000) {
        world.import(some.to_vec()).await;
    }
    let attacker = world.partner("nl-kmar").await;
    let other = world.partner("fr-pn").await;
    let each = if nightly() { 25_000 } else { 150 };
    let (tell, over) = watch::channel(false);
    let others = async {
        let (mut line, mut waits, mut refused) = (other.line(Http::Two).await, Vec::new(), 0);
        while !*over.borrow() {
            let begun = Instant::now();
            let answer = line.search(bodies::listed().to_string()).await.unwrap();
            waits.push(begun.elapsed());
            // `busy` is a bounded wait for a turn, and says when to come again.
            assert!(
                answer.status == 200 || answer.status == 503 && answer.header("retry-after").is_some(),
                "{answer:?}"
            );
            refused += usize::from(answer.status != 200);
        }
        (waits, refused)
    };
    let attack = async {
        let mut lanes = tokio::task::JoinSet::new();
        for lane in 0..AT_ONCE {
            let mut line = attacker.line(Http::Two).await;
            lanes.spawn(async move {
                let mut chance = Chance::new(lane as u64);
                let mut seen = Vec::new();
                for number in 0..each {
                    let body = bomb(&mut chance, number + lane);
                    let begun = Instant::now();
                    let answer = line.search(body.to_string()).await.unwrap();
                    let took = begun.elapsed();
                    let code = if answer.status == 200 {
                        "answered".to_owned()
                    } else {
                        answer.code()
                    };
                    let good = match answer.status {
                        200 => true,
                        422 => code == "too-common",
                        503 => code == "deadline" || code == "busy",
                        // A name of which nothing is left, or of too many words.
                        400 => answer.json()["field"].as_str().unwrap().starts_with("person."),
                        _ => false,
                    };
                    assert!(good, "{body}: {answer:?}");
                    seen.push((took, code, body["person"].clone()));
                }
                seen
            });
        }
        let seen: Vec<_> = lanes.join_all().await.into_iter().flatten().collect();
        tell.send_replace(true);
        seen
    };
    let ((waits, refused), seen) = tokio::join!(others, attack);
    let worst = seen.iter().max_by_key(|(took, ..)| *took).unwrap();
    let of = |code: &str| seen.iter().filter(|(_, given, _)| given == code).count();
    println!(
        "{} bombs: {} answered, {} deadline, {} busy, {} too common, {} malformed; worst {worst:?}; others {} \
         ({refused} refused), worst {:?}",
        seen.len(),
        of("answered"),
        of("deadline"),
        of("busy"),
        of("too-common"),
        of("malformed"),
        waits.len(),
        waits.iter().max().unwrap(),
    );
    assert!(worst.0 < DEADLINE + MARGIN, "{worst:?}");
    assert!(waits.iter().all(|wait| *wait < DEADLINE + MARGIN));
    assert!(of("answered") > seen.len() / 4, "most are searches, not refusals");
    assert!(
        refused * 2 < waits.len(),
        "others go on: {refused} of {}",
        waits.len()
    );
}
