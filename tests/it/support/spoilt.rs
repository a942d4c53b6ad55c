//! Bodies of searches that are bad in one way each, with the field that is at fault.
//!
//! Uses `bodies` and, for what is wrong with one field, `spoilt_fields`. A value that could be echoed holds [`SECRET`].

use serde_json::Value;
use serde_json::json;

use super::bodies;
use super::spoilt_fields;

/// What no problem document and no audit record may repeat.
pub(crate) const SECRET: &str = "Achterberg";

/// A bad body.
pub(crate) struct Case {
    pub(crate) what: &'static str,
    pub(crate) body: Vec<u8>,
    /// The field that the problem names; empty for the whole body.
    pub(crate) field: &'static str,
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = shapes();
    cases.extend(texts());
    cases.extend(spoilt_fields::fields());
    cases.extend(spoilt_fields::zones());
    cases
}

/// The whole is no JSON, or not one object of known fields.
fn shapes() -> Vec<Case> {
    let good = bodies::listed().to_string();
    let with = |text: &str| good.replacen('{', &format!("{{{text},"), 1);
    let cases: Vec<(&'static str, Vec<u8>, &'static str)> = vec![
        ("empty body", vec![], ""),
        ("only spaces", b"   ".into(), ""),
        ("byte order mark", ["\u{feff}", &good].concat().into(), ""),
        (
            "UTF-16",
            good.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            "",
        ),
        ("cut short", good.as_bytes()[..good.len() - 1].into(), ""),
        ("trailing text", format!("{good} {SECRET}").into(), ""),
        ("two objects", format!("{good}{good}").into(), ""),
        ("an array", format!("[{good}]").into(), ""),
        (
            "an array of the right values",
            br#"["border-check","R1",{"user":"u1"},{"name":"Achterberg"},{}]"#.into(),
            "",
        ),
        (
            "a requester as an array",
            spoil("/requester", json!(["Achterberg"])).into(),
            "requester",
        ),
        (
            "a person as an array",
            spoil("/person", json!([SECRET, null, null])).into(),
            "person",
        ),
        (
            "options as an array",
            spoil("/options", json!(["broad", 50])).into(),
            "options",
        ),
        (
            "an unknown field of ten thousand characters",
            with(&format!("\"{}\":1", "Achterberg".repeat(1_000))).into(),
            "",
        ),
        (
            "an unknown field that turns the reading direction",
            with("\"\u{202e}Achterberg\":1").into(),
            "",
        ),
        ("a string", format!("\"{SECRET}\"").into(), ""),
        ("a number", b"1".into(), ""),
        ("null", b"null".into(), ""),
        ("single quotes", b"{'purpose': 'border-check'}".into(), ""),
        ("a comment", good.replacen('{', "{/* */", 1).into(), ""),
        (
            "trailing comma",
            good.replacen("\"}}", "\",}}", 1).into(),
            "requester",
        ),
        ("nested a thousand deep", "[".repeat(1_000).into(), ""),
        (
            "objects nested deep",
            with(&format!("\"x\":{}1{}", "{\"x\":".repeat(200), "}".repeat(200))).into(),
            "x",
        ),
        (
            "unknown field",
            with("\"colour\":\"Achterberg\"").into(),
            "colour",
        ),
        (
            "purpose twice",
            with("\"purpose\":\"border-check\"").into(),
            "purpose",
        ),
        (
            "person twice",
            with("\"person\":{\"name\":\"Achterberg\"}").into(),
            "person",
        ),
        (
            "name twice",
            good.replacen("\"name\":", "\"name\":\"Achterberg\",\"name\":", 1)
                .into(),
            "person.name",
        ),
        (
            "NaN",
            spoil("/options", json!({"limit": "#"}))
                .replace("\"#\"", "NaN")
                .into(),
            "options.limit",
        ),
        (
            "infinite",
            spoil("/options", json!({"limit": "#"}))
                .replace("\"#\"", "1e400")
                .into(),
            "options.limit",
        ),
        (
            "leading zero",
            spoil("/options", json!({"limit": "#"}))
                .replace("\"#\"", "05")
                .into(),
            "options.limit",
        ),
    ];
    cases
        .into_iter()
        .map(|(what, body, field)| Case { what, body, field })
        .collect()
}

/// Texts that no text may be, as bytes that serde_json would not write.
fn texts() -> Vec<Case> {
    let raw = |text: &[u8]| {
        let body = spoil("/person", json!({"name": "#"}));
        let (before, after) = body.split_once('#').unwrap();
        [before.as_bytes(), text, after.as_bytes()].concat()
    };
    let cases: Vec<(&'static str, Vec<u8>)> = vec![
        ("empty name", raw(b"")),
        ("only spaces", raw(b"    ")),
        ("only punctuation", raw(b"-,.'")),
        ("10,000 characters", raw(SECRET.repeat(1_000).as_bytes())),
        ("201 characters", raw("é".repeat(201).as_bytes())),
        ("a control character, escaped", raw(b"Achterberg\\u0007")),
        ("a control character, bare", raw(b"Achterberg\x07")),
        ("a line feed", raw(b"Achterberg\\nX")),
        ("NUL", raw(b"Achterberg\\u0000")),
        ("a C1 control", raw("Achterberg\u{85}".as_bytes())),
        ("right-to-left override", raw("Achterberg\u{202e}nes".as_bytes())),
        ("right-to-left isolate", raw("\u{2067}Achterberg".as_bytes())),
        ("a lone leading surrogate", raw(b"Achterberg\\ud800")),
        ("a lone trailing surrogate", raw(b"Achterberg\\udc00")),
        ("surrogates in the wrong order", raw(b"\\udc00\\ud800")),
        ("invalid UTF-8", raw(b"Achterberg\xff\xfe")),
        ("overlong UTF-8", raw(b"\xc0\xafAchterberg")),
        ("a surrogate in UTF-8", raw(b"\xed\xa0\x80")),
        ("an unknown escape", raw(b"Achterberg\\x41")),
    ];
    cases
        .into_iter()
        .map(|(what, body)| Case {
            what,
            body,
            field: "person.name",
        })
        .collect()
}

/// A good body with one value replaced.
pub(super) fn spoil(pointer: &str, value: Value) -> String {
    let mut body = bodies::listed();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[field] = value;
    body.to_string()
}

/// A good body without one of its fields.
pub(super) fn without(field: &str) -> String {
    let mut body = bodies::listed();
    body.as_object_mut().unwrap().remove(field);
    body.to_string()
}
