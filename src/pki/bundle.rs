//! PKCS#12 bundles: a key, its certificate and the chain in one file, for browsers.
//!
//! Uses nothing of the room but its error. PBES2 with AES-256 and an HMAC-SHA-256, which OpenSSL 1.1
//! and newer, NSS, macOS 11 and Windows 10 (1709) read; never the old RC2 or triple DES.

use p12_keystore::Certificate;
use p12_keystore::KeyStore;
use p12_keystore::KeyStoreEntry;
use p12_keystore::PrivateKey;
use p12_keystore::PrivateKeyChain;
use rustls_pki_types::CertificateDer;

use super::PkiError;
use super::keys;

const ITERATIONS: u32 = 100_000;

/// Makes a bundle under `password`. `chain` has the key's certificate first; `key` is PKCS#8 DER;
/// `label` is what the browser shows.
///
/// # Errors
/// [`PkiError::Making`] when one of the parts is not what it should be.
pub fn pkcs12(
    chain: &[CertificateDer<'_>],
    key: &[u8],
    label: &str,
    password: &str,
) -> Result<Vec<u8>, PkiError> {
    let failed = |error: p12_keystore::error::Error| PkiError::Making {
        what: "making the PKCS#12 bundle",
        detail: error.to_string(),
    };
    let certificates: Result<Vec<_>, _> = chain.iter().map(|der| Certificate::from_der(der)).collect();
    let certificates = certificates.map_err(failed)?;
    let first = chain.first().ok_or(PkiError::NotACertificate)?;
    let id = keys::key_hash(first).0.to_vec();
    let key = PrivateKey::from_der(key).map_err(failed)?;
    let mut store = KeyStore::new();
    store.add_entry(
        label,
        KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(id, key, certificates)),
    );
    store
        .writer(password)
        .encryption_iterations(ITERATIONS)
        .mac_iterations(ITERATIONS)
        .write()
        .map_err(failed)
}
