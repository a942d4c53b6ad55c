//! Those who change single alerts, one change after the other, and one who searches for these alerts.
//!
//! Uses `lives`, `after`. Each alert belongs to one lane, so that every refusal of a version is one that
//! was meant. All end by themselves when nobody answers any more, or when they are told.

use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use lookout::audit;
use serde_json::json;

use super::Dice;
use super::after;
use super::told::Told;
use crate::support::bodies;
use crate::support::line::Line;
use crate::support::program;

/// Before a change is tried after one that was refused: the disk is full.
const AGAIN: Duration = Duration::from_millis(50);

/// Changes alerts until nobody answers or it is told to end.
pub(super) async fn change(home: PathBuf, lane: usize, mut dice: Dice, told: Told) {
    let lives = &told.lives;
    while !told.ended() {
        if dice.roll(8) == 0
            && let Some(stale) = lives.stale(lane, &mut dice)
        {
            match program::control(&home, &stale.path, &stale.body).await {
                None => return,
                Some((status, reply)) => assert!(
                    matches!(status, 409 | 503),
                    "a version that is not the last was accepted: {status} {reply}"
                ),
            }
        }
        let step = lives.next(lane, &mut dice);
        let asked = SystemTime::now();
        let join = if step.path.contains('?') { '&' } else { '?' };
        let path = format!("{}{join}wait=index", step.path);
        match program::control(&home, &path, &step.body).await {
            None => return,
            Some((200, reply)) => {
                lives.acknowledged(
                    &step.id,
                    reply["position"].as_u64().unwrap(),
                    reply["indexed"] == true,
                );
                told.changed(asked);
            }
            Some((status, reply)) => {
                assert_eq!(status, 503, "{}: {reply}", step.path);
                // In doubt until the next look: whose sync failed may be there after a restart, whatever
                // the history says in the moment before the end.
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

/// Searches for the alerts that lanes change, and holds each answer against what they must be.
pub(super) async fn search(mut line: Line, mut dice: Dice, key: audit::PublicKey, told: Told) {
    while !told.ended() && !line.is_closed() {
        let Some(expected) = told.lives.expected(&mut dice) else {
            tokio::task::yield_now().await;
            continue;
        };
        let document = json!({"type": "passport", "number": expected.number});
        let asked = SystemTime::now();
        let body = bodies::search(json!({"documents": [document]}));
        match line.search(body.to_string()).await {
            Ok(answer) if answer.status == 200 => {
                let answer = answer.json();
                told.answer(asked, &answer, &key);
                if told.lives.still(&expected) {
                    after::judge(&expected.id, expected.found, &answer);
                }
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}
