//! Photographs at the desk: taken in clean, shown to staff, proposed where a second person must agree.

use lookout::domain::partner::Role;
use serde_json::json;

use super::Desk;
use super::arrest;
use super::faults;
use super::missing;
use super::tag;
use crate::support::pictures;
use crate::support::world::World;

const WHY: &str = "reason=photo%20by%20the%20court&taken=2026-11-01";

/// How many files of photographs a world's home holds.
fn files(world: &World) -> usize {
    let shelf = lookout::storage::Shelf::check(&world.home().photos()).unwrap();
    assert_eq!(shelf.1, []);
    usize::try_from(shelf.0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_is_kept_as_its_pixels_alone_and_shown_to_staff_as_what_it_is() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let mut officer = Desk::of(&world.staff("of-1", Role::Officer, &[]).await).await;
    let mut version = tag(&desk.enter(&missing(&world, "BE-26-1", "Anna")).await);
    for (kind, picture) in [
        ("image/jpeg", pictures::jpeg(9, 4)),
        ("image/png", pictures::png(72, 5)),
    ] {
        let file = pictures::hiding(&picture);
        assert!(pictures::hides(&file));
        let added = desk.add("BE-26-1", &version, WHY, kind, file).await;
        assert_eq!(added.status, 201, "{added:?}");
        version = tag(&added);
        let sha256 = added.json()["photo"]["sha256"].as_str().unwrap().to_owned();
        let place = added.header("location").unwrap().to_owned();
        assert_eq!(place, format!("/api/alerts/BE-26-1/photos/{sha256}"));
        let shown = officer.get(&place).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        for (name, value) in [
            ("content-type", kind),
            ("content-disposition", "inline"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(shown.header(name), Some(value), "{name}");
        }
        assert!(!pictures::hides(&shown.bytes));
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &shown.bytes);
        assert_eq!(hex::encode(digest), sha256);
        // The record names it so that nothing of it is left when it is erased.
        let records = world.records("staff/of-1");
        let record = records.last().unwrap();
        assert_eq!(
            (&record["outcome"], &record["body"]["alert"]),
            (&json!("shown"), &json!("BE-26-1"))
        );
        assert_eq!(record["body"]["photo"].as_str().unwrap().len(), 64);
        assert!(!json!(records).to_string().contains(&sha256));
    }
    let alert = desk.get("/api/alerts/BE-26-1").await.json();
    let photos = &alert["alert"]["subject"]["photos"];
    assert_eq!(photos.as_array().unwrap().len(), 2, "{alert}");
    assert_eq!(photos[1]["type"], "image/png");
    assert_eq!(photos[1]["taken"], "2026-11-01");
    let history = desk.get("/api/alerts/BE-26-1/history").await.json();
    assert_eq!(
        history["changes"][2]["fields"],
        json!(["subject.photos"]),
        "{history}"
    );
    assert_eq!(files(&world), 2);
    let other = officer
        .get(&format!("/api/alerts/BE-26-1/photos/{}", "0".repeat(64)))
        .await;
    assert_eq!(other.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_or_not_said_as_it_must_be_is_refused_and_leaves_no_file() {
    let world = World::empty(&[("LOOKOUT_PHOTOS__MAX_KIB", "16")]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let version = tag(&desk.enter(&missing(&world, "BE-26-1", "Anna")).await);
    let good = pictures::jpeg(9, 4);
    let mut large = good.clone();
    large.resize(17 << 10, 0);
    let (jpeg, png) = ("image/jpeg", "image/png");
    for (version, said, kind, file, status, code) in [
        ("\"1\"", WHY, jpeg, good.clone(), 409, "conflict"),
        ("W/\"1\"", WHY, jpeg, good.clone(), 400, "malformed"),
        (&version, WHY, "application/json", good.clone(), 415, "media-type"),
        (&version, WHY, png, good.clone(), 415, "media-type"),
        (&version, WHY, jpeg, large, 413, "too-large"),
        (&version, WHY, jpeg, b"GIF89a<script>".to_vec(), 400, "malformed"),
        (
            &version,
            WHY,
            jpeg,
            good[..good.len() - 2].to_vec(),
            400,
            "malformed",
        ),
        (&version, WHY, jpeg, Vec::new(), 400, "malformed"),
        (&version, WHY, png, pictures::png(49, 3), 400, "malformed"),
        (&version, "", jpeg, good.clone(), 400, "malformed"),
        (
            &version,
            "reason=x&taken=2999-01-01",
            jpeg,
            good.clone(),
            400,
            "malformed",
        ),
        (
            &version,
            "reason=x&version=1",
            jpeg,
            good.clone(),
            400,
            "malformed",
        ),
        (&version, "reason=x&size=1", jpeg, good.clone(), 400, "malformed"),
    ] {
        let told = desk.add("BE-26-1", version, said, kind, file).await;
        assert_eq!(
            (told.status, told.code().as_str()),
            (status, code),
            "{said} {told:?}"
        );
        let other = desk.add("BE-26-9", "\"1\"", WHY, jpeg, good.clone()).await;
        assert_eq!(other.status, 404);
    }
    assert_eq!(files(&world), 0);
    // One twice is the alert's own rule.
    let added = desk.add("BE-26-1", &version, WHY, jpeg, good.clone()).await;
    assert_eq!(added.status, 201, "{added:?}");
    let twice = desk.add("BE-26-1", &tag(&added), WHY, jpeg, good).await;
    assert_eq!(faults(&twice), ["alert.subject.photos"]);
    assert_eq!(files(&world), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_photograph_is_kept_until_it_is_confirmed_and_goes_when_it_is_rejected() {
    let world = World::empty(&[]).await;
    world
        .import(vec![
            serde_json::from_value(arrest(&world, "BE-26-1", "Anna")).unwrap(),
        ])
        .await;
    let mut one = Desk::operator(&world, "op-1").await;
    let mut two = Desk::operator(&world, "op-2").await;
    let place = "/api/alerts/BE-26-1";
    for (seed, verb, kept) in [(4, "reject", 0), (5, "confirm", 1)] {
        let version = tag(&one.get(place).await);
        let proposed = one
            .add("BE-26-1", &version, WHY, "image/jpeg", pictures::jpeg(9, seed))
            .await;
        assert_eq!(proposed.status, 202, "{proposed:?}");
        assert_eq!(proposed.json()["waits"], true);
        assert_eq!(
            one.get(place).await.json()["alert"]["subject"]["photos"],
            json!(null)
        );
        // Older than uploads that wait for nothing: the proposal keeps it.
        world.clock.forward_days(2);
        world.services().tidy_photos();
        (0..=u8::MAX).for_each(|part| world.services().sweep_photos(part));
        assert_eq!(files(&world), 1, "{verb}");
        let body = if verb == "reject" {
            json!({"reason": "not her"})
        } else {
            json!({})
        };
        let decided = two
            .send("POST", &format!("{place}/{verb}"), Some(&tag(&proposed)), &body)
            .await;
        assert_eq!(decided.status, 200, "{decided:?}");
        assert!(world.services().tidy_photos());
        assert_eq!(files(&world), kept, "{verb}");
    }
    let sha256 = one.get(place).await.json()["alert"]["subject"]["photos"][0]["sha256"].clone();
    let shown = one
        .get(&format!("{place}/photos/{}", sha256.as_str().unwrap()))
        .await;
    assert_eq!(shown.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_adds_no_photograph_to_another_owners_alert() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let mut feed = Desk::of(&world.staff("feed-1", Role::Feed, &["NL-OTHER"]).await).await;
    let version = tag(&desk.enter(&missing(&world, "BE-26-1", "Anna")).await);
    let told = feed
        .add("BE-26-1", &version, WHY, "image/jpeg", pictures::jpeg(9, 4))
        .await;
    assert_eq!((told.status, told.code().as_str()), (403, "owner-only"));
    assert_eq!(files(&world), 0);
}
