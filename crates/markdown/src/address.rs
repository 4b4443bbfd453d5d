//! Bare addresses: `https://…`, `www.…` and e-mail addresses in a text without any markup.
//!
//! The rules are those of GitHub's autolinks, except that an address also ends where Chinese begins, since
//! Chinese is written without spaces around it: `网址是https://example.org/a。详见`.

use super::cjk;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static HOST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));

/// A bare address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its range in the source.
    pub range: Range<usize>,
    /// The prefix of its link that the text omits.
    pub scheme: &'static str,
    /// Whether it ends at a Chinese character that looks like a part of it.
    pub cut: bool,
}

/// The positions of `www.` in a text, in order.
pub fn hosts(text: &str) -> impl Iterator<Item = usize> {
    HOST.find_iter(text.as_bytes()).filter(|at| {
        let before = text.get(..*at).unwrap_or_default();
        may_begin(before) && !before.ends_with(['/', '.', '-', '_', '@'])
    })
}

/// The address whose scheme ends at a colon.
pub fn with_scheme(text: &str, colon: usize) -> Option<Address> {
    let (before, rest) = text.split_at_checked(colon)?;
    rest.strip_prefix("://")?;
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let at = before.len().checked_sub(scheme.len());
        at.and_then(|at| before.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    let host = colon + "://".len();
    address(text, start, host, "")
}

/// The address that begins with `www.` at a position.
pub fn without_scheme(text: &str, at: usize) -> Option<Address> {
    address(text, at, at, "http://")
}

/// The e-mail address around an `@`.
pub fn mail(text: &str, at: usize) -> Option<Address> {
    let (before, rest) = text.split_at_checked(at)?;
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = before.trim_end_matches(is_local).len();
    let domain = rest.strip_prefix('@')?;
    let end = domain.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')));
    let domain = domain.get(..end.unwrap_or(domain.len()))?.trim_end_matches('.');
    let is_whole = domain.split('.').count() > 1
        && domain.split('.').all(|part| !part.is_empty())
        && !domain.ends_with(['-', '_'])
        && !before.get(start..)?.trim_matches('.').is_empty();
    let before = text.get(..start)?;
    let outer = before.strip_suffix("mailto:").unwrap_or(before);
    (is_whole && !before.ends_with('/') && !is_taken(outer)).then(|| Address {
        range: start..at + 1 + domain.len(),
        scheme: "mailto:",
        cut: false,
    })
}

/// Whether an address may begin after a text.
fn may_begin(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether what follows a text is an address in markup: the target of a link or definition, or in angle
/// brackets.
fn is_taken(before: &str) -> bool {
    before.ends_with('<') || before.ends_with("](") || before.trim_end_matches([' ', '\t']).ends_with("]:")
}

fn address(text: &str, start: usize, host: usize, scheme: &'static str) -> Option<Address> {
    let before = text.get(..start)?;
    if !may_begin(before) || is_taken(before) {
        return None;
    }
    let rest = text.get(host..)?;
    let whole = rest.get(..end(rest))?;
    let found = without_tail(whole);
    if !begins_with_host(found, scheme.is_empty())
        || ammonia::Url::parse(&format!("{scheme}{}", text.get(start..host + found.len())?)).is_err()
    {
        return None;
    }
    let path = found.find(['/', '?', '#']).and_then(|at| found.get(at..)).unwrap_or("");
    let next = rest.get(found.len()..).and_then(|rest| rest.chars().next());
    let is_letter = next.is_some_and(|c| cjk::is_cjk(c) && c.is_alphanumeric());
    let goes_on = path.len() > 1 && path.ends_with(['/', '=', '-', '#', '&', '%']);
    Some(Address { range: start..host + found.len(), scheme, cut: is_letter && goes_on })
}

/// The end of the characters that may be part of an address.
fn end(text: &str) -> usize {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => open += 1,
            ']' if open == 0 => return at,
            ']' => open -= 1,
            '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '{' | '}' => return at,
            c if c.is_whitespace() || c.is_control() || cjk::is_cjk(c) || cjk::is_shared_punctuation(c) => {
                return at;
            }
            // Forbidden and invisible characters.
            '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}' => return at,
            _ => {}
        }
    }
    text.len()
}

/// An address without trailing punctuation of the sentence.
fn without_tail(found: &str) -> &str {
    let mut found = found;
    loop {
        let shorter = match found.chars().next_back() {
            Some('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';') => found.get(..found.len() - 1),
            Some(')') if found.matches(')').count() > found.matches('(').count() => {
                found.get(..found.len() - 1)
            }
            _ => return found,
        };
        found = shorter.unwrap_or_default();
    }
}

/// Whether a text begins with a host: names separated by dots, the last two without `_`. A single name is a
/// local machine.
fn begins_with_host(found: &str, may_be_one: bool) -> bool {
    let end = found.find(['/', '?', '#', ':']).unwrap_or(found.len());
    let host = found.get(..end).unwrap_or_default();
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !host.is_empty()
        && (may_be_one || host.contains('.'))
        && host.chars().all(is_sign)
        && host.split('.').all(|part| !part.is_empty())
        && host.rsplit('.').take(2).all(|part| !part.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses found in a text, of any kind.
    fn found(text: &str) -> Vec<&str> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let colons = text.match_indices(':').filter_map(|(at, _)| with_scheme(text, at));
        let hosts = hosts(text).filter_map(|at| without_scheme(text, at));
        let mails = text.match_indices('@').filter_map(|(at, _)| mail(text, at));
        for address in colons.chain(hosts).chain(mails) {
            if found.iter().all(|known| known.end <= address.range.start || address.range.end <= known.start)
            {
                found.push(address.range);
            }
        }
        found.sort_by_key(|range| range.start);
        found.into_iter().map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            ("网址是https://example.org/a。详见", "https://example.org/a"),
            ("（见https://example.org/a）", "https://example.org/a"),
            ("https://example.org/a、https", "https://example.org/a"),
            ("《https://example.org/a》", "https://example.org/a"),
            ("“https://example.org/a”", "https://example.org/a"),
            ("https://example.org/a——", "https://example.org/a"),
            ("https://example.org/a，", "https://example.org/a"),
            ("https://example.org/a；", "https://example.org/a"),
            ("https://example.org/a！", "https://example.org/a"),
            ("https://example.org/a详见附件", "https://example.org/a"),
            ("https://example.org　下", "https://example.org"),
            ("(https://example.org/a)", "https://example.org/a"),
            ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
            ("https://example.org/a_b*c?x=1&y=%20z#d.", "https://example.org/a_b*c?x=1&y=%20z#d"),
            ("**https://example.org/**", "https://example.org/"),
            ("'https://example.org/a'", "https://example.org/a"),
            ("\"https://example.org/a\"", "https://example.org/a"),
            ("HTTP://Example.org:8080/a;", "HTTP://Example.org:8080/a"),
            ("http://localhost/a", "http://localhost/a"),
            ("https://example.org/?a[]=1", "https://example.org/?a[]=1"),
            ("[见https://example.org/a](b.md)", "https://example.org/a"),
            ("| https://example.org/a|b |", "https://example.org/a"),
            ("网址www.example.org/a。", "www.example.org/a"),
            ("邮箱zhang.san+a@mail.example.org。", "zhang.san+a@mail.example.org"),
            ("mailto:a@example.org", "a@example.org"),
            ("https://a@example.org/b", ""),
        ] {
            let wanted: Vec<&str> = Some(address).into_iter().filter(|it| !it.is_empty()).collect();
            let found: Vec<&str> = found(text).into_iter().filter(|it| !it.starts_with("a@")).collect();
            let found = if text.starts_with("mailto") { self::found(text) } else { found };
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "https://",
            "https://。",
            "https://中文.example/",
            "https://a_b.c_d/",
            "https://.example",
            "xhttps://example.org",
            "ftp://example.org",
            "<https://example.org>",
            "[a](https://example.org)",
            "[a]: https://example.org",
            "<a@example.org>",
            "[a](mailto:a@example.org)",
            "//www.example.org",
            "awww.example.org",
            "www.",
            "@example.org",
            "a@b",
            "a@b.",
            "a@example.org-",
            "../@a.b",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_goes_on_in_chinese_is_cut() {
        let cut = |text: &str| with_scheme(text, text.find(':').unwrap()).unwrap().cut;
        assert!(cut("https://example.org/wiki/妇联"));
        assert!(cut("https://example.org/?q=妇联"));
        for text in ["https://example.org/是", "https://example.org/a是", "https://example.org/a/。"] {
            assert!(!cut(text), "{text}");
        }
    }
}
