//! Searches, imports, changes of single alerts and revocations, all at once, until the program is gone.
//!
//! Uses `told`, `lanes`, `registry`, `support`. Every task ends by itself when nobody answers any more.

use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use lookout::audit;
use lookout::config::Home;
use serde_json::Value;
use tokio::task::JoinSet;

use super::Dice;
use super::lanes;
use super::registry::System;
use super::told;
use super::told::Told;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// Alerts entered at once.
pub(super) const BATCH: usize = 20;

/// Under which an alert is found.
pub(super) fn number(alert: usize) -> String {
    format!("K{alert:07}")
}

/// Who changes single alerts.
const LANES: usize = 3;

/// Starts three callers, an import whose alerts begin at `first`, changes of single alerts, and the
/// revocation of `systems`.
pub(super) async fn start(
    program: &Program,
    home: &Path,
    body: &Value,
    first: usize,
    systems: Vec<System>,
    told: &Told,
) -> JoinSet<()> {
    let key = world::log_key(&Home::at(home));
    let partner = program.partner();
    let mut tasks = JoinSet::new();
    told.begin();
    let seed = first as u64;
    for http in [Http::One, Http::Two] {
        // A program with a failing disk may be gone by now.
        if let Ok(line) = Line::open(&partner.tls, partner.doors().partners, http).await {
            tasks.spawn(search(line, body.to_string(), key, told.clone()));
        }
    }
    if let Ok(line) = Line::open(&partner.tls, partner.doors().partners, Http::Two).await {
        tasks.spawn(lanes::search(line, Dice(seed ^ 0xA1), key, told.clone()));
    }
    for lane in 0..LANES {
        let dice = Dice(seed + lane as u64);
        tasks.spawn(lanes::change(home.to_owned(), lane, dice, told.clone()));
    }
    tasks.spawn(import(home.to_owned(), first, told.clone()));
    tasks.spawn(revoke(home.to_owned(), systems, told.clone()));
    tasks
}

/// Searches for somebody who is listed until the connection breaks.
async fn search(mut line: Line, body: String, key: audit::PublicKey, told: Told) {
    while !told.ended() {
        let asked = SystemTime::now();
        match line.search(body.clone()).await {
            Ok(answer) if answer.status == 200 => {
                let answer = answer.json();
                told.answer(asked, &answer, &key);
                assert_eq!(answer["result"], "hit", "who is listed was not found: {answer}");
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

/// Imports batch after batch until one is not acknowledged.
async fn import(home: PathBuf, first: usize, told: Told) {
    for at in (first..).step_by(BATCH) {
        let asked = SystemTime::now();
        match program::control(&home, "/alerts", &told::batch(at)).await {
            Some((200, _)) => told.batches.lock().unwrap().push(at),
            _ => return told.doubtful.lock().unwrap().push(at),
        }
        told.changed(asked);
        if told.ended() {
            return;
        }
    }
}

/// Revokes one system after the other until one is not acknowledged; those not reached stay active.
async fn revoke(home: PathBuf, systems: Vec<System>, told: Told) {
    let mut systems = systems.into_iter();
    for system in systems.by_ref() {
        let asked = SystemTime::now();
        if !system.revoke(&home).await {
            break;
        }
        told.changed(asked);
        told.revoked.lock().unwrap().push(system);
    }
    told.active.lock().unwrap().extend(systems);
}
