//! Time as an oracle (row 23): no time tells an alert that is not there from one that is not for you, nor
//! a search that finds nobody from one that finds somebody who is listed for others.
//!
//! Pairs are asked in turn and in an order that changes, so that whatever drifts drifts for both. Welch's
//! t over the pairs, without the slowest twentieth of all: what a busy machine adds is not what is asked.

use std::time::Instant;

use super::path;
use super::returned;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::quiet;
use crate::support::world::World;

/// What dudect takes for a difference.
const BOUND: f64 = 4.5;

enum Ask {
    Get(String),
    Search(String),
}

async fn timed(line: &mut Line, ask: &Ask, status: u16) -> f64 {
    let begun = Instant::now();
    let answer = match ask {
        Ask::Get(path) => line.get(path).await,
        Ask::Search(body) => line.search(body.clone()).await,
    };
    let took = begun.elapsed();
    assert_eq!(answer.unwrap().status, status);
    took.as_secs_f64() * 1e6
}

/// Microseconds that each side took, asked in turn.
async fn pairs(line: &mut Line, [one, other]: [&Ask; 2], status: u16, count: usize) -> [Vec<f64>; 2] {
    let mut took = [Vec::with_capacity(count), Vec::with_capacity(count)];
    for pair in 0..count + 20 {
        let mut order = [(0, one), (1, other)];
        // Thue-Morse: neither side is the first more often, over any stretch.
        if pair.count_ones() % 2 == 1 {
            order.reverse();
        }
        for (side, ask) in order {
            let time = timed(line, ask, status).await;
            // The first ones warm up.
            if pair >= 20 {
                took[side].push(time);
            }
        }
    }
    took
}

/// Welch's t of two samples, cut at the 95th hundredth of both together.
fn welch(took: &[Vec<f64>; 2]) -> f64 {
    let mut all: Vec<f64> = took.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    let cut = all[all.len() * 95 / 100];
    let moments = |sample: &Vec<f64>| {
        let kept: Vec<f64> = sample.iter().copied().filter(|time| *time <= cut).collect();
        let count = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / count;
        let variance = kept.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let [(one, one_error), (other, other_error)] = [moments(&took[0]), moments(&took[1])];
    println!("means {one:.1} and {other:.1} microseconds");
    (one - other) / (one_error + other_error).sqrt()
}

async fn step_two(count: usize) -> f64 {
    let _alone = quiet::alone().await;
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    let mut line = kmar.line(Http::Two).await;
    let absent = Ask::Get(path("BE-26-000099", &query));
    let restricted = Ask::Get(path(alerts::ONLY_FRENCH, &query));
    welch(&pairs(&mut line, [&absent, &restricted], 404, count).await)
}

async fn step_one(count: usize) -> f64 {
    let _alone = quiet::alone().await;
    let world = World::empty(&[]).await;
    // The same people listed for others and not at all, by names as long and as common as each other.
    let person = |given: &str| serde_json::json!({"names": [{"family": "Dompierre", "given": given}], "birth_dates": ["1968-11-04"]});
    let hidden = [("visibility", serde_json::json!({"allow": ["fr-pn"]}))];
    let today = world.services().now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut listed = alerts::all(today);
    listed.push(alerts::alert("BE-26-000910", &hidden, person("Wenceslas")));
    world.import(listed).await;
    let kmar = world.partner("nl-kmar").await;
    let mut line = kmar.line(Http::Two).await;
    let ask = |name: &str| Ask::Search(bodies::born(name, "1968-11-04").to_string());
    let (absent, restricted) = (ask("Stanislaus Grandpied"), ask("Wenceslas Dompierre"));
    welch(&pairs(&mut line, [&absent, &restricted], 200, count).await)
}

/// Few pairs: fails where the difference is one of reading a document more, say.
#[tokio::test(flavor = "multi_thread")]
async fn no_time_tells_an_alert_that_is_not_there_from_one_that_is_not_yours() {
    let t = step_two(600).await;
    println!("t = {t:.2}");
    assert!(t.abs() < BOUND, "t = {t:.2}");
}

/// `cargo test --test it pairs_in_turn -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes"]
async fn twenty_thousand_pairs_in_turn_of_an_alert_not_there_and_one_not_yours_show_no_difference() {
    let t = step_two(20_000).await;
    println!("t = {t:.2}");
    assert!(t.abs() < BOUND, "t = {t:.2}");
}

/// `cargo test --test it pairs_in_turn -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes"]
async fn five_thousand_pairs_in_turn_of_nobody_and_somebody_listed_for_others() {
    let t = step_one(5_000).await;
    println!("t = {t:.2}");
    assert!(t.abs() < BOUND, "t = {t:.2}");
}
