//! Renewing the doors' own certificates before they end: at start, or by hand.
//!
//! Uses `pki`. Only a certificate of the home's own authority is replaced: one that somebody brought is
//! theirs to renew. At start the key stays, so that one file changes and a crash leaves a pair that fits.

use jiff::Timestamp;

use super::authority::tls_doors;
use super::clock_note::home_may_issue;
use crate::config::Config;
use crate::config::Home;
use crate::domain::clock::Clock;
use crate::pki::Authority;
use crate::pki::PkiError;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::files::Secrecy;
use crate::pki::issuer;
use crate::pki::pem;
use crate::pki::server::ServerCertificate;

/// A certificate that was made anew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Renewed {
    /// Of which door.
    pub door: &'static str,
    /// Its last instant.
    pub not_after: Timestamp,
}

/// Renews those certificates of the home's own authority of whose life less than a third is left, and
/// those that lack a name the settings ask for. What cannot be renewed is logged and left: a start
/// does not fail for it while the old one is good.
pub fn doors(home: &Home, config: &Config, clock: &dyn Clock) -> Vec<Renewed> {
    let files = Files::under(home.certs());
    let now = clock.now();
    let mut renewed = Vec::new();
    if let Err(behind) = home_may_issue(home, now) {
        tracing::warn!(error = %behind, "the doors' certificates are not renewed");
        return renewed;
    }
    for (door, settings) in tls_doors(config) {
        match when_due(&files, door, &settings.hosts, now) {
            Ok(Some(made)) => {
                tracing::info!(door, not_after = %made.not_after, "the door's certificate was renewed");
                renewed.push(made);
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(
                door,
                error = &error as &dyn std::error::Error,
                "the door's certificate was not renewed"
            ),
        }
    }
    renewed
}

/// Makes the certificate of the named door anew, whatever state it is in, under its key where that is
/// there and good and `new_key` does not ask for another. `None` where there is no such door.
///
/// # Errors
/// When the authority cannot be read, is past its end, or a file cannot be written.
pub fn door(
    home: &Home,
    config: &Config,
    name: &str,
    new_key: bool,
    now: Timestamp,
) -> Result<Option<Renewed>, PkiError> {
    let Some((door, settings)) = tls_doors(config).into_iter().find(|(door, _)| *door == name) else {
        return Ok(None);
    };
    let files = Files::under(home.certs());
    let authority = Authority::load(&files.authority())?;
    let kept = if new_key {
        None
    } else {
        again(&files, &authority, door, &settings.hosts, now).ok()
    };
    match kept {
        Some(made) => Ok(Some(made)),
        None => make(&files, &authority, door, &settings.hosts, now).map(Some),
    }
}

/// Makes a key and a certificate for a door.
pub(super) fn make(
    files: &Files,
    authority: &Authority,
    door: &'static str,
    hosts: &[String],
    now: Timestamp,
) -> Result<Renewed, PkiError> {
    let made = authority.server_with_key(hosts, &[], now)?;
    files::write(&files.door_key(door), made.key_pem().as_bytes(), Secrecy::Private)?;
    put(files, door, &made.issued)
}

/// Makes a certificate for a door's own key.
fn again(
    files: &Files,
    authority: &Authority,
    door: &'static str,
    hosts: &[String],
    now: Timestamp,
) -> Result<Renewed, PkiError> {
    let key = files::read(&files.door_key(door))?;
    put(files, door, &authority.server_again(&key, hosts, now)?)
}

fn put(files: &Files, door: &'static str, issued: &crate::pki::issue::Issued) -> Result<Renewed, PkiError> {
    let leaf = issued.chain.first().ok_or(PkiError::NotACertificate)?;
    let (_, not_after) = pem::validity(leaf)?;
    let text = issued.chain_pem();
    files::write(&files.door_chain(door), text.as_bytes(), Secrecy::Public)?;
    Ok(Renewed { door, not_after })
}

fn when_due(
    files: &Files,
    door: &'static str,
    hosts: &[String],
    now: Timestamp,
) -> Result<Option<Renewed>, PkiError> {
    let (chain, key) = (files.door_chain(door), files.door_key(door));
    if !chain.exists() || !key.exists() {
        // Told by whoever opens the door.
        return Ok(None);
    }
    let chain = pem::certificates(&files::read(&chain)?)?;
    let leaf = chain.first().ok_or(PkiError::NotACertificate)?;
    let issuing = files::read(&files.authority().join(files::ISSUING_CERTIFICATE))?;
    let issuing = pem::certificate(&issuing)?;
    if issuer::issuer_of(leaf, [&issuing]).is_none() {
        return Ok(None);
    }
    let found = ServerCertificate::read(leaf)?;
    if !found.is_due(now) && found.missing(hosts).is_empty() {
        return Ok(None);
    }
    let authority = Authority::load(&files.authority())?;
    // Near the authority's own end a new certificate would not live longer than the old one.
    if found.missing(hosts).is_empty() && found.not_after >= authority.not_after() {
        return Ok(None);
    }
    again(files, &authority, door, hosts, now).map(Some)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::server::complete_keys;

    /// A clock that a test sets.
    #[derive(Debug)]
    struct At(Timestamp);

    impl Clock for At {
        fn now(&self) -> Timestamp {
            self.0
        }
    }

    fn at(day: &str) -> At {
        At(format!("{day}T12:00:00Z").parse().unwrap())
    }

    fn config(hosts: &str) -> Arc<Config> {
        let variable = ("LOOKOUT_DOORS__PARTNERS__HOSTS".to_owned(), hosts.to_owned());
        Arc::new(crate::config::load("/nowhere".as_ref(), false, [variable]).unwrap())
    }

    fn files(home: &Home, door: &str) -> (String, String) {
        let files = Files::under(home.certs());
        let read = |path: std::path::PathBuf| std::fs::read_to_string(path).unwrap();
        (read(files.door_chain(door)), read(files.door_key(door)))
    }

    #[test]
    fn a_certificate_is_renewed_in_its_last_third_under_the_same_key() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let config = config("[\"localhost\"]");
        complete_keys(&home, &config, &at("2026-01-01")).unwrap();
        let (chain, key) = files(&home, "partners");
        assert_eq!(doors(&home, &config, &at("2026-08-01")), []);
        let renewed = doors(&home, &config, &at("2026-09-15"));
        assert_eq!(
            renewed.iter().map(|made| made.door).collect::<Vec<_>>(),
            ["partners", "enrolment", "desk"]
        );
        let (new_chain, new_key) = files(&home, "partners");
        assert!(new_chain != chain && new_key == key);
        pem::keyed(&new_chain, &new_key).unwrap();
        assert!(renewed.iter().all(|made| made.not_after > at("2027-09-14").0));
        // Past its end it is renewed all the same.
        assert_eq!(doors(&home, &config, &at("2029-01-01")).len(), 3);
    }

    #[test]
    fn a_name_that_the_settings_add_comes_into_the_certificate() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let now = at("2026-01-01");
        complete_keys(&home, &config("[\"localhost\"]"), &now).unwrap();
        let config = config("[\"localhost\", \"gate.spoc.example\", \"192.0.2.7\"]");
        assert_eq!(doors(&home, &config, &now).len(), 1);
        let chain = pem::certificates(&files(&home, "partners").0).unwrap();
        let names = ServerCertificate::read(&chain[0]).unwrap().names;
        assert_eq!(names, ["localhost", "gate.spoc.example", "192.0.2.7"]);
        assert_eq!(doors(&home, &config, &now), []);
    }

    #[test]
    fn a_certificate_of_somebody_elses_authority_is_left_alone() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (home, other) = (Home::at(folder.path()), Home::at(other.path()));
        let config = config("[\"localhost\"]");
        complete_keys(&home, &config, &at("2026-01-01")).unwrap();
        complete_keys(&other, &config, &at("2026-01-01")).unwrap();
        let (chain, key) = files(&other, "partners");
        let ours = Files::under(home.certs());
        std::fs::write(ours.door_chain("partners"), &chain).unwrap();
        std::fs::write(ours.door_key("partners"), &key).unwrap();
        let renewed = doors(&home, &config, &at("2026-12-01"));
        assert!(renewed.iter().all(|made| made.door != "partners"), "{renewed:?}");
        assert_eq!(files(&home, "partners"), (chain, key));
    }

    #[test]
    fn by_hand_a_lost_or_foreign_key_is_replaced_and_a_good_one_kept() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let config = config("[\"localhost\"]");
        let now = at("2026-01-01");
        complete_keys(&home, &config, &now).unwrap();
        let (_, key) = files(&home, "desk");
        door(&home, &config, "desk", false, now.0).unwrap().unwrap();
        assert_eq!(files(&home, "desk").1, key);
        door(&home, &config, "desk", true, now.0).unwrap().unwrap();
        let changed = files(&home, "desk");
        assert_ne!(changed.1, key);
        std::fs::remove_file(Files::under(home.certs()).door_key("desk")).unwrap();
        door(&home, &config, "desk", false, now.0).unwrap().unwrap();
        let (chain, key) = files(&home, "desk");
        pem::keyed(&chain, &key).unwrap();
        assert_eq!(door(&home, &config, "ops", false, now.0).unwrap(), None);
    }

    #[test]
    fn near_the_authoritys_own_end_nothing_is_renewed_in_vain() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let config = config("[\"localhost\"]");
        complete_keys(&home, &config, &at("2026-01-01")).unwrap();
        // The issuing authority ends at the end of 2030.
        assert_eq!(doors(&home, &config, &at("2030-06-01")).len(), 3);
        assert_eq!(doors(&home, &config, &at("2030-12-01")), []);
    }
}
