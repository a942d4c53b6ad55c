//! The finished document, read as a partner's program would.

use serde_json::Value;

use super::Document;
use crate::domain::ids::PurposeCode;
use crate::http::partners::ROUTES;

fn document() -> Value {
    let purposes: [PurposeCode; 2] = ["border-check".parse().unwrap(), "visa".parse().unwrap()];
    serde_json::from_slice(&Document::of(&purposes).0).unwrap()
}

#[test]
fn every_operation_tells_what_each_refusal_looks_like_and_when_to_ask_again() {
    let document = document();
    for (method, path) in ROUTES {
        let responses = &document["paths"][path][method.to_lowercase()]["responses"];
        let good = if *path == "/v1/alerts/{alert}/hits" {
            "201"
        } else {
            "200"
        };
        for status in [good, "400", "403", "421", "429", "500", "503"] {
            let response = &responses[status];
            assert_eq!(
                response["headers"]["x-request-id"]["required"], true,
                "{method} {path} {status}"
            );
            let waits = response["headers"].get("Retry-After").is_some();
            assert_eq!(
                waits,
                ["429", "503"].contains(&status),
                "{method} {path} {status}"
            );
            let problem = response["content"].get("application/problem+json").is_some();
            assert_eq!(problem, status != good, "{method} {path} {status}");
        }
    }
}

#[test]
fn what_the_types_cannot_say_has_found_its_place() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let purposes = &schemas["SearchRequest"]["properties"]["purpose"]["enum"];
    assert_eq!(*purposes, serde_json::json!(["border-check", "visa"]));
    let person = &schemas["PersonFields"];
    assert_eq!(person["anyOf"].as_array().unwrap().len(), 5);
    let fields = &person["properties"];
    assert_eq!(fields["documents"]["items"]["required"][1], "number");
    assert_eq!(fields["nationality"]["items"]["format"], "country-code");
    assert_eq!(fields["mrz"]["items"]["format"], "mrz-line");
    assert_eq!(fields["birth_date"]["format"], "birth-date");
}
