//! The permit: proof that a known party may do one thing, once.
//!
//! Uses the policy table. `Permit::grant` is the only maker (DESIGN 1, rule 1); a use case takes the
//! permit by value, so it cannot be used twice.

use std::marker::PhantomData;
use std::net::IpAddr;
use std::sync::Arc;

use super::action::Action;
use super::action::Party;
use crate::domain::ids::ClientId;
use crate::domain::ids::FeedId;
use crate::domain::ids::PartnerId;
use crate::domain::ids::PurposeCode;
use crate::domain::ids::QueryId;
use crate::domain::ids::StaffId;
use crate::domain::partner::Profile;
use crate::domain::partner::Role;
use crate::domain::query::Level;

/// Who holds a permit: somebody the registry knows and finds active, a local command, or a
/// schedule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Bearer {
    /// A partner's system.
    Partner(PartnerId, ClientId),
    /// A local user.
    Staff(StaffId, Role),
    /// A command on this machine, with the caller's user id.
    Local(u32),
    /// A feed's schedule.
    Schedule(FeedId),
}

impl Bearer {
    /// As the journal and the audit log name it.
    #[must_use]
    pub fn actor(&self) -> String {
        match self {
            Self::Partner(partner, client) => format!("partner/{partner}/{client}"),
            Self::Staff(staff, _) => format!("staff/{staff}"),
            Self::Local(user) => format!("local/{user}"),
            Self::Schedule(feed) => format!("feed/{feed}"),
        }
    }

    const fn party(&self) -> Party {
        match self {
            Self::Partner(..) => Party::Partner,
            Self::Staff(_, role) => Party::Staff(*role),
            Self::Local(_) => Party::Local,
            Self::Schedule(_) => Party::Schedule,
        }
    }
}

/// Why the table or the profile says no.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAllowed {
    /// The action is not for this party.
    #[error("this party may not do this")]
    Action,
    /// The purpose is not in the profile.
    #[error("this purpose is not in the profile")]
    Purpose,
    /// The level is wider than the profile allows.
    #[error("this level is not in the profile")]
    Level,
    /// The alert is of an authority for which this user does not write.
    #[error("this user does not write for the alert's owner")]
    Owner,
    /// Whoever proposed a change cannot be the one who agrees with it.
    #[error("a second person must agree, and this is the first")]
    SecondPerson,
}

/// Leave to do `A` once.
#[derive(Debug)]
pub struct Permit<A> {
    bearer: Bearer,
    address: Option<IpAddr>,
    profile: Arc<Profile>,
    request: QueryId,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> Permit<A> {
    /// Asks the table. `service::admit` calls this after the registry and the limit have agreed.
    ///
    /// # Errors
    /// When the action is not for this party.
    pub fn grant(
        bearer: Bearer,
        address: Option<IpAddr>,
        profile: Arc<Profile>,
        request: QueryId,
    ) -> Result<Self, NotAllowed> {
        if A::PARTIES.contains(&bearer.party()) {
            Ok(Self {
                bearer,
                address,
                profile,
                request,
                action: PhantomData,
            })
        } else {
            Err(NotAllowed::Action)
        }
    }

    /// Whether the profile allows a query for this purpose at this level.
    ///
    /// # Errors
    /// Which of the two it does not allow.
    pub fn check_query(&self, purpose: &PurposeCode, level: Level) -> Result<(), NotAllowed> {
        if !self.profile.purposes.contains(purpose) {
            return Err(NotAllowed::Purpose);
        }
        if level > self.profile.level {
            Err(NotAllowed::Level)
        } else {
            Ok(())
        }
    }

    /// Who holds it.
    #[must_use]
    pub const fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    /// Where the bearer connects from.
    #[must_use]
    pub const fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// What the bearer may ask and see.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The request's number, which becomes the query's.
    #[must_use]
    pub const fn request(&self) -> &QueryId {
        &self.request
    }
}

#[cfg(test)]
mod tests {
    use super::super::action::ManageRegistry;
    use super::super::action::SearchPersons;
    use super::*;

    fn profile() -> Arc<Profile> {
        Arc::new(Profile {
            id: "basic".parse().unwrap(),
            purposes: vec!["border-check".parse().unwrap()],
            level: Level::Standard,
            max_candidates: 5.try_into().unwrap(),
            explain: Default::default(),
            fields: vec![],
            details: vec![],
            allowance: None,
        })
    }

    fn grant<A: Action>(bearer: Bearer) -> Result<Permit<A>, NotAllowed> {
        let request = QueryId::new(jiff::Timestamp::UNIX_EPOCH, 1);
        Permit::grant(bearer, None, profile(), request)
    }

    #[test]
    fn a_partner_may_search_and_may_not_manage() {
        let partner = || Bearer::Partner("nl-kmar".parse().unwrap(), "gate".parse().unwrap());
        assert!(grant::<SearchPersons>(partner()).is_ok());
        assert_eq!(grant::<ManageRegistry>(partner()).err(), Some(NotAllowed::Action));
    }

    #[test]
    fn an_auditor_may_not_search() {
        let auditor = Bearer::Staff("eve".parse().unwrap(), Role::Auditor);
        assert_eq!(grant::<SearchPersons>(auditor).err(), Some(NotAllowed::Action));
    }

    #[test]
    fn purpose_and_level_are_bounded_by_the_profile() {
        let partner = Bearer::Partner("nl-kmar".parse().unwrap(), "gate".parse().unwrap());
        let permit = grant::<SearchPersons>(partner).unwrap();
        let border = "border-check".parse().unwrap();
        assert_eq!(permit.check_query(&border, Level::Exact), Ok(()));
        assert_eq!(permit.check_query(&border, Level::Broad), Err(NotAllowed::Level));
        assert_eq!(
            permit.check_query(&"other".parse().unwrap(), Level::Exact),
            Err(NotAllowed::Purpose)
        );
    }
}
