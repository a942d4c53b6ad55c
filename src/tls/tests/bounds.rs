//! Silent, slow and greedy peers: each meets its bound, and nobody else pays for it.

use tokio::io::AsyncWriteExt;

use super::*;

const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 1));
const TWO: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));
const SHORT: Duration = Duration::from_millis(80);
/// First bytes of a TLS record that promises more than it brings.
const HALF_A_HELLO: &[u8] = &[22, 3, 1, 1, 0, 1, 0];

fn mint() -> Mint {
    Mint::new(DOMAIN, now())
}

async fn open(bounds: Connections) -> (Mint, Door) {
    let mint = mint();
    let door = Door::open(terms(&mint, Mode::Nothing, now()), bounds).await;
    (mint, door)
}

#[tokio::test]
async fn a_silent_client_is_closed_after_the_first_byte_bound() {
    let (_, door) = open(Connections {
        first_byte: SHORT,
        ..WIDE
    })
    .await;
    let begun = std::time::Instant::now();
    let mut silent = plain_from(ONE, door.address).await;
    assert!(closed(&mut silent).await);
    assert!(begun.elapsed() >= SHORT && begun.elapsed() < LONG);
    door.close().await;
}

#[tokio::test]
async fn a_client_that_begins_and_stops_is_closed_after_the_handshake_bound() {
    let (_, door) = open(Connections {
        handshake: SHORT,
        ..WIDE
    })
    .await;
    let mut slow = plain_from(ONE, door.address).await;
    slow.write_all(HALF_A_HELLO).await.unwrap();
    assert!(closed(&mut slow).await);
    door.close().await;
}

#[tokio::test]
async fn a_client_that_closes_at_once_costs_nothing() {
    let (mint, mut door) = open(Connections {
        per_address: 1,
        ..WIDE
    })
    .await;
    for _ in 0..20 {
        drop(plain_from(ONE, door.address).await);
    }
    // The one slot comes back as soon as the door has seen the end of the last of them.
    let config = Arc::new(client(&mint, None));
    let retry = async { while dial_shared(&config, door.address).await.is_err() {} };
    timeout(LONG, retry).await.unwrap();
    door.next().await;
    door.close().await;
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_another_is_not_hindered() {
    let (mint, mut door) = open(Connections {
        per_address: 2,
        ..WIDE
    })
    .await;
    let _silent = plain_from(TWO, door.address).await;
    let mut begun = plain_from(TWO, door.address).await;
    begun.write_all(HALF_A_HELLO).await.unwrap();
    let mut third = plain_from(TWO, door.address).await;
    assert!(closed(&mut third).await);
    let _other = dial(client(&mint, None), door.address).await.unwrap();
    assert_eq!(door.next().await.address.ip(), ONE);
    door.close().await;
}

#[tokio::test]
async fn an_address_that_comes_too_fast_is_refused_and_another_is_not() {
    let (mint, mut door) = open(Connections {
        handshakes_per_second: NonZeroU32::MIN,
        handshakes_burst: NonZeroU32::new(2).unwrap(),
        ..WIDE
    })
    .await;
    let mut held = Vec::new();
    // One a second is free again, and this machine may be slow.
    for _ in 0..20 {
        held.push(plain_from(TWO, door.address).await);
    }
    let mut closed_at_once = 0;
    for socket in &mut held {
        let soon = timeout(Duration::from_millis(50), socket.read(&mut [0])).await;
        closed_at_once += usize::from(soon.is_ok());
    }
    assert!(closed_at_once >= 10, "{closed_at_once}");
    let _other = dial(client(&mint, None), door.address).await.unwrap();
    assert_eq!(door.next().await.address.ip(), ONE);
    door.close().await;
}

#[tokio::test]
async fn a_connection_keeps_its_slot_until_it_is_dropped() {
    let (mint, mut door) = open(Connections {
        per_address: 1,
        ..WIDE
    })
    .await;
    let config = Arc::new(client(&mint, None));
    let _first = dial_shared(&config, door.address).await.unwrap();
    let held = door.next().await;
    assert!(dial_shared(&config, door.address).await.is_err());
    drop(held);
    let _second = dial_shared(&config, door.address).await.unwrap();
    door.next().await;
    door.close().await;
}

#[tokio::test]
async fn when_all_places_are_taken_the_oldest_unauthenticated_gives_way() {
    let (mint, mut door) = open(Connections { pending: 2, ..WIDE }).await;
    let mut oldest = plain_from(TWO, door.address).await;
    let mut next = plain_from(TWO, door.address).await;
    next.write_all(HALF_A_HELLO).await.unwrap();
    let _newcomer = dial(client(&mint, None), door.address).await.unwrap();
    let connection = door.next().await;
    assert!(closed(&mut oldest).await);
    // The second is still there: it can go on, here by sending what is no TLS and being told so.
    next.write_all(&[0xff; 300]).await.unwrap();
    let mut answer = [0; 1];
    timeout(LONG, next.read_exact(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(answer, [21], "a TLS alert");
    drop(connection);
    door.close().await;
}

/// Opens 2,000 silent sockets from `sources` addresses, then counts on 20 good handshakes.
async fn flood(sources: u16) {
    let (mint, mut door) = open(Connections {
        per_address: 32,
        pending: 64,
        ..WIDE
    })
    .await;
    let mut silent = Vec::new();
    for number in 0..2000_u16 {
        let [high, low] = (number % sources).to_be_bytes();
        silent.push(plain_from(IpAddr::from([127, 1, high, low.max(1)]), door.address).await);
    }
    let config = Arc::new(client(&mint, None));
    for _ in 0..20 {
        let _open = dial_shared(&config, door.address).await.unwrap();
        door.next().await;
    }
    door.close().await;
}

#[tokio::test]
async fn two_thousand_silent_sockets_from_one_address_keep_nobody_out() {
    flood(1).await;
}

#[tokio::test]
async fn two_thousand_silent_sockets_from_a_thousand_addresses_keep_nobody_out() {
    flood(1000).await;
}

#[tokio::test]
async fn at_shutdown_the_port_closes_and_no_handshake_goes_on() {
    let (mint, mut door) = open(WIDE).await;
    let mut begun = plain_from(ONE, door.address).await;
    begun.write_all(HALF_A_HELLO).await.unwrap();
    // Connections are accepted in their order: once this one is through, the first is being handled.
    let _later = dial(client(&mint, None), door.address).await.unwrap();
    door.next().await;
    let address = door.address;
    door.close().await;
    assert!(closed(&mut begun).await);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn nonsense_is_answered_with_an_alert_and_closed() {
    let (_, door) = open(WIDE).await;
    let scripts: [&[u8]; 6] = [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[0; 64],
        &[0xff; 64],
        &[22, 3, 1, 0xff, 0xff, 1],
        &[22, 3, 1, 0, 0],
        &[23, 3, 3, 0, 5, 1, 2, 3, 4, 5],
    ];
    for script in scripts {
        let mut peer = plain_from(ONE, door.address).await;
        peer.write_all(script).await.unwrap();
        peer.shutdown().await.unwrap();
        let mut answer = Vec::new();
        timeout(LONG, peer.read_to_end(&mut answer)).await.unwrap().ok();
        assert!(answer.is_empty() || answer[0] == 21, "{script:?} got {answer:?}");
    }
    door.close().await;
}
