//! The receipt: an answer can be proved offline with nothing but the log's public key, and every
//! answer and refusal is one record of a log that verifies.
//!
//! The proof is made here as `docs/API.md` tells a partner to make it, not with the server's code.

use aws_lc_rs::digest;
use aws_lc_rs::signature;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lookout::audit;
use serde_json::Value;

use crate::support::bodies;
use crate::support::world::World;

/// Whether the answer is what the log's key has signed for.
pub(crate) fn proved(answer: &Value, key: &audit::PublicKey) -> bool {
    let text = |field: &str| answer["receipt"][field].as_str().unwrap().to_owned();
    let mut bare = answer.clone();
    bare.as_object_mut().unwrap().remove("receipt");
    let mut committed = hex::decode(text("salt")).unwrap();
    committed.extend(serde_json_canonicalizer::to_vec(&bare).unwrap());
    let hash = hex::encode(digest::digest(&digest::SHA256, &committed));
    let message = format!(
        "lookout-receipt/1\n{}\n{}\n{}\n{}\n",
        text("log"),
        answer["receipt"]["leaf"],
        text("hash"),
        text("time")
    );
    let signed = BASE64_STANDARD.decode(text("signature")).unwrap();
    let key = signature::UnparsedPublicKey::new(&signature::ED25519, &key.0);
    hash == text("hash") && key.verify(message.as_bytes(), &signed).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_can_be_proved_offline_and_a_changed_one_cannot() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let key = world.log_key();
    for body in [
        bodies::listed(),
        bodies::unlisted(),
        bodies::name("Wojciechowska Bronislawa"),
    ] {
        let answer = kmar.found(&body).await;
        assert!(proved(&answer, &key), "{answer}");
        for (pointer, other) in [
            ("/result", "hit?"),
            ("/receipt/leaf", "7777"),
            ("/receipt/time", "2026-01-01T00:00:00Z"),
            ("/receipt/log", "lookout/other-1"),
            ("/index/as_of", "2026-01-01T00:00:00Z"),
        ] {
            let mut changed = answer.clone();
            *changed.pointer_mut(pointer).unwrap() = other.into();
            assert!(!proved(&changed, &key), "{pointer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_of_an_answer_says_who_asked_why_and_what_was_disclosed() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let answer = kmar.found(&bodies::listed()).await;
    let records = world.records("partner/nl-kmar");
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record["leaf"], answer["receipt"]["leaf"]);
    assert_eq!(record["request"], answer["query"]);
    assert_eq!(record["answer"]["hash"], answer["receipt"]["hash"]);
    assert_eq!(record["outcome"], "hit");
    assert_eq!(record["action"], "search-persons");
    let asked = &record["body"]["asked"];
    assert_eq!(asked["purpose"], "border-check");
    assert_eq!(asked["reference"], "NL-2026-000123");
    assert_eq!(asked["user"], "kmar-7781");
    assert_eq!(asked["names"][0], "Jansen, Pieter");
    assert_eq!(asked["birth_date"], "1980-05-17");
    assert_eq!(
        record["body"]["disclosed"][0]["alert"],
        answer["candidates"][0]["alert"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_verifies_while_running_and_after_a_restart() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let stranger = world.stranger(Some(&world.mint.good("partner/nl-kmar/gate-9")));
    let before = kmar.found(&bodies::listed()).await;
    let refused = stranger
        .line(crate::support::line::Http::One)
        .await
        .get("/v1/purposes")
        .await
        .unwrap();
    assert_eq!(refused.status, 403);
    let (folder, key) = (world.home().audit(), world.log_key());
    let running = audit::verify(&folder, Some(&key)).unwrap();
    assert!(running.is_sound(), "{running:?}");
    world.restart().await;
    let after = kmar.found(&bodies::listed()).await;
    assert!(after["receipt"]["leaf"].as_u64() > before["receipt"]["leaf"].as_u64());
    assert!(proved(&before, &key) && proved(&after, &key));
    world.stop().await;
    let stopped = audit::verify(&folder, Some(&key)).unwrap();
    assert!(
        stopped.is_sound() && stopped.records > running.records,
        "{stopped:?}"
    );
    let outcomes: Vec<_> = world
        .records("partner/nl-kmar")
        .iter()
        .map(|r| r["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["hit", "certificate-unknown", "hit"]);
}
