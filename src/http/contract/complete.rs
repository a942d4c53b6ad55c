//! What the types cannot say of the contract: what every answer has, and rules between fields.
//!
//! Uses nothing. A JSON Schema cannot count check digits, know which days exist or what today is: such
//! fields have a `format` of our own, which `tests/suites/hooks.py` generates, and a pattern as near as
//! patterns come.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Statuses that every operation may answer with, each a problem document.
const COMMON: [(&str, &str); 6] = [
    ("400", "A field is malformed, or the request names no one host"),
    (
        "403",
        "Not let in: the certificate, the partner, or what its profile allows",
    ),
    ("421", "Not a host of this door"),
    ("429", "Over the limit; Retry-After says how long to wait"),
    ("500", "A fault of ours; x-request-id names it"),
    (
        "503",
        "No true and recorded answer can be given now; Retry-After says when to ask again",
    ),
];

/// The document with what the types could not say. `purposes` are those of this gateway.
pub(super) fn complete(mut document: Value, purposes: Vec<&str>) -> Value {
    for operation in operations(&mut document) {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            every_answer(responses);
        }
    }
    photo(&mut document);
    let schemas = "/components/schemas";
    for (place, more) in [
        ("SearchRequest/properties/purpose", json!({ "enum": purposes })),
        ("PersonFields", person()),
        (
            "PersonFields/properties/documents",
            json!({ "items": document_form() }),
        ),
        ("PersonFields/properties/nationality/items", country()),
        (
            "PersonFields/properties/mrz/items",
            json!({ "format": "mrz-line", "pattern": "^([0-9A-Z<]{30}|[0-9A-Z<]{36}|[0-9A-Z<]{44})$" }),
        ),
    ] {
        let found = document.pointer_mut(&format!("{schemas}/{place}"));
        if let (Some(Value::Object(schema)), Value::Object(more)) = (found, more) {
            schema.extend(more);
        }
    }
    document
}

/// A photograph is no JSON: its two kinds, and the receipt that stands in a header.
fn photo(document: &mut Value) {
    let place = "/paths/~1v1~1alerts~1{alert}~1photos~1{sha256}/get/responses/200";
    let Some(answer) = document.pointer_mut(place).and_then(Value::as_object_mut) else {
        return;
    };
    answer.insert("content".to_owned(), json!({ "image/jpeg": {}, "image/png": {} }));
    if let Some(headers) = answer.get_mut("headers").and_then(Value::as_object_mut) {
        headers.insert(
            "lookout-receipt".to_owned(),
            json!({
                "description": "The receipt, as JSON; its hash covers the salt and the file",
                "required": true,
                "schema": { "type": "string" },
            }),
        );
    }
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(Map::values_mut);
    items
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
        .filter(|operation| operation.get("responses").is_some())
}

/// Adds the common statuses, and the headers that answers carry.
fn every_answer(responses: &mut Map<String, Value>) {
    for (status, description) in COMMON {
        responses.entry(status).or_insert_with(|| {
            let problem = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
            json!({ "description": description, "content": { "application/problem+json": problem } })
        });
    }
    for (status, response) in responses.iter_mut() {
        let mut headers = json!({
            "x-request-id": {
                "description": "The request's number; a search's is its query's",
                "required": true,
                "schema": { "type": "string", "pattern": "^[0-9A-Z]{26}$" },
            },
        });
        if let (Some(headers), "429" | "503") = (headers.as_object_mut(), status.as_str()) {
            headers.insert(
                "Retry-After".to_owned(),
                json!({
                    "description": "Seconds to wait",
                    "required": true,
                    "schema": { "type": "integer", "minimum": 0 },
                }),
            );
        }
        if let Some(response) = response.as_object_mut() {
            response.insert("headers".to_owned(), headers);
        }
    }
}

/// At least a name, a document or an MRZ; a name in one piece or in parts, not both. Written as five
/// plain forms, which programs that make requests from a schema understand best.
fn person() -> Value {
    let name = json!({ "type": "string" });
    let absent = json!({ "type": "null" });
    let some = json!({ "minItems": 1 });
    json!({
        "anyOf": [
            { "required": ["name"], "properties": { "name": name, "family": absent, "given": absent } },
            { "required": ["family"], "properties": { "family": name, "name": absent } },
            { "required": ["given"], "properties": { "given": name, "name": absent } },
            { "required": ["documents"], "properties": { "documents": some, "name": absent } },
            { "required": ["mrz"], "properties": { "mrz": some, "name": absent } },
        ],
    })
}

/// Without a pattern: one so loose would promise codes that name no country.
fn country() -> Value {
    json!({ "format": "country-code" })
}

/// `domain::document::Document`.
fn document_form() -> Value {
    let mut issuer = country();
    if let Some(issuer) = issuer.as_object_mut() {
        issuer.insert("type".to_owned(), json!(["string", "null"]));
        issuer.insert("description".to_owned(), "Who issued it".into());
    }
    let kinds = crate::domain::document::DocumentKind::ALL.map(|kind| json!(kind));
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["type", "number"],
        "properties": {
            "type": { "type": "string", "enum": kinds },
            "number": {
                "type": "string",
                "description": "3 to 40 letters or digits, with spaces or . / - between them",
                "maxLength": 60,
                "pattern": "^[ ./-]*([A-Za-z0-9][ ./-]*){3,40}$",
            },
            "country": issuer,
        },
    })
}
