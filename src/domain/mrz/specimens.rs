//! Specimens of several issuers, kept outside the repository since some are of real persons.
//!
//! Read from `LOOKOUT_DATA`, else from `../shared/data` beside the repository; a test says so when
//! they are not there. A failure names a row, never what stands in it.

use std::io::Write;

use jiff::civil::Date;

use super::BadMrz;
use super::Mrz;
use super::parse;

fn read(lines: &[&str]) -> Result<Mrz, BadMrz> {
    parse(lines, Date::constant(2026, 11, 23))
}

fn outside(file: &str) -> Option<String> {
    let base = std::env::var_os("LOOKOUT_DATA").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        std::path::PathBuf::from,
    );
    let text = std::fs::read_to_string(base.join(file)).ok();
    if text.is_none() {
        // Not `eprintln!`, which the test harness hides when a test passes.
        let notice = format!("SKIPPED: {file} is not there; set LOOKOUT_DATA to the folder that has it\n");
        std::io::stderr().write_all(notice.as_bytes()).ok();
    }
    text
}

#[test]
fn specimens_are_read_when_their_digits_are_right_and_only_then() {
    let Some(text) = outside("mrz_samples.txt") else {
        return;
    };
    let mut seen = 0;
    for block in text.split("\n\n").filter(|block| block.contains("check=")) {
        let good = block.contains("check=ok");
        let lines: Vec<&str> = block
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .collect();
        let result = read(&lines);
        assert_eq!(result.is_ok(), good, "specimen {}: {:?}", seen + 1, result.err());
        seen += 1;
    }
    assert!(seen >= 20, "{seen} specimens");
}

#[test]
fn zones_built_for_listed_persons_are_all_read() {
    let Some(text) = outside("mrz_persons.tsv") else {
        return;
    };
    let mut seen = 0;
    for row in text.lines().skip(1) {
        let lines: Vec<&str> = row.rsplit('\t').next().unwrap_or_default().split('|').collect();
        let mrz = read(&lines);
        assert!(mrz.is_ok(), "row {}: {:?}", seen + 2, mrz.err());
        assert!(mrz.is_ok_and(|mrz| mrz.name.is_some() && mrz.birth_date.is_some()));
        seen += 1;
    }
    assert!(seen >= 100, "{seen} rows");
}
