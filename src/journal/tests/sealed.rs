//! Tests of sealed bodies: what is left of them, in the answer and in the bytes of the files.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::journal::*;

#[derive(Debug)]
struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

fn open(folder: &Path) -> SqliteJournal {
    SqliteJournal::open(&folder.join("journal.db"), Arc::new(Fixed)).unwrap()
}

fn sealed(name: &str, words: &str) -> Entry {
    Entry {
        sealed: Some(name.to_owned()),
        ..Entry::open(name, "alert.put", words.into())
    }
}

fn erasing(name: &str) -> Entry {
    let shred = Shred {
        name: name.to_owned(),
        stream: name.to_owned(),
    };
    Entry {
        shreds: Some(shred),
        ..Entry::open(name, "alert.erased", b"{}".to_vec())
    }
}

async fn append(journal: &SqliteJournal, entries: Vec<Entry>) -> Position {
    let appended = journal.append("local:1000".to_owned(), entries, Expect::Any);
    appended.await.unwrap().position
}

/// What all facts say; `-` for one that was erased.
fn told(journal: &SqliteJournal) -> Vec<String> {
    let facts = journal.follow(Position(0), 100_000).unwrap().into_iter();
    let words = |fact: Stored| match fact.body {
        Body::Open(words) => String::from_utf8(words).unwrap(),
        Body::Erased => "-".to_owned(),
    };
    facts.map(words).collect()
}

/// Whether any file of the folder holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test]
async fn what_is_sealed_reads_back_until_its_name_is_shredded_and_a_name_that_comes_again_has_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    append(
        &journal,
        vec![sealed("a", "one"), sealed("b", "two"), sealed("a", "three")],
    )
    .await;
    assert_eq!(told(&journal), ["one", "two", "three"]);
    append(&journal, vec![erasing("a")]).await;
    assert_eq!(told(&journal), ["-", "two", "-", "{}"]);
    append(&journal, vec![sealed("a", "four")]).await;
    assert_eq!(told(&journal), ["-", "two", "-", "{}", "four"]);
    drop(journal);
    let journal = open(folder.path());
    assert_eq!(told(&journal), ["-", "two", "-", "{}", "four"]);
    let of_a = journal.stream("a", 10).unwrap();
    assert_eq!(of_a.len(), 4);
    assert_eq!(
        (of_a[0].kind.as_str(), &of_a[0].body),
        ("alert.put", &Body::Erased)
    );
    assert_eq!(check(&folder.path().join("journal.db"), true).unwrap().rows, 5);
    append(&journal, vec![erasing("a"), erasing("never seen")]).await;
    assert_eq!(told(&journal)[4], "-");
}

#[tokio::test]
async fn neither_words_nor_keys_of_what_was_shredded_are_in_any_file_once_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    let name = |number: usize| format!("alert/{number}");
    for batch in 0..10 {
        let numbers = batch * 100..(batch + 1) * 100;
        append(
            &journal,
            numbers.map(|number| sealed(&name(number), "Zwaluw")).collect(),
        )
        .await;
    }
    let keys: Vec<Vec<u8>> = {
        let connection = Connection::open(folder.path().join("journal.db")).unwrap();
        let mut select = connection
            .prepare("SELECT key FROM keys ORDER BY number")
            .unwrap();
        let keys = select.query_map([], |row| row.get(0)).unwrap();
        keys.map(Result::unwrap).collect()
    };
    assert!(!holds(folder.path(), b"Zwaluw"), "sealed from the first moment");
    assert!(keys.iter().all(|key| holds(folder.path(), key)), "keys are kept");
    for number in (0..1_000).step_by(3) {
        append(&journal, vec![erasing(&name(number))]).await;
    }
    let head = *journal.head().borrow();
    journal.erased().wait_for(|at| *at >= head).await.unwrap();
    for (number, key) in keys.iter().enumerate() {
        assert_eq!(holds(folder.path(), key), number % 3 != 0, "{number}");
    }
    assert_eq!(
        told(&journal).iter().filter(|words| *words == "Zwaluw").count(),
        666
    );
}

#[tokio::test]
async fn a_reader_in_the_way_delays_the_emptying_and_the_next_append_makes_up_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    append(&journal, vec![sealed("a", "one")]).await;
    let reader = Connection::open(folder.path().join("journal.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM facts").unwrap();
    let position = append(&journal, vec![erasing("a")]).await;
    append(&journal, vec![]).await;
    assert!(*journal.erased().borrow() < position, "it still reads");
    reader.execute_batch("COMMIT").unwrap();
    append(&journal, vec![]).await;
    journal.erased().wait_for(|at| *at >= position).await.unwrap();
}

#[tokio::test]
async fn a_sealed_row_that_was_changed_or_moved_or_lost_its_key_is_damage_and_no_erasure() {
    for sql in [
        "UPDATE facts SET body = zeroblob(40) WHERE position = 2",
        "UPDATE facts SET sealed = 1 WHERE position = 2",
        "UPDATE facts SET sealed = 0 WHERE position = 2",
        "UPDATE facts SET sealed = -1 WHERE position = 2",
        "DELETE FROM keys WHERE number = 2",
        "UPDATE keys SET key = (SELECT key FROM keys WHERE number = 1) WHERE number = 2",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let journal = open(folder.path());
        append(&journal, vec![sealed("a", "one"), sealed("b", "two")]).await;
        let tamper = Connection::open(folder.path().join("journal.db")).unwrap();
        tamper.execute_batch(sql).unwrap();
        let error = journal.follow(Position(0), 10).unwrap_err();
        assert!(
            matches!(error, ReadError::Damaged { after: Position(1) }),
            "{sql}: {error}"
        );
    }
}

#[tokio::test]
async fn a_journal_without_seals_is_read_as_it_is_goes_on_and_its_facts_can_be_erased_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    {
        // As the version before wrote it.
        let journal = open(folder.path());
        append(
            &journal,
            vec![
                Entry::open("a", "alert.put", b"Zwaluw one".to_vec()),
                Entry::open("b", "alert.put", b"Zwaluw two".to_vec()),
            ],
        )
        .await;
        drop(journal);
        let old = Connection::open(&path).unwrap();
        let back = "ALTER TABLE facts DROP COLUMN sealed; DROP TABLE keys; VACUUM;";
        old.execute_batch(back).unwrap();
    }
    assert_eq!(
        check(&path, true).unwrap().rows,
        2,
        "from outside, before it is opened"
    );
    let journal = open(folder.path());
    assert_eq!(told(&journal), ["Zwaluw one", "Zwaluw two"]);
    let position = append(&journal, vec![sealed("a", "three"), erasing("a")]).await;
    assert_eq!(told(&journal), ["-", "Zwaluw two", "-", "{}"]);
    journal.erased().wait_for(|at| *at >= position).await.unwrap();
    assert!(!holds(folder.path(), b"Zwaluw one"));
    assert!(holds(folder.path(), b"Zwaluw two"));
    // Facts that are open by design stay, also where the name is erased once more.
    append(&journal, vec![erasing("a")]).await;
    assert_eq!(told(&journal)[3..], ["{}", "{}"]);
    drop(journal);
    assert_eq!(check(&path, true).unwrap().rows, 5);
}

/// `cargo test --release --lib -- --ignored --nocapture journal::tests::sealed::what_sealing_costs`
#[tokio::test]
#[ignore = "a measurement"]
async fn what_sealing_costs() {
    for seal in [false, true, false, true] {
        let folder = tempfile::tempdir().unwrap();
        let journal = open(folder.path());
        let words = "x".repeat(800);
        let begun = std::time::Instant::now();
        for batch in 0..100 {
            let entry = |number: usize| {
                let stream = format!("alert/XX-{batch:03}-{number:04}");
                match seal {
                    true => sealed(&stream, &words),
                    false => Entry::open(&stream, "alert.put", words.clone().into_bytes()),
                }
            };
            append(&journal, (0..1_000).map(entry).collect()).await;
        }
        println!(
            "sealed {seal}: 100 batches of 1,000 facts in {:?}",
            begun.elapsed()
        );
    }
}
