//! Which files make a list: the one that is named, or all of a folder that fit; and those beside it.
//!
//! Uses `feeds`. Takes none by half: a folder that cannot be read is no list.

use std::path::Path;
use std::path::PathBuf;

use crate::domain::feed::Reading;
use crate::domain::feed_run::Failing;
use crate::domain::feed_source::Source;
use crate::feeds;

/// What signature files end in; none is a list.
pub(super) const SIGNATURE: &str = ".minisig";

/// The files of a list.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Those that make it, by name.
    pub(super) lists: Vec<PathBuf>,
    /// Those that stand beside `sdn.csv`.
    pub(super) beside: Vec<PathBuf>,
}

pub(super) fn chosen(source: &Source, reading: &Reading) -> Result<Chosen, Failing> {
    let mut chosen = Chosen::default();
    match source {
        Source::File { path } => chosen.lists.push(path.as_str().into()),
        Source::Folder { path, pattern } => {
            chosen.lists = names(Path::new(path.as_str()), |name| {
                !name.starts_with('.') && !name.ends_with(SIGNATURE) && pattern.fits(name)
            })?;
        }
        Source::Url { .. } => {}
    }
    let is_folder = matches!(source, Source::Folder { .. });
    match reading {
        Reading::Lookout { .. } | Reading::Ftm { .. } => {}
        Reading::UnSc { .. } => {}
        // Of its files, one is the list.
        Reading::OfacSdn { .. } if is_folder => chosen.lists.retain(|path| {
            let stem = stem(path);
            !feeds::beside(&stem).is_empty() && !stem.contains("comments")
        }),
        Reading::OfacSdn { .. } => {}
    }
    let lines = matches!(reading, Reading::Lookout { .. } | Reading::Ftm { .. });
    match chosen.lists.as_slice() {
        [] => return Err(Failing::NoList),
        [one] if matches!(reading, Reading::OfacSdn { .. }) => chosen.beside = beside(one)?,
        [_] => {}
        _ if lines => {}
        _ => return Err(Failing::NoList),
    }
    Ok(chosen)
}

/// The files that by their names stand beside a list. Without the aliases every alert would lose its
/// own, so they must be there where the list's name says what theirs is.
fn beside(list: &Path) -> Result<Vec<PathBuf>, Failing> {
    let wanted = feeds::beside(&stem(list));
    let Some(aliases) = wanted.first() else {
        return Ok(Vec::new());
    };
    let folder = list.parent().unwrap_or(Path::new("/"));
    let found = names(folder, |name| {
        let path = Path::new(name);
        let csv = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        csv && wanted.contains(&stem(path))
    })?;
    if !found.iter().any(|path| stem(path) == *aliases) {
        return Err(Failing::NoList);
    }
    Ok(found)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
}

/// The files of a folder whose names are wanted, by name.
fn names(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Failing> {
    let failed = |error: std::io::Error| {
        tracing::warn!(%error, "a feed's folder cannot be read");
        Failing::Unreadable
    };
    let mut found = Vec::new();
    for entry in folder.read_dir().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        if entry.file_name().to_str().is_some_and(&wanted) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAPPING: &str = r#""mapping":{"category":"information","action":"inform-owner","owner":"XX","handling":"H0","visibility":"all","status":"other","prefix":"x","review":365}"#;

    fn of(files: &[&str], pattern: Option<&str>, format: &str) -> Result<[usize; 2], Failing> {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            std::fs::write(folder.path().join(name), "x\n").unwrap();
        }
        std::fs::create_dir(folder.path().join("folder.jsonl")).unwrap();
        let reading = match format {
            "lookout" => r#"{"format":"lookout","owner":"XX"}"#.to_owned(),
            format => format!(r#"{{"format":"{format}",{MAPPING}}}"#),
        };
        let source = match pattern {
            Some(pattern) => Source::Folder {
                path: folder.path().to_str().unwrap().parse().unwrap(),
                pattern: pattern.parse().unwrap(),
            },
            None => Source::File {
                path: folder.path().join(files[0]).to_str().unwrap().parse().unwrap(),
            },
        };
        let chosen = chosen(&source, &serde_json::from_str(&reading).unwrap())?;
        Ok([chosen.lists.len(), chosen.beside.len()])
    }

    #[test]
    fn all_files_of_a_folder_make_the_list_but_signatures_and_what_does_not_fit() {
        let files = ["b.jsonl", "a.jsonl", "a.jsonl.minisig", ".c.jsonl", "d.txt"];
        assert_eq!(of(&files, Some("*.jsonl"), "lookout"), Ok([2, 0]));
        assert_eq!(of(&files, Some("*"), "ftm"), Ok([3, 0]));
        assert_eq!(of(&files, Some("*.xml"), "ftm"), Err(Failing::NoList));
    }

    #[test]
    fn a_list_that_is_one_file_is_not_made_of_two() {
        assert_eq!(of(&["a.xml"], Some("*.xml"), "un-sc"), Ok([1, 0]));
        assert_eq!(
            of(&["a.xml", "b.xml"], Some("*.xml"), "un-sc"),
            Err(Failing::NoList)
        );
    }

    #[test]
    fn aliases_stand_beside_their_list_and_must_be_there() {
        assert_eq!(
            of(&["SDN.CSV", "ALT.CSV", "add.csv"], None, "ofac-sdn"),
            Ok([1, 1])
        );
        let folder = ["sdn.csv", "alt.csv", "sdn_comments.csv"];
        assert_eq!(of(&folder, Some("*.csv"), "ofac-sdn"), Ok([1, 2]));
        assert_eq!(of(&["sdn.csv"], None, "ofac-sdn"), Err(Failing::NoList));
        assert_eq!(of(&["list.csv"], None, "ofac-sdn"), Ok([1, 0]));
    }
}
