//! The use cases: admit, search, change, oversee; and the loops that follow the journal into the
//! state and the index.
//!
//! May name every room above it but `tls`; knows neither HTTP nor file paths. The rules it keeps are
//! DESIGN 1: no permit, no search; no receipt, no answer; never a false `no_hit`; acknowledged means
//! durable. Everything it gives to an edge is an `Answer` or a `Refused`, and both are in the audit
//! log by then.

mod admit;
mod alerts;
mod answer;
mod backup;
mod building;
mod change;
mod claim;
mod details;
mod due;
mod feeds;
mod find;
mod follow;
mod gate;
mod handed;
mod history;
mod hits;
mod indexing;
mod lifecycle;
mod listed;
mod log;
mod metrics;
mod offered;
mod progress;
mod ready;
mod rebuild;
mod record;
mod refusal;
mod registry;
mod seals;
mod search;
mod services;
mod tally;
mod usage;

pub use alerts::Imported;
pub use answer::Answer;
pub use answer::Canonical;
pub use answer::Draft;
pub use claim::Claim;
pub use due::Comes;
pub use due::Due;
pub use due::Horizon;
pub use feeds::Ask;
pub use feeds::FeedPast;
pub use feeds::FeedTold;
pub use feeds::Fetched;
pub use feeds::ListSource;
pub use feeds::NewFeed;
pub use feeds::Phase;
pub use feeds::Progress as FeedProgress;
pub use feeds::Report;
pub use feeds::Spooled;
pub use feeds::SpooledFile;
pub use feeds::Told;
pub use follow::CatchUpError;
pub use follow::Followers;
pub use follow::catch_up;
pub use history::Past;
pub use hits::Met;
pub use lifecycle::Changed;
pub use lifecycle::Correction;
pub use lifecycle::NewAlert;
pub use lifecycle::Target;
pub use log::BadFilter;
pub use log::LogFilter;
pub use metrics::Counters;
pub use metrics::Metrics;
pub use metrics::Step;
pub use metrics::TRACE;
pub use offered::Offered;
pub use ready::Fit;
pub use ready::Part;
pub use rebuild::Cause;
pub use rebuild::Ended;
pub use rebuild::Outcome;
pub use rebuild::Rebuilding;
pub use rebuild::Run;
pub use rebuild::Stage;
pub use refusal::Fault;
pub use refusal::FaultKind;
pub use refusal::NotReady;
pub use refusal::Refusal;
pub use refusal::Refused;
pub use refusal::Unfit;
pub use registry::NewPartner;
pub use seals::Seals;
pub use services::Parts;
pub use services::Positions;
pub use services::Services;
pub use usage::Usage;
