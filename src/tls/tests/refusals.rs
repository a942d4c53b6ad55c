//! Whoever is refused reads exactly why; whoever is good is known.

use rustls::AlertDescription;
use rustls::Error;
use rustls::version::TLS12;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use super::*;
use crate::domain::peer::Peer;
use crate::pki::ProfileFault;
use crate::tls::Claim;
use crate::tls::Fault;

const GATE: &str = "partner/nl-kmar/gate-1";

/// Connects to a door that must refuse, and gives the alert that arrived.
async fn alert(mint: &Mint, certificate: Option<&Minted>) -> AlertDescription {
    let door = Door::open(terms(mint, Mode::Required, now()), WIDE).await;
    // In TLS 1.3 the client is done before the server has looked: the alert comes when it reads.
    let mut stream = dial(client(mint, certificate), door.address).await.unwrap();
    // Like a browser it has sent a request by then. A server that just closed would answer that with
    // a reset, and clients then tell of the reset instead of the alert (SECURITY 0.5).
    stream.write_all(&[b'x'; 40_000]).await.unwrap();
    stream.flush().await.unwrap();
    let alert = refusal(&mut stream).await;
    let (socket, _) = stream.get_mut();
    assert_eq!(
        timeout(LONG, socket.read(&mut [0; 16])).await.unwrap().unwrap(),
        0,
        "a clean end, no reset"
    );
    door.close().await;
    alert
}

/// The alert that a client reads on a connection it thinks is good.
async fn refusal(stream: &mut TlsStream<TcpStream>) -> AlertDescription {
    alert_in(
        &timeout(LONG, stream.read(&mut [0; 16]))
            .await
            .unwrap()
            .unwrap_err(),
    )
}

fn alert_in(error: &std::io::Error) -> AlertDescription {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::AlertReceived(alert)) => *alert,
        _ => panic!("no alert but {error:?}"),
    }
}

async fn good_peer(door: &mut Door) -> Peer {
    match door.next().await.claim {
        Claim::Good(peer) => peer,
        other => panic!("{other:?}"),
    }
}

fn mint() -> Mint {
    Mint::new(DOMAIN, now())
}

#[tokio::test]
async fn each_bad_certificate_is_refused_with_its_own_alert() {
    use AlertDescription as Alert;
    let mint = mint();
    let cases = [
        ("stranger", mint.stranger(GATE), Alert::UnknownCA),
        (
            "same names, other keys",
            Mint::new(DOMAIN, now()).good(GATE),
            Alert::BadCertificate,
        ),
        ("expired", mint.expired(GATE), Alert::CertificateExpired),
        (
            "not yet valid",
            mint.not_yet_valid(GATE),
            Alert::CertificateExpired,
        ),
        ("no purpose", mint.no_purpose(GATE), Alert::UnsupportedCertificate),
        ("server", mint.server_purpose(GATE), Alert::UnsupportedCertificate),
        (
            "authority",
            mint.authority_as_leaf(GATE),
            Alert::UnsupportedCertificate,
        ),
        ("two names", mint.two_names(GATE), Alert::CertificateUnknown),
        (
            "foreign name",
            mint.good("partner/nl-kmar/gate-1/more"),
            Alert::CertificateUnknown,
        ),
        ("long-lived", mint.long_lived(GATE), Alert::CertificateUnknown),
    ];
    for (what, certificate, expected) in cases {
        assert_eq!(alert(&mint, Some(&certificate)).await, expected, "{what}");
    }
    assert_eq!(alert(&mint, None).await, Alert::CertificateRequired);
}

#[tokio::test]
async fn a_refusal_reaches_the_peer_every_time() {
    let mint = mint();
    let bad = mint.no_purpose(GATE);
    for _ in 0..30 {
        assert_eq!(
            alert(&mint, Some(&bad)).await,
            AlertDescription::UnsupportedCertificate
        );
    }
}

#[tokio::test]
async fn more_than_two_certificates_that_are_not_known_here_are_refused() {
    let mint = mint();
    let other = Mint::new("elsewhere.test", now());
    let (chain, key) = mint.good(GATE);
    let three = (chain + other.issuing_pem() + other.root_pem(), key);
    assert_eq!(alert(&mint, Some(&three)).await, AlertDescription::BadCertificate);
}

#[tokio::test]
async fn a_client_may_send_the_whole_chain_up_to_our_root() {
    let mint = mint();
    let mut door = Door::open(terms(&mint, Mode::Required, now()), WIDE).await;
    let (chain, key) = mint.good(GATE);
    let _open = dial(client(&mint, Some(&(chain + mint.root_pem(), key))), door.address)
        .await
        .unwrap();
    assert_eq!(good_peer(&mut door).await.name.to_string(), GATE);
    door.close().await;
}

#[tokio::test]
async fn more_than_16_kib_of_certificates_are_refused() {
    let mint = mint();
    let (chain, key) = mint.good(GATE);
    let mut fat = mint.client(GATE);
    fat.custom_extensions = vec![certificates::extension(
        &[1, 3, 6, 1, 4, 1, 99999, 1],
        false,
        &[5; 20_000],
    )];
    let leaf = pem::encode_chain(&[certificates::der(&chain)]);
    let fat = (leaf + &mint.sign(&fat).0, key);
    let two = (pem::encode_chain(&pem::certificates(&fat.0).unwrap()[..2]), fat.1);
    assert_eq!(alert(&mint, Some(&two)).await, AlertDescription::BadCertificate);
}

#[tokio::test]
async fn tls_1_2_is_refused() {
    let mint = mint();
    let door = Door::open(terms(&mint, Mode::Nothing, now()), WIDE).await;
    let mut roots = RootCertStore::empty();
    roots.add(certificates::der(mint.root_pem())).unwrap();
    let old = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&TLS12])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let error = dial(old, door.address).await.unwrap_err();
    assert_eq!(alert_in(&error), AlertDescription::ProtocolVersion);
    door.close().await;
}

#[tokio::test]
async fn a_protocol_that_is_not_http_is_refused() {
    let mint = mint();
    let door = Door::open(terms(&mint, Mode::Nothing, now()), WIDE).await;
    let mut config = client(&mint, None);
    config.alpn_protocols = vec![b"smtp".to_vec()];
    let error = dial(config, door.address).await.unwrap_err();
    assert_eq!(alert_in(&error), AlertDescription::NoApplicationProtocol);
    door.close().await;
}

#[tokio::test]
async fn a_good_certificate_is_known_by_key_name_and_issuer_with_and_without_its_chain() {
    let mint = mint();
    let mut door = Door::open(terms(&mint, Mode::Required, now()), WIDE).await;
    let (chain, key) = mint.good(GATE);
    let leaf = pem::encode_chain(&[certificates::der(&chain)]);
    let spki = |pem: &str| crate::pki::keys::key_hash(&pem::spki(&certificates::der(pem)).unwrap());
    for sent in [&chain, &leaf] {
        let _open = dial(client(&mint, Some(&(sent.clone(), key.clone()))), door.address)
            .await
            .unwrap();
        let peer = good_peer(&mut door).await;
        assert_eq!(peer.key, spki(&chain));
        assert_eq!(peer.issuer, spki(mint.issuing_pem()));
        assert_eq!(peer.name.to_string(), GATE);
        assert_eq!(peer.address, door.address.ip());
    }
    door.close().await;
}

#[tokio::test]
async fn an_issuer_known_only_from_the_clients_chain_is_pinned_by_the_key_that_signed() {
    let mint = mint();
    let root_only = Trust {
        authorities: vec![certificates::der(mint.root_pem())],
        domain: DOMAIN.into(),
    };
    let mut door = Door::open(terms_with(&mint, root_only, Mode::Required, now()), WIDE).await;
    let _open = dial(client(&mint, Some(&mint.good(GATE))), door.address)
        .await
        .unwrap();
    let issuing = pem::spki(&certificates::der(mint.issuing_pem())).unwrap();
    assert_eq!(
        good_peer(&mut door).await.issuer,
        crate::pki::keys::key_hash(&issuing)
    );
    door.close().await;
}

#[tokio::test]
async fn an_authority_past_its_own_date_lets_nobody_in() {
    let mint = mint();
    let later = now() + jiff::SignedDuration::from_hours(24 * 5000);
    let mint_later = Mint::over(
        mint.root_pem(),
        mint.issuing_pem(),
        &mint.issuing_key_pem(),
        DOMAIN,
        later,
    );
    let door = Door::open(terms(&mint, Mode::Required, later), WIDE).await;
    let mut stream = dial(client(&mint, Some(&mint_later.good(GATE))), door.address)
        .await
        .unwrap();
    assert_eq!(refusal(&mut stream).await, AlertDescription::CertificateExpired);
    door.close().await;
}

#[tokio::test]
async fn the_desk_lets_everybody_in_and_knows_what_is_wrong() {
    let mint = mint();
    let mut door = Door::open(terms(&mint, Mode::Requested, now()), WIDE).await;
    let mut critical = mint.client(GATE);
    critical.custom_extensions = vec![certificates::extension(
        &[1, 3, 6, 1, 4, 1, 99999, 1],
        true,
        &[5, 0],
    )];
    let cases = [
        (None, Claim::Nobody),
        (Some(mint.stranger(GATE)), Claim::Bad(Fault::UnknownAuthority)),
        (Some(mint.expired(GATE)), Claim::Bad(Fault::Expired)),
        (
            Some(mint.no_purpose(GATE)),
            Claim::Bad(Fault::Profile(ProfileFault::PurposeMissing)),
        ),
        (
            Some(mint.two_names(GATE)),
            Claim::Bad(Fault::Profile(ProfileFault::NameNotSingle)),
        ),
    ];
    for (certificate, expected) in cases {
        let _open = dial(client(&mint, certificate.as_ref()), door.address)
            .await
            .unwrap();
        assert_eq!(door.next().await.claim, expected);
    }
    let _open = dial(client(&mint, Some(&mint.good("staff/officer-1"))), door.address)
        .await
        .unwrap();
    assert_eq!(good_peer(&mut door).await.name.to_string(), "staff/officer-1");
    door.close().await;
}

#[tokio::test]
async fn even_the_desk_refuses_a_certificate_without_its_key() {
    let mint = mint();
    let mut door = Door::open(terms(&mint, Mode::Requested, now()), WIDE).await;
    let (stolen, _) = mint.good("staff/admin-1");
    let (_, own_key) = mint.good("staff/officer-1");
    let key = aws_lc_rs::sign::any_supported_type(&pem::private_key(&own_key).unwrap()).unwrap();
    // Unchecked: the certificate is another's.
    let pair = rustls::sign::CertifiedKey::new(pem::certificates(&stolen).unwrap(), key);
    let mut config = client(&mint, None);
    config.client_auth_cert_resolver = Arc::new(rustls::sign::SingleCertAndKey::from(pair));
    let mut stream = dial(config, door.address).await.unwrap();
    assert_eq!(refusal(&mut stream).await, AlertDescription::DecryptError);
    assert!(door.finished.try_recv().is_err());
    door.close().await;
}

#[tokio::test]
async fn the_enrolment_door_asks_for_nothing() {
    let mint = mint();
    let mut door = Door::open(terms(&mint, Mode::Nothing, now()), WIDE).await;
    let _open = dial(client(&mint, Some(&mint.good(GATE))), door.address)
        .await
        .unwrap();
    assert_eq!(door.next().await.claim, Claim::Nobody);
    door.close().await;
}
