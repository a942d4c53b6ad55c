//! The desk's contract: OpenAPI 3.1, made from the table of routes.
//!
//! Uses `desk`. Says which roles may ask what, and which statuses come back; the alert's own form is
//! documented in `index/README.md` and judged by the node.

use axum::Json;
use serde_json::Value;
use serde_json::json;

use super::ROUTES;
use super::guarded::Guarded;
use crate::access::UseDesk;

pub(super) async fn openapi(Guarded(_permit): Guarded<UseDesk>) -> Json<Value> {
    Json(document())
}

fn document() -> Value {
    let mut paths = serde_json::Map::new();
    for (method, path) in ROUTES {
        let item = paths.entry(*path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(method.to_lowercase(), operation(method, path));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lookout, desk",
            "version": "1",
            "description": "Alerts for local staff. Every call needs a certificate of this gateway's staff.",
        },
        "paths": paths,
        "components": { "schemas": {
            "Problem": {
                "type": "object",
                "description": "RFC 9457; `faults` lists every field at fault",
                "required": ["type", "title", "status", "detail", "code"],
                "properties": {
                    "type": { "type": "string" }, "title": { "type": "string" },
                    "status": { "type": "integer" }, "detail": { "type": "string" },
                    "code": { "type": "string" }, "field": { "type": "string" },
                    "faults": { "type": "array", "items": {
                        "type": "object",
                        "properties": { "field": { "type": "string" }, "rule": { "type": "string" } },
                    } },
                },
            },
            "Alert": {
                "type": "object",
                "description": "One alert, as index/README.md of the gateway describes it",
                "required": ["id", "category", "action", "subject", "owner", "entered", "last_validated", "review_due"],
            },
        } },
    })
}

fn operation(method: &str, path: &str) -> Value {
    let problem =
        json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let refusal = |text: &str| json!({ "description": text, "content": problem });
    let changes = method != "GET";
    let against = changes && path != "/api/alerts";
    // The body is a file, and what goes with it stands in the query part.
    let picture = changes && path.ends_with("/photos");
    let kinds = json!({ "image/jpeg": {}, "image/png": {} });
    let mut responses = json!({
        "400": refusal("Malformed; every fault at once"),
        "403": refusal("No certificate, not your role, not your owner's alert, from another site, or a second person is needed"),
        "404": refusal("No such thing, or not for you"),
        "503": refusal("Not stored or not recorded: nothing was acknowledged"),
    });
    let mut more = |status: &str, response: Value| {
        if let Some(responses) = responses.as_object_mut() {
            responses.insert(status.to_owned(), response);
        }
    };
    let tag = json!({ "ETag": { "description": "The version now", "schema": { "type": "string" } } });
    if changes {
        let made = if against && !picture { "200" } else { "201" };
        more(
            made,
            json!({ "description": "Made, and durable", "headers": tag }),
        );
        more(
            "409",
            json!({ "description": "Changed meanwhile; ETag is the newer version", "headers": tag, "content": problem }),
        );
        more(
            "415",
            refusal(if picture { "Not JPEG or PNG" } else { "Not JSON" }),
        );
        if !path.ends_with("/confirm") && !path.ends_with("/reject") {
            more(
                "202",
                json!({ "description": "Proposed: waits for a second person", "headers": tag }),
            );
        }
    } else {
        let mut answer = json!({ "description": "As asked" });
        if let (true, Some(answer)) = (path.ends_with("{sha256}"), answer.as_object_mut()) {
            answer.insert("content".to_owned(), kinds.clone());
        }
        more("200", answer);
    }
    if against {
        more("428", refusal("If-Match is missing"));
    }
    let mut parameters = Vec::new();
    let text = json!({ "type": "string" });
    if path.contains("{alert}") {
        parameters.push(json!({ "name": "alert", "in": "path", "required": true, "schema": text }));
    }
    if changes {
        parameters.push(json!({
            "name": "wait", "in": "query", "schema": { "enum": ["index"] },
            "description": "Answer once searches find the change, at most a second later; `indexed` says whether they do",
        }));
    }
    if against {
        parameters.push(json!({ "name": "If-Match", "in": "header", "required": true, "schema": text }));
    }
    if (method, path) == ("GET", "/api/alerts") {
        for name in ["owner", "category", "state", "until", "after", "limit"] {
            parameters.push(json!({ "name": name, "in": "query", "schema": text }));
        }
    }
    if path.contains("{sha256}") {
        parameters.push(json!({ "name": "sha256", "in": "path", "required": true, "schema": text }));
    }
    if picture {
        parameters.push(json!({ "name": "reason", "in": "query", "required": true, "schema": text }));
        parameters.push(
            json!({ "name": "taken", "in": "query", "schema": { "type": "string", "format": "date" } }),
        );
    }
    let mut operation = json!({ "parameters": parameters, "responses": responses });
    if let (true, Some(operation)) = (changes, operation.as_object_mut()) {
        let content = if picture {
            kinds
        } else {
            json!({ "application/json": { "schema": body(method, path) } })
        };
        let body = json!({ "required": true, "content": content });
        operation.insert("requestBody".to_owned(), body);
    }
    operation
}

/// The form of a body.
fn body(method: &str, path: &str) -> Value {
    let text = json!({ "type": "string" });
    let alert = json!({ "$ref": "#/components/schemas/Alert" });
    let (required, properties) = match (method, path.rsplit('/').next().unwrap_or_default()) {
        ("PUT", _) => (
            json!(["alert", "reason"]),
            json!({ "alert": alert, "reason": text }),
        ),
        (_, "alerts") => (
            json!(["alert"]),
            json!({ "alert": alert, "not_before": { "type": "string", "format": "date-time" }, "reason": text }),
        ),
        (_, "extend") => (
            json!(["review_due", "reason"]),
            json!({ "review_due": { "type": "string", "format": "date" }, "reason": text }),
        ),
        (_, "hide") => (
            json!(["until", "reason"]),
            json!({ "until": { "type": "string", "format": "date-time" }, "reason": text }),
        ),
        (_, "confirm") => (json!([]), json!({})),
        _ => (json!(["reason"]), json!({ "reason": text })),
    };
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}
