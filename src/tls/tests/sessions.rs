//! What a connection is made of, and that new terms cost nobody theirs.

use rustls::HandshakeKind;
use rustls::NamedGroup;
use rustls::ProtocolVersion;
use rustls::client::ClientSessionMemoryCache;
use rustls::client::Resumption;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use super::*;
use crate::tls::Alpn;

fn mint() -> Mint {
    Mint::new(DOMAIN, now())
}

#[tokio::test]
async fn no_session_is_ever_resumed() {
    let mint = mint();
    for mode in [Mode::Required, Mode::Requested, Mode::Nothing] {
        let mut door = Door::open(terms(&mint, mode, now()), WIDE).await;
        let mut config = client(&mint, Some(&mint.good("partner/nl-kmar/gate-1")));
        config.resumption = Resumption::store(Arc::new(ClientSessionMemoryCache::new(32)));
        let config = Arc::new(config);
        for _ in 0..3 {
            let mut stream = dial_shared(&config, door.address).await.unwrap();
            let mut server = door.next().await;
            // A ticket would come with or before the first data: read some, then look.
            server.stream.write_all(b"x").await.unwrap();
            server.stream.flush().await.unwrap();
            stream.read_exact(&mut [0]).await.unwrap();
            assert_eq!(stream.get_ref().1.handshake_kind(), Some(HandshakeKind::Full));
            assert_eq!(stream.get_ref().1.tls13_tickets_received(), 0);
        }
        door.close().await;
    }
}

#[tokio::test]
async fn the_key_exchange_withstands_quantum_computers_and_the_version_is_1_3() {
    let mint = mint();
    let door = Door::open(terms(&mint, Mode::Nothing, now()), WIDE).await;
    let stream = dial(client(&mint, None), door.address).await.unwrap();
    let session = stream.get_ref().1;
    let group = session.negotiated_key_exchange_group().map(|group| group.name());
    assert_eq!(group, Some(NamedGroup::X25519MLKEM768));
    assert_eq!(session.protocol_version(), Some(ProtocolVersion::TLSv1_3));
    door.close().await;
}

#[tokio::test]
async fn the_protocol_is_what_alpn_says() {
    let mint = mint();
    let mut door = Door::open(terms(&mint, Mode::Nothing, now()), WIDE).await;
    let cases: [(&[&[u8]], Alpn); 4] = [
        (&[b"h2", b"http/1.1"], Alpn::Http2),
        (&[b"http/1.1", b"h2"], Alpn::Http2),
        (&[b"http/1.1"], Alpn::Http1),
        (&[], Alpn::Http1),
    ];
    for (offered, agreed) in cases {
        let mut config = client(&mint, None);
        config.alpn_protocols = offered.iter().map(|name| name.to_vec()).collect();
        let _open = dial(config, door.address).await.unwrap();
        assert_eq!(door.next().await.alpn, agreed, "{offered:?}");
    }
    door.close().await;
}

#[tokio::test]
async fn a_reload_under_load_loses_nothing_and_takes_hold() {
    const CALLERS: usize = 4;
    const CALLS: usize = 40;
    let mint = mint();
    let door = Door::open(terms(&mint, Mode::Required, now()), WIDE).await;
    let (address, shared) = (door.address, Arc::clone(&door.terms));
    let Door {
        mut finished,
        stop,
        task,
        ..
    } = door;
    let echo = tokio::spawn(async move {
        let mut served = 0;
        while let Some(mut connection) = finished.recv().await {
            served += 1;
            tokio::spawn(async move {
                connection.stream.write_all(b"x").await.unwrap();
                connection.stream.shutdown().await.ok();
            });
        }
        served
    });
    let config = Arc::new(client(&mint, Some(&mint.good("partner/nl-kmar/gate-1"))));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let config = Arc::clone(&config);
            tokio::spawn(async move {
                for _ in 0..CALLS {
                    let mut stream = dial_shared(&config, address).await.unwrap();
                    stream.read_exact(&mut [0]).await.unwrap();
                }
            })
        })
        .collect();
    let mut reloads = 0;
    while callers.iter().any(|caller| !caller.is_finished()) {
        shared.store(Arc::new(terms(&mint, Mode::Required, now())));
        reloads += 1;
        tokio::task::yield_now().await;
    }
    for caller in callers {
        caller.await.unwrap();
    }
    assert!(reloads > 10, "{reloads}");
    // New trust: what was good a moment ago is a stranger now.
    let other = Mint::new("elsewhere.test", now());
    let trust = Trust {
        authorities: other.authorities(),
        domain: DOMAIN.into(),
    };
    shared.store(Arc::new(terms_with(&mint, trust, Mode::Required, now())));
    let mut stream = dial_shared(&config, address).await.unwrap();
    assert!(stream.read_exact(&mut [0]).await.is_err());
    stop.send(true).unwrap();
    timeout(LONG, task).await.unwrap().unwrap();
    assert_eq!(echo.await.unwrap(), CALLERS * CALLS);
}
