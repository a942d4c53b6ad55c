//! Which of the files are lists, and which stand beside one: `alt.csv` beside `sdn.csv`.
//!
//! Uses `feeds`. Every file is looked at before the first is taken, so that a slip costs nothing.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;

use jiff::civil::Date;

use super::plan::Options;
use super::plan::first_bytes;
use crate::cli::failure::Failure;
use crate::feeds;
use crate::feeds::Mistaken;
use crate::feeds::Plan;
use crate::feeds::Supplement;

/// A list to be read.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) path: PathBuf,
    pub(super) plan: Plan,
    /// Files beside it that were taken up into the plan.
    pub(super) beside: Vec<PathBuf>,
}

/// The lists among the files, each with what stands beside it: the files given for that, else those
/// found by their names.
pub(super) fn lists(files: &[PathBuf], options: &Options, today: Date) -> Result<Vec<Given>, Failure> {
    let (mut lists, mut further) = (Vec::new(), Vec::new());
    for path in files {
        let first = first_bytes(path)?;
        let what = feeds::mistaken(&first).filter(|what| options.allows_beside() && is_beside(*what));
        match what {
            Some(what) => further.push((path.clone(), what)),
            None => lists.push(Given {
                path: path.clone(),
                plan: options.plan(path, &first, today)?,
                beside: Vec::new(),
            }),
        }
    }
    let delimited = lists
        .iter()
        .filter(|list| matches!(list.plan, Plan::OfacSdn(..)))
        .count();
    if let Some((path, what)) = further.first()
        && delimited != 1
    {
        let text = if delimited == 0 {
            format!("{}: {what}", path.display())
        } else {
            format!(
                "{}: several lists are given, and it stands beside one of them",
                path.display()
            )
        };
        return Err(Failure::new(text)
            .hint("import each sdn.csv with its alt.csv: lookout import sdn.csv alt.csv")
            .code(2));
    }
    for list in &mut lists {
        if let Plan::OfacSdn(_, supplement) = &mut list.plan {
            list.beside = if further.is_empty() {
                found(&list.path)?
            } else {
                further.iter().map(|(path, _)| path.clone()).collect()
            };
            for path in &list.beside {
                take(supplement, path)?;
            }
        }
    }
    Ok(lists)
}

const fn is_beside(what: Mistaken) -> bool {
    matches!(what, Mistaken::SdnAliases | Mistaken::SdnRemarks)
}

fn take(supplement: &mut Supplement, path: &Path) -> Result<(), Failure> {
    let failed =
        |error: &dyn std::error::Error| Failure::because(format!("cannot read {}", path.display()), error);
    let file = File::open(path).map_err(|error| failed(&error))?;
    supplement
        .read(BufReader::new(file))
        .map_err(|error| failed(&error))
}

/// The files that by their names stand beside a list: `alt.csv` and `sdn_comments.csv` beside
/// `sdn.csv`, `cons_alt.csv` and `cons_comments.csv` beside `cons_prim.csv`, in whatever letters.
fn found(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let stem = list
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let wanted = feeds::beside(&stem);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let folder = match list.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let failed = |error| Failure::because(format!("cannot read {}", folder.display()), &error);
    let mut beside = Vec::new();
    for entry in folder.read_dir().map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let lower =
            |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().to_lowercase();
        if lower(path.extension()) != "csv" || !wanted.contains(&lower(path.file_stem())) {
            continue;
        }
        match feeds::mistaken(&first_bytes(&path)?) {
            Some(what) if is_beside(what) => beside.push(path),
            Some(Mistaken::Empty) => {}
            what => {
                let what = what.map_or_else(String::new, |what| format!(": {what}"));
                let text = format!(
                    "{} stands beside {} but has no aliases of it{what}",
                    path.display(),
                    list.display()
                );
                return Err(Failure::new(text).hint("fetch it again, or move it away").code(2));
            }
        }
    }
    beside.sort();
    Ok(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDN: &str =
        "36,\"DOEVENDANS, Jelle\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1A";
    const ALT: &str = "36,12,\"aka\",\"DOEVENDANS, Jentje\",-0- \r\n\x1A";

    fn read(content: &[(&str, &str)], given: &[&str]) -> Result<Vec<Given>, Failure> {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in content {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let files: Vec<PathBuf> = given.iter().map(|name| folder.path().join(name)).collect();
        lists(&files, &Options::default(), Date::constant(2026, 11, 23))
    }

    fn aliases(list: &Given) -> u64 {
        match &list.plan {
            Plan::OfacSdn(_, supplement) => supplement.aliases(),
            other => panic!("{:?}", other.format()),
        }
    }

    #[test]
    fn aliases_are_found_beside_their_list_by_name() {
        for (sdn, alt) in [
            ("sdn.csv", "alt.csv"),
            ("SDN.CSV", "ALT.CSV"),
            ("cons_prim.csv", "cons_alt.csv"),
        ] {
            let lists = read(&[(sdn, SDN), (alt, ALT), ("other.csv", "x")], &[sdn]).unwrap();
            assert_eq!(
                (lists.len(), lists[0].beside.len(), aliases(&lists[0])),
                (1, 1, 1)
            );
        }
        let alone = read(&[("list.csv", SDN), ("alt.csv", ALT)], &["list.csv"]).unwrap();
        assert_eq!(aliases(&alone[0]), 0);
    }

    #[test]
    fn aliases_may_be_given_under_any_name_and_in_any_order() {
        let files = [("list.csv", SDN), ("names.csv", ALT)];
        let lists = read(&files, &["names.csv", "list.csv"]).unwrap();
        assert_eq!((lists.len(), aliases(&lists[0])), (1, 1));
    }

    #[test]
    fn aliases_alone_or_of_one_of_several_lists_are_refused() {
        let alone = format!("{:?}", read(&[("alt.csv", ALT)], &["alt.csv"]).unwrap_err());
        assert!(alone.contains("sdn.csv"), "{alone}");
        let files = [("a.csv", SDN), ("b.csv", SDN), ("alt.csv", ALT)];
        assert!(read(&files, &["a.csv", "b.csv", "alt.csv"]).is_err());
    }

    #[test]
    fn a_file_of_that_name_that_has_no_aliases_is_refused() {
        let page = format!(
            "{:?}",
            read(&[("sdn.csv", SDN), ("alt.csv", "<html>")], &["sdn.csv"]).unwrap_err()
        );
        assert!(page.contains("web page"), "{page}");
    }
}
