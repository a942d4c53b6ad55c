//! The small tables: particles, titles, how common a name part is, equivalent forms.
//!
//! Uses `fold`. Compiled in from `index/tables`, so that the same version of the program always
//! scores alike; parsed once, at first use.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold;

/// Most groups of equivalent forms one form is kept in.
pub(crate) const MAX_GROUPS: usize = 3;

/// Where a title is one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TitlePlace {
    /// Wherever it stands.
    Always,
    /// Only before a name of two parts or more.
    Leading,
}

/// Every table, ready for looking up.
pub(crate) struct Tables {
    particles: HashMap<&'static str, ()>,
    titles: HashMap<&'static str, TitlePlace>,
    common: HashMap<String, u8>,
    groups: HashMap<String, [u16; MAX_GROUPS]>,
    /// How many forms each group has.
    sizes: Vec<usize>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::parse);

/// The tables.
pub(crate) fn tables() -> &'static Tables {
    &TABLES
}

impl Tables {
    fn parse() -> Self {
        let particles = rows(include_str!("../../index/tables/particles.tsv"))
            .map(|row| (row, ()))
            .collect();
        let titles = rows(include_str!("../../index/tables/titles.tsv"))
            .filter_map(|row| row.split_once('\t'))
            .map(|(form, place)| {
                let place = if place == "always" {
                    TitlePlace::Always
                } else {
                    TitlePlace::Leading
                };
                (form, place)
            })
            .collect();
        let mut common = HashMap::new();
        for (class, forms) in
            rows(include_str!("../../index/tables/common.tsv")).filter_map(|row| row.split_once('\t'))
        {
            let class = class.parse().unwrap_or(4);
            for form in forms.split(' ') {
                let known = common.entry(fold(form)).or_insert(class);
                *known = class.min(*known);
            }
        }
        let mut groups: HashMap<String, [u16; MAX_GROUPS]> = HashMap::new();
        let mut sizes = vec![0];
        for (number, row) in (1_u16..).zip(rows(include_str!("../../index/tables/equivalents.tsv"))) {
            sizes.push(row.split(' ').count());
            for form in row.split(' ') {
                let held = groups.entry(fold(form)).or_default();
                if !held.contains(&number)
                    && let Some(free) = held.iter_mut().find(|group| **group == 0)
                {
                    *free = number;
                }
            }
        }
        Self {
            particles,
            titles,
            common,
            groups,
            sizes,
        }
    }

    /// Whether a normalised word is a particle.
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.particles.contains_key(word)
    }

    /// Whether a normalised word is a title, and where.
    pub(crate) fn title(&self, word: &str) -> Option<TitlePlace> {
        self.titles.get(word).copied()
    }

    /// How common a folded word is, 1 the most to 4, 5 known but rare; `None` is not known.
    pub(crate) fn common(&self, fold: &str) -> Option<u8> {
        self.common.get(fold).copied()
    }

    /// How many forms a group of equivalent forms has: the fewer, the more specific.
    pub(crate) fn forms(&self, group: u16) -> usize {
        self.sizes.get(usize::from(group)).copied().unwrap_or_default()
    }

    /// The groups of equivalent forms a folded word stands in; 0 is none.
    pub(crate) fn groups(&self, fold: &str) -> [u16; MAX_GROUPS] {
        self.groups.get(fold).copied().unwrap_or_default()
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_states_its_origin_and_licence_and_is_normalised() {
        for text in [
            include_str!("../../index/tables/particles.tsv"),
            include_str!("../../index/tables/titles.tsv"),
            include_str!("../../index/tables/common.tsv"),
            include_str!("../../index/tables/equivalents.tsv"),
        ] {
            let head: String = text.lines().take_while(|line| line.starts_with('#')).collect();
            assert!(head.contains("Origin:") && head.contains("Licence:"));
            for row in rows(text) {
                let plain = row
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b" \t".contains(&b));
                assert!(plain, "{row}");
            }
        }
    }

    #[test]
    fn forms_of_a_name_share_a_group_and_strangers_do_not() {
        let shared = |a: &str, b: &str| {
            let (a, b) = (tables().groups(&fold(a)), tables().groups(&fold(b)));
            a.iter().any(|group| *group != 0 && b.contains(group))
        };
        assert!(shared("aleksandr", "sasha"));
        assert!(shared("park", "bak"));
        assert!(!shared("boris", "viktor"));
    }
}
