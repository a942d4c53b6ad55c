//! A change of an alert that waits for a second person (DOMAIN, rows 21 and 25).
//!
//! Uses `fact`. It holds the whole fact that is to be, so that what is agreed with is what was proposed.

use jiff::Timestamp;

use super::alert::Category;
use super::fact::Fact;
use super::ids::AlertId;
use super::ids::OwnerId;
use super::ids::Position;

/// A proposed change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proposal {
    /// The alert it is about, which need not be there yet.
    pub alert: AlertId,
    /// Where it stands in the journal: who agrees with it names this place.
    pub position: Position,
    /// When it was proposed.
    pub time: Timestamp,
    /// Who proposed it.
    pub actor: String,
    /// The fact that is to be.
    pub change: Fact,
}

impl Fact {
    /// The alert that it is about.
    #[must_use]
    pub fn alert_id(&self) -> Option<&AlertId> {
        match self {
            Self::AlertPut { alert, .. }
            | Self::AlertEntered { alert, .. }
            | Self::AlertCorrected { alert, .. } => Some(&alert.id),
            Self::AlertExtended { alert, .. }
            | Self::AlertHidden { alert, .. }
            | Self::AlertUnhidden { alert, .. }
            | Self::AlertWithdrawn { alert, .. }
            | Self::AlertRejected { alert, .. } => Some(alert),
            Self::AlertProposed { change } => change.alert_id(),
            _ => None,
        }
    }

    /// The owner and the category that the alert has by it; none where it does not say.
    #[must_use]
    pub fn puts(&self) -> Option<(&OwnerId, Category)> {
        match self {
            Self::AlertPut { alert, .. }
            | Self::AlertEntered { alert, .. }
            | Self::AlertCorrected { alert, .. } => Some((&alert.owner, alert.category)),
            _ => None,
        }
    }

    /// Who proposed it, where a second person has agreed.
    #[must_use]
    pub fn proposer(&self) -> Option<&str> {
        match self {
            Self::AlertEntered { proposed_by, .. }
            | Self::AlertCorrected { proposed_by, .. }
            | Self::AlertExtended { proposed_by, .. }
            | Self::AlertHidden { proposed_by, .. }
            | Self::AlertUnhidden { proposed_by, .. }
            | Self::AlertWithdrawn { proposed_by, .. } => proposed_by.as_deref(),
            _ => None,
        }
    }

    /// The same, as proposed by `who`. A fact that nobody proposes stays as it is.
    #[must_use]
    pub fn by_proposal_of(mut self, who: String) -> Self {
        if let Self::AlertEntered { proposed_by, .. }
        | Self::AlertCorrected { proposed_by, .. }
        | Self::AlertExtended { proposed_by, .. }
        | Self::AlertHidden { proposed_by, .. }
        | Self::AlertUnhidden { proposed_by, .. }
        | Self::AlertWithdrawn { proposed_by, .. } = &mut self
        {
            *proposed_by = Some(who);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_written_whole_in_the_stream_of_its_alert_and_names_its_proposer_only_once_made() {
        let json = r#"{"kind":"alert.proposed","change":{"kind":"alert.hidden","alert":"BE-1","until":"2026-12-01T06:00:00Z","reason":"operation"}}"#;
        let fact: Fact = serde_json::from_str(json).unwrap();
        assert_eq!(
            (fact.kind(), fact.stream().as_str()),
            ("alert.proposed", "alert/BE-1")
        );
        assert_eq!(serde_json::to_string(&fact).unwrap(), json);
        let Fact::AlertProposed { change } = fact else {
            panic!("another fact")
        };
        assert_eq!(change.proposer(), None);
        let made = change.by_proposal_of("staff/op-1".to_owned());
        assert_eq!(made.proposer(), Some("staff/op-1"));
        let read: Fact = serde_json::from_str(&serde_json::to_string(&made).unwrap()).unwrap();
        assert_eq!(read, made);
    }
}
