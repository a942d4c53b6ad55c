//! A person's names: full ones, aliases, and those in parts.
//!
//! Uses `domain`. Every name of the list is there in the end. A part is a name of its own only where
//! no full name has its words.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use unicode_script::Script;
use unicode_script::UnicodeScript;

use super::entity::Entity;
use super::entity::Property;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::PersonName;
use crate::domain::text::Text;
use crate::feeds::clean::name as text_of;
use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;
use crate::feeds::tally::note;

/// Most pairs made of the given and family names of one script.
const MAX_PAIRS: usize = 64;

/// All names, primary ones first.
pub(super) fn names(entity: &Entity, notes: &mut Notes) -> Vec<PersonName> {
    let mut found = Found::default();
    let mut seen = HashSet::new();
    for (property, kind) in [
        (Property::Name, NameKind::Primary),
        (Property::Alias, NameKind::AliasGood),
        (Property::WeakAlias, NameKind::AliasLow),
    ] {
        // No name has a semicolon; a field that has one holds several names.
        for text in entity.of(property).flat_map(|field| field.split(';')) {
            if let Some(name) = text_of(text, notes)
                && seen.insert(name.as_str().to_lowercase())
            {
                found.add(kind, NameForm::Whole(name));
            }
        }
    }
    add_parts(entity, &mut found, notes);
    let mut names = found.names;
    if !names.iter().any(|name| name.kind == NameKind::Primary)
        && let Some(name) = names.iter_mut().find(|name| name.kind == NameKind::AliasGood)
    {
        name.kind = NameKind::Primary;
    }
    // Stable: the list's own order stands within each kind, and the alert is called by the first.
    names.sort_by_key(|name| name.kind);
    names
}

/// The names found so far.
#[derive(Default)]
struct Found {
    names: Vec<PersonName>,
    /// The first name made of these words, in whatever order.
    by_words: HashMap<Vec<String>, usize>,
    /// Every word of a name in one piece.
    words: HashSet<String>,
}

impl Found {
    fn add(&mut self, kind: NameKind, form: NameForm) {
        let words = words(&form.display());
        if matches!(form, NameForm::Whole(_)) {
            self.words.extend(words.iter().cloned());
        }
        self.by_words.entry(words).or_insert(self.names.len());
        self.names.push(PersonName {
            kind,
            form,
            script: None,
        });
    }

    /// Whether some name in one piece has these words, or several have them between them.
    fn has(&self, part: &Text) -> bool {
        words(part.as_str()).iter().all(|word| self.words.contains(word))
    }

    /// Adds the last of these forms of one name; but where a name in one piece has the words of one
    /// of them, that form takes its place, since it says which is the family name.
    fn add_pair(&mut self, kind: NameKind, forms: Vec<NameForm>) {
        for form in &forms {
            let same = self.by_words.get(&words(&form.display()));
            if let Some(name) = same.and_then(|place| self.names.get_mut(*place)) {
                if matches!(name.form, NameForm::Whole(_)) {
                    name.form = form.clone();
                }
                return;
            }
        }
        if let Some(form) = forms.into_iter().last() {
            self.add(kind, form);
        }
    }
}

/// The words of a name in small letters, in the order of the alphabet.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words
}

/// The values of one property, by script.
type Parts = Vec<(&'static str, Text)>;

/// Adds names in parts, script by script. One family and one given name of a script are a pair.
/// Of several nobody knows which go together: those that no full name has are paired each with
/// each, as names of doubtful origin.
fn add_parts(entity: &Entity, found: &mut Found, notes: &mut Notes) {
    let mut of = |property| -> Parts {
        let texts = entity.of(property).filter_map(|text| text_of(text, notes));
        let mut kept: Parts = texts.map(|text| (script(&text), text)).collect();
        let mut seen = HashSet::new();
        kept.retain(|(_, text)| seen.insert(text.as_str().to_lowercase()));
        kept
    };
    let families = of(Property::LastName);
    let firsts = of(Property::FirstName);
    let further = [
        of(Property::SecondName),
        of(Property::MiddleName),
        of(Property::FatherName),
    ];
    let full = !found.names.iter().all(|name| name.kind == NameKind::AliasLow);
    let scripts: BTreeSet<&str> = families
        .iter()
        .chain(&firsts)
        .map(|(script, _)| *script)
        .collect();
    for script in scripts {
        let families = in_script(&families, script);
        let firsts = in_script(&firsts, script);
        if let ([family], [first]) = (families.as_slice(), firsts.as_slice()) {
            let others = further.each_ref().map(|names| in_script(names, script));
            let kind = if full {
                NameKind::AliasGood
            } else {
                NameKind::Primary
            };
            found.add_pair(kind, pair(family, first, &others));
            continue;
        }
        let new = |part: &Text| !full || !found.has(part);
        let forms = unpaired(&families, &firsts, new);
        if families.len() > 1 || firsts.len() > 1 {
            note(notes, Note::NamePartsUnpaired);
        }
        let kind = if full {
            NameKind::AliasLow
        } else {
            NameKind::Primary
        };
        for form in forms {
            found.add_pair(kind, vec![form]);
        }
    }
}

fn in_script(names: &Parts, script: &str) -> Vec<Text> {
    let names = names.iter().filter(|(own, _)| *own == script);
    names.map(|(_, text)| text.clone()).collect()
}

/// A pair: the first name alone, then with the further names of which there is one each.
fn pair(family: &Text, first: &Text, others: &[Vec<Text>]) -> Vec<NameForm> {
    let mut givens = vec![first.clone()];
    for other in others {
        if let ([only], Some(before)) = (other.as_slice(), givens.last()) {
            givens.extend(format!("{before} {only}").parse::<Text>());
        }
    }
    let with_family = |given| NameForm::Parts {
        family: family.clone(),
        given,
    };
    givens.into_iter().map(with_family).collect()
}

/// Each family name with each given name where either is new; what the bound leaves over, and what
/// has no other half, stands alone.
fn unpaired(families: &[Text], firsts: &[Text], new: impl Fn(&Text) -> bool) -> Vec<NameForm> {
    if families.is_empty() || firsts.is_empty() || families.len() * firsts.len() > MAX_PAIRS {
        let families = families.iter().filter(|part| new(part));
        let firsts = firsts.iter().filter(|part| new(part));
        return families
            .cloned()
            .map(NameForm::Family)
            .chain(firsts.cloned().map(NameForm::Given))
            .collect();
    }
    let mut forms = Vec::new();
    for family in families {
        for given in firsts.iter().filter(|given| new(family) || new(given)) {
            forms.push(NameForm::Parts {
                family: family.clone(),
                given: given.clone(),
            });
        }
    }
    forms
}

/// The script of the first letter that has one.
fn script(text: &Text) -> &'static str {
    text.as_str()
        .chars()
        .map(|c| c.script())
        .find(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown))
        .unwrap_or(Script::Common)
        .full_name()
}
