//! DESIGN 1, rule 2, where a bound could bend it: namesakes beyond the cut, small limits, names that
//! cannot be searched, changes in steady succession.

use std::time::Duration;

use serde_json::json;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::world::World;

/// More namesakes than are compared of those with different sums.
const NAMESAKES: usize = 450;

#[tokio::test(flavor = "multi_thread")]
async fn a_namesake_beyond_the_cut_is_found_by_the_birth_date() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let namesake = |number: usize| alerts::namesake(number, 1900 + number / 5, 1 + number % 5);
    world.import((0..NAMESAKES).map(namesake).collect()).await;
    world.settled().await;
    for number in [0, 210, NAMESAKES - 1] {
        let born = format!("{}-{:02}-11", 1900 + number / 5, 1 + number % 5);
        let answer = kmar.found(&bodies::born("Quentin Abernethy-Vole", &born)).await;
        assert_eq!(answer["result"], "hit", "{number}: {answer}");
        assert_eq!(answer["candidates"][0]["alert"], format!("XX-NAMESAKE-{number}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_does_not_hang_on_how_many_candidates_are_wanted() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    // The name is one person's, the document another's: both are candidates.
    let mut body = bodies::search(json!({
        "name": "Wojciechowska, Bronislawa",
        "documents": [{"type": "passport", "number": "NX1234567", "country": "NL"}],
    }));
    for limit in [50, 1] {
        body["options"] = json!({ "limit": limit });
        let answer = kmar.found(&body).await;
        assert_eq!(answer["result"], "hit", "limit {limit}: {answer}");
        assert_eq!(answer["more"], limit == 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_which_nothing_can_be_searched_is_refused() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    // A letter of a script for which there is no transliteration.
    let unknown = ('\u{10000}'..).find(|c| c.is_alphanumeric() && any_ascii::any_ascii_char(*c).is_empty());
    let answer = kmar
        .search(&bodies::name(&unknown.unwrap().to_string().repeat(3)))
        .await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "malformed"));
    assert_eq!(answer.json()["field"], "person");
}

#[test]
fn a_profile_cannot_want_no_candidates() {
    for (most, good) in [(0, false), (1, true), (50, true), (51, false)] {
        let profile = json!({
            "id": "p", "purposes": ["border-check"], "level": "standard", "max_candidates": most, "fields": [],
        });
        let read = serde_json::from_value::<lookout::domain::partner::Profile>(profile);
        assert_eq!(read.is_ok(), good, "{most}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn steady_changes_longer_than_the_bound_do_not_make_answers_stop() {
    let world = World::with(&[("LOOKOUT_INDEX__STALE_MS", "2000")]).await;
    let kmar = world.partner("nl-kmar").await;
    let ends = tokio::time::Instant::now() + Duration::from_secs(4);
    let mut number = 0;
    while tokio::time::Instant::now() < ends {
        number += 1;
        world.import(vec![alerts::namesake(number, 1950, 1)]).await;
        let answer = kmar.search(&bodies::listed()).await;
        assert_eq!(answer.status, 200, "after {number} changes: {}", answer.json());
    }
}
