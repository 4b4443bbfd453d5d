//! Prepares a text for pulldown-cmark: extracts shortcodes and bare addresses, helps emphasis next to Chinese
//! punctuation, keeps braces that are not attributes with their heading, and neutralises the characters that
//! this module uses as marks.
//!
//! CommonMark decides by the neighbours whether `**` may open or close, and treats Chinese punctuation as a
//! word boundary: in `**“甲”**是` and `说**甲。**然后` the second pair of asterisks cannot close, and all four are
//! shown. A mark that counts as a letter, inserted between the asterisks and the punctuation, allows it; it
//! is removed from everything that the parser returns, so it does no harm where asterisks are not emphasis,
//! in code or addresses. The rule is that of the proposal "CJK-friendly emphasis", except for what Chinese
//! texts mean otherwise: an asterisk before a comma, or one after an opening bracket.

use super::address::{self, Address};
use super::document::Problem;
use super::enclosing::{Enclosed, Tags};
use super::marks::{ADDRESS, BODY, BODY_END, END, LETTER, SHORTCODE, find_mark, is_mark};
use super::shortcode::{self, Call};
use super::{Shortcodes, cjk, masks};
use bangyang_domain::domain::bytes;
use bangyang_domain::domain::text::is_forbidden;
use memchr::memchr;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// Replaces an asterisk that is not markup: see [`masks`].
const STAR: char = '\u{FDD8}';
/// Counts as punctuation: placed between a [`LETTER`] and a further delimiter, which then sees the original
/// neighbour. A character of a notation for sign languages; not used if a text contains it itself.
const SIGN: char = '\u{1DA8B}';

/// A shortcode's `%` typed with a Chinese input method.
static WIDE_PERCENT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("％"));

/// A text ready for the parser.
pub struct Prepared<'t> {
    /// The input of the parser.
    pub text: Cow<'t, str>,
    /// The text as written.
    pub source: &'t str,
    /// The extracted shortcodes with their ranges.
    pub shortcodes: Vec<(Call, Range<usize>)>,
    /// The extracted bare addresses.
    pub addresses: Vec<Address>,
    /// The shortcodes with a body, whose tags were extracted.
    pub enclosed: Vec<Enclosed>,
    /// Errors of tags.
    pub problems: Vec<Problem>,
    edits: Vec<Edit>,
    sign: bool,
}

struct Edit {
    made: Range<usize>,
    source: Range<usize>,
}

impl Prepared<'_> {
    /// The source range for a range of the parser's input.
    pub fn source_range(&self, made: &Range<usize>) -> Range<usize> {
        let start = self.source_of(
            made.start,
            self.edits.partition_point(|edit| edit.made.start <= made.start),
            false,
        );
        let end =
            self.source_of(made.end, self.edits.partition_point(|edit| edit.made.start < made.end), true);
        start..end.max(start)
    }

    fn source_of(&self, at: usize, edits: usize, end: bool) -> usize {
        match edits.checked_sub(1).and_then(|n| self.edits.get(n)) {
            None => at,
            Some(edit) if at < edit.made.end => {
                if end {
                    edit.source.end
                } else {
                    edit.source.start
                }
            }
            Some(edit) => edit.source.end + (at - edit.made.end),
        }
    }

    /// Whether the parser's output may contain marks.
    pub fn is_edited(&self) -> bool {
        !self.edits.is_empty()
    }

    /// The first mark or helper in the parser's output.
    fn next(&self, made: &str) -> Option<usize> {
        if !self.is_edited() {
            return None;
        }
        let sign = if self.sign { made.find(SIGN) } else { None };
        [find_mark(made), sign].into_iter().flatten().min()
    }

    /// What the author wrote: without helpers, with shortcodes restored.
    pub fn restore<'s>(&self, made: &'s str) -> Cow<'s, str> {
        if self.next(made).is_none() {
            return Cow::Borrowed(made);
        }
        let mut text = String::with_capacity(made.len());
        for part in self.parts(made) {
            match part {
                Part::Text(part) => text.push_str(part),
                part => text.push_str(self.written(&part)),
            }
        }
        Cow::Owned(text)
    }

    /// A part as the author wrote it.
    pub fn written<'s>(&'s self, part: &Part<'s>) -> &'s str {
        let range = match part {
            Part::Text(text) => return text,
            Part::Shortcode(n) => self.shortcodes.get(*n).map(|(_, range)| range),
            Part::Address(n) => self.addresses.get(*n).map(|address| &address.range),
            Part::Tag(n, is_end) => {
                self.enclosed.get(*n).map(|tags| if *is_end { &tags.end } else { &tags.range })
            }
        };
        range.and_then(|range| self.source.get(range.clone())).unwrap_or_default()
    }

    /// The text and shortcodes in the parser's output.
    pub fn parts<'s>(&self, made: &'s str) -> Vec<Part<'s>> {
        let mut parts = Vec::new();
        let mut rest = made;
        while let Some(at) = self.next(rest) {
            let (before, marked) = rest.split_at(at);
            if !before.is_empty() {
                parts.push(Part::Text(before));
            }
            let mut chars = marked.chars();
            let mark = chars.next();
            rest = chars.as_str();
            if mark == Some(STAR) {
                parts.push(Part::Text("*"));
            }
            if matches!(mark, Some(SHORTCODE | ADDRESS | BODY | BODY_END))
                && let Some((number, after)) = rest.split_once(END)
                && let Ok(number) = number.parse()
            {
                parts.push(match mark {
                    Some(ADDRESS) => Part::Address(number),
                    Some(BODY | BODY_END) => Part::Tag(number, mark == Some(BODY_END)),
                    _ => Part::Shortcode(number),
                });
                rest = after;
            }
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        parts
    }
}

/// A part of the parser's output.
pub enum Part<'s> {
    /// Plain text.
    Text(&'s str),
    /// The shortcode of this number.
    Shortcode(usize),
    /// The bare address of this number.
    Address(usize),
    /// The opening or closing tag of the shortcode of this number.
    Tag(usize, bool),
}

/// Prepares a text.
pub fn prepare<'t>(source: &'t str, known: &Shortcodes) -> Prepared<'t> {
    let mut work = Work {
        source,
        made: String::new(),
        copied: 0,
        edits: Vec::new(),
        shortcodes: Vec::new(),
        addresses: Vec::new(),
        tags: if memchr(b'%', source.as_bytes()).is_none() && WIDE_PERCENT.find(source.as_bytes()).is_none() {
            Tags::default()
        } else {
            Tags::find(source, known)
        },
        known,
        sign: None,
        masked: None,
        open: None,
    };
    let mut hosts = address::hosts(source).peekable();
    let mut at = 0;
    loop {
        while hosts.next_if(|host| *host < at).is_some() {}
        let special = next_special(source, at);
        at = match (special, hosts.peek()) {
            (special, Some(host)) if special.is_none_or(|special| *host < special) => {
                work.address(address::without_scheme(source, *host)).unwrap_or(host + 1)
            }
            (Some(special), _) => work.special(special),
            (None, _) => break,
        };
    }
    if work.edits.is_empty() {
        return Prepared {
            text: Cow::Borrowed(source),
            source,
            shortcodes: Vec::new(),
            addresses: Vec::new(),
            enclosed: work.tags.enclosed,
            problems: work.tags.problems,
            edits: Vec::new(),
            sign: false,
        };
    }
    work.made.push_str(source.get(work.copied..).unwrap_or_default());
    Prepared {
        text: Cow::Owned(work.made),
        source,
        shortcodes: work.shortcodes,
        addresses: work.addresses,
        enclosed: work.tags.enclosed,
        problems: work.tags.problems,
        edits: work.edits,
        sign: work.sign == Some(true),
    }
}

/// The next position at which there may be something to do.
fn next_special(source: &str, from: usize) -> Option<usize> {
    bytes::find(source.as_bytes(), from, |byte, next, _| is_special(byte, next))
}

/// Whether there may be something to do at a byte with this successor. 0xEF and 0xB7 begin the marks in
/// UTF-8; most characters beginning with the former are Chinese punctuation.
fn is_special(byte: u8, next: u8) -> bool {
    let ascii = |c: u8| byte == c;
    let of_emphasis = ascii(b'*') | ascii(b'~') | ascii(b'\\');
    let of_calls = ascii(b'{') | ascii(b'}') | ascii(b'&');
    let of_addresses = ascii(b':') | ascii(b'@');
    of_emphasis | of_calls | of_addresses | ascii(0) | ((byte == 0xEF) & (next == 0xB7))
}

struct Work<'t, 'k> {
    source: &'t str,
    made: String,
    copied: usize,
    edits: Vec<Edit>,
    shortcodes: Vec<(Call, Range<usize>)>,
    addresses: Vec<Address>,
    tags: Tags,
    known: &'k Shortcodes,
    /// Whether [`SIGN`] can be used; determined on first use.
    sign: Option<bool>,
    /// The run of asterisks that masks a name because the previous one does.
    masked: Option<usize>,
    /// The run of asterisks that may have opened emphasis which is not closed yet.
    open: Option<usize>,
}

impl Work<'_, '_> {
    /// Handles a special byte; returns where to continue.
    fn special(&mut self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let mut chars = rest.chars();
        match chars.next() {
            Some('\\') => at + 1 + usize::from(chars.next().is_some_and(|c| c.is_ascii_punctuation())),
            Some(c @ ('*' | '~')) => {
                let len = rest.bytes().take_while(|byte| char::from(*byte) == c).count();
                if c == '*' && self.hides(at, len) {
                    let stars: String = std::iter::repeat_n(STAR, len).collect();
                    self.replace(at..at + len, &stars);
                    return at + len;
                }
                if c == '*' || len == 2 {
                    self.delimiter(at, len, c);
                }
                at + len
            }
            Some('{') if rest.starts_with("{{") => match shortcode::parse(rest) {
                Ok(call) if self.known.contains_key(&call.name) => {
                    let range = at..at + call.len;
                    let mark = format!("{SHORTCODE}{}{END}", self.shortcodes.len());
                    self.replace(range.clone(), &mark);
                    self.shortcodes.push((call, range.clone()));
                    range.end
                }
                _ => at + 2,
            },
            Some('{') => match self.tags.replaced.remove(&at).filter(|(range, _)| range.start >= self.copied)
            {
                Some((range, made)) => {
                    self.replace(range.clone(), &made);
                    range.end
                }
                None => at + 1,
            },
            Some('}') => {
                if self.ends_a_line_in_braces(at) {
                    self.replace(at + 1..at + 1, &LETTER.to_string());
                }
                at + 1
            }
            Some(':') => self.address(address::with_scheme(self.source, at)).unwrap_or(at + 1),
            Some('@') => self.address(address::mail(self.source, at)).unwrap_or(at + 1),
            Some('&') => {
                let len = reference_to_none(rest).map_or(0, |(len, instead)| {
                    self.replace(at..at + len, instead.encode_utf8(&mut [0; 4]));
                    len
                });
                at + len.max(1)
            }
            Some(c) if c == '\0' || is_mark(c) => {
                self.replace(at..at + c.len_utf8(), "\u{FFFD}");
                at + c.len_utf8()
            }
            Some(c) => at + c.len_utf8(),
            None => at + 1,
        }
    }

    /// Extracts an address; returns the position after it.
    fn address(&mut self, address: Option<Address>) -> Option<usize> {
        let address = address.filter(|address| address.range.start >= self.copied)?;
        let end = address.range.end;
        self.replace(address.range.clone(), &format!("{ADDRESS}{}{END}", self.addresses.len()));
        self.addresses.push(address);
        Some(end)
    }

    /// Whether a brace ends a line or heading, with contents that are neither `{#id}` nor `{.class}`: the
    /// parser would take it for attributes and drop it.
    fn ends_a_line_in_braces(&self, at: usize) -> bool {
        let (before, rest) = self.source.split_at(at);
        let line = rest.lines().next().unwrap_or_default();
        if !line.chars().skip(1).all(|c| matches!(c, ' ' | '\t' | '#')) {
            return false;
        }
        let is_attribute = |word: &str| word.len() > 1 && word.starts_with(['#', '.']);
        let inner = before.rsplit_once('{').map(|(_, inner)| inner).filter(|inner| !inner.contains('\n'));
        inner.is_some_and(|inner| {
            let mut words = inner.split_ascii_whitespace().peekable();
            words.peek().is_none() || !words.all(is_attribute)
        })
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.made.push_str(self.source.get(self.copied..range.start).unwrap_or_default());
        let start = self.made.len();
        self.made.push_str(with);
        self.copied = range.end;
        self.edits.push(Edit { made: start..self.made.len(), source: range });
    }

    /// Whether asterisks mask letters or digits.
    fn hides(&mut self, at: usize, len: usize) -> bool {
        let run = at..at + len;
        if masks::is_number(self.source, run.clone()) {
            return true;
        }
        let is_masked = self.masked == Some(at);
        // Closing emphasis that follows a surname by chance.
        let opened = self.open.take().and_then(|open| self.source.get(open..at));
        if !is_masked && opened.is_some_and(|inner| !inner.contains("\n\n")) {
            return false;
        }
        let next = masks::next(self.source, run);
        self.masked = next.or(self.masked);
        let hides = is_masked || next.is_some();
        let is_open = |c: char| !c.is_whitespace();
        self.open =
            self.source.get(at + len..).filter(|after| !hides && after.starts_with(is_open)).map(|_| at);
        hides
    }

    /// Inserts helpers next to a run of asterisks or tildes that should open or close emphasis and would not.
    fn delimiter(&mut self, at: usize, len: usize, c: char) {
        let (before, rest) = self.source.split_at(at);
        let after = rest.get(len..).unwrap_or_default();
        let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return };
        let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !is_mark(c);
        let is_delimiter = |c: char| matches!(c, '_' | '~' | '*');
        let behind = || cjk::is_cjk(next) || is_hangul(next) || before.chars().rev().take(4).any(cjk::is_cjk);
        let ahead = || cjk::is_cjk(last) || is_hangul(last) || after.chars().take(4).any(cjk::is_cjk);
        if next.is_alphanumeric() && is_sign(last) && !cjk::is_opening(last) && behind() {
            let helper = self.helper(is_delimiter(last), false);
            self.replace(at..at, &helper);
        }
        let opens = !cjk::is_closing(next) && (len > 1 || !cjk::is_stop(next));
        if c == '*' && last.is_alphanumeric() && is_sign(next) && opens && ahead() {
            let helper = self.helper(is_delimiter(next), true);
            self.replace(at + len..at + len, &helper);
        }
    }

    fn helper(&mut self, with_sign: bool, letter_first: bool) -> String {
        if !(with_sign && *self.sign.get_or_insert_with(|| !self.source.contains(SIGN))) {
            LETTER.to_string()
        } else if letter_first {
            format!("{LETTER}{SIGN}")
        } else {
            format!("{SIGN}{LETTER}")
        }
    }
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11FF | 0xAC00..=0xD7A3)
}

/// The length of a numeric reference at the beginning of a text to a forbidden character, and its
/// replacement: as in HTML, the numbers from 128 to 159 mean the old Western encoding. As in HTML, its
/// semicolon may be missing.
fn reference_to_none(text: &str) -> Option<(usize, char)> {
    let rest = text.strip_prefix("&#")?;
    let (digits, radix) = match rest.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (rest, 10),
    };
    let mut code = 0_u32;
    let mut end = digits.len();
    for (at, c) in digits.char_indices() {
        let Some(digit) = c.to_digit(radix) else {
            end = at + usize::from(c == ';');
            break;
        };
        code = code.saturating_mul(radix).saturating_add(digit);
    }
    char::from_u32(code).filter(|c| is_forbidden(*c) && *c != '\0')?;
    let western = u8::try_from(code).ok().filter(|byte| *byte >= 0x80);
    let instead = western.and_then(|byte| encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next());
    let instead = instead.filter(|c| !is_forbidden(*c)).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((text.len() - digits.len() + end, instead))
}
