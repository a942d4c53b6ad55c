//! `lookout partner`: who may ask.
//!
//! Uses `pki` to read a certificate and the node through `link`. What the registry is told of a
//! certificate is read here and held against the profile; the node checks the rest.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use super::word;
use crate::domain::country::Country;
use crate::domain::ids::PartnerId;
use crate::domain::ids::ProfileId;
use crate::domain::partner::Certificate;
use crate::domain::partner::Partner;
use crate::domain::peer::PeerName;
use crate::domain::text::Text;
use crate::pki::PkiError;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::issuer;
use crate::pki::pem;
use crate::wire::control::ChangeReply;
use crate::wire::control::KnownCertificateReply;
use crate::wire::control::NewPartnerFields;
use crate::wire::control::PartnerReply;
use crate::wire::control::ReasonFields;

/// Say which foreign agencies may ask: add, list, suspend, resume.
///
/// Works on the running node at the home, or on one that is stopped. A change bites on the partner's
/// next request, also on connections that are open.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout cert issue partner/nl-kmar/gate-1 --out .
  lookout partner add nl-kmar --name 'Koninklijke Marechaussee' --country NL \\
    --cert nl-kmar.gate-1.pem
  lookout partner suspend nl-kmar --reason 'key lost, case 2026-17'

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
    /// Register a partner with a certificate, or give a known one another certificate
    ///
    /// The certificate's one URI name must be spiffe://<trust domain>/partner/<ID>/<client>, and it
    /// must keep to the profile of certs/README.md. If its authority is not this home's own, put the
    /// authority's certificate after it in the file. Enrolment by EST comes with its own issue; until
    /// then `lookout cert issue` makes a certificate to try this with.
    #[command(after_help = "\
Example:
  lookout partner add nl-kmar --name 'Koninklijke Marechaussee' --country NL \\
    --cert nl-kmar.gate-1.pem

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Add(Add),
    /// Show the partners and whether they may ask
    #[command(
        after_help = "Example:\n  lookout partner list --json\n\nExit codes: 0 shown, 1 failed, 2 wrong usage or settings."
    )]
    List,
    /// Refuse a partner until it is resumed
    ///
    /// Its next request is refused with 403, and its idle connections are closed. Its certificates stay
    /// as they are; `lookout cert revoke` ends one of them for good.
    #[command(after_help = "\
Example:
  lookout partner suspend nl-kmar --reason 'key lost, case 2026-17'

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Suspend {
        /// The partner, such as nl-kmar
        id: PartnerId,
        /// Why, in words; kept in the journal
        #[arg(long)]
        reason: Text,
    },
    /// Let a suspended partner ask again
    #[command(
        after_help = "Example:\n  lookout partner resume nl-kmar\n\nExit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node."
    )]
    Resume {
        /// The partner, such as nl-kmar
        id: PartnerId,
    },
}

#[derive(Args, Debug)]
struct Add {
    /// The partner: two letters of its country, a hyphen, a short name, such as nl-kmar
    id: PartnerId,
    /// Its name in words
    #[arg(long)]
    name: Text,
    /// Its certificate, PEM, perhaps with its authority's after it
    #[arg(long, value_name = "FILE")]
    cert: PathBuf,
    /// Its country, such as NL
    #[arg(long)]
    country: Option<Country>,
    /// What it may ask and see
    #[arg(long, default_value = "partner")]
    profile: ProfileId,
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
            (What::Suspend { id, reason }, _) => {
                let why = ReasonFields {
                    reason: reason.clone(),
                };
                let text =
                    format!("Partner {id} is refused from now on, until `lookout partner resume {id}`.");
                changed(&link, id, "suspend", &why, &text, arguments.json).await
            }
            (What::Resume { id }, _) => {
                let text = format!("Partner {id} may ask again.");
                changed(&link, id, "resume", &json!({}), &text, arguments.json).await
            }
            (What::List | What::Add(_), _) => list(&link, arguments.json).await,
        };
        link.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

impl Add {
    fn fields(&self, at: &At) -> Result<NewPartnerFields, Failure> {
        let certificate = read(&self.cert, at)?;
        match &certificate.name {
            PeerName::Partner(partner, _) if *partner == self.id => {}
            name => {
                let text = format!(
                    "{} names {name}, not a client of {}",
                    self.cert.display(),
                    self.id
                );
                return Err(Failure::new(text)
                    .hint("register it under the partner it names, or ask for one that names this partner")
                    .code(2));
            }
        }
        Ok(NewPartnerFields {
            partner: Partner {
                id: self.id.clone(),
                name: self.name.clone(),
                country: self.country,
                profile: self.profile.clone(),
            },
            certificate,
        })
    }
}

/// What the registry will hold of the certificate in a file.
pub(super) fn read(path: &Path, at: &At) -> Result<Certificate, Failure> {
    let unfit = |error: &dyn std::error::Error| {
        Failure::because(format!("{} cannot be registered", path.display()), error)
            .hint("certs/README.md says what a client certificate must be like")
    };
    let settings = at.settings()?;
    let text = files::read(path).map_err(|error| Failure::because("cannot read the certificate", &error))?;
    let chain = pem::certificates(&text).map_err(|error| unfit(&error))?;
    let authority = Files::under(at.home().certs()).authority();
    let mut authorities = Vec::new();
    for name in [files::ISSUING_CERTIFICATE, files::ROOT_CERTIFICATE] {
        // A home may have no authority of its own; then the chain must bring it.
        if let Ok(text) = files::read(&authority.join(name)) {
            authorities.push(pem::certificate(&text).map_err(|error| unfit(&error))?);
        }
    }
    issuer::record(&chain, &authorities, &settings.node.trust_domain).map_err(|error| match error {
        // In the profile's own words; the room's speak of signing.
        PkiError::Profile(fault) => unfit(&fault),
        error => unfit(&error),
    })
}

async fn added(link: &Link, new: NewPartnerFields, json: bool) -> Result<(), Failure> {
    let reply: ChangeReply = link.post("/partners", &new).await?;
    let NewPartnerFields { partner, certificate } = new;
    if json {
        return out::json(
            &json!({ "partner": partner.id, "key": certificate.key, "position": reply.position }),
        );
    }
    out::say(&format!(
        "Partner {} may ask as {} with key {} until {:.0}, under profile {}.",
        partner.id, certificate.name, certificate.key, certificate.not_after, partner.profile
    ))
}

async fn changed<B: serde::Serialize + Sync>(
    link: &Link,
    id: &PartnerId,
    verb: &str,
    body: &B,
    text: &str,
    json: bool,
) -> Result<(), Failure> {
    let known: Vec<PartnerReply> = link.get("/partners").await?;
    if !known.iter().any(|known| known.partner.id == *id) {
        return Err(Failure::new(format!("there is no partner {id} here"))
            .hint("`lookout partner list` shows those there are"));
    }
    let reply: ChangeReply = link.post(&format!("/partners/{id}/{verb}"), body).await?;
    if json {
        return out::json(&json!({ "partner": id, "position": reply.position }));
    }
    out::say(text)
}

async fn list(link: &Link, json: bool) -> Result<(), Failure> {
    let partners: Vec<PartnerReply> = link.get("/partners").await?;
    if json {
        return out::json(&json!(partners));
    }
    if partners.is_empty() {
        return out::say("No partner is registered. `lookout partner add` registers one.");
    }
    let certificates: Vec<KnownCertificateReply> = link.get("/certificates").await?;
    let active = |id: &PartnerId| {
        let of = |name: &PeerName| matches!(name, PeerName::Partner(partner, _) if partner == id);
        let good = certificates.iter().filter(|known| known.status == "active");
        good.filter(|known| of(&known.certificate.name)).count()
    };
    let mut rows = vec![["ID", "STANDING", "COUNTRY", "PROFILE", "CERTIFICATES", "NAME"].map(str::to_owned)];
    rows.extend(partners.iter().map(|known| {
        [
            known.partner.id.to_string(),
            word::of(&known.standing),
            known
                .partner
                .country
                .map(|country| country.to_string())
                .unwrap_or_default(),
            known.partner.profile.to_string(),
            active(&known.partner.id).to_string(),
            out::harmless(known.partner.name.as_str()),
        ]
    }));
    out::say(&out::columns(&rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::SystemClock;
    use crate::server::complete_keys;

    #[test]
    fn a_certificate_is_refused_in_the_words_of_the_profile_or_read_for_the_registry() {
        let folder = tempfile::tempdir().unwrap();
        let at = At::folder(folder.path());
        let settings = at.settings().unwrap();
        let authority = complete_keys(&at.home(), &settings, &SystemClock).unwrap();
        let files = Files::under(at.home().certs());
        let refused = format!("{:?}", read(&files.door_chain("partners"), &at).unwrap_err());
        assert!(
            refused.contains("clientAuth") && !refused.contains("signed"),
            "{refused}"
        );

        let name = PeerName::Partner("nl-kmar".parse().unwrap(), "gate-1".parse().unwrap());
        let now = crate::domain::clock::Clock::now(&SystemClock);
        let life = crate::pki::issue::PARTNER_LIFETIME;
        let made = authority
            .client_with_key(&name, &settings.node.trust_domain, life, now)
            .unwrap();
        let path = folder.path().join("gate-1.pem");
        std::fs::write(&path, made.issued.chain_pem()).unwrap();
        assert_eq!(read(&path, &at).unwrap(), made.record.unwrap());

        let mut add = Add {
            id: "nl-kmar".parse().unwrap(),
            name: "Marechaussee".parse().unwrap(),
            cert: path,
            country: None,
            profile: "partner".parse().unwrap(),
        };
        assert!(add.fields(&at).is_ok());
        add.id = "de-bpol".parse().unwrap();
        let refused = format!("{:?}", add.fields(&at).err().unwrap());
        assert!(
            refused.contains("names partner/nl-kmar/gate-1, not a client of de-bpol"),
            "{refused}"
        );
    }
}
