//! Whole lists: order, duplicates, failures, and the sample that comes with the program.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

use proptest::prelude::*;

use super::mapping::tests::mapping;
use super::*;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Caution;
use crate::domain::alert::Handling;
use crate::domain::alert::Subject;
use crate::domain::alert::Visibility;
use crate::domain::person::NameForm;

fn person(id: &str) -> String {
    format!(r#"{{"id":"{id}","schema":"Person","properties":{{"name":["Gerlof Tamminga"]}}}}"#)
}

type Outcome = (Vec<Result<String, Reject>>, Result<Tally, FeedError>);

/// The ids and rejections, in order, and how it ended.
fn read_all(input: impl io::BufRead, plan: Plan) -> Outcome {
    let mut reader = Reader::new(input, plan);
    let items = reader
        .by_ref()
        .map(|item| item.map(|alert| alert.id.to_string()))
        .map(|item| {
            item.map_err(|reject| Reject {
                about: None,
                ..reject
            })
        })
        .collect();
    (items, reader.finish())
}

fn ftm(text: &str) -> Outcome {
    read_all(text.as_bytes(), Plan::Ftm(mapping()))
}

fn rejected(line: u64, reason: &str) -> Result<String, Reject> {
    Err(Reject {
        line,
        reason: reason.to_owned(),
        about: None,
    })
}

#[test]
fn a_bad_line_is_rejected_by_its_number_and_the_rest_is_read() {
    let list = format!(
        "\u{FEFF}{}\n\n{{\"id\"\n{}\n{}\n{}",
        person("a"),
        r#"{"id":"c","schema":"Company"}"#,
        person("a"),
        person("b")
    );
    let (items, end) = ftm(&list);
    let expected = [
        Ok("list.a".to_owned()),
        rejected(3, "must be JSON; it is not at column 5"),
        rejected(5, "id: must not appear a second time in a list"),
        Ok("list.b".to_owned()),
    ];
    assert_eq!(items, expected);
    let tally = end.unwrap();
    assert_eq!(
        (tally.lines, tally.alerts, tally.skipped, tally.rejected),
        (5, 2, 1, 2)
    );
    assert_eq!(rejected(7, "id: x").unwrap_err().to_string(), "line 7: id: x");
}

#[test]
fn a_line_that_is_too_long_or_not_utf_8_is_rejected_and_the_rest_is_read() {
    let input = (&b"\xFF\xFE\n"[..])
        .chain(io::repeat(b' ').take(3 << 20))
        .chain(&b"\n"[..])
        .chain(io::Cursor::new(person("a")));
    let (items, end) = read_all(BufReader::new(input), Plan::Ftm(mapping()));
    let expected = [
        rejected(1, "must be UTF-8"),
        rejected(2, "must have at most 1 MiB"),
        Ok("list.a".to_owned()),
    ];
    assert_eq!(items, expected);
    assert_eq!(end.unwrap().rejected, 2);
}

/// An input that fails after its text.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn an_input_that_fails_is_never_taken_for_the_end_of_the_list() {
    let list = format!("{}\n{}\n{{\"id\":", person("a"), person("b"));
    let (items, end) = read_all(BufReader::new(Failing(list.as_bytes())), Plan::Ftm(mapping()));
    assert_eq!(items.len(), 3);
    assert!(items[2].is_err());
    assert!(matches!(end, Err(FeedError::Unreadable { line: 3, .. })));
    let (items, end) = read_all(BufReader::new(Failing(b"")), Plan::Lookout);
    assert!(items[0].is_err() && matches!(end, Err(FeedError::Unreadable { line: 1, .. })));
}

#[test]
fn a_long_list_is_read_without_being_held() {
    /// Makes its lines as they are asked for: nothing but the reader could hold them.
    struct Lines(u32, io::Cursor<Vec<u8>>);
    impl Read for Lines {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.1.position() == self.1.get_ref().len() as u64 && self.0 < 10_000 {
                self.1 = io::Cursor::new(format!("{}\n", person(&format!("Q{}", self.0))).into_bytes());
                self.0 += 1;
            }
            self.1.read(buffer)
        }
    }
    let lines = Lines(0, io::Cursor::default());
    let mut reader = Reader::new(BufReader::with_capacity(100, lines), Plan::Ftm(mapping()));
    assert!(reader.by_ref().take(10_000).all(|item| item.is_ok()));
    assert!(reader.held_bytes() < 4096, "{}", reader.held_bytes());
    assert!(reader.next().is_none());
    assert_eq!(reader.finish().unwrap().alerts, 10_000);
}

fn sample() -> Vec<Alert> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index/sample/alerts.jsonl");
    let file = std::fs::read(path).unwrap();
    assert_eq!(recognise(&file[..1000]), Some(Format::Lookout));
    let reader = Reader::new(&file[..], Plan::Lookout);
    reader.map(|item| item.unwrap()).collect()
}

#[test]
fn the_sample_is_read_whole_and_shows_everything() {
    let alerts = sample();
    assert!(alerts.len() >= 500);
    let ids: HashSet<&str> = alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids.len(), alerts.len());
    let count = |of: fn(&Alert) -> String| -> usize {
        let kinds: BTreeMap<String, ()> = alerts.iter().map(|alert| (of(alert), ())).collect();
        kinds.len()
    };
    assert_eq!(count(|alert| format!("{:?}", alert.category)), 12, "categories");
    assert_eq!(count(|alert| format!("{:?}", alert.action)), 12, "actions");
    assert_eq!(
        count(|alert| format!("{:?}", alert.handling)),
        4,
        "handling codes"
    );
    assert_eq!(count(|alert| format!("{:?}", alert.validity)), 6, "validities");
    let far = alerts
        .iter()
        .filter(|alert| alert.review_due.year() >= 2035)
        .count();
    assert!(far * 10 >= alerts.len() * 9);
    let partners = alerts
        .iter()
        .filter(|alert| alert.visibility != Visibility::All)
        .count();
    assert!(partners >= 20);
}

#[test]
fn the_sample_has_the_rows_that_the_readme_tells_of() {
    let alerts = sample();
    let alert = alerts
        .iter()
        .find(|alert| alert.id.as_str() == "BE-26-000042")
        .unwrap();
    let Subject::Person(person) = &alert.subject;
    let names: Vec<String> = person.names.iter().map(|name| name.form.display()).collect();
    assert_eq!(names, ["Pjotr Janssen", "Pieter Jansen"]);
    assert_eq!(person.birth_dates, ["1980-05-17".parse().unwrap()]);
    assert_eq!(
        (person.documents.len(), person.documents[0].number.as_str()),
        (1, "NX1234567")
    );
    assert_eq!((alert.action, alert.handling), (Action::Arrest, Handling::H1));
    assert_eq!(alert.cautions, [Caution::Armed]);
    for number in 43..=49 {
        let id = format!("BE-26-{number:06}");
        assert!(alerts.iter().any(|alert| alert.id.as_str() == id), "{id}");
    }
}

#[test]
fn nobody_in_the_sample_resembles_the_no_hit_of_the_examples() {
    for alert in sample() {
        let Subject::Person(person) = &alert.subject;
        for name in &person.names {
            let text = name.form.display().to_lowercase();
            assert!(
                !text.contains("wilhelm") && !text.contains("achter"),
                "{}",
                alert.id
            );
            assert!(!matches!(&name.form, NameForm::Parts { family, .. } if family.as_str() == "Berg"));
        }
        assert!(person.birth_dates.iter().all(|date| date.years() != (1951, 1951)));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        text in "([{}\\[\\]\",:a-z0-9\n]|\"id\"|\"schema\"|\"Person\"|\"name\"){0,60}",
    ) {
        for input in [&bytes[..], text.as_bytes()] {
            for plan in [Plan::Lookout, Plan::Ftm(mapping())] {
                let (items, end) = read_all(input, plan);
                let tally = end.unwrap();
                prop_assert_eq!(items.len() as u64, tally.alerts + tally.rejected);
            }
        }
    }
}
