//! Which facts tell of a person that is sought, so that they are sealed and can be erased.
//!
//! Uses `fact`. The journal only knows names of keys; which fact has which is decided here.

use super::fact::Fact;
use super::fact::alert_stream;
use super::ids::AlertId;

impl Fact {
    /// The name under whose key its words are sealed; none where they are of no person that is sought.
    #[must_use]
    pub fn sealed_under(&self) -> Option<String> {
        match self {
            Self::AlertPut { alert, .. }
            | Self::AlertEntered { alert, .. }
            | Self::AlertCorrected { alert, .. } => Some(seal_of(&alert.id)),
            Self::AlertExtended { alert, .. }
            | Self::AlertHidden { alert, .. }
            | Self::AlertUnhidden { alert, .. }
            | Self::AlertWithdrawn { alert, .. }
            | Self::AlertRejected { alert, .. } => Some(seal_of(alert)),
            Self::AlertProposed { change } => change.sealed_under(),
            // What they tell of the person goes when the alert does.
            Self::HitReported { report, .. } => Some(seal_of(&report.alert)),
            Self::HitChanged { alert, .. } => Some(seal_of(alert)),
            // Read again when all else of the alert is gone; there is no word of a person in them.
            Self::AlertLapsed { .. } | Self::AlertErased { .. } | Self::Shredded { .. } => None,
            Self::ProfilePut { .. }
            | Self::PartnerPut { .. }
            | Self::PartnerSuspended { .. }
            | Self::PartnerResumed { .. }
            | Self::StaffPut { .. }
            | Self::StaffSuspended { .. }
            | Self::StaffResumed { .. }
            | Self::CertificateRegistered { .. }
            | Self::CertificateRevoked { .. }
            | Self::FeedPut { .. }
            | Self::FeedConfirmed { .. }
            | Self::FeedRan { .. }
            | Self::FeedRemoved { .. } => None,
        }
    }

    /// The alert whose words it destroys.
    #[must_use]
    pub const fn erases(&self) -> Option<&AlertId> {
        match self {
            Self::AlertErased { alert, .. } => Some(alert),
            _ => None,
        }
    }
}

/// Whether facts of this kind put an alert into the state.
#[must_use]
pub fn puts_an_alert(kind: &str) -> bool {
    matches!(kind, "alert.put" | "alert.entered" | "alert.corrected")
}

/// The alert whose history a stream is.
#[must_use]
pub fn alert_of(stream: &str) -> Option<AlertId> {
    stream.strip_prefix("alert/")?.parse().ok()
}

/// The name of the key under which what is told of an alert is sealed, whatever stream tells it.
#[must_use]
pub fn seal_of(id: &AlertId) -> String {
    alert_stream(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::erasure::Erasure;

    #[test]
    fn whatever_tells_of_a_person_is_sealed_and_what_ends_it_is_not() {
        let reason = Erasure::CourtOrder;
        let id: AlertId = "BE-1".parse().unwrap();
        let withdrawn = r#"{"kind":"alert.withdrawn","alert":"BE-1","reason":"found"}"#;
        let withdrawn: Fact = serde_json::from_str(withdrawn).unwrap();
        assert_eq!(withdrawn.sealed_under(), Some("alert/BE-1".to_owned()));
        let erased = Fact::AlertErased {
            alert: id.clone(),
            reason,
            feed: None,
            withdrawn: false,
        };
        assert_eq!((erased.sealed_under(), erased.erases()), (None, Some(&id)));
        let text = r#"{"kind":"alert.erased","alert":"BE-1","reason":"court-order"}"#;
        assert_eq!(serde_json::to_string(&erased).unwrap(), text);
        assert_eq!(alert_of(&erased.stream()), Some(id));
        for reason in Erasure::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.word());
        }
        let stream = "alert/BE-1".to_owned();
        assert!(
            serde_json::to_string(&Fact::Shredded { stream, put: true }).is_err(),
            "never written"
        );
    }
}
