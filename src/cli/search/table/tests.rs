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
    insta::assert_snapshot!(shown(reply("hit", json!([candidate]))), @r#"
    HIT: 1 alert. Ask the owner before anything that cannot be undone.

    1. STRONG  BE-26-000042  score 0.940  wanted for arrest
       do       ARREST
       caution  ARMED, MAY ESCAPE
       owner    BE-FEDPOL, SPOC, +32 2 000, 24/7
       handling H1, not in court without the owner's permission
       in force confirmed 2026-03-01, to be reviewed by 2027-03-01
       why      -4.10 before comparing, +2.75 with what follows (log-odds)
         name        agrees   +4.55  spelt a little differently, another form of the given name
                     asked Pieter Jansen  |  listed Pjotr Janssen
         birth date  agrees   +2.30  the same day
                     asked 1980-05-17

    list    as of 2026-11-23T04:18:00Z, position 48213
    receipt lookout/be-spoc-1 leaf 51234, 2026-11-23T04:18:00Z, query 01KAR0000000000000000000Q7
    "#);
}

#[test]
fn no_hit_is_as_clear_and_has_its_time_and_receipt() {
    insta::assert_snapshot!(shown(reply("no_hit", json!([]))), @"
    NO HIT: nobody on the list fits.

    list    as of 2026-11-23T04:18:00Z, position 48213
    receipt lookout/be-spoc-1 leaf 51234, 2026-11-23T04:18:00Z, query 01KAR0000000000000000000Q7
    ");
}

#[test]
fn a_downgraded_action_says_so_and_what_is_withheld_is_not_shown() {
    let candidate = json!({ "alert": "BE-1", "grade": "possible", "score": 0.61, "action": "verify-identity",
        "action_downgraded": true, "handling": "H0", "confirm": "required" });
    insta::assert_snapshot!(shown(reply("candidates", json!([candidate]))), @"
    CANDIDATES: 1 alert may fit. Compare the person before you act.

    1. POSSIBLE  BE-1  score 0.610
       do       VERIFY IDENTITY (the alert asks for more; a name alone proves nobody)
       handling H0, only to prevent or combat crime

    list    as of 2026-11-23T04:18:00Z, position 48213
    receipt lookout/be-spoc-1 leaf 51234, 2026-11-23T04:18:00Z, query 01KAR0000000000000000000Q7
    ");
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
