//! What is disclosed: by profile, with its receipt, after its record.

use lookout::domain::partner::CandidateField;
use lookout::domain::partner::DetailField;
use lookout::domain::partner::Profile;
use serde_json::Value;
use serde_json::json;

use super::WHOLE;
use super::get;
use super::her;
use super::path;
use super::returned;
use super::with_whole;
use crate::receipt::proved;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::program::Program;
use crate::support::world::World;

/// The answer without what differs from request to request.
fn bare(mut answer: Value) -> Value {
    for own in ["request", "query", "receipt"] {
        assert!(answer.as_object_mut().unwrap().remove(own).is_some(), "{own}");
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn each_profile_sees_its_own_fields_and_no_other() {
    let world = World::start().await;
    with_whole(&world).await;
    let nothing: fn(&mut Profile) = |profile| {
        profile.fields.clear();
        profile.details.clear();
    };
    let to_compare: fn(&mut Profile) = |profile| profile.details = DetailField::TO_COMPARE.into();
    let all: fn(&mut Profile) = |_| {};
    let mut golden = serde_json::Map::new();
    for (name, change) in [("nothing", nothing), ("to-compare", to_compare), ("all", all)] {
        let mut profile = world.profile(name);
        change(&mut profile);
        let partner = world.partner_under(&format!("xx-{name}"), profile).await;
        let query = returned(&partner, &her(), WHOLE).await;
        let answer = get(&partner, &path(WHOLE, &query)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(!answer.json().to_string().contains("null"), "{answer:?}");
        golden.insert(name.to_owned(), bare(answer.json()));
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&golden).unwrap());
    // And each field alone takes away what is its own.
    for (number, field) in DetailField::ALL.into_iter().enumerate() {
        let mut profile = world.profile(&format!("without-{number}"));
        profile.details.retain(|kept| *kept != field);
        let partner = world.partner_under(&format!("yy-p{number}"), profile).await;
        let query = returned(&partner, &her(), WHOLE).await;
        let seen = bare(get(&partner, &path(WHOLE, &query)).await.json());
        let gone: Vec<&String> = golden["all"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| seen.get(*key).is_none())
            .collect();
        let own: &[&str] = match field {
            DetailField::Names => &["names"],
            DetailField::Birth => &["birth_dates", "birth_places"],
            DetailField::Identity => &["nationalities", "sex"],
            DetailField::Documents => &["documents"],
            DetailField::Description => &["description"],
            DetailField::Basis => &["legal_basis", "offence"],
            DetailField::Links => &["links"],
            DetailField::Source => &["source"],
            DetailField::Photos => &["photos"],
        };
        assert_eq!(gone, own, "{field:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_an_alert_that_is_not_for_the_partner_is_not_seen() {
    let world = World::start().await;
    with_whole(&world).await;
    for (id, links) in [
        ("nl-kmar", json!([alerts::WANTED])),
        ("fr-pn", json!([alerts::WANTED, alerts::ONLY_FRENCH])),
    ] {
        let partner = world.partner(id).await;
        let query = returned(&partner, &her(), WHOLE).await;
        let answer = get(&partner, &path(WHOLE, &query)).await.json();
        assert_eq!(answer["links"], links, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disclosure_is_recorded_with_its_purpose_and_user_and_can_be_proved() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    // By another system of the same partner too: the query is the partner's.
    let second = world.client("nl-kmar", "gate-2", "partner").await;
    let query = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    for (caller, http) in [&kmar, &second].into_iter().zip(BOTH) {
        let answer = caller
            .line(http)
            .await
            .get(&path(alerts::WANTED, &query))
            .await
            .unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let text = std::str::from_utf8(&answer.bytes).unwrap();
        assert!(text.find("\"receipt\":") > text.find("\"status\":"), "{text}");
        let reply = answer.json();
        assert!(proved(&reply, &world.log_key()), "{reply}");
        let mut changed = reply.clone();
        changed["names"] = json!([]);
        assert!(!proved(&changed, &world.log_key()));
        assert_eq!(reply["request"], answer.header("x-request-id").unwrap());
        assert_eq!(
            (&reply["query"], &reply["alert"]),
            (&query.as_str().into(), &alerts::WANTED.into())
        );
        let records = world.records("partner/nl-kmar");
        let record = records
            .iter()
            .find(|record| record["request"] == reply["request"])
            .unwrap();
        assert_eq!(record["leaf"], reply["receipt"]["leaf"]);
        assert_eq!(record["answer"]["hash"], reply["receipt"]["hash"]);
        assert_eq!(
            (&record["action"], &record["outcome"]),
            (&"disclosure".into(), &"disclosed".into())
        );
        let body = &record["body"];
        assert_eq!(body["kind"], "disclosure");
        for (field, value) in [
            ("alert", alerts::WANTED),
            ("query", &query),
            ("purpose", "border-check"),
            ("reference", "NL-2026-000123"),
            ("user", "kmar-7781"),
            ("unit", "Schiphol-2"),
            ("profile", "partner"),
        ] {
            assert_eq!(body[field], value, "{field}");
        }
        // Which fields were seen, and nothing of what stood in them.
        assert_eq!(body["fields"].as_array().unwrap().len(), 9);
        assert!(!body.to_string().contains("Janssen"), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_to_call_is_always_said() {
    let world = World::with(&[("LOOKOUT_NODE__CONTACT__UNIT", "SPOC night desk")]).await;
    let person = json!({"names": [{"family": "Zwartenbroeckx", "given": "Emerentiana"}], "birth_dates": ["1969-03-30"]});
    let mut alert = json!(alerts::alert("BE-26-000901", &[], person));
    alert.as_object_mut().unwrap().remove("contact");
    world.import(vec![serde_json::from_value(alert).unwrap()]).await;
    let mut profile = world.profile("bare");
    profile.fields = vec![CandidateField::Contact];
    profile.details.clear();
    let partner = world.partner_under("nl-kmar", profile).await;
    for (body, id, unit) in [
        (bodies::listed(), alerts::WANTED, "SPOC Brussels"),
        (
            bodies::born("Emerentiana Zwartenbroeckx", "1969-03-30"),
            "BE-26-000901",
            "SPOC night desk",
        ),
    ] {
        let answer = partner.found(&body).await;
        assert_eq!(answer["candidates"][0]["contact"]["unit"], unit, "{answer}");
        assert_eq!(answer["candidates"][0]["confirm"], "required");
        let details = get(&partner, &path(id, answer["query"].as_str().unwrap())).await;
        assert_eq!(details.json()["contact"]["unit"], unit, "{details:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_its_record_nothing_is_disclosed() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    let mut line = program.partner().line(Http::Two).await;
    let hit = line
        .search(program.ready["example_hit"].to_string())
        .await
        .unwrap()
        .json();
    let alert = hit["candidates"][0]["alert"].as_str().unwrap();
    let path = path(alert, hit["query"].as_str().unwrap());
    assert_eq!(line.get(&path).await.unwrap().status, 200);
    program.file_limit(Some(4096));
    for _ in 0..3 {
        let answer = line.get(&path).await.unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (503, "not-recorded"),
            "{}",
            program.log()
        );
    }
    program.file_limit(None);
}
