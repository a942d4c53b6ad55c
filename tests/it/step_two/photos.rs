//! Photographs at the partners' door: by the same claim as the alert in full, and told apart by nobody else.

use aws_lc_rs::digest;
use lookout::domain::partner::DetailField;
use serde_json::Value;
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
use crate::support::line::BOTH;
use crate::support::pictures;
use crate::support::program;
use crate::support::world::World;

/// A photograph of the alert; its hash.
async fn with_photo(world: &World, alert: &str) -> String {
    let (status, reply) = program::sent(
        world.home().path(),
        &format!("/alert/{alert}/photos?reason=x"),
        "image/png",
        pictures::hiding(&pictures::png(64, 7)),
    )
    .await;
    assert_eq!(status, 200, "{reply}");
    world.settled().await;
    reply["photo"]["sha256"].as_str().unwrap().to_owned()
}

async fn world() -> World {
    let world = World::with(&[("LOOKOUT_ALERTS__SECOND_EYES", "[]")]).await;
    with_whole(&world).await;
    world
}

fn photo(alert: &str, sha256: &str, query: &str) -> String {
    format!("/v1/alerts/{alert}/photos/{sha256}?query={query}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_is_disclosed_after_its_record_with_a_receipt_that_commits_to_the_file() {
    let world = world().await;
    let sha256 = with_photo(&world, WHOLE).await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &her(), WHOLE).await;
    let details = get(&kmar, &path(WHOLE, &query)).await.json();
    assert_eq!(
        details["photos"],
        json!([{"sha256": sha256, "type": "image/png"}])
    );
    for http in BOTH {
        let answer = kmar
            .line(http)
            .await
            .get(&photo(WHOLE, &sha256, &query))
            .await
            .unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        for (name, value) in [
            ("content-type", "image/png"),
            ("content-disposition", "inline"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        assert!(answer.header("ratelimit").is_some());
        let hash = |bytes: &[u8]| hex::encode(digest::digest(&digest::SHA256, bytes));
        assert_eq!(hash(&answer.bytes), sha256);
        assert!(!pictures::hides(&answer.bytes));
        let receipt: Value = serde_json::from_str(answer.header("lookout-receipt").unwrap()).unwrap();
        let mut committed = hex::decode(receipt["salt"].as_str().unwrap()).unwrap();
        committed.extend_from_slice(&answer.bytes);
        assert_eq!(receipt["hash"], hash(&committed));
        let records = world.records("partner/nl-kmar");
        let record = records.last().unwrap();
        assert_eq!(record["leaf"], receipt["leaf"]);
        assert_eq!(record["answer"]["hash"], receipt["hash"]);
        assert_eq!(record["action"], "disclosure");
        for (field, value) in [
            ("kind", json!("disclosure")),
            ("alert", json!(WHOLE)),
            ("query", json!(query)),
            ("purpose", json!("border-check")),
            ("user", json!("kmar-7781")),
            ("fields", json!(["photos"])),
        ] {
            assert_eq!(record["body"][field], value, "{record}");
        }
        assert!(!record.to_string().contains(&sha256));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_see_a_photograph_is_told_what_is_told_of_one_that_is_not_there() {
    let world = world().await;
    let sha256 = with_photo(&world, WHOLE).await;
    let kmar = world.partner("nl-kmar").await;
    let french = world.partner("fr-pn").await;
    let mut without = world.profile("no-photos");
    without.details.retain(|field| *field != DetailField::Photos);
    let blind = world.partner_under("de-bpol", without).await;
    let mine = returned(&kmar, &her(), WHOLE).await;
    let theirs = returned(&french, &her(), WHOLE).await;
    let blinds = returned(&blind, &her(), WHOLE).await;
    let other = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    let none = "0".repeat(64);
    let mut seen = Vec::new();
    for (who, path) in [
        (&kmar, photo("BE-26-999999", &sha256, &mine)),
        (&kmar, photo(WHOLE, &none, &mine)),
        (&kmar, photo(WHOLE, "not-a-hash", &mine)),
        (&kmar, photo(WHOLE, &sha256.to_uppercase(), &mine)),
        // By a query of somebody else's, and by one that returned another alert.
        (&kmar, photo(WHOLE, &sha256, &theirs)),
        (&kmar, photo(WHOLE, &sha256, &other)),
        // It is not a photograph of that alert.
        (&kmar, photo(alerts::WANTED, &sha256, &other)),
        (&blind, photo(WHOLE, &sha256, &blinds)),
    ] {
        let answer = get(who, &path).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (404, "not-found"),
            "{path}"
        );
        seen.push(told(&answer));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
    assert_eq!(get(&kmar, &photo(WHOLE, &sha256, &mine)).await.status, 200);
    let unasked = get(&kmar, &format!("/v1/alerts/{WHOLE}/photos/{sha256}")).await;
    assert_eq!((unasked.status, unasked.code().as_str()), (400, "malformed"));
    // A day later it is too long ago.
    world.clock.forward_seconds(24 * 3_600 + 1);
    assert_eq!(get(&kmar, &photo(WHOLE, &sha256, &mine)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_lost_or_damaged_is_told_as_not_there_and_counted() {
    let world = world().await;
    let sha256 = with_photo(&world, WHOLE).await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &her(), WHOLE).await;
    let counted = async || {
        let metrics = reqwest::get(format!("http://{}/metrics", world.doors().ops)).await;
        let text = metrics.unwrap().text().await.unwrap();
        let lines = text
            .lines()
            .filter(|line| line.starts_with("lookout_photos_missing_total"));
        lines
            .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
            .sum::<f64>()
    };
    let before = counted().await;
    let folder = world.home().photos();
    let part = (0..=u8::MAX)
        .map(|part| folder.join(format!("{part:02x}")))
        .find(|part| part.is_dir());
    let file = std::fs::read_dir(part.unwrap())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let sound = std::fs::read(&file).unwrap();
    let mut damaged = sound.clone();
    damaged[100] ^= 1;
    std::fs::write(&file, damaged).unwrap();
    let first = get(&kmar, &photo(WHOLE, &sha256, &query)).await;
    std::fs::remove_file(&file).unwrap();
    let second = get(&kmar, &photo(WHOLE, &sha256, &query)).await;
    let none = get(&kmar, &photo(WHOLE, &"0".repeat(64), &query)).await;
    assert_eq!(none.status, 404);
    assert_eq!((told(&first), told(&second)), (told(&none), told(&none)));
    // Others of this process may count beside it.
    assert!(counted().await >= before + 2.0);
    std::fs::write(&file, sound).unwrap();
    assert_eq!(get(&kmar, &photo(WHOLE, &sha256, &query)).await.status, 200);
}
