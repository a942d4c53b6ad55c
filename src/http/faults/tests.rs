//! Every fault of a body, told at once.

use super::*;
use crate::wire::alerts::CorrectFields;
use crate::wire::alerts::EnterFields;
use crate::wire::alerts::ExtendFields;
use crate::wire::alerts::HideFields;

fn example() -> Value {
    serde_json::from_str(EXAMPLE).unwrap()
}

/// The example, with only the fields that a form has.
fn form(fields: &[&str]) -> Value {
    let Value::Object(mut all) = example() else {
        panic!()
    };
    all.retain(|name, _| fields.contains(&name.as_str()));
    Value::Object(all)
}

const CORRECT: [&str; 3] = ["alert", "version", "reason"];

/// The faults of a correction, as `field: rule`.
fn told(body: &Value) -> Vec<String> {
    faults(&serde_json::to_vec(body).unwrap())
}

fn faults(body: &[u8]) -> Vec<String> {
    let read = read::<CorrectFields>(body).and_then(Offered::whole_or_faults);
    match read {
        Err(Refusal::Faulty(faults)) => faults
            .into_iter()
            .map(|fault| format!("{}: {}", fault.field, fault.rule))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_example_is_good_in_every_form_and_has_every_field_of_an_alert() {
    fn good<T: DeserializeOwned>(fields: &[&str]) -> T {
        let body = serde_json::to_vec(&form(fields)).unwrap();
        read::<T>(&body).unwrap().whole_or_faults().unwrap()
    }
    let entered: EnterFields = good(&["alert", "not_before", "reason"]);
    good::<CorrectFields>(&CORRECT);
    good::<ExtendFields>(&["review_due", "version", "reason"]);
    good::<HideFields>(&["until", "version", "reason"]);
    // Debug shows every field, also one that is left out of JSON where it is empty.
    let shown = format!("{:?}", entered.alert);
    assert!(
        !shown.contains("None, source") && !shown.contains("[]"),
        "{shown}"
    );
    assert_eq!(entered.alert.broken().count(), 0);
}

#[test]
fn many_faults_are_told_at_once_each_by_its_field_and_none_by_its_value() {
    let mut body = form(&CORRECT);
    body["alert"]["category"] = "Achterberg".into();
    body["alert"]["nonsense"] = 1.into();
    body["alert"]["cautions"] = serde_json::json!(["armed", "Achterberg"]);
    body["alert"]["subject"]["birth_dates"] = serde_json::json!(["Achterberg", "1980"]);
    body["alert"]["subject"]["documents"][0]["type"] = "Achterberg".into();
    body["alert"]["subject"]["names"] = serde_json::json!([{"family": "Good"}, {"family": 7}]);
    body["alert"].as_object_mut().unwrap().remove("owner");
    body["version"] = "Achterberg".into();
    body["reason"] = "".into();
    let mut told = told(&body);
    assert!(
        !told.iter().any(|fault| fault.contains("Achterberg")),
        "{told:#?}"
    );
    let mut fields: Vec<_> = told
        .iter_mut()
        .map(|fault| fault.split_once(':').unwrap().0)
        .collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "alert.category",
            "alert.cautions[1]",
            "alert.nonsense",
            "alert.owner",
            "alert.subject.birth_dates[0]",
            "alert.subject.documents[0].type",
            "alert.subject.names[1].family",
            "reason",
            "version",
        ]
    );
}

#[test]
fn each_field_alone_that_is_at_fault_is_told_alone() {
    let spoil = |path: &str, with: Value| {
        let mut body = form(&CORRECT);
        *body.pointer_mut(path).unwrap() = with;
        told(&body)
    };
    for (path, field) in [
        ("/alert/id", "alert.id"),
        ("/alert/visibility", "alert.visibility"),
        ("/alert/contact/unit", "alert.contact.unit"),
        ("/alert/links/0", "alert.links[0]"),
        ("/alert/subject", "alert.subject"),
        ("/alert/subject/names/0", "alert.subject.names[0]"),
        (
            "/alert/subject/birth_places/0/country",
            "alert.subject.birth_places[0].country",
        ),
        ("/alert/subject/nationalities/0", "alert.subject.nationalities[0]"),
        ("/alert/review_due", "alert.review_due"),
        ("/version", "version"),
    ] {
        let told = spoil(path, serde_json::json!(-1.5));
        assert_eq!(told.len(), 1, "{path}: {told:#?}");
        assert!(told[0].starts_with(&format!("{field}: ")), "{told:?}");
    }
    let told = spoil(
        "/alert/visibility",
        serde_json::json!({"deny": ["nl-kmar", "NL"]}),
    );
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("alert.visibility"), "{told:?}");
}

#[test]
fn fields_that_a_form_does_not_have_are_told_and_the_rest_goes_on() {
    let mut body = form(&["alert", "version", "until"]);
    body["alert"]["van Achterberg"] = 1.into();
    let told = told(&body);
    assert!(
        told.iter()
            .any(|fault| fault.starts_with("reason: must be given")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|fault| fault.starts_with("until: must be a known field")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|fault| fault.starts_with("alert: must be a known field")),
        "{told:?}"
    );
    assert_eq!(told.len(), 3, "{told:#?}");
}

#[test]
fn what_is_no_json_object_is_told_once() {
    for body in ["", "[", "[]", "7", "null", "{} {}", "\u{feff}{}"] {
        let told = faults(body.as_bytes());
        assert!(!told.is_empty() && told.len() <= 3, "{body}: {told:?}");
    }
    let twice = serde_json::to_string(&form(&CORRECT))
        .unwrap()
        .replacen('{', r#"{"reason":"x","#, 1);
    assert_eq!(faults(twice.as_bytes()), ["reason: must stand once"]);
}
