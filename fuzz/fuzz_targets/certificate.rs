//! A client certificate: DER → the identity that the registry looks up, or the rule it breaks.

#![no_main]

use lookout::pki::issuer;
use lookout::pki::profile;
use lookout_fuzz::TRUST_DOMAIN;
use rustls_pki_types::CertificateDer;

libfuzzer_sys::fuzz_target!(|der: &[u8]| {
    let chain = [CertificateDer::from(der), CertificateDer::from(der)];
    let recorded = issuer::record(&chain, &chain, TRUST_DOMAIN);
    if let Ok(identity) = profile::check(der, TRUST_DOMAIN) {
        assert!(recorded.is_err(), "signed by itself, and no authority");
        assert!(identity.not_before <= identity.not_after && (16..=40).contains(&identity.serial.len()));
        assert!(identity.name.to_string().is_ascii());
    }
});
