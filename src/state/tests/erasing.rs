//! What an erasure leaves of an alert: its id and its ordinal, and in the file no word.

use super::*;

fn erase(id: &str) -> Fact {
    fact(json!({"kind": "alert.erased", "alert": id, "reason": "court-order"}))
}

fn lapse(id: &str) -> Fact {
    fact(json!({"kind": "alert.lapsed", "alert": id}))
}

fn shredded(id: &str) -> Fact {
    let stream = format!("alert/{id}");
    Fact::Shredded { stream, put: true }
}

fn with(id: &str, contact: &str) -> Fact {
    let mut alert = alert(id);
    alert.contact = Some(serde_json::from_value(json!({"unit": contact})).unwrap());
    Fact::AlertPut {
        alert: alert.into(),
        feed: None,
    }
}

/// Whether a file of the state holds these bytes.
fn holds(place: &Place, bytes: &[u8]) -> bool {
    std::fs::read_dir(place.0.path()).unwrap().any(|file| {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

fn keys(place: &Place, table: &str) -> Vec<Vec<u8>> {
    let connection = rusqlite::Connection::open(place.path()).unwrap();
    let sql = format!("SELECT key FROM {table} ORDER BY number");
    let mut select = connection.prepare(&sql).unwrap();
    let keys = select.query_map([], |row| row.get(0)).unwrap();
    keys.map(Result::unwrap).collect()
}

#[test]
fn replay_without_the_words_that_were_erased_gives_everybody_the_same_place() {
    let (one, other) = (Place::new(), Place::new());
    let (one, other) = (one.open(), other.open());
    let lived = vec![put("A-1"), put("A-2"), withdraw("A-2"), put("A-3"), erase("A-2")];
    let replayed = vec![
        put("A-1"),
        shredded("A-2"),
        shredded("A-2"),
        put("A-3"),
        erase("A-2"),
    ];
    one.apply(&recorded(0, lived)).unwrap();
    other.apply(&recorded(0, replayed)).unwrap();
    same(&one, &other);
    assert_eq!(other.alerts().ordinal(&id("A-3")), Some(Ordinal(2)));
    let erased = [(Position(5), Ordinal(1))];
    assert_eq!(other.erased_after(Position(0), 10).unwrap(), erased);
    assert_eq!(one.erased_after(Position(5), 10).unwrap(), []);
    assert_eq!(one.alerts().withdrawn().count(), 0, "erased, not only withdrawn");
}

#[test]
fn a_word_is_sealed_from_the_first_moment_and_its_key_goes_with_the_alert() {
    let place = Place::new();
    let state = place.open();
    let alerts = (0..500).map(|number| put(&format!("A-{number}"))).collect();
    state.apply(&recorded(0, alerts)).unwrap();
    assert!(!holds(&place, b"Zwaluw"));
    let before = keys(&place, "document_keys");
    assert_eq!(before.len(), 500);
    // Withdrawn by word or erased: the state has no use for it either way.
    let facts = (0..500).step_by(2).map(|number| match number % 4 {
        0 => erase(&format!("A-{number}")),
        _ => withdraw(&format!("A-{number}")),
    });
    state.apply(&recorded(500, facts.collect())).unwrap();
    let last = state.position();
    state.apply(&recorded(last.0, vec![erase("A-499")])).unwrap();
    assert_eq!(*state.erased().borrow(), state.position());
    for (number, key) in before.iter().enumerate() {
        assert_eq!(holds(&place, key), number % 2 == 1 && number != 499, "{number}");
    }
    assert!(state.alert(&id("A-1")).unwrap().is_some());
    drop(state);
    assert_eq!(place.open().alerts().len(), 249);
}

#[test]
fn a_contact_that_nobody_has_any_more_goes_with_an_erasure_and_one_that_somebody_has_stays() {
    let place = Place::new();
    let state = place.open();
    let facts = vec![
        with("A-1", "Cell Ymbrukhol"),
        with("A-2", "Cell 4"),
        // Its first contact was corrected away.
        with("A-2", "Cell 5"),
        with("A-3", "Cell 5"),
    ];
    state.apply(&recorded(0, facts)).unwrap();
    let before = keys(&place, "contact_keys");
    state
        .apply(&recorded(4, vec![erase("A-1"), erase("A-2")]))
        .unwrap();
    for (key, stays) in before.iter().zip([false, false, true]) {
        assert_eq!(holds(&place, key), stays);
    }
    // Numbers go on, here and after a restart.
    state
        .apply(&recorded(6, vec![with("A-4", "Cell Ymbrukhol")]))
        .unwrap();
    drop(state);
    let state = place.open();
    state.apply(&recorded(7, vec![with("A-5", "Cell 6")])).unwrap();
    drop(state);
    let units = |state: &State| -> Vec<String> {
        let alerts = state.alerts();
        let contacts = alerts.iter().filter_map(|(_, card)| card.contact.clone());
        contacts.map(|contact| contact.unit.to_string()).collect()
    };
    assert_eq!(units(&place.open()), ["Cell 5", "Cell Ymbrukhol", "Cell 6"]);
}

#[test]
fn a_lapse_is_kept_until_a_review_ends_it_and_leaves_a_block_alone() {
    let place = Place::new();
    let state = place.open();
    let mut blocked = alert("A-2");
    blocked.validity = serde_json::from_value(json!("blocked")).unwrap();
    let facts = vec![
        put("A-1"),
        Fact::AlertPut {
            alert: blocked.into(),
            feed: None,
        },
        lapse("A-1"),
        lapse("A-2"),
    ];
    state.apply(&recorded(0, facts)).unwrap();
    drop(state);
    let state = place.open();
    let lapsed = |state: &State, alert: &str| {
        let alerts = state.alerts();
        let card = alerts.card(alerts.ordinal(&id(alert)).unwrap()).unwrap();
        (card.validity, card.lapsed_at())
    };
    use crate::domain::alert::Validity;
    assert_eq!(lapsed(&state, "A-1"), (Validity::UnderReview, Some(time())));
    assert_eq!(lapsed(&state, "A-2"), (Validity::Blocked, Some(time())));
    // Hiding says nothing of a review.
    let hide =
        json!({"kind": "alert.hidden", "alert": "A-1", "until": "2026-12-01T00:00:00Z", "reason": "x"});
    state.apply(&recorded(4, vec![fact(hide)])).unwrap();
    assert_eq!(lapsed(&state, "A-1").1, Some(time()));
    let extend = |alert: &str| {
        let review = json!({"review_due": "2029-01-01", "validated": "2026-11-23", "reason": "stays"});
        let mut fact = review;
        fact["kind"] = json!("alert.extended");
        fact["alert"] = json!(alert);
        super::fact(fact)
    };
    state
        .apply(&recorded(5, vec![extend("A-1"), extend("A-2")]))
        .unwrap();
    assert_eq!(lapsed(&state, "A-1"), (Validity::Active, None));
    assert_eq!(lapsed(&state, "A-2"), (Validity::Blocked, None));
}

#[test]
fn how_an_alert_ended_is_known_after_its_words_are_gone_and_after_a_replay() {
    let (one, other) = (Place::new(), Place::new());
    let (one, other) = (one.open(), other.open());
    let of_feed = |json: serde_json::Value| -> Fact { fact(json) };
    let delisted = json!({"kind": "alert.withdrawn", "alert": "A-1", "reason": "gone", "feed": "nk"});
    let outlasted = json!({"kind": "alert.erased", "alert": "A-3", "reason": "retention"});
    let withdrawn = json!({"kind": "alert.erased", "alert": "A-4", "reason": "retention", "withdrawn": true});
    let puts = ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"];
    let lived = [
        puts.map(put).to_vec(),
        vec![
            of_feed(delisted.clone()),
            withdraw("A-2"),
            of_feed(outlasted.clone()),
            withdraw("A-4"),
            of_feed(withdrawn.clone()),
            erase("A-5"),
            withdraw("A-6"),
            put("A-6"),
        ],
    ];
    one.apply(&recorded(0, lived.concat())).unwrap();
    let words_gone = |stream: &str| Fact::Shredded {
        stream: format!("alert/{stream}"),
        put: false,
    };
    let replayed = vec![
        put("A-1"),
        put("A-2"),
        shredded("A-3"),
        shredded("A-4"),
        shredded("A-5"),
        put("A-6"),
        of_feed(delisted),
        withdraw("A-2"),
        of_feed(outlasted),
        words_gone("A-4"),
        of_feed(withdrawn),
        erase("A-5"),
        withdraw("A-6"),
        put("A-6"),
    ];
    other.apply(&recorded(0, replayed)).unwrap();
    for state in [&one, &other] {
        let ended = puts.map(|alert| state.standing(&id(alert)).unwrap().unwrap().ended);
        let expected = [
            Ended::Delisted,
            Ended::Withdrawn,
            Ended::Outlasted,
            Ended::Erased,
            Ended::Erased,
        ];
        assert_eq!(ended[..5], expected.map(Some));
        assert_eq!(ended[5], None);
    }
}

#[test]
fn what_an_erased_alert_was_cannot_be_confirmed_by_a_hash_that_is_left() {
    use aws_lc_rs::digest;

    let place = Place::new();
    let state = place.open();
    let held = fact(json!({"kind": "alert.put", "alert": alert("A-1"), "feed": "nk"}));
    state.apply(&recorded(0, vec![held])).unwrap();
    let document = serde_json::to_vec(&alert("A-1")).unwrap();
    let plain = digest::digest(&digest::SHA256, &document);
    // Not even before, so that no page can keep it.
    assert!(!holds(&place, plain.as_ref()));
    let kept = state.standing(&id("A-1")).unwrap().unwrap().digest.unwrap();
    assert!(kept.is_of(&alert("A-1")).unwrap());
    assert!(holds(&place, kept.key.bytes()) && holds(&place, &kept.tag));
    state.apply(&recorded(1, vec![erase("A-1")])).unwrap();
    // What confirms a guess is the key.
    assert!(!holds(&place, kept.key.bytes()));
}
