//! What was erased leaves the files, in steps, and also where a crash came in between.

use std::collections::HashSet;

use super::*;

/// A segment of a thousand, a token of its own for each.
fn thousand() -> (TempDir, Opened) {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = open(folder.path());
    opened.writer.apply((0..1_000).map(named)).unwrap();
    opened.writer.commit(Position(1), NOW).unwrap();
    (folder, opened)
}

fn word(ordinal: u32) -> Vec<u8> {
    format!("token-of-{ordinal:05}.").into_bytes()
}

fn named(ordinal: u32) -> Change {
    let token = PackedToken {
        bytes: word(ordinal),
        keys: vec![u64::from(ordinal) << 32],
    };
    let person = Packed {
        keys: vec![u64::from(ordinal)],
        tokens: vec![token],
        record: b"record".to_vec(),
    };
    let ordinal = Ordinal(ordinal);
    Change::Put(Entry { ordinal, person })
}

fn holds(root: &Path, ordinal: u32) -> bool {
    let word = word(ordinal);
    std::fs::read_dir(live(root)).unwrap().any(|file| {
        // A merge may take it away meanwhile.
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        bytes.windows(word.len()).any(|window| window == word)
    })
}

/// What a kill leaves at this moment.
fn killed(root: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    let to = copy.path().join(live(root).file_name().unwrap());
    std::fs::create_dir(&to).unwrap();
    // The list of segments first: a merge may take away what it named, never what it names later.
    for name in ["current", "1/meta.json"] {
        std::fs::copy(root.join(name), copy.path().join(name)).unwrap();
    }
    for file in std::fs::read_dir(live(root)).unwrap() {
        let (path, name) = (file.as_ref().unwrap().path(), file.unwrap().file_name());
        if name != "meta.json" {
            drop(std::fs::copy(path, to.join(name)));
        }
    }
    copy
}

/// Steps until it is done; how many they were.
fn purged(writer: &mut Writer, erased: u32, through: u64) -> usize {
    let ordinals = HashSet::from([Ordinal(erased)]);
    let end = Instant::now() + Duration::from_secs(20);
    for step in 1.. {
        if writer.purge(&ordinals, Position(through)).unwrap() {
            assert_eq!(writer.purged(), Position(through));
            return step;
        }
        assert!(writer.purged() < Position(through));
        assert!(Instant::now() < end, "not in time");
        std::thread::sleep(Duration::from_millis(10));
    }
    unreachable!()
}

#[test]
fn what_was_removed_alone_stays_in_the_files_and_a_purge_takes_it_out_with_nothing_else() {
    let (folder, mut opened) = thousand();
    opened.writer.apply([Change::Remove(Ordinal(7))]).unwrap();
    opened.writer.commit(Position(2), NOW).unwrap();
    assert!(holds(folder.path(), 7), "one of a thousand is no reason to merge");
    assert!(purged(&mut opened.writer, 7, 2) > 1);
    assert!(!holds(folder.path(), 7));
    assert!(holds(folder.path(), 8));
    assert_eq!(opened.index.snapshot().len(), 999);
    assert_eq!(opened.index.snapshot().position(), Position(2));
    // Known after a restart, and nothing is left to do.
    drop(opened);
    let mut opened = open(folder.path());
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(opened.index.snapshot().purged(), Position(2));
    assert_eq!(purged(&mut opened.writer, 7, 3), 1);
}

#[test]
fn words_that_were_corrected_before_the_erasure_go_too() {
    let (folder, mut opened) = thousand();
    opened.writer.apply([put(7, &[7])]).unwrap();
    opened.writer.commit(Position(2), NOW).unwrap();
    assert!(holds(folder.path(), 7));
    opened.writer.apply([Change::Remove(Ordinal(7))]).unwrap();
    opened.writer.commit(Position(3), NOW).unwrap();
    purged(&mut opened.writer, 7, 3);
    assert!(!holds(folder.path(), 7));
}

#[test]
fn a_purge_cut_off_at_any_step_is_taken_up_after_a_restart() {
    let (folder, mut opened) = thousand();
    opened.writer.apply([Change::Remove(Ordinal(7))]).unwrap();
    opened.writer.commit(Position(2), NOW).unwrap();
    let ordinals = HashSet::from([Ordinal(7)]);
    for pause in [0, 1, 5, 20, 100] {
        let done = opened.writer.purge(&ordinals, Position(2)).unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        let copy = killed(folder.path());
        let mut again = open(copy.path());
        if again.writer.purged() < Position(2) {
            // Where the copying was overtaken by a merge it is begun anew, with the same to do.
            purged(&mut again.writer, 7, 2);
        }
        assert!(!holds(copy.path(), 7));
        if done {
            return;
        }
    }
}

#[test]
fn a_file_left_over_from_a_crash_is_gone_before_a_purge_is_done() {
    let (folder, opened) = thousand();
    drop(opened);
    let left = live(folder.path()).join("0123456789abcdef0123456789abcdef.records");
    std::fs::write(&left, word(7)).unwrap();
    let mut opened = open(folder.path());
    opened.writer.apply([Change::Remove(Ordinal(7))]).unwrap();
    opened.writer.commit(Position(2), NOW).unwrap();
    purged(&mut opened.writer, 7, 2);
    assert!(!left.exists() && !holds(folder.path(), 7));
}

#[test]
fn an_erased_entry_that_was_put_again_since_is_kept_and_only_its_old_words_go() {
    let (folder, mut opened) = thousand();
    opened
        .writer
        .apply([Change::Remove(Ordinal(7)), put(7, &[4_711])])
        .unwrap();
    opened.writer.commit(Position(3), NOW).unwrap();
    purged(&mut opened.writer, 7, 2);
    assert!(!holds(folder.path(), 7));
    assert_eq!(
        proposed(&opened.index.snapshot(), &[group(&[(4_711, 1)])]),
        [(7, 1)]
    );
}
