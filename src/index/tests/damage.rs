//! What is damaged, foreign, of another version or left over.

use std::collections::BTreeSet;
use std::fs;

use super::*;

#[test]
fn a_flipped_byte_in_any_file_is_found_before_it_can_answer() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    let copy = tempfile::tempdir().unwrap();
    let names: Vec<String> = files(folder.path())
        .into_iter()
        .filter(|name| !name.ends_with(".lock"))
        .collect();
    assert!(names.iter().any(|name| name.ends_with(".del")), "{names:?}");
    assert!(names.iter().any(|name| name.ends_with(".records")), "{names:?}");
    for name in &names {
        let whole = fs::read(folder.path().join(name)).unwrap();
        let places = [
            0,
            whole.len() / 3,
            whole.len() / 2,
            whole.len() - 30,
            whole.len() - 5,
            whole.len() - 1,
        ];
        for place in places {
            for other in &names {
                fs::copy(folder.path().join(other), copy.path().join(other)).unwrap();
            }
            let mut flipped = whole.clone();
            flipped[place] ^= 0x20;
            fs::write(copy.path().join(name), flipped).unwrap();
            let damaged = IndexError::Damaged { file: name.clone() }.to_string();
            assert_eq!(check(copy.path()).unwrap_err().to_string(), damaged);
            let opened = open(copy.path());
            assert_eq!(
                opened.rebuilt_because,
                Some(Rebuilt::Damaged { file: name.clone() }),
                "{place}"
            );
            assert_eq!(
                (opened.index.snapshot().position(), opened.index.snapshot().len()),
                (Position(0), 0)
            );
            drop(opened);
            erase(copy.path()).unwrap();
        }
    }
}

#[test]
fn a_file_cut_short_or_gone_is_found_too() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    for name in files(folder.path())
        .into_iter()
        .filter(|name| !name.ends_with(".lock"))
    {
        let path = folder.path().join(&name);
        let whole = fs::read(&path).unwrap();
        for damage in [
            Some(0),
            Some(1),
            Some(whole.len() / 2),
            Some(whole.len() - 1),
            None,
        ] {
            match damage {
                Some(length) => fs::write(&path, &whole[..length]).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            assert!(
                matches!(check(folder.path()), Err(IndexError::Damaged { .. })),
                "{name} {damage:?}"
            );
            fs::write(&path, &whole).unwrap();
        }
    }
    assert!(check(folder.path()).unwrap().files > 10);
    assert_eq!(open(folder.path()).rebuilt_because, None);
}

#[test]
fn damage_while_it_runs_reaches_no_search_and_verify_tells_of_it() {
    let (folder, opened) = filled();
    opened.index.verify().unwrap();
    let before = proposed(&opened.index.snapshot(), &[group(&[(1, 1)])]);
    for name in files(folder.path())
        .iter()
        .filter(|name| name.contains(".idx") || name.contains(".records"))
    {
        fs::write(folder.path().join(name), b"").unwrap();
    }
    assert_eq!(proposed(&opened.index.snapshot(), &[group(&[(1, 1)])]), before);
    assert!(matches!(opened.index.verify(), Err(IndexError::Damaged { .. })));
}

#[test]
fn an_index_of_another_version_is_rebuilt() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    rewrite_meta(folder.path(), |text| {
        text.replace(r#"\"schema\":3"#, r#"\"schema\":999"#)
    });
    let opened = open(folder.path());
    assert!(
        matches!(opened.rebuilt_because, Some(Rebuilt::OtherVersion { .. })),
        "{:?}",
        opened.rebuilt_because
    );
    assert_eq!(opened.index.snapshot().position(), Position(0));
    assert_eq!(opened.index.snapshot().len(), 0);
}

#[test]
fn an_index_with_other_fields_is_foreign() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    rewrite_meta(folder.path(), |text| {
        text.replace(r#""name": "key""#, r#""name": "lock""#)
    });
    assert_eq!(open(folder.path()).rebuilt_because, Some(Rebuilt::Foreign));
}

#[test]
fn what_a_crash_leaves_behind_stops_nothing_and_goes_with_the_next_commit() {
    let (folder, opened) = filled();
    drop(opened);
    let whole = files(folder.path());
    let leftovers = [
        ".tmpAbCdEf",
        "0123456789abcdef0123456789abcdef.idx",
        "0123456789abcdef0123456789abcdef.records",
    ];
    for name in leftovers {
        fs::write(folder.path().join(name), b"half a file").unwrap();
    }
    assert!(whole.contains(".tantivy-writer.lock"), "{whole:?}");
    let mut opened = open(folder.path());
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(opened.index.snapshot().len(), 105);
    opened.writer.apply([put(900, &[1])]).unwrap();
    opened.writer.commit(Position(5), NOW).unwrap();
    for name in leftovers {
        assert!(!files(folder.path()).contains(name), "{name}");
    }
}

#[test]
fn a_folder_whose_list_of_segments_is_gone_is_rebuilt() {
    let (folder, opened) = filled();
    drop(opened);
    fs::remove_file(folder.path().join("meta.json")).unwrap();
    let file = "meta.json".to_owned();
    assert_eq!(
        open(folder.path()).rebuilt_because,
        Some(Rebuilt::Damaged { file })
    );
}

fn rewrite_meta(folder: &Path, change: impl Fn(String) -> String) {
    use tantivy::Directory;
    let sealed = crate::index::seal::Sealed::open(folder).unwrap();
    let text = String::from_utf8(sealed.atomic_read(Path::new("meta.json")).unwrap()).unwrap();
    let changed = change(text.clone());
    assert_ne!(changed, text);
    sealed
        .atomic_write(Path::new("meta.json"), changed.as_bytes())
        .unwrap();
}

fn files(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}
