//! The names of a numbered list's person: whole ones, or family and given names with a comma between.
//!
//! Uses `domain`. Every name is kept as the list writes it, once.

use std::collections::HashSet;

use super::clean;
use super::tally::Notes;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::PersonName;

/// The names of one person, each once.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<PersonName>,
    seen: HashSet<String>,
}

impl Names {
    /// Adds a name written `FAMILY, Given Middle`, or in one piece. A text with semicolons holds
    /// several.
    pub(super) fn add_family_first(&mut self, kind: NameKind, text: &str, notes: &mut Notes) {
        for one in text.split(';') {
            let parts = one.split_once(',').and_then(|(family, given)| {
                Some(NameForm::Parts {
                    family: family.parse().ok()?,
                    given: given.parse().ok()?,
                })
            });
            match parts {
                Some(form) => self.add(kind, form),
                None => self.add_whole(kind, one, notes),
            }
        }
    }

    /// Adds a name in one piece, its parts in whatever order. A text with semicolons holds several.
    pub(super) fn add_whole(&mut self, kind: NameKind, text: &str, notes: &mut Notes) {
        for one in text.split(';') {
            if let Some(name) = clean::name(one, notes) {
                self.add(kind, NameForm::Whole(name));
            }
        }
    }

    fn add(&mut self, kind: NameKind, form: NameForm) {
        if self.seen.insert(form.display().to_lowercase()) {
            self.names.push(PersonName {
                kind,
                form,
                script: None,
            });
        }
    }

    /// Primary ones first, in the list's order; where there is none, the first good alias is it.
    pub(super) fn sorted(mut self) -> Vec<PersonName> {
        self.names.sort_by_key(|name| name.kind);
        if let Some(first) = self.names.first_mut()
            && first.kind == NameKind::AliasGood
        {
            first.kind = NameKind::Primary;
        }
        self.names
    }
}
