//! HTTP/1.1 that could be read in two ways (row 18): every payload of the table gets the answers that
//! the table says, and never two for one request.

mod bodies;
mod heads;

use crate::support::world::World;

/// What comes after.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Then {
    /// The connection closes: whatever follows is not read.
    Closes,
    /// The next request is answered as a request of its own.
    GoesOn,
}

#[derive(Clone, Copy)]
struct Case {
    what: &'static str,
    payload: &'static str,
    /// The answers to the payload itself.
    statuses: &'static [u16],
    then: Then,
}

const fn case(what: &'static str, payload: &'static str, statuses: &'static [u16], then: Then) -> Case {
    Case {
        what,
        payload,
        statuses,
        then,
    }
}

/// Follows every payload: were it answered although the table says the connection closes, a request
/// would have been smuggled in.
const FOLLOW: &str = "GET /v1/usage HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn every_payload_that_could_be_read_in_two_ways_gets_what_the_table_says() {
    let cases = [bodies::CASES, heads::CASES].concat();
    assert!(cases.len() >= 35, "{}", cases.len());
    let world = World::empty(&[
        ("LOOKOUT_CONNECTIONS__BODY_MS", "300"),
        ("LOOKOUT_CONNECTIONS__HEAD_MS", "1000"),
    ])
    .await;
    let kmar = world.partner("nl-kmar").await;
    let mut found = Vec::new();
    for case in &cases {
        let mut raw = kmar.raw().await;
        raw.push([case.payload, FOLLOW].concat()).await;
        let mut answers = Vec::new();
        while let Some(answer) = raw.answer().await {
            assert!(answers.len() < 4, "{}: answers without end", case.what);
            let problem = answer.header("content-type") == Some("application/problem+json");
            // What hyper refuses by itself says nothing at all.
            let bare = answer.status < 500 && answer.bytes.is_empty();
            assert!(
                answer.status < 400 || problem || bare,
                "{}: {answer:?}",
                case.what
            );
            let usage = answer.status == 200 && answer.json().get("limits").is_some();
            if usage {
                assert_eq!(answer.json()["partner"], "nl-kmar", "{}", case.what);
            }
            answers.push((answer.status, usage));
            if usage {
                break;
            }
        }
        let statuses: Vec<u16> = answers
            .iter()
            .filter(|(_, usage)| !usage)
            .map(|(s, _)| *s)
            .collect();
        let followed = answers.iter().any(|(_, usage)| *usage);
        if statuses != case.statuses || followed != (case.then == Then::GoesOn) {
            found.push(format!(
                "{}: {statuses:?}, {}",
                case.what,
                if followed { "goes on" } else { "closes" }
            ));
        }
    }
    assert!(found.is_empty(), "not as the table says:\n{}", found.join("\n"));
    // Nothing of all this was a search.
    for record in world.records("partner/nl-kmar") {
        assert_ne!(record["outcome"], "no_hit", "{record}");
    }
}
