//! What each alert was told to be: every change that was asked for, in order, and which of them were
//! acknowledged.
//!
//! Kept outside of the program. A change is noted before it is sent; until its answer is here it is in
//! doubt, and may be there wholly or not at all. `lanes` makes the changes, `after` looks what became of
//! them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use super::Dice;
use super::step;

/// Alerts of a lane that are changed at one time, and most changes of one.
const ALIVE: usize = 8;
const MOST: usize = 30;
/// Longest from the acknowledgement until searches find it (DESIGN 7); a debug build beside others is slow.
pub(super) const VISIBLE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 });

/// What is done to an alert.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Entered,
    Corrected,
    /// Read from a list again, different.
    Put,
    Extended,
    Hidden,
    Unhidden,
    Withdrawn,
}

impl Kind {
    /// As the history has it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Entered => "alert.entered",
            Self::Corrected => "alert.corrected",
            Self::Put => "alert.put",
            Self::Extended => "alert.extended",
            Self::Hidden => "alert.hidden",
            Self::Unhidden => "alert.unhidden",
            Self::Withdrawn => "alert.withdrawn",
        }
    }
}

/// An alert as it is to stand.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    pub(super) alert: Value,
    pub(super) hidden: Option<String>,
}

impl Stands {
    /// The passport by which it is found.
    pub(super) fn number(&self) -> &str {
        self.alert["subject"]["documents"][0]["number"].as_str().unwrap()
    }
}

/// A change that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) kind: Kind,
    /// Why, told apart from all others; none where a list says nothing of it.
    pub(super) reason: Option<String>,
    /// What it leaves; none when it withdraws.
    pub(super) stands: Option<Stands>,
    /// The version it was acknowledged with, or is known by since.
    pub(super) version: Option<u64>,
    /// From when on searches must find what it says.
    pub(super) visible: Option<Instant>,
}

/// All that was asked of one alert.
#[derive(Clone, Debug, Default)]
pub(super) struct Life {
    pub(super) asked: Vec<Asked>,
    /// So many of them must be there: acknowledged.
    pub(super) must: usize,
    /// Whether the last is in doubt.
    open: bool,
    /// Whether something was asked since the last look.
    touched: bool,
}

impl Life {
    fn stands(&self) -> Option<&Stands> {
        self.asked.last().and_then(|asked| asked.stands.as_ref())
    }
}

/// The lives of all alerts that lanes change.
#[derive(Clone, Default)]
pub(super) struct Lives(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    lives: BTreeMap<String, Life>,
    /// Whether what is acknowledged from now on may be lost all the same: the power is going.
    frozen: bool,
    /// How many alerts there ever were.
    born: usize,
    acknowledged: usize,
    doubts: [usize; 2],
}

/// A change to be sent.
pub(super) struct Step {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) body: Value,
}

/// What a search must say of an alert.
pub(super) struct Expected {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) found: bool,
    /// How much was asked of it then.
    asked: usize,
}

/// How many alerts, changes acknowledged, and doubts that turned out as made and as not made.
pub(super) struct Counts {
    alerts: usize,
    pub(super) acknowledged: usize,
    pub(super) made: usize,
    pub(super) not_made: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            alerts,
            acknowledged,
            made,
            not_made,
        } = self;
        write!(
            f,
            "{acknowledged} changes of {alerts} alerts acknowledged, of those in doubt {made} made and {not_made} not"
        )
    }
}

impl Lives {
    /// Chooses the next change of a lane and notes that it is asked for.
    pub(super) fn next(&self, lane: usize, dice: &mut Dice) -> Step {
        let mut inner = self.0.lock().unwrap();
        let of_lane = format!("LANE-{lane}-");
        let mut alive: Vec<String> = inner
            .lives
            .iter()
            .filter(|(id, life)| id.starts_with(&of_lane) && !life.open && life.asked.len() < MOST)
            .map(|(id, _)| id.clone())
            .collect();
        let place = dice.roll(ALIVE as u64) as usize;
        let id = if place < alive.len() {
            alive.swap_remove(place)
        } else {
            inner.born += 1;
            format!("{of_lane}{}", inner.born)
        };
        let life = inner.lives.entry(id.clone()).or_default();
        let version = life.asked.last().and_then(|asked| asked.version);
        let (asked, path, body) = step::change(&id, life.asked.len(), life.stands(), version, dice);
        life.asked.push(asked);
        life.open = true;
        life.touched = true;
        Step { id, path, body }
    }

    /// A change that names a version which is no longer the last: it must be refused.
    pub(super) fn stale(&self, lane: usize, dice: &mut Dice) -> Option<Step> {
        let inner = self.0.lock().unwrap();
        let of_lane = format!("LANE-{lane}-");
        let old: Vec<(&String, u64)> = inner
            .lives
            .iter()
            .filter_map(|(id, life)| {
                let [.., before, _] = &life.asked[..] else {
                    return None;
                };
                let may = id.starts_with(&of_lane) && !life.open && life.stands().is_some();
                may.then_some((id, before.version?))
            })
            .collect();
        let (id, version) = old.get(dice.roll(old.len().max(1) as u64) as usize)?;
        let body = json!({"until": "2998-01-01T00:00:00Z", "version": version, "reason": "too late"});
        Some(Step {
            id: (*id).clone(),
            path: format!("/alert/{id}/hide"),
            body,
        })
    }

    /// Keeps that the last change of an alert was acknowledged.
    pub(super) fn acknowledged(&self, id: &str, version: u64, indexed: bool) {
        let mut inner = self.0.lock().unwrap();
        inner.acknowledged += 1;
        let frozen = inner.frozen;
        let life = inner.lives.get_mut(id).unwrap();
        let now = Instant::now();
        let last = life.asked.last_mut().unwrap();
        last.version = Some(version);
        last.visible = Some(if indexed { now } else { now + VISIBLE });
        life.open = false;
        if !frozen {
            life.must = life.asked.len();
        }
    }

    /// From now on nothing that is acknowledged must be there: the power is going.
    pub(super) fn freeze(&self) {
        self.0.lock().unwrap().frozen = true;
    }

    /// What a search must say now of some alert that nobody changes at the moment.
    pub(super) fn expected(&self, dice: &mut Dice) -> Option<Expected> {
        let inner = self.0.lock().unwrap();
        let place = dice.roll(inner.lives.len().max(1) as u64) as usize;
        let (id, life) = inner.lives.iter().nth(place)?;
        if life.open {
            return None;
        }
        let asked = life.asked.len();
        let last = life.asked.last()?;
        let numbers: Vec<&str> = life
            .asked
            .iter()
            .filter_map(|asked| Some(asked.stands.as_ref()?.number()))
            .collect();
        let number = (*numbers.get(dice.roll(numbers.len() as u64) as usize)?).to_owned();
        let found = last
            .stands
            .as_ref()
            .is_some_and(|stands| stands.hidden.is_none() && stands.number() == number);
        // Not found yet is no fault until it must be visible; found no more is so at once.
        let due = !found || last.visible.is_none_or(|visible| visible <= Instant::now());
        due.then(|| Expected {
            id: id.clone(),
            number,
            found,
            asked,
        })
    }

    /// Whether nothing was asked of it meanwhile.
    pub(super) fn still(&self, expected: &Expected) -> bool {
        let inner = self.0.lock().unwrap();
        let life = inner.lives.get(&expected.id);
        life.is_some_and(|life| !life.open && life.asked.len() == expected.asked)
    }

    /// The alerts of which something was asked since the last look, or all.
    pub(super) fn touched(&self, all: bool) -> Vec<String> {
        let mut inner = self.0.lock().unwrap();
        inner.frozen = false;
        let of = inner.lives.iter_mut().filter(|(_, life)| all || life.touched);
        of.map(|(id, life)| {
            life.touched = false;
            id.clone()
        })
        .collect()
    }

    /// What was asked of one.
    pub(super) fn of(&self, id: &str) -> Option<Life> {
        self.0.lock().unwrap().lives.get(id).cloned()
    }

    /// Keeps what the history showed: these changes, by their versions, were made, and no more.
    pub(super) fn known(&self, id: &str, versions: &[u64]) {
        let mut inner = self.0.lock().unwrap();
        let life = inner.lives.get_mut(id).unwrap();
        let open = life.asked.len().saturating_sub(life.must);
        let made = versions.len() - life.must;
        for (asked, version) in life.asked.iter_mut().zip(versions) {
            asked.version = Some(*version);
        }
        life.asked.truncate(versions.len());
        life.must = versions.len();
        life.open = false;
        let dead = life.asked.is_empty();
        inner.doubts[0] += made;
        inner.doubts[1] += open - made;
        if dead {
            inner.lives.remove(id);
        }
    }

    pub(super) fn counts(&self) -> Counts {
        let inner = self.0.lock().unwrap();
        Counts {
            alerts: inner.lives.len(),
            acknowledged: inner.acknowledged,
            made: inner.doubts[0],
            not_made: inner.doubts[1],
        }
    }
}
