//! Bodies of searches in which one field has a value it cannot have.
//!
//! Uses `spoilt`, whose cases these are among.

use serde_json::Value;
use serde_json::json;

use super::spoilt::Case;
use super::spoilt::SECRET;
use super::spoilt::spoil;
use super::spoilt::without;

/// A good zone; its check digits stand at 9, 19, 27, 42 and 43 of the second line.
const MRZ: [&str; 2] = [
    "P<NLDJANSSEN<<PJOTR<<<<<<<<<<<<<<<<<<<<<<<<<",
    "NX12345678NLD8005171M3001019<<<<<<<<<<<<<<02",
];

/// One field has a value it cannot have.
pub(super) fn fields() -> Vec<Case> {
    let person = |field: &str, value: Value| {
        let mut person = json!({"name": "Jansen, Pieter"});
        person[field] = value;
        spoil("/person", person)
    };
    let document = |document: Value| person("documents", json!([document]));
    let cases: Vec<(&'static str, String, &'static str)> = vec![
        (
            "purpose of wrong form",
            spoil("/purpose", json!("Border Check Achterberg")),
            "purpose",
        ),
        ("purpose a number", spoil("/purpose", json!(5)), "purpose"),
        ("purpose missing", without("purpose"), "purpose"),
        ("reference missing", without("reference"), "reference"),
        ("reference empty", spoil("/reference", json!("")), "reference"),
        (
            "reference with spaces",
            spoil("/reference", json!("Achterberg 1")),
            "reference",
        ),
        (
            "reference of 65",
            spoil("/reference", json!("7".repeat(65))),
            "reference",
        ),
        ("requester missing", without("requester"), "requester"),
        (
            "requester a string",
            spoil("/requester", json!(SECRET)),
            "requester",
        ),
        (
            "requester without user",
            spoil("/requester", json!({})),
            "requester.user",
        ),
        (
            "user empty",
            spoil("/requester/user", json!("")),
            "requester.user",
        ),
        (
            "user with a line feed",
            spoil("/requester/user", json!("a\nAchterberg")),
            "requester.user",
        ),
        (
            "unit a list",
            spoil("/requester/unit", json!([SECRET])),
            "requester.unit",
        ),
        ("person missing", without("person"), "person"),
        ("person null", spoil("/person", json!(null)), "person"),
        ("person empty", spoil("/person", json!({})), "person"),
        (
            "only a birth date",
            spoil("/person", json!({"birth_date": "1980"})),
            "person",
        ),
        (
            "person a string",
            spoil("/person", json!("Achterberg at line 5")),
            "person",
        ),
        (
            "serde's words in a value",
            spoil("/person", json!("expected Achterberg at line 5")),
            "person",
        ),
        (
            "unknown field of a person",
            person("surname", json!(SECRET)),
            "person.surname",
        ),
        (
            "name a number",
            spoil("/person", json!({"name": 5})),
            "person.name",
        ),
        ("name and family", person("family", json!(SECRET)), "person.name"),
        (
            "birth date a number",
            person("birth_date", json!(1980)),
            "person.birth_date",
        ),
        (
            "birth date in words",
            person("birth_date", json!(SECRET)),
            "person.birth_date",
        ),
        (
            "30 February",
            person("birth_date", json!("1980-02-30")),
            "person.birth_date",
        ),
        (
            "29 February of no leap year",
            person("birth_date", json!("1981-02-29")),
            "person.birth_date",
        ),
        (
            "month 13",
            person("birth_date", json!("1980-13")),
            "person.birth_date",
        ),
        (
            "the year 1700",
            person("birth_date", json!("1700")),
            "person.birth_date",
        ),
        (
            "a year to come",
            person("birth_date", json!("2140-01-01")),
            "person.birth_date",
        ),
        (
            "a span that runs backwards",
            person("birth_date", json!("1990/1980")),
            "person.birth_date",
        ),
        (
            "another order of date",
            person("birth_date", json!("17-05-1980")),
            "person.birth_date",
        ),
        (
            "nationality a string",
            person("nationality", json!("NL")),
            "person.nationality",
        ),
        (
            "unknown country",
            person("nationality", json!(["QQ"])),
            "person.nationality[0]",
        ),
        (
            "country in small letters",
            person("nationality", json!(["NL", "be"])),
            "person.nationality[1]",
        ),
        (
            "six nationalities",
            person("nationality", json!(["NL", "BE", "FR", "DE", "LU", "IT"])),
            "person.nationality",
        ),
        ("unknown sex", person("sex", json!(SECRET)), "person.sex"),
        (
            "unknown kind of document",
            document(json!({"type": SECRET, "number": "X123"})),
            "person.documents[0].type",
        ),
        (
            "document number empty",
            document(json!({"type": "passport", "number": ""})),
            "person.documents[0].number",
        ),
        (
            "document number with brackets",
            document(json!({"type": "passport", "number": "<Achterberg>"})),
            "person.documents[0].number",
        ),
        (
            "document without number",
            document(json!({"type": "passport"})),
            "person.documents[0].number",
        ),
        (
            "document of no country",
            document(json!({"type": "passport", "number": "X123", "country": "ZZZZ"})),
            "person.documents[0].country",
        ),
        (
            "unknown field of a document",
            document(json!({"type": "passport", "number": "X123", "x": SECRET})),
            "person.documents[0].x",
        ),
        (
            "document an array",
            document(json!(["passport", "X123"])),
            "person.documents[0]",
        ),
        (
            "document a string",
            document(json!(SECRET)),
            "person.documents[0]",
        ),
        ("limit 0", spoil("/options", json!({"limit": 0})), "options.limit"),
        (
            "limit 51",
            spoil("/options", json!({"limit": 51})),
            "options.limit",
        ),
        (
            "limit 256",
            spoil("/options", json!({"limit": 256})),
            "options.limit",
        ),
        (
            "limit -1",
            spoil("/options", json!({"limit": -1})),
            "options.limit",
        ),
        (
            "limit 1.5",
            spoil("/options", json!({"limit": 1.5})),
            "options.limit",
        ),
        (
            "limit a string",
            spoil("/options", json!({"limit": "5"})),
            "options.limit",
        ),
        (
            "unknown level",
            spoil("/options", json!({"level": SECRET})),
            "options.level",
        ),
        ("options null", spoil("/options", json!(null)), "options"),
        (
            "unknown option",
            spoil("/options", json!({"x": SECRET})),
            "options.x",
        ),
    ];
    cases
        .into_iter()
        .map(|(what, body, field)| Case {
            what,
            body: body.into(),
            field,
        })
        .collect()
}

/// Machine-readable zones, each check digit wrong in turn.
pub(super) fn zones() -> Vec<Case> {
    let digit = |at: usize| {
        let mut line = MRZ[1].to_owned();
        let wrong = if &line[at..=at] == "4" { "5" } else { "4" };
        line.replace_range(at..=at, wrong);
        json!([MRZ[0], line])
    };
    let zones: Vec<(&'static str, Value)> = vec![
        ("check digit of the document number", digit(9)),
        ("check digit of the birth date", digit(19)),
        ("check digit of the expiry", digit(27)),
        ("check digit of the optional data", digit(42)),
        ("composite check digit", digit(43)),
        ("one line of two", json!([MRZ[0]])),
        ("a line too short", json!([MRZ[0], &MRZ[1][1..]])),
        ("small letters", json!([MRZ[0].to_lowercase(), MRZ[1]])),
        ("four lines", json!([MRZ[0], MRZ[1], MRZ[0], MRZ[1]])),
        ("no letters at all", json!(["", ""])),
    ];
    let zones = zones.into_iter().map(|(what, lines)| (what, lines, "person.mrz"));
    let strings = [
        ("a zone in one string", json!(MRZ.concat()), "person.mrz"),
        ("a zone of numbers", json!([1, 2]), "person.mrz[0]"),
    ];
    let cases = zones.chain(strings);
    cases
        .map(|(what, lines, field)| Case {
            what,
            body: spoil("/person", json!({"mrz": lines})).into(),
            field,
        })
        .collect()
}
