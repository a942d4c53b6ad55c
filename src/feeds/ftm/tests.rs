//! FollowTheMoney, rule by rule; every person is invented.

use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::feeds::listed::MAX_PARTS;
use crate::feeds::mapping::tests::mapping;

fn read_noting(entity: &Value) -> (Result<Option<Vec<Alert>>, String>, Notes) {
    let mut notes = Notes::new();
    let read = read(&entity.to_string(), &mapping(), &mut notes);
    let alerts = |entry| match entry {
        Entry::Alerts(alerts) => Some(alerts),
        Entry::Skipped => None,
    };
    (read.map(alerts), notes)
}

fn one(entity: &Value) -> (Alert, Notes) {
    let (read, notes) = read_noting(entity);
    let mut alerts = read.unwrap().unwrap();
    assert_eq!(alerts.len(), 1);
    (alerts.remove(0), notes)
}

fn person(entity: &Value) -> (Person, Notes) {
    let (alert, notes) = one(entity);
    let Subject::Person(person) = alert.subject;
    (person, notes)
}

/// A nested person with these properties.
fn nested(properties: Value) -> Value {
    json!({"id": "Q-1", "schema": "Person", "properties": properties})
}

fn names(person: &Person) -> Vec<(NameKind, String)> {
    let text = |form: &NameForm| match form {
        NameForm::Whole(name) => name.to_string(),
        NameForm::Parts { family, given } => format!("{given}|{family}"),
        NameForm::Family(family) => format!("|{family}"),
        NameForm::Given(given) => format!("{given}|"),
    };
    person
        .names
        .iter()
        .map(|name| (name.kind, text(&name.form)))
        .collect()
}

const FULL: &str = r#"{
    "name": ["Gerlof Tamminga"], "alias": ["Gerloff Taminga"], "weakAlias": ["Gé"],
    "birthDate": ["1971-04", "1971-04-09T00:00:00"], "birthPlace": ["Oldehove"], "birthCountry": ["nl"],
    "nationality": ["nl"], "citizenship": ["be", "nl"], "country": ["fr"], "gender": ["male"],
    "passportNumber": ["NW 4471 02"], "idNumber": ["№ 55-018 (old card)"],
    "topics": ["sanction", "crime.fin"], "position": ["Skipper"], "notes": ["Scar on the left hand."],
    "address": ["somewhere"]
}"#;

#[test]
fn a_nested_entity_gives_every_field() {
    let properties: Value = serde_json::from_str(FULL).unwrap();
    let (alert, notes) = one(&json!({
        "id": "Q-1", "schema": "Person", "properties": properties, "target": true,
        "first_seen": "2024-02-03T10:00:00", "datasets": ["x"], "caption": "x"
    }));
    let json = serde_json::to_value(&alert).unwrap();
    let expected = json!({
        "id": "list.Q-1", "category": "information", "action": "inform-owner",
        "subject": {
            "type": "person",
            "names": [
                {"type": "primary", "name": "Gerlof Tamminga"},
                {"type": "alias-good", "name": "Gerloff Taminga"},
                {"type": "alias-low", "name": "Gé"}
            ],
            "birth_dates": ["1971-04", "1971-04-09"],
            "birth_places": [{"town": "Oldehove", "country": "NL"}],
            "sex": "M", "nationalities": ["NL", "BE"],
            "documents": [
                {"type": "passport", "number": "NW 4471 02"},
                {"type": "other", "number": "55-018"}
            ],
            "description": "Skipper; Scar on the left hand.", "status": "other"
        },
        "owner": "XX-LIST", "offence": "crime.fin", "handling": "H1", "visibility": "all",
        "validity": "active", "entered": "2024-02-03", "last_validated": "2026-11-23",
        "review_due": "2027-11-23", "source": "Q-1"
    });
    assert_eq!(json, expected);
    assert_eq!(notes, Notes::from([(Note::DocumentCleaned, 1)]));
}

#[test]
fn a_flat_entity_and_single_texts_read_the_same() {
    let properties: Value = serde_json::from_str(FULL).unwrap();
    let (mut flat, mut single) = (properties.clone(), serde_json::Map::new());
    flat["id"] = json!("Q-1");
    flat["schema"] = json!("Person");
    for (field, values) in properties.as_object().unwrap() {
        let values = values.as_array().unwrap();
        let value = if values.len() == 1 {
            values[0].clone()
        } else {
            json!(values)
        };
        single.insert(field.clone(), value);
    }
    let nested = nested(properties);
    assert_eq!(one(&flat), one(&nested));
    assert_eq!(one(&self::nested(Value::Object(single))), one(&nested));
}

#[test]
fn topics_change_neither_action_nor_category_nor_cautions() {
    for topics in [json!([]), json!(["wanted", "crime.terror"]), json!(["role.pep"])] {
        let (alert, _) = one(&nested(json!({"name": ["Gerlof Tamminga"], "topics": topics})));
        assert_eq!(
            (alert.action, alert.category),
            (Action::InformOwner, mapping().says.category)
        );
        assert!(alert.cautions.is_empty());
    }
}

#[test]
fn what_is_no_listed_person_is_passed_over_and_what_is_no_entity_rejected() {
    let skipped = [
        json!({"id": "Q", "schema": "Company", "properties": {"name": ["x"]}}),
        json!({"id": "Q", "schema": "Person", "target": false, "properties": {"name": ["x"]}}),
    ];
    for entity in skipped {
        assert_eq!(read_noting(&entity).0, Ok(None));
    }
    for (entity, reason) in [
        (
            json!({"id": "Q", "properties": {"name": ["x"]}}),
            "schema: must be there",
        ),
        (json!({"schema": "Person", "name": "x"}), "id: must be there"),
        (
            json!({"id": 7, "schema": "Person", "name": "x"}),
            "id: must be there",
        ),
        (
            json!({"id": "-", "schema": "Person", "name": "x"}),
            "id: must contain at least one letter or digit",
        ),
        (
            nested(json!({"nationality": "nl"})),
            "name: must have at least one that can be read",
        ),
        (
            nested(json!({"name": ["", " - ", 7]})),
            "name: must have at least one that can be read",
        ),
        (
            json!({"id": "Q", "schema": "Person", "properties": ["x"]}),
            "must be a JSON object",
        ),
        (json!(["Person"]), "must be a JSON object"),
    ] {
        let (read, notes) = read_noting(&entity);
        assert_eq!((read, notes), (Err(reason.to_owned()), Notes::new()), "{entity}");
    }
}

#[test]
fn secondary_values_that_cannot_be_read_are_dropped_and_noted() {
    let (person, notes) = person(&nested(json!({
        "name": ["Gerlof Tamminga", 7, "--"], "birthDate": ["about 1970", "1980-00-00", "1981"],
        "nationality": ["zz", "gb"], "gender": ["unknown"], "passportNumber": ["ЖЖ", "1"],
        "birthPlace": ["?"], "idNumber": [{"number": "1"}]
    })));
    let dates: Vec<String> = person.birth_dates.iter().map(ToString::to_string).collect();
    assert_eq!(dates, ["1980", "1981"]);
    assert_eq!(person.nationalities, ["GB".parse().unwrap()]);
    assert_eq!(
        (person.sex, person.documents.len(), person.birth_places.len()),
        (None, 0, 0)
    );
    let expected = Notes::from([
        (Note::NameDropped, 1),
        (Note::BirthDateDropped, 1),
        (Note::CountryDropped, 1),
        (Note::SexDropped, 1),
        (Note::DocumentDropped, 2),
        (Note::BirthPlaceDropped, 1),
        (Note::NotText, 2),
    ]);
    assert_eq!(notes, expected);
}

#[test]
fn the_country_counts_only_without_a_stated_nationality() {
    let (person, _) = person(&nested(json!({"name": "Gerlof Tamminga", "country": ["fr"]})));
    assert_eq!(person.nationalities, ["FR".parse().unwrap()]);
}

#[test]
fn a_name_with_odd_characters_is_cleaned_and_kept() {
    let long = "Gerlof ".repeat(40);
    let (person, notes) = person(&nested(json!({
        "name": ["\u{200F}גרלוף טמינגה\u{200E}", "Gerlof\tTamminga;  Gerlof Taminga ;", long]
    })));
    let names: Vec<String> = names(&person).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names[..3], ["גרלוף טמינגה", "Gerlof Tamminga", "Gerlof Taminga"]);
    assert_eq!(names[3].chars().count(), 195);
    assert_eq!(notes, Notes::from([(Note::NameCleaned, 3)]));
}

#[test]
fn a_name_that_normalising_makes_too_long_is_cut_and_kept() {
    // NFC writes each of these letters as two characters: 119 become 227.
    let name = vec!["\u{FB2A}".repeat(9); 12].join(" ");
    let (person, notes) = person(&nested(json!({ "name": name })));
    assert_eq!(names(&person)[0].1.chars().count(), 189);
    assert_eq!(notes, Notes::from([(Note::NameCleaned, 1)]));
}

#[test]
fn a_name_in_parts_takes_the_place_of_the_same_words_in_one_piece() {
    let (person, notes) = person(&nested(json!({
        "name": ["TAMMINGA, Gerlof Wiebe", "Герлоф Тамминга"], "alias": ["Gé Tamminga"],
        "firstName": ["Gerlof", "Герлоф"], "middleName": "Wiebe", "lastName": ["Tamminga", "Тамминга"]
    })));
    let expected = [
        (NameKind::Primary, "Gerlof Wiebe|Tamminga".to_owned()),
        (NameKind::Primary, "Герлоф|Тамминга".to_owned()),
        (NameKind::AliasGood, "Gé Tamminga".to_owned()),
    ];
    assert_eq!(names(&person), expected);
    assert!(notes.is_empty());
}

#[test]
fn a_part_that_no_full_name_has_is_never_lost() {
    let (former, notes) = person(&nested(json!({
        "name": ["Sjoukje Tamminga"], "firstName": ["Sjoukje"], "lastName": ["Tamminga", "Elzinga"]
    })));
    let expected = [
        (NameKind::Primary, "Sjoukje Tamminga".to_owned()),
        (NameKind::AliasLow, "Sjoukje|Elzinga".to_owned()),
    ];
    assert_eq!(names(&former), expected);
    assert_eq!(notes, Notes::from([(Note::NamePartsUnpaired, 1)]));

    let (only, _) = person(&nested(
        json!({"lastName": "Tamminga", "firstName": "Gerlof", "fatherName": "Wiebes"}),
    ));
    assert_eq!(
        names(&only),
        [(NameKind::Primary, "Gerlof Wiebes|Tamminga".to_owned())]
    );
    let (family, _) = person(&nested(json!({"lastName": "Tamminga", "weakAlias": "Gé"})));
    let expected = [
        (NameKind::Primary, "|Tamminga".to_owned()),
        (NameKind::AliasLow, "Gé".to_owned()),
    ];
    assert_eq!(names(&family), expected);
    let (alias, _) = person(&nested(json!({"alias": "Gerlof Tamminga"})));
    assert_eq!(names(&alias), [(NameKind::Primary, "Gerlof Tamminga".to_owned())]);
}

#[test]
fn a_person_with_too_many_names_becomes_linked_alerts_and_no_name_is_lost() {
    let all: Vec<String> = (0..150).map(|n| format!("Gerlof Tamminga-{n}")).collect();
    let (read, notes) = read_noting(&nested(json!({"name": all, "birthDate": "1971"})));
    let alerts = read.unwrap().unwrap();
    let ids: Vec<&str> = alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids, ["list.Q-1", "list.Q-1_p2", "list.Q-1_p3"]);
    let mut kept = BTreeSet::new();
    for alert in &alerts {
        assert_eq!((alert.check(), alert.links.len()), (Ok(()), 2));
        let Subject::Person(person) = &alert.subject;
        assert_eq!(
            (person.birth_dates.len(), names(person)[0].1.as_str()),
            (1, "Gerlof Tamminga-0")
        );
        kept.extend(names(person).into_iter().map(|(_, name)| name));
    }
    assert_eq!((kept.len(), notes), (150, Notes::from([(Note::NamesSplit, 1)])));
}

#[test]
fn a_line_as_long_as_may_be_is_read_in_good_time() {
    let many: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
    let start = std::time::Instant::now();
    for field in [
        "name",
        "firstName",
        "lastName",
        "birthDate",
        "passportNumber",
        "notes",
    ] {
        let (read, _) = read_noting(&nested(json!({"alias": "Gerlof Tamminga", field: many})));
        assert!(read.unwrap().unwrap().len() <= MAX_PARTS);
    }
    // Work that grows with the square of the names would take many minutes.
    assert!(start.elapsed() < std::time::Duration::from_secs(60));
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}|[\\x00-\\x20\u{200E}]{1,3}|[0-9-]{4,10}".prop_map(Value::from),
    ];
    let field = prop_oneof![
        Just("id"),
        Just("schema"),
        Just("properties"),
        Just("name"),
        Just("alias"),
        Just("firstName"),
        Just("lastName"),
        Just("birthDate"),
        Just("gender"),
        Just("target"),
        Just("topics"),
        Just("x"),
    ];
    leaf.prop_recursive(3, 24, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((field.clone(), inner), 0..6).prop_map(|fields| fields
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn no_entity_makes_it_panic_and_what_is_read_is_a_good_alert(fields in json(), line in "\\PC{0,60}") {
        let mut entity = nested(json!({"name": fields.clone(), "alias": "Gerlof Tamminga", "lastName": fields}));
        if let Ok(Some(alerts)) = read_noting(&entity).0 {
            for alert in alerts {
                prop_assert_eq!(alert.check(), Ok(()));
                let json = serde_json::to_string(&alert).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Alert>(&json).unwrap(), &alert);
            }
        }
        entity["properties"] = entity["properties"]["name"].clone();
        let _ = read_noting(&entity);
        let _ = read(&line, &mapping(), &mut Notes::new());
    }
}
