//! What public tables of romanisation say, against ours: for a key it need not be theirs, but the two
//! must meet.
//!
//! Tests only. The tables are no part of the project; they lie in the folder of the labelled lists.

use std::collections::BTreeMap;

use super::complaints::named;
use super::complaints::sought;
use super::labelled_data;
use crate::domain::query::Level;
use crate::domain::text::Text;
use crate::domain::verdict::Agreement;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::explain;
use crate::matching::fetched;

/// Whether a query by one spelling fetches who is listed by the other, and the names agree; none where
/// one is no name.
fn meet(asked: &str, listed: &str, level: Level) -> Option<bool> {
    if [asked, listed].iter().any(|text| text.parse::<Text>().is_err()) {
        return None;
    }
    let (query, person) = (sought(asked, None), named(listed, &[]));
    let said = explain(&Probe::of(&query, level), &query, &person);
    let agrees = said
        .matched
        .first()
        .is_some_and(|name| name.outcome != Agreement::Differs);
    Some(agrees && Pass::ALL.iter().any(|pass| fetched(&query, &person, *pass)))
}

/// Share of rows that are fetched and agree in both directions, by a group of rows.
#[derive(Default)]
struct Shares(BTreeMap<String, (u32, u32)>);

impl Shares {
    fn add(&mut self, group: &str, a: &str, b: &str, level: Level) {
        let (Some(there), Some(back)) = (meet(a, b, level), meet(b, a, level)) else {
            return;
        };
        let row = self.0.entry(group.to_owned()).or_default();
        row.0 += 1;
        row.1 += u32::from(there && back);
    }

    fn of(&self, group: &str) -> f64 {
        let (rows, met) = self.0.get(group).copied().unwrap_or_default();
        assert!(rows > 0, "{group} has no rows");
        f64::from(met) / f64::from(rows)
    }

    fn print(&self) {
        for (group, (rows, met)) in &self.0 {
            println!("{group}: {:.3} of {rows}", f64::from(*met) / f64::from(*rows));
        }
    }
}

#[test]
fn romanisations_of_two_hundred_systems_meet_their_originals() {
    let Some(folder) = labelled_data() else { return };
    let text = std::fs::read_to_string(folder.join("translit_tests.tsv")).unwrap();
    let mut shares = Shares::default();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [map, input, expected] = cells[..] else {
            continue;
        };
        // Names, not sentences; into Latin letters.
        let parts: Vec<&str> = map.split('-').collect();
        let from = parts
            .iter()
            .position(|part| *part == "Latn")
            .map(|at| parts[at - 1]);
        let Some(from) = from else { continue };
        if input.split_whitespace().count() > 4 || input.chars().count() < 3 {
            continue;
        }
        shares.add(from, input, expected, Level::Standard);
        shares.add("all", input, expected, Level::Standard);
    }
    shares.print();
    for (script, floor) in [
        ("all", 0.88),
        ("Cyrl", 0.9),
        ("Grek", 0.93),
        ("Arab", 0.82),
        ("Deva", 0.75),
        ("Geor", 0.64),
        ("Hang", 0.7),
        ("Hrkt", 0.95),
        ("Beng", 0.55),
    ] {
        assert!(shares.of(script) >= floor, "{script} {:.3}", shares.of(script));
    }
}

#[test]
fn letters_of_icao_9303_meet_their_machine_readable_form() {
    let Some(folder) = labelled_data() else { return };
    let text = std::fs::read_to_string(folder.join("icao_translit.tsv")).unwrap();
    let mut shares = Shares::default();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [table, letter, _, mrz, others, ..] = cells[..] else {
            continue;
        };
        let around = match table {
            "latin" => ("Mon", "tarvik"),
            "greek" => ("Λα", "νταρης"),
            "rus" | "ukr" | "bel" | "bul" | "mkd" | "srp" => ("Да", "нтар"),
            // Buckwalter's letters are no spelling that a person uses.
            _ => continue,
        };
        // Signs, and letters that the copies have wrong (DOMAIN 3.7).
        let signs = mrz.is_empty() || !letter.chars().all(char::is_alphabetic);
        if signs || (letter == "у" || letter == "ю") || (table == "greek" && mrz == "P") {
            continue;
        }
        let plain = match table {
            "latin" => around,
            "greek" => ("LA", "NTARIS"),
            _ => ("DA", "NTAR"),
        };
        let own = format!("{}{letter}{} Kromveld", around.0, around.1);
        let variants = others
            .split('|')
            .filter(|text| text.chars().all(|c| c.is_ascii_uppercase()));
        for form in std::iter::once(mrz).chain(variants.filter(|text| !text.is_empty())) {
            shares.add(
                table,
                &own,
                &format!("{}{form}{} KROMVELD", plain.0, plain.1),
                Level::Exact,
            );
        }
    }
    shares.print();
    for (table, floor) in [
        ("latin", 0.97),
        ("greek", 0.85),
        ("rus", 0.90),
        ("ukr", 0.90),
        ("bel", 0.85),
        ("bul", 0.87),
        ("mkd", 0.85),
        ("srp", 0.78),
    ] {
        assert!(shares.of(table) >= floor, "{table} {:.3}", shares.of(table));
    }
}
