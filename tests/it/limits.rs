//! Limits: a partner's rate, counted once for all its systems, and the bounded wait for a search.
//!
//! The rate's clock is the machine's own, so these tests bound how many come through instead of
//! counting them to one.

use std::time::Instant;

use lookout::domain::partner::Allowance;

use crate::support::bodies;
use crate::support::callers::Partner;
use crate::support::line::Answer;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::world::World;

const BURST: u32 = 20;

async fn small(world: &World, id: &str) -> Partner {
    let mut profile = world.profile(&format!("{id}-small"));
    profile.allowance = Some(Allowance {
        per_second: 1.try_into().unwrap(),
        burst: BURST.try_into().unwrap(),
    });
    world.partner_under(id, profile).await
}

/// Asks until the limit refuses; how many were answered, and the refusal.
async fn exhaust(line: &mut Line) -> (u32, Answer) {
    for answered in 0..10 * BURST {
        let answer = line.get("/v1/purposes").await.unwrap();
        if answer.status != 200 {
            return (answered, answer);
        }
    }
    panic!("no limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_limit_is_429_and_says_when_and_how_much() {
    let world = World::empty(&[]).await;
    for (id, http) in ["nl-kmar", "fr-pn"].into_iter().zip(BOTH) {
        let kmar = small(&world, id).await;
        let mut line = kmar.line(http).await;
        let started = Instant::now();
        let (answered, refusal) = exhaust(&mut line).await;
        let refilled = u32::try_from(started.elapsed().as_secs()).unwrap() + 1;
        assert!((BURST..=BURST + refilled).contains(&answered), "{answered}");
        assert_eq!((refusal.status, refusal.code().as_str()), (429, "over-limit"));
        assert_eq!(refusal.header("retry-after"), Some("1"));
        assert_eq!(refusal.header("ratelimit"), Some(r#""second";r=0;t=1"#));
        assert_eq!(refusal.header("ratelimit-policy"), Some(r#""second";q=1;w=1"#));
        assert!(!line.is_closed(), "a limit costs nobody the connection");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_body_of_a_caller_over_its_limit_is_not_waited_for() {
    let world = World::with(&[("LOOKOUT_CONNECTIONS__BODY_MS", "60000")]).await;
    let kmar = small(&world, "nl-kmar").await;
    let mut line = kmar.line(Http::Two).await;
    let head = "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n";
    let mut raw = kmar.raw().await;
    exhaust(&mut line).await;
    // Not one byte of the body is sent: a gateway that reads first would be silent for a minute.
    raw.send(head).await;
    let answer = raw.answer().await.unwrap();
    assert_eq!(answer.status, 429, "{answer:?}");
    assert_eq!(answer.header("connection"), Some("close"));
}

#[tokio::test(flavor = "multi_thread")]
async fn systems_of_one_partner_share_its_rate_and_another_partner_does_not() {
    let world = World::empty(&[]).await;
    let first = small(&world, "nl-kmar").await;
    let second = world.client("nl-kmar", "gate-2", "nl-kmar-small").await;
    let other = small(&world, "fr-pn").await;
    let mut lines = [
        first.line(Http::Two).await,
        second.line(Http::One).await,
        other.line(Http::Two).await,
    ];
    exhaust(&mut lines[0]).await;
    let mut refused = 0;
    for _ in 0..5 {
        refused += u32::from(lines[1].get("/v1/purposes").await.unwrap().status == 429);
        assert_eq!(lines[2].get("/v1/purposes").await.unwrap().status, 200);
    }
    // With a bucket of its own the second system would have had twenty.
    assert!(refused >= 1);
    let usage = lines[2].get("/v1/usage").await.unwrap().json();
    let remaining = usage["limits"][0]["remaining"].as_u64().unwrap();
    assert!(remaining < u64::from(BURST) && remaining > 0, "{usage}");
    assert_eq!(
        (&usage["limits"][0]["quota"], &usage["limits"][0]["burst"]),
        (&1.into(), &BURST.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_over_the_limit_are_one_record_with_their_count() {
    let world = World::empty(&[]).await;
    let kmar = small(&world, "nl-kmar").await;
    let mut line = kmar.line(Http::Two).await;
    let mut refused = 0;
    while refused < 30 {
        refused += u64::from(line.get("/v1/purposes").await.unwrap().status == 429);
    }
    assert!(world.records("partner/nl-kmar").is_empty(), "no record for each");
    world.services().record_tally().await;
    let records = world.records("partner/nl-kmar");
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["outcome"], "over-limit");
    assert_eq!(records[0]["body"]["count"], 30);
    world.services().record_tally().await;
    assert_eq!(world.records("partner/nl-kmar").len(), 1, "counted once");
}

#[tokio::test(flavor = "multi_thread")]
async fn counted_refusals_are_recorded_when_the_gateway_stops() {
    let mut world = World::empty(&[]).await;
    let kmar = small(&world, "nl-kmar").await;
    exhaust(&mut kmar.line(Http::Two).await).await;
    world.stop().await;
    let records = world.records("partner/nl-kmar");
    assert_eq!((records.len(), &records[0]["body"]["count"]), (1, &1.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_over_its_limit_is_not_told_to_send_its_body() {
    let world = World::empty(&[]).await;
    let kmar = small(&world, "nl-kmar").await;
    let mut raw = kmar.raw().await;
    exhaust(&mut kmar.line(Http::Two).await).await;
    let head = "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 9999\r\n\r\n";
    raw.send(head).await;
    let answer = raw.answer().await.unwrap();
    assert_eq!(answer.status, 429, "no 100 Continue before it: {answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_one_that_is_not_let_in_is_counted_instead_of_filling_the_log() {
    const FLOOD: u64 = 150;
    let world = World::empty(&[]).await;
    let stranger = world.stranger(Some(&world.mint.good("partner/nl-kmar/gate-1")));
    let mut asked = 0;
    while asked < FLOOD {
        // A connection of somebody unknown does not last; the next one is refused alike.
        let mut line = stranger.line(Http::Two).await;
        while asked < FLOOD
            && let Ok(answer) = line.get("/v1/purposes").await
        {
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (403, "certificate-unknown")
            );
            asked += 1;
        }
    }
    let each = world.records("partner/nl-kmar").len() as u64;
    assert!(each < FLOOD, "{each}");
    world.services().record_tally().await;
    let records = world.records("partner/nl-kmar");
    assert_eq!(records.len() as u64, each + 1);
    let counted = records.last().unwrap()["body"]["count"].as_u64().unwrap();
    assert_eq!(each + counted, FLOOD, "none is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_asks_nothing_is_closed() {
    let world = World::empty(&[("LOOKOUT_CONNECTIONS__HEAD_MS", "100")]).await;
    let kmar = world.partner("nl-kmar").await;
    for http in BOTH {
        let mut line = kmar.line(http).await;
        assert!(line.closed_within(crate::support::LONG).await, "{http:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_searches_at_once_are_503_busy_and_soon_over() {
    let settings = [
        ("LOOKOUT_SEARCH__CONCURRENT", "1"),
        ("LOOKOUT_SEARCH__QUEUE", "1"),
        ("LOOKOUT_SEARCH__WAIT_MS", "1"),
    ];
    let world = World::with(&settings).await;
    let kmar = world.partner("nl-kmar").await;
    let (mut busy, mut lines) = (None, Vec::new());
    for _ in 0..8 {
        lines.push(kmar.line(Http::Two).await);
    }
    for _ in 0..100 {
        let mut asking = tokio::task::JoinSet::new();
        for mut line in lines.drain(..) {
            asking.spawn(async move {
                let answer = line.search(bodies::listed().to_string()).await.unwrap();
                (line, answer)
            });
        }
        while let Some(answered) = asking.join_next().await {
            let (line, answer) = answered.unwrap();
            lines.push(line);
            match answer.status {
                200 => assert_eq!(answer.json()["result"], "hit"),
                _ => busy = Some(answer),
            }
        }
        if busy.is_some() {
            break;
        }
    }
    let busy = busy.expect("eight at once are too many for one place and one in the queue");
    assert_eq!((busy.status, busy.code().as_str()), (503, "busy"));
    assert_eq!(busy.header("retry-after"), Some("1"));
    assert_eq!(kmar.search(&bodies::listed()).await.status, 200, "it is over");
    let recorded = || {
        let records = world.records("partner/nl-kmar").into_iter();
        let busy = records.filter(|record| record["outcome"] == "busy");
        busy.collect::<Vec<_>>()
    };
    assert!(recorded().is_empty(), "no record for each");
    world.services().record_tally().await;
    let records = recorded();
    assert_eq!(records.len(), 1);
    assert!(records[0]["body"]["count"].as_u64().unwrap() >= 1);
}
