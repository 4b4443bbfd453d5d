//! Classifies the addresses that authors write.

/// An address, by what may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Empty.
    Empty,
    /// An anchor on the same page: `#…`.
    Fragment,
    /// Another host over http or https.
    Web,
    /// mailto or tel.
    Contact,
    /// A path of a file of the site.
    Local,
    /// Another host, over the page's own protocol.
    ProtocolRelative,
    /// Any other scheme.
    Unsafe,
}

/// Classifies an address as browsers read it: spaces at the ends and line ends and tabs anywhere are ignored,
/// `\` counts as `/`.
pub fn kind(url: &str) -> Kind {
    let seen: String;
    let url = if url.contains(|c: char| c <= ' ') {
        seen = url.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
        seen.as_str()
    } else {
        url
    };
    let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    let mut chars = url.chars();
    match chars.next() {
        None => return Kind::Empty,
        Some('#') => return Kind::Fragment,
        first if slash(first) && slash(chars.next()) => return Kind::ProtocolRelative,
        _ => {}
    }
    let Some(end) = url.find([':', '/', '\\', '?', '#']) else { return Kind::Local };
    let (scheme, rest) = url.split_at(end);
    let Some(rest) = rest.strip_prefix(':') else { return Kind::Local };
    // A file on the author's own disk, `C:\…`: no protocol has a one-letter name. It is reported as missing.
    if scheme.len() == 1 {
        return Kind::Local;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let host = rest
                .strip_prefix("//")
                .is_some_and(|host| !host.starts_with(['/', '\\', '?', '#']) && !host.is_empty());
            if host { Kind::Web } else { Kind::Unsafe }
        }
        "mailto" | "tel" if !rest.is_empty() => Kind::Contact,
        _ => Kind::Unsafe,
    }
}
