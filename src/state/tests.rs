//! Tests of state through its public face: what facts add up to, whatever the way they came.

use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Caution;
use crate::domain::alert::Visibility;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;
use crate::domain::partner::Standing;
use crate::domain::peer::KeyHash;

mod disk;
mod erasing;
mod figures;
mod lifecycle;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("state.db")
    }

    fn open(&self) -> State {
        State::open(&self.path()).unwrap()
    }
}

fn time() -> Timestamp {
    "2026-11-23T04:18:00Z".parse().unwrap()
}

fn alert(id: &str) -> Alert {
    serde_json::from_value(json!({
        "id": id, "category": "wanted-for-arrest", "action": "arrest", "owner": "BE-FEDPOL",
        "subject": {"type": "person", "status": "suspect", "names": [{"name": "Zwaluw, Pieternel"}],
                    "birth_dates": ["1980-05-17"], "nationalities": ["NL"]},
        "cautions": ["armed", "violent"], "handling": "H1", "visibility": {"deny": ["xx-other"]},
        "entered": "2026-01-01", "last_validated": "2026-03-01", "review_due": "2027-03-01",
        "contact": {"unit": "SPOC", "hours": "24/7"}
    }))
    .unwrap()
}

fn put(id: &str) -> Fact {
    Fact::AlertPut {
        alert: Box::new(alert(id)),
        feed: None,
    }
}

fn fact(value: serde_json::Value) -> Fact {
    serde_json::from_value(value).unwrap()
}

fn withdraw(id: &str) -> Fact {
    fact(json!({"kind": "alert.withdrawn", "alert": id, "reason": "found"}))
}

fn partner(name: &str) -> Fact {
    fact(json!({"kind": "partner.put", "partner": {"id": "nl-kmar", "name": name, "profile": "border"}}))
}

fn suspend() -> Fact {
    fact(json!({"kind": "partner.suspended", "partner": "nl-kmar", "reason": "key lost"}))
}

fn resume() -> Fact {
    fact(json!({"kind": "partner.resumed", "partner": "nl-kmar"}))
}

fn key(byte: u8) -> KeyHash {
    KeyHash([byte; 32])
}

fn certificate(byte: u8, client: &str) -> Fact {
    fact(json!({"kind": "certificate.registered", "certificate": {
        "key": key(byte), "name": {"partner": ["nl-kmar", client]}, "issuer": key(200), "serial": "01",
        "not_before": "2026-11-01T00:00:00Z", "not_after": "2026-12-01T00:00:00Z"}}))
}

fn revoke(byte: u8) -> Fact {
    fact(json!({"kind": "certificate.revoked", "key": key(byte), "reason": "lost"}))
}

fn others() -> Vec<Fact> {
    vec![
        fact(
            json!({"kind": "profile.put", "profile": {"id": "border", "purposes": ["border-check"],
            "level": "standard", "max_candidates": 5, "fields": ["category"]}}),
        ),
        fact(
            json!({"kind": "staff.put", "staff": {"id": "officer-1", "role":"officer","profile":"officer"}}),
        ),
    ]
}

fn recorded(after: u64, facts: Vec<Fact>) -> Vec<Recorded> {
    (after + 1..)
        .zip(facts)
        .map(|(position, fact)| Recorded {
            position: Position(position),
            time: time(),
            actor: "local:1000".to_owned(),
            fact,
        })
        .collect()
}

fn id(text: &str) -> AlertId {
    text.parse().unwrap()
}

/// A bit of everything, with what makes no sense in between.
fn history() -> Vec<Recorded> {
    let mut facts = others();
    facts.extend([
        put("A-1"),
        put("A-2"),
        suspend(),
        partner("KMar"),
        certificate(1, "gate-1"),
        certificate(2, "gate-2"),
        revoke(2),
        withdraw("A-1"),
        withdraw("A-9"),
        put("A-3"),
        revoke(3),
        certificate(3, "gate-3"),
        certificate(1, "gate-9"),
        suspend(),
        partner("Marechaussee"),
        put("A-1"),
        withdraw("A-2"),
    ]);
    recorded(0, facts)
}

fn cards(state: &State) -> Vec<(Ordinal, Card)> {
    state
        .alerts()
        .iter()
        .map(|(ordinal, card)| (ordinal, card.clone()))
        .collect()
}

fn same(one: &State, other: &State) {
    assert_eq!(one.position(), other.position());
    assert_eq!(cards(one), cards(other));
    let (one, other) = (one.registry(), other.registry());
    assert_eq!(one.version(), other.version());
    assert_eq!(one.partners(), other.partners());
    assert_eq!(one.all_staff(), other.all_staff());
    assert_eq!(one.profiles(), other.profiles());
    assert_eq!(one.certificates(), other.certificates());
    assert_eq!(one.revocations(), other.revocations());
}

#[test]
fn replay_in_one_batch_or_many_or_after_a_restart_gives_the_same_state() {
    let (whole, single) = (Place::new(), Place::new());
    let one = whole.open();
    one.apply(&history()).unwrap();
    let many = single.open();
    for recorded in history() {
        many.apply(&[recorded]).unwrap();
    }
    same(&one, &many);
    assert_eq!(one.position(), Position(19));
    drop(many);
    same(&one, &single.open());
    drop(one);
    State::discard(&whole.path()).unwrap();
    let again = whole.open();
    assert_eq!(again.position(), Position(0));
    again.apply(&history()).unwrap();
    same(&again, &single.open());
}

#[test]
fn an_ordinal_belongs_to_its_id_for_good() {
    let place = Place::new();
    let state = place.open();
    state.apply(&history()).unwrap();
    let check = |state: &State| {
        let alerts = state.alerts();
        for (ordinal, name) in [(0, "A-1"), (1, "A-2"), (2, "A-3")] {
            assert_eq!(alerts.ordinal(&id(name)), Some(Ordinal(ordinal)), "{name}");
            assert_eq!(alerts.id(Ordinal(ordinal)), Some(&id(name)));
        }
        assert_eq!(alerts.ordinal(&id("A-9")), None);
        assert!(alerts.card(Ordinal(0)).is_some(), "withdrawn and put again");
        assert!(alerts.card(Ordinal(1)).is_none(), "withdrawn");
        assert_eq!((alerts.len(), alerts.ordinals()), (2, 3));
        assert_eq!(state.alert(&id("A-2")).unwrap(), None);
    };
    check(&state);
    drop(state);
    check(&place.open());
}

#[test]
fn facts_at_or_before_the_position_are_not_applied_again() {
    let place = Place::new();
    let state = place.open();
    let history = history();
    state.apply(&history).unwrap();
    state.apply(&history[..4]).unwrap();
    assert_eq!(state.position(), Position(19));
    assert!(state.alerts().card(Ordinal(1)).is_none(), "A-2 stays withdrawn");
    state.apply(&[]).unwrap();
    state.apply_through(&[], Position(25)).unwrap();
    assert_eq!(state.position(), Position(25));
    drop(state);
    assert_eq!(place.open().position(), Position(25));
}

#[test]
fn the_registry_shows_suspension_and_revocation() {
    let place = Place::new();
    let state = place.open();
    state.apply(&history()).unwrap();
    let nl: crate::domain::ids::PartnerId = "nl-kmar".parse().unwrap();
    {
        let registry = state.registry();
        let known = registry.partner(&nl).unwrap();
        assert_eq!(
            known.standing(),
            Standing::Suspended,
            "a new name does not resume"
        );
        assert_eq!(known.partner.name.as_str(), "Marechaussee");
        let status = |byte| registry.certificate(&key(byte)).unwrap().status.clone();
        let revoked = CertificateStatus::Revoked(Revocation {
            at: time(),
            reason: "lost".parse().unwrap(),
        });
        assert_eq!(status(1), CertificateStatus::Active);
        assert_eq!(status(2), revoked);
        assert_eq!(status(3), revoked, "revoked before it was taken in");
        assert_eq!(
            registry
                .certificate(&key(1))
                .unwrap()
                .certificate
                .name
                .to_string(),
            "partner/nl-kmar/gate-1"
        );
        assert!(registry.certificate(&key(9)).is_none());
        assert!(registry.revocation(&key(3)).is_some() && registry.revocation(&key(1)).is_none());
    }
    state.apply(&recorded(19, vec![resume(), revoke(1)])).unwrap();
    drop(state);
    let state = place.open();
    let registry = state.registry();
    assert_eq!(registry.partner(&nl).unwrap().standing(), Standing::Active);
    assert!(matches!(
        registry.certificate(&key(1)).unwrap().status,
        CertificateStatus::Revoked(_)
    ));
}

#[test]
fn only_facts_of_the_registry_wake_those_who_watch_it() {
    let place = Place::new();
    let state = place.open();
    let mut changes = state.registry_changes();
    let mut position = state.watch();
    state.apply(&recorded(0, vec![put("A-1")])).unwrap();
    assert!(!changes.has_changed().unwrap() && position.has_changed().unwrap());
    state.apply(&recorded(1, vec![suspend()])).unwrap();
    assert!(
        !changes.has_changed().unwrap(),
        "a fact that was skipped changes nothing"
    );
    state
        .apply(&recorded(2, vec![partner("KMar"), put("A-2")]))
        .unwrap();
    assert!(changes.has_changed().unwrap());
    assert_eq!(
        (*changes.borrow_and_update(), *position.borrow_and_update()),
        (3, Position(4))
    );
}

#[test]
fn a_card_says_what_the_alert_says_and_ends_when_it_ends() {
    let place = Place::new();
    place.open().apply(&recorded(0, vec![put("A-1")])).unwrap();
    let state = place.open();
    let alerts = state.alerts();
    let card = alerts.card(Ordinal(0)).unwrap();
    let whole = alert("A-1");
    assert_eq!(
        (&card.id, card.category, card.action),
        (&whole.id, whole.category, Action::Arrest)
    );
    assert!(card.cautions.iter().eq([Caution::Armed, Caution::Violent]));
    assert_eq!(
        (&*card.owner, card.contact.as_deref()),
        (&whole.owner, whole.contact.as_ref())
    );
    assert_eq!(
        (&*card.visibility, card.handling),
        (&whole.visibility, whole.handling)
    );
    assert_ne!(*card.visibility, Visibility::All);
    assert_eq!(
        (card.last_validated, card.review_due),
        (whole.last_validated, whole.review_due)
    );
    let end = "2027-03-02T00:00:00Z".parse().unwrap();
    assert_eq!(card.matches_until(), end);
    assert!(card.in_force(time()) && !card.in_force(end));
    let draft = Card {
        validity: crate::domain::alert::Validity::Draft,
        ..card.clone()
    };
    assert!(!draft.in_force(time()));
}

#[test]
fn alerts_read_back_whole_with_their_version_and_fingerprint() {
    let place = Place::new();
    let state = place.open();
    let mut changed = alert("A-1");
    changed.action = Action::ContactSpoc;
    let second = Fact::AlertPut {
        alert: Box::new(changed.clone()),
        feed: None,
    };
    state
        .apply(&recorded(0, vec![put("A-1"), put("A-2"), second]))
        .unwrap();
    let expected = StoredAlert {
        ordinal: Ordinal(0),
        version: Position(3),
        hidden_until: None,
        alert: changed.clone(),
    };
    assert_eq!(state.alert(&id("A-1")).unwrap(), Some(expected.clone()));
    assert_eq!(state.alert_by_ordinal(Ordinal(0)).unwrap(), Some(expected));
    assert_eq!(state.alert(&id("A-9")).unwrap(), None);
    let stands = |id: &AlertId| state.standing(id).unwrap();
    let digest = stands(&id("A-1")).unwrap().digest.unwrap();
    assert!(digest.is_of(&changed).unwrap() && !digest.is_of(&alert("A-1")).unwrap());
    assert!(stands(&id("A-9")).is_none());
    let from = |ordinal, limit| {
        let found = state.alerts_from(Ordinal(ordinal), limit).unwrap();
        found
            .iter()
            .map(|stored| stored.alert.id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(from(0, 10), ["A-1", "A-2"]);
    assert_eq!(from(1, 10), ["A-2"]);
    assert_eq!(from(0, 1), ["A-1"]);
}

#[test]
fn a_snapshot_once_taken_never_changes() {
    let place = Place::new();
    let state = place.open();
    state
        .apply(&recorded(0, (0..300).map(|n| put(&format!("A-{n}"))).collect()))
        .unwrap();
    let before = state.alerts();
    state
        .apply(&recorded(300, vec![withdraw("A-5"), put("A-300")]))
        .unwrap();
    assert!(before.card(Ordinal(5)).is_some() && before.ordinal(&id("A-300")).is_none());
    assert_eq!((before.len(), state.alerts().len()), (300, 300));
    assert!(state.alerts().card(Ordinal(5)).is_none());
}
