//! What a search answers: the verdict, its reasons, and what it keeps to itself.
//!
//! Over the partners' door, with the few alerts of `support::alerts`; how well names are matched is
//! the eval's business, not this file's.

use lookout::domain::partner::CandidateField;
use lookout::domain::partner::Explain;
use serde_json::Value;
use serde_json::json;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::world::World;

/// A passport's zone of the sample's wanted person, all its check digits right.
const MRZ: [&str; 2] = [
    "P<NLDJANSSEN<<PJOTR<<<<<<<<<<<<<<<<<<<<<<<<<",
    "NX12345678NLD8005171M3001019<<<<<<<<<<<<<<02",
];

fn only(answer: &Value) -> &Value {
    let candidates = answer["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 1, "{answer}");
    &candidates[0]
}

fn matched<'a>(candidate: &'a Value, field: &str) -> Vec<&'a Value> {
    let fields = candidate["matched"].as_array().unwrap();
    fields
        .iter()
        .filter(|matched| matched["field"] == field)
        .collect()
}

/// What is the same whoever asked and whenever: without number, proof and freshness.
fn bare(answer: &Value) -> Value {
    let mut answer = answer.clone();
    for field in ["query", "receipt", "index"] {
        assert!(answer.as_object_mut().unwrap().remove(field).is_some(), "{field}");
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_an_agreeing_birth_date_are_a_hit_with_the_action_of_the_alert() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let answer = kmar.found(&bodies::listed()).await;
    assert_eq!(answer["result"], "hit", "{answer}");
    let candidate = only(&answer);
    assert_eq!(candidate["alert"], alerts::WANTED);
    assert_eq!(candidate["grade"], "strong");
    assert_eq!(candidate["action"], "arrest");
    assert_eq!(candidate["confirm"], "required");
    assert_eq!(candidate["handling"], "H1");
    assert_eq!(candidate["contact"]["unit"], "SPOC Brussels");
    assert!(candidate.get("action_downgraded").is_none());
    let born = matched(candidate, "birth_date");
    assert_eq!(
        (born[0]["outcome"].as_str(), &born[0]["reasons"][0]),
        (Some("agrees"), &json!("same-day"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listed_is_no_hit_with_an_empty_list() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let answer = kmar.found(&bodies::unlisted()).await;
    assert_eq!(
        bare(&answer),
        json!({"result": "no_hit", "candidates": [], "more": false})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_alone_is_never_a_hit_and_never_an_arrest() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    for name in [
        "Janssen, Pjotr",
        "Pieter Jansen",
        "Wojciechowska, Bronislawa",
        "Ravelli Ottavio",
    ] {
        for level in ["exact", "standard", "broad"] {
            let mut body = bodies::name(name);
            body["options"] = json!({"level": level, "limit": 50});
            let answer = kmar.found(&body).await;
            assert_eq!(answer["result"], "candidates", "{name} {level}: {answer}");
            for candidate in answer["candidates"].as_array().unwrap() {
                assert_eq!(candidate["action"], "verify-identity", "{name} {level}");
                assert_eq!(candidate["action_downgraded"], true, "{name} {level}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_alone_is_a_hit() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let document = json!({"type": "passport", "number": "nx 123.4567", "country": "NLD"});
    let answer = kmar
        .found(&bodies::search(json!({"documents": [document]})))
        .await;
    assert_eq!(answer["result"], "hit", "{answer}");
    let candidate = only(&answer);
    assert_eq!(
        (&candidate["alert"], &candidate["action"]),
        (&json!(alerts::WANTED), &json!("arrest"))
    );
    assert_eq!(matched(candidate, "document")[0]["reasons"][0], "same-document");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_readable_zone_is_a_name_a_birth_date_and_a_document() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let answer = kmar.found(&bodies::search(json!({"mrz": MRZ}))).await;
    assert_eq!(answer["result"], "hit", "{answer}");
    let candidate = only(&answer);
    assert_eq!(candidate["alert"], alerts::WANTED);
    for field in ["name", "birth_date", "document", "nationality", "sex"] {
        assert_eq!(
            matched(candidate, field)[0]["outcome"],
            "agrees",
            "{field}: {candidate}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_document_are_both_searched_and_each_says_what_matched() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    // The name of one, the passport of another.
    let person = json!({
        "name": "Ottavio Ravelli", "birth_date": "1975-09-30",
        "documents": [{"type": "passport", "number": "NX1234567", "country": "NL"}],
    });
    let answer = kmar.found(&bodies::search(person)).await;
    assert_eq!(answer["result"], "hit", "{answer}");
    let of = |id: &str| {
        let candidates = answer["candidates"].as_array().unwrap();
        candidates
            .iter()
            .find(|candidate| candidate["alert"] == id)
            .unwrap_or_else(|| panic!("{answer}"))
            .clone()
    };
    let (by_document, by_name) = (of(alerts::WANTED), of(alerts::TEN_DAYS));
    assert_eq!(matched(&by_document, "document")[0]["outcome"], "agrees");
    assert!(
        matched(&by_document, "name")
            .iter()
            .all(|name| name["outcome"] != "agrees"),
        "{by_document}"
    );
    assert_eq!(matched(&by_name, "name")[0]["outcome"], "agrees");
    assert!(
        matched(&by_name, "document")
            .iter()
            .all(|document| document["outcome"] != "agrees"),
        "{by_name}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn base_and_contributions_add_up_to_the_score() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut queries = vec![
        bodies::listed(),
        bodies::name("Bronislawa Wojciechowska"),
        bodies::born("Petr Yansen", "1980-05-18"),
        bodies::search(json!({"mrz": MRZ})),
        bodies::search(json!({"documents": [{"type": "passport", "number": "NX1234567"}]})),
        bodies::search(
            json!({"family": "Janssen", "sex": "F", "nationality": ["FR"], "birth_date": "1979/1981"}),
        ),
    ];
    for query in &mut queries {
        query["options"] = json!({"level": "broad", "limit": 50});
    }
    let mut seen = 0;
    for query in queries {
        for candidate in kmar.found(&query).await["candidates"].as_array().unwrap() {
            let figure = |value: &Value| value.as_f64().unwrap();
            let score = figure(&candidate["score"]);
            let contributions = candidate["matched"].as_array().unwrap().iter();
            let sum = figure(&candidate["base"])
                + contributions
                    .map(|matched| figure(&matched["contribution"]))
                    .sum::<f64>();
            let logit = (score / (1.0 - score)).ln();
            assert!((sum - logit).abs() < 0.02, "{sum} is not {logit}: {candidate}");
            seen += 1;
        }
    }
    assert!(seen >= 4 + alerts::NAMESAKES, "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_is_not_for_a_partner_looks_to_it_like_nobody() {
    let world = World::start().await;
    let (kmar, pn) = (world.partner("nl-kmar").await, world.partner("fr-pn").await);
    let nobody = kmar.search(&bodies::unlisted()).await;
    let hidden = [
        bodies::born("Арсений Лукошкин", "1968-11-04"),
        bodies::search(json!({"documents": [{"type": "passport", "number": "RX7654321", "country": "RU"}]})),
        bodies::born("Desmedt-Collin, Aurore", "1991-02-12"),
    ];
    for body in &hidden {
        let answer = kmar.search(body).await;
        assert_eq!(answer.status, 200);
        assert_eq!(bare(&answer.json()), bare(&nobody.json()), "{body}");
        assert_eq!(answer.json()["index"], nobody.json()["index"]);
        let shape = |answer: &crate::support::line::Answer| {
            let names: Vec<_> = answer.headers.keys().map(|name| name.to_string()).collect();
            // The receipt's time and leaf are its only values without a fixed length.
            let digits = |value: &Value| value.to_string().len();
            let receipt = answer.json()["receipt"].clone();
            (
                names,
                answer.bytes.len() - digits(&receipt["leaf"]) - digits(&receipt["time"]),
            )
        };
        assert_eq!(shape(&answer), shape(&nobody), "{body}");
        assert_eq!(
            pn.found(body).await["result"],
            "hit",
            "it is there for others: {body}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_outside_the_profile_is_absent_and_not_null() {
    let world = World::start().await;
    let fields = [
        (CandidateField::Category, &["category"][..]),
        (CandidateField::Cautions, &["cautions"]),
        (CandidateField::Owner, &["owner"]),
        (CandidateField::Contact, &["contact"]),
        (CandidateField::Dates, &["last_validated", "review_due"]),
        (CandidateField::Matched, &["base", "matched"]),
    ];
    for (number, (field, keys)) in fields.into_iter().enumerate() {
        let mut profile = world.profile(&format!("without-{number}"));
        profile.fields.retain(|kept| *kept != field);
        let partner = world.partner_under(&format!("xx-p{number}"), profile).await;
        let answer = partner.found(&bodies::listed()).await;
        let candidate = only(&answer).as_object().unwrap();
        for (_, all) in fields {
            for key in all {
                assert_eq!(
                    candidate.contains_key(*key),
                    !keys.contains(key),
                    "{field:?}: {key}"
                );
            }
        }
        assert!(!answer.to_string().contains("null"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stored_spelling_leaves_only_where_the_profile_explains_in_full() {
    let world = World::start().await;
    let codes = world.partner("nl-kmar").await;
    let mut full = world.profile("full");
    full.explain = Explain::Full;
    let full = world.partner_under("fr-pn", full).await;
    for body in [
        bodies::listed(),
        bodies::search(json!({"mrz": MRZ})),
        bodies::name("Pieter Jansen"),
    ] {
        let answer = codes.found(&body).await;
        for matched in only(&answer)["matched"].as_array().unwrap() {
            assert!(matched.get("alert").is_none(), "{matched}");
        }
        let stored = if body["person"].get("mrz").is_some() {
            "Pjotr"
        } else {
            "Janssen"
        };
        assert!(!answer.to_string().contains(stored), "{answer}");
        let answer = full.found(&body).await;
        assert!(only(&answer)["matched"][0]["alert"].is_string(), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_query_gives_the_same_bytes_but_for_number_proof_and_freshness() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    for body in [
        bodies::listed(),
        bodies::name("Wojciechowska Bronislawa"),
        bodies::unlisted(),
    ] {
        let once = kmar.found(&body).await;
        // Others are listed meanwhile: scores hang on no live count.
        let others = ["Jansen", "Wojciechowska"].map(|family| alerts::somebody(family, "Zbigniew-Aart"));
        world.import(others.into()).await;
        let again = kmar
            .line(Http::One)
            .await
            .search(body.to_string())
            .await
            .unwrap()
            .json();
        assert_eq!(bare(&once).to_string(), bare(&again).to_string());
        assert_ne!(once["query"], again["query"]);
        assert_ne!(once["receipt"]["salt"], again["receipt"]["salt"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_says_that_the_limit_cut_candidates_off() {
    let world = World::start().await;
    let mut profile = world.profile("three");
    profile.max_candidates = 3.try_into().unwrap();
    let (kmar, pn) = (
        world.partner("nl-kmar").await,
        world.partner_under("fr-pn", profile).await,
    );
    let mut body = bodies::name("Wojciechowska, Bronislawa");
    let count = |answer: &Value| {
        (
            answer["candidates"].as_array().unwrap().len(),
            answer["more"] == true,
        )
    };
    for (limit, expected) in [(1, (1, true)), (6, (6, true)), (7, (7, false)), (50, (7, false))] {
        body["options"] = json!({"limit": limit});
        assert_eq!(count(&kmar.found(&body).await), expected, "{limit}");
    }
    assert_eq!(
        count(&pn.found(&body).await),
        (3, true),
        "the profile's bound is the lower one"
    );
    body["options"] = json!({});
    assert_eq!(count(&kmar.found(&body).await), (5, true), "five unless told");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_out_of_force_never_matches_and_stops_at_its_instant() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    for (name, born) in [
        ("Babajide Oyelaran", "1990-07-07"),
        ("Illari Quispehuanca", "1988-12-01"),
    ] {
        assert_eq!(
            kmar.found(&bodies::born(name, born)).await["result"],
            "no_hit",
            "{name}"
        );
    }
    let ending = [
        bodies::born("Ottavio Ravelli", "1975-09-30"),
        bodies::born("Korbinian Brandhuber", "1983-01-19"),
    ];
    for days in [0, 10, 1] {
        world.clock.forward_days(days);
        let result = if days == 1 { "no_hit" } else { "hit" };
        for body in &ending {
            assert_eq!(kmar.found(body).await["result"], result, "after {days} more days");
        }
    }
    assert_eq!(
        kmar.found(&bodies::listed()).await["result"],
        "hit",
        "others go on"
    );
}
