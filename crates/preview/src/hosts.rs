//! The host names that the server accepts.
//!
//! A foreign page can map its own name to this machine's address and so make a browser here request pages of
//! this site, including the internal edition; the browser then takes them for that page's own (DNS
//! rebinding). It is recognised by the host name in the request.

use std::net::{IpAddr, SocketAddr};

/// Accepted host names.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    given: String,
    port: u16,
}

impl Hosts {
    pub(super) fn new(given: &str, port: u16) -> Self {
        Self { given: bare(given).to_ascii_lowercase(), port }
    }

    /// Whether a request for this host is accepted. `local` is our end of the connection: if the server
    /// listens on all addresses, the dialled one is accepted too.
    pub(super) fn allow(&self, host: &str, local: SocketAddr) -> bool {
        let Some((name, port)) = split(host) else { return false };
        if port.unwrap_or(80) != self.port {
            return false;
        }
        let name = bare(name).to_ascii_lowercase();
        let is_ours = |ip: IpAddr| ip.to_canonical() == local.ip().to_canonical();
        matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1")
            || name == self.given
            || name.parse().is_ok_and(is_ours)
    }
}

/// An IPv6 address without brackets.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name)
}

/// Name and port; `None` if it is neither.
fn split(host: &str) -> Option<(&str, Option<u16>)> {
    match host.rsplit_once(':') {
        // The last colon belongs to the address.
        Some((_, behind)) if behind.ends_with(']') => Some((host, None)),
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((name, Some(port.parse().ok()?)))
        }
        Some(_) => None,
        None => Some((host, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_under_its_own_names_alone() {
        let local: SocketAddr = "192.0.2.7:4000".parse().unwrap();
        let hosts = Hosts::new("Office-PC", 4000);
        for ours in ["localhost:4000", "127.0.0.1:4000", "[::1]:4000", "office-pc:4000", "192.0.2.7:4000"] {
            assert!(hosts.allow(ours, local), "{ours}");
        }
        for other in [
            "",
            "localhost",
            "localhost:4001",
            "evil.example:4000",
            "127.0.0.1.evil.example:4000",
            "192.0.2.8:4000",
            "localhost:4000:4000",
            "localhost:",
            "localhost:99999",
            "user@localhost:4000",
            "[::1]",
            "[::2]:4000",
        ] {
            assert!(!hosts.allow(other, local), "{other}");
        }
        assert!(Hosts::new("127.0.0.1", 80).allow("localhost", local));
        assert!(Hosts::new("127.0.0.1", 80).allow("[::1]", local));
    }
}
