//! Another index beside the live one: built unseen, put in place in one step, and one good index left
//! whatever moment a crash picks.

use std::fs;

use super::*;
use crate::index::generation;

fn found(index: &Index) -> Vec<(u32, u16)> {
    proposed(&index.snapshot(), &[group(&[(1, 1)])])
}

/// Another index with two entries, at `position`.
fn beside(index: &Index, position: u64) -> Beside {
    let mut beside = index.beside(&settings()).unwrap();
    beside.writer.apply([put(700, &[1]), put(701, &[1])]).unwrap();
    beside.writer.commit(Position(position), NOW).unwrap();
    beside
}

#[test]
fn an_index_built_beside_is_seen_by_nobody_before_it_is_put_in_place() {
    let (folder, mut opened) = filled();
    let before = found(&opened.index);
    let beside = beside(&opened.index, 5);
    assert_eq!(found(&opened.index), before);
    // The live one is written all the while, and a search keeps what it began with.
    opened.writer.apply([put(500, &[1])]).unwrap();
    opened.writer.commit(Position(5), NOW).unwrap();
    assert_eq!(found(&opened.index).len(), before.len() + 1);
    let searching = opened.index.snapshot();
    let mut writer = opened.index.swap(beside).unwrap();
    drop(opened.writer);
    opened.index.sweep().unwrap();
    assert_eq!(found(&opened.index), [(700, 1), (701, 1)]);
    assert_eq!(searching.position(), Position(5));
    assert_eq!(proposed(&searching, &[group(&[(1, 1)])]).len(), before.len() + 1);
    writer.apply([put(702, &[1])]).unwrap();
    writer.commit(Position(6), NOW).unwrap();
    assert_eq!(found(&opened.index).len(), 3);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .collect();
    assert_eq!(left.len(), 1, "the old folder is gone");
    drop(writer);
    let again = open(folder.path());
    assert_eq!(again.rebuilt_because, None);
    assert_eq!(again.index.snapshot().position(), Position(6));
    assert_eq!(found(&again.index).len(), 3);
}

#[test]
fn an_index_that_holds_less_is_not_put_in_place() {
    let (_folder, opened) = filled();
    let before = found(&opened.index);
    let beside = beside(&opened.index, 3);
    assert!(matches!(opened.index.swap(beside), Err(IndexError::Behind)));
    assert_eq!(found(&opened.index), before);
}

#[test]
fn a_crash_at_any_step_of_a_rebuild_leaves_one_good_index() {
    // Before it is put in place: the old one answers, what was built is swept away.
    let (folder, opened) = filled();
    let before = found(&opened.index);
    let beside_it = beside(&opened.index, 9);
    drop((beside_it, opened));
    let opened = open(folder.path());
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(found(&opened.index), before);
    assert!(!folder.path().join("2").exists(), "it is swept at start");
    // After the name was written and before anything else: the new one answers.
    let beside_it = beside(&opened.index, 9);
    drop(opened.index.swap(beside_it).unwrap());
    drop(opened);
    assert!(folder.path().join("1").exists(), "nothing was swept yet");
    let opened = open(folder.path());
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(found(&opened.index), [(700, 1), (701, 1)]);
    assert!(!folder.path().join("1").exists());
    // The name is written aside and renamed: half of it beside the whole one is nothing.
    fs::write(folder.path().join(".tmpXyZ"), b"3").unwrap();
    drop(opened);
    assert_eq!(open(folder.path()).rebuilt_because, None);
    assert!(!folder.path().join(".tmpXyZ").exists());
}

#[test]
fn without_the_name_of_the_live_one_none_is_trusted() {
    let (folder, opened) = filled();
    drop(opened);
    fs::remove_file(folder.path().join("current")).unwrap();
    let opened = open(folder.path());
    let file = "current".to_owned();
    assert_eq!(opened.rebuilt_because, Some(Rebuilt::Damaged { file }));
    assert_eq!(
        (opened.index.snapshot().position(), found(&opened.index)),
        (Position(0), vec![])
    );
}

#[test]
fn a_folder_that_was_itself_the_only_index_is_taken_over_as_it_is() {
    let (folder, opened) = filled();
    let before = found(&opened.index);
    drop(opened);
    // As it was before there could be more than one.
    let root = folder.path();
    let flatten = |root: &Path| {
        for entry in fs::read_dir(root.join("1")).unwrap() {
            let entry = entry.unwrap();
            fs::rename(entry.path(), root.join(entry.file_name())).unwrap();
        }
        fs::remove_dir(root.join("1")).unwrap();
        fs::remove_file(root.join("current")).unwrap();
    };
    flatten(root);
    assert!(
        check(root).unwrap().files > 10,
        "a look from outside reads it where it is"
    );
    assert_eq!(position(root).unwrap(), Ok(Position(4)));
    // A crash amid the moving: some files are there already.
    fs::create_dir(root.join("1")).unwrap();
    let some = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let some = some.filter(|path| path.extension().is_some_and(|kind| kind == "idx"));
    for path in some {
        fs::rename(&path, root.join("1").join(path.file_name().unwrap())).unwrap();
    }
    let opened = open(root);
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(found(&opened.index), before);
    assert!(!root.join("meta.json").exists() && root.join("1/meta.json").exists());
    drop(opened);
    // An older program has begun again beside what a newer one had left.
    fs::remove_file(root.join("current")).unwrap();
    let newer = root.join("1/meta.json");
    fs::copy(&newer, root.join("meta.json")).unwrap();
    let opened = open(root);
    assert!(
        matches!(opened.rebuilt_because, Some(Rebuilt::Damaged { .. })),
        "its files are not there"
    );
}

#[test]
fn a_rebuild_in_the_place_of_many_is_counted_on() {
    let (folder, mut opened) = filled();
    for round in 0..3 {
        let beside = beside(&opened.index, 10 + round);
        opened.writer = opened.index.swap(beside).unwrap();
        opened.index.sweep().unwrap();
    }
    let folder = generation::live_folder(folder.path()).unwrap();
    assert_eq!(folder.file_name().unwrap(), "4");
}
