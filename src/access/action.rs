//! The policy table: each action, and the parties that may do it.
//!
//! Uses `domain`. An action is a type, so that a permit for one cannot serve for another. Staff search
//! at the desk, whose actions come with it: an officer's certificate is worth nothing at the partners'
//! door, which faces the network.

use crate::domain::partner::Role;

/// Who may stand before the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Party {
    /// A partner's system.
    Partner,
    /// Local staff, by role.
    Staff(Role),
    /// A person with rights on this machine, by a command.
    Local,
    /// The schedule of a feed.
    Schedule,
}

/// Something a party may be permitted to do.
pub trait Action: Send + Sync + 'static {
    /// Its name in the audit log.
    const NAME: &'static str;
    /// Who may do it. This constant, over all actions, is the policy table.
    const PARTIES: &'static [Party];
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal for $parties:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl Action for $name {
            const NAME: &'static str = $text;
            const PARTIES: &'static [Party] = $parties;
        }
    )*};
}

actions! {
    /// Ask whether a person is wanted.
    SearchPersons = "search-persons" for &[Party::Partner];
    /// See an alert in full that a query of one's own has returned.
    ReadDetails = "disclosure" for &[Party::Partner];
    /// Report a hit made in the field.
    ReportHit = "report-hit" for &[Party::Partner];
    /// See where a hit of one's own stands.
    ReadOwnHit = "read-own-hit" for &[Party::Partner];
    /// See the hits that wait for an answer, and any other.
    ReadHits = "read-hits" for &[Party::Staff(Role::Operator), Party::Local];
    /// Acknowledge and answer hits.
    AnswerHits = "answer-hits" for &[Party::Staff(Role::Operator), Party::Local];
    /// Read which purposes may be asked for.
    ReadPurposes = "read-purposes" for &[Party::Partner];
    /// Read the API's contract, or ask for what is not there.
    ReadContract = "read-contract" for &[Party::Partner];
    /// Read one's own limits and use.
    ReadUsage = "read-usage" for &[Party::Partner];
    /// Enter, change and withdraw alerts.
    WriteAlerts = "write-alerts" for &[Party::Staff(Role::Operator), Party::Staff(Role::Feed), Party::Local];
    /// Erase alerts: nobody can read them again.
    EraseAlerts = "erase-alerts" for &[Party::Staff(Role::Operator), Party::Local];
    /// Agree with a change that another person has proposed. A feed is no person.
    ConfirmAlerts = "confirm-alerts" for &[Party::Staff(Role::Operator), Party::Local];
    /// Read an alert and its history, and which are due.
    ReadAlerts = "read-alerts" for &[
        Party::Staff(Role::Operator),
        Party::Staff(Role::Officer),
        Party::Staff(Role::Auditor),
        Party::Staff(Role::Feed),
        Party::Local,
    ];
    /// List which alerts and which proposals there are. Officers search, and do not browse.
    ListAlerts = "list-alerts" for &[
        Party::Staff(Role::Operator),
        Party::Staff(Role::Auditor),
        Party::Staff(Role::Feed),
        Party::Local,
    ];
    /// Stand at the desk: read its contract, or ask for what is not there.
    UseDesk = "use-desk" for &[
        Party::Staff(Role::Operator),
        Party::Staff(Role::Officer),
        Party::Staff(Role::Auditor),
        Party::Staff(Role::Admin),
        Party::Staff(Role::Feed),
    ];
    /// Change partners, staff, profiles and certificates.
    ManageRegistry = "manage-registry" for &[Party::Staff(Role::Admin), Party::Local];
    /// Register feeds, agree with what they mean, and remove them.
    ManageFeeds = "manage-feeds" for &[Party::Staff(Role::Admin), Party::Local];
    /// Run feeds: read their lists and take them up.
    RunFeeds = "run-feeds" for &[Party::Staff(Role::Operator), Party::Staff(Role::Feed), Party::Local, Party::Schedule];
    /// Change what the log shows.
    ManageLog = "manage-log" for &[Party::Local];
    /// Say that the clock is right.
    ManageClock = "manage-clock" for &[Party::Local];
    /// Check and rebuild the index.
    ManageIndex = "manage-index" for &[Party::Local];
    /// Take a copy of all that the gateway holds.
    TakeBackup = "take-backup" for &[Party::Local];
}
