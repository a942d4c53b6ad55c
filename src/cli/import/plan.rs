//! Which format a file is in, and what a foreign list means here.
//!
//! Uses `feeds`. Said once for a whole list, never by its lines: no list makes itself an arrest
//! (DOMAIN 3.3).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::Args;
use jiff::civil::Date;

use crate::cli::failure::Failure;
use crate::cli::word;
use crate::domain::alert::Action;
use crate::domain::alert::Category;
use crate::domain::alert::Handling;
use crate::domain::alert::Visibility;
use crate::domain::ids::OwnerId;
use crate::domain::ids::PartnerId;
use crate::domain::person::PersonStatus;
use crate::feeds;
use crate::feeds::Format;
use crate::feeds::Mapping;
use crate::feeds::Plan;
use crate::feeds::Prefix;
use crate::feeds::ReviewDays;
use crate::feeds::UnknownFormat;

/// A file is recognised by so many of its first bytes.
const FIRST_BYTES: u64 = 64 * 1024;
/// Days to the next review of an alert from a list that does not say.
const REVIEW_DAYS: u16 = 365;

/// How to read lists.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Options {
    /// Format of the files: lookout or ftm [default: recognised]
    #[arg(long)]
    format: Option<Format>,
    /// Stands before the list's own ids, so that each can be traced [default: the file's stem]
    #[arg(long, help_heading = MAPPING)]
    prefix: Option<Prefix>,
    /// Why the persons are sought, such as missing [default: information]
    #[arg(long, value_parser = word::coded::<Category>, help_heading = MAPPING)]
    category: Option<Category>,
    /// What to do on a hit, such as identify [default: inform-owner]
    #[arg(long, value_parser = word::coded::<Action>, help_heading = MAPPING)]
    action: Option<Action>,
    /// The authority that answers for the list here, such as BE-FEDPOL [default: the prefix]
    #[arg(long, help_heading = MAPPING)]
    owner: Option<OwnerId>,
    /// Handling code, H0 to H3 [default: H0]
    #[arg(long, value_parser = word::coded::<Handling>, help_heading = MAPPING)]
    handling: Option<Handling>,
    /// In what role the persons are sought: suspect, convicted, victim, witness, missing or other
    /// [default: other]
    #[arg(long, value_parser = word::coded::<PersonStatus>, help_heading = MAPPING)]
    status: Option<PersonStatus>,
    /// Days to the next review, 1 to 3660 [default: 365]
    #[arg(long, value_name = "N", value_parser = review_days, help_heading = MAPPING)]
    review_days: Option<ReviewDays>,
    /// Only this partner may learn of the alerts; may be repeated
    #[arg(long, value_name = "PARTNER", conflicts_with = "deny", help_heading = MAPPING)]
    allow: Vec<PartnerId>,
    /// All partners but this one may learn of them; may be repeated
    #[arg(long, value_name = "PARTNER", help_heading = MAPPING)]
    deny: Vec<PartnerId>,
}

const MAPPING: &str = "What an ftm list means here";

fn review_days(text: &str) -> Result<ReviewDays, String> {
    let days: u16 = text.parse().map_err(|_| "must be a number of days".to_owned())?;
    ReviewDays::try_from(days).map_err(|error| error.to_string())
}

impl Options {
    /// How to read this file.
    pub(super) fn plan(&self, path: &Path, today: Date) -> Result<Plan, Failure> {
        let first = first_bytes(path)?;
        let format = self.format.or_else(|| feeds::recognise(&first)).ok_or_else(|| {
            Failure::because(path.display().to_string(), &UnknownFormat)
                .hint("name the format with --format lookout or --format ftm")
                .code(2)
        })?;
        match format {
            Format::Lookout if self.maps() => {
                let text = format!(
                    "{}: category, owner and the like stand in each alert of the lookout format",
                    path.display()
                );
                Err(Failure::new(text)
                    .hint("leave --prefix to --deny out; they are for ftm lists")
                    .code(2))
            }
            Format::Lookout => Ok(Plan::Lookout),
            Format::Ftm => self.mapping(path, today).map(Plan::Ftm),
        }
    }

    fn maps(&self) -> bool {
        self.prefix.is_some()
            || self.category.is_some()
            || self.action.is_some()
            || self.owner.is_some()
            || self.handling.is_some()
            || self.status.is_some()
            || self.review_days.is_some()
            || !self.allow.is_empty()
            || !self.deny.is_empty()
    }

    fn mapping(&self, path: &Path, today: Date) -> Result<Mapping, Failure> {
        let unusable = |what: &str| {
            Failure::new(format!("{}: {what}", path.display()))
                .hint("give --prefix a short name of the list, such as --prefix sdn")
                .code(2)
        };
        let stem = || Prefix::of_file_stem(&path.file_stem()?.to_string_lossy());
        let prefix = self.prefix.clone().or_else(stem);
        let prefix = prefix.ok_or_else(|| unusable("the file's name makes no prefix"))?;
        let owner = self.owner.clone().or_else(|| prefix.as_str().parse().ok());
        let visibility = if !self.allow.is_empty() {
            Visibility::Allow(self.allow.clone())
        } else if !self.deny.is_empty() {
            Visibility::Deny(self.deny.clone())
        } else {
            Visibility::All
        };
        let review = self
            .review_days
            .or_else(|| ReviewDays::try_from(REVIEW_DAYS).ok());
        Ok(Mapping {
            category: self.category.unwrap_or(Category::Information),
            action: self.action.unwrap_or(Action::InformOwner),
            owner: owner.ok_or_else(|| unusable("the prefix makes no owner"))?,
            handling: self.handling.unwrap_or_default(),
            visibility,
            status: self.status.unwrap_or(PersonStatus::Other),
            prefix,
            review: review.ok_or_else(|| unusable("no time to the next review"))?,
            today,
        })
    }
}

fn first_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FIRST_BYTES).read_to_end(&mut first));
    match read {
        Ok(_) => Ok(first),
        Err(error) => Err(Failure::because(
            format!("cannot read {}", path.display()),
            &error,
        )),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    const TODAY: Date = Date::constant(2026, 11, 23);

    fn plan(content: &str, arguments: &[&str]) -> Result<Plan, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("most wanted.json");
        std::fs::write(&path, content).unwrap();
        let line = [&["import"], arguments].concat();
        let line = Line::try_parse_from(line).unwrap();
        line.options.plan(&path, TODAY)
    }

    #[test]
    fn a_foreign_list_informs_unless_told_otherwise() {
        let Plan::Ftm(mapping) = plan("{\"schema\":\"Person\"}\n", &[]).unwrap() else {
            panic!("not recognised");
        };
        assert_eq!(
            (mapping.category, mapping.action),
            (Category::Information, Action::InformOwner)
        );
        assert_eq!(
            (mapping.prefix.as_str(), mapping.owner.as_str()),
            ("most-wanted", "most-wanted")
        );
        assert_eq!(mapping.visibility, Visibility::All);
    }

    #[test]
    fn options_map_a_whole_list() {
        let options = [
            "--prefix",
            "xx",
            "--owner",
            "XX-LIST",
            "--category",
            "missing",
            "--allow",
            "nl-kmar",
        ];
        let Plan::Ftm(mapping) = plan("{\"schema\":\"Person\"}\n", &options).unwrap() else {
            panic!("not recognised");
        };
        assert_eq!(mapping.category, Category::Missing);
        assert_eq!(mapping.owner.as_str(), "XX-LIST");
        assert_eq!(
            mapping.visibility,
            Visibility::Allow(vec!["nl-kmar".parse().unwrap()])
        );
    }

    #[test]
    fn a_mapping_for_alerts_that_say_it_themselves_is_refused() {
        let own = "{\"id\":\"a\",\"category\":\"missing\",\"owner\":\"A\"}\n";
        assert_eq!(plan(own, &[]).unwrap(), Plan::Lookout);
        assert!(plan(own, &["--category", "missing"]).is_err());
    }

    #[test]
    fn a_file_of_no_known_format_is_refused_with_their_names() {
        let refused = format!("{:?}", plan("id,name\n1,x\n", &[]).unwrap_err());
        assert!(
            refused.contains("`lookout`") && refused.contains("`ftm`"),
            "{refused}"
        );
        assert_eq!(
            plan("id,name\n", &["--format", "lookout"]).unwrap(),
            Plan::Lookout
        );
    }

    #[test]
    fn a_wrong_word_is_refused_before_anything_is_read() {
        for wrong in [
            ["--category", "wanted"],
            ["--review-days", "0"],
            ["--handling", "H9"],
            ["--prefix", "a.b"],
            ["--allow", "kmar"],
        ] {
            assert!(
                Line::try_parse_from([&["import"], &wrong[..]].concat()).is_err(),
                "{wrong:?}"
            );
        }
    }
}
