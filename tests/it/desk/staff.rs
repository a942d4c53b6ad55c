//! Local users: registered, listed and suspended by command; a suspension bites at once.

use lookout::domain::partner::Role;
use serde_json::Value;
use serde_json::json;

use super::Desk;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_user_is_refused_on_its_open_connection_and_comes_in_again_when_resumed() {
    let mut world = World::empty(&[]).await;
    let officer = world.staff("op-1", Role::Operator, &[]).await;
    let mut desk = Desk::of(&officer).await;
    assert_eq!(desk.get("/api/alerts").await.status, 200);
    let post = async |world: &World, path: &str, body: Value| {
        program::control(world.home().path(), path, &body).await.unwrap()
    };
    let why = json!({"reason": "laptop stolen"});
    assert_eq!(post(&world, "/staff/op-9/suspend", why.clone()).await.0, 404);
    assert_eq!(post(&world, "/staff/op-1/suspend", why).await.0, 200);
    let begun = std::time::Instant::now();
    // Answered once more, or ended as idle: never let in.
    if let Ok(answer) = desk.0.get("/api/alerts").await {
        assert_eq!((answer.status, answer.code().as_str()), (403, "staff-suspended"));
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(1));
    let again = Desk::of(&officer).await.get("/api/alerts").await;
    assert_eq!((again.status, again.code().as_str()), (403, "staff-suspended"));
    // Another role does not lift it, and neither does a state that is made anew.
    let (_, staff) = program::shown(world.home().path(), "/staff").await;
    assert_eq!(staff[0]["standing"], "suspended");
    let again =
        json!({"staff": staff[0]["staff"], "certificate": staff[0]["certificates"][0]["certificate"]});
    assert_eq!(post(&world, "/staff", again).await.0, 200);
    world
        .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
        .await;
    let (_, staff) = program::shown(world.home().path(), "/staff").await;
    assert_eq!(staff[0]["standing"], "suspended");
    assert_eq!(post(&world, "/staff/op-1/resume", json!({})).await.0, 200);
    let (_, staff) = program::shown(world.home().path(), "/staff").await;
    assert_eq!(staff[0]["standing"], "active");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_registered_shown_and_suspended_by_command() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    let run = async |arguments: &[&str], code: i32| {
        let output = program::command(home, arguments).await;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap() + &error
    };
    let out = home.to_str().unwrap();
    let issued = run(&["cert", "issue", "staff/operator-2", "--out", out, "--json"], 0).await;
    let issued: Value = serde_json::from_str(&issued).unwrap();
    let chain = issued["certificate"].as_str().unwrap().to_owned();
    let add = |id: &'static str| {
        [
            "staff",
            "add",
            id,
            "--role",
            "operator",
            "--owner",
            "BE-FEDPOL",
            "--cert",
        ]
        .map(str::to_owned)
    };
    let add = async |id: &'static str, code: i32| {
        let mut arguments = add(id).to_vec();
        arguments.push(chain.clone());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run(&arguments, code).await
    };
    let refused = add("operator-3", 2).await;
    assert!(refused.contains("names staff/operator-2"), "{refused}");
    let added = add("operator-2", 0).await;
    assert!(
        added.contains("as operator") && added.contains("for BE-FEDPOL"),
        "{added}"
    );
    let listed = run(&["staff", "list"], 0).await;
    let line = listed
        .lines()
        .find(|line| line.starts_with("operator-2"))
        .unwrap();
    let days: i64 = line.split_whitespace().last().unwrap().parse().unwrap();
    assert!(line.contains("active") && (360..=365).contains(&days), "{line}");
    run(
        &["staff", "suspend", "operator-2", "--reason", "laptop stolen"],
        0,
    )
    .await;
    let shown: Value =
        serde_json::from_str(&run(&["staff", "show", "operator-2", "--json"], 0).await).unwrap();
    assert_eq!(shown["standing"], "suspended");
    assert_eq!(shown["certificates"][0]["days_left"], days);
    run(&["staff", "resume", "operator-2"], 0).await;
    let shown = run(&["staff", "show", "operator-2"], 0).await;
    assert!(
        shown.contains("active, operator under profile officer") && shown.contains("days left"),
        "{shown}"
    );
    let refused = run(&["staff", "suspend", "operator-9", "--reason", "x"], 1).await;
    assert!(refused.contains("staff list"), "{refused}");
    program.kill();
}
