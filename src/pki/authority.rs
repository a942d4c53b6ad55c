//! The gateway's own authority: an offline root and the issuing authority under it (DESIGN 8).
//!
//! Uses `signer`, `files`, `pem`. The root signs the issuing authority once, at `ca init`, and is then
//! taken away; nothing here needs its key again. No name constraints: webpki refuses those on URIs,
//! the registry pins issuer and name instead.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::DistinguishedName;
use rcgen::DnType;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyUsagePurpose;
use rcgen::SerialNumber;
use rustls_pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;

use super::PkiError;
use super::files;
use super::files::Secrecy;
use super::keys;
use super::pem;
use super::signer::FileSigner;
use super::signer::Hand;
use super::signer::Signer;
use crate::domain::peer::KeyHash;

const DAY: i64 = 86_400;
const ROOT_SECONDS: i64 = 20 * 365 * DAY;
const ISSUING_SECONDS: i64 = 5 * 365 * DAY;
/// How far back certificates begin, so that a partner's clock may be a little slow.
pub(crate) const BACKDATE_SECONDS: i64 = 5 * 60;
/// Length of our serial numbers.
const SERIAL_OCTETS: usize = 16;

/// An authority that can issue: the two certificates and the issuing key.
#[derive(Clone)]
pub struct Authority {
    root: CertificateDer<'static>,
    issuing: CertificateDer<'static>,
    issuing_not_after: Timestamp,
    signer: Arc<dyn Signer>,
}

/// A freshly made authority with the private keys, which are to be written once.
pub struct NewAuthority {
    /// The authority, ready to issue.
    pub authority: Authority,
    root_key: String,
    issuing_key: String,
}

impl NewAuthority {
    /// Makes root and issuing authority for the node called `node`, both with new P-384 keys.
    ///
    /// # Errors
    /// [`PkiError::Making`] or [`PkiError::Instant`].
    pub fn make(node: &str, now: Timestamp) -> Result<Self, PkiError> {
        let (root_key, issuing_key) = (FileSigner::generate()?, FileSigner::generate()?);
        let root = certificate_of(node, "root", 1, now, ROOT_SECONDS)?;
        let root_der = root
            .self_signed(&Hand(&root_key))
            .map_err(PkiError::making("signing the root"))?;
        let issuing = certificate_of(node, "issuing", 0, now, ISSUING_SECONDS)?
            .signed_by(&Hand(&issuing_key), &Issuer::from_params(&root, Hand(&root_key)))
            .map_err(PkiError::making("signing the issuing authority"))?;
        let (root_pem, issuing_pem) = (root_key.private_pem(), issuing_key.private_pem());
        let authority = Authority::new(root_der.into(), issuing.into(), Arc::new(issuing_key))?;
        Ok(Self {
            authority,
            root_key: root_pem,
            issuing_key: issuing_pem,
        })
    }

    /// Writes the four files into `folder`. The root's certificate comes last: where it is, all are.
    ///
    /// # Errors
    /// [`PkiError::Exists`] when there is an authority already; [`PkiError::File`].
    pub fn save(&self, folder: &Path) -> Result<(), PkiError> {
        let root = folder.join(files::ROOT_CERTIFICATE);
        if root.exists() {
            return Err(PkiError::Exists { path: root });
        }
        let issuing = pem::encode_chain(std::slice::from_ref(&self.authority.issuing));
        let put =
            |name: &str, text: &str, secrecy| files::write(&folder.join(name), text.as_bytes(), secrecy);
        put(files::ROOT_KEY, &self.root_key, Secrecy::Private)?;
        put(files::ISSUING_KEY, &self.issuing_key, Secrecy::Private)?;
        put(files::ISSUING_CERTIFICATE, &issuing, Secrecy::Public)?;
        let text = pem::encode_chain(std::slice::from_ref(&self.authority.root));
        files::write(&root, text.as_bytes(), Secrecy::Public)
    }
}

impl Authority {
    /// Puts an authority together from its certificates and the issuing key, wherever that lies.
    ///
    /// # Errors
    /// [`PkiError::KeyMismatch`] when the key is not the issuing certificate's, or the root did not
    /// sign that; [`PkiError::NotACertificate`].
    pub fn new(
        root: CertificateDer<'static>,
        issuing: CertificateDer<'static>,
        signer: Arc<dyn Signer>,
    ) -> Result<Self, PkiError> {
        let Ok(([], parsed)) = X509Certificate::from_der(&issuing) else {
            return Err(PkiError::NotACertificate);
        };
        if parsed.tbs_certificate.subject_pki.subject_public_key.data != signer.public_key()
            || super::issuer::issuer_of(&issuing, [&root]).is_none()
        {
            return Err(PkiError::KeyMismatch);
        }
        let end = parsed.tbs_certificate.validity.not_after.timestamp();
        let issuing_not_after = Timestamp::from_second(end).map_err(|_| PkiError::Instant)?;
        Ok(Self {
            root,
            issuing,
            issuing_not_after,
            signer,
        })
    }

    /// Reads the authority in `folder`, with the issuing key from its file. The root's key is not
    /// needed and should not be there.
    ///
    /// # Errors
    /// [`PkiError::File`], [`PkiError::Pem`], and those of [`Authority::new`].
    pub fn load(folder: &Path) -> Result<Self, PkiError> {
        let root = pem::certificate(&files::read(&folder.join(files::ROOT_CERTIFICATE))?)?;
        let issuing = pem::certificate(&files::read(&folder.join(files::ISSUING_CERTIFICATE))?)?;
        let signer = FileSigner::from_pem(&files::read(&folder.join(files::ISSUING_KEY))?)?;
        Self::new(root, issuing, Arc::new(signer))
    }

    /// The root's certificate: what partners trust.
    #[must_use]
    pub fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }

    /// The issuing authority's certificate.
    #[must_use]
    pub fn issuing(&self) -> &CertificateDer<'static> {
        &self.issuing
    }

    /// The pin of everything this authority issues: hash of the issuing public key.
    ///
    /// # Errors
    /// None in practice; the certificate was read when the authority was made.
    pub fn pin(&self) -> Result<KeyHash, PkiError> {
        Ok(keys::key_hash(&pem::spki(&self.issuing)?))
    }

    /// SHA-256 of the root's certificate, hexadecimal: printed with an invitation (DESIGN 8).
    #[must_use]
    pub fn root_fingerprint(&self) -> String {
        keys::key_hash(&self.root).to_string()
    }

    /// Last instant of the issuing certificate; nothing is issued beyond it.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.issuing_not_after
    }

    /// The key that signs, for certificates and revocation lists.
    pub(crate) fn signer(&self) -> &dyn Signer {
        self.signer.as_ref()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authority(root {})", self.root_fingerprint())
    }
}

fn certificate_of(
    node: &str,
    part: &str,
    below: u8,
    now: Timestamp,
    seconds: i64,
) -> Result<CertificateParams, PkiError> {
    let mut made = CertificateParams::default();
    made.distinguished_name = DistinguishedName::new();
    made.distinguished_name
        .push(DnType::OrganizationName, format!("Lookout {node}"));
    made.distinguished_name
        .push(DnType::CommonName, format!("Lookout {node} {part} authority"));
    made.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
    made.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    made.use_authority_key_identifier_extension = true;
    made.serial_number = Some(random_serial()?);
    let now = now.as_second();
    set_validity(
        &mut made,
        now.saturating_sub(BACKDATE_SECONDS),
        now.saturating_add(seconds),
    )?;
    Ok(made)
}

/// A random positive serial number: 127 bits long, 126 of them random (64 to 159 are allowed).
pub(crate) fn random_serial() -> Result<SerialNumber, PkiError> {
    let mut octets = [0; SERIAL_OCTETS];
    aws_lc_rs::rand::fill(&mut octets).map_err(|_| PkiError::Making {
        what: "drawing a serial number",
        detail: "no randomness".into(),
    })?;
    if let Some(first) = octets.first_mut() {
        // Top bit clear: positive. Next bit set: always 127 bits long, so never short, never padded.
        *first = (*first & 0x7f) | 0x40;
    }
    Ok(SerialNumber::from_slice(&octets))
}

/// Sets first and last instant, in seconds since 1970.
pub(crate) fn set_validity(made: &mut CertificateParams, start: i64, end: i64) -> Result<(), PkiError> {
    let instant = |seconds| ASN1Time::from_timestamp(seconds).map_err(|_| PkiError::Instant);
    made.not_before = instant(start)?.to_datetime();
    made.not_after = instant(end)?.to_datetime();
    Ok(())
}
