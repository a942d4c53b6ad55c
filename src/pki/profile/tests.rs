//! Every rule of the profile has certificates that break it and nothing else.

mod damage;
mod mutants;
mod names;

use proptest::prelude::*;
use rcgen::DistinguishedName;
use rcgen::IsCa;
use rcgen::KeyPair;
use rcgen::RsaKeySize;
use rcgen::SerialNumber;

use super::*;
use crate::pki::certificates;
use crate::pki::certificates::Mint;

const DOMAIN: &str = "lookout.test";
const GATE: &str = "partner/nl-kmar/gate-1";
const DAY: i64 = 86_400;

fn mint() -> Mint {
    Mint::new(DOMAIN, "2026-11-23T12:00:00Z".parse().unwrap())
}

fn leaf(chain: &str) -> Vec<u8> {
    certificates::der(chain).to_vec()
}

#[test]
fn good_certificates_are_accepted() {
    let mint = mint();
    let mut good = vec![mint.client(GATE); 8];
    mint.valid(&mut good[1], 0, 30 * DAY);
    good[2] = mint.client("staff/officer-1");
    mint.valid(&mut good[2], -300, 366 * DAY - 300);
    good[3].serial_number = Some(SerialNumber::from_slice(&[0x01, 2, 3, 4, 5, 6, 7, 8]));
    good[4].serial_number = Some(SerialNumber::from_slice(&[0x7f; 20]));
    // Without a subject the name is written as critical.
    good[5].distinguished_name = DistinguishedName::new();
    good[6].custom_extensions = vec![certificates::extension(
        &[1, 3, 6, 1, 4, 1, 99999, 1],
        false,
        &[5, 0],
    )];
    // Basic constraints may be left out; the key identifier may not.
    good[7].is_ca = IsCa::NoCa;
    good[7].custom_extensions = vec![certificates::extension(&[2, 5, 29, 14], false, &[4, 2, 1, 2])];
    for (number, made) in good.iter().enumerate() {
        let found = check(&leaf(&mint.sign(made).0), DOMAIN);
        assert!(found.is_ok(), "{number}: {found:?}");
    }
}

#[test]
fn all_allowed_kinds_of_key_are_accepted() {
    let mint = mint();
    let keys = [
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
        KeyPair::generate_for(&rcgen::PKCS_ED25519),
        KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_3072),
    ];
    for key in keys {
        let key = key.unwrap();
        let found = check(&leaf(&mint.certify(&mint.client(GATE), &key)), DOMAIN).unwrap();
        assert_eq!(
            found.key,
            keys::key_hash(&rcgen::PublicKeyData::subject_public_key_info(&key))
        );
    }
}

#[test]
fn an_identity_is_what_the_certificate_says() {
    let mint = mint();
    let found = check(&leaf(&mint.good(GATE).0), DOMAIN).unwrap();
    assert_eq!(found.name.to_string(), GATE);
    assert_eq!(found.serial, "5a".repeat(16));
    assert_eq!(found.not_before.to_string(), "2026-11-23T11:55:00Z");
    assert_eq!(found.not_after.to_string(), "2026-12-13T12:00:00Z");
}

proptest! {
    #[test]
    fn no_bytes_make_the_check_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(check(&bytes, DOMAIN).is_err());
    }

    #[test]
    fn no_damage_makes_the_check_panic(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        static GOOD: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let mut der = GOOD.get_or_init(|| leaf(&mint().good(GATE).0)).clone();
        for (place, byte) in edits {
            let place = place.index(der.len());
            der[place] = byte;
        }
        if let Some(cut) = cut {
            der.truncate(cut.index(der.len()));
        }
        // Some edits are harmless (in the key, the signature, the dates); what is let through
        // is still of our domain and of an allowed life.
        if let Ok(found) = check(&der, DOMAIN) {
            prop_assert!(found.not_after.as_second() - found.not_before.as_second() <= STAFF_SECONDS);
        }
    }

    #[test]
    fn only_the_exact_form_of_a_name_is_accepted(uri in "(spiffe://)?(lookout\\.test)?/?(partner|staff|[ -~]{0,6})/[a-z0-9%./@-]{0,12}(/[ -~]{0,6})?") {
        static MINT: std::sync::OnceLock<Mint> = std::sync::OnceLock::new();
        let mint = MINT.get_or_init(mint);
        let mut made = mint.client(GATE);
        made.subject_alt_names = vec![rcgen::SanType::URI(uri.as_str().try_into().unwrap())];
        if let Ok(found) = check(&leaf(&mint.sign(&made).0), DOMAIN) {
            prop_assert_eq!(format!("spiffe://{DOMAIN}/{}", found.name), uri);
        }
    }
}
