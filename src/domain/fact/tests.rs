//! What journals of before hold is still read.

use super::*;

#[test]
fn facts_of_alerts_that_older_journals_hold_are_still_read() {
    let put = r#"{"kind":"alert.put","alert":{"id":"BE-1","category":"missing","action":"protect","subject":{"type":"person","names":[{"type":"primary","family":"Zandstra"}],"status":"missing"},"owner":"BE-FEDPOL","handling":"H0","visibility":"all","validity":"active","entered":"2026-03-01","last_validated":"2026-03-01","review_due":"2036-03-01"}}"#;
    let withdrawn = r#"{"kind":"alert.withdrawn","alert":"BE-1","reason":"found"}"#;
    for old in [put, withdrawn] {
        let fact: Fact = serde_json::from_str(old).unwrap();
        assert_eq!(fact.stream(), "alert/BE-1");
        // And written as they were, so that a list read again is no change.
        assert_eq!(serde_json::to_string(&fact).unwrap(), old);
    }
}

#[test]
fn what_may_be_left_out_of_a_fact_is_not_written() {
    let hidden =
        r#"{"kind":"alert.hidden","alert":"BE-1","until":"2026-12-01T06:00:00Z","reason":"operation"}"#;
    let fact: Fact = serde_json::from_str(hidden).unwrap();
    assert_eq!(
        (fact.kind(), fact.stream().as_str()),
        ("alert.hidden", "alert/BE-1")
    );
    assert_eq!(serde_json::to_string(&fact).unwrap(), hidden);
}
