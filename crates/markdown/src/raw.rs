//! Splits authors' HTML into tags and text. Whether a tag may stay is for the writer to decide; the tokens
//! are complete, so that no unclosed attribute or comment can swallow the text after it.

use std::ops::Range;

/// A token of a piece of HTML; ranges are bytes of that piece.
#[derive(Debug, PartialEq)]
pub enum Token<'f> {
    /// Text, with references such as `&amp;` unresolved.
    Text(&'f str),
    /// An opening tag.
    Open {
        /// In lower case.
        name: String,
        attributes: Vec<Attribute>,
        /// It was written `<…/>`.
        closed: bool,
        range: Range<usize>,
    },
    /// A closing tag, with its name in lower case.
    Close(String),
    /// An unclosed tag or comment.
    Unfinished(Range<usize>),
    /// What browsers ignore: a comment, a declaration, an instruction.
    Comment(Range<usize>),
}

/// An attribute of a tag.
#[derive(Debug, PartialEq)]
pub struct Attribute {
    /// In lower case.
    pub name: String,
    /// The value, with common references resolved.
    pub value: String,
    pub range: Range<usize>,
}

/// Splits a piece of HTML.
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { html, at: 0, tokens: Vec::new() };
    let mut text = 0;
    while let Some(found) = scanner.rest().find('<') {
        scanner.at += found;
        let start = scanner.at;
        let before = scanner.tokens.len();
        if scanner.tag() {
            let part = html.get(text..start).filter(|part| !part.is_empty()).map(Token::Text);
            scanner.tokens.splice(before..before, part);
            text = scanner.at;
        } else {
            scanner.at = start + 1;
        }
    }
    scanner.tokens.extend(html.get(text..).filter(|part| !part.is_empty()).map(Token::Text));
    scanner.tokens
}

struct Scanner<'f> {
    html: &'f str,
    at: usize,
    tokens: Vec<Token<'f>>,
}

impl<'f> Scanner<'f> {
    fn rest(&self) -> &'f str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn to(&mut self, found: Option<usize>, past: usize) {
        self.at = found.map_or(self.html.len(), |found| self.at + found + past);
    }

    /// Skips past the first `end` after `last` bytes.
    fn skip(&mut self, last: usize, end: &str) {
        let start = self.at;
        self.at = self.html.len() - last;
        match self.rest().find(end) {
            Some(found) => {
                self.at += found + end.len();
                self.tokens.push(Token::Comment(start..self.at));
            }
            None => {
                self.at = self.html.len();
                self.tokens.push(Token::Unfinished(start..self.at));
            }
        }
    }

    /// Reads a `<`; returns whether it was more than text.
    fn tag(&mut self) -> bool {
        let rest = self.rest();
        if let Some(comment) = rest.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let short = comment.starts_with('>') || comment.starts_with("->");
            self.skip(comment.len(), if short { ">" } else { "-->" });
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            self.skip(data.len(), "]]>");
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            self.skip(rest.len(), ">");
        } else if let Some(close) = rest.strip_prefix("</") {
            if !close.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return false;
            }
            let name = name(close);
            let end = rest.find('>');
            self.tokens.push(Token::Close(name));
            self.to(end, 1);
        } else if rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
            self.open();
        } else {
            return false;
        }
        true
    }

    fn open(&mut self) {
        let start = self.at;
        self.at += 1;
        let name = name(self.rest());
        self.at += name.len();
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut closed = false;
        loop {
            let blank = self.rest().find(|c: char| !(c.is_ascii_whitespace() || c == '/'));
            let skipped = self.rest().get(..blank.unwrap_or_default()).unwrap_or_default();
            closed = skipped.ends_with('/') || (closed && skipped.is_empty());
            self.to(blank, 0);
            let rest = self.rest();
            if rest.is_empty() {
                self.tokens.push(Token::Unfinished(start..self.at));
                return;
            }
            if rest.starts_with('>') {
                self.at += 1;
                break;
            }
            match self.attribute() {
                // As in browsers, the first of equal names wins.
                Some(attribute) if attributes.iter().take(64).any(|known| known.name == attribute.name) => {}
                Some(attribute) => attributes.push(attribute),
                None => {
                    self.tokens.push(Token::Unfinished(start..self.at));
                    return;
                }
            }
        }
        self.tokens.push(Token::Open { name, attributes, closed, range: start..self.at });
    }

    fn attribute(&mut self) -> Option<Attribute> {
        let start = self.at;
        let rest = self.rest();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest
            .get(first..)
            .unwrap_or_default()
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
        let name = rest.get(..end.map_or(rest.len(), |end| end + first)).unwrap_or_default();
        self.at += name.len();
        let after = self.rest().trim_start_matches(|c: char| c.is_ascii_whitespace());
        let mut value = "";
        let mut end = self.at;
        if let Some(written) = after.strip_prefix('=') {
            let written = written.trim_start_matches(|c: char| c.is_ascii_whitespace());
            self.at = self.html.len() - written.len();
            match written.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = written.get(1..).unwrap_or_default();
                    let Some((quoted, _)) = inner.split_once(quote) else {
                        self.at = self.html.len();
                        return None;
                    };
                    value = quoted;
                    self.at += quoted.len() + 2;
                }
                _ => {
                    let len =
                        written.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(written.len());
                    value = written.get(..len).unwrap_or_default();
                    self.at += len;
                }
            }
            end = self.at;
        }
        Some(Attribute { name: name.to_ascii_lowercase(), value: decode(value), range: start..end })
    }
}

fn name(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// Resolves the common HTML references. Others stay as written and are shown so.
pub fn decode(text: &str) -> String {
    const KNOWN: [(&str, &str); 8] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&#34;", "\""),
        ("&nbsp;", "\u{a0}"),
    ];
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, _)) = rest.split_once('&') {
        decoded.push_str(before);
        rest = rest.get(before.len()..).unwrap_or_default();
        let known = KNOWN.iter().find(|(reference, _)| rest.starts_with(reference));
        let (reference, sign) = known.copied().unwrap_or(("&", "&"));
        decoded.push_str(sign);
        rest = rest.get(reference.len()..).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}
