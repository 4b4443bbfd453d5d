//! Texts of records, and what can be said about them without parsing.
//!
//! Before any page is rendered, every text is examined for links and mistakes. Most texts are paragraphs,
//! headings, lists and tables with a few plain links; scanning those once, when they are read, takes a tenth
//! of the time of parsing them.

use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::{borrowed, bytes};

/// Between a link's text and its address.
static LINK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("]("));

/// The beginning of a line of code.
static INDENTED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n    "));

/// Maximum nesting of quotes, lists, emphasis and authors' own tags; anything deeper loses its markup.
pub const MOST_LEVELS: usize = 100;

/// Markdown after the front matter, or under `body` in a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The text.
    #[serde(with = "borrowed")]
    pub text: Arc<str>,
    /// Its position in the file, in bytes.
    pub start: u32,
    /// The positions in the text at which link addresses begin, each ending at the next `)`; `None` if the
    /// text must be parsed.
    links: Option<Box<[u32]>>,
}

impl Body {
    /// A text with its position in the file.
    #[must_use]
    pub fn new(text: Arc<str>, start: u32) -> Self {
        let links = links(&text).map(Vec::into_boxed_slice);
        Self { start, links, text }
    }

    /// The addresses of the links of a text in which nothing but dead links can be wrong, as written; `None`
    /// if the text must be parsed. They may include an address to which the parsed text does not actually
    /// link.
    #[must_use]
    pub fn plain_links(&self) -> Option<impl Iterator<Item = &str>> {
        let address = |start: &u32| {
            let rest = self.text.get(usize::try_from(*start).ok()?..)?;
            rest.split(')').next()
        };
        Some(self.links.as_ref()?.iter().filter_map(address))
    }
}

/// Whether a text contains anything that may be wrong or may hide or create a link: HTML tags, pictures,
/// shortcodes, code, escapes, references, footnotes, entities; or enough nesting markers to exceed the limit.
fn has_signs(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes::find(bytes, 0, is_sign).is_some() || levels(bytes) >= MOST_LEVELS || INDENTED.find(bytes).is_some()
}

/// Number of nesting markers. Counted in blocks whose counts fit a byte, which the compiler vectorises.
fn levels(bytes: &[u8]) -> usize {
    let part = |part: &[u8]| usize::from(part.iter().map(|byte| u8::from(nests(*byte))).sum::<u8>());
    bytes.chunks(usize::from(u8::MAX)).map(part).sum()
}

const fn nests(byte: u8) -> bool {
    (byte == b'>') | (byte == b'*') | (byte == b'_') | (byte == b'~') | (byte == b'-') | (byte == b'+')
}

/// Whether three bytes begin such a construct, except indented code.
const fn is_sign(first: u8, second: u8, third: u8) -> bool {
    let markup = (first == b'<') | (first == b'`') | (first == b'\\') | (first == b'\t');
    let picture = (first == b'!') & (second == b'[');
    // A shortcode, or an explicit heading id.
    let opens = (second == b'{') | (second == b'%') | (second == b'#') | (second == b'.') | (second == b' ');
    let braces = (first == b'{') & (opens | (second == 0xEF));
    let wide_braces = (first == 0xEF) & (second == 0xBD) & (third == 0x9B);
    let reference = (first == b']') & ((second == b':') | (second == b'['));
    let note = (first == b'[') & (second == b'^');
    let struck = (first == b'~') & (second == b'~');
    markup | picture | braces | wide_braces | reference | note | struck
}

/// Whether a text has no link and nothing that must be parsed.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    links(text).is_some_and(|links| links.is_empty())
}

/// The positions of link addresses in a plain text.
fn links(text: &str) -> Option<Vec<u32>> {
    if has_signs(text) {
        return None;
    }
    let mut found = Vec::new();
    for at in LINK.find_iter(text.as_bytes()) {
        let rest = text.get(at + 2..)?;
        let target = rest.get(..rest.find(')')?)?;
        let is_plain = |c: char| !c.is_whitespace() && !matches!(c, '(' | '"' | '\'' | '&' | ':' | '%' | '?');
        if target.is_empty() || !target.chars().all(is_plain) {
            return None;
        }
        found.push(u32::try_from(at + 2).ok()?);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_tell_their_links() {
        let text = "## 她的一天\n\n与[杨凤燕](p1.md)、[刘巧红](../bases/x.md#a)同行。**重要。**\n\n| a | b |\n| --- | --- |\n";
        let addresses = |text: &str| {
            let body = Body::new(Arc::from(text), 0);
            body.plain_links().map(|links| links.map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(addresses(text).unwrap(), ["p1.md", "../bases/x.md#a"]);
        assert_eq!(addresses("没有链接。"), Some(Vec::new()));
    }

    #[test]
    fn others_have_to_be_parsed() {
        let deep = "> ".repeat(100) + "x";
        for text in [
            "![x](a.jpg)",
            "{{ record(id=\"x\") }}",
            "｛｛ record(id=\"x\") ｝｝",
            "{％ quote() ％}",
            "## x {#main}",
            "<b>",
            "`[a](b.md)`",
            "[a](https://site.example)",
            "[a](b c)",
            "[a](b.md \"t\")",
            "[a][b]\n\n[b]: c.md",
            "x[^1]",
            "\\[a](b.md)",
            "[a](b",
            "[a]()",
            "x\n\n    [a](b.md)",
            &deep,
        ] {
            assert_eq!(links(text), None, "{text}");
        }
    }
}
