//! Tests of what the file holds after a full disk, a kill, another version or damage.

use super::*;

#[test]
fn a_batch_that_does_not_fit_on_the_disk_leaves_nothing_and_may_be_tried_again() {
    let place = Place::new();
    let state = place.open();
    state.apply(&recorded(0, vec![put("A-0")])).unwrap();
    state.limit_pages(30);
    let batch = recorded(
        1,
        (1..500)
            .map(|n| put(&format!("A-{n}")))
            .chain([partner("KMar")])
            .collect(),
    );
    let full = state.apply(&batch).unwrap_err();
    assert!(matches!(full, StateError::Storage(StorageError::Full)), "{full}");
    assert_eq!((state.position(), state.alerts().ordinals()), (Position(1), 1));
    assert!(state.registry().partners().is_empty());
    state.limit_pages(100_000);
    state.apply(&batch).unwrap();
    assert_eq!(state.alerts().ordinals(), 500);
    drop(state);
    assert_eq!(cards(&place.open()).len(), 500);
}

#[test]
fn a_kill_between_batches_loses_none_that_the_file_counts() {
    let place = Place::new();
    let state = place.open();
    for position in 0..10 {
        state
            .apply(&recorded(position, vec![put(&format!("A-{position}"))]))
            .unwrap();
        let after = Place::new();
        for name in ["state.db", "state.db-wal"] {
            std::fs::copy(place.0.path().join(name), after.0.path().join(name)).unwrap();
        }
        let reopened = after.open();
        assert_eq!(reopened.alerts().len() as u64, reopened.position().0);
    }
}

#[test]
fn a_file_of_another_layout_is_emptied_for_replay() {
    let place = Place::new();
    place.open().apply(&history()).unwrap();
    rusqlite::Connection::open(place.path())
        .unwrap()
        .execute_batch("PRAGMA user_version = 999")
        .unwrap();
    let state = place.open();
    assert_eq!((state.position(), state.alerts().ordinals()), (Position(0), 0));
}

#[test]
fn a_damaged_card_is_refused_at_start() {
    let place = Place::new();
    place.open().apply(&history()).unwrap();
    rusqlite::Connection::open(place.path())
        .unwrap()
        .execute_batch("UPDATE cards SET card = zeroblob(3) WHERE ordinal = 2")
        .unwrap();
    assert!(matches!(
        State::open(&place.path()),
        Err(StateError::Damaged { .. })
    ));
}
