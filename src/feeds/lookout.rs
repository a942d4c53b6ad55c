//! Lookout's own format: one alert a line.
//!
//! Uses `fault`: what is wrong is told by its field and the rule.

use serde::Deserialize;

use super::fault::fault;
use crate::domain::alert::Alert;
use crate::domain::ids::AlertId;

/// Reads one line.
pub(super) fn read(line: &str) -> Result<Alert, String> {
    let alert: Alert = serde_json::from_str(line).map_err(|_| {
        fault::<Alert>(line.as_bytes()).unwrap_or_else(|| "must have nothing after the alert".to_owned())
    })?;
    alert.check().map_err(|error| error.to_string())?;
    Ok(alert)
}

/// The id on a line that cannot be taken, where so much of it can be read.
pub(super) fn id(line: &str) -> Option<AlertId> {
    #[derive(Deserialize)]
    struct Own {
        id: AlertId,
    }
    serde_json::from_str(line).ok().map(|Own { id }| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALERT: &str = r#"{"id":"BE-1","category":"missing","action":"protect","subject":{"type":"person","names":[{"family":"Zandstra"}],"birth_dates":["1980"],"nationalities":["NL"],"status":"missing"},"owner":"BE-FEDPOL","entered":"2026-03-01","last_validated":"2026-03-01","review_due":"2036-03-01"}"#;

    fn with(known: &str, other: &str) -> String {
        let line = ALERT.replacen(known, other, 1);
        assert_ne!(line, ALERT);
        read(&line).unwrap_err()
    }

    #[test]
    fn an_alert_is_read() {
        assert_eq!(read(ALERT).unwrap().id.as_str(), "BE-1");
    }

    #[test]
    fn a_fault_names_the_field_and_the_rule() {
        assert_eq!(
            with(r#"["1980"]"#, r#"["Zandstra"]"#),
            "subject.birth_dates[0]: must be YYYY, YYYY-MM, YYYY-MM-DD or YYYY/YYYY"
        );
        assert_eq!(with(r#""owner":"BE-FEDPOL","#, ""), "missing field `owner`");
        assert_eq!(
            with(r#"[{"family":"Zandstra"}]"#, "[]"),
            "subject.names: must have at least one name"
        );
        assert_eq!(
            with(r#""review_due":"2036"#, r#""review_due":"2006"#),
            "review_due: must not be before the day the alert was entered"
        );
        assert!(with(r#""NL""#, "7").starts_with("subject.nationalities[0]: must be a string"));
        assert!(with("missing", "Zandstra").starts_with("category: must be one of `wanted-for-arrest`"));
        assert_eq!(
            with(r#""id":"BE-1","#, "nonsense"),
            "must be JSON; it is not at column 2"
        );
        assert_eq!(
            read(&format!("{ALERT} {ALERT}")).unwrap_err(),
            "must have nothing after the alert"
        );
        assert!(read("[]").is_err() && read("null").is_err());
    }

    #[test]
    fn a_fault_never_tells_what_stands_in_the_line() {
        let secrets = [
            (r#""BE-1""#, r#""Zan dstra, expected x""#),
            (r#""missing""#, r#""Zandstra, expected Zandstra""#),
            (r#""person""#, r#""Zandstra""#),
            (r#""1980""#, r#""Zandstra""#),
            (r#""NL""#, r#""Zandstra""#),
            (r#""NL""#, r#"{"Zandstra":1}"#),
            (r#""2026-03-01""#, r#""Zandstra""#),
            (r#""2026-03-01""#, r#""2026-13-41 Zandstra""#),
            (r#""owner""#, r#""Zandstra, expected Zandstra""#),
            (r#""owner""#, r#""Zandstra.x""#),
            (r#""owner""#, r#""visibility":{"Zandstra":[]},"owner""#),
            (r#""owner""#, r#""visibility":{"allow":["Zandstra"]},"owner""#),
            (r#""owner""#, r#""owner":"X","owner""#),
            (r#""family":"#, r#""Zandstra":"#),
            (r#"{"family":"#, r#"{"family":"Zandstra","family":"#),
            (r#"["NL"]"#, r#""Zandstra""#),
            (r#"{"type""#, r#"{"Zandstra":"Zandstra","type""#),
            (r#"{"type":"person","#, r#"{"status":"Zandstra","type":"person","#),
            (r#"{"type":"person","names""#, r#"{"names":"Zandstra","nam""#),
        ];
        for (known, other) in secrets {
            let reason = with(known, other);
            assert!(!reason.contains("dstra"), "{other} gives: {reason}");
            assert!(reason.len() > 10);
        }
    }
}
