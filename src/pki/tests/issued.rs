//! What the authority issues: good by our profile, by webpki and by OpenSSL.

use std::fs;

use rcgen::KeyPair;
use rcgen::PublicKeyData;
use rustls_pki_types::PrivatePkcs8KeyDer;

use super::*;
use crate::pki::certificates::Mint;

fn authority() -> Authority {
    NewAuthority::make("be-spoc", now()).unwrap().authority
}

#[test]
fn a_clients_certificate_keeps_to_the_profile_and_is_what_was_written_down() {
    let authority = authority();
    let key = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let spki = key.subject_public_key_info();
    let gate = name("/partner/nl-kmar/gate-1");
    let draft = authority
        .draft(&spki, &gate, DOMAIN, issue::PARTNER_LIFETIME, now())
        .unwrap();
    let record = draft.record().clone();
    let issued = authority.sign(draft).unwrap();
    let found = profile::check(&issued.chain[0], DOMAIN).unwrap();
    assert_eq!(found.key, record.key);
    assert_eq!(found.key, keys::key_hash(&spki));
    assert_eq!(found.serial, record.serial);
    assert_eq!(
        (found.not_before, found.not_after),
        (record.not_before, record.not_after)
    );
    assert_eq!(found.name, gate);
    let issuer = issuer::issuer_of(&issued.chain[0], [authority.root(), authority.issuing()]).unwrap();
    assert_eq!(issuer.pin, record.issuer);
    assert_eq!(issuer.pin, authority.pin().unwrap());
    assert_eq!(found.not_before.to_string(), "2026-11-23T11:55:00Z");
    assert_eq!(found.not_after.to_string(), "2026-12-23T11:55:00Z");
    assert_eq!(issued.chain.len(), 2);
}

#[test]
fn a_life_that_is_too_long_is_refused_before_signing() {
    let authority = authority();
    let too_long = issue::PARTNER_LIFETIME + Duration::from_secs(1);
    let cases = [
        ("/partner/nl-kmar/gate-1", too_long, false),
        ("/partner/nl-kmar/gate-1", issue::PARTNER_LIFETIME, true),
        ("/staff/officer-1", issue::STAFF_LIFETIME, true),
        ("/staff/officer-1", 367 * DAY, false),
    ];
    for (path, life, good) in cases {
        let made = authority.client_with_key(&name(path), DOMAIN, life, now());
        assert_eq!(made.is_ok(), good, "{path} {life:?}");
        if let Err(error) = made {
            assert!(
                matches!(error, PkiError::Profile(ProfileFault::ValidityTooLong)),
                "{error}"
            );
        }
    }
}

#[test]
fn nothing_outlives_the_authority() {
    let authority = authority();
    let eve = authority.not_after() - jiff::SignedDuration::from_hours(1);
    let made = authority.client_with_key(&name("/staff/officer-1"), DOMAIN, issue::STAFF_LIFETIME, eve);
    assert_eq!(made.unwrap().record.unwrap().not_after, authority.not_after());
    let server = authority
        .server_with_key(&["localhost".into()], &[], eve)
        .unwrap();
    let end = parse(&server.issued.chain[0]).validity().not_after.timestamp();
    assert_eq!(end, authority.not_after().as_second());
    let after = authority.not_after();
    let late = authority.client_with_key(&name("/staff/officer-1"), DOMAIN, DAY, after);
    assert!(matches!(late, Err(PkiError::AuthorityExpired)));
}

#[test]
fn a_key_that_is_not_allowed_gets_no_certificate() {
    let authority = authority();
    let weak = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).unwrap();
    let p521 = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512).unwrap();
    let garbage = vec![0x30, 0x03, 0x02, 0x01, 0x01];
    for spki in [
        weak.subject_public_key_info(),
        p521.subject_public_key_info(),
        garbage,
        vec![],
    ] {
        let draft = authority.draft(&spki, &name("/staff/officer-1"), DOMAIN, DAY, now());
        assert!(matches!(draft, Err(PkiError::Key(_))), "{draft:?}");
    }
}

#[test]
fn every_kind_of_allowed_key_gets_a_certificate_for_itself() {
    let authority = authority();
    let keys = [
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
        KeyPair::generate_for(&rcgen::PKCS_ED25519),
        KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_3072),
    ];
    for key in keys {
        let spki = key.unwrap().subject_public_key_info();
        let draft = authority
            .draft(&spki, &name("/staff/officer-1"), DOMAIN, DAY, now())
            .unwrap();
        assert_eq!(pem::spki(&authority.sign(draft).unwrap().chain[0]).unwrap(), spki);
    }
}

#[test]
fn serial_numbers_do_not_repeat() {
    let authority = authority();
    let key = KeyPair::generate().unwrap().subject_public_key_info();
    let serials: std::collections::HashSet<_> = (0..100)
        .map(|_| {
            authority
                .draft(&key, &name("/staff/officer-1"), DOMAIN, DAY, now())
                .unwrap()
        })
        .map(|draft| draft.record().serial.clone())
        .collect();
    assert_eq!(serials.len(), 100);
}

#[test]
fn a_servers_certificate_is_for_its_names_and_for_nothing_else() {
    let made = authority()
        .server_with_key(
            &["localhost".into(), "127.0.0.1".into()],
            &["::1".parse().unwrap()],
            now(),
        )
        .unwrap();
    let certificate = parse(&made.issued.chain[0]);
    let names = &certificate
        .subject_alternative_name()
        .unwrap()
        .unwrap()
        .value
        .general_names;
    let shown: Vec<_> = names.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), 3, "{shown:?}");
    let purpose = certificate.extended_key_usage().unwrap().unwrap().value;
    assert!(purpose.server_auth && !purpose.client_auth && !purpose.any);
    let validity = certificate.validity();
    let life = validity.not_after.timestamp() - validity.not_before.timestamp();
    assert_eq!(life, 365 * 86_400);
    assert!(made.record.is_none());
    pem::keyed(&made.issued.chain_pem(), &made.key_pem()).unwrap();
}

#[test]
fn a_server_needs_a_name_that_can_stand_in_a_certificate() {
    for bad in ["", "a b", "é.test", "a..b", "-", "http://x"] {
        let made = authority().server_with_key(&[bad.into()], &[], now());
        assert!(matches!(made, Err(PkiError::HostName(_))), "{bad:?}");
    }
    assert!(authority().server_with_key(&[], &[], now()).is_err());
}

#[test]
fn openssl_accepts_the_chains() {
    let folder = tempfile::tempdir().unwrap();
    let authority = authority();
    let client = authority
        .client_with_key(
            &name("/partner/nl-kmar/gate-1"),
            DOMAIN,
            issue::PARTNER_LIFETIME,
            now(),
        )
        .unwrap();
    let server = authority
        .server_with_key(&["localhost".into()], &[], now())
        .unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put(
        "root.pem",
        &pem::encode_chain(std::slice::from_ref(authority.root())),
    );
    put("client.pem", &client.issued.chain_pem());
    put("server.pem", &server.issued.chain_pem());
    let at = now().as_second().to_string();
    for (file, purpose) in [("client.pem", "sslclient"), ("server.pem", "sslserver")] {
        let arguments = [
            "verify",
            "-x509_strict",
            "-attime",
            &at,
            "-purpose",
            purpose,
            "-CAfile",
            "root.pem",
        ];
        assert_openssl(
            folder.path(),
            &[&arguments[..], &["-untrusted", file, file]].concat(),
        );
    }
}

#[test]
fn openssl_opens_the_bundle_with_its_password_and_with_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let made = authority()
        .client_with_key(&name("/staff/officer-1"), DOMAIN, DAY, now())
        .unwrap();
    let bundle = bundle::pkcs12(&made.issued.chain, made.key_der(), "officer-1", "correct horse").unwrap();
    fs::write(folder.path().join("a.p12"), bundle).unwrap();
    assert_openssl(
        folder.path(),
        &[
            "pkcs12",
            "-in",
            "a.p12",
            "-passin",
            "pass:correct horse",
            "-noout",
        ],
    );
    let wrong = openssl(
        folder.path(),
        &["pkcs12", "-in", "a.p12", "-passin", "pass:wrong", "-noout"],
    );
    assert!(wrong.is_none_or(|output| !output.status.success()));
    let read = openssl(
        folder.path(),
        &[
            "pkcs12",
            "-in",
            "a.p12",
            "-passin",
            "pass:correct horse",
            "-nodes",
        ],
    );
    if let Some(output) = read {
        let text = String::from_utf8(output.stdout).unwrap();
        let found = pem::keyed(&text, &text).unwrap();
        assert_eq!(found.chain, made.issued.chain);
    }
}

#[test]
fn a_bundle_uses_no_old_cipher() {
    let folder = tempfile::tempdir().unwrap();
    let made = authority()
        .client_with_key(&name("/staff/officer-1"), DOMAIN, DAY, now())
        .unwrap();
    let bundle = bundle::pkcs12(&made.issued.chain, made.key_der(), "officer-1", "x").unwrap();
    fs::write(folder.path().join("a.p12"), bundle).unwrap();
    if let Some(output) = openssl(
        folder.path(),
        &["pkcs12", "-in", "a.p12", "-passin", "pass:x", "-info", "-nokeys"],
    ) {
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(told.matches("AES-256-CBC").count(), 2, "{told}");
        assert!(told.contains("MAC: sha256") && !told.contains("RC2"), "{told}");
    }
}

#[test]
fn a_certificate_that_is_brought_is_recorded_with_who_signed_it() {
    let mint = Mint::new(DOMAIN, now());
    let chain = pem::certificates(&mint.good("partner/nl-kmar/gate-1").0).unwrap();
    let issuing = keys::key_hash(&pem::spki(&mint.authorities()[1]).unwrap());
    let known = issuer::record(&chain[..1], &mint.authorities(), DOMAIN).unwrap();
    let brought = issuer::record(&chain, &[], DOMAIN);
    assert_eq!(brought.unwrap(), known);
    assert_eq!(known.issuer, issuing);
    assert_eq!(
        pem::validity(&chain[0]).unwrap(),
        (known.not_before, known.not_after)
    );
    let nobody = issuer::record(&chain[..1], &[authority().root().clone()], DOMAIN);
    assert!(matches!(nobody, Err(PkiError::UnknownIssuer)));
    let elsewhere = issuer::record(&chain, &[], "elsewhere.test");
    assert!(matches!(
        elsewhere,
        Err(PkiError::Profile(ProfileFault::NameDomain))
    ));
    assert!(matches!(
        issuer::record(&[], &[], DOMAIN),
        Err(PkiError::NotACertificate)
    ));
}

#[test]
fn a_bundle_of_nothing_is_refused() {
    let made = authority()
        .client_with_key(&name("/staff/officer-1"), DOMAIN, DAY, now())
        .unwrap();
    assert!(bundle::pkcs12(&[], made.key_der(), "x", "y").is_err());
    assert!(bundle::pkcs12(&made.issued.chain, b"no key", "x", "y").is_err());
}

#[test]
fn a_chain_and_a_key_must_belong_together() {
    let mint = Mint::new(DOMAIN, now());
    let ((one, key), (other, _)) = (mint.good("staff/a"), mint.good("staff/b"));
    assert_eq!(pem::keyed(&one, &key).unwrap().chain.len(), 2);
    assert!(matches!(pem::keyed(&other, &key), Err(PkiError::KeyMismatch)));
    assert!(matches!(pem::keyed(&key, &key), Err(PkiError::Pem { .. })));
    assert!(matches!(pem::keyed(&one, &one), Err(PkiError::Pem { .. })));
    let broken = one.replace("MII", "!!!");
    assert!(matches!(pem::certificates(&broken), Err(PkiError::Pem { .. })));
    let wrong = pem::encode("CERTIFICATE", b"not one");
    assert!(matches!(
        pem::certificates(&wrong),
        Err(PkiError::NotACertificate)
    ));
    assert!(matches!(pem::certificate(&one), Err(PkiError::Pem { .. })));
    assert!(pem::certificates(&one.repeat(5)).is_err());
}

#[test]
fn pem_is_written_as_others_write_it() {
    let key = KeyPair::generate().unwrap();
    let ours = pem::encode("PRIVATE KEY", key.serialized_der());
    assert_eq!(ours, key.serialize_pem().replace('\r', ""));
    let read = pem::private_key(&ours).unwrap();
    assert_eq!(
        read,
        PrivatePkcs8KeyDer::from(key.serialized_der().to_vec()).into()
    );
}

#[test]
fn an_issuer_is_found_by_signature_and_not_by_name() {
    // Two authorities with the same names and different keys.
    let (one, other) = (Mint::new(DOMAIN, now()), Mint::new(DOMAIN, now()));
    let leaf = crate::pki::certificates::der(&one.good("staff/a").0);
    let both: Vec<_> = other.authorities().into_iter().chain(one.authorities()).collect();
    let issuing = pem::spki(&one.authorities()[1]).unwrap();
    assert_eq!(
        issuer::issuer_of(&leaf, &both).unwrap().pin,
        keys::key_hash(&issuing)
    );
    assert_eq!(issuer::issuer_of(&leaf, &other.authorities()), None);
    // What signed itself is still no authority unless it says so.
    let alone = one
        .client("staff/a")
        .self_signed(&KeyPair::generate().unwrap())
        .unwrap();
    assert_eq!(issuer::issuer_of(alone.der(), [alone.der()]), None);
    assert_eq!(issuer::issuer_of(b"junk", &both), None);
}
