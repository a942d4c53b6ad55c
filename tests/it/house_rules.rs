//! The rules of the house that the compiler does not know: arrows between rooms, the length and the
//! head of a file, one maker for each value that proves something (DESIGN 1 and 3, STYLE).
//!
//! Reads the sources as text. An exception stands here with its reason or is none.

use crate::support::sources::Source;
use crate::support::sources::below;

/// Each room and those it may name; `server` may name all but `cli`, and `cli` all.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("config", &["domain"]),
    ("matching", &["domain"]),
    ("photos", &["domain"]),
    ("storage", &["domain", "config"]),
    ("index", &["domain", "config", "matching"]),
    ("journal", &["domain", "config", "storage"]),
    ("state", &["domain", "config", "storage"]),
    ("audit", &["domain", "config", "storage"]),
    (
        "backup",
        &["domain", "config", "storage", "journal", "audit", "pki"],
    ),
    ("access", &["domain", "config"]),
    ("feeds", &["domain", "config"]),
    ("pki", &["domain", "config"]),
    ("tls", &["domain", "config", "pki"]),
    (
        "service",
        &[
            "domain", "config", "matching", "storage", "index", "journal", "state", "audit", "access",
            "feeds", "photos", "pki",
        ],
    ),
    ("wire", &["domain"]),
    ("client", &["domain", "config", "wire"]),
    ("eval", &["domain", "config", "matching", "index"]),
    ("http", &["domain", "access", "service", "wire"]),
];

/// Files that name a room beyond the table, and why.
const ARROWS: &[(&str, &str, &str)] = &[
    (
        "src/http/partners.rs",
        "config",
        "writes the purposes that a use case gives",
    ),
    (
        "src/http/partners.rs",
        "state",
        "writes the certificates that a use case gives",
    ),
    (
        "src/http/control.rs",
        "state",
        "writes the registry for local commands",
    ),
    (
        "src/http/alert_replies.rs",
        "state",
        "writes the alert that a use case gives",
    ),
    ("src/http/reply.rs", "audit", "writes the receipt of an answer"),
    (
        "src/http/reply.rs",
        "state",
        "a certificate's standing in one word",
    ),
];

/// Files that name `StatusCode` beside `http::problem`, and why.
const STATUS_CODES: &[(&str, &str)] = &[
    (
        "src/http/admitted.rs",
        "500 where a route was put together wrongly: there is no refusal for that",
    ),
    ("src/http/hits.rs", "201 for a hit that is durable"),
    ("src/http/host.rs", "400 and 421 before anybody is admitted"),
    (
        "src/http/ops.rs",
        "readiness is a status code to whoever probes it",
    ),
    (
        "src/http/desk/guarded.rs",
        "403 where nobody is there whom a record could name",
    ),
    (
        "src/http/desk/changes.rs",
        "201 and 202: what was made, and what waits",
    ),
    (
        "src/http/partners.rs",
        "405, and 404 for staff without limits: HTTP's own business",
    ),
    ("src/http/unbuilt.rs", "503 of doors that nothing is built behind"),
    ("src/client/error.rs", "the other side, which reads them"),
];

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Lines of code in `src/` that `bad` finds, but for the files of `except`.
fn found(except: &[&str], bad: impl Fn(&str) -> bool) -> Vec<String> {
    let sources = below("src");
    let others = sources
        .iter()
        .filter(|source| !except.contains(&source.path.as_str()));
    let lines = others.flat_map(|source| {
        source
            .code()
            .into_iter()
            .map(move |(at, line)| (source, at, line))
    });
    let bad = lines.filter(|(_, _, line)| bad(line));
    bad.map(|(source, at, line)| format!("{}:{at}: {}", source.path, line.trim()))
        .collect()
}

/// The rooms that a line names by `crate::`.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let places = line.split("crate::").skip(1);
    places.map(|rest| {
        rest.split(|c: char| !c.is_ascii_lowercase() && c != '_')
            .next()
            .unwrap()
    })
}

#[test]
fn rooms_name_only_those_they_may() {
    let mut broken = Vec::new();
    let mut used = Vec::new();
    for source in below("src") {
        let room = source.room().to_owned();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            assert!(
                ["server", "cli", "lib", "main"].contains(&room.as_str()),
                "{room} is not in the table"
            );
            if room == "server" {
                let cli = source
                    .code()
                    .into_iter()
                    .filter(|(_, line)| named(line).any(|to| to == "cli"));
                broken.extend(cli.map(|(at, _)| format!("{}:{at}: server names cli", source.path)));
            }
            continue;
        };
        for (at, line) in source.code() {
            for to in named(line).filter(|to| *to != room && !allowed.contains(to)) {
                match ARROWS
                    .iter()
                    .find(|(path, other, _)| *path == source.path && *other == to)
                {
                    Some(exception) => used.push(exception),
                    None => broken.push(format!("{}:{at}: {room} names {to}", source.path)),
                }
            }
        }
    }
    let idle = ARROWS.iter().filter(|exception| !used.contains(exception));
    broken.extend(idle.map(|(path, to, _)| format!("{path}: no longer names {to}; take the exception out")));
    report(&broken);
}

#[test]
fn a_file_has_at_most_400_lines_and_half_of_them_under_200() {
    let mut files = below("src");
    files.extend(below("tests"));
    let long = files.iter().filter(|file| file.lines() > 400);
    report(
        &long
            .map(|file| format!("{}: {} lines", file.path, file.lines()))
            .collect::<Vec<_>>(),
    );
    let mut lengths: Vec<_> = files.iter().map(Source::lines).collect();
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] < 200);
}

#[test]
fn a_file_begins_with_what_it_is_for() {
    let mut files = below("src");
    files.extend(below("tests"));
    files.extend(below("benches"));
    let headless = files.iter().filter(|file| !file.text.starts_with("//! "));
    report(&headless.map(|file| file.path.clone()).collect::<Vec<_>>());
}

#[test]
fn what_proves_something_has_one_maker() {
    let makers = [
        ("Permit::grant(", "src/service/admit.rs"),
        ("Receipt::of(", "src/audit/sqlite.rs"),
        ("Self::release(", "src/service/answer.rs"),
        ("Refused::recorded(", "src/service/record.rs"),
    ];
    for (call, maker) in makers {
        report(&found(&[maker], |line| line.contains(call)));
        assert!(
            !found(&[], |line| line.contains(call)).is_empty(),
            "{call} has no maker"
        );
    }
    // Their fields are private; a peer's are not, so its literal is looked for.
    let peer = |line: &str| {
        let literal = line.contains("Peer {") && !line.contains("-> Peer {");
        literal
            && !["struct ", "impl ", "enum "]
                .iter()
                .any(|word| line.contains(word))
    };
    report(&found(&["src/tls/identity.rs"], peer));
    assert_eq!(found(&[], peer).len(), 1);
    for (name, file) in [
        ("Permit<A>", "src/access/permit.rs"),
        ("Receipt", "src/audit/receipt.rs"),
        ("Answer", "src/service/answer.rs"),
    ] {
        let source = below("src")
            .into_iter()
            .find(|source| source.path == file)
            .unwrap();
        let body = source
            .text
            .split(&format!("pub struct {name} {{"))
            .nth(1)
            .unwrap();
        let body = body.split("\n}").next().unwrap();
        assert!(!body.contains("pub "), "{name}: a field is not private");
    }
}

#[test]
fn nothing_outside_tests_panics_on_purpose() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
    ];
    report(&found(&[], |line| words.iter().any(|word| line.contains(word))));
}

#[test]
fn a_lint_is_switched_off_only_with_a_reason() {
    let mut broken = Vec::new();
    let mut files = below("src");
    files.extend(below("tests"));
    for source in files {
        // A file that looks for the words holds them.
        if source.path.ends_with("house_rules.rs") {
            continue;
        }
        for (at, _) in source.text.match_indices("[allow(") {
            let line = source.text[..at].lines().count();
            broken.push(format!("{}:{line}: `allow`, not `expect`", source.path));
        }
        for (at, _) in source.text.match_indices("[expect(") {
            let attribute = source.text[at..].split(")]").next().unwrap();
            if !attribute.contains("reason = ") {
                broken.push(format!("{}: {attribute}", source.path));
            }
        }
        for word in ["TODO", "FIXME", "HACK"] {
            if source.text.contains(word) {
                broken.push(format!("{}: {word}", source.path));
            }
        }
    }
    report(&broken);
}

#[test]
fn only_the_problem_document_knows_status_codes() {
    let mut files: Vec<_> = STATUS_CODES.iter().map(|(path, _)| *path).collect();
    files.push("src/http/problem.rs");
    let named = |line: &str| line.contains("StatusCode");
    report(&found(&files, named));
    for path in &files {
        let others: Vec<_> = files.iter().copied().filter(|other| other != path).collect();
        assert!(
            !found(&others, named).is_empty(),
            "{path} names none; take the exception out"
        );
    }
}

#[test]
fn only_the_clock_of_the_server_reads_the_time_of_day() {
    let words = [
        "Timestamp::now(",
        "SystemTime::now(",
        "Zoned::now(",
        "OffsetDateTime::now",
    ];
    let now = |line: &str| words.iter().any(|word| line.contains(word));
    report(&found(&["src/server/clock.rs"], now));
    assert_eq!(found(&[], now).len(), 1);
}

#[test]
fn only_commands_read_the_environment_and_hand_it_to_the_settings() {
    report(&found(&["src/cli/home.rs"], |line| line.contains("env::var")));
    // An argument's default may come from a variable: clap's business, and shown in its help.
    let by_clap = found(&[], |line| line.contains("env = \""));
    report(
        &by_clap
            .into_iter()
            .filter(|place| !place.starts_with("src/cli/"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_pure_rooms_do_no_input_or_output_and_are_not_async() {
    let words = [
        "std::fs",
        "std::net",
        "std::io",
        "tokio::",
        "async fn",
        ".await",
        "tantivy",
        "rusqlite",
        "std::thread",
    ];
    let pure = |source: &Source| ["domain", "matching"].contains(&source.room());
    let mut broken = Vec::new();
    for source in below("src").iter().filter(|source| pure(source)) {
        for (at, line) in source.code() {
            // An address is a value; nothing is opened with it.
            let line = line.replace("std::net::IpAddr", "");
            if words.iter().any(|word| line.contains(word)) {
                broken.push(format!("{}:{at}: {}", source.path, line.trim()));
            }
        }
    }
    report(&broken);
}
