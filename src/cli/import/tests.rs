//! Tests of `lookout import`, at homes of their own.

use std::path::Path;

use indicatif::ProgressDrawTarget;
use jiff::ToSpan;
use jiff::civil::Date;

use super::*;
use crate::feeds::Mapping;
use crate::feeds::Plan;
use crate::server::complete_keys;

const LIST: &str = r#"{"id":"NK-1","schema":"Person","properties":{"name":["Ann Vale"],"birthDate":["1980"]}}
{"id":"NK-2","schema":"Person","properties":{"name":["Bor Marsh"]}}
{"id":"NK-3","schema":"Company","properties":{"name":["Marsh and Vale"]}}
{oops
"#;

/// The list read `after` days after the first time.
fn plan(after: i32) -> Plan {
    let first = Date::constant(2026, 11, 23);
    let today = first.checked_add(after.days()).unwrap();
    Plan::Ftm(Mapping::informing(
        "list".parse().unwrap(),
        "XX-LIST".parse().unwrap(),
        today,
    ))
}

/// A home with keys and a list.
fn home() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = At::folder(folder.path());
    let settings = at.settings().unwrap();
    complete_keys(&at.home(), &settings, &SystemClock).unwrap();
    std::fs::write(folder.path().join("list.json"), LIST).unwrap();
    folder
}

async fn import(link: &Link, path: &Path, plan: Plan) -> Counts {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let stop = Stop::on_interrupt().unwrap();
    let mut rejects = Rejects::to(None);
    let how = How {
        force: false,
        wait: true,
    };
    rejects.begin(path);
    let beside = (&mut rejects, &mut Photos::default());
    let counts = batches::import(link, path, plan, &bar, &stop, beside, &how).await;
    rejects.end().unwrap();
    counts.unwrap()
}

fn new_changed_unchanged(counts: &Counts) -> [u64; 3] {
    [counts.new, counts.changed, counts.unchanged]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_list_on_another_day_changes_nothing_until_its_review_is_near() {
    let folder = home();
    let path = folder.path().join("list.json");
    let link = Link::open(&At::folder(folder.path())).await.unwrap();
    let first = import(&link, &path, plan(0)).await;
    assert_eq!(new_changed_unchanged(&first), [2, 0, 0]);
    assert_eq!((first.tally.skipped, first.tally.rejected), (1, 1));
    assert!(first.indexed, "its end waited for the index");
    let position = first.position;

    for day in [0, 1, 100] {
        let again = import(&link, &path, plan(day)).await;
        assert_eq!(new_changed_unchanged(&again), [0, 0, 2], "day {day}");
        assert_eq!(again.position, position);
    }
    // Half the year to the review is over: what is still listed is confirmed anew, once.
    assert_eq!(
        new_changed_unchanged(&import(&link, &path, plan(200)).await),
        [0, 2, 0]
    );
    assert_eq!(
        new_changed_unchanged(&import(&link, &path, plan(201)).await),
        [0, 0, 2]
    );

    std::fs::write(&path, LIST.replace("1980", "1981")).unwrap();
    assert_eq!(
        new_changed_unchanged(&import(&link, &path, plan(202)).await),
        [0, 1, 1]
    );
    link.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_that_an_owner_entered_are_a_change_by_themselves() {
    let folder = home();
    let path = folder.path().join("own.jsonl");
    let alert = r#"{"id":"BE-1","category":"missing","action":"report-whereabouts","subject":{"type":"person",
        "names":[{"type":"primary","name":"Ann Vale"}],"status":"missing"},"owner":"BE-FEDPOL",
        "entered":"2026-03-01","last_validated":"2026-03-01","review_due":"2027-03-01"}"#;
    let alert = alert.replace('\n', "");
    std::fs::write(&path, &alert).unwrap();
    let link = Link::open(&At::folder(folder.path())).await.unwrap();
    assert_eq!(
        new_changed_unchanged(&import(&link, &path, Plan::Lookout).await),
        [1, 0, 0]
    );
    assert_eq!(
        new_changed_unchanged(&import(&link, &path, Plan::Lookout).await),
        [0, 0, 1]
    );
    std::fs::write(&path, alert.replace("2027-03-01", "2027-04-01")).unwrap();
    assert_eq!(
        new_changed_unchanged(&import(&link, &path, Plan::Lookout).await),
        [0, 1, 0]
    );
    link.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_without_a_node_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Link::open(&At::folder(folder.path())).await.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_became_of_a_list_is_told_with_where_to_look() {
    let mut counts = Counts {
        new: 1_200,
        unchanged: 3,
        position: crate::domain::ids::Position(1_203),
        indexed: true,
        ..Counts::default()
    };
    counts.tally.skipped = 1;
    counts.tally.rejected = 2;
    let list = List {
        path: "sdn.json".to_owned(),
        format: Format::Ftm,
        beside: Vec::new(),
        rejects: Some("sdn.json.rejects.jsonl".into()),
        counts,
    };
    let text = "sdn.json (ftm): 1,200 new, 0 changed, 3 already there; 1 line skipped, 2 rejected. Durable at journal \
                position 1203. Searches find all of it.\n  Rejected, by line, and why: sdn.json.rejects.jsonl";
    assert_eq!(list.text(), text);
    assert_eq!(outcome(vec![list], 1).unwrap(), ExitCode::from(3));
}

#[test]
fn an_interruption_says_how_far_it_is_durable() {
    let mut counts = Counts {
        interrupted: true,
        position: crate::domain::ids::Position(77),
        ..Counts::default()
    };
    counts.tally.lines = 2_000;
    let list = List {
        path: "sdn.json".to_owned(),
        format: Format::Ftm,
        beside: Vec::new(),
        rejects: None,
        counts,
    };
    let failure = format!("{:?}", outcome(vec![list], 2).unwrap_err());
    assert!(failure.contains(
        "the first 2,000 lines of sdn.json are durable, at journal position 77, and 1 file not begun"
    ));
}
