//! Comparing and measuring from the command line: what `compare`, `eval` and `bench generate` promise,
//! and the floors of the invented set in `tests/data/matching`.
//!
//! Uses the real program. Floors are a little below what is measured, so that tuning is free to move.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use lookout::feeds::Format;
use lookout::feeds::Mapping;
use lookout::feeds::Plan;
use lookout::feeds::Reader;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lookout");

fn lookout(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let done = child.wait_with_output().unwrap();
    // A command that reads nothing closes the pipe before all is written.
    let _closed = writer.join().unwrap();
    done
}

/// Standard output of a command that must do what it is asked.
fn done(arguments: &[&str]) -> String {
    let done = lookout(arguments, "");
    let error = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {error}");
    String::from_utf8(done.stdout).unwrap()
}

fn set(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/matching")
        .join(file)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The figures of the invented set, and the drawing of it.
fn figures_of_the_set() -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let plot = folder.path().join("recall.svg");
    let (index, queries, negatives) = (set("index.jsonl"), set("queries.tsv"), set("negatives.tsv"));
    let arguments = [
        "eval",
        "--index",
        text(&index),
        "--queries",
        text(&queries),
        "--negatives",
        text(&negatives),
        "--plot",
        text(&plot),
        "--json",
    ];
    let figures = serde_json::from_str(&done(&arguments)).unwrap();
    (figures, std::fs::read_to_string(plot).unwrap())
}

#[test]
fn the_invented_set_holds_its_floors() {
    let (figures, plot) = figures_of_the_set();
    let at_least = |place: &str, floor: f64| {
        let measured = figures.pointer(place).and_then(Value::as_f64).unwrap();
        assert!(
            measured >= floor,
            "{place}: {measured} is below {floor}: {figures:#}"
        );
    };
    at_least("/recall/at_1", 0.95);
    at_least("/recall/at_5", 0.97);
    at_least("/at_false_alarms/0/recall", 0.92);
    at_least("/possible/recall", 0.92);
    for kind in figures["kinds"].as_object().unwrap().keys() {
        at_least(&format!("/kinds/{kind}/recall/at_5"), 0.75);
    }
    assert!(figures["at_false_alarms"][0]["false_alarms"].as_f64().unwrap() <= 0.01);
    assert!(
        figures["negatives"]["false_alarms"].as_f64().unwrap() <= 0.03,
        "{figures:#}"
    );
    assert_eq!(figures["negatives"]["candidates_median"], 0);
    assert_eq!(figures["queries_without_a_listed_person"], 0);
    assert!(plot.starts_with("<svg") && plot.contains("class=\"line\""));
}

#[test]
fn the_invented_set_has_every_kind_of_difficulty_several_times() {
    let (figures, _) = figures_of_the_set();
    let names = |kinds: &Value| {
        kinds
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        (
            names(&figures["kinds"]).len(),
            names(&figures["negatives"]["kinds"]).len()
        ),
        (16, 8)
    );
    for kind in figures["kinds"].as_object().unwrap().values() {
        assert!(kind["queries"].as_u64().unwrap() >= 4);
    }
    for kind in figures["negatives"]["kinds"].as_object().unwrap().values() {
        assert!(kind[0].as_u64().unwrap() >= 10);
    }
}

#[test]
fn what_is_generated_is_read_by_import_and_measured_by_eval_and_the_same_for_the_same_seed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let generate = |seed: &str, list: &Path, queries: &Path, negatives: &Path| {
        done(&[
            "bench",
            "generate",
            "2000",
            "--seed",
            seed,
            "--each",
            "40",
            "--out",
            text(list),
            "--queries",
            text(queries),
            "--negatives",
            text(negatives),
        ]);
        [list, queries, negatives].map(|path| std::fs::read_to_string(path).unwrap())
    };
    let (list, queries, negatives) = (file("list.jsonl"), file("q.tsv"), file("n.tsv"));
    let once = generate("7", &list, &queries, &negatives);
    let again = generate("7", &file("list2"), &file("q2"), &file("n2"));
    let other = generate("8", &file("list3"), &file("q3"), &file("n3"));
    assert!(once == again);
    assert!(once.iter().zip(&other).all(|(one, other)| one != other));
    assert_eq!(done(&["bench", "generate", "2000", "--seed", "7"]), once[0]);

    let today = jiff::civil::date(2026, 11, 23);
    let mapping = Mapping::informing("gen".parse().unwrap(), "XX-GEN".parse().unwrap(), today);
    let reader = Reader::new(once[0].as_bytes(), Plan::new(Format::Lookout, mapping));
    let alerts = reader.map(Result::unwrap).count();
    assert_eq!(alerts, 2_000);

    let eval = ["eval", "--index", text(&list), "--queries", text(&queries)];
    let with_negatives = [&eval[..], &["--negatives", text(&negatives), "--json"]].concat();
    let figures: Value = serde_json::from_str(&done(&with_negatives)).unwrap();
    assert_eq!(figures["persons"], 2_000);
    assert_eq!(figures["queries"], 320);
    assert_eq!(figures["kinds"].as_object().unwrap().len(), 8);
    assert!(figures["recall"]["at_5"].as_f64().unwrap() >= 0.95, "{figures:#}");
    assert!(figures["kinds"]["exact"]["recall"]["at_5"].as_f64().unwrap() >= 0.97);
    assert_eq!(figures["negatives"]["candidates_median"], 0);
    let table = done(&eval);
    assert!(
        table.contains("2,000 persons, 320 queries, no negatives."),
        "{table}"
    );
}

#[test]
fn two_names_are_compared_with_reasons_that_add_up() {
    let asked = [
        "compare",
        "Jansen, Pieter",
        "Питер Янсен",
        "--born-a",
        "1980-05-17",
        "--born-b",
        "1980",
    ];
    let answer: Value = serde_json::from_str(&done(&[&asked[..], &["--json"]].concat())).unwrap();
    let said = answer["reasons"].as_array().unwrap();
    let sum: f64 = said
        .iter()
        .map(|said| said["contribution"].as_f64().unwrap())
        .sum();
    let sum = sum + answer["base"].as_f64().unwrap();
    let score = answer["score"].as_f64().unwrap();
    assert!((1.0 / (1.0 + (-sum).exp()) - score).abs() < 1e-9);
    assert_eq!(said[0]["a"], "Jansen, Pieter");
    assert_eq!(said[1]["codes"][0], "same-year");
    let table = done(&asked);
    assert!(
        table.contains("transliteration") && table.contains("same-year"),
        "{table}"
    );
    assert!(table.contains(&format!("score {score:.4}")), "{table}");
}

#[test]
fn a_line_that_is_no_pair_is_told_in_its_place_and_the_others_are_compared() {
    let input = "{\"a\":\"Anna Zandstra\",\"b\":\"Zandstra Anna\"}\n{\"a\":\"Anna Zandstra\",\"b\":\"Anna Zandstra\",\"b_born\":\"Zandstra\"}\n{\"a\":\"Ann Zandstra\",\"b\":\"Anna Zandstra\",\"a_nationality\":\"NL\",\"b_nationality\":[\"NL\"]}\n";
    let done = lookout(&["compare"], input);
    assert_eq!(done.status.code(), Some(3));
    let output = String::from_utf8(done.stdout).unwrap();
    let answers: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 3);
    assert!(
        answers[1]["error"]
            .as_str()
            .unwrap()
            .starts_with("b_born: must be")
    );
    assert_eq!(answers[1]["line"], 2);
    assert_eq!(answers[0]["reasons"][0]["codes"][0], "same-name");
    assert_eq!(answers[2]["reasons"][1]["codes"][0], "same-nationality");
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(told.contains("1 of 3 lines"), "{told}");
    assert!(!told.contains("Zandstra") && !answers[1].to_string().contains("Zandstra"));
    let good = lookout(&["compare"], input.lines().next().unwrap());
    assert_eq!(good.status.code(), Some(0));
}

#[test]
fn a_file_of_another_form_is_wrong_usage_and_nothing_of_it_is_repeated() {
    let (index, queries, negatives) = (set("index.jsonl"), set("queries.tsv"), set("negatives.tsv"));
    for (index, queries, words) in [
        (
            &queries,
            &queries,
            "line 1: must be a labelled person or an alert",
        ),
        (&index, &index, "line 1: must name the columns"),
        (&index, &negatives, "no query says whom it should find"),
    ] {
        let done = lookout(&["eval", "--index", text(index), "--queries", text(queries)], "");
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{told}");
        assert!(told.contains(words), "{told}");
        assert!(
            !told.contains("Moortgat") && !told.contains("full_name\t"),
            "{told}"
        );
    }
    let missing = lookout(&["eval", "--index", "/nowhere", "--queries", text(&queries)], "");
    assert_eq!(missing.status.code(), Some(2));
}
