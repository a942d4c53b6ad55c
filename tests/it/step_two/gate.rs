//! Who gets through: the partner whose own query returned the alert, for 24 hours, while it answers. All
//! others are told the same.

use jiff::SignedDuration;
use serde_json::json;

use super::WHOLE;
use super::get;
use super::her;
use super::path;
use super::returned;
use super::told;
use super::with_whole;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::callers::Partner;
use crate::support::line::Answer;
use crate::support::program;
use crate::support::world::World;

async fn change(world: &World, alert: &str, verb: &str, body: serde_json::Value) {
    let path = format!("/alert/{alert}/{verb}");
    let (status, reply) = program::control(world.home().path(), &path, &body).await.unwrap();
    assert_eq!(status, 200, "{reply}");
}

async fn refused(partner: &Partner, alert: &str, query: &str) -> Answer {
    let answer = get(partner, &path(alert, query)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (404, "not-found"),
        "{alert}"
    );
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn not_there_not_yours_not_found_by_you_hidden_and_withdrawn_are_told_in_the_same_bytes() {
    let world = World::with(&[("LOOKOUT_ALERTS__SECOND_EYES", "[]")]).await;
    with_whole(&world).await;
    let kmar = world.partner("nl-kmar").await;
    let french = world.partner("fr-pn").await;
    let mine = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    let hers = returned(&kmar, &her(), WHOLE).await;
    let theirs = returned(
        &french,
        &bodies::born("Арсений Лукошкин", "1968-11-04"),
        alerts::ONLY_FRENCH,
    )
    .await;
    let nobody = kmar.found(&bodies::unlisted()).await["query"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut seen = Vec::new();
    for (alert, query) in [
        ("BE-26-999999", mine.as_str()),
        ("BE 26%", mine.as_str()),
        (alerts::ONLY_FRENCH, &mine),
        (alerts::ONLY_FRENCH, &theirs),
        (alerts::NOT_DUTCH, &mine),
        (alerts::WANTED, &hers),
        (alerts::WANTED, &nobody),
        (alerts::WANTED, &theirs),
        (alerts::WANTED, "01KAR0000000000000000000Q7"),
        // A draft, and one that waits for its review.
        ("BE-26-000053", &mine),
        ("BE-26-000052", &mine),
    ] {
        let alert = alert.replace(' ', "%20").replace("26%", "26%25");
        let alert = alert.replace("%2520", "%20");
        seen.push(told(&refused(&kmar, &alert, query).await));
    }
    // What this partner was given, taken back in each way there is.
    let until = world.services().now() + SignedDuration::from_hours(1);
    change(
        &world,
        WHOLE,
        "hide",
        json!({"until": until, "reason": "operation"}),
    )
    .await;
    seen.push(told(&refused(&kmar, WHOLE, &hers).await));
    change(&world, WHOLE, "unhide", json!({"reason": "over"})).await;
    assert_eq!(get(&kmar, &path(WHOLE, &hers)).await.status, 200);
    change(&world, WHOLE, "withdraw", json!({"reason": "surrendered"})).await;
    seen.push(told(&refused(&kmar, WHOLE, &hers).await));
    let visible = |visibility: serde_json::Value| {
        let person = json!({
            "names": [{"family": "Janssen", "given": "Pjotr"}], "birth_dates": ["1980-05-17"],
        });
        alerts::alert(alerts::WANTED, &[("visibility", visibility)], person)
    };
    assert_eq!(get(&kmar, &path(alerts::WANTED, &mine)).await.status, 200);
    world.import(vec![visible(json!({"deny": ["nl-kmar"]}))]).await;
    seen.push(told(&refused(&kmar, alerts::WANTED, &mine).await));
    world.import(vec![visible(json!("all"))]).await;
    assert_eq!(get(&kmar, &path(alerts::WANTED, &mine)).await.status, 200);
    for answer in &seen {
        assert_eq!(answer, &seen[0]);
    }
    // Each refusal is in the log, with what was asked for.
    let records = world.records("partner/nl-kmar");
    let refused = records
        .iter()
        .filter(|record| record["action"] == "disclosure" && record["outcome"] == "not-found");
    assert_eq!(refused.count(), seen.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_shows_what_it_returned_for_24_hours_and_a_disclosure_prolongs_nothing() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    world.clock.forward_seconds(24 * 3600);
    let last = get(&kmar, &path(alerts::WANTED, &query)).await;
    assert_eq!(last.status, 200, "{last:?}");
    let disclosure = last.json()["request"].as_str().unwrap().to_owned();
    refused(&kmar, alerts::WANTED, &disclosure).await;
    world.clock.forward_seconds(1);
    refused(&kmar, alerts::WANTED, &query).await;
    let fresh = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    assert_eq!(get(&kmar, &path(alerts::WANTED, &fresh)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_lapsed_since_it_was_returned_is_no_longer_shown() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    // The evening before its last day is over.
    let midnight =
        jiff::Timestamp::from_second(world.services().now().as_second() / 86_400 * 86_400 + 11 * 86_400)
            .unwrap();
    let left = midnight.duration_since(world.services().now()).as_secs();
    world.clock.forward_seconds(left - 60);
    let body = bodies::born("Ottavio Ravelli", "1975-09-30");
    let query = returned(&kmar, &body, alerts::TEN_DAYS).await;
    assert_eq!(get(&kmar, &path(alerts::TEN_DAYS, &query)).await.status, 200);
    world.clock.forward_seconds(120);
    refused(&kmar, alerts::TEN_DAYS, &query).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_revoked_or_suspended_between_the_steps_gets_no_second_one() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let french = world.partner("fr-pn").await;
    let (dutch, fr) = (
        returned(&kmar, &bodies::listed(), alerts::WANTED).await,
        returned(&french, &bodies::listed(), alerts::WANTED).await,
    );
    world.revoke(&kmar).await;
    world.suspend("fr-pn").await;
    for (partner, query, code) in [
        (&kmar, dutch, "certificate-revoked"),
        (&french, fr, "partner-suspended"),
    ] {
        let answer = get(partner, &path(alerts::WANTED, &query)).await;
        assert_eq!((answer.status, answer.code().as_str()), (403, code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_query_returned_is_known_after_a_restart() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    world.restart().await;
    assert_eq!(get(&kmar, &path(alerts::WANTED, &query)).await.status, 200);
    refused(&kmar, alerts::ONLY_FRENCH, &query).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_query_must_be_named_once_and_alone() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    let alert = alerts::WANTED;
    for bad in [
        format!("/v1/alerts/{alert}"),
        format!("/v1/alerts/{alert}?query="),
        format!("/v1/alerts/{alert}?query={}", query.to_lowercase()),
        format!("/v1/alerts/{alert}?query={query}&query={query}"),
        format!("/v1/alerts/{alert}?query={query}&fields=all"),
    ] {
        let answer = get(&kmar, &bad).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "malformed"),
            "{bad}"
        );
        assert_eq!(answer.json()["field"], "query");
    }
}
