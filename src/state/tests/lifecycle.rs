//! An alert's life in the state: versions, hiding, extension, and their instants.

use serde_json::json;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hide(id: &str, until: &str) -> Fact {
    fact(json!({"kind": "alert.hidden", "alert": id, "until": until, "reason": "operation"}))
}

fn unhide(id: &str) -> Fact {
    fact(json!({"kind": "alert.unhidden", "alert": id, "reason": "over"}))
}

fn extend(id: &str, until: &str) -> Fact {
    fact(json!({"kind": "alert.extended", "alert": id, "review_due": until,
                "validated": "2026-11-23", "reason": "confirmed"}))
}

/// What card and document say alike: whether the alert is in force at an instant.
fn found(state: &State, now: Timestamp) -> bool {
    let alerts = state.alerts();
    let by_card = alerts.card(Ordinal(0)).is_some_and(|card| card.in_force(now));
    let stored = state.alert_by_ordinal(Ordinal(0)).unwrap();
    let by_document = stored.is_some_and(|stored| stored.in_force(now));
    assert_eq!(by_card, by_document, "at {now}");
    by_card
}

fn version(state: &State) -> u64 {
    state.alert(&id("A-1")).unwrap().unwrap().version.0
}

#[test]
fn a_hidden_alert_answers_from_its_instant_on_and_not_a_moment_before() {
    let place = Place::new();
    let until = at("2026-11-24T08:00:00.25Z");
    {
        let state = place.open();
        let facts = vec![put("A-1"), hide("A-1", &until.to_string())];
        state.apply(&recorded(0, facts)).unwrap();
        assert!(!found(&state, time()));
    }
    // And the same when it was read from the file.
    let state = place.open();
    let moment = jiff::SignedDuration::from_nanos(1);
    assert!(!found(&state, until - moment) && !found(&state, until));
    assert!(found(&state, at("2026-11-24T08:00:01Z")));
    assert!(!found(&state, at("2027-03-02T00:00:00Z")));
    state.apply(&recorded(2, vec![unhide("A-1")])).unwrap();
    assert!(found(&state, time()));
}

#[test]
fn a_hiding_outlives_a_list_a_correction_and_an_extension_but_not_a_withdrawal() {
    let place = Place::new();
    let state = place.open();
    let corrected = fact(json!({"kind": "alert.corrected", "alert": alert("A-1"), "reason": "typing"}));
    let facts = vec![
        put("A-1"),
        hide("A-1", "2026-12-01T00:00:00Z"),
        put("A-1"),
        corrected,
        extend("A-1", "2028-01-01"),
    ];
    state.apply(&recorded(0, facts)).unwrap();
    assert!(!found(&state, time()));
    assert_eq!(version(&state), 5);
    state
        .apply(&recorded(5, vec![withdraw("A-1"), put("A-1")]))
        .unwrap();
    assert!(found(&state, time()));
    assert_eq!(version(&state), 7);
}

#[test]
fn an_alert_entered_with_a_moment_before_which_it_answers_nobody_is_entered_hidden() {
    let place = Place::new();
    let state = place.open();
    let from = "2026-12-01T06:00:00Z";
    let entered = fact(json!({"kind": "alert.entered", "alert": alert("A-1"), "not_before": from}));
    state.apply(&recorded(0, vec![entered])).unwrap();
    assert!(!found(&state, time()));
    assert!(found(&state, at(from)));
    let stored = state.alert(&id("A-1")).unwrap().unwrap();
    assert_eq!(
        stored.force(time()),
        crate::domain::force::Force::Hidden { until: at(from) }
    );
}

#[test]
fn an_extension_moves_the_day_of_review_and_ends_the_waiting_for_it() {
    let place = Place::new();
    let state = place.open();
    let mut waiting = alert("A-1");
    waiting.validity = crate::domain::alert::Validity::UnderReview;
    let waiting = Fact::AlertPut {
        alert: Box::new(waiting),
        feed: None,
    };
    state.apply(&recorded(0, vec![waiting])).unwrap();
    assert!(!found(&state, time()));
    state
        .apply(&recorded(1, vec![extend("A-1", "2029-05-01")]))
        .unwrap();
    assert!(found(&state, time()) && found(&state, at("2029-05-01T23:59:59Z")));
    assert!(!found(&state, at("2029-05-02T00:00:00Z")));
    let stored = state.alert(&id("A-1")).unwrap().unwrap().alert;
    assert_eq!(stored.last_validated.to_string(), "2026-11-23");
    let digest = state.standing(&id("A-1")).unwrap().unwrap().digest.unwrap();
    assert!(digest.is_of(&stored).unwrap());
}

#[test]
fn a_change_of_an_alert_that_is_not_there_changes_nothing() {
    let place = Place::new();
    let state = place.open();
    let facts = vec![
        put("A-1"),
        withdraw("A-1"),
        hide("A-1", "2026-12-01T00:00:00Z"),
        extend("A-1", "2028-01-01"),
        unhide("A-2"),
    ];
    state.apply(&recorded(0, facts)).unwrap();
    assert_eq!(state.alert(&id("A-1")).unwrap(), None);
    assert!(state.alerts().is_empty());
    assert_eq!(state.position(), Position(5));
}

#[test]
fn what_changed_since_a_snapshot_is_found_without_a_walk_over_everybody() {
    let place = Place::new();
    let state = place.open();
    let many: Vec<Fact> = (0..5_000).map(|number| put(&format!("A-{number}"))).collect();
    state.apply(&recorded(0, many)).unwrap();
    let before = state.alerts();
    assert_eq!(before.kept_unlike(None).count(), 5_000);
    let facts = vec![withdraw("A-7"), put("A-4999"), put("A-NEW")];
    state.apply(&recorded(5_000, facts)).unwrap();
    let now = state.alerts();
    let unlike: Vec<String> = now
        .kept_unlike(Some(&before))
        .map(|kept| match kept {
            Kept::Card(card) => card.id.to_string(),
            Kept::Withdrawn(id, at) => format!("{id} {at:.0}"),
        })
        .collect();
    for changed in [
        format!("A-7 {:.0}", time()),
        "A-4999".to_owned(),
        "A-NEW".to_owned(),
    ] {
        assert!(unlike.contains(&changed), "{changed}: {unlike:?}");
    }
    assert!(unlike.len() <= 2 * 128, "{}", unlike.len());
    assert_eq!(now.kept_unlike(Some(&now)).count(), 0);
}
