//! What a person sees of an answer in a terminal.

use serde_json::json;

use super::*;

fn shown(reply: serde_json::Value) -> String {
    let reply: SearchReply = serde_json::from_value(reply).unwrap();
    anstream::adapter::strip_str(&of(&reply)).to_string()
}

fn reply(result: &str, candidates: serde_json::Value) -> serde_json::Value {
    json!({ "query": "01KAR0000000000000000000Q7", "result": result, "candidates": candidates, "more": false,
        "index": { "position": 48213, "as_of": "2026-11-23T04:18:00Z" },
        "receipt": { "log": "lookout/be-spoc-1", "leaf": 51234, "salt": "00", "hash": "00",
                     "time": "2026-11-23T04:18:00.25Z", "signature": "AA==" } })
}

#[test]
fn a_hit_is_told_in_words_with_reasons_that_add_up() {
    let candidate = json!({ "alert": "BE-26-000042", "grade": "strong", "score": 0.94, "category": "wanted-for-arrest",
        "action": "arrest", "cautions": ["armed", "escaped"], "handling": "H1", "owner": "BE-FEDPOL",
        "confirm": "required", "contact": { "unit": "SPOC", "phone": "+32 2 000", "hours": "24/7" },
        "last_validated": "2026-03-01", "review_due": "2027-03-01", "base": -4.1,
        "matched": [
            { "field": "name", "query": "Pieter Jansen", "alert": "Pjotr Janssen", "outcome": "agrees",
              "reasons": ["spelling-variant", "given-name-equivalent"], "contribution": 4.55 },
            { "field": "birth_date", "query": "1980-05-17", "outcome": "agrees", "reasons": ["same-day"],
              "contribution": 2.3 } ] });
    insta::assert_snapshot!(shown(reply("hit", json!([candidate]))), @"");
}

#[test]
fn no_hit_is_as_clear_and_has_its_time_and_receipt() {
    insta::assert_snapshot!(shown(reply("no_hit", json!([]))), @"");
}

#[test]
fn a_downgraded_action_says_so_and_what_is_withheld_is_not_shown() {
    let candidate = json!({ "alert": "BE-1", "grade": "possible", "score": 0.61, "action": "verify-identity",
        "action_downgraded": true, "handling": "H0", "confirm": "required" });
    insta::assert_snapshot!(shown(reply("candidates", json!([candidate]))), @"");
}

#[test]
fn what_a_gateway_sends_cannot_command_the_terminal() {
    let candidate = json!({ "alert": "BE-1", "grade": "possible", "score": 0.61, "action": "identify",
        "handling": "H0", "confirm": "required", "base": 0.0, "matched": [
            { "field": "name", "query": "a\u{1b}[2Jb", "outcome": "agrees", "reasons": [], "contribution": 0.0 } ] });
    let reply: SearchReply = serde_json::from_value(reply("candidates", json!([candidate]))).unwrap();
    assert!(!of(&reply).contains("\u{1b}[2J"));
}

#[test]
fn an_answer_without_a_receipt_is_not_to_be_relied_on() {
    let mut reply = reply("no_hit", json!([]));
    reply.as_object_mut().unwrap().remove("receipt");
    assert!(shown(reply).contains("do not rely on this answer"));
}
