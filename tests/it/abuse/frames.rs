//! Floods of HTTP/2 frames (row 15): each ends the flooder's connection or does no harm, and nobody
//! else notices.

use std::io;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::watch;

use super::Stage;
use super::client;
use super::nightly;
use super::unnoticed;
use crate::support::callers::Caller;
use crate::support::h2;
use crate::support::h2::CONTINUATION;
use crate::support::h2::DATA;
use crate::support::h2::END_HEADERS;
use crate::support::h2::END_STREAM;
use crate::support::h2::Frames;
use crate::support::h2::HEADERS;
use crate::support::h2::Heard;
use crate::support::h2::PING;
use crate::support::h2::RST_STREAM;
use crate::support::h2::SETTINGS;
use crate::support::h2::WINDOW_UPDATE;
use crate::support::h2::frame;
use crate::support::probe;

/// Longest a flood may take, whether it ends or is taken whole.
const LONGEST: Duration = Duration::from_secs(60);
/// How long each flood goes on.
const STRETCH: Duration = Duration::from_millis(1_200);
const PAUSE: Duration = Duration::from_millis(25);
/// How much more memory a flood may leave behind (SECURITY 6, R10).
const GROWTH: u64 = 32 << 20;
/// Frames sent in one write.
const BUNDLE: usize = 50;

/// RFC 9113, 7.
const PROTOCOL_ERROR: u32 = 1;
const ENHANCE_YOUR_CALM: u32 = 11;

/// How a flood must end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Ends {
    /// By a GOAWAY with one of these errors.
    Goaway(&'static [u32]),
    /// It may be taken whole: the connection then still answers, or was ended.
    AsItLikes,
}

struct Flood {
    name: &'static str,
    /// Sent before.
    before: fn() -> Vec<u8>,
    /// The frames of one blow; the number counts from 0.
    blow: fn(u32) -> Vec<u8>,
    ends: Ends,
}

const fn stream(number: u32) -> u32 {
    2 * number + 1
}

fn opening(number: u32, end: bool) -> Vec<u8> {
    let flags = END_HEADERS | if end { END_STREAM } else { 0 };
    frame(
        HEADERS,
        flags,
        stream(number),
        &h2::head(!end, "/v1/persons/search"),
    )
}

fn nothing() -> Vec<u8> {
    Vec::new()
}

const FLOODS: &[Flood] = &[
    Flood {
        name: "rapid reset",
        before: nothing,
        blow: |number| {
            let mut both = opening(number, true);
            both.extend(frame(RST_STREAM, 0, stream(number), &8_u32.to_be_bytes()));
            both
        },
        ends: Ends::Goaway(&[ENHANCE_YOUR_CALM]),
    },
    Flood {
        name: "continuation",
        before: || frame(HEADERS, 0, 1, &h2::head(false, "/")),
        blow: |_| {
            frame(CONTINUATION, 0, 1, b"\x00\x01x\x7fyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")
        },
        ends: Ends::Goaway(&[ENHANCE_YOUR_CALM, PROTOCOL_ERROR]),
    },
    Flood {
        name: "empty continuation",
        before: || frame(HEADERS, 0, 1, &h2::head(false, "/")),
        blow: |_| frame(CONTINUATION, 0, 1, b""),
        ends: Ends::Goaway(&[ENHANCE_YOUR_CALM, PROTOCOL_ERROR]),
    },
    Flood {
        name: "made you reset",
        before: nothing,
        blow: |number| {
            let mut both = opening(number, false);
            both.extend(frame(WINDOW_UPDATE, 0, stream(number), &0_u32.to_be_bytes()));
            both
        },
        ends: Ends::Goaway(&[ENHANCE_YOUR_CALM, PROTOCOL_ERROR]),
    },
    Flood {
        name: "window beyond its end",
        before: nothing,
        blow: |number| {
            let mut both = opening(number, false);
            let most = frame(WINDOW_UPDATE, 0, stream(number), &0x7fff_ffff_u32.to_be_bytes());
            both.extend(most.repeat(2));
            both
        },
        ends: Ends::Goaway(&[ENHANCE_YOUR_CALM, PROTOCOL_ERROR]),
    },
    Flood {
        name: "ping",
        before: nothing,
        blow: |number| frame(PING, 0, 0, &u64::from(number).to_be_bytes()),
        ends: Ends::AsItLikes,
    },
    Flood {
        name: "settings",
        before: nothing,
        blow: |_| frame(SETTINGS, 0, 0, &[0, 3, 0, 0, 0, 9]),
        ends: Ends::AsItLikes,
    },
    Flood {
        name: "empty data",
        before: || opening(0, false),
        blow: |_| frame(DATA, 0, 1, b""),
        ends: Ends::AsItLikes,
    },
    Flood {
        name: "more streams than allowed",
        before: nothing,
        blow: |number| opening(number, false),
        ends: Ends::Goaway(&[ENHANCE_YOUR_CALM, PROTOCOL_ERROR]),
    },
    Flood {
        name: "unknown frames",
        before: nothing,
        blow: |_| frame(0xbb, 0xff, 0, &[0; 64]),
        ends: Ends::AsItLikes,
    },
];

/// Sends it all, or as much as the gateway takes.
async fn send(flood: &Flood, frames: &mut Frames, blows: u32) -> io::Result<()> {
    frames.send(&(flood.before)()).await?;
    for first in (0..blows).step_by(BUNDLE) {
        let mut bundle = Vec::new();
        for number in first..first + BUNDLE as u32 {
            bundle.extend((flood.blow)(number));
        }
        frames.send(&bundle).await?;
    }
    Ok(())
}

/// Floods one connection and sees it end as it must.
async fn strike(caller: &Caller, flood: &Flood, blows: u32, from: u8) -> Heard {
    let mut frames = Frames::open(caller, client(from), &[]).await.unwrap();
    let sent = tokio::time::timeout(LONGEST, send(flood, &mut frames, blows))
        .await
        .unwrap_or_else(|_| panic!("{}: neither taken nor ended", flood.name));
    match flood.ends {
        Ends::Goaway(errors) => {
            assert!(
                frames.ends(LONGEST).await,
                "{}: {sent:?} {:?}",
                flood.name,
                frames.heard()
            );
            // A reset of the connection may overtake the GOAWAY when the flood does not stop for it.
            if let Some(error) = frames.heard().goaway {
                assert!(errors.contains(&error), "{}: {error}", flood.name);
            } else {
                assert!(frames.heard().closed, "{}", flood.name);
            }
        }
        Ends::AsItLikes if sent.is_ok() && !frames.heard().closed => {
            let before = frames.heard().heads;
            let ask = frame(
                HEADERS,
                END_HEADERS | END_STREAM,
                stream(blows),
                &h2::head(false, "/v1/purposes"),
            );
            let still = frames.send(&ask).await.is_ok();
            let answered = frames
                .hears(LONGEST, |heard| {
                    heard.heads > before || heard.closed || heard.goaway.is_some()
                })
                .await;
            assert!(!still || answered, "{}: neither answers nor ends", flood.name);
        }
        Ends::AsItLikes => {}
    }
    frames.heard()
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_of_frames_end_or_do_no_harm_and_nobody_else_notices() {
    let stage = Stage::with(&[]).await;
    let blows = if nightly() { 100_000 } else { 4_000 };
    // The first strikes warm what is made once.
    for flood in FLOODS {
        strike(&stage.partner, flood, 500, 40).await;
    }
    let before = stage.program.resident();
    // Of one flood the end is of the next the beginning.
    let mut base = stage.base(false).await;
    for flood in FLOODS {
        unnoticed(flood.name, async || {
            let (tell, over) = watch::channel(false);
            let watching = probe::watch(&stage.partner, over, false);
            let striking = async {
                // One that is ended comes again, from one address after the other.
                let (begun, mut strikes, mut heard) = (Instant::now(), 0, Heard::default());
                while begun.elapsed() < STRETCH {
                    let from = u8::try_from(40 + strikes % 20).unwrap();
                    heard = strike(&stage.partner, flood, blows, from).await;
                    strikes += 1;
                    // Handshakes as such are `flood`'s.
                    tokio::time::sleep(PAUSE).await;
                }
                tell.send_replace(true);
                (strikes, heard)
            };
            let (noticed, (strikes, heard)) = tokio::join!(watching, striking);
            let after = stage.base(false).await;
            let base = std::mem::replace(&mut base, after.clone()).and(after);
            println!(
                "{} ({strikes}): {heard:?}, base {base}, meanwhile {noticed}",
                flood.name
            );
            noticed.faults(&base)
        })
        .await;
    }
    let after = stage.program.resident();
    println!("resident {before} then {after}");
    assert!(after < before + GROWTH, "{before} bytes, then {after}");
}
