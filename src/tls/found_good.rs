//! Chains that were found good, so that the same one is not judged twice in a handshake and again in the
//! next: checking signatures is most of what a handshake costs (`docs/BENCHMARKS.md`).
//!
//! Uses `pki`. A judgement hangs on nothing but the chain, the door's trust, which never changes, and the
//! time; outside the dates of the path it is made anew. Whether a certificate is revoked is not judged here
//! but by the registry, on every request. Possession of the key is proved in every handshake.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use aws_lc_rs::digest::Context;
use aws_lc_rs::digest::SHA256;
use rustls_pki_types::CertificateDer;

use crate::domain::peer::KeyHash;
use crate::pki::Identity;
use crate::pki::issuer::Issuer;

/// Most chains remembered; a door's partners have far fewer. Only good ones take a place.
const MOST: usize = 4_096;

/// A chain by SHA-256 over its certificates, each after its length.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Chain([u8; 32]);

impl Chain {
    pub(super) fn of<'a>(certificates: impl IntoIterator<Item = &'a CertificateDer<'a>>) -> Self {
        let mut context = Context::new(&SHA256);
        for certificate in certificates {
            context.update(&certificate.len().to_be_bytes());
            context.update(certificate);
        }
        let mut hash = [0; 32];
        hash.copy_from_slice(context.finish().as_ref());
        Self(hash)
    }
}

#[derive(Clone, Debug)]
struct Good {
    identity: Identity,
    pin: KeyHash,
    /// The first and last second at which every certificate of the path is in its dates.
    from: i64,
    until: i64,
}

/// What a door has found good.
#[derive(Debug, Default)]
pub(super) struct FoundGood(Mutex<HashMap<Chain, Good>>);

impl FoundGood {
    /// The judgement on a chain, where it was made and holds at `now`, seconds since 1970.
    pub(super) fn at(&self, chain: &Chain, now: i64) -> Option<(Identity, KeyHash)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let good = known.get(chain)?;
        // The edges are left to webpki.
        (good.from < now && now < good.until).then(|| (good.identity.clone(), good.pin))
    }

    /// Remembers a judgement.
    pub(super) fn keep(&self, chain: Chain, identity: &Identity, issuer: &Issuer) {
        let good = Good {
            identity: identity.clone(),
            pin: issuer.pin,
            from: identity.not_before.as_second().max(issuer.not_before),
            until: identity.not_after.as_second().min(issuer.not_after),
        };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(chain, good);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::peer::PeerName;

    fn judged() -> (Identity, Issuer) {
        let pin: KeyHash = "ab".repeat(32).parse().unwrap();
        let identity = Identity {
            key: pin,
            name: PeerName::Partner("nl-kmar".parse().unwrap(), "gate-1".parse().unwrap()),
            serial: "01".to_owned(),
            not_before: jiff::Timestamp::from_second(100).unwrap(),
            not_after: jiff::Timestamp::from_second(200).unwrap(),
        };
        let issuer = Issuer {
            pin,
            not_before: 50,
            not_after: 150,
        };
        (identity, issuer)
    }

    #[test]
    fn a_judgement_holds_within_the_dates_of_the_whole_path_and_no_longer() {
        let found = FoundGood::default();
        let der = CertificateDer::from(vec![1, 2, 3]);
        let chain = Chain::of([&der]);
        assert!(found.at(&chain, 120).is_none());
        let (identity, issuer) = judged();
        found.keep(chain, &identity, &issuer);
        assert_eq!(found.at(&chain, 120), Some((identity, issuer.pin)));
        for outside in [49, 99, 100, 150, 151, 201] {
            assert!(found.at(&chain, outside).is_none(), "{outside}");
        }
    }

    #[test]
    fn chains_that_differ_only_in_where_one_certificate_ends_are_not_the_same() {
        let (a, b) = (CertificateDer::from(vec![1, 2]), CertificateDer::from(vec![3]));
        let (c, d) = (CertificateDer::from(vec![1]), CertificateDer::from(vec![2, 3]));
        assert_ne!(Chain::of([&a, &b]), Chain::of([&c, &d]));
        assert_ne!(Chain::of([&a, &b]), Chain::of([&b, &a]));
    }

    #[test]
    fn so_many_are_remembered_and_no_more() {
        let found = FoundGood::default();
        let (identity, issuer) = judged();
        for number in 0..2 * MOST {
            let der = CertificateDer::from(number.to_be_bytes().to_vec());
            found.keep(Chain::of([&der]), &identity, &issuer);
            assert!(found.0.lock().unwrap().len() <= MOST);
        }
    }
}
