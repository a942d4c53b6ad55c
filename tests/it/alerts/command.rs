//! `lookout alert` as it is typed: what it prints, and its exit codes.

use std::path::Path;
use std::process::Command;
use std::process::Output;

use serde_json::Value;
use serde_json::json;

use super::about;
use super::day;
use super::her;
use super::services_now;
use crate::support::bodies;
use crate::support::world::World;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lookout");

async fn lookout(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.arg("alert").args(arguments).arg("--home").arg(home);
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

/// What a command prints that must do what it is asked.
async fn done(home: &Path, arguments: &[&str]) -> String {
    let output = lookout(home, arguments).await;
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a command says that must fail with this code.
async fn refused(home: &Path, arguments: &[&str], code: i32) -> String {
    let output = lookout(home, arguments).await;
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    error
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_lives_by_commands_that_say_where_it_stands_and_when_it_is_found() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let home = world.home();
    let home = home.path();
    let file = home.join("alert.json");
    let file_name = file.to_str().unwrap();
    let mut alert = about(&world, "BE-26-1", "Hildegonde");
    std::fs::write(&file, alert.to_string()).unwrap();

    let said = done(home, &["add", file_name]).await;
    assert!(said.contains("Searches find it now."), "{said}");
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
    let shown: Value = serde_json::from_str(&done(home, &["show", "BE-26-1", "--json"]).await).unwrap();
    assert_eq!(shown["alert"], alert);
    let version = shown["version"].to_string();
    assert!(said.contains(&format!("version {version}")), "{said}");

    alert["subject"]["names"] = json!([{"family": "Oosterlynck", "given": "Fabienne"}]);
    std::fs::write(&file, alert.to_string()).unwrap();
    let correct = |version: &str| {
        [
            "correct",
            "BE-26-1",
            file_name,
            "--version",
            version,
            "--reason",
            "identity",
        ]
        .map(str::to_owned)
    };
    let typed = correct(&version);
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    done(home, &typed).await;
    let said = refused(home, &typed, 4).await;
    assert!(
        said.contains("Changed meanwhile") && said.contains("position"),
        "{said}"
    );

    let until = (services_now(&world) + jiff::SignedDuration::from_hours(5)).to_string();
    let said = done(
        home,
        &["hide", "BE-26-1", "--until", &until, "--reason", "operation"],
    )
    .await;
    assert!(said.contains("answers nobody until"), "{said}");
    let said = done(home, &["unhide", "BE-26-1", "--reason", "over"]).await;
    assert!(said.contains("Searches find it now."), "{said}");
    let later = day(&world, 400);
    done(
        home,
        &["extend", "BE-26-1", "--until", &later, "--reason", "confirmed"],
    )
    .await;
    let said = done(home, &["withdraw", "BE-26-1", "--reason", "surrendered"]).await;
    assert!(said.contains("is withdrawn and answers nobody"), "{said}");
    let said = done(home, &["history", "BE-26-1"]).await;
    for word in [
        "entered",
        "corrected",
        "hidden",
        "unhidden",
        "extended",
        "withdrawn",
        "surrendered",
        "local/",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert_eq!(said.lines().count(), 7, "{said}");
    let said = done(home, &["due", "--within", "1m"]).await;
    assert!(said.contains("BE-26-000050") && said.contains("review"), "{said}");
    let said: Value = serde_json::from_str(&done(home, &["due", "--json"]).await).unwrap();
    assert_eq!(said["alerts"][0]["within"], "1m", "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_whole_and_by_its_exit_code() {
    let world = World::start().await;
    let home = world.home();
    let home = home.path();
    let file = home.join("alert.json");
    let file_name = file.to_str().unwrap();
    std::fs::write(&file, r#"{"id": "BE 26", "category": "Achterberg"}"#).unwrap();
    let said = refused(home, &["add", file_name], 4).await;
    assert!(
        said.contains("alert.id:") && said.contains("alert.category:"),
        "{said}"
    );
    assert!(
        said.contains("alert.owner: must be given") && !said.contains("Achterberg"),
        "{said}"
    );
    std::fs::write(&file, r#"{"id": Achterberg}"#).unwrap();
    let said = refused(home, &["add", file_name], 2).await;
    assert!(
        said.contains("line 1, column 8") && !said.contains("Achterberg"),
        "{said}"
    );
    refused(home, &["add", "nowhere.json"], 1).await;
    refused(home, &["show", "BE-26-9"], 4).await;
    refused(
        home,
        &["hide", "BE-26-000042", "--until", "soon", "--reason", "x"],
        2,
    )
    .await;
    refused(home, &["withdraw", "BE-26-000042"], 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_says_that_an_arrest_waits_for_a_second_person_and_lists_what_does() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let home = world.home();
    let home = home.path();
    let file = home.join("alert.json");
    let mut alert = about(&world, "BE-26-1", "Hildegonde");
    alert["category"] = json!("wanted-for-arrest");
    alert["action"] = json!("arrest");
    alert["subject"]["status"] = json!("suspect");
    std::fs::write(&file, alert.to_string()).unwrap();
    let said = refused(home, &["add", file.to_str().unwrap()], 4).await;
    assert!(
        said.contains("alert.legal_basis: must be given") && said.contains("alert.offence: must be given"),
        "{said}"
    );
    alert["legal_basis"] = json!("warrant 2026/117");
    alert["offence"] = json!("Armed robbery");
    std::fs::write(&file, alert.to_string()).unwrap();
    let said = done(home, &["add", file.to_str().unwrap()]).await;
    assert!(said.contains("waits for a second person"), "{said}");
    let confirm = said
        .split('`')
        .nth(1)
        .unwrap()
        .strip_prefix("lookout alert ")
        .unwrap();
    let confirm: Vec<&str> = confirm.split(' ').collect();
    assert_eq!(confirm[..2], ["confirm", "BE-26-1"], "{said}");
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "no_hit");
    // The command that was printed is right, and not for whoever has proposed it.
    let said = refused(home, &confirm, 4).await;
    assert!(said.contains("A second person must agree"), "{said}");
    let said = done(home, &["proposals"]).await;
    assert!(
        said.contains("BE-26-1") && said.contains("entered") && !said.contains("Vander"),
        "{said}"
    );
    let said = done(home, &["proposals", "BE-26-1"]).await;
    assert!(said.contains("Vandermeulebroucke"), "{said}");
    let said = done(home, &["reject", "BE-26-1", "--reason", "lifted"]).await;
    assert!(said.contains("is rejected"), "{said}");
    assert!(done(home, &["proposals"]).await.contains("Nothing waits"));
    let said = done(home, &["history", "BE-26-1"]).await;
    assert!(
        said.contains("proposed: entered") && said.contains("rejected"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_what_its_filters_say_and_is_read_to_the_end() {
    let world = World::empty(&[]).await;
    let home = world.home();
    let home = home.path();
    let alerts = (0..205).map(|number| about(&world, &format!("BE-26-{number}"), "Anna"));
    let alerts = alerts.map(|alert| serde_json::from_value(alert).unwrap());
    world.import(alerts.collect()).await;
    let listed: Value = serde_json::from_str(&done(home, &["list", "--json"]).await).unwrap();
    assert_eq!(listed["alerts"].as_array().unwrap().len(), 205);
    assert_eq!(listed["more"], false);
    let said = done(home, &["list", "--category", "missing", "--most", "2"]).await;
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(
        said.contains("BE-26-1 ") && said.contains("There are more"),
        "{said}"
    );
    for none in [
        ["--state", "hidden"],
        ["--owner", "NL-POL"],
        ["--until", "2026-01-01"],
    ] {
        let said = done(home, &[&["list"], &none[..]].concat()).await;
        assert_eq!(said.trim(), "No alert is so.");
    }
    refused(home, &["list", "--state", "gone"], 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_alert_that_the_operations_page_shows_is_found_as_soon_as_it_is_added() {
    let page = include_str!("../../../docs/OPERATIONS.md");
    let shown = page
        .split("```json\n")
        .find(|block| block.contains("\"category\": \"missing\""))
        .unwrap();
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let home = world.home();
    let file = home.path().join("alert.json");
    std::fs::write(&file, shown.split("```").next().unwrap()).unwrap();
    let said = done(home.path(), &["add", file.to_str().unwrap()]).await;
    assert!(said.contains("Searches find it now."), "{said}");
    let found = kmar
        .found(&bodies::born("Ysolde Van Aelbroeck", "2004-02-11"))
        .await;
    assert_eq!(found["result"], "hit", "{found}");
}
