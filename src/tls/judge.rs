//! Judges a client's chain: path validation by webpki, then the profile, then who signed it.
//!
//! Uses `fault` and `pki`. webpki alone lets a certificate without purpose pass (SECURITY 0.3), and
//! does not say which authority signed: so all three, always.

use std::sync::Arc;

use rustls::DigitallySignedStruct;
use rustls::DistinguishedName;
use rustls::Error;
use rustls::RootCertStore;
use rustls::SignatureScheme;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::CryptoProvider;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerified;
use rustls::server::danger::ClientCertVerifier;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::UnixTime;

use super::doors::TlsError;
use super::doors::Trust;
use super::fault::Fault;
use super::found_good::Chain;
use super::found_good::FoundGood;
use crate::domain::peer::KeyHash;
use crate::pki::Identity;
use crate::pki::issuer;
use crate::pki::issuer::Issuer;
use crate::pki::profile;

/// The client's and its issuer's, those known here not counted.
const MOST_CERTIFICATES: usize = 2;
const MOST_BYTES: usize = 16 * 1024;

/// Holds a chain against the authorities that a door trusts and against the profile.
#[derive(Debug)]
pub(super) struct Judge {
    webpki: Arc<dyn ClientCertVerifier>,
    trust: Trust,
    found_good: FoundGood,
}

impl Judge {
    pub(super) fn new(trust: Trust, provider: Arc<CryptoProvider>) -> Result<Self, TlsError> {
        let mut anchors = RootCertStore::empty();
        for authority in &trust.authorities {
            anchors.add(authority.clone()).map_err(TlsError::Refused)?;
        }
        let webpki = WebPkiClientVerifier::builder_with_provider(Arc::new(anchors), provider)
            .build()
            .map_err(|_| TlsError::NoAuthority)?;
        Ok(Self {
            webpki,
            trust,
            found_good: FoundGood::default(),
        })
    }

    /// What the chain says and the pin of who issued it. `chain` has the client's certificate first.
    pub(super) fn judge(
        &self,
        chain: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(Identity, KeyHash), Fault> {
        let (leaf, rest) = chain.split_first().ok_or(Fault::Unreadable)?;
        if chain.iter().map(|der| der.len()).sum::<usize>() > MOST_BYTES {
            return Err(Fault::ChainTooLarge);
        }
        // OpenSSL, and so curl, adds all it finds in its own list of authorities, up to the root: what
        // EST's `cacerts` gave it. Those we know anyway do not count, and are not looked at.
        let known = |der: &&CertificateDer<'_>| self.trust.authorities.contains(*der);
        let above: Vec<_> = rest.iter().filter(|der| !known(der)).cloned().collect();
        if above.len() >= MOST_CERTIFICATES {
            return Err(Fault::ChainTooLong);
        }
        let same = Chain::of(std::iter::once(leaf).chain(&above));
        let seconds = i64::try_from(now.as_secs()).map_err(|_| Fault::Expired)?;
        if let Some(good) = self.found_good.at(&same, seconds) {
            return Ok(good);
        }
        let path = self.webpki.verify_client_cert(leaf, &above, now);
        let profile = profile::check(leaf, &self.trust.domain);
        if let Err(error) = path {
            let fault = Fault::from_webpki(&error);
            // Where webpki only says that something is off, the profile knows what.
            let vague = matches!(fault, Fault::Path | Fault::Unreadable);
            return Err(profile.err().filter(|_| vague).map_or(fault, Fault::Profile));
        }
        let identity = profile?;
        let issuer = self.issuer(leaf, &above, seconds)?;
        self.found_good.keep(same, &identity, &issuer);
        Ok((identity, issuer.pin))
    }

    /// Ours are asked first. If none of them signed the leaf, then webpki's path can only have gone
    /// through the one certificate sent with it, which webpki has then validated.
    fn issuer(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        now: i64,
    ) -> Result<Issuer, Fault> {
        let found =
            issuer::issuer_of(leaf, &self.trust.authorities).or_else(|| issuer::issuer_of(leaf, above));
        let found = found.ok_or(Fault::UnknownAuthority)?;
        // webpki does not look at the dates of a trust anchor.
        if now < found.not_before {
            return Err(Fault::NotYetValid);
        }
        if now > found.not_after {
            return Err(Fault::Expired);
        }
        Ok(found)
    }
}

/// What a door does with the judgement during the handshake.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Strictness {
    /// No good certificate, no connection.
    Required,
    /// Any certificate or none; the judgement is made again afterwards, for the page that explains.
    Requested,
}

/// The verifier that rustls asks. Possession of the key is proved in either strictness.
#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) judge: Arc<Judge>,
    pub(super) strictness: Strictness,
}

impl ClientCertVerifier for Verifier {
    fn client_auth_mandatory(&self) -> bool {
        self.strictness == Strictness::Required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.judge.webpki.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if self.strictness == Strictness::Required {
            let chain: Vec<_> = std::iter::once(leaf).chain(above).cloned().collect();
            self.judge.judge(&chain, now).map_err(|fault| {
                tracing::debug!(%fault, "client certificate refused");
                fault.alert()
            })?;
        }
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge
            .webpki
            .verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge
            .webpki
            .verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.webpki.supported_verify_schemes()
    }
}
