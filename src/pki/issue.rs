//! Issuing: client certificates in two steps, server certificates in one.
//!
//! Uses `authority`, `profile`, `keys`. What will be signed is known, and held against our own
//! profile, before the real key signs it: [`Draft::record`] is what `service` writes down in between.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use rcgen::CertificateParams;
use rcgen::DistinguishedName;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyPair;
use rcgen::KeyUsagePurpose;
use rcgen::PublicKeyData;
use rcgen::SanType;
use rcgen::SubjectPublicKeyInfo;
use rustls_pki_types::CertificateDer;

use super::Authority;
use super::PkiError;
use super::authority;
use super::keys;
use super::pem;
use super::profile;
use super::signer::Hand;
use crate::domain::partner::Certificate;
use crate::domain::peer::PeerName;

/// Longest life of a server's certificate: a year.
pub const SERVER_LIFETIME: Duration = Duration::from_secs(365 * 86_400);
/// Usual and longest life of a partner's certificate: 30 days.
pub const PARTNER_LIFETIME: Duration = Duration::from_secs(profile::PARTNER_SECONDS as u64);
/// Usual life of a local user's certificate: a year.
pub const STAFF_LIFETIME: Duration = Duration::from_secs(365 * 86_400);

/// A client certificate that is ready to be signed. Used up by [`Authority::sign`].
#[derive(Debug)]
pub struct Draft {
    made: CertificateParams,
    key: SubjectPublicKeyInfo,
    record: Certificate,
}

impl Draft {
    /// What the registry will hold of it: to be written down before signing.
    #[must_use]
    pub fn record(&self) -> &Certificate {
        &self.record
    }
}

/// A signed certificate and the issuing authority's above it.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The certificate, then the issuing authority's.
    pub chain: Vec<CertificateDer<'static>>,
}

impl Issued {
    /// The chain as PEM.
    #[must_use]
    pub fn chain_pem(&self) -> String {
        pem::encode_chain(&self.chain)
    }
}

/// A certificate with the private key that was made for it.
pub struct WithKey {
    /// The certificate.
    pub issued: Issued,
    /// What the registry holds of it; for a server nothing.
    pub record: Option<Certificate>,
    key: KeyPair,
}

impl WithKey {
    /// The private key, PKCS#8 as PEM: secret.
    #[must_use]
    pub fn key_pem(&self) -> String {
        pem::encode("PRIVATE KEY", self.key.serialized_der())
    }

    /// The private key, PKCS#8 as DER: secret.
    #[must_use]
    pub fn key_der(&self) -> &[u8] {
        self.key.serialized_der()
    }
}

impl Authority {
    /// Prepares a client certificate for the key in `spki` (DER), named `name` in `trust_domain`,
    /// good for `lifetime` from five minutes before `now`, and never beyond the authority itself.
    ///
    /// # Errors
    /// [`PkiError::Key`] for a key that is not allowed; [`PkiError::Profile`] for a life that is too
    /// long; [`PkiError::AuthorityExpired`].
    pub fn draft(
        &self,
        spki: &[u8],
        name: &PeerName,
        trust_domain: &str,
        lifetime: Duration,
        now: Timestamp,
    ) -> Result<Draft, PkiError> {
        keys::allowed(spki)?;
        let key = SubjectPublicKeyInfo::from_der(spki).map_err(|_| keys::KeyFault::Unreadable)?;
        let mut made = self.prepared(lifetime, now)?;
        let (organisation, common) = match name {
            PeerName::Partner(partner, client) => (partner.as_str(), client.as_str()),
            PeerName::Staff(staff) => ("staff", staff.as_str()),
        };
        made.distinguished_name
            .push(DnType::OrganizationName, organisation);
        made.distinguished_name.push(DnType::CommonName, common);
        let uri = format!("spiffe://{trust_domain}/{name}");
        let uri = uri
            .as_str()
            .try_into()
            .map_err(PkiError::making("writing the name"))?;
        made.subject_alt_names = vec![SanType::URI(uri)];
        made.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];

        // Signed with a throw-away key first, and held against the profile (SECURITY 1, Boulder).
        let throw_away = KeyPair::generate().map_err(PkiError::making("making a throw-away key"))?;
        let issuer = Issuer::from_ca_cert_der(self.issuing(), &throw_away)
            .map_err(PkiError::making("reading the issuing certificate"))?;
        let trial = made
            .signed_by(&key, &issuer)
            .map_err(PkiError::making("signing the trial"))?;
        let found = profile::check(trial.der(), trust_domain)?;
        if found.key != keys::key_hash(spki) || found.name != *name {
            return Err(PkiError::KeyMismatch);
        }
        let record = Certificate {
            key: found.key,
            name: found.name,
            issuer: self.pin()?,
            serial: found.serial,
            not_before: found.not_before,
            not_after: found.not_after,
        };
        Ok(Draft { made, key, record })
    }

    /// Signs a draft.
    ///
    /// # Errors
    /// [`PkiError::Making`] when the signing key is out of reach.
    pub fn sign(&self, draft: Draft) -> Result<Issued, PkiError> {
        self.signed(&draft.made, &draft.key)
    }

    /// Makes a P-256 key and a client certificate for it, at once: for `quickstart` and `cert issue`.
    ///
    /// # Errors
    /// As [`Authority::draft`] and [`Authority::sign`].
    pub fn client_with_key(
        &self,
        name: &PeerName,
        trust_domain: &str,
        lifetime: Duration,
        now: Timestamp,
    ) -> Result<WithKey, PkiError> {
        let key = KeyPair::generate().map_err(PkiError::making("making a client's key"))?;
        let draft = self.draft(&key.subject_public_key_info(), name, trust_domain, lifetime, now)?;
        let record = Some(draft.record().clone());
        Ok(WithKey {
            issued: self.sign(draft)?,
            record,
            key,
        })
    }

    /// Makes a P-256 key and a server certificate for these host names and addresses, good for a year
    /// or until the authority ends.
    ///
    /// # Errors
    /// [`PkiError::HostName`], [`PkiError::AuthorityExpired`], [`PkiError::Making`].
    pub fn server_with_key(
        &self,
        hosts: &[String],
        addresses: &[IpAddr],
        now: Timestamp,
    ) -> Result<WithKey, PkiError> {
        let key = KeyPair::generate().map_err(PkiError::making("making a server's key"))?;
        let issued = self.server(&key, hosts, addresses, now)?;
        Ok(WithKey {
            issued,
            record: None,
            key,
        })
    }

    /// A new server certificate for the private key in `key` (PEM, PKCS#8), as
    /// [`Authority::server_with_key`] makes one: only one file has to be replaced then.
    ///
    /// # Errors
    /// As there, and [`PkiError::Making`] for a key that cannot be read.
    pub fn server_again(&self, key: &str, hosts: &[String], now: Timestamp) -> Result<Issued, PkiError> {
        let key = KeyPair::from_pem(key).map_err(PkiError::making("reading the server's key"))?;
        self.server(&key, hosts, &[], now)
    }

    fn server(
        &self,
        key: &KeyPair,
        hosts: &[String],
        addresses: &[IpAddr],
        now: Timestamp,
    ) -> Result<Issued, PkiError> {
        let mut made = self.prepared(SERVER_LIFETIME, now)?;
        made.distinguished_name.push(DnType::OrganizationName, "Lookout");
        for host in hosts {
            // An address among the host names stands as an address: clients compare it as one.
            made.subject_alt_names.push(match host.parse() {
                Ok(address) => SanType::IpAddress(address),
                Err(_) => SanType::DnsName(dns_name(host)?),
            });
        }
        made.subject_alt_names
            .extend(addresses.iter().copied().map(SanType::IpAddress));
        if made.subject_alt_names.is_empty() {
            return Err(PkiError::HostName(String::new()));
        }
        made.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.signed(&made, key)
    }

    /// What every certificate below has in common: serial, validity, key usage, key identifiers.
    fn prepared(&self, lifetime: Duration, now: Timestamp) -> Result<CertificateParams, PkiError> {
        let lifetime = i64::try_from(lifetime.as_secs()).map_err(|_| PkiError::Instant)?;
        let start = now.as_second().saturating_sub(authority::BACKDATE_SECONDS);
        let end = start.saturating_add(lifetime).min(self.not_after().as_second());
        if end <= now.as_second() {
            return Err(PkiError::AuthorityExpired);
        }
        let mut made = CertificateParams::default();
        authority::set_validity(&mut made, start, end)?;
        made.distinguished_name = DistinguishedName::new();
        made.serial_number = Some(authority::random_serial()?);
        // Explicit, so that the subject key identifier is written too.
        made.is_ca = IsCa::ExplicitNoCa;
        made.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        made.use_authority_key_identifier_extension = true;
        Ok(made)
    }

    fn signed(&self, made: &CertificateParams, key: &impl PublicKeyData) -> Result<Issued, PkiError> {
        let issuer = Issuer::from_ca_cert_der(self.issuing(), Hand(self.signer()))
            .map_err(PkiError::making("reading the issuing certificate"))?;
        let signed = made
            .signed_by(key, &issuer)
            .map_err(PkiError::making("signing the certificate"))?;
        Ok(Issued {
            chain: vec![signed.into(), self.issuing().clone()],
        })
    }
}

fn dns_name(host: &str) -> Result<rcgen::string::Ia5String, PkiError> {
    let refused = || PkiError::HostName(host.to_owned());
    rustls_pki_types::DnsName::try_from(host).map_err(|_| refused())?;
    host.try_into().map_err(|_| refused())
}
