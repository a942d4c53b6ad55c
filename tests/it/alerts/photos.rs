//! Photographs from their file to their end: by command, with a list, in a backup, erased, swept.
//!
//! The pictures are invented, and so is everybody in the alerts.

use std::path::Path;
use std::path::PathBuf;

use lookout::access::WriteAlerts;
use lookout::domain::photo::PhotoKind;
use lookout::service::Sent;
use lookout::storage::Shelf;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::about;
use super::changed;
use super::enter;
use crate::support::pictures;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world::World;

/// A command that must do what it is asked; what it prints.
async fn done(home: &Path, arguments: &[&str]) -> Value {
    let output = program::command(home, arguments).await;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{arguments:?}: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// Every file of photographs below a home.
fn files(home: &Path) -> Vec<PathBuf> {
    let folder = home.join("var/photos");
    let parts = (0..=u8::MAX).filter_map(|part| std::fs::read_dir(folder.join(format!("{part:02x}"))).ok());
    parts.flatten().map(|file| file.unwrap().path()).collect()
}

/// The files below a folder in which there is one of these.
fn holding(folder: &Path, parts: &[&[u8]]) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            if parts
                .iter()
                .any(|part| bytes.windows(part.len()).any(|window| window == *part))
            {
                found.push(path);
            }
        }
    }
    found
}

fn alert(id: &str) -> Value {
    json!({
        "id": id, "category": "missing", "action": "report-whereabouts", "owner": "BE-FEDPOL",
        "entered": "2026-11-01", "last_validated": "2026-11-01", "review_due": "2031-10-01",
        "subject": {"type": "person", "status": "missing", "birth_dates": ["1979-08-21"],
            "names": [{"family": "Vandermeulebroucke", "given": "Anna"}]},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_photograph_is_in_no_file_of_the_home_and_in_no_later_backup_and_an_earlier_one_restores_it()
 {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let picture = folder.path().join("face.jpg");
    std::fs::write(&picture, pictures::hiding(&pictures::jpeg(9, 11))).unwrap();
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    for id in ["BE-26-1", "BE-26-2"] {
        let (status, reply) = program::control(&home, "/alert", &json!({ "alert": alert(id) }))
            .await
            .unwrap();
        assert_eq!(status, 200, "{reply}");
    }
    let picture = picture.to_str().unwrap();
    let mut sha256 = String::new();
    for id in ["BE-26-1", "BE-26-2"] {
        let add = [
            "alert",
            "photo",
            "add",
            id,
            picture,
            "--taken",
            "2026-11-01",
            "--reason",
            "by the wéb & court",
        ];
        let added = done(&home, &[&add[..], &["--json"]].concat()).await;
        sha256 = added["photo"]["sha256"].as_str().unwrap().to_owned();
    }
    let listed = done(&home, &["alert", "photo", "list", "BE-26-1", "--json"]).await;
    assert_eq!(listed["photos"][0]["stored"], true);
    assert_eq!(listed["photos"][0]["photo"]["sha256"], sha256);
    // One file for both, sealed: its hash is the key and stands nowhere in the clear either.
    let file = files(&home);
    assert_eq!(file.len(), 1);
    let kept = std::fs::read(&file[0]).unwrap();
    let raw = hex::decode(&sha256).unwrap();
    let clear: [&[u8]; 4] = [sha256.as_bytes(), &raw, b"JFIF", b"\xff\xc0\x00\x0b\x08"];
    assert_eq!(holding(&home, &clear), Vec::<PathBuf>::new());
    let sealed: [&[u8]; 1] = [&kept[40..]];
    assert_eq!(holding(&home, &sealed), file, "the search finds");

    let before = folder.path().join("before");
    done(&home, &["backup", before.to_str().unwrap()]).await;
    done(
        &home,
        &["alert", "erase", "BE-26-1", "--reason", "court-order", "--wait"],
    )
    .await;
    assert_eq!(files(&home), file, "the other refers to it still");
    let erased = done(
        &home,
        &[
            "alert",
            "erase",
            "BE-26-2",
            "--reason",
            "court-order",
            "--wait",
            "--json",
        ],
    )
    .await;
    assert_eq!(erased["left"], json!([]));
    assert_eq!(files(&home), Vec::<PathBuf>::new());
    assert_eq!(holding(&home, &sealed), Vec::<PathBuf>::new());
    let after = folder.path().join("after");
    done(&home, &["backup", after.to_str().unwrap()]).await;
    assert_eq!(holding(&after, &sealed), Vec::<PathBuf>::new());
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    assert_eq!(
        holding(&home, &[&clear[..], &sealed[..]].concat()),
        Vec::<PathBuf>::new()
    );

    let new = folder.path().join("new");
    done(&new, &["restore", before.to_str().unwrap(), "--without-keys"]).await;
    assert_eq!(files(&new).len(), 1);
    assert_eq!(std::fs::read(&files(&new)[0]).unwrap(), kept);
    // And a byte of a photograph that is changed makes it no set.
    let in_set = before.join(file[0].strip_prefix(&home).unwrap());
    let mut bad = kept.clone();
    bad[50] ^= 1;
    std::fs::write(in_set, bad).unwrap();
    let other = folder.path().join("other");
    let refused = program::command(&other, &["restore", before.to_str().unwrap(), "--without-keys"]).await;
    assert!(!refused.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_photograph_goes_with_its_last_alert_and_doctor_finds_a_damaged_one() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let (status, reply) = program::control(&home, "/alert", &json!({ "alert": alert("BE-26-1") }))
        .await
        .unwrap();
    assert_eq!(status, 200, "{reply}");
    let path = "/alert/BE-26-1/photos?reason=x";
    let (status, reply) = program::sent(&home, path, "image/jpeg", pictures::jpeg(9, 11)).await;
    assert_eq!(status, 200, "{reply}");
    let file = files(&home).remove(0);
    let sound = std::fs::read(&file).unwrap();
    let photos = async || {
        let output = program::command(&home, &["doctor", "--json"]).await;
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut findings = report["findings"].as_array().unwrap().iter();
        let found = findings.find(|found| found["check"] == "photos");
        found.unwrap_or_else(|| panic!("{report}")).to_string()
    };
    assert!(photos().await.contains("every checksum good"));
    let mut damaged = sound.clone();
    *damaged.last_mut().unwrap() ^= 1;
    std::fs::write(&file, damaged).unwrap();
    assert!(photos().await.contains("1 of 1 file not what was written"));
    std::fs::write(&file, sound).unwrap();
    let sha256 = reply["photo"]["sha256"].as_str().unwrap();
    done(
        &home,
        &[
            "alert", "photo", "remove", "BE-26-1", sha256, "--reason", "not her",
        ],
    )
    .await;
    assert_eq!(files(&home), Vec::<PathBuf>::new());
    let again = program::command(
        &home,
        &["alert", "photo", "remove", "BE-26-1", sha256, "--reason", "x"],
    )
    .await;
    assert_eq!(again.status.code(), Some(4));
    drop(program);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_whose_change_never_came_is_swept_after_a_day_and_no_other_file_is() {
    let world = World::empty(&[]).await;
    enter(&world, &about(&world, "BE-26-1", "Anna")).await;
    let sweep = || {
        world.services().tidy_photos();
        (0..=u8::MAX).for_each(|part| world.services().sweep_photos(part));
        files(world.home().path()).len()
    };
    let keep = async |seed| {
        let permit = world.permit::<WriteAlerts>().await;
        let (kind, file) = (PhotoKind::Jpeg, pictures::jpeg(9, seed).into());
        world
            .services()
            .keep_photo(permit, Sent { kind, file })
            .await
            .unwrap()
    };
    let (used, _unused) = (keep(1).await, keep(2).await);
    let mut right = about(&world, "BE-26-1", "Anna");
    right["subject"]["photos"] = json!([used]);
    let (_, shown) = program::shown(world.home().path(), "/alert/BE-26-1").await;
    let correction = json!({"alert": right, "version": shown["version"], "reason": "x"});
    changed(&world, "/alert/BE-26-1/correct", &correction).await;
    assert_eq!(sweep(), 2);
    world.clock.forward_seconds(24 * 3_600 + 1);
    assert_eq!(sweep(), 1);
    assert!(Shelf::check(&world.home().photos()).unwrap().1.is_empty());
    // A withdrawn alert keeps its own until it is erased.
    changed(&world, "/alert/BE-26-1/withdraw", &json!({"reason": "found"})).await;
    world.clock.forward_days(2);
    assert_eq!(sweep(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_an_erasure_and_its_file_leaves_no_file_after_the_next_start() {
    let mut world = World::empty(&[]).await;
    enter(&world, &about(&world, "BE-26-1", "Anna")).await;
    let home = world.home();
    let path = "/alert/BE-26-1/photos?reason=x";
    let (status, reply) = program::sent(home.path(), path, "image/jpeg", pictures::jpeg(9, 11)).await;
    assert_eq!(status, 200, "{reply}");
    let file = files(home.path()).remove(0);
    let kept = std::fs::read(&file).unwrap();
    let (status, _) = program::control(
        home.path(),
        "/alert/BE-26-1/erase",
        &json!({"reason": "court-order"}),
    )
    .await
    .unwrap();
    assert_eq!(status, 200);
    assert!(!file.exists());
    // As if the process had ended before it was removed; once with its state, and once without, where only
    // its age tells.
    world.stop_and(|_| std::fs::write(&file, &kept).unwrap()).await;
    world.services().tidy_photos();
    assert!(!file.exists());
    world
        .stop_and(|home| {
            std::fs::write(&file, &kept).unwrap();
            for name in ["state.db", "state.db-wal", "state.db-shm"] {
                std::fs::remove_file(home.var().join(name)).ok();
            }
        })
        .await;
    world.clock.forward_days(2);
    (0..=u8::MAX).for_each(|part| world.services().sweep_photos(part));
    assert!(!file.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_comes_with_its_photographs_by_the_hash_of_the_files_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let given = folder.path().join("given");
    std::fs::create_dir(&given).unwrap();
    let original = pictures::hiding(&pictures::jpeg(9, 21));
    std::fs::write(given.join("face 1.jpeg"), &original).unwrap();
    std::fs::write(given.join("bad.jpeg"), b"\xff\xd8\xff none").unwrap();
    let hash = |bytes: &[u8]| hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes));
    let mut list = String::new();
    for (id, sha256) in [
        ("BE-26-1", hash(&original)),
        ("BE-26-2", hash(b"\xff\xd8\xff none")),
        ("BE-26-3", "0".repeat(64)),
    ] {
        let mut alert = alert(id);
        alert["subject"]["photos"] = json!([{"sha256": sha256, "type": "image/jpeg"}]);
        list.push_str(&format!("{alert}\n"));
    }
    let lines = folder.path().join("list.jsonl");
    std::fs::write(&lines, list).unwrap();
    let with = [
        "import",
        lines.to_str().unwrap(),
        "--photos",
        given.to_str().unwrap(),
        "--json",
    ];
    let first = done(&home, &with).await["lists"][0].clone();
    assert_eq!(
        (&first["new"], &first["photos_missing"]),
        (&json!(3), &json!(2)),
        "{first}"
    );
    let refused = first["photos_refused"].as_array().unwrap();
    assert!(
        refused.len() == 1 && refused[0].as_str().unwrap().contains("bad.jpeg"),
        "{first}"
    );
    let again = done(&home, &with).await["lists"][0].clone();
    assert_eq!(
        (&again["unchanged"], &again["photos_missing"]),
        (&json!(3), &json!(2)),
        "{again}"
    );
    let listed = done(&home, &["alert", "photo", "list", "BE-26-1", "--json"]).await;
    assert_eq!(listed["photos"][0]["stored"], true);
    assert_ne!(listed["photos"][0]["photo"]["sha256"], hash(&original));
    let other = done(&home, &["alert", "photo", "list", "BE-26-3", "--json"]).await;
    assert_eq!(other["photos"][0]["stored"], false);
    drop(program);
}
