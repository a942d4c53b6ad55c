//! The alerts of a world: invented people, few, each with a reason to be there.

use jiff::civil::Date;
use lookout::domain::alert::Alert;
use serde_json::Value;
use serde_json::json;

/// Wanted for arrest; known by passport, alias and birth date.
pub(crate) const WANTED: &str = "BE-26-000042";
/// Only `fr-pn` may learn of it.
pub(crate) const ONLY_FRENCH: &str = "BE-26-000044";
/// Everybody but `nl-kmar` may learn of it.
pub(crate) const NOT_DUTCH: &str = "BE-26-000045";
/// In force for ten more days.
pub(crate) const TEN_DAYS: &str = "BE-26-000050";
/// How many alerts share one name.
pub(crate) const NAMESAKES: usize = 7;

/// All of them, as of `today`.
pub(crate) fn all(today: Date) -> Vec<Alert> {
    let in_ten_days = today.saturating_add(jiff::Span::new().days(10)).to_string();
    let mut alerts = vec![
        alert(
            WANTED,
            &[],
            json!({
                "names": [{"family": "Janssen", "given": "Pjotr"}, {"type": "alias-good", "name": "Pieter Jansen"}],
                "birth_dates": ["1980-05-17"], "sex": "M", "nationalities": ["NL"],
                "documents": [{"type": "passport", "number": "NX1234567", "country": "NL"}],
            }),
        ),
        alert(
            ONLY_FRENCH,
            &[("visibility", json!({"allow": ["fr-pn"]}))],
            json!({
                "names": [{"family": "Лукошкин", "given": "Арсений", "script": "Cyrl"}],
                "birth_dates": ["1968-11-04"],
                "documents": [{"type": "passport", "number": "RX7654321", "country": "RU"}],
            }),
        ),
        alert(
            NOT_DUTCH,
            &[("visibility", json!({"deny": ["nl-kmar"]}))],
            json!({
                "names": [{"family": "Desmedt-Collin", "given": "Aurore"}], "birth_dates": ["1991-02-12"],
            }),
        ),
        alert(
            TEN_DAYS,
            &[("review_due", json!(in_ten_days))],
            json!({
                "names": [{"family": "Ravelli", "given": "Ottavio"}], "birth_dates": ["1975-09-30"],
            }),
        ),
        alert(
            "BE-26-000051",
            &[("expires", json!(in_ten_days))],
            json!({
                "names": [{"family": "Brandhuber", "given": "Korbinian"}], "birth_dates": ["1983-01-19"],
            }),
        ),
        alert(
            "BE-26-000052",
            &[("validity", json!("under-review"))],
            json!({
                "names": [{"family": "Oyelaran", "given": "Babajide"}], "birth_dates": ["1990-07-07"],
            }),
        ),
        alert(
            "BE-26-000053",
            &[("validity", json!("draft"))],
            json!({
                "names": [{"family": "Quispehuanca", "given": "Illari"}], "birth_dates": ["1988-12-01"],
            }),
        ),
    ];
    alerts.extend((0..NAMESAKES).map(|number| {
        alert(
            &format!("BE-26-0001{number:02}"),
            &[],
            json!({
                "names": [{"family": "Wojciechowska", "given": "Bronislawa"}],
                "birth_dates": [format!("19{:02}-06-15", 50 + 5 * number)],
            }),
        )
    }));
    alerts
}

/// An alert that is called as the passport by which it is found.
pub(crate) fn with_passport(number: &str) -> Alert {
    alert(
        number,
        &[],
        json!({
            "names": [{"family": "Kowalewicz", "given": number}],
            "documents": [{"type": "passport", "number": number, "country": "PL"}],
        }),
    )
}

/// One more invented person of this family, whom no query of a test is about.
pub(crate) fn somebody(family: &str, given: &str) -> Alert {
    alert(
        &format!("XX-{family}-{given}"),
        &[],
        json!({
            "names": [{"family": family, "given": given}], "birth_dates": ["1931-02-03"],
        }),
    )
}

/// One of many invented people of one name, born on the 11th of a month.
pub(crate) fn namesake(number: usize, year: usize, month: usize) -> Alert {
    alert(
        &format!("XX-NAMESAKE-{number}"),
        &[],
        json!({
            "names": [{"family": "Abernethy-Vole", "given": "Quentin"}],
            "birth_dates": [format!("{year}-{month:02}-11")],
        }),
    )
}

pub(crate) fn alert(id: &str, with: &[(&str, Value)], mut person: Value) -> Alert {
    person["type"] = json!("person");
    person["status"] = json!("suspect");
    let mut alert = json!({
        "id": id, "category": "wanted-for-arrest", "action": "arrest", "owner": "BE-FEDPOL",
        "cautions": ["armed"], "handling": "H1",
        "entered": "2026-03-01", "last_validated": "2026-03-01", "review_due": "2046-03-01",
        "contact": {"unit": "SPOC Brussels", "phone": "+32 2 000 00 42"},
        "subject": person,
    });
    for (field, value) in with {
        alert[*field] = value.clone();
    }
    serde_json::from_value(alert).unwrap()
}
