//! `lookout feed` as it is typed: what it prints, and its exit codes.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::by;
use super::list;
use super::many;
use super::person;
use super::write;
use crate::support::world::World;

/// What a command prints, on standard output and standard error, and its exit code.
async fn lookout(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lookout"));
    command.arg("feed").args(arguments).arg("--home").arg(home);
    command.current_dir(home);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_lives_by_commands() {
    let world = World::empty(&[]).await;
    let home = world.home();
    let home = home.path();
    let path = write(&world, "nk.json", &many(0, 30));
    let (code, said, _) = lookout(home, &["list"]).await;
    assert!(code == 0 && said.contains("There is no feed"), "{said}");
    // The format is recognised, the path made whole, the prefix is the feed's id.
    let (code, said, error) = lookout(home, &["add", "nk", "nk.json", "--schedule", "daily 03:00"]).await;
    assert_eq!(code, 0, "{error}");
    assert!(
        said.contains("Feed nk stands") && said.contains("T03:00:00Z"),
        "{said}"
    );
    let (code, said, _) = lookout(home, &["run", "nk", "--dry-run"]).await;
    assert!(
        code == 0 && said.contains("30 new") && said.contains("dry run"),
        "{said}"
    );
    let (code, said, error) = lookout(home, &["run", "nk"]).await;
    assert!(
        code == 0 && said.contains("done: 30 new, 0 changed, 0 unchanged, 0 gone"),
        "{said}{error}"
    );

    write(&world, "nk.json", &many(11, 19));
    let (code, _, error) = lookout(home, &["run", "nk"]).await;
    assert_eq!(code, 5, "{error}");
    assert!(
        error.contains("11 alerts of 30") && error.contains("--allow-withdrawals"),
        "{error}"
    );
    let (code, said, _) = lookout(home, &["run", "nk", "--allow-withdrawals", "--json"]).await;
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, said["run"]["counts"]["gone"].as_u64()), (0, Some(11)));

    let rejected = r#"{"id":"M-11","schema":"Person","properties":{"name":[]}}"#.to_owned();
    write(
        &world,
        "nk.json",
        &format!("{}{}", list(&[rejected]), many(12, 18)),
    );
    let (code, said, _) = lookout(home, &["run", "nk"]).await;
    assert_eq!(code, 3, "{said}");
    assert!(
        said.contains("1 rejected") && said.contains("nk.json line 1: name"),
        "{said}"
    );
    std::fs::remove_file(&path).unwrap();
    let (code, _, error) = lookout(home, &["run", "nk"]).await;
    assert!(code == 1 && error.contains("unreadable"), "{code} {error}");

    let (_, said, _) = lookout(home, &["show", "nk"]).await;
    for word in [
        "information, inform-owner",
        "daily 03:00",
        "stopped-for-withdrawals",
        "unreadable",
        "local/",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let (code, said, _) = lookout(home, &["list"]).await;
    assert!(
        code == 0 && said.contains(&path) && said.contains("unreadable"),
        "{said}"
    );
    let (code, _, error) = lookout(home, &["add", "nk", "nk.json", "--format", "ftm"]).await;
    assert_eq!(code, 4, "there is one: {error}");
    assert_eq!(lookout(home, &["remove", "nk", "--reason", "over"]).await.0, 0);
    assert_eq!(lookout(home, &["show", "nk"]).await.0, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grave_feed_says_whom_it_waits_for_and_the_one_who_put_it_cannot_confirm_it() {
    let world = World::empty(&[]).await;
    let home = world.home();
    let home = home.path();
    write(
        &world,
        "nk.json",
        &list(&[person("A", "Berent Hoogkamer", "1966")]),
    );
    let add = [
        "add",
        "nk",
        "nk.json",
        "--category",
        "wanted-for-arrest",
        "--action",
        "arrest",
    ];
    let (code, said, error) = lookout(home, &add).await;
    assert_eq!(code, 0, "{error}");
    let version = said.rsplit("--version ").next().unwrap().trim().to_owned();
    assert!(said.contains("waits for another person"), "{said}");
    assert_eq!(lookout(home, &["run", "nk"]).await.0, 4);
    let (code, _, error) = lookout(home, &["confirm", "nk", "--version", &version]).await;
    assert!(code == 4 && error.contains("another person"), "{error}");
    // Whoever runs the tests is one user; the other asks by the same routes.
    let confirm = serde_json::json!({ "version": version.parse::<u64>().unwrap() });
    let (status, reply) = by(&world, 54_321, "/feeds/nk/confirm", &confirm).await;
    assert_eq!(status, 200, "{reply}");
    let (code, said, _) = lookout(home, &["run", "nk"]).await;
    assert!(code == 0 && said.contains("1 new"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_wrongly_is_refused_before_the_node_is_asked() {
    let world = World::empty(&[]).await;
    let home = world.home();
    let home = home.path();
    write(&world, "page.html", "<html>");
    write(
        &world,
        "own.jsonl",
        "{\"id\":\"a\",\"category\":\"missing\",\"owner\":\"A\"}\n",
    );
    for wrong in [
        &["add", "nk", "page.html"][..],
        &["add", "nk", "https://lists.example/list"],
        &["add", "nk", "nk.json", "--format", "ftm", "--schedule", "hourly"],
        &[
            "add",
            "nk",
            "nk.json",
            "--format",
            "ftm",
            "--largest-share",
            "101",
        ],
        &["add", "nk", "nk.json", "--format", "ftm", "--key", "no-such-file"],
        &["add", "nk", "nk.json", "--format", "ftm", "--private-network"],
        &["add", "own", "own.jsonl"],
        &["add", "own", "own.jsonl", "--owner", "A", "--category", "missing"],
        &["add", "N K", "nk.json", "--format", "ftm"],
    ] {
        let (code, _, error) = lookout(home, wrong).await;
        assert_eq!(code, 2, "{wrong:?}: {error}");
    }
}
