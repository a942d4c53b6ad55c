//! All cards, as one immutable snapshot.
//!
//! Uses `card`, `chunked`, `lookup`. An ordinal belongs to its id for good; a withdrawn alert's card
//! goes, its ordinal stays taken.

use jiff::Timestamp;

use super::card::Card;
use super::chunked::Chunked;
use super::lookup::Lookup;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;

/// The cards of all alerts by ordinal, and ordinals by id. Cheap to copy and to change a little.
#[derive(Clone, Debug)]
pub struct Alerts {
    slots: Chunked<Slot, 128>,
    ids: Lookup,
    live: usize,
}

/// What is kept of an alert.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    /// All of it: this is its card.
    Card(&'a Card),
    /// It was withdrawn at an instant and is not erased yet.
    Withdrawn(&'a AlertId, Timestamp),
}

#[derive(Clone, Debug)]
enum Slot {
    Live(Card),
    /// Withdrawn, and at which second where it was not erased since.
    Gone(AlertId, Option<i64>),
}

impl Slot {
    const fn id(&self) -> &AlertId {
        match self {
            Self::Live(card) => &card.id,
            Self::Gone(id, _) => id,
        }
    }
}

impl Alerts {
    pub(super) fn with_room_for(len: usize) -> Self {
        Self {
            slots: Chunked::new(),
            ids: Lookup::with_room_for(len),
            live: 0,
        }
    }

    /// The card of an alert; none when it was withdrawn or never was.
    #[must_use]
    pub fn card(&self, ordinal: Ordinal) -> Option<&Card> {
        match self.slots.get(place(ordinal)?)? {
            Slot::Live(card) => Some(card),
            Slot::Gone(..) => None,
        }
    }

    /// The ordinal of an id, which a withdrawn alert keeps.
    #[must_use]
    pub fn ordinal(&self, id: &AlertId) -> Option<Ordinal> {
        self.ids
            .find(id, |ordinal| self.id(Ordinal(ordinal)) == Some(id))
            .map(Ordinal)
    }

    /// The id of an ordinal, which a withdrawn alert keeps.
    #[must_use]
    pub fn id(&self, ordinal: Ordinal) -> Option<&AlertId> {
        self.slots.get(place(ordinal)?).map(Slot::id)
    }

    /// How many alerts there are, withdrawn ones left out.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.live
    }

    /// Whether there is no alert.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// How many ordinals were given; each is below this.
    #[must_use]
    pub const fn ordinals(&self) -> usize {
        self.slots.len()
    }

    /// All cards in the order of their ordinals.
    pub fn iter(&self) -> impl Iterator<Item = (Ordinal, &Card)> {
        (0_u32..)
            .zip(self.slots.iter())
            .filter_map(|(ordinal, slot)| match slot {
                Slot::Live(card) => Some((Ordinal(ordinal), card)),
                Slot::Gone(..) => None,
            })
    }

    /// The alerts of which something is kept, as far as they may be unlike what they were in an earlier
    /// snapshot; all of them without one. Costs what has changed, not what there is.
    pub fn kept_unlike<'a>(&'a self, earlier: Option<&'a Self>) -> impl Iterator<Item = Kept<'a>> {
        let slots = self.slots.unlike(earlier.map(|earlier| &earlier.slots));
        slots.filter_map(|slot| match slot {
            Slot::Live(card) => Some(Kept::Card(card)),
            Slot::Gone(id, second) => {
                let at = Timestamp::from_second((*second)?).ok()?;
                Some(Kept::Withdrawn(id, at))
            }
        })
    }

    /// The alerts that were withdrawn and not erased yet, and when.
    pub fn withdrawn(&self) -> impl Iterator<Item = (&AlertId, Timestamp)> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Gone(id, Some(second)) => Some((id, Timestamp::from_second(*second).ok()?)),
            Slot::Gone(_, None) | Slot::Live(_) => None,
        })
    }

    /// When an alert was withdrawn that was not erased since.
    #[must_use]
    pub fn withdrawn_at(&self, id: &AlertId) -> Option<Timestamp> {
        match self.slots.get(place(self.ordinal(id)?)?)? {
            Slot::Gone(_, second) => Timestamp::from_second((*second)?).ok(),
            Slot::Live(_) => None,
        }
    }

    /// Sets the card of a known or new alert. `None` when the ordinals are used up.
    pub(super) fn put(&mut self, card: Card) -> Option<(Ordinal, Known)> {
        if let Some(ordinal) = self.ordinal(&card.id) {
            let slot = self.slots.get_mut(place(ordinal)?)?;
            if let Slot::Gone(..) = slot {
                self.live += 1;
            }
            *slot = Slot::Live(card);
            return Some((ordinal, Known::Before));
        }
        let ordinal = self.add(Slot::Live(card))?;
        Some((ordinal, Known::New))
    }

    /// Takes the card away and keeps the ordinal. `None` when there is no such alert.
    pub(super) fn withdraw(&mut self, id: &AlertId, at: i64) -> Option<Ordinal> {
        let ordinal = self.ordinal(id)?;
        let slot = self.slots.get_mut(place(ordinal)?)?;
        if let Slot::Gone(..) = slot {
            return None;
        }
        *slot = Slot::Gone(id.clone(), Some(at));
        self.live -= 1;
        Some(ordinal)
    }

    /// Takes the card away, if there still is one, and keeps the ordinal; an alert that never had one gets
    /// it, so that those after it have theirs when erased facts are replayed. `None` when the ordinals are
    /// used up.
    pub(super) fn erase(&mut self, id: &AlertId) -> Option<(Ordinal, Known)> {
        let Some(ordinal) = self.ordinal(id) else {
            let ordinal = self.add(Slot::Gone(id.clone(), None))?;
            return Some((ordinal, Known::New));
        };
        let slot = self.slots.get_mut(place(ordinal)?)?;
        if let Slot::Live(_) = slot {
            self.live -= 1;
        }
        *slot = Slot::Gone(id.clone(), None);
        Some((ordinal, Known::Before))
    }

    /// Adds the next ordinal as the file has it.
    pub(super) fn restore(&mut self, id: AlertId, card: Option<Card>, gone: Option<i64>) -> Option<Ordinal> {
        self.add(card.map_or(Slot::Gone(id, gone), Slot::Live))
    }

    fn add(&mut self, slot: Slot) -> Option<Ordinal> {
        let ordinal = u32::try_from(self.slots.len())
            .ok()
            .filter(|ordinal| *ordinal < u32::MAX)?;
        if self.ids.is_full() {
            let mut ids = Lookup::with_room_for(self.slots.len().saturating_mul(2));
            for (ordinal, slot) in (0_u32..).zip(self.slots.iter()) {
                ids.add(slot.id(), ordinal);
            }
            self.ids = ids;
        }
        self.ids.add(slot.id(), ordinal);
        if let Slot::Live(_) = slot {
            self.live += 1;
        }
        self.slots.push(slot);
        Some(Ordinal(ordinal))
    }
}

/// Whether an alert had an ordinal already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Known {
    New,
    Before,
}

fn place(ordinal: Ordinal) -> Option<usize> {
    usize::try_from(ordinal.0).ok()
}
