//! What gives way when all places are taken (decision 0010), through the real doors.

use std::time::Duration;

use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::world::World;

const SOON: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn when_all_places_are_taken_an_idle_stranger_gives_way_and_never_a_partner() {
    let world = World::with(&[("LOOKOUT_CONNECTIONS__ESTABLISHED", "3")]).await;
    let kmar = world.partner("nl-kmar").await;
    let stranger = world.stranger(None);
    let enrolment = world.doors().enrolment;
    let visit = async || {
        let mut line = Line::open(&stranger.tls, enrolment, Http::Two).await?;
        line.get("/").await.map_err(std::io::Error::other)?;
        std::io::Result::Ok(line)
    };
    let mut first = kmar.line(Http::Two).await;
    assert_eq!(first.get("/v1/purposes").await.unwrap().status, 200);
    let (mut older, mut younger) = (visit().await.unwrap(), visit().await.unwrap());
    // A partner comes although all is full, at another door: the oldest stranger goes.
    let mut second = kmar.line(Http::One).await;
    assert_eq!(second.get("/v1/purposes").await.unwrap().status, 200);
    assert!(older.closed_within(SOON).await);
    assert_eq!(younger.get("/").await.unwrap().status, 503);
    // A stranger takes a stranger's place, and no partner's.
    let mut newest = visit().await.unwrap();
    assert!(younger.closed_within(SOON).await);
    let mut third = kmar.line(Http::Two).await;
    assert_eq!(third.get("/v1/purposes").await.unwrap().status, 200);
    assert!(newest.closed_within(SOON).await);
    assert!(visit().await.is_err(), "every place is a partner's");
    for line in [&mut first, &mut third] {
        assert_eq!(line.get("/v1/purposes").await.unwrap().status, 200, "untouched");
    }
    // One that ends makes room again.
    drop(first);
    let again = async { while visit().await.is_err() {} };
    tokio::time::timeout(SOON, again).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_at_its_cap_hinders_no_other() {
    let world = World::with(&[("LOOKOUT_CONNECTIONS__PER_ADDRESS", "2")]).await;
    let kmar = world.partner("nl-kmar").await;
    let tls = Http::Two.over(&kmar.tls);
    let door = kmar.doors().partners;
    let from = async |number: u8| {
        let stream = crate::support::line::dial_from(&tls, super::client(number), door).await?;
        let mut line = Line::over(stream, door, Http::Two).await?;
        line.get("/v1/purposes").await.map_err(std::io::Error::other)?;
        std::io::Result::Ok(line)
    };
    let _kept = [from(50).await.unwrap(), from(50).await.unwrap()];
    assert!(from(50).await.is_err());
    assert!(from(51).await.is_ok());
}
