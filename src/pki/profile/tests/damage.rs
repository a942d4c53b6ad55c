//! Public keys that are not allowed, and certificates damaged where rcgen cannot.

use rcgen::PublicKeyData;

use super::*;
use crate::pki::keys::KeyFault;

/// A public key with these bytes, whatever they are.
struct Raw(Vec<u8>, &'static rcgen::SignatureAlgorithm);

impl PublicKeyData for Raw {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        self.1
    }
}

#[test]
fn keys_that_are_not_allowed_are_refused() {
    let mint = mint();
    let point = |first: u8, length: usize| [vec![first], vec![7; length - 1]].concat();
    let rsa = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_3072).unwrap();
    let exponent = |bytes: [u8; 3]| {
        let mut key = rsa.der_bytes().to_vec();
        let end = key.len();
        key[end - 3..].copy_from_slice(&bytes);
        Raw(key, &rcgen::PKCS_RSA_SHA256)
    };
    let weak = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let p521 = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512).unwrap();
    let cases = [
        (
            "RSA 2048",
            Raw(weak.der_bytes().to_vec(), &rcgen::PKCS_RSA_SHA256),
            KeyFault::RsaBits,
        ),
        (
            "RSA exponent 32769",
            exponent([0, 0x80, 1]),
            KeyFault::RsaExponent,
        ),
        ("RSA exponent even", exponent([1, 0, 0]), KeyFault::RsaExponent),
        (
            "RSA garbled",
            Raw(vec![9; 40], &rcgen::PKCS_RSA_SHA256),
            KeyFault::Unreadable,
        ),
        (
            "P-521",
            Raw(p521.der_bytes().to_vec(), &rcgen::PKCS_ECDSA_P521_SHA512),
            KeyFault::Kind,
        ),
        (
            "compressed",
            Raw(point(2, 33), &rcgen::PKCS_ECDSA_P256_SHA256),
            KeyFault::Point,
        ),
        (
            "infinity",
            Raw(vec![0], &rcgen::PKCS_ECDSA_P256_SHA256),
            KeyFault::Point,
        ),
        (
            "P-384 point on P-256",
            Raw(point(4, 97), &rcgen::PKCS_ECDSA_P256_SHA256),
            KeyFault::Point,
        ),
        (
            "no key",
            Raw(vec![], &rcgen::PKCS_ECDSA_P384_SHA384),
            KeyFault::Point,
        ),
        (
            "short Ed25519",
            Raw(vec![7; 31], &rcgen::PKCS_ED25519),
            KeyFault::Unreadable,
        ),
    ];
    for (what, key, fault) in cases {
        let made = mint.certify(&mint.client(GATE), &key);
        assert_eq!(
            check(&leaf(&made), DOMAIN),
            Err(ProfileFault::Key(fault)),
            "{what}"
        );
    }
}

/// Replaces `from`, which must occur `times` times, by `to` of the same length.
fn patched(der: &[u8], from: &[u8], to: &[u8], times: usize) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut der = der.to_vec();
    let places: Vec<usize> = (0..der.len() - from.len())
        .filter(|place| der[*place..].starts_with(from))
        .collect();
    assert!(places.len() >= times, "{from:?} occurs {} times", places.len());
    for place in places.into_iter().take(times) {
        der[place..place + to.len()].copy_from_slice(to);
    }
    der
}

/// Puts `field` before the last child (the extensions) of the part that is signed.
fn with_field(der: &[u8], field: &[u8]) -> Vec<u8> {
    let (_, parsed) = X509Certificate::from_der(der).unwrap();
    let whole = parsed.tbs_certificate.as_ref();
    let reaches_the_end = |at: &usize| match whole[*at..] {
        [0xa3, 0x81, length, ..] => at + 3 + usize::from(length) == whole.len(),
        [0xa3, 0x82, high, low, ..] => at + 4 + usize::from(u16::from_be_bytes([high, low])) == whole.len(),
        _ => false,
    };
    let extensions = (0..whole.len()).find(reaches_the_end).unwrap();
    let wrap = |content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[0x30, 0x82, length[0], length[1]], content].concat()
    };
    let signed = wrap(&[&whole[4..extensions], field, &whole[extensions..]].concat());
    wrap(&[&signed[..], &der[4 + whole.len()..]].concat())
}

#[test]
fn certificates_damaged_by_hand_are_refused_by_their_rule() {
    let good = leaf(&mint().good(GATE).0);
    let sha256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
    let sha224: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1];
    let serial = |first: &[u8]| {
        let from = [&[2, 16][..], &[0x5a; 4]].concat();
        patched(&good, &from, &[&[2, 16][..], first].concat(), 1)
    };
    let zero = patched(&good, &[0x5a; 16], &[0; 16], 1);
    let cases = [
        (
            "version 1",
            patched(&good, &[0xa0, 3, 2, 1, 2], &[0xa0, 3, 2, 1, 0], 1),
            ProfileFault::NotVersion3,
        ),
        (
            "version 2",
            patched(&good, &[0xa0, 3, 2, 1, 2], &[0xa0, 3, 2, 1, 1], 1),
            ProfileFault::NotVersion3,
        ),
        (
            "version 4",
            patched(&good, &[0xa0, 3, 2, 1, 2], &[0xa0, 3, 2, 1, 3], 1),
            ProfileFault::NotVersion3,
        ),
        (
            "negative serial",
            serial(&[0xda, 0x5a, 0x5a, 0x5a]),
            ProfileFault::SerialNotPositive,
        ),
        ("zero serial", zero, ProfileFault::SerialNotPositive),
        (
            "padded serial",
            serial(&[0, 0x5a, 0x5a, 0x5a]),
            ProfileFault::SerialForm,
        ),
        (
            "weak signature",
            patched(&good, sha256, sha224, 2),
            ProfileFault::SignatureAlgorithm,
        ),
        (
            "two signatures",
            patched(&good, sha256, sha224, 1),
            ProfileFault::SignatureAlgorithmsDiffer,
        ),
        (
            "trailing byte",
            [&good[..], &[0]].concat(),
            ProfileFault::NotACertificate,
        ),
        (
            "one byte short",
            good[..good.len() - 1].to_vec(),
            ProfileFault::NotACertificate,
        ),
        (
            "twice",
            [&good[..], &good[..]].concat(),
            ProfileFault::NotACertificate,
        ),
        ("empty", Vec::new(), ProfileFault::NotACertificate),
        (
            "issuer's unique id",
            with_field(&good, &[0x81, 2, 0, 1]),
            ProfileFault::UniqueId,
        ),
        (
            "subject's unique id",
            with_field(&good, &[0x82, 2, 0, 1]),
            ProfileFault::UniqueId,
        ),
    ];
    for (what, der, fault) in cases {
        assert_eq!(check(&der, DOMAIN), Err(fault), "{what}");
    }
}
