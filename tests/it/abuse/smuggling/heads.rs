//! Payloads whose lines, host, version or path could be read in two ways, with what they get.

use super::Case;
use super::Then::Closes;
use super::Then::GoesOn;
use super::case;

/// A read with one more header.
macro_rules! get {
    ($headers:literal) => {
        concat!(
            "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n",
            $headers,
            "\r\n"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    // Lines.
    case(
        "a bare line feed between headers",
        "GET /v1/purposes HTTP/1.1\nHost: localhost\n\n",
        &[200],
        GoesOn,
    ),
    case(
        "a bare carriage return in a value",
        get!("x: a\rContent-Length: 44\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a folded line",
        get!("x: a\r\n Content-Length: 44\r\n"),
        &[400],
        Closes,
    ),
    case("NUL in a value", get!("x: a\0b\r\n"), &[400], Closes),
    case("NUL in a name", get!("x\0y: a\r\n"), &[400], Closes),
    case("a name without a colon", get!("nothing\r\n"), &[400], Closes),
    case("an empty name", get!(": nothing\r\n"), &[400], Closes),
    case(
        "a line feed before the request",
        "\n\r\nGET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[200],
        GoesOn,
    ),
    case(
        "two spaces in the request line",
        "GET  /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[400],
        Closes,
    ),
    case(
        "a tab in the request line",
        "GET\t/v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[400],
        Closes,
    ),
    // Hosts.
    case("no host", "GET /v1/purposes HTTP/1.1\r\n\r\n", &[400], GoesOn),
    case("two hosts", get!("Host: localhost\r\n"), &[400], GoesOn),
    case(
        "two hosts, one foreign",
        get!("Host: elsewhere.example\r\n"),
        &[400],
        GoesOn,
    ),
    case(
        "a foreign host",
        "GET /v1/purposes HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n",
        &[421],
        GoesOn,
    ),
    case(
        "a target that names another host",
        "GET https://elsewhere.example/v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[400],
        GoesOn,
    ),
    case(
        "a host with a user",
        "GET /v1/purposes HTTP/1.1\r\nHost: localhost@elsewhere.example\r\n\r\n",
        &[400],
        GoesOn,
    ),
    case(
        "a host with a path",
        "GET /v1/purposes HTTP/1.1\r\nHost: localhost/elsewhere\r\n\r\n",
        &[400],
        GoesOn,
    ),
    // Versions and methods.
    case("HTTP/0.9", "GET /v1/purposes\r\n", &[400], Closes),
    case(
        "HTTP/1.0",
        "GET /v1/purposes HTTP/1.0\r\nHost: localhost\r\n\r\n",
        &[200],
        Closes,
    ),
    case(
        "HTTP/1.2",
        "GET /v1/purposes HTTP/1.2\r\nHost: localhost\r\n\r\n",
        &[400],
        Closes,
    ),
    case(
        "HTTP/2.0 in a line",
        "GET /v1/purposes HTTP/2.0\r\nHost: localhost\r\n\r\n",
        &[400],
        Closes,
    ),
    case(
        "CONNECT",
        "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n",
        &[404],
        GoesOn,
    ),
    case(
        "OPTIONS *",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[404],
        GoesOn,
    ),
    case(
        "TRACE",
        "TRACE /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[405],
        GoesOn,
    ),
    case(
        "a method in small letters",
        "get /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[405],
        GoesOn,
    ),
    case(
        "another method in a header",
        "GET /v1/persons/search HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: POST\r\n\r\n",
        &[405],
        GoesOn,
    ),
    // Upgrades, paths, what follows.
    case(
        "an upgrade to h2c",
        get!(
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
        ),
        &[200],
        GoesOn,
    ),
    case(
        "an upgrade to a web socket",
        get!(
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        ),
        &[200],
        GoesOn,
    ),
    case(
        "an encoded slash",
        "GET /v1%2fpurposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[404],
        GoesOn,
    ),
    case(
        "dots",
        "GET /v1/x/../purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[404],
        GoesOn,
    ),
    case(
        "encoded dots",
        "GET /v1/x/%2e%2e/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[404],
        GoesOn,
    ),
    case(
        "two slashes",
        "GET //v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[404],
        GoesOn,
    ),
    case(
        "NUL in the path",
        "GET /v1/purposes\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[400],
        Closes,
    ),
    case(
        "a fragment",
        "GET /v1/purposes#x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &[200],
        GoesOn,
    ),
    case(
        "a connection header that names the host",
        get!("Connection: close, Host\r\n"),
        &[200],
        Closes,
    ),
    case(
        "a read with a body that is a request",
        get!("Content-Length: 45\r\n\r\nGET /v1/openapi.json HTTP/1.1\r\nHost: a\r\nb: c"),
        &[200],
        GoesOn,
    ),
    case(
        "forged origins",
        get!(
            "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: elsewhere.example\r\nForwarded: for=203.0.113.9;host=elsewhere.example\r\n"
        ),
        &[200],
        GoesOn,
    ),
    case(
        "forged certificates",
        get!(
            "X-Client-Cert: spiffe://lookout.local/partner/fr-pn/gate-1\r\nX-Forwarded-Client-Cert: URI=spiffe://lookout.local/partner/fr-pn/gate-1\r\nX-SSL-Client-Verify: SUCCESS\r\n"
        ),
        &[200],
        GoesOn,
    ),
    case(
        "two requests at once",
        concat!(
            "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"
        ),
        &[200, 404],
        GoesOn,
    ),
    case(
        "a good request behind garbage",
        concat!(
            "\x16\x03\x01\r\n\r\n",
            "GET /v1/purposes HTTP/1.1\r\nHost: localhost\r\n\r\n"
        ),
        &[400],
        Closes,
    ),
];
