//! The letters of a text as readers see them, with their positions, so that names are found regardless of
//! markup between their letters.
//!
//! There are two readings. [`Source`] reads the text as written and knows only the characters of markup; it
//! errs on the side of reading too much, and has positions. [`Shown`] reads the rendered text and is exact.
//! What only the former finds is not visible to anybody.

mod reader;

use super::attributes::VANISHING;
use super::document::{Arg, Document, Piece};
use super::raw::{self, Attribute, Token};
use super::shortcode;
use super::urls::{self, Kind};
use bangyang_domain::domain::Letters;
use pulldown_cmark::{Event, Parser};
use std::ops::Range;

/// Tags that begin or end a paragraph, item or cell.
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

/// Tags for pronunciation, which is not part of the text.
const ASIDE: &[&str] = &["rt", "rp"];

/// Attributes with text values.
const WORDS: &[&str] = &["alt", "aria-label", "title"];

/// Arguments of shortcodes that are looked up rather than shown.
const LOOKED_UP: &[&str] = &["id", "files"];

/// Maximum length of a tag, a link's text and a link's address, in bytes.
const LONGEST: usize = 4096;

/// An address or id in a text.
#[derive(Debug)]
pub struct Code {
    /// Its letters.
    pub letters: Letters,
    /// The range to be replaced if it may not be shown.
    pub range: Range<usize>,
    /// The replacement.
    pub instead: &'static str,
}

/// A text as written.
#[derive(Debug, Default)]
pub struct Source {
    /// All words.
    pub words: Letters,
    /// Visible addresses and ids.
    pub codes: Vec<Code>,
    /// Paths within the site.
    pub paths: Vec<Code>,
}

/// A rendered text.
#[derive(Debug, Default)]
pub struct Shown {
    /// All words.
    pub words: Letters,
    /// Addresses and ids.
    pub codes: Letters,
    /// Paths of linked files within the site.
    pub paths: Vec<String>,
}

impl Source {
    /// Reads plain text. Readers see through Markdown in it all the same.
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

/// Whether a backslash at the beginning of a text escapes the next character.
fn is_escape(text: &str) -> bool {
    text.strip_prefix('\\').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_punctuation()))
}

/// Adds the words of a range of a text, interpreting tags and references.
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

/// Adds an address, interpreting its escapes.
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

/// Adds the first character of a text; returns its length.
fn push(text: &str, at: usize, letters: &mut Letters) -> usize {
    let c = first(text);
    letters.push(c, at..at + c.len_utf8());
    c.len_utf8()
}

/// Adds the character of a reference at the beginning of a text; returns its length.
fn reference(text: &str, at: usize, letters: &mut Letters) -> Option<usize> {
    let (len, read) = decoded(text)?;
    read.chars().for_each(|c| letters.push(c, at..at + len));
    Some(len)
}

/// The length of the reference at the beginning of a text, and its characters.
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

/// Adds the character of escapes such as `%E6%9E%97` at the beginning of a text; returns their length.
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

/// The tag or comment at the beginning of a text, and its length.
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

/// Adds the effect of a tag on reading.
fn passed(token: &Token<'_>, letters: &mut Letters) {
    match token {
        Token::Open { name, .. } | Token::Close(name) if BLOCKS.contains(&name.as_str()) => letters.block(),
        Token::Open { name, .. } if name == "br" => letters.blank(),
        Token::Open { .. } | Token::Close(_) | Token::Comment(_) | Token::Unfinished(_) | Token::Text(_) => {
            letters.unseen();
        }
    }
}

/// Length of the text after a tag that is not read: contents of removed elements and pronunciation.
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

fn floor(text: &str, at: usize) -> usize {
    bangyang_domain::diag::floor_char(text, at)
}

impl Shown {
    /// Reads a rendered text.
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

/// Reads a rendered text; positions are meaningless.
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
            Piece::Shortcode { name: _, args, body, range: _, alone: _ } => {
                self.shown.words.wall(0);
                if let Some(body) = body {
                    self.shown.words.block();
                    body.iter().for_each(|piece| self.piece(piece));
                    self.shown.words.block();
                    self.shown.words.wall(0);
                }
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

/// Whether an element is not part of the text: pronunciation, the number of a footnote.
fn is_aside(name: &str, attributes: &[Attribute]) -> bool {
    let is_note = |it: &Attribute| it.name == "class" && it.value == "footnote-ref";
    ASIDE.contains(&name) || (name == "sup" && attributes.iter().any(is_note))
}

/// Adds text of a page; references in it are literal, because an author's tags kept them from being
/// interpreted.
fn words_alone(text: &str, letters: &mut Letters) {
    address(text, 0..text.len(), letters);
}
