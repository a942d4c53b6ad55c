//! `lookout search`: a partner's question, asked from a terminal.
//!
//! Uses `client`: over mutual TLS through the partners' door like any partner's system, so that what
//! is seen here is what a partner sees.

mod place;
mod table;
mod words;

use std::process::ExitCode;

use clap::Args;

use self::place::Place;
use super::failure::Failure;
use super::home::At;
use super::out;
use super::serve::runtime;
use super::word;
use crate::client::ClientError;
use crate::client::Gateway;
use crate::domain::clock::Clock;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::ids::CaseReference;
use crate::domain::ids::PurposeCode;
use crate::domain::ids::UserId;
use crate::domain::person::Sex;
use crate::domain::query::Level;
use crate::domain::text::Text;
use crate::server::SystemClock;
use crate::wire::Options;
use crate::wire::PersonFields;
use crate::wire::RequesterFields;
use crate::wire::SearchRequest;

/// Ask a gateway whether a person is wanted.
///
/// Asks over mutual TLS like a partner's system, and is recorded and limited like one. At a home that
/// `lookout quickstart` made, the sample partner asks; elsewhere say which gateway, root, certificate
/// and key.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  lookout search --name 'Pieter Jansen' --born 1980-05-17
  lookout search --family Janssen --given P --document passport:NX1234567:NL
  lookout search --mrz 'P<NLDJANSEN<<PIETER<<<<<<<<<<<<<<<<<<<<<<<<<' \\
    --mrz 'NX12345678NLD8005171M3001019<<<<<<<<<<<<<<02'
  lookout search --name 'Pieter Jansen' --gateway https://gateway.example:8443 \\
    --ca root.pem --cert partner.pem --key partner.key --json

Exit codes: 0 answered, whatever the answer; 1 no answer; 2 wrong usage; 4 refused by the gateway.")]
pub(super) struct Arguments {
    /// Name in one piece, parts in any order, any script
    #[arg(long, conflicts_with_all = ["family", "given"], help_heading = WHO)]
    name: Option<Text>,
    /// Family names
    #[arg(long, help_heading = WHO)]
    family: Option<Text>,
    /// Given names
    #[arg(long, help_heading = WHO)]
    given: Option<Text>,
    /// Birth date: YYYY, YYYY-MM, YYYY-MM-DD, or a span of years YYYY/YYYY
    #[arg(long, value_name = "DATE", help_heading = WHO)]
    born: Option<BirthDate>,
    /// Nationality, such as NL or NLD; may be repeated
    #[arg(long, value_name = "COUNTRY", help_heading = WHO)]
    nationality: Vec<Country>,
    /// Sex as in documents: M, F or X
    #[arg(long, value_parser = word::coded::<Sex>, help_heading = WHO)]
    sex: Option<Sex>,
    /// Document, such as passport:NX1234567:NL; may be repeated
    #[arg(long, value_name = "KIND:NUMBER[:COUNTRY]", value_parser = word::document, help_heading = WHO)]
    document: Vec<Document>,
    /// A line of a machine-readable zone; once for each line, from the top
    #[arg(long, value_name = "LINE", help_heading = WHO)]
    mrz: Vec<String>,
    /// Coded reason of the question; the gateway lists those it knows at GET /v1/purposes
    #[arg(long, default_value = "border-check", help_heading = WHY)]
    purpose: PurposeCode,
    /// Your case number [default: made up, CLI-<date>-<random>]
    #[arg(long, help_heading = WHY)]
    reference: Option<CaseReference>,
    /// Who asks, as your agency knows them [default: $USER]
    #[arg(long, env = "USER", hide_env = true, default_value = "unknown", hide_default_value = true, help_heading = WHY)]
    user: UserId,
    /// How widely: exact, standard or broad [default: standard]
    #[arg(long, value_parser = word::coded::<Level>, help_heading = HOW)]
    level: Option<Level>,
    /// Most candidates, 1 to 50 [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=50), help_heading = HOW)]
    limit: Option<u8>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    at: At,
    /// Print the answer as JSON, as the gateway gives it
    #[arg(long)]
    json: bool,
}

const WHO: &str = "Who is looked for (a name, a document or an MRZ)";
const WHY: &str = "Why";
const HOW: &str = "How";

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let now = SystemClock.now();
    let request = arguments.request(now)?;
    // The gateway says the same; a slip of the hand need not go there.
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    if let Err(bad) = request.clone().into_query(today) {
        return Err(Failure::new(format!("{}: {}", option(bad.field), bad.rule))
            .hint("lookout search --help shows how to ask")
            .code(2));
    }
    let (gateway, address) = arguments.place.gateway(&arguments.at)?;
    runtime()?.block_on(ask(&gateway, &address, &request, arguments.json))
}

async fn ask(
    gateway: &Gateway,
    address: &str,
    request: &SearchRequest,
    json: bool,
) -> Result<ExitCode, Failure> {
    let reply = match gateway.search(request).await {
        Ok(reply) => reply,
        Err(error) => return Err(failure(&error, address)),
    };
    if json {
        let reply = serde_json::to_value(&reply);
        out::json(&reply.map_err(|error| Failure::because("cannot print the answer", &error))?)?;
    } else {
        out::say(&table::of(&reply))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn request(&self, now: jiff::Timestamp) -> Result<SearchRequest, Failure> {
        let reference = match &self.reference {
            Some(reference) => reference.clone(),
            None => made_up(now)?,
        };
        Ok(SearchRequest {
            purpose: self.purpose.clone(),
            reference,
            requester: RequesterFields {
                user: self.user.clone(),
                unit: None,
            },
            person: PersonFields {
                name: self.name.clone(),
                family: self.family.clone(),
                given: self.given.clone(),
                birth_date: self.born,
                nationality: self.nationality.clone(),
                sex: self.sex,
                documents: self.document.clone(),
                mrz: self.mrz.clone(),
            },
            options: Options {
                level: self.level,
                limit: self.limit,
            },
        })
    }
}

/// A reference for a question that belongs to no case.
fn made_up(now: jiff::Timestamp) -> Result<CaseReference, Failure> {
    let mut random = [0; 2];
    let hint = "give one with --reference";
    aws_lc_rs::rand::fill(&mut random)
        .map_err(|_| Failure::new("no randomness for a reference").hint(hint))?;
    format!("CLI-{}-{}", now.strftime("%Y%m%d"), hex::encode(random))
        .parse()
        .map_err(|error| Failure::because("cannot make up a reference", &error).hint(hint))
}

/// The option that a field of the request comes from.
fn option(field: &str) -> &str {
    match field {
        "person.mrz" => "--mrz",
        "person.birth_date" => "--born",
        "options.limit" => "--limit",
        "person" => "the person looked for",
        other => other,
    }
}

fn failure(error: &ClientError, address: &str) -> Failure {
    match error {
        ClientError::Unreachable(cause) => {
            Failure::new(format!("no connection to {address}: {}", root(cause)))
                .hint("is it running? `lookout serve` opens the doors; --gateway URL names another")
        }
        ClientError::TimedOut => Failure::new(format!("{address}: {error}"))
            .hint("try again; if it stays so, `lookout status` at the gateway says whether it is ready"),
        ClientError::Connection(cause) => Failure::new(format!("{address}: {error}: {}", root(cause)))
            .hint("try again; nothing that was not answered was disclosed"),
        ClientError::NotTheGateway(_) => Failure::new(format!("{address}: {error}"))
            .hint("nothing was asked; --ca FILE names the root that the contact point gave you"),
        ClientError::CertificateRefused(_) => Failure::new(format!("{address}: {error}"))
            .hint("ask the contact point for a new one, or name another with --cert FILE and --key FILE")
            .code(4),
        ClientError::Refused(problem) => {
            Failure::new(out::harmless(&format!("{address}: {}", problem.title)))
                .hint(out::harmless(&problem.detail))
                .code(4)
        }
        ClientError::Identity(_) => Failure::new(error.to_string())
            .hint("name them with --cert FILE, --key FILE and --ca FILE, each PEM")
            .code(2),
        ClientError::Address => Failure::new(format!("{address:?} is {error}"))
            .hint("give --gateway https://host:8443")
            .code(2),
        ClientError::Form(_) => Failure::new(format!("{address}: {error}"))
            .hint("is there another service at this address? --gateway URL names the gateway"),
    }
}

/// The innermost cause; the layers above it say nothing to a person.
fn root(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests;
