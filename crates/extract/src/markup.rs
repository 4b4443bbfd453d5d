//! XML to text.
//!
//! Everything that is in it is read, for nobody knows all parts that programs write: texts, the values of all
//! attributes that may hold anything, comments. What belongs to a paragraph is put together; all else stands
//! apart.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements whose words were put in later, and those whose words were taken out, where a document keeps its changes.
const ADDED: [&str; 2] = ["ins", "moveTo"];
const DELETED: [&str; 2] = ["del", "moveFrom"];
/// Elements that say who made a change.
const CHANGES: [&str; 5] = ["ins", "del", "moveFrom", "moveTo", "tracked-changes"];
/// Headers and footers of printed sheets.
const PRINTED: [&str; 6] =
    ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"];
/// How deep paragraphs may be in one another: in a text box within a paragraph, in a cell of a table within
/// that.
const MOST_NESTED: usize = 32;
/// What parts words that do not belong together, so that a number does not go on from one to the next.
const APART: &str = "\n¶\n";
/// Least digits of a value that may be a number of somebody's, written with an exponent or not.
const LEAST_DIGITS: usize = 8;
/// How often a cell may be repeated that stands for several alike.
const MOST_REPEATED: usize = 20;

/// What comes up in XML, in order.
pub(super) enum Found<'x> {
    /// An element begins, or is empty.
    Start(&'x str, &'x BytesStart<'x>),
    /// It ends.
    End(&'x str),
    /// Words.
    Text(&'x str),
    /// What is beside them: comments, instructions for programs, declarations.
    Beside(&'x str),
}

/// Goes through XML. Where it is no longer any, what is left comes up as one text that is beside it.
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

/// Calls with the name, without prefix, and the value of each attribute.
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

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut found = None;
    attributes(element, |name, value| {
        if name == wanted && found.is_none() {
            found = Some(value.to_owned());
        }
    });
    found
}

/// What is beside the words of XML, each once: values of attributes, comments, what is no XML.
#[derive(Default)]
pub(super) struct Asides {
    seen: BTreeSet<String>,
    text: String,
}

impl Asides {
    /// Takes a value, where it may hold anything.
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

    /// Takes the values of all attributes.
    pub(super) fn take_all(&mut self, element: &BytesStart<'_>) {
        attributes(element, |_, value| self.take(value));
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Which elements end a paragraph.
#[derive(Clone, Copy, Default)]
pub(super) enum Breaks {
    /// All.
    #[default]
    Each,
    /// These, and no others.
    At(&'static [&'static str]),
    /// All but these.
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

/// The words of XML.
#[derive(Default)]
pub(super) struct Words {
    /// What readers see, and after it what is beside.
    pub(super) text: String,
    /// The paragraphs from which something was taken out, as they were before.
    pub(super) before: String,
    /// Whether it is kept who changed what.
    pub(super) is_changed: bool,
}

/// The words of XML. Those within one paragraph belong together, however many elements they are spread over; all else is parted by
/// line feeds. `passed_over` are attributes in which nobody writes anything.
pub(super) fn words(xml: &[u8], breaks: Breaks, passed_over: &'static [&'static str]) -> Words {
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

/// The words of XML in which each element stands for itself.
pub(super) fn all_words(xml: &[u8]) -> String {
    words(xml, Breaks::Each, &[]).text
}

/// A paragraph as it is read.
#[derive(Default)]
struct Paragraph {
    now: String,
    /// As it was before it was changed, from the first change on.
    was: String,
    is_changed: bool,
    /// How many cells it stands for.
    times: usize,
}

#[derive(Default)]
struct Collector {
    breaks: Breaks,
    passed_over: &'static [&'static str],
    words: Words,
    asides: Asides,
    /// Paragraphs that are in one another; the first is what is in none.
    open: Vec<Paragraph>,
    /// How many paragraphs have started that are not kept apart, for they lie too deep.
    deeper: usize,
    /// How many elements are open whose words were put in, and taken out.
    added: usize,
    deleted: usize,
    /// Whether what comes next does not belong to what was said outside of paragraphs.
    is_apart: bool,
    /// What a header or footer of a printed sheet says, within one.
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
                // A cell that stands for several has paragraphs that do.
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
            // Outside of paragraphs, each element stands for itself.
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
        // A cell that stands for several is read as several where they may be the digits of a number.
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

    /// Adds words to the innermost paragraph.
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

/// What is printed at the head or foot of each page of a sheet, without the signs that say where, in which font and colour: `&L`,
/// `&"宋体,常规"`, `&12`, `&K000000`.
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
            // A size has two digits, or three; a space parts it from a digit that is meant.
            Some(c) if c.is_ascii_digit() => {
                chars.next_if(char::is_ascii_digit);
            }
            // The left, middle and right part; the number of the page, the day, the name of the file.
            Some('L' | 'C' | 'R' | 'P' | 'N' | 'D' | 'T' | 'A' | 'F' | 'Z' | 'G') => out.push('\n'),
            // Bold, underlined and the like.
            _ => {}
        }
    }
    out
}

/// A number as people write it, where a program keeps it as `1.38E+10` or so.
pub(super) fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let looks = text.contains(['E', 'e', '.'])
        && text.len() < 40
        && text.bytes().all(|byte| byte.is_ascii_digit() || b".+-eE".contains(&byte));
    let whole = |value: &f64| value.fract() == 0.0 && value.abs() < 1e15;
    text.parse::<f64>().ok().filter(|value| looks && whole(value)).map(|value| format!("{value:.0}"))
}

/// Whether an attribute's value may hold anything: a program's own names do not.
fn worth(value: &str) -> bool {
    // Pictures that are written into an attribute.
    if value.len() < 3 || value.starts_with("data:") || is_identifier(value) {
        return false;
    }
    value.contains('@')
        || value.chars().filter(|c| c.is_numeric()).count() >= LEAST_DIGITS
        || value.chars().any(|c| c > '\u{2e80}')
}

/// Whether a value is a number that programs make by chance: `{28A0092B-C50C-407E-A947-70E740481C1C}`.
fn is_identifier(value: &str) -> bool {
    let inner = value.trim_start_matches('{').trim_end_matches('}');
    let hyphens = [8, 13, 18, 23];
    let fits =
        |(at, byte): (usize, u8)| if hyphens.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    inner.len() == 36 && inner.bytes().enumerate().all(fits)
}
