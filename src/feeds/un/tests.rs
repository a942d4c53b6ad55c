//! The quirks of the Security Council's list, on invented people in the real shape.

use std::io;
use std::io::BufReader;
use std::io::Read;

use proptest::prelude::*;

use super::elements::MAX_ELEMENT_BYTES;
use super::*;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::document::DocumentKind;
use crate::domain::person::Person;
use crate::domain::person::Sex;
use crate::feeds::FeedError;
use crate::feeds::Plan;
use crate::feeds::Reader;
use crate::feeds::Tally;
use crate::feeds::mapping::tests::mapping;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CONSOLIDATED_LIST xmlns:xsi=\"x\" dateGenerated=\"2026-11-20\">\n<INDIVIDUALS>\n";
const TAIL: &str = "</INDIVIDUALS>\n<ENTITIES>\n<ENTITY><DATAID>9</DATAID><FIRST_NAME>ZANDSTRA &amp; SONS</FIRST_NAME></ENTITY>\n</ENTITIES>\n</CONSOLIDATED_LIST>\n";

const FULL: &str = "<INDIVIDUAL>
  <DATAID>6900001</DATAID><VERSIONNUM>1</VERSIONNUM>
  <FIRST_NAME>JELLE</FIRST_NAME><SECOND_NAME>WIEBE</SECOND_NAME><THIRD_NAME>ZANDSTRA</THIRD_NAME><FOURTH_NAME/>
  <UN_LIST_TYPE>Test-List</UN_LIST_TYPE><REFERENCE_NUMBER>TEi.001</REFERENCE_NUMBER><LISTED_ON>2016-11-30</LISTED_ON>
  <GENDER>Male</GENDER><NAME_ORIGINAL_SCRIPT>Йелле Зандстра</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>Scar on the left hand &amp; limp.</COMMENTS1>
  <TITLE><VALUE>Skipper</VALUE></TITLE>
  <DESIGNATION><VALUE>Harbour Master</VALUE><VALUE>Pilot</VALUE></DESIGNATION>
  <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE><VALUE>Ruritania</VALUE></NATIONALITY>
  <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
  <LAST_DAY_UPDATED><VALUE>2020-01-01</VALUE></LAST_DAY_UPDATED>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Jelle Sandstra</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Tall; Long Jelle</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>a.k.a.</QUALITY><DATE_OF_BIRTH>1967</DATE_OF_BIRTH><ALIAS_NAME>Jan Jansma</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1966</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1965</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH/>
  <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Basra</CITY><STATE_PROVINCE>South</STATE_PROVINCE><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A-1234567</NUMBER><ISSUING_COUNTRY>Iraq</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT><NUMBER>55512 (old)</NUMBER></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT/><NUMBER/></INDIVIDUAL_DOCUMENT>
  <SORT_KEY/><SORT_KEY_LAST_MOD/>
</INDIVIDUAL>
";

type Outcome = (Vec<Alert>, Vec<(u64, String)>, Result<Tally, FeedError>);

fn read(list: impl io::BufRead) -> Outcome {
    let mut reader = Reader::new(list, Plan::UnSc(mapping()));
    let (mut alerts, mut rejects) = (Vec::new(), Vec::new());
    for item in reader.by_ref() {
        match item {
            Ok(alert) => alerts.push(alert),
            Err(reject) => rejects.push((reject.line, reject.reason)),
        }
    }
    (alerts, rejects, reader.finish())
}

/// A list of these elements, with an entity at its end.
fn list(elements: &str) -> Outcome {
    // A few bytes at a time, so that nothing relies on where a part of the input ends.
    let text = format!("{HEAD}{elements}{TAIL}");
    read(BufReader::with_capacity(5, text.as_bytes()))
}

fn individual(reference: &str, more: &str) -> String {
    format!(
        "<INDIVIDUAL><FIRST_NAME>JELLE</FIRST_NAME><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>{more}</INDIVIDUAL>\n"
    )
}

fn person(alert: &Alert) -> &Person {
    let Subject::Person(person) = &alert.subject;
    person
}

fn names(alert: &Alert) -> Vec<(NameKind, String)> {
    let names = person(alert).names.iter();
    names.map(|name| (name.kind, name.form.display())).collect()
}

#[test]
fn an_individual_says_all_that_its_element_says() {
    let (alerts, rejects, end) = list(FULL);
    assert_eq!((alerts.len(), rejects), (1, Vec::new()));
    let (alert, person) = (&alerts[0], person(&alerts[0]));
    assert_eq!(
        (alert.id.as_str(), alert.source.as_ref().unwrap().as_str()),
        ("list-tei.001", "TEi.001")
    );
    assert_eq!(alert.entered.to_string(), "2016-11-30");
    assert_eq!(
        names(alert),
        [
            (NameKind::Primary, "JELLE WIEBE ZANDSTRA".to_owned()),
            (NameKind::Primary, "Йелле Зандстра".to_owned()),
            (NameKind::AliasGood, "Jelle Sandstra".to_owned()),
            (NameKind::AliasGood, "Jan Jansma".to_owned()),
            (NameKind::AliasLow, "The Tall".to_owned()),
            (NameKind::AliasLow, "Long Jelle".to_owned()),
        ]
    );
    let dates: Vec<String> = person.birth_dates.iter().map(ToString::to_string).collect();
    assert_eq!(dates, ["1964-07-17", "1964/1968", "1960/1965", "1967"]);
    let place = &person.birth_places[0];
    assert_eq!(place.town.as_ref().unwrap().as_str(), "Basra, South");
    assert_eq!(place.country, Some("IQ".parse().unwrap()));
    assert_eq!(person.nationalities, ["IR".parse().unwrap()]);
    assert_eq!(person.sex, Some(Sex::M));
    let documents: Vec<(DocumentKind, &str)> = person
        .documents
        .iter()
        .map(|one| (one.kind, one.number.as_str()))
        .collect();
    assert_eq!(
        documents,
        [
            (DocumentKind::Passport, "A-1234567"),
            (DocumentKind::NationalNumber, "55512")
        ]
    );
    assert_eq!(
        person.description.as_ref().unwrap().as_str(),
        "Skipper; Harbour Master; Pilot; Scar on the left hand & limp."
    );
    assert_eq!(
        alert.legal_basis.as_ref().unwrap().as_str(),
        "UN Security Council list: Test-List"
    );
    assert_eq!((alert.action, alert.cautions.len()), (Action::InformOwner, 0));
    let tally = end.unwrap();
    assert_eq!((tally.lines, tally.skipped), (2, 1));
    let notes = [
        (Note::BirthDateSpanned, 1),
        (Note::CountryDropped, 1),
        (Note::DocumentCleaned, 1),
        (Note::SkippedEntity, 1),
    ];
    assert_eq!(tally.notes, Notes::from(notes));
}

#[test]
fn only_a_date_that_has_come_takes_somebody_off_the_list() {
    let delisted = |value: &str| format!("<DELISTED_ON>{value}</DELISTED_ON>");
    let elements = [
        individual("A.1", &delisted("2020-05-01")),
        individual("A.2", &delisted("2026-11-24")),
        individual("A.3", &delisted("")),
        individual("A.4", &delisted("soon")),
        individual(
            "A.5",
            "<DELISTED_ON><VALUE>2020-05-01T00:00:00</VALUE></DELISTED_ON>",
        ),
    ];
    let (alerts, _, end) = list(&elements.concat());
    let ids: Vec<&str> = alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids, ["list-a.2", "list-a.3", "list-a.4"]);
    let notes = end.unwrap().notes;
    assert_eq!(
        (notes[&Note::SkippedDelisted], notes[&Note::DelistedUnclear]),
        (2, 1)
    );
}

#[test]
fn a_bad_element_is_rejected_by_its_line_and_the_rest_is_read() {
    let elements = [
        individual("B.1", "<TITLE>&secret;</TITLE>"),
        individual("B.2", "<TITLE><VALUE></TITLE>"),
        "<INDIVIDUAL><FIRST_NAME>JELLE</FIRST_NAME>\n".to_owned(),
        individual("B.3", ""),
        "<INDIVIDUAL><FIRST_NAME>JELLE</FIRST_NAME></INDIVIDUAL>\n".to_owned(),
        "<INDIVIDUAL/>\n".to_owned(),
        individual("B.3", ""),
        "<INDIVIDUAL><REFERENCE_NUMBER>B.4</REFERENCE_NUMBER></INDIVIDUAL>\n".to_owned(),
        individual("B.5", ""),
    ];
    let (alerts, rejects, end) = list(&elements.concat());
    let ids: Vec<&str> = alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids, ["list-b.3", "list-b.5"]);
    let lines: Vec<u64> = rejects.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 5, 6, 8, 9, 10, 11]);
    assert!(end.is_ok() && rejects.iter().all(|(_, reason)| !reason.contains("secret")));
}

#[test]
fn comments_and_raw_text_are_not_taken_for_elements() {
    let text = "<!-- <INDIVIDUAL> --><![CDATA[</CONSOLIDATED_LIST><INDIVIDUAL>]]>\n";
    let raw = "<COMMENTS1><![CDATA[a </INDIVIDUAL> > b]]><!-- </INDIVIDUAL> -->&#65;&lt;</COMMENTS1>";
    let (alerts, rejects, end) = list(&format!("{text}{}", individual("C.1", raw)));
    assert_eq!((rejects, end.is_ok()), (Vec::new(), true));
    assert_eq!(
        person(&alerts[0]).description.as_ref().unwrap().as_str(),
        "a </INDIVIDUAL> > bA<"
    );
}

#[test]
fn a_list_that_is_cut_off_or_none_is_never_taken_for_a_whole_one() {
    for cut in [
        format!("{HEAD}{}", individual("D.1", "")),
        format!("{HEAD}{}<INDIVIDUAL><FIRST", individual("D.1", "")),
        format!("{HEAD}{}<!-- ", individual("D.1", "")),
    ] {
        let (alerts, rejects, end) = read(cut.as_bytes());
        assert_eq!((alerts.len(), rejects.len()), (1, 1));
        assert!(matches!(end, Err(FeedError::NotWhole { .. })));
    }
    for none in [&b""[..], b"{}", b"<html></html>"] {
        assert!(matches!(read(none).2, Err(FeedError::NotWhole { .. })));
    }
}

#[test]
fn a_document_type_definition_is_refused_and_nothing_is_expanded() {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"JELLE\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let (alerts, _, end) = read(format!("{laughs}{HEAD}{}{TAIL}", individual("E.1", "")).as_bytes());
    assert!(alerts.is_empty() && matches!(end, Err(FeedError::NotWhole { .. })));
}

#[test]
fn an_element_without_end_is_passed_over_without_being_held() {
    let long = 20 * MAX_ELEMENT_BYTES as u64;
    let tag = || io::repeat(b'x').take(long);
    let parts = [
        format!("{HEAD}<INDIVIDUAL><COMMENTS1>"),
        "</COMMENTS1></INDIVIDUAL><INDIVIDUAL><".to_owned(),
        "/></INDIVIDUAL><!--".to_owned(),
        format!("-->{}{TAIL}", individual("F.1", "")),
    ];
    let input = (parts[0].as_bytes())
        .chain(tag())
        .chain(parts[1].as_bytes())
        .chain(tag())
        .chain(parts[2].as_bytes())
        .chain(tag())
        .chain(parts[3].as_bytes());
    let mut reader = Reader::new(BufReader::new(input), Plan::UnSc(mapping()));
    assert!(reader.next().unwrap().is_err() && reader.next().unwrap().is_err());
    assert_eq!(reader.next().unwrap().unwrap().id.as_str(), "list-f.1");
    assert!(
        reader.held_bytes() <= 6 * MAX_ELEMENT_BYTES,
        "{}",
        reader.held_bytes()
    );
    assert!(reader.next().is_none() && reader.finish().is_ok());
}

#[test]
fn a_number_of_the_data_stands_in_for_a_missing_reference() {
    let (alerts, _, _) = list("<INDIVIDUAL><DATAID>690</DATAID><FIRST_NAME>JELLE</FIRST_NAME></INDIVIDUAL>");
    assert_eq!(alerts[0].id.as_str(), "list-690");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_what_is_read_is_a_good_alert(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "(<|>|/|</|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&|&amp;|&#x1;|;|<INDIVIDUAL>|</INDIVIDUAL>|<ENTITY>|</ENTITY>|<CONSOLIDATED_LIST>|</CONSOLIDATED_LIST>|<FIRST_NAME>|</FIRST_NAME>|<REFERENCE_NUMBER>|</REFERENCE_NUMBER>|[a-zé0-9\n]{1,3}){0,40}",
        value in "\\PC{0,12}|[0-9T:-]{4,12}",
        field in "FIRST_NAME|GENDER|NATIONALITY|DELISTED_ON|LISTED_ON|INDIVIDUAL_ALIAS|COMMENTS1|REFERENCE_NUMBER",
    ) {
        let value = value.replace(['<', '&'], "");
        let good = format!("{HEAD}{}{TAIL}", individual("G.1", &format!(
            "<{field}>{value}<VALUE>{value}</VALUE><ALIAS_NAME>{value}</ALIAS_NAME></{field}>\
             <INDIVIDUAL_DATE_OF_BIRTH><DATE>{value}</DATE></INDIVIDUAL_DATE_OF_BIRTH>\
             <INDIVIDUAL_DOCUMENT><NUMBER>{value}</NUMBER></INDIVIDUAL_DOCUMENT>")));
        for input in [&bytes[..], text.as_bytes(), good.as_bytes()] {
            for alert in read(input).0 {
                prop_assert_eq!(alert.check(), Ok(()));
                let json = serde_json::to_string(&alert).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Alert>(&json).unwrap(), &alert);
            }
        }
    }
}
