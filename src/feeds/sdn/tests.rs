//! The quirks of the Treasury's files, on invented people in the real shape.

use proptest::prelude::*;

use super::*;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Category;
use crate::domain::alert::Subject;
use crate::domain::document::DocumentKind;
use crate::domain::person::Person;
use crate::domain::person::Sex;
use crate::feeds::Plan;
use crate::feeds::Reader;
use crate::feeds::Tally;
use crate::feeds::mapping::tests::mapping;

const SDN: &[u8] = b"36,\"DOEVENDANS TRADING COMPANY\",-0- ,\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\
306,\"ZANDSTRA, Jelle Wiebe\",\"individual\",\"SDGT] [IFSR\",\"Harbour Master\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 12 Jan 1970; alt. DOB circa 1968; POB Basra, Iraq; alt. POB Zagreb, Yugoslavia; nationality Iraq; citizen Iran; Gender Male; Passport A1234567 (Iraq) expires 2010; alt. Passport B7654321; National ID No. 5551234 (Iran); Driver's License No. D-99-1234 issued 12 Mar 2004; Phone Number 555 12 34; a.k.a. 'JELLE THE TALL'; Additional Sanctions Information - Subject to Secondary Sanctions; Linked To: DOEVENDANS TRADING COMPANY; (individual).\"\r\n\
307,\"KINGMA, Sjoerd\",\"individual\",\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\
400,\"DE LEMMER\",\"vessel\",\"TEST\",-0- ,\"PA123\",\"General Cargo\",\"1,200\",\"900\",\"Panama\",-0- ,\"Vessel Registration Identification IMO 1234567 .\"\r\n\
401,\"EP-XYZ\",\"aircraft\",\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1A";

const ALT: &[u8] = b"306,12,\"aka\",\"ZANDSTRA, Jelle\",-0- \r\n\
306,13,\"fka\",\"SJANDSTRA, J.\",\"weak\"\r\n\
36,14,\"aka\",\"DOEVENDANS\",-0- \r\n\
307,15,\"nka\",\"KINGMA, Sjoerd; KINGEMA, Sjoert\",-0- \r\n\x1A";

/// What a list comes to: its alerts, its rejections by line, its counts.
fn read_with(list: &[u8], beside: &[&[u8]]) -> (Vec<Alert>, Vec<(u64, String)>, Tally) {
    let mut supplement = Supplement::default();
    for file in beside {
        supplement.read(*file).unwrap();
    }
    let mut reader = Reader::new(list, Plan::OfacSdn(mapping(), supplement));
    let (mut alerts, mut rejects) = (Vec::new(), Vec::new());
    for item in reader.by_ref() {
        match item {
            Ok(alert) => alerts.push(alert),
            Err(reject) => rejects.push((reject.line, reject.reason)),
        }
    }
    (alerts, rejects, reader.finish().unwrap())
}

fn person(alert: &Alert) -> &Person {
    let Subject::Person(person) = &alert.subject;
    person
}

fn names(alert: &Alert) -> Vec<(NameKind, String)> {
    let names = person(alert).names.iter();
    names.map(|name| (name.kind, name.form.display())).collect()
}

/// The person of one row with these remarks.
fn remarked(remarks: &str) -> (Person, Tally) {
    let row = format!(
        "5,\"ZANDSTRA, Jelle\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{remarks}\"\r\n"
    );
    let (alerts, rejects, tally) = read_with(row.as_bytes(), &[]);
    assert_eq!(rejects, []);
    (person(&alerts[0]).clone(), tally)
}

#[test]
fn only_individuals_become_alerts_and_the_others_are_counted_by_what_they_are() {
    let (alerts, rejects, tally) = read_with(SDN, &[ALT]);
    let ids: Vec<&str> = alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids, ["list-306", "list-307"]);
    assert_eq!(rejects, []);
    assert_eq!((tally.lines, tally.skipped, tally.rejected), (5, 3, 0));
    for what in [Note::SkippedEntity, Note::SkippedVessel, Note::SkippedAircraft] {
        assert_eq!(tally.notes[&what], 1);
    }
}

#[test]
fn an_entry_says_all_that_its_row_its_remarks_and_its_aliases_say() {
    let (alerts, _, _) = read_with(SDN, &[ALT]);
    let (alert, person) = (&alerts[0], person(&alerts[0]));
    assert_eq!(
        names(alert),
        [
            (NameKind::Primary, "Jelle Wiebe ZANDSTRA".to_owned()),
            (NameKind::AliasGood, "Jelle ZANDSTRA".to_owned()),
            (NameKind::AliasLow, "J. SJANDSTRA".to_owned()),
            (NameKind::AliasLow, "JELLE THE TALL".to_owned()),
        ]
    );
    let dates: Vec<String> = person.birth_dates.iter().map(ToString::to_string).collect();
    assert_eq!(dates, ["1970-01-12", "1966/1970"]);
    let places: Vec<(Option<&str>, Option<&str>)> = person
        .birth_places
        .iter()
        .map(|place| {
            let town = place.town.as_ref().map(Text::as_str);
            (town, place.country.as_ref().map(|country| country.code()))
        })
        .collect();
    assert_eq!(
        places,
        [(Some("Basra"), Some("IQ")), (Some("Zagreb, Yugoslavia"), None)]
    );
    let countries: Vec<&str> = person
        .nationalities
        .iter()
        .map(|country| country.code())
        .collect();
    assert_eq!((countries, person.sex), (vec!["IQ", "IR"], Some(Sex::M)));
    let documents: Vec<(DocumentKind, &str, Option<&str>)> = person
        .documents
        .iter()
        .map(|one| {
            (
                one.kind,
                one.number.as_str(),
                one.country.as_ref().map(|country| country.code()),
            )
        })
        .collect();
    assert_eq!(
        documents,
        [
            (DocumentKind::Passport, "A1234567", Some("IQ")),
            (DocumentKind::Passport, "B7654321", None),
            (DocumentKind::NationalNumber, "5551234", Some("IR")),
            (DocumentKind::DrivingLicence, "D-99-1234", None),
        ]
    );
    let description = person.description.as_ref().unwrap().as_str();
    for kept in [
        "Harbour Master",
        "Phone Number 555 12 34",
        "Linked To: DOEVENDANS",
    ] {
        assert!(description.contains(kept), "{description}");
    }
    assert_eq!(alert.source.as_ref().unwrap().as_str(), "306");
    assert_eq!(
        alert.legal_basis.as_ref().unwrap().as_str(),
        "OFAC sanctions: SDGT, IFSR"
    );
}

#[test]
fn no_word_of_a_list_upgrades_the_action_of_its_mapping() {
    let (alerts, _, _) = read_with(SDN, &[ALT]);
    for alert in alerts {
        assert_eq!(
            (alert.category, alert.action, alert.cautions.len()),
            (Category::Information, Action::InformOwner, 0)
        );
        assert_eq!(
            (alert.owner.as_str(), alert.entered),
            ("XX-LIST", mapping().today)
        );
    }
}

#[test]
fn several_names_in_one_field_are_each_kept() {
    let (alerts, _, _) = read_with(SDN, &[ALT]);
    let own: Vec<String> = names(&alerts[1]).into_iter().map(|(_, name)| name).collect();
    assert_eq!(own, ["Sjoerd KINGMA", "Sjoert KINGEMA"]);
    let (person, _) = remarked("a.k.a. 'JELLE', a.k.a. 'TALL ONE'; alt. f.k.a. \"\"ZANDJE\"\"");
    let kinds: Vec<(NameKind, String)> = person
        .names
        .iter()
        .map(|name| (name.kind, name.form.display()))
        .collect();
    assert_eq!(
        kinds[1..],
        ["JELLE", "TALL ONE", "ZANDJE"].map(|name| (NameKind::AliasLow, name.to_owned()))
    );
}

#[test]
fn a_name_is_never_lost_to_a_missing_comma_or_given_name() {
    for (written, display) in [
        ("ZANDSTRA", "ZANDSTRA"),
        ("ZANDSTRA,", "ZANDSTRA,"),
        ("ZANDSTRA, Jelle, Jr.", "Jelle, Jr. ZANDSTRA"),
    ] {
        let row = format!("5,\"{written}\",individual,,,,,,,,,\n");
        let (alerts, rejects, _) = read_with(row.as_bytes(), &[]);
        assert_eq!(rejects, []);
        assert_eq!(names(&alerts[0]), [(NameKind::Primary, display.to_owned())]);
    }
}

#[test]
fn a_value_that_cannot_be_read_is_noted_and_kept_as_text_where_there_is_room() {
    let (person, tally) =
        remarked("DOB unknown; nationality Ruritania; Gender Unknown; Passport ???; POB ??");
    assert_eq!(person.description.unwrap().as_str(), "nationality Ruritania");
    for what in [
        Note::BirthDateDropped,
        Note::CountryDropped,
        Note::SexDropped,
        Note::DocumentDropped,
        Note::BirthPlaceDropped,
    ] {
        assert_eq!(tally.notes[&what], 1, "{what}");
    }
}

#[test]
fn a_number_of_no_known_kind_is_a_document_that_agrees_with_every_kind() {
    let (person, _) = remarked("Boatman's Guild No. 77123 (Netherlands); SSN 123-45-6789 (United States)");
    let documents: Vec<(DocumentKind, &str)> = person
        .documents
        .iter()
        .map(|document| (document.kind, document.number.as_str()))
        .collect();
    assert_eq!(
        documents,
        [
            (DocumentKind::Other, "77123"),
            (DocumentKind::NationalNumber, "123-45-6789")
        ]
    );
}

#[test]
fn a_bad_row_is_rejected_by_its_line_and_the_rest_is_read() {
    let list = b"ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks\n\
5,\"ZANDSTRA, Jelle\",\"individual\"\n\
6,\"ZANDSTRA, Jelle,individual,,,,,,,,,\n\
x,\"ZANDSTRA, Jelle\",individual,,,,,,,,,\n\
7,\"ZANDSTRA, Jelle\",spaceship,,,,,,,,,\n\
8,\"N\xDA\xD1EZ, Jos\xE9\",individual,,,,,,,,,\n\
8,\"ZANDSTRA, Jelle\",individual,,,,,,,,,\n\
9,-0- ,individual,,,,,,,,,\n";
    let (alerts, rejects, tally) = read_with(list, &[]);
    let lines: Vec<u64> = rejects.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 7, 8]);
    assert!(
        rejects
            .iter()
            .all(|(_, reason)| !reason.contains("ZANDSTRA") && !reason.contains("spaceship"))
    );
    assert_eq!(names(&alerts[0]), [(NameKind::Primary, "José NÚÑEZ".to_owned())]);
    assert_eq!(tally.notes, Notes::from([(Note::NotUtf8, 1)]));
}

#[test]
fn an_alias_of_nobody_or_that_cannot_be_read_is_told_and_not_lost_silently() {
    let alt = b"999,1,\"aka\",\"WESTRA, Ids\",-0- \n306,2,\"also\",\"WESTRA, Ids\",-0- \nx,3,\"aka\",\"WESTRA, Ids\",-0- \n306,4\n";
    let (alerts, rejects, _) = read_with(SDN, &[&alt[..]]);
    assert_eq!(alerts.len(), 2);
    let lines: Vec<u64> = rejects.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 1]);
    assert!(rejects.iter().all(|(_, reason)| !reason.contains("WESTRA")));
}

#[test]
fn remarks_that_go_on_in_another_file_are_read_with_the_entry() {
    let (alerts, rejects, _) = read_with(SDN, &[&b"307,\"DOB 3 Mar 1961; nationality Cuba.\"\r\n\x1A"[..]]);
    assert_eq!(rejects, []);
    let person = person(&alerts[1]);
    assert_eq!(person.birth_dates, ["1961-03-03".parse().unwrap()]);
    assert_eq!(person.nationalities, ["CU".parse().unwrap()]);
}

#[test]
fn remarks_that_are_cut_within_a_word_lose_nothing() {
    let row = b"5,\"ZANDSTRA, Jelle\",individual,,\"Skipper\",,,,,,,\"Skipper; DOB 3 Mar 1961; a.k.a. 'LONG JE\"\r\n";
    let rest = b"5,\"LLE'; a.k.a. 'TALL'; nationality\"\r\n5,\" Cuba.\"\r\n\x1A";
    let (alerts, rejects, _) = read_with(row, &[&rest[..]]);
    assert_eq!(rejects, []);
    let own: Vec<String> = names(&alerts[0]).into_iter().map(|(_, name)| name).collect();
    assert_eq!(own, ["Jelle ZANDSTRA", "LONG JELLE", "TALL"]);
    let person = person(&alerts[0]);
    assert_eq!(person.nationalities, ["CU".parse().unwrap()]);
    assert_eq!(person.description.as_ref().unwrap().as_str(), "Skipper");
}

#[test]
fn a_person_with_more_names_than_an_alert_holds_loses_none() {
    let alt: String = (0..150)
        .map(|n| format!("307,{n},\"aka\",\"KINGMA, Sjoerd {n}\",-0- \n"))
        .collect();
    let (alerts, _, _) = read_with(SDN, &[alt.as_bytes()]);
    let kept: std::collections::BTreeSet<String> =
        alerts[1..].iter().flat_map(names).map(|(_, name)| name).collect();
    assert_eq!((alerts.len(), kept.len()), (4, 151));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_what_is_read_is_a_good_alert(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "([0-9]{1,3}|,|\"|individual|aka|\n|-0- |;|DOB |POB |Passport |a.k.a. |alt. |No. |\\(|circa |Iraq|é){0,60}",
        remarks in "(;|DOB |POB |Passport |a.k.a. |alt. |No. |\\(|\\)|circa |Iraq|é|[0-9]{1,4}|\\PC){0,40}",
    ) {
        let row = format!("5,\"ZANDSTRA, Jelle\",individual,,,,,,,,,\"{}\"", remarks.replace('"', "\"\""));
        for list in [&bytes[..], text.as_bytes(), row.as_bytes()] {
            for beside in [&bytes[..], text.as_bytes()] {
                let (alerts, rejects, tally) = read_with(list, &[beside]);
                prop_assert_eq!((alerts.len() as u64, rejects.len() as u64), (tally.alerts, tally.rejected));
                for alert in alerts {
                    prop_assert_eq!(alert.check(), Ok(()));
                    let json = serde_json::to_string(&alert).unwrap();
                    prop_assert_eq!(&serde_json::from_str::<Alert>(&json).unwrap(), &alert);
                }
            }
        }
    }
}
