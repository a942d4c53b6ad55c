//! Who comes through the partners' door: the matrix of certificates, and what ends a right that was
//! good a moment ago.
//!
//! A refused client reads the alert that says why (SECURITY 0.5); a right that has ended bites on
//! connections already open within a second (DESIGN 1, rule 6).

use std::sync::Arc;
use std::time::Duration;

use rustls::AlertDescription as Alert;
use rustls::HandshakeKind;
use rustls::NamedGroup;
use rustls::ProtocolVersion;
use rustls::client::ClientSessionMemoryCache;
use rustls::client::Resumption;
use rustls::version::TLS12;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use crate::support::bodies;
use crate::support::callers::alert_in;
use crate::support::certificates::Mint;
use crate::support::hello;
use crate::support::line;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::soon;
use crate::support::world::World;

const GATE: &str = "partner/nl-kmar/gate-1";
const AT_ONCE: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_certificate_is_refused_with_the_alert_that_says_why() {
    use lookout::domain::clock::Clock;
    let world = World::empty(&[]).await;
    let mint = &world.mint;
    let elsewhere = Mint::new("lookout.local", world.clock.now());
    let cases = [
        ("no certificate", None, Alert::CertificateRequired),
        (
            "stranger's authority",
            Some(mint.stranger(GATE)),
            Alert::UnknownCA,
        ),
        (
            "authority of the same shape",
            Some(elsewhere.good(GATE)),
            Alert::UnknownCA,
        ),
        ("expired", Some(mint.expired(GATE)), Alert::CertificateExpired),
        (
            "not yet valid",
            Some(mint.not_yet_valid(GATE)),
            Alert::CertificateExpired,
        ),
        (
            "no purpose",
            Some(mint.no_purpose(GATE)),
            Alert::UnsupportedCertificate,
        ),
        (
            "a server's purpose",
            Some(mint.server_purpose(GATE)),
            Alert::UnsupportedCertificate,
        ),
        (
            "authority as leaf",
            Some(mint.authority_as_leaf(GATE)),
            Alert::UnsupportedCertificate,
        ),
        (
            "two URI names",
            Some(mint.two_names(GATE)),
            Alert::CertificateUnknown,
        ),
        (
            "a name of no known form",
            Some(mint.good("partner/nl-kmar")),
            Alert::CertificateUnknown,
        ),
        (
            "too long a life",
            Some(mint.long_lived(GATE)),
            Alert::CertificateUnknown,
        ),
    ];
    for (what, certificate, expected) in cases {
        assert_eq!(
            world.stranger(certificate.as_ref()).alert().await,
            expected,
            "{what}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_key_gets_through_the_handshake_and_no_further() {
    let world = World::empty(&[]).await;
    let _known = world.partner("nl-kmar").await;
    // The same name and issuer as a registered one: only the key is another.
    let stranger = world.stranger(Some(&world.mint.good(GATE)));
    for http in BOTH {
        let answer = stranger
            .line(http)
            .await
            .search(bodies::listed().to_string())
            .await
            .unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "certificate-unknown")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_key_under_another_name_is_refused() {
    let world = World::empty(&[]).await;
    let (chain, key) = world.mint.good(GATE);
    let _known = world.registered(&(chain, key.clone()), "partner").await;
    let pair = rcgen::KeyPair::from_pem(&key).unwrap();
    let other = world
        .mint
        .certify(&world.mint.client("partner/fr-pn/gate-1"), &pair);
    let answer = world
        .stranger(Some(&(other, key)))
        .line(Http::One)
        .await
        .get("/v1/purposes")
        .await
        .unwrap();
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (403, "certificate-mismatch")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_common_name_never_matters() {
    let world = World::start().await;
    for (id, common_name) in [
        ("nl-kmar", "partner/fr-pn/gate-1"),
        ("fr-pn", "CN=admin, O=root"),
        ("de-bka", ""),
    ] {
        let mut made = world.mint.client(&format!("partner/{id}/gate-1"));
        made.distinguished_name = rcgen::DistinguishedName::new();
        if !common_name.is_empty() {
            made.distinguished_name
                .push(rcgen::DnType::CommonName, common_name);
        }
        let partner = world.registered(&world.mint.sign(&made), "partner").await;
        let answer = partner.line(Http::One).await.get("/v1/usage").await.unwrap();
        assert_eq!(answer.json()["partner"], id, "{common_name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_partner_is_refused_until_it_is_resumed() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    assert_eq!(kmar.search(&bodies::listed()).await.status, 200);
    world.suspend("nl-kmar").await;
    let mut line = kmar.line(Http::One).await;
    let answer = line.search(bodies::listed().to_string()).await.unwrap();
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (403, "partner-suspended")
    );
    world.resume("nl-kmar").await;
    let mut line = kmar.line(Http::One).await;
    assert_eq!(
        line.search(bodies::listed().to_string()).await.unwrap().status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_closes_idle_connections_within_a_second() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let other = world.client("nl-kmar", "gate-2", "partner").await;
    let mut lines = [
        kmar.line(Http::One).await,
        kmar.line(Http::Two).await,
        kmar.line(Http::One).await,
    ];
    for line in &mut lines[..2] {
        assert_eq!(line.get("/v1/purposes").await.unwrap().status, 200);
    }
    let mut unharmed = other.line(Http::Two).await;
    world.revoke(&kmar).await;
    for line in &mut lines {
        assert!(line.closed_within(AT_ONCE).await);
    }
    assert_eq!(unharmed.get("/v1/purposes").await.unwrap().status, 200);
    let again = kmar.search(&bodies::listed()).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (403, "certificate-revoked")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_closes_idle_connections_within_a_second() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut lines = [kmar.line(Http::One).await, kmar.line(Http::Two).await];
    for line in &mut lines {
        assert_eq!(line.get("/v1/purposes").await.unwrap().status, 200);
    }
    world.suspend("nl-kmar").await;
    for line in &mut lines {
        assert!(line.closed_within(AT_ONCE).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_sent_after_a_revocation_is_answered_on_a_busy_connection() {
    let world = World::start().await;
    for http in BOTH {
        let id = if http == Http::One { "nl-kmar" } else { "fr-pn" };
        let kmar = world.partner(id).await;
        let mut line = kmar.line(http).await;
        let (revoked, mut seen) = tokio::sync::watch::channel(false);
        let asking = tokio::spawn(async move {
            let mut answered = 0;
            loop {
                let before = *seen.borrow_and_update();
                match line.search(bodies::listed().to_string()).await {
                    Ok(answer) if answer.status == 200 => assert!(!before, "answered after the revocation"),
                    Ok(answer) => {
                        assert_eq!(answer.code(), "certificate-revoked");
                        return answered;
                    }
                    // The connection was closed between two requests.
                    Err(_) => return answered,
                }
                answered += 1;
            }
        });
        let before = world.records(&format!("partner/{id}")).len();
        while world.records(&format!("partner/{id}")).len() < before + 3 {
            tokio::task::yield_now().await;
        }
        world.revoke(&kmar).await;
        revoked.send_replace(true);
        assert!(soon(asking).await.unwrap() >= 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_expires_while_the_connection_is_open_is_refused() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut lines = [kmar.line(Http::One).await, kmar.line(Http::Two).await];
    for line in &mut lines {
        assert_eq!(
            line.search(bodies::listed().to_string()).await.unwrap().status,
            200
        );
    }
    world.clock.forward_days(21);
    for line in &mut lines {
        let answer = line.search(bodies::listed().to_string()).await.unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "certificate-expired")
        );
    }
    // A new handshake does not come that far.
    let (stranger, fresh) = (kmar.tls.clone(), kmar.doors().partners);
    let error = match line::dial(&Arc::new(stranger), fresh).await {
        Err(error) => error,
        Ok(mut stream) => soon(stream.read(&mut [0; 16])).await.unwrap_err(),
    };
    assert_eq!(alert_in(&error), Alert::CertificateExpired);
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_1_2_is_refused_at_every_door() {
    let world = World::empty(&[]).await;
    let doors = world.doors();
    for door in [doors.partners, doors.enrolment, doors.desk] {
        let mut stream = soon(tokio::net::TcpStream::connect(door)).await.unwrap();
        stream.write_all(&client_hello_1_2()).await.unwrap();
        let mut alert = [0; 7];
        soon(stream.read_exact(&mut alert)).await.unwrap();
        // Record type alert, then two bytes of version and two of length, fatal, protocol_version (70).
        assert_eq!((alert[0], alert[5], alert[6]), (21, 2, 70), "{alert:?}");
    }
}

/// The first message of a client that speaks nothing newer than TLS 1.2.
fn client_hello_1_2() -> Vec<u8> {
    let mut provider = rustls::crypto::aws_lc_rs::default_provider();
    provider
        .kx_groups
        .retain(|group| group.name() == NamedGroup::secp256r1);
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&TLS12])
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    hello::first(tls, "localhost")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_is_ever_resumed_and_the_key_exchange_is_hybrid() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut tls = kmar.tls.clone();
    tls.resumption = Resumption::store(Arc::new(ClientSessionMemoryCache::new(32)));
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    let tls = Arc::new(tls);
    for _ in 0..3 {
        let mut stream = line::dial(&tls, kmar.doors().partners).await.unwrap();
        stream
            .write_all(b"GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        // A ticket would come before the first data.
        soon(stream.read_u8()).await.unwrap();
        let session = stream.get_ref().1;
        assert_eq!(session.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(session.tls13_tickets_received(), 0);
        assert_eq!(session.protocol_version(), Some(ProtocolVersion::TLSv1_3));
        let group = session.negotiated_key_exchange_group().map(|group| group.name());
        assert_eq!(group, Some(NamedGroup::X25519MLKEM768));
    }
}
