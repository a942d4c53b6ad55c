//! Which addresses may be asked for a list: the one an operator gave, and no private network by a name.
//!
//! Uses nothing of the house. A name is judged by what it leads to at the moment of asking, and the
//! connection is made to what was judged (SECURITY 4, row 22).

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;

use reqwest::Url;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;

use crate::domain::feed_source::Address;
use crate::service::Fault;

/// Whether an address may be a feed's.
pub(super) fn check(address: &Address, has_ca: bool, has_key: bool) -> Result<(), Fault> {
    let fault = |rule: &str| Err(Fault::field("source.address", rule));
    let Ok(url) = Url::parse(address.as_str()) else {
        return fault("must be an address");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return fault("must have no user and no password: it stands in the journal");
    }
    if url.fragment().is_some() {
        return fault("must have no #");
    }
    if url.scheme() == "https" {
        return Ok(());
    }
    if has_ca {
        return fault("must begin with https:// where certificates are given");
    }
    let loopback = literal(&url).is_some_and(|address| address.is_loopback());
    if !loopback && !has_key {
        return fault(
            "must begin with https://, or the list must have a key: anybody on the way could write it",
        );
    }
    Ok(())
}

/// The IP address that an address names without a name.
fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// A name leads only to addresses that are not to be asked.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to a private network")]
pub(super) struct Forbidden;

/// Finds the addresses of names, and leaves out those of private networks.
#[derive(Debug)]
pub(super) struct Resolver {
    pub(super) private: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let good: Vec<SocketAddr> = found
                .filter(|address| private || is_public(address.ip()))
                .collect();
            if good.is_empty() {
                return Err(Forbidden.into());
            }
            let addresses: reqwest::dns::Addrs = Box::new(good.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether an address is anybody's in the open internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (b == 18 || b == 19))
        || (a, b, c) == (192, 0, 0);
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b) {
        // Mapped, compatible and unspecified: what they stand for decides.
        (0, 0) if (c, d, e) == (0, 0, 0) => v4(g, h) && f == 0xffff,
        // Translated (RFC 6052) and 6to4.
        (0x64, 0xff9b) if (c, d, e, f) == (0, 0, 0, 0) => v4(g, h),
        (0x64, 0xff9b) => false,
        (0x2002, _) => v4(b, c),
        // Teredo and documentation.
        (0x2001, 0 | 0xdb8) => false,
        // What is given out to the world (RFC 4291, 2.4).
        _ => (0x2000..0x4000).contains(&a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_of_a_private_network_is_public_in_whatever_clothes() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2002:a9fe:a9fe::",
            "2001::1",
            "2001:db8::1",
            "::7f00:1",
            "fec0::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "9.255.255.255",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "2002:101:101::",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_address_without_tls_needs_a_key_or_leads_no_further_than_this_machine() {
        let check = |text: &str, ca, key| check(&text.parse().unwrap(), ca, key).is_ok();
        assert!(check("https://lists.example/a.json", true, false));
        assert!(!check("http://lists.example/a.json", false, false));
        assert!(check("http://lists.example/a.json", false, true));
        assert!(check("http://127.0.0.1:8080/a.json", false, false) && check("http://[::1]/a", false, false));
        assert!(
            !check("http://localhost/a.json", false, false),
            "a name leads anywhere"
        );
        assert!(!check("http://127.0.0.1/a.json", true, false));
        for bad in ["https://user:secret@lists.example/", "https://", "https://a/#b"] {
            assert!(!check(bad, false, true), "{bad}");
        }
    }
}
