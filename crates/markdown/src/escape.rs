//! Escapes text exactly as an HTML parser would serialise it, so that the result is the same with and without
//! the sanitiser.

use percent_encoding::percent_encode_byte;

/// Appends text for element contents.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// Appends an attribute value for double quotes.
pub fn attribute(out: &mut String, value: &str) {
    escape(out, value, true);
}

/// Appends an address as an attribute value. Characters that are not allowed in one are percent-encoded.
pub fn href(out: &mut String, url: &str) {
    let awkward = |c: char| {
        c <= ' ' || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\u{7f}'..='\u{a0}')
    };
    if !url.contains(awkward) {
        return attribute(out, url);
    }
    let mut encoded = String::with_capacity(url.len() + 16);
    let mut buffer = [0; 4];
    for c in url.chars() {
        if awkward(c) {
            encoded.extend(c.encode_utf8(&mut buffer).bytes().map(percent_encode_byte));
        } else {
            encoded.push(c);
        }
    }
    attribute(out, &encoded);
}

fn escape(out: &mut String, text: &str, quotes: bool) {
    let mut rest = text;
    while let Some(at) =
        rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\r' | 0xC2))
    {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') if quotes => out.push_str("&quot;"),
            Some('\u{a0}') => out.push_str("&nbsp;"),
            // An HTML parser turns either form of line end into a line feed.
            Some('\r') if chars.as_str().starts_with('\n') => {}
            Some('\r') => out.push('\n'),
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}
