//! Values that many cards share: owners, contacts, visibilities. Each is kept once and numbered.
//!
//! Uses `domain`. Numbers are given in order and never reused; contacts, which
//! may name people, are dropped when an alert is erased and no card refers to them any more.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::uses::Uses;
use crate::domain::alert::Contact;
use crate::domain::alert::Visibility;
use crate::domain::ids::OwnerId;

/// The three kinds.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) owners: Pool<OwnerId>,
    pub(super) contacts: Pool<Contact>,
    /// How many cards have each contact.
    pub(super) uses: Uses,
    pub(super) visibilities: Pool<Visibility>,
}

/// The values of one kind.
#[derive(Debug)]
pub(super) struct Pool<T> {
    numbers: HashMap<Arc<T>, u32>,
    /// None where a value was dropped: its number is not given again.
    values: Vec<Option<Arc<T>>>,
    kept: usize,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            values: Vec::new(),
            kept: 0,
        }
    }
}

impl<T: Clone + Eq + Hash + Serialize + DeserializeOwned> Pool<T> {
    /// The one copy of `value` and its number.
    pub(super) fn intern(&mut self, value: &T) -> (u32, Arc<T>) {
        if let Some((shared, number)) = self.numbers.get_key_value(value) {
            return (*number, Arc::clone(shared));
        }
        let shared = Arc::new(value.clone());
        // As many values as bytes of memory would be needed to pass the end of the numbers.
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX - 1);
        self.numbers.insert(Arc::clone(&shared), number);
        self.values.push(Some(Arc::clone(&shared)));
        (number, shared)
    }

    pub(super) fn get(&self, number: u32) -> Option<Arc<T>> {
        self.values.get(usize::try_from(number).ok()?)?.clone()
    }

    /// What was added since `keep`, with numbers.
    pub(super) fn unkept(&self) -> impl Iterator<Item = (usize, &T)> {
        self.values
            .iter()
            .enumerate()
            .skip(self.kept)
            .filter_map(|(number, value)| Some((number, value.as_deref()?)))
    }

    /// Takes the next number for a value that was dropped.
    pub(super) fn skip(&mut self) -> u32 {
        self.values.push(None);
        u32::try_from(self.values.len() - 1).unwrap_or(u32::MAX - 1)
    }

    /// The number of a value that is not dropped.
    pub(super) fn number(&self, value: &T) -> Option<u32> {
        self.numbers.get(value).copied()
    }

    /// Drops a value: it is given no more, and what has it keeps it.
    pub(super) fn drop(&mut self, number: u32) {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(value) = self.values.get_mut(place).and_then(Option::take) {
            self.numbers.remove(&value);
        }
    }

    /// All of it is in the file now.
    pub(super) fn keep(&mut self) {
        self.kept = self.values.len();
    }

    /// Forgets what was added since `keep`: its transaction was taken back.
    pub(super) fn forget(&mut self) {
        for value in self.values.drain(self.kept..).flatten() {
            self.numbers.remove(&value);
        }
    }
}

impl Shared {
    pub(super) fn keep(&mut self) {
        self.owners.keep();
        self.contacts.keep();
        self.visibilities.keep();
    }

    pub(super) fn forget(&mut self) {
        self.owners.forget();
        self.contacts.forget();
        self.visibilities.forget();
    }
}
