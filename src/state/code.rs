//! A card as bytes in the state's file, and back: fixed width, so that a hundred thousand are read
//! at start in the blink of an eye.
//!
//! Uses `card`, `shared`. The layout belongs to `store::LAYOUT`: whoever changes one raises the
//! other, and the file is then filled again by replay.

use jiff::Timestamp;
use jiff::civil::Date;

use super::card::Card;
use super::card::Cautions;
use super::card::NOT_HIDDEN;
use super::card::NOT_LAPSED;
use super::shared::Shared;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Category;
use crate::domain::alert::Handling;
use crate::domain::alert::Validity;
use crate::domain::ids::AlertId;

const NONE: u32 = u32::MAX;

macro_rules! codes {
    ($encode:ident, $decode:ident, $type:ident, $($code:literal = $variant:ident),+ $(,)?) => {
        const fn $encode(value: $type) -> u8 {
            match value { $($type::$variant => $code),+ }
        }

        const fn $decode(code: u8) -> Option<$type> {
            match code { $($code => Some($type::$variant),)+ _ => None }
        }
    };
}

codes!(
    category_code,
    category_of,
    Category,
    0 = WantedForArrest,
    1 = MissingToProtect,
    2 = Missing,
    3 = ChildAbductionRisk,
    4 = PreventTravel,
    5 = JudicialProcedure,
    6 = DiscreetCheck,
    7 = InquiryCheck,
    8 = SpecificCheck,
    9 = Information,
    10 = Warning,
    11 = UnknownWanted,
);
codes!(
    action_code,
    action_of,
    Action,
    0 = Arrest,
    1 = Protect,
    2 = PreventTravel,
    3 = DiscreetCheck,
    4 = InquiryCheck,
    5 = SpecificCheck,
    6 = ReportWhereabouts,
    7 = ReportResidence,
    8 = Identify,
    9 = InformOwner,
    10 = ContactSpoc,
    11 = VerifyIdentity,
);
codes!(
    handling_code,
    handling_of,
    Handling,
    0 = H0,
    1 = H1,
    2 = H2,
    3 = H3
);
codes!(
    validity_code,
    validity_of,
    Validity,
    0 = Draft,
    1 = BeingChecked,
    2 = Active,
    3 = Flagged,
    4 = UnderReview,
    5 = Blocked,
);

/// What facts say of an alert's instants beside the alert itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clocked {
    /// Until when it is hidden.
    pub(super) hidden: Option<Timestamp>,
    /// When it was found to be past its last day.
    pub(super) lapsed: Option<Timestamp>,
}

/// Makes the card of an alert that is hidden until an instant or has lapsed at one, and its bytes.
pub(super) fn encode(alert: &Alert, clock: Clocked, shared: &mut Shared) -> (Card, [u8; WIDTH]) {
    let (owner_number, owner) = shared.owners.intern(&alert.owner);
    let (visibility_number, visibility) = shared.visibilities.intern(&alert.visibility);
    let contact = alert
        .contact
        .as_ref()
        .map(|contact| shared.contacts.intern(contact));
    let contact_number = contact.as_ref().map_or(NONE, |(number, _)| *number);
    let card = Card {
        id: alert.id.clone(),
        category: alert.category,
        action: alert.action,
        cautions: alert.cautions.iter().copied().collect(),
        handling: alert.handling,
        validity: alert.validity,
        visibility,
        owner,
        contact: contact.map(|(_, contact)| contact),
        last_validated: alert.last_validated,
        review_due: alert.review_due,
        until: alert.matches_until().as_second(),
        hidden: clock.hidden.map_or(NOT_HIDDEN, second_from),
        lapsed: clock.lapsed.map_or(NOT_LAPSED, second_from),
    };
    let mut bytes = [0; WIDTH];
    let mut rest = bytes.as_mut_slice();
    let codes = [
        category_code(card.category),
        action_code(card.action),
        card.cautions.to_byte(),
        handling_code(card.handling),
        validity_code(card.validity),
    ];
    put(&mut rest, codes);
    put(&mut rest, card.until.to_le_bytes());
    put(&mut rest, card.hidden.to_le_bytes());
    put(&mut rest, card.lapsed.to_le_bytes());
    put(&mut rest, date_code(card.last_validated));
    put(&mut rest, date_code(card.review_due));
    put(&mut rest, owner_number.to_le_bytes());
    put(&mut rest, contact_number.to_le_bytes());
    put(&mut rest, visibility_number.to_le_bytes());
    (card, bytes)
}

/// Bytes of a card.
pub(super) const WIDTH: usize = 5 + 8 + 8 + 8 + 4 + 4 + 4 + 4 + 4;

/// Reads a card back; `None` when these are not its bytes.
pub(super) fn decode(id: AlertId, mut bytes: &[u8], shared: &Shared) -> Option<Card> {
    let [category, action, cautions, handling, validity] = take(&mut bytes)?;
    let until = i64::from_le_bytes(take(&mut bytes)?);
    let hidden = i64::from_le_bytes(take(&mut bytes)?);
    let lapsed = i64::from_le_bytes(take(&mut bytes)?);
    let last_validated = date_of(take(&mut bytes)?)?;
    let review_due = date_of(take(&mut bytes)?)?;
    let owner = u32::from_le_bytes(take(&mut bytes)?);
    let contact = u32::from_le_bytes(take(&mut bytes)?);
    let visibility = u32::from_le_bytes(take(&mut bytes)?);
    let contact = match contact {
        NONE => None,
        number => Some(shared.contacts.get(number)?),
    };
    let card = Card {
        id,
        category: category_of(category)?,
        action: action_of(action)?,
        cautions: Cautions::from_byte(cautions)?,
        handling: handling_of(handling)?,
        validity: validity_of(validity)?,
        visibility: shared.visibilities.get(visibility)?,
        owner: shared.owners.get(owner)?,
        contact,
        last_validated,
        review_due,
        until,
        hidden,
        lapsed,
    };
    bytes.is_empty().then_some(card)
}

fn put<const N: usize>(rest: &mut &mut [u8], part: [u8; N]) {
    if let Some((head, tail)) = std::mem::take(rest).split_first_chunk_mut() {
        *head = part;
        *rest = tail;
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

fn date_code(date: Date) -> [u8; 4] {
    let [low, high] = date.year().to_le_bytes();
    [low, high, date.month().unsigned_abs(), date.day().unsigned_abs()]
}

fn date_of([low, high, month, day]: [u8; 4]) -> Option<Date> {
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    Date::new(i16::from_le_bytes([low, high]), month, day).ok()
}

/// The first whole second that is not before `time`: nobody is found a moment too early.
pub(super) fn second_from(time: Timestamp) -> i64 {
    time.as_second() + i64::from(time.subsec_nanosecond() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself() {
        for code in 0..=u8::MAX {
            assert!(category_of(code).is_none_or(|value| category_code(value) == code));
            assert!(action_of(code).is_none_or(|value| action_code(value) == code));
            assert!(handling_of(code).is_none_or(|value| handling_code(value) == code));
            assert!(validity_of(code).is_none_or(|value| validity_code(value) == code));
        }
    }

    #[test]
    fn a_date_before_our_era_is_kept_too() {
        for date in [Date::MIN, Date::MAX, Date::constant(1980, 5, 17)] {
            assert_eq!(date_of(date_code(date)), Some(date));
        }
    }
}
