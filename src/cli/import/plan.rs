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
use crate::domain::feed::ListMapping;
use crate::domain::feed::Prefix;
use crate::domain::feed::Reading;
use crate::domain::feed::ReviewDays;
use crate::domain::ids::OwnerId;
use crate::domain::ids::PartnerId;
use crate::domain::person::PersonStatus;
use crate::feeds;
use crate::feeds::Format;
use crate::feeds::Mapping;
use crate::feeds::Mistaken;
use crate::feeds::Plan;
use crate::feeds::UnknownFormat;

/// A file is recognised by so many of its first bytes.
const FIRST_BYTES: u64 = 64 * 1024;

/// How to read lists.
#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct Options {
    /// Format of the files: lookout, ftm, ofac-sdn or un-sc [default: recognised]
    #[arg(long)]
    format: Option<Format>,
    /// Stands before the list's own ids, so that each can be traced [default: sdn, un, or the stem
    /// of an ftm file]
    #[arg(long, help_heading = MAPPING)]
    prefix: Option<Prefix>,
    /// Why the persons are sought, such as missing [default: information]
    #[arg(long, value_parser = word::coded::<Category>, help_heading = MAPPING)]
    category: Option<Category>,
    /// What to do on a hit, such as identify [default: inform-owner]
    #[arg(long, value_parser = word::coded::<Action>, help_heading = MAPPING)]
    action: Option<Action>,
    /// The authority that answers for the list here, such as BE-FEDPOL [default: US-OFAC, UN-SC, or
    /// the prefix of an ftm list]
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

const MAPPING: &str = "What a foreign list means here";

fn review_days(text: &str) -> Result<ReviewDays, String> {
    let days: u16 = text.parse().map_err(|_| "must be a number of days".to_owned())?;
    ReviewDays::try_from(days).map_err(|error| error.to_string())
}

impl Options {
    /// How to read this file, by its first bytes where no format is named.
    pub(super) fn plan(&self, path: &Path, first: &[u8], today: Date) -> Result<Plan, Failure> {
        let mistaken = feeds::mistaken(first);
        // No format is inside these, whatever was said.
        if let Some(what) = mistaken.filter(|what| what.is_no_list()) {
            return Err(unfit(path, what));
        }
        let Some(format) = self.format.or_else(|| feeds::recognise(first)) else {
            return Err(mistaken.map_or_else(|| unknown(path), |what| unfit(path, what)));
        };
        if format == Format::Lookout {
            if self.maps() {
                let text = format!(
                    "{}: category, owner and the like stand in each alert of the lookout format",
                    path.display()
                );
                return Err(Failure::new(text)
                    .hint("leave --prefix to --deny out; they are for foreign lists")
                    .code(2));
            }
            return Ok(Plan::Lookout);
        }
        let mapping = self.mapping(path, format, today)?;
        Ok(Plan::new(format, mapping))
    }

    /// How a feed's list is read, by its first bytes where no format is named and they are known.
    pub(in crate::cli) fn reading(&self, name: &str, first: Option<&[u8]>) -> Result<Reading, Failure> {
        let path = Path::new(name);
        let format = self.format.or_else(|| feeds::recognise(first?));
        let Some(format) = format else {
            return Err(unknown(path));
        };
        if format == Format::Lookout {
            let only_owner = Self {
                owner: None,
                ..self.clone()
            };
            let Some(owner) = self.owner.clone().filter(|_| !only_owner.maps()) else {
                let text =
                    format!("{name}: alerts of the lookout format say everything but whose list it is");
                return Err(Failure::new(text)
                    .hint("give --owner, and leave the other options of a foreign list out")
                    .code(2));
            };
            return Ok(Reading::Lookout { owner });
        }
        let mapping = self.mapping(path, format, Date::ZERO)?.says;
        Ok(match format {
            Format::OfacSdn => Reading::OfacSdn { mapping },
            Format::UnSc => Reading::UnSc { mapping },
            Format::Ftm | Format::Lookout => Reading::Ftm { mapping },
        })
    }

    /// Whether a file may be one that stands beside `sdn.csv`.
    pub(super) fn allows_beside(&self) -> bool {
        matches!(self.format, None | Some(Format::OfacSdn))
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

    fn mapping(&self, path: &Path, format: Format, today: Date) -> Result<Mapping, Failure> {
        let unusable = |what: &str| {
            Failure::new(format!("{}: {what}", path.display()))
                .hint("give --prefix a short name of the list, such as --prefix sdn")
                .code(2)
        };
        let (prefix, owner) = match format {
            Format::OfacSdn => (Some("sdn"), Some("US-OFAC")),
            Format::UnSc => (Some("un"), Some("UN-SC")),
            Format::Lookout | Format::Ftm => (None, None),
        };
        let usual = || match prefix {
            Some(prefix) => prefix.parse().ok(),
            None => Prefix::of_file_stem(&path.file_stem()?.to_string_lossy()),
        };
        let prefix = self.prefix.clone().or_else(usual);
        let prefix = prefix.ok_or_else(|| unusable("the file's name makes no prefix"))?;
        let usual = || owner.unwrap_or(prefix.as_str()).parse().ok();
        let owner = self.owner.clone().or_else(usual);
        let visibility = if !self.allow.is_empty() {
            Visibility::Allow(self.allow.clone())
        } else if !self.deny.is_empty() {
            Visibility::Deny(self.deny.clone())
        } else {
            Visibility::All
        };
        let owner = owner.ok_or_else(|| unusable("the prefix makes no owner"))?;
        let usual = Mapping::informing(prefix, owner, today).says;
        let says = ListMapping {
            category: self.category.unwrap_or(usual.category),
            action: self.action.unwrap_or(usual.action),
            handling: self.handling.unwrap_or(usual.handling),
            visibility,
            status: self.status.unwrap_or(usual.status),
            review: self.review_days.unwrap_or(usual.review),
            ..usual
        };
        Ok(Mapping { says, today })
    }
}

/// A file that is something else.
fn unfit(path: &Path, what: Mistaken) -> Failure {
    let known: String = Format::ALL
        .into_iter()
        .map(|format| format!("\n    {}: {}", format.name(), format.looks()))
        .collect();
    Failure::new(format!("{}: {what}", path.display()))
        .hint(format!(
            "give a list in one of these formats; --format NAME says which, where it is not recognised{known}"
        ))
        .code(2)
}

/// A file of which nothing is known.
fn unknown(path: &Path) -> Failure {
    let names: Vec<String> = Format::ALL
        .into_iter()
        .map(|format| format!("--format {}", format.name()))
        .collect();
    Failure::because(path.display().to_string(), &UnknownFormat)
        .hint(format!("if it is one of these, say which: {}", names.join(", ")))
        .code(2)
}

/// How a file begins.
pub(in crate::cli) fn first_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
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
        line.options.plan(&path, &first_bytes(&path).unwrap(), TODAY)
    }

    #[test]
    fn a_foreign_list_informs_unless_told_otherwise() {
        let Plan::Ftm(mapping) = plan("{\"schema\":\"Person\"}\n", &[]).unwrap() else {
            panic!("not recognised");
        };
        assert_eq!(
            (mapping.says.category, mapping.says.action),
            (Category::Information, Action::InformOwner)
        );
        assert_eq!(
            (mapping.says.prefix.as_str(), mapping.says.owner.as_str()),
            ("most-wanted", "most-wanted")
        );
        assert_eq!(mapping.says.visibility, Visibility::All);
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
        assert_eq!(mapping.says.category, Category::Missing);
        assert_eq!(mapping.says.owner.as_str(), "XX-LIST");
        assert_eq!(
            mapping.says.visibility,
            Visibility::Allow(vec!["nl-kmar".parse().unwrap()])
        );
    }

    #[test]
    fn a_numbered_list_has_its_own_prefix_and_owner_and_only_informs() {
        let sdn = "36,\"DOEVENDANS, Jelle\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
        let Plan::OfacSdn(ofac, _) = plan(sdn, &[]).unwrap() else {
            panic!("not recognised");
        };
        let Plan::UnSc(un) = plan("<CONSOLIDATED_LIST>", &["--owner", "BE-MFA"]).unwrap() else {
            panic!("not recognised");
        };
        assert_eq!(
            (ofac.says.prefix.as_str(), ofac.says.owner.as_str()),
            ("sdn", "US-OFAC")
        );
        assert_eq!(
            (un.says.prefix.as_str(), un.says.owner.as_str()),
            ("un", "BE-MFA")
        );
        for mapping in [ofac, un] {
            let means = (mapping.says.category, mapping.says.action);
            assert_eq!(means, (Category::Information, Action::InformOwner));
        }
    }

    #[test]
    fn a_mapping_for_alerts_that_say_it_themselves_is_refused() {
        let own = "{\"id\":\"a\",\"category\":\"missing\",\"owner\":\"A\"}\n";
        assert_eq!(plan(own, &[]).unwrap(), Plan::Lookout);
        assert!(plan(own, &["--category", "missing"]).is_err());
    }

    #[test]
    fn a_file_of_no_known_format_is_refused_with_their_names() {
        for content in [
            "id,name\n1,x\n",
            "id,name,date\n1,x,y\n",
            "<html>",
            "36,12,\"aka\",\"X\",-0- \n",
        ] {
            let refused = format!("{:?}", plan(content, &[]).unwrap_err());
            for format in Format::ALL {
                assert!(
                    refused.contains(format.name()) && refused.contains("--format"),
                    "{refused}"
                );
            }
        }
        assert!(plan("<html>", &["--format", "un-sc"]).is_err());
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
