//! Interpol's notices: what each colour means here (DOMAIN 3.3).
//!
//! Uses `alert`. A colour says at most what its list is trusted with: the mapping of a list bounds the
//! action, and no colour makes it stronger.

use serde::Deserialize;
use serde::Serialize;

use super::alert::Action;
use super::alert::Category;

/// The colour of a notice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// Locate and arrest, pending extradition.
    Red,
    /// Collect information about a person's identity, location or activities.
    Blue,
    /// Warning of a person's criminal activities.
    Green,
    /// Missing, or unable to say who they are.
    Yellow,
    /// An unidentified body.
    Black,
    /// Imminent threat by a person, an object or an event.
    Orange,
    /// Modus operandi; about no person to be found.
    Purple,
    /// Assets; about no person to be found.
    Silver,
    /// Subject of measures of the UN Security Council.
    Special,
}

impl Notice {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Red,
        Self::Blue,
        Self::Green,
        Self::Yellow,
        Self::Black,
        Self::Orange,
        Self::Purple,
        Self::Silver,
        Self::Special,
    ];

    /// The category and the action that a colour stands for by itself.
    #[must_use]
    pub const fn means(self) -> (Category, Action) {
        match self {
            Self::Red => (Category::WantedForArrest, Action::Arrest),
            Self::Yellow => (Category::Missing, Action::ReportWhereabouts),
            Self::Blue => (Category::Information, Action::ReportWhereabouts),
            Self::Black => (Category::Information, Action::Identify),
            Self::Green | Self::Orange => (Category::Warning, Action::InformOwner),
            Self::Purple | Self::Silver | Self::Special => (Category::Information, Action::InformOwner),
        }
    }

    /// The same under a mapping whose action is `most`: the weaker of the two, and the mapping's own
    /// where they are as strong as each other.
    #[must_use]
    pub const fn at_most(self, most: Action) -> (Category, Action) {
        let (category, action) = self.means();
        if action.strength() < most.strength() {
            (category, action)
        } else {
            (category, most)
        }
    }
}

impl Action {
    /// How far an action reaches into somebody's life, from asking (0) to arrest (5).
    #[must_use]
    pub const fn strength(self) -> u8 {
        match self {
            Self::InformOwner | Self::ContactSpoc | Self::VerifyIdentity => 0,
            Self::Identify | Self::ReportWhereabouts | Self::ReportResidence => 1,
            Self::DiscreetCheck => 2,
            Self::InquiryCheck => 3,
            Self::SpecificCheck | Self::Protect | Self::PreventTravel => 4,
            Self::Arrest => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_means_what_the_table_says() {
        let table = [
            (Notice::Red, Category::WantedForArrest, Action::Arrest),
            (Notice::Blue, Category::Information, Action::ReportWhereabouts),
            (Notice::Green, Category::Warning, Action::InformOwner),
            (Notice::Yellow, Category::Missing, Action::ReportWhereabouts),
            (Notice::Black, Category::Information, Action::Identify),
            (Notice::Orange, Category::Warning, Action::InformOwner),
            (Notice::Purple, Category::Information, Action::InformOwner),
            (Notice::Silver, Category::Information, Action::InformOwner),
            (Notice::Special, Category::Information, Action::InformOwner),
        ];
        assert_eq!(table.map(|(colour, ..)| colour), Notice::ALL);
        for (colour, category, action) in table {
            assert_eq!(colour.means(), (category, action), "{colour:?}");
            assert!(category.minimum().allows(action), "{colour:?}");
        }
    }

    #[test]
    fn no_colour_makes_an_action_stronger_than_its_list_is_trusted_with() {
        let actions = [
            Action::Arrest,
            Action::Protect,
            Action::PreventTravel,
            Action::DiscreetCheck,
            Action::InquiryCheck,
            Action::SpecificCheck,
            Action::ReportWhereabouts,
            Action::ReportResidence,
            Action::Identify,
            Action::InformOwner,
            Action::ContactSpoc,
            Action::VerifyIdentity,
        ];
        for colour in Notice::ALL {
            for most in actions {
                let (category, action) = colour.at_most(most);
                assert_eq!(category, colour.means().0);
                assert!(action.strength() <= most.strength(), "{colour:?} {most:?}");
                assert!([most, colour.means().1].contains(&action));
            }
            assert_ne!(colour.at_most(Action::InformOwner).1, Action::Arrest);
        }
        assert_eq!(Notice::Red.at_most(Action::Arrest).1, Action::Arrest);
        assert_eq!(Notice::Red.at_most(Action::InformOwner).1, Action::InformOwner);
    }
}
