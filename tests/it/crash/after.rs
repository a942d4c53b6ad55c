//! What became of the changes, after a crash: each alert's history, how it stands, what searches say of it,
//! and whether the state is what the journal comes to.
//!
//! Uses `lives`, `support`, and for the last the rooms `journal`, `state` and `service`.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lookout::config::Home;
use lookout::domain::fact::alert_stream;
use lookout::domain::ids::Ordinal;
use lookout::journal::Journal;
use lookout::journal::SqliteJournal;
use lookout::server::SystemClock;
use lookout::service;
use lookout::state::State;
use serde_json::Value;
use serde_json::json;

use super::lives::Life;
use super::lives::Lives;
use super::lives::VISIBLE;
use super::load;
use super::step;
use super::told::Told;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;

/// An answer about an alert: found as a hit, or not told of at all.
pub(super) fn judge(id: &str, found: bool, answer: &Value) {
    let candidates = answer["candidates"].as_array().unwrap();
    let told = candidates.iter().any(|candidate| candidate["alert"] == id);
    assert_eq!(told, found, "{id} is told of: {told}; must be: {found}: {answer}");
    assert!(!found || answer["result"] == "hit", "{answer}");
}

/// Holds the history of an alert against what was asked of it: all that was acknowledged is there with its
/// version, what is in doubt is there or is not, and there is nothing else.
async fn past(home: &Path, id: &str, lives: &Lives) {
    let (status, history) = program::shown(home, &format!("/alert/{id}/history")).await;
    let life = lives.of(id).unwrap();
    let none = Vec::new();
    let changes = match status {
        404 => &none,
        200 => history["changes"].as_array().unwrap(),
        other => panic!("{id}: {other} {history}"),
    };
    assert!(
        (life.must..=life.asked.len()).contains(&changes.len()),
        "{id}: {} acknowledged of {}: {history}",
        life.must,
        life.asked.len()
    );
    let mut versions = Vec::new();
    for (number, (change, asked)) in changes.iter().zip(&life.asked).enumerate() {
        assert_eq!(change["kind"], asked.kind.word(), "{id} {number}: {history}");
        assert_eq!(
            change.get("reason"),
            asked.reason.as_ref().map(|reason| json!(reason)).as_ref()
        );
        let version = change["position"].as_u64().unwrap();
        assert!(
            asked.version.is_none_or(|told| told == version),
            "{id} {number}: {asked:?}: {history}"
        );
        versions.push(version);
    }
    assert!(versions.is_sorted_by(|one, next| one < next), "{history}");
    lives.known(id, &versions);
}

/// Holds how an alert stands against the last of what was asked of it.
async fn stands(home: &Path, id: &str, life: &Life) {
    let (status, shown) = program::shown(home, &format!("/alert/{id}")).await;
    let last = life.asked.last();
    let Some(stands) = last.and_then(|asked| asked.stands.as_ref()) else {
        assert_eq!(status, 404, "{id} is withdrawn and stands: {shown}");
        return;
    };
    assert_eq!(status, 200, "{id}: {shown}");
    assert_eq!(
        shown["version"].as_u64(),
        last.and_then(|asked| asked.version),
        "{id}"
    );
    let mut alert = shown["alert"].clone();
    // The program's day, where midnight came between.
    let day = |alert: &Value| alert["last_validated"].as_str().unwrap().to_owned();
    assert!(
        (day(&stands.alert)..=step::today()).contains(&day(&alert)),
        "{id}: {alert}"
    );
    alert["last_validated"] = stands.alert["last_validated"].clone();
    assert_eq!(alert, stands.alert, "{id} is half of something");
    match &stands.hidden {
        None => assert_eq!(shown["force"]["state"], "in-force", "{id}: {shown}"),
        Some(until) => assert_eq!(shown["force"], json!({"state": "hidden", "until": until}), "{id}"),
    }
}

impl Lives {
    /// Looks at every alert of which something was asked since the last look, or at all, in a program that
    /// has just become ready; what was in doubt is known then.
    pub(super) async fn hold(&self, program: &Program, home: &Path, all: bool) {
        let ready = Instant::now();
        let mut line = program.partner().line(Http::Two).await;
        for id in self.touched(all) {
            past(home, &id, self).await;
            let life = self.of(&id).unwrap_or_default();
            stands(home, &id, &life).await;
            let mut numbers: Vec<&str> = Vec::new();
            for stands in life.asked.iter().rev().filter_map(|asked| asked.stands.as_ref()) {
                if !numbers.contains(&stands.number()) {
                    numbers.push(stands.number());
                }
            }
            let last = life.asked.last().and_then(|asked| asked.stands.as_ref());
            let found = last.filter(|stands| stands.hidden.is_none());
            // As it is, and as it was before it was corrected.
            for number in numbers.into_iter().take(2) {
                let answer = answered(&mut line, number, ready).await;
                judge(
                    &id,
                    found.is_some_and(|stands| stands.number() == number),
                    &answer,
                );
            }
        }
    }
}

/// Asks for a passport until there is an answer, for a second from when the program was ready.
async fn answered(line: &mut Line, number: &str, ready: Instant) -> Value {
    let document = json!({"type": "passport", "number": number});
    let body = bodies::search(json!({"documents": [document]})).to_string();
    loop {
        let answer = line.search(body.clone()).await;
        let answer = answer.unwrap_or_else(|error| panic!("the connection ended: {error:?}"));
        if answer.status == 200 {
            return answer.json();
        }
        assert_eq!((answer.status, answer.code().as_str()), (503, "index-not-ready"));
        assert!(
            ready.elapsed() < VISIBLE,
            "no answers {VISIBLE:?} after it was ready"
        );
    }
}

/// How many changes that were acknowledged, of single alerts and in batches, the journal of a program that
/// has stopped does not have.
pub(super) fn lost(home: &Path, told: &Told) -> usize {
    let lives = &told.lives;
    let journal = SqliteJournal::open(&Home::at(home).journal(), Arc::new(SystemClock));
    let kept = |id: &str| {
        let journal = journal.as_ref().ok()?;
        let stream = alert_stream(&id.parse().unwrap());
        Some(journal.stream(&stream, 1_000).ok()?.len())
    };
    let lost = lives.touched(true).into_iter().map(|id| {
        let must = lives.of(&id).map_or(0, |life| life.must);
        must.saturating_sub(kept(&id).unwrap_or_default())
    });
    let batches = told.batches.lock().unwrap();
    let batches = batches
        .iter()
        .filter(|first| kept(&load::number(**first)).is_none_or(|facts| facts == 0));
    lost.sum::<usize>() + batches.count()
}

/// The state of a program that has stopped is what its journal comes to when it is applied from the first
/// fact on; how many facts those are.
pub(super) fn replayed(home: &Path) -> u64 {
    let home = Home::at(home);
    let fresh = tempfile::tempdir().unwrap();
    let journal = SqliteJournal::open(&home.journal(), Arc::new(SystemClock)).unwrap();
    let (kept, made) = (
        State::open(&home.state()).unwrap(),
        State::open(&fresh.path().join("state.db")).unwrap(),
    );
    service::catch_up(&journal, &kept).unwrap();
    service::catch_up(&journal, &made).unwrap();
    assert_eq!(kept.position(), made.position());
    let (alerts, others) = (kept.alerts(), made.alerts());
    assert_eq!(
        (alerts.len(), alerts.ordinals()),
        (others.len(), others.ordinals())
    );
    for ordinal in (0..).map(Ordinal).take(alerts.ordinals()) {
        let (one, other) = (
            kept.alert_by_ordinal(ordinal).unwrap(),
            made.alert_by_ordinal(ordinal).unwrap(),
        );
        assert_eq!(one, other, "the state is not what the journal comes to");
        assert_eq!(
            format!("{:?}", alerts.card(ordinal)),
            format!("{:?}", others.card(ordinal))
        );
        assert_eq!(alerts.id(ordinal), others.id(ordinal));
    }
    let told = |state: &State| {
        let registry = state.registry();
        let mut all: Vec<String> = registry
            .partners()
            .iter()
            .map(|known| format!("{known:?}"))
            .collect();
        all.extend(registry.certificates().iter().map(|known| format!("{known:?}")));
        all.extend(registry.revocations().iter().map(|known| format!("{known:?}")));
        all.extend(registry.profiles().iter().map(|known| format!("{known:?}")));
        all.sort_unstable();
        all
    };
    assert_eq!(told(&kept), told(&made));
    kept.position().0
}
