//! What stands between two digits: whether they are of one number.

/// What stands between two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// Nothing that a reader sees: they belong together.
    Nothing,
    /// Blanks or hyphens: they are groups of one number, perhaps.
    Parted,
    /// They are of two numbers.
    End,
}

/// Most blanks and hyphens that part a number's groups: ` - `.
const MOST_PARTS: usize = 3;
/// Longest tag that is looked over.
const LONGEST_TAG: usize = 120;
/// Tags that stand within a word, as an author or an office program writes them.
const INLINE: [&str; 18] = [
    "b", "strong", "i", "em", "u", "s", "span", "font", "a", "code", "mark", "small", "big", "sub", "sup",
    "wbr", "del", "ins",
];
/// Entities and escapes for blanks and hyphens, in lower case.
const PARTING: [&str; 15] = [
    "&nbsp;",
    "&#160;",
    "&#xa0;",
    "&ensp;",
    "&emsp;",
    "&thinsp;",
    "&#8194;",
    "&#8195;",
    "&#8209;",
    "&#45;",
    "&#32;",
    "%20",
    "%2d",
    "%c2%a0",
    "%e3%80%80",
];
/// Those that a reader does not see.
const HIDDEN: [&str; 7] =
    ["&zwj;", "&zwnj;", "&shy;", "&#8203;", "&#x200b;", "&zerowidthspace;", "%e2%80%8b"];

/// Characters that a reader does not see between digits: emphasis, code and escape marks, zero-width ones.
const fn is_mark(c: char) -> bool {
    matches!(c, '*' | '`' | '\\' | '~' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

const fn is_parting(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' | '-' | '‐'..='―' | '−' | '－' | '\t' | '_')
}

/// Goes through what stands behind a digit.
pub(super) struct Gap<'t> {
    text: &'t str,
    at: usize,
    parts: usize,
    stars: usize,
}

impl<'t> Gap<'t> {
    /// What stands behind a byte.
    pub(super) const fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, parts: 0, stars: 0 }
    }

    /// The byte behind the gap.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Reads on to what is no part of a gap.
    pub(super) fn read(&mut self) -> Between {
        while let Some(c) = self.rest().chars().next() {
            let length = match c {
                c if is_mark(c) => {
                    self.stars += usize::from(c == '*');
                    c.len_utf8()
                }
                c if is_parting(c) => {
                    self.parts += 1;
                    c.len_utf8()
                }
                '<' => match self.tag() {
                    Some(length) => length,
                    None => break,
                },
                '&' | '%' => match self.escape() {
                    Some(length) => length,
                    None => break,
                },
                _ => break,
            };
            self.at += length;
        }
        // Three stars and more stand for digits: the number is masked.
        if self.stars > 2 || self.parts > MOST_PARTS {
            Between::End
        } else if self.parts > 0 {
            Between::Parted
        } else {
            Between::Nothing
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The length of an author's tag, or comment, that stands within a word.
    fn tag(&self) -> Option<usize> {
        let end = self.rest().bytes().take(LONGEST_TAG).position(|byte| byte == b'>')? + 1;
        let inner = self.rest().get(1..end - 1)?;
        let name = inner.trim_start_matches('/').split([' ', '/']).next()?;
        let is_inline = INLINE.iter().any(|known| known.eq_ignore_ascii_case(name));
        (is_inline || inner.starts_with("!--")).then_some(end)
    }

    /// The length of an entity or a URL's escape.
    fn escape(&mut self) -> Option<usize> {
        let starts = |known: &&&str| {
            self.rest().get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
        };
        if let Some(found) = PARTING.iter().find(starts) {
            self.parts += 1;
            return Some(found.len());
        }
        HIDDEN.iter().find(starts).map(|found| found.len())
    }
}
