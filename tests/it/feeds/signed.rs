//! Lists that must be signed.
//!
//! The signature was made once by minisign itself (0.11), with a key that was thrown away.

use serde_json::json;

use super::counts;
use super::feed;
use super::outcome;
use super::put;
use super::run;
use super::standing;
use super::write;
use crate::support::world::World;

const LIST: &str = r#"{"id":"S-1","schema":"Person","properties":{"name":["Ysbrand Tolhuis"],"birthDate":["1961-04-02"]}}
{"id":"S-2","schema":"Person","properties":{"name":["Merete Okkenhaug"],"birthDate":["1984-11-19"]}}
"#;
const KEY: &str = "RWQwewmtPMOsPKDyMVMueAsnbcpXlbg6dndMD2a/ty3SrrD8eaSFegQH";
const OTHER_KEY: &str = "RWQTt1gwDKoCLZMveiAkgvt3qDKoYuT5aUH3o59sp69r/9pgAGpFH+29";
const SIGNATURE: &str = "untrusted comment: signature from minisign secret key\nRUQwewmtPMOsPHsfvTMRCvRkBWyLRsZHsjbCHJT5i1L/cJxV+6DR/7hhmXn7xG/P9jiNk+nAwIjGJ/BO8ch+uALHpQcBIAYTKgs=\ntrusted comment: list of 2026-11-23\nw5dXRX9VerJUS4saMkXLRmLNWfdYrc2GQnEHnzbh5hwmRHIlpJdR0GY+vWdK1hsb0jXRHZKjBkZWGYcU3I7hAQ==\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_only_with_its_keys_signature_over_all_of_it() {
    let world = World::empty(&[]).await;
    let path = write(&world, "list.json", LIST);
    let mut of = feed("nk", &path);
    of["key"] = json!(KEY);
    put(&world, &of).await;
    assert_eq!(outcome(&run(&world, "nk").await), "unsigned");
    write(&world, "list.json.minisig", "anything");
    assert_eq!(outcome(&run(&world, "nk").await), "bad-signature");
    assert_eq!(standing(&world), 0);
    write(&world, "list.json.minisig", SIGNATURE);
    assert_eq!(counts(&run(&world, "nk").await), [2, 0, 0, 0]);

    // One byte more, one less, one other: then neither comes anything nor goes anything.
    for wrong in [
        format!("{LIST}\n"),
        LIST[..LIST.len() - 1].to_owned(),
        LIST.replace("1984", "1985"),
    ] {
        write(&world, "list.json", &wrong);
        assert_eq!(outcome(&run(&world, "nk").await), "bad-signature");
    }
    let lines: Vec<&str> = LIST.lines().collect();
    write(&world, "list.json", &format!("{}\n", lines[0]));
    assert_eq!(outcome(&run(&world, "nk").await), "bad-signature");
    assert_eq!(standing(&world), 2);
    // What the signer says beside the list is signed too.
    write(&world, "list.json", LIST);
    write(
        &world,
        "list.json.minisig",
        &SIGNATURE.replace("2026-11-23", "2027-11-23"),
    );
    assert_eq!(outcome(&run(&world, "nk").await), "bad-signature");

    let mut other = feed("other", &path);
    other["key"] = json!(OTHER_KEY);
    put(&world, &other).await;
    write(&world, "list.json.minisig", SIGNATURE);
    assert_eq!(outcome(&run(&world, "other").await), "bad-signature");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_of_a_folder_must_be_signed() {
    let world = World::empty(&[]).await;
    let path = write(&world, "lists/a.json", LIST);
    write(&world, "lists/a.json.minisig", SIGNATURE);
    let mut of = feed("nk", &path);
    of["key"] = json!(KEY);
    of["source"] = json!({"type": "folder", "path": world.home().path().join("lists"), "pattern": "*"});
    put(&world, &of).await;
    assert_eq!(counts(&run(&world, "nk").await), [2, 0, 0, 0]);
    write(&world, "lists/b.json", &super::many(0, 1));
    assert_eq!(outcome(&run(&world, "nk").await), "unsigned");
    assert_eq!(standing(&world), 2);
}
