//! Extracts text from XML.
//!
//! Everything is read, since nobody knows all the parts that programs write: texts, the values of all
//! attributes that may contain anything, comments. The text of a paragraph is joined; everything else is
//! separate.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements of inserted and of deleted text in change tracking.
const ADDED: [&str; 2] = ["ins", "moveTo"];
const DELETED: [&str; 2] = ["del", "moveFrom"];
/// Elements that name the author of a change.
const CHANGES: [&str; 5] = ["ins", "del", "moveFrom", "moveTo", "tracked-changes"];
/// Headers and footers of printed sheets.
const PRINTED: [&str; 6] =
    ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"];
/// Maximum nesting of paragraphs: in a text box within a paragraph, in a table cell within that.
const MOST_NESTED: usize = 32;
/// Separates unrelated text, so that no number continues from one to the next.
const APART: &str = "\n¶\n";
/// Minimum number of digits of a value that may be a private number, possibly in exponent notation.
const LEAST_DIGITS: usize = 8;
/// Maximum number of repetitions of a cell that stands for several equal ones.
const MOST_REPEATED: usize = 20;

/// An XML event.
pub(super) enum Found<'x> {
    /// An element begins, or is empty.
    Start(&'x str, &'x BytesStart<'x>),
    /// An element ends.
    End(&'x str),
    /// Text.
    Text(&'x str),
    /// Other contents: comments, processing instructions, declarations.
    Beside(&'x str),
}

/// Reads XML. If it becomes invalid, the rest is passed on as one text of other contents.
pub(super) fn walk(xml: &[u8], mut then: impl FnMut(Found<'_>)) {
    let text = super::bytes::decode(xml).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => then(Found::Start(local(element.name().as_ref()), &element)),
            Ok(Event::Empty(element)) => {
                let name = element.name();
                then(Found::Start(local(name.as_ref()), &element));
                then(Found::End(local(name.as_ref())));
            }
            Ok(Event::End(element)) => then(Found::End(local(element.name().as_ref()))),
            Ok(Event::Text(words)) => then(Found::Text(&words)),
            Ok(Event::CData(words)) => then(Found::Text(&words)),
            Ok(Event::GeneralRef(name)) => {
                if let Some(c) = resolve(&name) {
                    then(Found::Text(c.encode_utf8(&mut [0; 4])));
                }
            }
            Ok(Event::Comment(words)) => then(Found::Beside(&words)),
            Ok(Event::DocType(words)) => then(Found::Beside(&words)),
            Ok(Event::PI(words)) => then(Found::Beside(&words)),
            Ok(Event::Decl(_)) => {}
            Ok(Event::Eof) => return,
            Err(_) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                return then(Found::Beside(text.get(at..).unwrap_or_default()));
            }
        }
    }
}

fn resolve(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Some(c);
    }
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Calls `then` with the name (without prefix) and value of each attribute.
pub(super) fn attributes(element: &BytesStart<'_>, mut then: impl FnMut(&str, &str)) {
    for attribute in element.attributes().with_checks(false).flatten() {
        let (key, raw) = (attribute.key.as_ref(), attribute.value.as_ref());
        if raw.contains('&') {
            let value = quick_xml::escape::unescape(raw);
            then(local(key), &value.unwrap_or(std::borrow::Cow::Borrowed(raw)));
        } else if !key.starts_with("xmlns") {
            then(local(key), raw);
        }
    }
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut found = None;
    attributes(element, |name, value| {
        if name == wanted && found.is_none() {
            found = Some(value.to_owned());
        }
    });
    found
}

/// Contents of XML apart from its text, without duplicates: attribute values, comments, invalid parts.
#[derive(Default)]
pub(super) struct Asides {
    seen: BTreeSet<String>,
    text: String,
}

impl Asides {
    /// Adds a value, if it may contain anything of interest.
    pub(super) fn take(&mut self, value: &str) {
        let written = number(value);
        let value = written.as_deref().unwrap_or(value);
        if worth(value) && !self.seen.contains(value) {
            if !self.text.is_empty() {
                self.text.push_str(APART);
            }
            self.text.push_str(value);
            self.seen.insert(value.to_owned());
        }
    }

    /// Adds the values of all attributes.
    pub(super) fn take_all(&mut self, element: &BytesStart<'_>) {
        attributes(element, |_, value| self.take(value));
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// The elements that end a paragraph.
#[derive(Clone, Copy, Default)]
pub(super) enum Breaks {
    /// All.
    #[default]
    Each,
    /// Only these.
    At(&'static [&'static str]),
    /// All except these.
    AllBut(&'static [&'static str]),
}

impl Breaks {
    fn at(self, name: &str) -> bool {
        match self {
            Self::Each => true,
            Self::At(names) => names.contains(&name),
            Self::AllBut(names) => !names.contains(&name),
        }
    }
}

/// The text of some XML.
#[derive(Default)]
pub(super) struct XmlText {
    /// The visible text, followed by the other contents.
    pub(super) text: String,
    /// The paragraphs with deletions, as they were before.
    pub(super) before: String,
    /// Whether it contains tracked changes.
    pub(super) is_changed: bool,
}

/// Extracts the text of XML. The text of one paragraph belongs together, over however many elements it is
/// spread; everything else is separated by line feeds. `passed_over` are attributes without user text.
pub(super) fn words(xml: &[u8], breaks: Breaks, passed_over: &'static [&'static str]) -> XmlText {
    let open = vec![Paragraph::default()];
    let mut collector = Collector { breaks, passed_over, open, ..Collector::default() };
    walk(xml, |found| collector.take(found));
    while collector.open.len() > 1 {
        collector.close();
    }
    let mut words = collector.words;
    let last = collector.open.pop().unwrap_or_default();
    if !words.text.is_empty() && !last.now.is_empty() {
        words.text.push_str(APART);
    }
    words.text.push_str(&last.now);
    if last.is_changed {
        words.before.push_str(&last.was);
    }
    let asides = collector.asides.into_text();
    if !words.text.trim().is_empty() && !asides.is_empty() {
        words.text.push_str(APART);
    }
    words.text.push_str(&asides);
    words
}

/// Extracts the text of XML with each element separate.
pub(super) fn all_words(xml: &[u8]) -> String {
    words(xml, Breaks::Each, &[]).text
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    now: String,
    /// The text before changes, from the first change on.
    was: String,
    is_changed: bool,
    /// Number of cells for which it stands.
    times: usize,
}

#[derive(Default)]
struct Collector {
    breaks: Breaks,
    passed_over: &'static [&'static str],
    words: XmlText,
    asides: Asides,
    /// Open paragraphs; the first is for text outside of paragraphs.
    open: Vec<Paragraph>,
    /// Number of open paragraphs that are not separated because they are nested too deeply.
    deeper: usize,
    /// Number of open elements of inserted and of deleted text.
    added: usize,
    deleted: usize,
    /// Whether the next text is unrelated to the previous text outside of paragraphs.
    is_apart: bool,
    /// The text of a header or footer of a printed sheet, within one.
    printed: Option<String>,
}

impl Collector {
    fn take(&mut self, found: Found<'_>) {
        match found {
            Found::Text(words) => match &mut self.printed {
                Some(printed) => printed.push_str(words),
                None => self.say(words),
            },
            Found::Beside(words) => self.asides.take(words),
            Found::Start(name, element) => self.start(name, element),
            Found::End(name) => self.end(name),
        }
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        self.words.is_changed |= CHANGES.contains(&name);
        self.added += usize::from(ADDED.contains(&name));
        self.deleted += usize::from(DELETED.contains(&name));
        match name {
            "tab" | "br" | "cr" | "line-break" => self.say("\n"),
            "s" if !matches!(self.breaks, Breaks::Each) => self.say(" "),
            "noBreakHyphen" => self.say("-"),
            _ => {}
        }
        if is_printed(name) {
            self.printed = Some(String::new());
        }
        if matches!(self.breaks, Breaks::At(_)) && self.breaks.at(name) {
            if self.open.len() > MOST_NESTED {
                self.deeper += 1;
            } else {
                // Paragraphs in a repeated cell are repeated too.
                let outer = self.open.last().map_or(1, |outer| outer.times);
                let own = attribute(element, "number-columns-repeated").and_then(|times| times.parse().ok());
                self.open.push(Paragraph { times: own.unwrap_or(outer), ..Paragraph::default() });
            }
        }
        attributes(element, |name, value| {
            if !self.passed_over.contains(&name) {
                self.asides.take(value);
            }
        });
    }

    fn end(&mut self, name: &str) {
        self.added = self.added.saturating_sub(usize::from(ADDED.contains(&name)));
        self.deleted = self.deleted.saturating_sub(usize::from(DELETED.contains(&name)));
        if is_printed(name)
            && let Some(words) = self.printed.take()
        {
            self.say(&printed(&words));
        }
        let is_outside = self.open.len() == 1 && self.deeper == 0;
        if matches!(self.breaks, Breaks::At(_)) && is_outside {
            // Outside of paragraphs, each element is separate.
            self.is_apart = true;
        } else if !self.breaks.at(name) {
        } else if is_outside || self.deeper > 0 {
            self.deeper = self.deeper.saturating_sub(1);
            self.say("\n");
        } else {
            self.close();
        }
    }

    /// Ends the innermost paragraph.
    fn close(&mut self) {
        let Some(done) = self.open.pop() else { return };
        // A repeated cell is expanded if its copies may be the digits of a number.
        let times = if done.now.trim().chars().count() == 1 { done.times.clamp(1, MOST_REPEATED) } else { 1 };
        for _ in 0..times {
            self.words.text.push_str(&done.now);
            self.words.text.push('\n');
        }
        if done.is_changed {
            self.words.before.push_str(&done.was);
            self.words.before.push('\n');
        }
    }

    /// Adds text to the innermost paragraph.
    fn say(&mut self, words: &str) {
        let is_outside = self.open.len() == 1;
        let Some(paragraph) = self.open.last_mut() else { return };
        if is_outside && std::mem::take(&mut self.is_apart) && !paragraph.now.is_empty() {
            paragraph.now.push_str(APART);
        }
        if !paragraph.is_changed && self.added + self.deleted > 0 {
            paragraph.is_changed = true;
            paragraph.was.clone_from(&paragraph.now);
        }
        if self.deleted == 0 {
            paragraph.now.push_str(words);
        }
        if paragraph.is_changed && (self.added == 0 || self.deleted > 0) {
            paragraph.was.push_str(words);
        }
    }
}

fn is_printed(name: &str) -> bool {
    PRINTED.contains(&name)
}

/// The header or footer text of a sheet, without codes for position, font and colour: `&L`, `&"宋体,常规"`,
/// `&12`, `&K000000`.
pub(super) fn printed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '&' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('&') => out.push('&'),
            Some('"') => drop(chars.by_ref().find(|c| *c == '"')),
            Some('K') => {
                let is_colour = |c: &char| c.is_ascii_hexdigit() || matches!(c, '+' | '-');
                let _colour = (0..6).map_while(|_| chars.next_if(is_colour)).count();
            }
            // A size has two or three digits; a space separates it from a literal digit.
            Some(c) if c.is_ascii_digit() => {
                chars.next_if(char::is_ascii_digit);
            }
            // The left, middle and right part; page number, date, file name.
            Some('L' | 'C' | 'R' | 'P' | 'N' | 'D' | 'T' | 'A' | 'F' | 'Z' | 'G') => out.push('\n'),
            // Bold, underline and the like.
            _ => {}
        }
    }
    out
}

/// A number in ordinary notation, if a program stores it as `1.38E+10` or the like.
pub(super) fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let looks = text.contains(['E', 'e', '.'])
        && text.len() < 40
        && text.bytes().all(|byte| byte.is_ascii_digit() || b".+-eE".contains(&byte));
    let whole = |value: &f64| value.fract() == 0.0 && value.abs() < 1e15;
    text.parse::<f64>().ok().filter(|value| looks && whole(value)).map(|value| format!("{value:.0}"))
}

/// Whether an attribute's value may contain user text; a program's own identifiers do not.
fn worth(value: &str) -> bool {
    // Pictures embedded in an attribute.
    if value.len() < 3 || value.starts_with("data:") || is_identifier(value) {
        return false;
    }
    value.contains('@')
        || value.chars().filter(|c| c.is_numeric()).count() >= LEAST_DIGITS
        || value.chars().any(|c| c > '\u{2e80}')
}

/// Whether a value is a generated identifier: `{28A0092B-C50C-407E-A947-70E740481C1C}`.
fn is_identifier(value: &str) -> bool {
    let inner = value.trim_start_matches('{').trim_end_matches('}');
    let hyphens = [8, 13, 18, 23];
    let fits =
        |(at, byte): (usize, u8)| if hyphens.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    inner.len() == 36 && inner.bytes().enumerate().all(fits)
}
