//! What is written, and when it is seen.

use super::*;

#[test]
fn a_new_index_is_empty_at_position_0_and_so_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let opened = open(&folder.path().join("index/live"));
        assert_eq!(opened.rebuilt_because, None);
        let snapshot = opened.index.snapshot();
        assert_eq!((snapshot.position(), snapshot.len()), (Position(0), 0));
        assert_eq!(proposed(&snapshot, &[group(&[(1, 1)])]), []);
        opened.writer.close().unwrap();
    }
}

#[test]
fn a_put_replaces_and_a_remove_removes() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    writer
        .apply([put(1, &[10]), put(2, &[10]), put(1, &[11])])
        .unwrap();
    writer.commit(Position(3), NOW).unwrap();
    let first = index.snapshot();
    assert_eq!(proposed(&first, &[group(&[(10, 1)])]), [(2, 1)]);
    assert_eq!(proposed(&first, &[group(&[(11, 1)])]), [(1, 1)]);
    writer
        .apply([
            put(2, &[12]),
            Change::Remove(Ordinal(1)),
            Change::Remove(Ordinal(77)),
        ])
        .unwrap();
    writer.commit(Position(6), NOW).unwrap();
    let second = index.snapshot();
    assert_eq!(second.len(), 1);
    assert_eq!(
        proposed(&second, &[group(&[(10, 1), (11, 1), (12, 1)])]),
        [(2, 1)]
    );
    // A search that began before goes on with what it has.
    assert_eq!(
        proposed(&first, &[group(&[(10, 1), (11, 1), (12, 1)])]),
        [(1, 1), (2, 1)]
    );
}

#[test]
fn nothing_is_seen_before_its_commit_and_a_rollback_forgets_it() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    writer.apply([put(1, &[10])]).unwrap();
    writer.commit(Position(1), NOW).unwrap();
    writer.apply([Change::Remove(Ordinal(1)), put(2, &[10])]).unwrap();
    assert_eq!(index.snapshot().position(), Position(1));
    assert_eq!(writer.rollback().unwrap(), Position(1));
    writer.apply([put(1, &[10]), put(3, &[10])]).unwrap();
    writer.commit(Position(2), NOW).unwrap();
    assert_eq!(
        proposed(&index.snapshot(), &[group(&[(10, 5)])]),
        [(1, 5), (3, 5)]
    );
}

#[test]
fn what_is_left_of_a_commit_that_was_cut_off_does_not_stand_in_the_way_of_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = open(folder.path());
    opened.writer.apply([put(1, &[10]), put(2, &[10])]).unwrap();
    opened.writer.commit(Position(1), NOW).unwrap();
    // Two processes that begin at the same commit number what they do alike.
    drop(opened);
    let mut opened = open(folder.path());
    let files = || -> Vec<std::path::PathBuf> {
        let files = std::fs::read_dir(folder.path().join("1")).unwrap();
        files.map(|file| file.unwrap().path()).collect()
    };
    let before = files();
    let meta = before.iter().find(|file| file.ends_with("meta.json")).unwrap();
    let kept = std::fs::read(meta).unwrap();
    opened.writer.apply([Change::Remove(Ordinal(1))]).unwrap();
    opened.writer.commit(Position(2), NOW).unwrap();
    drop(opened);
    // The process was killed when all was written but the list of what counts.
    std::fs::write(meta, kept).unwrap();
    let left: Vec<_> = files()
        .into_iter()
        .filter(|file| !before.contains(file))
        .collect();
    assert!(
        left.iter()
            .any(|file| file.extension().is_some_and(|end| end == "del")),
        "{left:?}"
    );
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    assert_eq!(index.snapshot().position(), Position(1));
    writer.apply([Change::Remove(Ordinal(1))]).unwrap();
    writer.commit(Position(2), NOW).unwrap();
    assert_eq!(proposed(&index.snapshot(), &[group(&[(10, 1)])]), [(2, 1)]);
}

#[test]
fn position_time_and_entries_survive_a_restart() {
    let (folder, opened) = filled();
    let before = proposed(&opened.index.snapshot(), &[group(&[(1, 1)]), group(&[(7, 2)])]);
    drop(opened);
    let opened = open(folder.path());
    let snapshot = opened.index.snapshot();
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(
        (snapshot.position(), snapshot.as_of(), snapshot.len()),
        (Position(4), NOW, 105)
    );
    assert_eq!(proposed(&snapshot, &[group(&[(1, 1)]), group(&[(7, 2)])]), before);
}

#[test]
fn merges_change_nothing_that_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    for round in 0..12_u32 {
        let changes = (0..20).map(|step| put((round * 13 + step) % 90, &[u64::from(step % 5), 100]));
        writer.apply(changes).unwrap();
        writer.commit(Position(u64::from(round)), NOW).unwrap();
    }
    let groups = [group(&[(3, 9), (2, 4)]), group(&[(100, 1)])];
    let before = proposed(&index.snapshot(), &groups);
    writer.settle().unwrap();
    let snapshot = index.snapshot();
    assert!(snapshot.segments() <= 5, "{}", snapshot.segments());
    assert_eq!(proposed(&snapshot, &groups), before);
    assert_eq!(snapshot.position(), Position(11));
    let mut scratch = Scratch::default();
    for proposal in snapshot
        .propose(&groups, &|_| true, &bounds(500), &mut scratch)
        .unwrap()
        .iter()
    {
        let record = format!("record {} 2", proposal.ordinal.0);
        assert_eq!(proposal.person.record, record.as_bytes());
        let token = (proposal.ordinal.0 % 3).to_string();
        assert_eq!(proposal.person.tokens.token(0), Some(token.as_bytes()));
    }
}

#[test]
fn a_token_goes_with_the_last_who_bears_it_once_their_segments_merge() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    let near = |number: u64| {
        let mut found = 0;
        let each = &mut |_: &[u8]| found += 1;
        index.snapshot().near(&[number << 32], each);
        found
    };
    writer.apply([put(1, &[1]), put(2, &[1]), put(4, &[1])]).unwrap();
    writer.commit(Position(1), NOW).unwrap();
    assert_eq!((near(1), near(2)), (1, 1), "1 and 4 share a token");
    writer.apply([Change::Remove(Ordinal(2))]).unwrap();
    for position in 2..4 {
        writer.commit(Position(position), NOW).unwrap();
    }
    writer.settle().unwrap();
    assert_eq!((near(1), near(2)), (1, 0));
}

#[test]
fn a_second_writer_is_refused_and_erases_nothing() {
    let (folder, opened) = filled();
    assert!(matches!(
        Index::open(folder.path(), &settings()),
        Err(IndexError::InUse)
    ));
    assert!(matches!(erase(folder.path()), Err(IndexError::InUse)));
    opened.index.verify(&mut || true).unwrap();
    drop(opened);
    erase(folder.path()).unwrap();
    assert_eq!(open(folder.path()).index.snapshot().position(), Position(0));
}

#[test]
fn searches_on_other_threads_go_on_while_it_is_written() {
    let (_folder, opened) = filled();
    let Opened {
        index, mut writer, ..
    } = opened;
    std::thread::scope(|scope| {
        let searching = scope.spawn(move || {
            let mut last = Position(0);
            let end = Instant::now() + Duration::from_secs(60);
            while last < Position(14) {
                assert!(Instant::now() < end, "the writer stopped");
                let snapshot = index.snapshot();
                assert!(snapshot.position() >= last);
                last = snapshot.position();
                let sums = proposed(&snapshot, &[group(&[(1, 1)]), group(&[(7, 2)])]);
                // Each commit adds one entry; a search sees all of a commit or nothing of it.
                let added = usize::try_from(last.0 - 4).unwrap();
                assert_eq!(sums.len(), 105 + added);
            }
        });
        for round in 0..10_u32 {
            writer.apply([put(500 + round, &[1])]).unwrap();
            writer.commit(Position(u64::from(round) + 5), NOW).unwrap();
        }
        searching.join().unwrap();
    });
}
