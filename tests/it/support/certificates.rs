//! A mint of certificates, good and odd, for tests: what no authority of ours would ever sign.
//!
//! Plain rcgen, so that a mistake in `pki` cannot hide in its own tests; also included by the tests
//! inside the `pki` and `tls` rooms.

use jiff::Timestamp;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CustomExtension;
use rcgen::DistinguishedName;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyPair;
use rcgen::KeyUsagePurpose;
use rcgen::PublicKeyData;
use rcgen::SanType;
use rcgen::SerialNumber;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::time::ASN1Time;

const DAY: i64 = 86_400;

/// A certificate chain and its private key, both PEM.
pub(crate) type Minted = (String, String);

/// An authority that signs whatever a test asks for.
pub(crate) struct Mint {
    root_pem: String,
    issuing_pem: String,
    issuing_key: KeyPair,
    domain: String,
    now: Timestamp,
}

impl Mint {
    /// An authority of its own, a root and an issuing one, whose names lie in `domain`.
    pub(crate) fn new(domain: &str, now: Timestamp) -> Self {
        let (root_key, issuing_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let root = authority("Mint root", 1, now);
        let root_certificate = root.self_signed(&root_key).unwrap();
        let issuing = authority("Mint issuing", 0, now)
            .signed_by(&issuing_key, &Issuer::from_params(&root, &root_key))
            .unwrap();
        Self {
            root_pem: root_certificate.pem(),
            issuing_pem: issuing.pem(),
            issuing_key,
            domain: domain.into(),
            now,
        }
    }

    /// Signs with an authority that exists, such as the server's own under `certs/live/authority`.
    pub(crate) fn over(
        root_pem: &str,
        issuing_pem: &str,
        issuing_key_pem: &str,
        domain: &str,
        now: Timestamp,
    ) -> Self {
        Self {
            root_pem: root_pem.into(),
            issuing_pem: issuing_pem.into(),
            issuing_key: KeyPair::from_pem(issuing_key_pem).unwrap(),
            domain: domain.into(),
            now,
        }
    }

    /// The root's certificate, PEM.
    pub(crate) fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// The issuing authority's certificate, PEM.
    pub(crate) fn issuing_pem(&self) -> &str {
        &self.issuing_pem
    }

    /// The issuing authority's private key, PEM.
    pub(crate) fn issuing_key_pem(&self) -> String {
        self.issuing_key.serialize_pem()
    }

    /// Root and issuing certificate: what a door trusts.
    pub(crate) fn authorities(&self) -> Vec<CertificateDer<'static>> {
        [&self.root_pem, &self.issuing_pem].map(|pem| der(pem)).into()
    }

    /// A good client certificate; `path` is such as `partner/nl-kmar/gate-1`.
    pub(crate) fn good(&self, path: &str) -> Minted {
        self.sign(&self.client(path))
    }

    /// Expired an hour ago.
    pub(crate) fn expired(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        self.valid(&mut made, -2 * DAY, -3600);
        self.sign(&made)
    }

    /// Valid from tomorrow.
    pub(crate) fn not_yet_valid(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        self.valid(&mut made, DAY, 2 * DAY);
        self.sign(&made)
    }

    /// Without an extended key usage: webpki lets it pass.
    pub(crate) fn no_purpose(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        made.extended_key_usages.clear();
        self.sign(&made)
    }

    /// A server's certificate.
    pub(crate) fn server_purpose(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        made.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.sign(&made)
    }

    /// An authority's certificate in a client's hand.
    pub(crate) fn authority_as_leaf(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        made.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        self.sign(&made)
    }

    /// With two URI names, the first as asked.
    pub(crate) fn two_names(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        made.subject_alt_names.push(self.uri("partner/fr-pn/other"));
        self.sign(&made)
    }

    /// Good but for its life of a hundred days.
    pub(crate) fn long_lived(&self, path: &str) -> Minted {
        let mut made = self.client(path);
        self.valid(&mut made, -300, 100 * DAY);
        self.sign(&made)
    }

    /// A good certificate of the same names from an authority nobody here knows.
    pub(crate) fn stranger(&self, path: &str) -> Minted {
        let mut made = authority("Somebody else", 0, self.now);
        made.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = made.self_signed(&key).unwrap();
        let leaf_key = KeyPair::generate().unwrap();
        let leaf = self
            .client(path)
            .signed_by(&leaf_key, &Issuer::from_params(&made, &key))
            .unwrap();
        (leaf.pem() + &certificate.pem(), leaf_key.serialize_pem())
    }

    /// A good server certificate for these host names and addresses.
    pub(crate) fn server(&self, hosts: &[&str]) -> Minted {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut made = self.client("staff/unused");
        made.subject_alt_names = CertificateParams::new(hosts).unwrap().subject_alt_names;
        made.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.sign(&made)
    }

    /// What a good client certificate is made of, for tests that spoil it themselves.
    pub(crate) fn client(&self, path: &str) -> CertificateParams {
        let mut made = CertificateParams::default();
        made.distinguished_name = DistinguishedName::new();
        made.distinguished_name
            .push(DnType::CommonName, "partner/be-test/common-names-are-never-read");
        made.serial_number = Some(SerialNumber::from_slice(&[0x5a; 16]));
        made.is_ca = IsCa::ExplicitNoCa;
        made.use_authority_key_identifier_extension = true;
        made.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        made.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        made.subject_alt_names = vec![self.uri(path)];
        self.valid(&mut made, -300, 20 * DAY);
        made
    }

    /// A URI name in this mint's domain.
    pub(crate) fn uri(&self, path: &str) -> SanType {
        SanType::URI(format!("spiffe://{}/{path}", self.domain).try_into().unwrap())
    }

    /// Sets the validity, in seconds from the mint's now.
    pub(crate) fn valid(&self, made: &mut CertificateParams, from: i64, to: i64) {
        made.not_before = instant(self.now.as_second() + from).to_datetime();
        made.not_after = instant(self.now.as_second() + to).to_datetime();
    }

    /// Signs what it is given, with a new P-256 key.
    pub(crate) fn sign(&self, made: &CertificateParams) -> Minted {
        let key = KeyPair::generate().unwrap();
        (self.certify(made, &key), key.serialize_pem())
    }

    /// Signs what it is given for this key; the chain is PEM, the issuing certificate second.
    pub(crate) fn certify(&self, made: &CertificateParams, key: &impl PublicKeyData) -> String {
        let issuer = Issuer::from_ca_cert_pem(&self.issuing_pem, &self.issuing_key).unwrap();
        made.signed_by(key, &issuer).unwrap().pem() + &self.issuing_pem
    }
}

/// An extension with this content (DER).
pub(crate) fn extension(oid: &[u64], critical: bool, content: &[u8]) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(oid, content.to_vec());
    extension.set_criticality(critical);
    extension
}

/// The first certificate of a PEM text.
pub(crate) fn der(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()
}

fn authority(name: &str, below: u8, now: Timestamp) -> CertificateParams {
    let mut made = CertificateParams::default();
    made.distinguished_name = DistinguishedName::new();
    made.distinguished_name.push(DnType::CommonName, name);
    made.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
    made.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    made.use_authority_key_identifier_extension = true;
    made.serial_number = Some(SerialNumber::from_slice(&[0x42; 16]));
    made.not_before = instant(now.as_second() - 400 * DAY).to_datetime();
    made.not_after = instant(now.as_second() + 4000 * DAY).to_datetime();
    made
}

fn instant(seconds: i64) -> ASN1Time {
    ASN1Time::from_timestamp(seconds).unwrap()
}
