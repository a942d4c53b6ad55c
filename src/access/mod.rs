//! Who may do what, and how often: the policy table, permits, and rates.
//!
//! May name `domain` and `config`; never touches storage. The rule it keeps: a `Permit` is made in
//! one place, after the table and the limit have agreed, and a use case cannot run without one.

mod action;
mod limits;
mod permit;
mod refusals;
mod second;

pub use action::Action;
pub use action::AnswerHits;
pub use action::ConfirmAlerts;
pub use action::EraseAlerts;
pub use action::ListAlerts;
pub use action::ManageClock;
pub use action::ManageFeeds;
pub use action::ManageIndex;
pub use action::ManageLog;
pub use action::ManageRegistry;
pub use action::Party;
pub use action::ReadAlerts;
pub use action::ReadContract;
pub use action::ReadDetails;
pub use action::ReadHits;
pub use action::ReadOwnHit;
pub use action::ReadPurposes;
pub use action::ReadUsage;
pub use action::ReportHit;
pub use action::RunFeeds;
pub use action::SearchPersons;
pub use action::TakeBackup;
pub use action::UseDesk;
pub use action::WriteAlerts;
pub use limits::Limits;
pub use limits::OverLimit;
pub use limits::Rate;
pub use permit::Bearer;
pub use permit::NotAllowed;
pub use permit::Permit;
pub use refusals::Refusals;
pub use second::second_person;
