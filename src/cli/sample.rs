//! What `quickstart` puts into a new home: a profile, a partner, an officer, invented alerts.
//!
//! Uses `pki`, `service`, `feeds`. Everything here is invented; run again, what is there is kept.

use std::io::BufReader;
use std::num::NonZeroU32;
use std::time::Duration;

use jiff::Timestamp;

use super::clock;
use super::failure::Failure;
use crate::access::ManageRegistry;
use crate::access::WriteAlerts;
use crate::config::Config;
use crate::config::Home;
use crate::domain::ids::ProfileId;
use crate::domain::partner::Allowance;
use crate::domain::partner::CandidateField;
use crate::domain::partner::Certificate;
use crate::domain::partner::DetailField;
use crate::domain::partner::Explain;
use crate::domain::partner::MaxCandidates;
use crate::domain::partner::Partner;
use crate::domain::partner::Profile;
use crate::domain::partner::Role;
use crate::domain::partner::Staff;
use crate::domain::peer::PeerName;
use crate::domain::query::Level;
use crate::feeds;
use crate::pki::Authority;
use crate::pki::bundle;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::files::Secrecy;
use crate::pki::issue;
use crate::pki::pem;
use crate::pki::profile;
use crate::service::NewPartner;
use crate::service::Services;

/// The invented alerts, in the program itself, so that it needs no folder beside it.
const ALERTS: &[u8] = include_bytes!("../../index/sample/alerts.jsonl");
/// Alerts sent at once.
const BATCH: usize = 500;
/// A sample certificate with less than this left is made anew.
const RENEW_BEFORE: Duration = Duration::from_secs(24 * 3_600);
/// The password of the officer's `.p12`, printed by `quickstart`: it guards nothing but the sample.
pub(super) const P12_PASSWORD: &str = "lookout";

/// Names of the sample's files under `certs/live/clients/`.
pub(super) const PARTNER: &str = "sample-partner";
pub(super) const OFFICER: &str = "sample-officer";

/// Makes the keys and certificates of the sample partner and officer, unless good ones are there.
pub(super) fn certificates(
    home: &Home,
    config: &Config,
    authority: &Authority,
    now: Timestamp,
) -> Result<[Certificate; 2], Failure> {
    let partner = PeerName::Partner(id("xx-sample")?, id("demo")?);
    let officer = PeerName::Staff(id("officer-1")?);
    let partner = certificate(
        home,
        PARTNER,
        &partner,
        issue::PARTNER_LIFETIME,
        config,
        authority,
        now,
    )?;
    let officer = certificate(
        home,
        OFFICER,
        &officer,
        issue::STAFF_LIFETIME,
        config,
        authority,
        now,
    )?;
    Ok([partner, officer])
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|_| Failure::new("a sample name is malformed"))
}

fn certificate(
    home: &Home,
    file: &str,
    name: &PeerName,
    life: Duration,
    config: &Config,
    authority: &Authority,
    now: Timestamp,
) -> Result<Certificate, Failure> {
    let failed =
        |error: crate::pki::PkiError| Failure::because("cannot make the sample certificates", &error);
    let files = Files::under(home.certs());
    let (certificate, key, p12) = (
        files.client(file, "pem"),
        files.client(file, "key"),
        files.client(file, "p12"),
    );
    let domain = &config.node.trust_domain;
    let kept = files::read(&certificate)
        .ok()
        .and_then(|text| pem::certificates(&text).ok());
    // The chain follows the certificate in its file.
    let kept = kept.and_then(|chain| profile::check(chain.first()?, domain).ok());
    let issuer = authority.pin().map_err(failed)?;
    if let Some(kept) = kept.filter(|kept| kept.not_after > now + RENEW_BEFORE) {
        return Ok(Certificate {
            key: kept.key,
            name: kept.name,
            issuer,
            serial: kept.serial,
            not_before: kept.not_before,
            not_after: kept.not_after,
        });
    }
    clock::may_issue(home, now)?;
    let made = authority
        .client_with_key(name, domain, life, now)
        .map_err(failed)?;
    let bundle = bundle::pkcs12(&made.issued.chain, made.key_der(), file, P12_PASSWORD).map_err(failed)?;
    files::write(&key, made.key_pem().as_bytes(), Secrecy::Private).map_err(failed)?;
    files::write(&p12, &bundle, Secrecy::Private).map_err(failed)?;
    files::write(&certificate, made.issued.chain_pem().as_bytes(), Secrecy::Public).map_err(failed)?;
    made.record
        .ok_or_else(|| Failure::new("a client certificate has no record"))
}

/// Registers what the sample needs and is not there.
pub(super) async fn register(
    services: &Services,
    user: u32,
    certificates: [Certificate; 2],
) -> Result<(), Failure> {
    let [partner, officer] = certificates;
    let refused =
        |refused: crate::service::Refused| Failure::because("cannot register the sample", refused.refusal());
    for profile in profiles(services.config())? {
        if services.state().registry().profile(&profile.id).is_none() {
            let permit = services
                .admit_local::<ManageRegistry>(user)
                .await
                .map_err(refused)?;
            services.put_profile(permit, profile).await.map_err(refused)?;
        }
    }
    let known = |certificate: &Certificate| {
        services
            .state()
            .registry()
            .certificate(&certificate.key)
            .is_some()
    };
    if !known(&partner) {
        let new = Partner {
            id: id("xx-sample")?,
            name: id("Sample partner")?,
            country: None,
            profile: id("sample")?,
        };
        let permit = services
            .admit_local::<ManageRegistry>(user)
            .await
            .map_err(refused)?;
        services
            .put_partner(
                permit,
                NewPartner {
                    partner: new,
                    certificate: partner,
                },
            )
            .await
            .map_err(refused)?;
    }
    if !known(&officer) {
        let staff = Staff {
            id: id("officer-1")?,
            role: Role::Officer,
            profile: id("officer")?,
            owners: None,
        };
        let permit = services
            .admit_local::<ManageRegistry>(user)
            .await
            .map_err(refused)?;
        services
            .put_staff(permit, staff, officer)
            .await
            .map_err(refused)?;
    }
    Ok(())
}

/// Three profiles: for partners in general, for the sample partner with generous limits and full
/// explanations of invented people, and for officers.
fn profiles(config: &Config) -> Result<[Profile; 3], Failure> {
    use CandidateField as Field;
    let fields = vec![
        Field::Category,
        Field::Cautions,
        Field::Owner,
        Field::Contact,
        Field::Dates,
        Field::Matched,
    ];
    let profile = |name: &str, level, explain, allowance| -> Result<Profile, Failure> {
        Ok(Profile {
            id: id::<ProfileId>(name)?,
            purposes: config
                .purposes
                .iter()
                .map(|purpose| purpose.code.clone())
                .collect(),
            level,
            max_candidates: MaxCandidates::MOST,
            explain,
            fields: fields.clone(),
            details: DetailField::TO_COMPARE.into(),
            allowance,
        })
    };
    let generous = Allowance {
        per_second: NonZeroU32::MIN.saturating_add(9_999),
        burst: NonZeroU32::MIN.saturating_add(19_999),
    };
    Ok([
        profile("partner", Level::Standard, Explain::Codes, None)?,
        profile("sample", Level::Broad, Explain::Full, Some(generous))?,
        profile("officer", Level::Broad, Explain::Full, None)?,
    ])
}

/// Enters the invented alerts; those that are there as they come change nothing.
pub(super) async fn alerts(services: &Services, user: u32) -> Result<usize, Failure> {
    let mut reader = feeds::Reader::new(BufReader::new(ALERTS), feeds::Plan::Lookout);
    let mut count = 0;
    loop {
        let batch: Vec<_> = reader.by_ref().take(BATCH).filter_map(Result::ok).collect();
        if batch.is_empty() {
            break;
        }
        count += batch.len();
        let refused = |refused: crate::service::Refused| {
            Failure::because("cannot enter the sample alerts", refused.refusal())
        };
        let permit = services.admit_local::<WriteAlerts>(user).await.map_err(refused)?;
        services.import(permit, batch).await.map_err(refused)?;
    }
    reader
        .finish()
        .map_err(|error| Failure::because("cannot read the sample alerts", &error))?;
    Ok(count)
}
