//! What is damaged, foreign, of another version or left over.

use std::collections::BTreeSet;
use std::fs;

use super::*;

/// A small sequence that is the same for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    }
}

#[test]
fn a_flipped_byte_in_any_file_is_found_before_it_can_answer() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    let root = folder.path();
    let mut dice = Dice(28);
    let names = sealed_files(root);
    for kind in [".del", ".records", ".term", ".idx", "meta.json", "current"] {
        assert!(names.iter().any(|name| name.ends_with(kind)), "{kind}: {names:?}");
    }
    let mut flips = 0;
    for name in &names {
        let whole = fs::read(root.join(name)).unwrap();
        let length = whole.len();
        // Both ends, the seal, and four more by lot.
        let fixed = [0, length - 5, length - 1].map(|place| (place, 5));
        let by_lot: Vec<_> = (0..4).map(|_| (dice.roll(length), dice.roll(8))).collect();
        for (place, bit) in fixed.into_iter().chain(by_lot) {
            let copy = tempfile::tempdir().unwrap();
            for other in &names {
                fs::create_dir_all(copy.path().join(other).parent().unwrap()).unwrap();
                fs::copy(root.join(other), copy.path().join(other)).unwrap();
            }
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << bit;
            fs::write(copy.path().join(name), flipped).unwrap();
            let file = name.rsplit('/').next().unwrap().to_owned();
            let damaged = IndexError::Damaged { file: file.clone() }.to_string();
            assert_eq!(check(copy.path()).unwrap_err().to_string(), damaged);
            let opened = open(copy.path());
            assert_eq!(
                opened.rebuilt_because,
                Some(Rebuilt::Damaged { file }),
                "{name} {place} {bit}"
            );
            let snapshot = opened.index.snapshot();
            assert_eq!((snapshot.position(), snapshot.len()), (Position(0), 0));
            flips += 1;
        }
    }
    assert!(flips >= 100, "{flips}");
}

#[test]
fn a_file_cut_short_or_gone_is_found_too() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    for name in sealed_files(folder.path()) {
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
    opened.index.verify(&mut || true).unwrap();
    let before = proposed(&opened.index.snapshot(), &[group(&[(1, 1)])]);
    for name in files(&live(folder.path()))
        .iter()
        .filter(|name| name.contains(".idx") || name.contains(".records"))
    {
        fs::write(live(folder.path()).join(name), b"").unwrap();
    }
    assert_eq!(proposed(&opened.index.snapshot(), &[group(&[(1, 1)])]), before);
    assert!(matches!(
        opened.index.verify(&mut || true),
        Err(IndexError::Damaged { .. })
    ));
}

#[test]
fn an_index_of_another_version_is_rebuilt() {
    let (folder, opened) = filled();
    opened.writer.close().unwrap();
    rewrite_meta(&live(folder.path()), |text| {
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
    rewrite_meta(&live(folder.path()), |text| {
        text.replace(r#""name": "key""#, r#""name": "lock""#)
    });
    assert_eq!(open(folder.path()).rebuilt_because, Some(Rebuilt::Foreign));
}

#[test]
fn what_a_crash_leaves_behind_stops_nothing_and_goes_with_the_next_commit() {
    let (folder, opened) = filled();
    drop(opened);
    let whole = files(&live(folder.path()));
    let leftovers = [
        ".tmpAbCdEf",
        "0123456789abcdef0123456789abcdef.idx",
        "0123456789abcdef0123456789abcdef.records",
    ];
    for name in leftovers {
        fs::write(live(folder.path()).join(name), b"half a file").unwrap();
    }
    assert!(whole.contains(".tantivy-writer.lock"), "{whole:?}");
    let mut opened = open(folder.path());
    assert_eq!(opened.rebuilt_because, None);
    assert_eq!(opened.index.snapshot().len(), 105);
    opened.writer.apply([put(900, &[1])]).unwrap();
    opened.writer.commit(Position(5), NOW).unwrap();
    for name in leftovers {
        assert!(!files(&live(folder.path())).contains(name), "{name}");
    }
}

#[test]
fn a_folder_whose_list_of_segments_is_gone_is_rebuilt() {
    let (folder, opened) = filled();
    drop(opened);
    fs::remove_file(live(folder.path()).join("meta.json")).unwrap();
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

/// Every file of a root that must be as it was written, below its folder too.
fn sealed_files(root: &Path) -> Vec<String> {
    let inner = live(root);
    let number = inner.file_name().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<String> = files(&inner)
        .into_iter()
        .map(|name| format!("{number}/{name}"))
        .collect();
    names.push("current".to_owned());
    names.retain(|name| !name.ends_with(".lock"));
    names
}
