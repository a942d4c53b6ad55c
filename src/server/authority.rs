//! Keys and certificates of a home: read for serving, made for a first run.
//!
//! Uses `pki`. A key that is missing is never made silently by `serve`: only `quickstart` and
//! `ca init` make keys.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::clock_note::home_may_issue;
use super::renewal;
use crate::audit::LogKey;
use crate::config::Config;
use crate::config::Door;
use crate::config::Home;
use crate::domain::clock::Clock;
use crate::pki::Authority;
use crate::pki::PkiError;
use crate::pki::authority::NewAuthority;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::files::Secrecy;
use crate::pki::keys::make_log_key;
use crate::pki::pem;
use crate::service::ClockBehind;
use crate::tls::Ask;
use crate::tls::Terms;
use crate::tls::Trust;

/// Names of the authority's certificates in figures and probes.
const ISSUING: &str = "issuing";
const ROOT: &str = "root";

/// Why a home's keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NoKeys {
    /// Not there, or not readable.
    #[error(
        "cannot use this home's keys and certificates: run `lookout ca init` to make them (`lookout quickstart` for a trial)"
    )]
    Missing(#[source] PkiError),
    /// The audit log's key is not one.
    #[error("the audit log's key is not an Ed25519 key")]
    LogKey,
    /// There is an audit log, and the key that signs it is gone.
    #[error(
        "the audit log is there and its key `audit.key` is not: put back a copy (a backup has it only when taken with --with-keys), or begin a new log (docs/OPERATIONS.md, Lost key)"
    )]
    LogWithoutKey,
    /// A door's terms cannot be made of them.
    #[error("a door's certificate cannot be used")]
    Terms(#[from] crate::tls::TlsError),
    /// One that is missing cannot be dated.
    #[error(transparent)]
    Clock(#[from] ClockBehind),
    /// One that was missing cannot be made.
    #[error("cannot make keys and certificates")]
    Making(#[source] PkiError),
}

/// A certificate that this gateway serves or signs with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    pub(super) name: &'static str,
    pub(super) not_after: Timestamp,
}

impl Own {
    /// Whether partners are shut out once it has ended.
    pub(super) fn needed(&self) -> bool {
        ["partners", ISSUING, ROOT].contains(&self.name)
    }
}

/// The TLS terms of each door; nothing is shared between them.
pub(super) struct DoorTerms {
    pub(super) own: Vec<Own>,
    pub(super) partners: Terms,
    pub(super) enrolment: Terms,
    pub(super) desk: Terms,
}

/// Makes the doors' terms of what lies in the home.
pub(super) fn terms(home: &Home, config: &Config, clock: &Arc<dyn Clock>) -> Result<DoorTerms, NoKeys> {
    // Of all that is missing in a home restored without its keys, this is what nobody can make again.
    log_key(home)?;
    let trust = trust(home, config)?;
    let mut own = Vec::new();
    for (name, certificate) in [ISSUING, ROOT].into_iter().zip(trust.authorities.iter().rev()) {
        own.push(read_end(name, certificate)?);
    }
    let mut make = |name, ask| {
        let keyed = door(home, name)?;
        if let Some(certificate) = keyed.chain.first() {
            own.push(read_end(name, certificate)?);
        }
        Ok::<_, NoKeys>(Terms::new(keyed, ask, Arc::clone(clock))?)
    };
    let (partners, enrolment, desk) = (
        make("partners", Ask::Required(trust.clone()))?,
        make("enrolment", Ask::Nothing)?,
        make("desk", Ask::Requested(trust))?,
    );
    Ok(DoorTerms {
        own,
        partners,
        enrolment,
        desk,
    })
}

fn read_end(name: &'static str, certificate: &[u8]) -> Result<Own, NoKeys> {
    let (_, not_after) = pem::validity(certificate).map_err(NoKeys::Missing)?;
    Ok(Own { name, not_after })
}

/// The key that signs receipts and the log's head.
pub(super) fn log_key(home: &Home) -> Result<LogKey, NoKeys> {
    let path = Files::under(home.certs()).log_key();
    if !path.exists() && home.audit().join("log.db").exists() {
        return Err(NoKeys::LogWithoutKey);
    }
    let text = files::read(&path).map_err(NoKeys::Missing)?;
    let key = pem::private_key(&text).map_err(NoKeys::Missing)?;
    LogKey::from_pkcs8(key.secret_der()).map_err(|_| NoKeys::LogKey)
}

/// Whose clients this gateway believes: its own authority.
fn trust(home: &Home, config: &Config) -> Result<Trust, NoKeys> {
    let folder = Files::under(home.certs()).authority();
    let mut authorities = Vec::new();
    for name in [files::ROOT_CERTIFICATE, files::ISSUING_CERTIFICATE] {
        let text = files::read(&folder.join(name)).map_err(NoKeys::Missing)?;
        authorities.push(pem::certificate(&text).map_err(NoKeys::Missing)?);
    }
    Ok(Trust {
        authorities,
        domain: config.node.trust_domain.clone(),
    })
}

/// The certificate and key of a door.
fn door(home: &Home, door: &str) -> Result<pem::Keyed, NoKeys> {
    let files = Files::under(home.certs());
    let chain = crate::pki::files::read(&files.door_chain(door)).map_err(NoKeys::Missing)?;
    let key = crate::pki::files::read(&files.door_key(door)).map_err(NoKeys::Missing)?;
    pem::keyed(&chain, &key).map_err(NoKeys::Missing)
}

/// Makes what is missing of a home's own keys: the authority, the doors' certificates, the log's key.
/// What is there is kept. Returns the authority.
///
/// # Errors
/// When one cannot be made or written.
pub fn complete(home: &Home, config: &Config, clock: &dyn Clock) -> Result<Authority, NoKeys> {
    let files = Files::under(home.certs());
    let folder = files.authority();
    let is_whole = folder.join(files::ROOT_CERTIFICATE).exists()
        && tls_doors(config)
            .iter()
            .all(|(door, _)| files.door_chain(door).exists());
    if !is_whole {
        home_may_issue(home, clock.now())?;
    }
    if !folder.join(files::ROOT_CERTIFICATE).exists() {
        let made = NewAuthority::make(&config.node.name, clock.now()).map_err(NoKeys::Making)?;
        made.save(&folder).map_err(NoKeys::Making)?;
    }
    let authority = Authority::load(&folder).map_err(NoKeys::Missing)?;
    if !files.log_key().exists() {
        // A new key would not continue the log, and would take the place of the public key that it is
        // verified by.
        if home.audit().join("log.db").exists() {
            return Err(NoKeys::LogWithoutKey);
        }
        let key = make_log_key().map_err(NoKeys::Making)?;
        put(&files.log_public_key(), &key.public_pem, Secrecy::Public)?;
        put(&files.log_key(), &key.private_pem, Secrecy::Private)?;
    }
    for (door, settings) in tls_doors(config) {
        if !files.door_chain(door).exists() {
            renewal::make(&files, &authority, door, &settings.hosts, clock.now()).map_err(NoKeys::Making)?;
        }
    }
    Ok(authority)
}

/// The doors that have a certificate.
pub(super) fn tls_doors(config: &Config) -> [(&'static str, &Door); 3] {
    let doors = &config.doors;
    [
        ("partners", &doors.partners),
        ("enrolment", &doors.enrolment),
        ("desk", &doors.desk),
    ]
}

fn put(path: &Path, text: &str, secrecy: Secrecy) -> Result<(), NoKeys> {
    files::write(path, text.as_bytes(), secrecy).map_err(NoKeys::Making)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::SystemClock;

    #[test]
    fn a_lost_log_key_is_not_replaced_while_its_log_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let config = crate::config::load(&home.settings(), false, []).unwrap();
        complete(&home, &config, &SystemClock).unwrap();
        let files = Files::under(home.certs());
        let public = std::fs::read(files.log_public_key()).unwrap();
        std::fs::create_dir_all(home.audit()).unwrap();
        std::fs::write(home.audit().join("log.db"), "").unwrap();
        complete(&home, &config, &SystemClock).unwrap();
        std::fs::remove_file(files.log_key()).unwrap();
        let refused = complete(&home, &config, &SystemClock);
        assert!(matches!(refused, Err(NoKeys::LogWithoutKey)));
        assert_eq!(std::fs::read(files.log_public_key()).unwrap(), public);
        // With the log put away a new one may begin.
        std::fs::remove_dir_all(home.audit()).unwrap();
        complete(&home, &config, &SystemClock).unwrap();
        assert!(files.log_key().exists());
    }
}
