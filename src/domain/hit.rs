//! A hit made in the field: who was met where, what was done, and whether the owner confirms.
//!
//! Uses `ids`, `text`. The clock is the requester's to set, by priority (DOMAIN 3.6). A hit that nobody
//! answers goes up, step by step, and stays open: it never ends by silence.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::ids::AlertId;
use super::ids::CaseReference;
use super::ids::HitId;
use super::ids::Position;
use super::ids::PurposeCode;
use super::ids::QueryId;
use super::ids::UserId;
use super::text::Text;

/// How soon an answer is needed. The requester alone sets it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Somebody is held on the alert alone.
    Urgent,
    /// Nobody waits on the spot.
    #[default]
    Routine,
}

/// What was done with the person who was met.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// Held until the owner has confirmed.
    Held,
    /// Arrested.
    Arrested,
    /// Placed under protection.
    Protected,
    /// Kept from travelling.
    TravelPrevented,
    /// Observed, without the person noticing.
    DiscreetCheck,
    /// Interviewed.
    InquiryCheck,
    /// Searched.
    SpecificCheck,
    /// Whereabouts noted.
    WhereaboutsReported,
    /// Residence or domicile noted.
    ResidenceReported,
    /// Identified.
    Identified,
    /// Nothing: the action asked for could not be taken (SIRENE form H).
    NotPossible,
}

/// A hit as it is reported.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HitReport {
    /// Its number.
    pub hit: HitId,
    /// The alert.
    pub alert: AlertId,
    /// The query that returned the alert.
    pub query: QueryId,
    /// Why the query was asked.
    pub purpose: PurposeCode,
    /// The case it was asked for.
    pub reference: CaseReference,
    /// When the person was met.
    pub time: Timestamp,
    /// Where.
    pub place: Text,
    /// What was done.
    pub done: Done,
    /// How soon an answer is needed.
    pub priority: Priority,
    /// Who reports it at the asking agency.
    pub user: UserId,
    /// The user's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UserId>,
    /// In the reporter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// What the owner answers.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitAnswer {
    /// It is the person, and the alert stands.
    Confirmed,
    /// It is another person.
    NotIdentical,
    /// The alert stands no longer.
    NoLongerValid,
}

/// Where a hit stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitState {
    /// Nobody has looked at it.
    Reported,
    /// Somebody works on it.
    Acknowledged,
    /// It waited for too long.
    Escalated,
    /// Answered: it is the person.
    Confirmed,
    /// Answered: it is another.
    NotIdentical,
    /// Answered: the alert stands no longer.
    NoLongerValid,
}

impl HitState {
    /// Those that wait for an answer.
    pub const OPEN: [Self; 3] = [Self::Reported, Self::Acknowledged, Self::Escalated];

    /// Whether it waits for an answer.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Reported | Self::Acknowledged | Self::Escalated)
    }

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Acknowledged => "acknowledged",
            Self::Escalated => "escalated",
            Self::Confirmed => "confirmed",
            Self::NotIdentical => "not-identical",
            Self::NoLongerValid => "no-longer-valid",
        }
    }
}

/// What happens to a hit after it was reported.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub enum HitChange {
    /// Somebody works on it and answers by an instant.
    Acknowledged {
        /// The instant.
        by: Timestamp,
        /// In words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text>,
    },
    /// It waited for too long: the next one above is told, and has until an instant, if there is another
    /// above.
    Escalated {
        /// The instant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// It is answered.
    Answered {
        /// What.
        answer: HitAnswer,
        /// In words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text>,
    },
}

/// A hit as it stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Hit {
    /// What was reported.
    pub report: HitReport,
    /// Who reported it: `partner/nl-kmar/gate-1`.
    pub reporter: String,
    /// When it was accepted.
    pub reported: Timestamp,
    /// Where it stands.
    pub state: HitState,
    /// How often it went up.
    pub escalations: u8,
    /// The instant by which somebody must have acted; none once it is answered or is at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// The last words of whoever worked on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The position of its last fact.
    pub version: Position,
}

/// A change that a hit cannot take.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the hit is answered already")]
pub struct Answered;

impl Hit {
    /// The hit after a change.
    ///
    /// # Errors
    /// When it is answered already: an answer is final.
    pub fn changed(mut self, change: HitChange) -> Result<Self, Answered> {
        if !self.state.is_open() {
            return Err(Answered);
        }
        match change {
            HitChange::Acknowledged { by, note } => {
                (self.state, self.due) = (HitState::Acknowledged, Some(by));
                self.note = note.or(self.note);
            }
            HitChange::Escalated { due } => {
                (self.state, self.due) = (HitState::Escalated, due);
                self.escalations = self.escalations.saturating_add(1);
            }
            HitChange::Answered { answer, note } => {
                self.due = None;
                self.note = note.or(self.note);
                self.state = match answer {
                    HitAnswer::Confirmed => HitState::Confirmed,
                    HitAnswer::NotIdentical => HitState::NotIdentical,
                    HitAnswer::NoLongerValid => HitState::NoLongerValid,
                };
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit() -> Hit {
        let json = r#"{"report":{"hit":"01KAR0000000000000000000Q7","alert":"BE-1","query":"01KAR0000000000000000000Q8",
            "purpose":"border-check","reference":"R-1","time":"2026-11-23T04:00:00Z","place":"Schiphol","done":"held",
            "priority":"urgent","user":"kmar-7781"},"reporter":"partner/nl-kmar/gate-1",
            "reported":"2026-11-23T04:01:00Z","state":"reported","escalations":0,"due":"2026-11-23T04:11:00Z","version":7}"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_open_state_takes_every_change_and_an_answer_is_final() {
        let by: Timestamp = "2026-11-23T05:00:00Z".parse().unwrap();
        let acknowledged = || HitChange::Acknowledged { by, note: None };
        let escalated = || HitChange::Escalated { due: Some(by) };
        let answered = |answer| HitChange::Answered { answer, note: None };
        for before in [
            vec![],
            vec![acknowledged()],
            vec![escalated()],
            vec![escalated(), escalated()],
        ] {
            let open = before.iter().cloned().try_fold(hit(), Hit::changed).unwrap();
            let working = open.clone().changed(acknowledged()).unwrap();
            assert_eq!((working.state, working.due), (HitState::Acknowledged, Some(by)));
            let up = open.clone().changed(escalated()).unwrap();
            assert_eq!(
                (up.state, up.escalations),
                (HitState::Escalated, open.escalations + 1)
            );
            for (answer, state) in [
                (HitAnswer::Confirmed, HitState::Confirmed),
                (HitAnswer::NotIdentical, HitState::NotIdentical),
                (HitAnswer::NoLongerValid, HitState::NoLongerValid),
            ] {
                let done = open.clone().changed(answered(answer)).unwrap();
                assert_eq!((done.state, done.due), (state, None));
                for late in [acknowledged(), escalated(), answered(HitAnswer::Confirmed)] {
                    assert_eq!(done.clone().changed(late), Err(Answered));
                }
            }
        }
    }
}
