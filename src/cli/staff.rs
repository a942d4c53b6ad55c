//! `lookout staff`: the local users, what each is here for, and until when their certificates are good.
//!
//! Uses the node through `link`, and `partner` to read a certificate. A user is a role, a profile and the
//! owners it writes for; who proves to be it is the certificate's matter.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::partner;
use super::serve::runtime;
use super::word;
use crate::domain::clock::Clock;
use crate::domain::ids::OwnerId;
use crate::domain::ids::ProfileId;
use crate::domain::ids::StaffId;
use crate::domain::partner::Role;
use crate::domain::partner::Staff;
use crate::domain::peer::PeerName;
use crate::domain::text::Text;
use crate::server::SystemClock;
use crate::wire::control::ChangeReply;
use crate::wire::control::KnownCertificateReply;
use crate::wire::control::NewStaffFields;
use crate::wire::control::ReasonFields;
use crate::wire::control::StaffReply;

/// Say who works at the desk: add, list, show, suspend, resume.
///
/// Works on the running node at the home, or on one that is stopped. A change bites on the user's next
/// request, also on connections that are open.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout cert issue staff/operator-2 --out .
  lookout staff add operator-2 --role operator --owner BE-FEDPOL --cert operator-2.pem
  lookout staff suspend operator-2 --reason 'laptop stolen, case 2026-31'

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
    /// Print as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Register a user with a certificate, or change a known one
    ///
    /// The certificate's one URI name must be spiffe://<trust domain>/staff/<ID>, and it must keep to the
    /// profile of certs/README.md. Given again with the same certificate it changes role, profile and owners;
    /// with another one the user has both. A suspension stays.
    #[command(after_help = "\
Example:
  lookout staff add operator-2 --role operator --owner BE-FEDPOL --cert operator-2.pem

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Add(Add),
    /// Show the users, and the days left of their certificates
    #[command(
        after_help = "Example:\n  lookout staff list\n\nExit codes: 0 shown, 1 failed, 2 wrong usage or settings."
    )]
    List,
    /// Show one user with all certificates
    #[command(
        after_help = "Example:\n  lookout staff show operator-2\n\nExit codes: 0 shown, 1 failed, 2 wrong usage or settings."
    )]
    Show {
        /// The user, such as operator-2
        id: StaffId,
    },
    /// Refuse a user until it is resumed
    ///
    /// Its next request is refused with 403, and its idle connections are closed. Its certificates stay as
    /// they are; `lookout cert revoke` ends one of them for good.
    #[command(after_help = "\
Example:
  lookout staff suspend operator-2 --reason 'laptop stolen, case 2026-31'

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Suspend {
        /// The user, such as operator-2
        id: StaffId,
        /// Why, in words; kept in the journal
        #[arg(long)]
        reason: Text,
    },
    /// Let a suspended user come in again
    #[command(
        after_help = "Example:\n  lookout staff resume operator-2\n\nExit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node."
    )]
    Resume {
        /// The user, such as operator-2
        id: StaffId,
    },
}

#[derive(Args, Debug)]
struct Add {
    /// The user: a short name of a post, not of a person, such as operator-2
    id: StaffId,
    /// What it is here for: officer, operator, auditor, admin or feed
    #[arg(long, value_parser = word::coded::<Role>)]
    role: Role,
    /// Its certificate, PEM, perhaps with its authority's after it
    #[arg(long, value_name = "FILE")]
    cert: PathBuf,
    /// What it may ask and see
    #[arg(long, default_value = "officer")]
    profile: ProfileId,
    /// An authority for which it enters and changes alerts; several times for several [default: every one]
    #[arg(long = "owner", value_name = "OWNER")]
    owners: Vec<OwnerId>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    runtime()?.block_on(async {
        // Read before the node is troubled.
        let new = match &arguments.what {
            What::Add(add) => Some(add.fields(&arguments.at)?),
            _ => None,
        };
        let link = Link::open(&arguments.at).await?;
        let done = match (&arguments.what, new) {
            (What::Add(_), Some(new)) => added(&link, new, arguments.json).await,
            (What::Show { id }, _) => show(&link, id, arguments.json).await,
            (What::Suspend { id, reason }, _) => {
                let why = ReasonFields {
                    reason: reason.clone(),
                };
                let text = format!("User {id} is refused from now on, until `lookout staff resume {id}`.");
                changed(&link, id, "suspend", &json!(why), &text, arguments.json).await
            }
            (What::Resume { id }, _) => {
                let text = format!("User {id} may come in again.");
                changed(&link, id, "resume", &json!({}), &text, arguments.json).await
            }
            (What::List | What::Add(_), _) => list(&link, arguments.json).await,
        };
        link.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

impl Add {
    fn fields(&self, at: &At) -> Result<NewStaffFields, Failure> {
        let certificate = partner::read(&self.cert, at)?;
        if certificate.name != PeerName::Staff(self.id.clone()) {
            let text = format!(
                "{} names {}, not staff/{}",
                self.cert.display(),
                certificate.name,
                self.id
            );
            return Err(Failure::new(text)
                .hint(format!(
                    "make one that names this user: lookout cert issue staff/{} --out .",
                    self.id
                ))
                .code(2));
        }
        let staff = Staff {
            id: self.id.clone(),
            role: self.role,
            profile: self.profile.clone(),
            owners: (!self.owners.is_empty()).then(|| self.owners.clone()),
        };
        Ok(NewStaffFields { staff, certificate })
    }
}

async fn added(link: &Link, new: NewStaffFields, json: bool) -> Result<(), Failure> {
    let reply: ChangeReply = link.post("/staff", &new).await?;
    let NewStaffFields { staff, certificate } = new;
    if json {
        return out::json(&json!({ "staff": staff.id, "key": certificate.key, "position": reply.position }));
    }
    out::say(&format!(
        "User {} may come in as {} with key {} until {:.0}, under profile {}, for {}.",
        staff.id,
        word::of(&staff.role),
        certificate.key,
        certificate.not_after,
        staff.profile,
        owners(&staff)
    ))
}

async fn changed(
    link: &Link,
    id: &StaffId,
    verb: &str,
    body: &Value,
    text: &str,
    json: bool,
) -> Result<(), Failure> {
    known(link, id).await?;
    let reply: ChangeReply = link.post(&format!("/staff/{id}/{verb}"), body).await?;
    if json {
        return out::json(&json!({ "staff": id, "position": reply.position }));
    }
    out::say(text)
}

async fn known(link: &Link, id: &StaffId) -> Result<StaffReply, Failure> {
    let all: Vec<StaffReply> = link.get("/staff").await?;
    let found = all.into_iter().find(|known| known.staff.id == *id);
    found.ok_or_else(|| {
        Failure::new(format!("there is no user {id} here")).hint("`lookout staff list` shows those there are")
    })
}

async fn list(link: &Link, json: bool) -> Result<(), Failure> {
    let all: Vec<StaffReply> = link.get("/staff").await?;
    let now = SystemClock.now();
    if json {
        return out::json(&json!(
            all.iter().map(|known| as_json(known, now)).collect::<Vec<_>>()
        ));
    }
    if all.is_empty() {
        return out::say("No user is registered. `lookout staff add` registers one.");
    }
    let mut rows = vec![["ID", "STANDING", "ROLE", "PROFILE", "OWNERS", "DAYS LEFT"].map(str::to_owned)];
    rows.extend(all.iter().map(|known| {
        let left = known
            .certificates
            .iter()
            .filter_map(|one| days_left(one, now))
            .max();
        [
            known.staff.id.to_string(),
            word::of(&known.standing),
            word::of(&known.staff.role),
            known.staff.profile.to_string(),
            owners(&known.staff),
            left.map_or_else(|| "none is good".to_owned(), |days| days.to_string()),
        ]
    }));
    out::say(&out::columns(&rows))
}

async fn show(link: &Link, id: &StaffId, json: bool) -> Result<(), Failure> {
    let known = known(link, id).await?;
    let now = SystemClock.now();
    if json {
        return out::json(&as_json(&known, now));
    }
    let mut lines = vec![format!(
        "User {id}: {}, {} under profile {}, for {}.",
        word::of(&known.standing),
        word::of(&known.staff.role),
        known.staff.profile,
        owners(&known.staff)
    )];
    lines.extend(known.certificates.iter().map(|one| {
        let left = match (days_left(one, now), one.status.as_str()) {
            (Some(days), _) => format!("{days} days left"),
            (None, "active") => "expired".to_owned(),
            (None, status) => status.to_owned(),
        };
        format!(
            "  {}  until {:.0}, {left}",
            one.certificate.key, one.certificate.not_after
        )
    }));
    out::say(&lines.join("\n"))
}

/// Whole days for which a certificate is good still; none when it is not.
fn days_left(known: &KnownCertificateReply, now: Timestamp) -> Option<i64> {
    let left = known.certificate.not_after.duration_since(now);
    (known.status == "active" && left.is_positive()).then(|| left.as_hours() / 24)
}

fn as_json(known: &StaffReply, now: Timestamp) -> Value {
    let certificates: Vec<Value> = known
        .certificates
        .iter()
        .map(|one| {
            json!({
                "key": one.certificate.key, "status": one.status, "not_after": one.certificate.not_after,
                "days_left": days_left(one, now),
            })
        })
        .collect();
    json!({ "staff": known.staff, "standing": known.standing, "certificates": certificates })
}

fn owners(staff: &Staff) -> String {
    match &staff.owners {
        None => "every owner".to_owned(),
        Some(owners) => owners
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_are_whole_ones_of_a_certificate_that_is_good() {
        let json = r#"{"certificate":{"key":"KEY","name":{"staff":"operator-2"},"issuer":"KEY","serial":"01",
            "not_before":"2026-11-01T00:00:00Z","not_after":"2026-11-30T12:00:00Z"},"status":"active"}"#;
        let json = json.replace("KEY", &"0".repeat(64));
        let mut known: KnownCertificateReply = serde_json::from_str(&json).unwrap();
        let left = |known: &KnownCertificateReply, now: &str| days_left(known, now.parse().unwrap());
        assert_eq!(left(&known, "2026-11-23T00:00:00Z"), Some(7));
        assert_eq!(left(&known, "2026-11-30T11:00:00Z"), Some(0));
        assert_eq!(left(&known, "2026-11-30T12:00:00Z"), None);
        known.status = "revoked".to_owned();
        assert_eq!(left(&known, "2026-11-23T00:00:00Z"), None);
    }
}
