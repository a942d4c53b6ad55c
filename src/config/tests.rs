//! The settings file of the Debian package says what the program does: every key, with its default.

use std::collections::BTreeSet;

use super::load;

const PACKAGED: &str = include_str!("../../packaging/debian/lookout.toml");
const FORM: &str = include_str!("file.rs");
const PHOTOS: &str = include_str!("photos.rs");
const TRACES: &str = include_str!("traces.rs");

/// The file with every key in force: `#key = …` and `#[[purposes]]` without their `#`.
fn in_force() -> String {
    let key = |line: &str| {
        let rest = line.strip_prefix('#')?;
        let begins = rest.starts_with("[[") || rest.starts_with(|c: char| c.is_ascii_lowercase());
        begins.then(|| rest.to_owned())
    };
    let lines = PACKAGED
        .lines()
        .map(|line| key(line).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

fn read(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lookout.toml");
    std::fs::write(&path, text).unwrap();
    let mut config = load(&path, true, []).unwrap();
    // One differs from machine to machine, of the other the file shows one of six.
    config.search.concurrent = 2;
    config.purposes.clear();
    format!("{config:?}")
}

#[test]
fn every_key_of_the_packaged_file_has_its_default() {
    let defaults = read("");
    assert_eq!(read(PACKAGED), defaults, "as it is installed");
    assert_eq!(read(&in_force()), defaults, "with every key in force");
}

#[test]
fn the_packaged_file_names_every_key_there_is() {
    let table: toml::Table = in_force().parse().unwrap();
    let mut packaged = BTreeSet::new();
    for (name, value) in &table {
        let tables: Vec<&toml::Value> = match (name.as_str(), value) {
            ("doors", toml::Value::Table(doors)) => doors.values().collect(),
            _ => vec![value],
        };
        for table in tables {
            packaged.extend(
                table
                    .as_table()
                    .into_iter()
                    .flat_map(|table| table.keys().cloned()),
            );
        }
    }
    // `    key: Type = default,` inside `table!(…)`.
    let keys = FORM.split("table!(").skip(1).flat_map(|rest| {
        let body = rest.split("});").next().unwrap();
        body.lines()
            .skip(1)
            .filter_map(|line| line.trim().split_once(": ").map(|(key, _)| key.to_owned()))
    });
    let mut keys: BTreeSet<String> = keys.filter(|key| !key.starts_with('#')).collect();
    for (text, head) in [(PHOTOS, "struct PhotosTable {"), (TRACES, "struct TracesTable {")] {
        let fields = text.split(head).nth(1).unwrap();
        let fields = fields.split('}').next().unwrap().lines();
        keys.extend(fields.filter_map(|line| line.trim().split_once(": ").map(|(key, _)| key.to_owned())));
    }
    // The doors' own names are tables here.
    for door in ["partners", "enrolment", "desk", "ops"] {
        assert!(keys.remove(door), "{door}");
    }
    assert!(keys.len() > 20);
    assert_eq!(packaged, keys);
    assert!(table.contains_key("purposes"));
}
