//! What readers see of a text, letter by letter, with the place of each: so that names are found whatever markup stands between their
//! letters.
//!
//! There are two readings. [`Source`] goes through the text as it was written and knows of markup no more than its signs; it errs by
//! reading too much, and can tell places. [`Shown`] goes through what was made of the text and is right. What the one finds and the
//! other does not is shown to nobody.

use super::attributes::VANISHING;
use super::raw::{self, Attribute, Token};
use super::urls::{self, Kind};
use super::{Arg, Document, Piece, shortcode};
use crate::domain::Letters;
use pulldown_cmark::{Event, Parser};
use std::ops::Range;

/// Tags at which another paragraph, item or cell begins or ends.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Tags that hold how something is read aloud, beside what is read.
const ASIDE: &[&str] = &["rt", "rp"];

/// Attributes whose values are words.
const WORDS: &[&str] = &["alt", "aria-label", "title"];

/// Arguments of shortcodes that name what is looked up.
const LOOKED_UP: &[&str] = &["id", "files"];

/// Longest tag, words of a link and address of one that are looked for, in bytes.
const LONGEST: usize = 4096;

/// An address or id in a text.
#[derive(Debug)]
pub struct Code {
    /// What it reads.
    pub letters: Letters,
    /// Where what has to go stands, where it may not be shown.
    pub range: Range<usize>,
    /// What stands there instead.
    pub instead: &'static str,
}

/// A text as it was written.
#[derive(Debug, Default)]
pub struct Source {
    /// All that is words.
    pub words: Letters,
    /// Addresses and ids that are shown.
    pub codes: Vec<Code>,
    /// Paths within the site.
    pub paths: Vec<Code>,
}

/// A text as it is shown.
#[derive(Debug, Default)]
pub struct Shown {
    /// All that is words.
    pub words: Letters,
    /// Addresses and ids.
    pub codes: Letters,
    /// Paths of files within the site to which it links.
    pub paths: Vec<String>,
}

impl Source {
    /// Reads Markdown.
    #[must_use]
    pub fn markdown(text: &str) -> Self {
        let mut reader = Reader {
            text,
            at: 0,
            made: Self::default(),
            links: Vec::new(),
            asides: Vec::new(),
            in_heading: false,
        };
        reader.begin_line();
        while reader.at < text.len() {
            reader.step();
        }
        let Reader { mut made, asides, .. } = reader;
        for aside in asides {
            made.words.block();
            made.words.wall(aside.start);
            words(text, aside, &mut made.words);
        }
        made
    }

    /// Reads what is no Markdown. Where somebody took it for some, readers see through it all the same.
    #[must_use]
    pub fn plain(text: &str) -> Letters {
        let mut letters = Letters::default();
        words(text, 0..text.len(), &mut letters);
        letters
    }

    /// Reads an address.
    #[must_use]
    pub fn address(text: &str) -> Letters {
        let mut letters = Letters::default();
        address(text, 0..text.len(), &mut letters);
        letters
    }
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or('\0')
}

/// Whether a backslash at the beginning of a text takes the meaning from the sign behind it.
fn is_escape(text: &str) -> bool {
    text.strip_prefix('\\').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_punctuation()))
}

/// Adds the words of a stretch of a text, tags and references read.
fn words(text: &str, range: Range<usize>, letters: &mut Letters) {
    let mut at = range.start;
    while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
        let read = match first(rest) {
            '\\' if is_escape(rest) => Some(1),
            '&' => reference(rest, at, letters),
            '%' => percent(rest, at, letters),
            '<' => tag(rest).map(|(len, token)| {
                passed(&token, letters);
                len + muted(rest, len, &token)
            }),
            _ => None,
        };
        at += read.unwrap_or_else(|| push(rest, at, letters));
    }
}

/// Adds an address, its escapes read.
fn address(text: &str, range: Range<usize>, letters: &mut Letters) {
    let mut at = range.start;
    while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
        let read = match first(rest) {
            '&' => reference(rest, at, letters),
            '%' => percent(rest, at, letters),
            _ => None,
        };
        at += read.unwrap_or_else(|| push(rest, at, letters));
    }
}

/// Adds the first character of a text; gives its length.
fn push(text: &str, at: usize, letters: &mut Letters) -> usize {
    let c = first(text);
    letters.push(c, at..at + c.len_utf8());
    c.len_utf8()
}

/// Adds what a reference at the beginning of a text stands for; gives its length.
fn reference(text: &str, at: usize, letters: &mut Letters) -> Option<usize> {
    let (len, read) = decoded(text)?;
    read.chars().for_each(|c| letters.push(c, at..at + len));
    Some(len)
}

/// The length of the reference at the beginning of a text, and what it stands for.
fn decoded(text: &str) -> Option<(usize, String)> {
    if let Some(rest) = text.strip_prefix("&#") {
        let (digits, radix) = match rest.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (rest, 10),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let c = char::from_u32(u32::from_str_radix(digits.get(..end)?, radix).ok()?)?;
        let semicolon = usize::from(digits.get(end..).is_some_and(|rest| rest.starts_with(';')));
        return Some((text.len() - digits.len() + end + semicolon, c.to_string()));
    }
    let name = text.strip_prefix('&')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| (2..=32).contains(end))?;
    if !name.get(end..)?.starts_with(';') {
        return None;
    }
    let written = text.get(..end + 2)?;
    let read = Parser::new(written).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    let read: String = read.collect();
    (read != written).then_some((written.len(), read))
}

/// Adds the character that escapes such as `%E6%9E%97` at the beginning of a text stand for; gives their length.
fn percent(text: &str, at: usize, letters: &mut Letters) -> Option<usize> {
    let byte = |n: usize| {
        let digits = text.get(n * 3..n * 3 + 3)?.strip_prefix('%')?;
        u8::from_str_radix(digits, 16).ok()
    };
    let mut bytes = Vec::new();
    while bytes.len() < 4 {
        bytes.push(byte(bytes.len())?);
        if let Ok(read) = std::str::from_utf8(&bytes) {
            let len = bytes.len() * 3;
            read.chars().for_each(|c| letters.push(c, at..at + len));
            return Some(len);
        }
    }
    None
}

/// The tag or comment at the beginning of a text, with its length.
fn tag(text: &str) -> Option<(usize, Token<'_>)> {
    if !text.get(1..)?.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    let end = if text.starts_with("<!--") { text.find("-->")? + 3 } else { end_of_tag(text)? };
    let token = raw::tokens(text.get(..end)?).into_iter().next()?;
    matches!(token, Token::Open { .. } | Token::Close(_) | Token::Comment(_)).then_some((end, token))
}

fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

/// Adds what a tag is to who reads on.
fn passed(token: &Token<'_>, letters: &mut Letters) {
    match token {
        Token::Open { name, .. } | Token::Close(name) if BLOCKS.contains(&name.as_str()) => letters.block(),
        Token::Open { name, .. } if name == "br" => letters.blank(),
        Token::Open { .. } | Token::Close(_) | Token::Comment(_) | Token::Unfinished(_) | Token::Text(_) => {
            letters.unseen();
        }
    }
}

/// How much behind a tag is not read: what an element holds that vanishes, or says how a word sounds.
fn muted(text: &str, tag: usize, token: &Token<'_>) -> usize {
    let Token::Open { name, closed: false, .. } = token else { return 0 };
    if !VANISHING.contains(&name.as_str()) && !ASIDE.contains(&name.as_str()) {
        return 0;
    }
    let rest = text.get(tag..).unwrap_or_default();
    let close = format!("</{name}");
    let mut ends = rest.match_indices("</").map(|(at, _)| at);
    let end = ends
        .find(|at| rest.get(*at..at + close.len()).is_some_and(|found| found.eq_ignore_ascii_case(&close)));
    end.and_then(|at| Some(at + rest.get(at..)?.find('>')? + 1)).unwrap_or(0)
}

/// A link or picture by markup, as places in the text.
struct Link {
    /// Where its words end: the closing bracket.
    close: usize,
    /// Its address, and the `<` and `>` round it.
    dest: Option<(Range<usize>, Range<usize>)>,
    title: Option<Range<usize>>,
    /// Behind it.
    end: usize,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    made: Source,
    /// The closing brackets of links that are open, and where to go on behind them.
    links: Vec<(usize, usize)>,
    /// Words that stand beside the text: descriptions of pictures, titles of links.
    asides: Vec<Range<usize>>,
    in_heading: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes on by one sign.
    fn step(&mut self) {
        if let Some((_, behind)) = self.links.last().copied().filter(|(close, _)| *close == self.at) {
            self.links.pop();
            self.made.words.close_link();
            self.at = behind;
            return;
        }
        let rest = self.rest();
        let letters = &mut self.made.words;
        let read = match first(rest) {
            '\n' => return self.end_line(),
            '\\' if rest.starts_with("\\\n") => Some(1),
            '\\' if is_escape(rest) => {
                letters.unseen();
                let c = first(rest.get(1..).unwrap_or_default());
                letters.push(c, self.at..self.at + 2);
                Some(2)
            }
            '&' => reference(rest, self.at, letters),
            '%' => percent(rest, self.at, letters),
            '<' => self.angle(),
            '!' if rest.starts_with("![") => self.picture(),
            '[' => Some(self.bracket()),
            ']' => {
                letters.unseen();
                Some(1)
            }
            '|' => {
                letters.block();
                Some(1)
            }
            '{' => self.brace(),
            _ => None,
        };
        self.at += read.unwrap_or_else(|| push(self.rest(), self.at, &mut self.made.words));
    }

    fn end_line(&mut self) {
        if std::mem::take(&mut self.in_heading) {
            self.made.words.block();
        }
        self.made.words.blank();
        self.at += 1;
        self.begin_line();
    }

    /// Goes over what stands before the words of a line, and over lines that have none.
    fn begin_line(&mut self) {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let is_rule = |c: char| matches!(c, '-' | '=' | '*' | '_' | '|' | ':' | ' ' | '\t' | '>' | '+');
        if line.chars().all(is_rule) {
            self.made.words.block();
            self.at += line.len();
            return;
        }
        let mut words = line;
        loop {
            words = words.trim_start_matches([' ', '\t', '>']);
            let digits = words.bytes().take(9).take_while(u8::is_ascii_digit).count();
            let sharps = words.bytes().take(7).take_while(|byte| *byte == b'#').count();
            let behind = |n: usize| words.get(n..).unwrap_or_default();
            let mark = if words.starts_with(['-', '+', '*', ':', '~']) {
                1
            } else if digits > 0 && behind(digits).starts_with(['.', ')']) {
                digits + 1
            } else if (1..=6).contains(&sharps) {
                self.in_heading = true;
                sharps
            } else {
                break;
            };
            match behind(mark).strip_prefix([' ', '\t']) {
                Some(rest) => words = rest,
                None => break,
            }
            self.made.words.block();
        }
        if words.starts_with("```") || words.starts_with("~~~") {
            self.made.words.block();
        }
        self.at += line.len() - words.len();
        self.definition();
    }

    /// Goes over the beginning of a footnote, or over where a link by name leads.
    fn definition(&mut self) {
        let rest = self.rest();
        if !rest.starts_with('[') {
            return;
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let Some(close) = line.find("]:") else { return };
        if line.get(1..close).is_some_and(|label| label.contains(['[', ']'])) {
            return;
        }
        self.made.words.block();
        let begin = self.at;
        self.at += close + 2;
        if line.starts_with("[^") {
            return;
        }
        let start = begin + line.len() - line.get(close + 2..).map_or(0, |rest| rest.trim_start().len());
        let (dest, title, end) = self.destination(start, begin + line.len());
        if let Some((inner, whole)) = dest {
            self.dest(inner, whole);
        }
        self.asides.extend(title);
        self.at = end.max(self.at);
    }

    /// An address and what may stand behind it; gives the place behind.
    #[allow(clippy::type_complexity)]
    fn destination(
        &self,
        start: usize,
        most: usize,
    ) -> (Option<(Range<usize>, Range<usize>)>, Option<Range<usize>>, usize) {
        let rest = self.text.get(start..most).unwrap_or_default();
        let (inner, whole) = if let Some(inner) = rest.strip_prefix('<') {
            let Some(end) = inner.find(['>', '\n']) else { return (None, None, start) };
            (start + 1..start + 1 + end, start..(start + end + 2).min(most))
        } else {
            let mut depth = 0_usize;
            let mut escaped = false;
            let end = rest.find(|c: char| {
                let ends = !escaped && (c.is_ascii_whitespace() || (c == ')' && depth == 0));
                match c {
                    '(' if !escaped => depth += 1,
                    ')' if !escaped => depth = depth.saturating_sub(1),
                    _ => {}
                }
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = start + end.unwrap_or(rest.len());
            (start..end, start..end)
        };
        let behind = self.text.get(whole.end..most).unwrap_or_default();
        let from = most - behind.trim_start().len();
        let mut end = whole.end;
        let title = behind.trim_start().chars().next().and_then(|open| {
            let close = match open {
                '"' | '\'' => open,
                '(' => ')',
                _ => return None,
            };
            let inner = self.text.get(from + 1..most)?;
            let at = inner.match_indices(close).map(|(at, _)| at);
            let at =
                at.into_iter().find(|at| !inner.get(..*at).is_some_and(|before| before.ends_with('\\')))?;
            end = from + at + 2;
            Some(from + 1..from + 1 + at)
        });
        (Some((inner, whole)), title, end)
    }

    /// Takes an address down.
    fn dest(&mut self, inner: Range<usize>, whole: Range<usize>) {
        let written = self.text.get(inner.clone()).unwrap_or_default();
        let mut letters = Letters::default();
        let mut code = |range: Range<usize>, place: Range<usize>, instead| {
            address(self.text, range, &mut letters);
            Code { letters: std::mem::take(&mut letters), range: place, instead }
        };
        match urls::kind(written) {
            Kind::Empty => {}
            Kind::Local => {
                let path = written.find('#').map_or(inner.end, |at| inner.start + at);
                self.made.paths.push(code(inner.start..path, whole, "<>"));
                self.made.codes.push(code(path..inner.end, path..inner.end, ""));
            }
            Kind::Fragment | Kind::Web | Kind::Contact | Kind::ProtocolRelative | Kind::Unsafe => {
                self.made.codes.push(code(inner, whole, "<>"));
            }
        }
    }

    /// The link whose words begin behind the bracket at a place.
    fn link(&self, open: usize) -> Option<Link> {
        let limit = floor(self.text, open + LONGEST);
        let words = self.text.get(open + 1..limit)?;
        let (mut depth, mut escaped, mut lines) = (0_usize, false, 0_usize);
        let close = words.find(|c: char| {
            let ends = !escaped && c == ']' && depth == 0;
            match c {
                '[' if !escaped => depth += 1,
                ']' if !escaped => depth = depth.saturating_sub(1),
                '\n' => lines += 1,
                _ => {}
            }
            escaped = c == '\\' && !escaped;
            ends
        })?;
        let close = open + 1 + close;
        let behind = self.text.get(close + 1..)?;
        if behind.starts_with('(') {
            let limit = floor(self.text, close + LONGEST);
            let inner = self.text.get(close + 2..limit)?;
            let start = limit - inner.trim_start().len();
            let (dest, title, end) = self.destination(start, limit);
            let blanks = self.text.get(end..limit)?;
            let end = limit - blanks.trim_start().strip_prefix(')')?.len();
            return Some(Link { close, dest, title, end });
        }
        let label = behind.strip_prefix('[')?;
        let end = label.find(']').filter(|end| *end < LONGEST)?;
        Some(Link { close, dest: None, title: None, end: close + 3 + end })
    }

    fn bracket(&mut self) -> usize {
        if self.rest().starts_with("[^")
            && let Some(end) = self.rest().find(']').filter(|end| *end < 200)
        {
            self.made.words.unseen();
            return end + 1;
        }
        match self.link(self.at) {
            Some(link) => {
                let inner = link.dest.as_ref().map_or(0..0, |(inner, _)| inner.clone());
                self.made.words.open_link(self.text.get(inner).unwrap_or_default());
                if let Some((inner, whole)) = link.dest {
                    self.dest(inner, whole);
                }
                self.asides.extend(link.title);
                self.links.push((link.close, link.end));
            }
            None => self.made.words.unseen(),
        }
        1
    }

    /// A picture: its words stand beside the text, its address is shown to nobody.
    fn picture(&mut self) -> Option<usize> {
        let link = self.link(self.at + 1)?;
        self.asides.push(self.at + 2..link.close);
        self.asides.extend(link.title);
        self.made.words.unseen();
        Some(link.end - self.at)
    }

    /// A tag, a comment, or an address in angle brackets.
    fn angle(&mut self) -> Option<usize> {
        let rest = self.rest();
        let inner = rest.get(1..rest.find('>')?)?;
        if inner.contains([':', '@']) && !inner.contains([' ', '\n', '<', '"', '=']) {
            let mut letters = Letters::default();
            let start = self.at + 1;
            address(self.text, start..start + inner.len(), &mut letters);
            let range = self.at..start + inner.len() + 1;
            self.made.codes.push(Code { letters, range, instead: "" });
            self.made.words.wall(self.at);
            return Some(inner.len() + 2);
        }
        let (len, token) = tag(rest)?;
        if let Token::Open { attributes, .. } = &token {
            for attribute in attributes {
                self.attribute(attribute);
            }
        }
        passed(&token, &mut self.made.words);
        Some(len + muted(rest, len, &token))
    }

    fn attribute(&mut self, attribute: &Attribute) {
        let range = self.at + attribute.range.start..self.at + attribute.range.end;
        let written = self.text.get(range.clone()).unwrap_or_default();
        let Some((_, value)) = written.split_once('=') else { return };
        let value = value.trim_start();
        let inner = value.trim_matches(['"', '\'']);
        let start = range.end - value.len() + value.find(inner).unwrap_or(0);
        let place = start..start + inner.len();
        match attribute.name.as_str() {
            name if WORDS.contains(&name) => self.asides.push(place),
            "href" if urls::kind(inner) != Kind::Local => {
                let mut letters = Letters::default();
                address(self.text, place.clone(), &mut letters);
                self.made.codes.push(Code { letters, range: place, instead: "#" });
            }
            _ => {}
        }
    }

    /// A shortcode, or the id of a heading.
    fn brace(&mut self) -> Option<usize> {
        let rest = self.rest();
        if rest.starts_with("{{") {
            let call = shortcode::parse(rest).ok()?;
            self.arguments(call.len);
            self.made.words.wall(self.at);
            return Some(call.len);
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let (inner, behind) = line.get(1..)?.split_once('}')?;
        let is_attribute = |word: &str| word.len() > 1 && word.starts_with(['#', '.']);
        let ends = behind.chars().all(|c| matches!(c, ' ' | '\t' | '#'));
        if inner.trim().is_empty() || !ends || !inner.split_ascii_whitespace().all(is_attribute) {
            return None;
        }
        let (start, len) = (self.at + 1, inner.len() + 2);
        let mut letters = Letters::default();
        address(self.text, start..start + inner.len(), &mut letters);
        self.made.codes.push(Code { letters, range: self.at..self.at + len, instead: "" });
        self.made.words.unseen();
        Some(len)
    }

    /// Takes the texts down that a shortcode is given, but for those by which it looks something up.
    fn arguments(&mut self, len: usize) {
        let call = self.text.get(self.at..self.at + len).unwrap_or_default();
        let mut from = 0;
        while let Some(found) = call.get(from..).and_then(|rest| rest.find(['"', '\''])) {
            let open = from + found;
            let quote = call.get(open..).map_or('"', first);
            let Some(end) = call.get(open + 1..).and_then(|rest| rest.find(quote)) else { return };
            let key = call.get(..open).unwrap_or_default().trim_end().trim_end_matches('=').trim_end();
            let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let key = key.get(key.trim_end_matches(is_key).len()..).unwrap_or_default();
            if !LOOKED_UP.contains(&key) {
                self.asides.push(self.at + open + 1..self.at + open + 1 + end);
            }
            from = open + end + 2;
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    crate::diag::floor_char(text, at)
}

impl Shown {
    /// Reads what was made of a text.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let mut reader = Finished { shown: Self::default(), muted: None, asides: Vec::new() };
        document.pieces.iter().for_each(|piece| reader.piece(piece));
        let Finished { mut shown, asides, .. } = reader;
        for aside in asides {
            shown.words.block();
            shown.words.wall(0);
            words(&aside, 0..aside.len(), &mut shown.words);
        }
        shown
    }
}

/// Reads what was made of a text. Places mean nothing.
struct Finished {
    shown: Shown,
    muted: Option<String>,
    asides: Vec<String>,
}

impl Finished {
    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Html(html) => self.html(html),
            Piece::Link { target, title, text, plain: _, range: _ } => {
                self.shown.words.open_link(target);
                text.iter().for_each(|piece| self.piece(piece));
                self.shown.words.close_link();
                self.asides.extend(title.clone());
                let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
                self.shown.paths.push(path.to_owned());
                self.code(fragment);
            }
            Piece::Picture { target: _, alt, title, range: _, alone: _ } => {
                self.shown.words.unseen();
                self.asides.extend([Some(alt.clone()), title.clone()].into_iter().flatten());
            }
            Piece::Shortcode { name: _, args, range: _, alone: _ } => {
                self.shown.words.wall(0);
                for argument in args {
                    match &argument.value {
                        Arg::Text(text) if !LOOKED_UP.contains(&argument.name.as_str()) => {
                            self.asides.push(text.clone())
                        }
                        Arg::Text(_) | Arg::Integer(_) | Arg::Boolean(_) => {}
                    }
                }
            }
        }
    }

    fn html(&mut self, html: &str) {
        for token in raw::tokens(html) {
            match &token {
                Token::Close(name) if self.muted.as_ref() == Some(name) => self.muted = None,
                _ if self.muted.is_some() => {}
                Token::Text(text) => {
                    let text = raw::decode(text);
                    words_alone(&text, &mut self.shown.words);
                }
                Token::Open { name, attributes, .. } if is_aside(name, attributes) => {
                    self.muted = Some(name.clone());
                    self.shown.words.unseen();
                }
                Token::Open { attributes, .. } => {
                    attributes.iter().for_each(|attribute| self.attribute(attribute));
                    passed(&token, &mut self.shown.words);
                }
                Token::Close(_) | Token::Comment(_) | Token::Unfinished(_) => {
                    passed(&token, &mut self.shown.words);
                }
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute) {
        match attribute.name.as_str() {
            name if WORDS.contains(&name) => self.asides.push(attribute.value.clone()),
            "href" | "id" => self.code(&attribute.value),
            _ => {}
        }
    }

    fn code(&mut self, code: &str) {
        self.shown.codes.block();
        self.shown.codes.wall(0);
        address(code, 0..code.len(), &mut self.shown.codes);
    }
}

/// Whether an element of a page stands beside what is read: how a word sounds, the number of a footnote.
fn is_aside(name: &str, attributes: &[Attribute]) -> bool {
    let is_note = |it: &Attribute| it.name == "class" && it.value == "footnote-ref";
    ASIDE.contains(&name) || (name == "sup" && attributes.iter().any(is_note))
}

/// Adds text of a page, in which what looks like a reference is one that an author's own tags kept from being read.
fn words_alone(text: &str, letters: &mut Letters) {
    address(text, 0..text.len(), letters);
}
