//! The grammar of shortcodes: `{{ name(key="text", n=3, flag=true) }}`, and around a body `{%
//! name(key="text") %}` and `{% end %}`.

use super::document::{Arg, Argument, Expected, What};
use bangyang_domain::domain::signature::Literal;
use std::ops::Range;

/// Maximum length of a shortcode in bytes, so that a text of nothing but beginnings is not slow.
const MOST_BYTES: usize = 8192;

/// A valid shortcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The name.
    pub name: String,
    /// The arguments, in order; their positions are relative to the shortcode's beginning.
    pub args: Vec<Argument>,
    /// Its length in bytes, including braces.
    pub len: usize,
}

impl Call {
    /// The arguments with positions in the text, if the call begins at `start`.
    pub fn placed(&self, start: usize) -> Vec<Argument> {
        let moved = |range: &Range<usize>| start + range.start..start + range.end;
        let placed = |arg: &Argument| Argument {
            name_range: moved(&arg.name_range),
            value_range: moved(&arg.value_range),
            ..arg.clone()
        };
        self.args.iter().map(placed).collect()
    }
}

impl Arg {
    /// The value as a literal for signatures.
    pub fn as_literal(&self) -> Literal<'_> {
        match self {
            Self::Text(text) => Literal::Text(text),
            Self::Integer(number) => Literal::Integer(*number),
            Self::Boolean(_) => Literal::Boolean,
        }
    }
}

/// Why a shortcode could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What was expected.
    pub expected: Expected,
    /// The range of the error, relative to the shortcode's beginning.
    pub range: Range<usize>,
    /// Whether the text ended before the shortcode did.
    pub unclosed: bool,
}

/// A valid tag before or after a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Tag {
    /// The opening tag of a shortcode.
    Begin(Call),
    /// `{% end %}`.
    End {
        /// Its length in bytes.
        len: usize,
        /// Whether another word is used in place of `end`, as in other programs: `endquote`.
        otherwise: bool,
    },
}

/// Parses the shortcode at the beginning of a text, which begins with `{{`.
pub fn parse(text: &str) -> Result<Call, Fault> {
    let mut parser = Parser::new(text, "}}");
    match parser.open("{{").and_then(|()| parser.call()) {
        Ok(args) => Ok(Call { len: parser.at(), name: parser.name, args }),
        Err(what) => Err(parser.fault(what)),
    }
}

/// Parses the tag at the beginning of a text, which begins with `{%`.
pub fn parse_tag(text: &str) -> Result<Tag, Fault> {
    let mut parser = Parser::new(text, "%}");
    match parser.open("{%").and_then(|()| parser.tag()) {
        Ok(None) => Ok(Tag::End { len: parser.at(), otherwise: parser.name != "end" }),
        Ok(Some(args)) => Ok(Tag::Begin(Call { len: parser.at(), name: parser.name, args })),
        Err(what) => Err(parser.fault(what)),
    }
}

struct Parser<'a> {
    text: &'a str,
    rest: &'a str,
    name: String,
    closing: &'static str,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, closing: &'static str) -> Self {
        let text = text.split_at(bangyang_domain::diag::floor_char(text, MOST_BYTES)).0;
        Self { text, rest: text, name: String::new(), closing }
    }

    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Parses the opening and the name.
    fn open(&mut self, opening: &'static str) -> Result<(), What> {
        self.sign(opening, What::Name)?;
        self.blanks();
        // `{% /quote %}`, as some write it.
        let slash = opening == "{%" && self.take("/");
        let name = self.word().ok_or(What::Name)?;
        self.name = if slash { format!("/{name}") } else { name };
        self.blanks();
        Ok(())
    }

    /// Parses the rest of a tag; a closing tag has no arguments.
    fn tag(&mut self) -> Result<Option<Vec<Argument>>, What> {
        let ends = self.name == "end" || self.name.starts_with('/');
        if ends || (self.name.starts_with("end") && !self.rest.starts_with('(')) {
            // `{% end quote %}`.
            if let Some(of) = self.word() {
                self.name.push_str(&of);
                self.blanks();
            }
            self.close()?;
            return Ok(None);
        }
        self.call().map(Some)
    }

    /// Parses the closing.
    fn close(&mut self) -> Result<(), What> {
        let [first, second] = [self.closing.get(..1), self.closing.get(1..)].map(Option::unwrap_or_default);
        // Only the second of two characters may have been typed full-width.
        let rest = self.rest.strip_prefix(first).and_then(|rest| rest.chars().next());
        if rest.and_then(half_width).is_some_and(|sign| second.starts_with(sign)) {
            self.take(first);
        }
        self.sign(self.closing, What::Closing(self.closing))
    }

    fn call(&mut self) -> Result<Vec<Argument>, What> {
        self.sign("(", What::Parenthesis)?;
        let mut args: Vec<Argument> = Vec::new();
        loop {
            self.blanks();
            if self.take(")") {
                break;
            }
            let (before, start) = (self.rest, self.at());
            let name = self.word().ok_or(What::Argument)?;
            let name_range = start..self.at();
            if args.iter().any(|known| known.name == name) {
                self.rest = before;
                return Err(What::OtherArgument(name));
            }
            self.blanks();
            self.sign("=", What::Equals)?;
            self.blanks();
            let start = self.at();
            let value = self.value()?;
            args.push(Argument { name, value, name_range, value_range: start..self.at() });
            self.blanks();
            if !self.take(",") && !self.rest.starts_with(')') {
                return Err(What::CommaOrParenthesis);
            }
        }
        self.blanks();
        self.close()?;
        Ok(args)
    }

    /// Spaces and line ends, but no empty line: that ends a paragraph.
    fn blanks(&mut self) {
        let mut lines = 0;
        while let Some(c) = self.rest.chars().next() {
            lines += usize::from(c == '\n');
            if !matches!(c, ' ' | '\t' | '\r' | '\n') || lines > 1 {
                return;
            }
            self.skip(c);
        }
    }

    fn skip(&mut self, c: char) {
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
    }

    fn take(&mut self, sign: &str) -> bool {
        self.rest.strip_prefix(sign).map(|rest| self.rest = rest).is_some()
    }

    fn sign(&mut self, sign: &str, what: What) -> Result<(), What> {
        if self.take(sign) { Ok(()) } else { Err(what) }
    }

    /// A name: a letter or `_`, then letters, digits, `_` and `-`.
    fn word(&mut self) -> Option<String> {
        self.rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(())?;
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(word.to_owned())
    }

    fn value(&mut self) -> Result<Arg, What> {
        let before = self.rest;
        match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                self.skip(quote);
                self.text(quote)
            }
            Some('0'..='9' | '-') => {
                let end = before.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(before.len());
                let (number, rest) = before.split_at(end);
                let digits = number.strip_prefix('-').unwrap_or(number);
                if digits.is_empty() || digits.contains('-') || rest.starts_with(['.', '%']) {
                    return Err(What::Value);
                }
                let number = number.parse().map_err(|_| What::SmallerNumber)?;
                self.rest = rest;
                Ok(Arg::Integer(number))
            }
            _ => match self.word().as_deref() {
                Some("true") => Ok(Arg::Boolean(true)),
                Some("false") => Ok(Arg::Boolean(false)),
                _ => {
                    self.rest = before;
                    Err(What::Value)
                }
            },
        }
    }

    /// The rest of a text after its opening quote. A backslash escapes quotes and backslashes.
    fn text(&mut self, quote: char) -> Result<Arg, What> {
        let mut text = String::new();
        let mut chars = self.rest.chars();
        while let Some(c) = chars.next() {
            match c {
                '\n' | '\r' => break,
                _ if c == quote => {
                    self.rest = chars.as_str();
                    return Ok(Arg::Text(text));
                }
                '\\' if chars.as_str().starts_with(['\\', '"', '\'']) => text.extend(chars.next()),
                _ => text.push(c),
            }
        }
        // Chinese quotes often end what a straight one began.
        if let Some((before, _)) = self.rest.split_once(['”', '’', '＂']) {
            self.rest = self.rest.get(before.len()..).unwrap_or_default();
            if !before.contains('\n') {
                let found = self.rest.chars().next().unwrap_or('”');
                return Err(What::HalfWidth { found, instead: quote });
            }
        }
        self.rest = self.text.get(self.text.len()..).unwrap_or_default();
        Err(What::Quote(quote))
    }

    fn fault(&self, what: What) -> Fault {
        let at = self.at();
        let found = self.rest.chars().next();
        let what = match (found, what) {
            (_, what @ What::HalfWidth { .. }) => what,
            (Some(found), what) => match half_width(found) {
                Some(instead) => What::HalfWidth { found, instead },
                None => what,
            },
            (None, what) => what,
        };
        // At an empty line or the end of the text, the shortcode is merely incomplete.
        let unclosed = found.is_none_or(|c| c == '\n' || c == '\r');
        let expected = Expected { name: self.name.clone(), what };
        match found.filter(|_| !unclosed) {
            Some(c) => Fault { expected, range: at..at + c.len_utf8(), unclosed },
            None => {
                let line = self.text.lines().next().unwrap_or_default().trim_end().len();
                Fault { expected, range: 0..line.max(2), unclosed }
            }
        }
    }
}

/// The half-width character for which a Chinese input method produces this one.
fn half_width(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' | '「' | '」' | '『' | '』' | '«' | '»' => Some('"'),
        '‘' | '’' => Some('\''),
        '、' => Some(','),
        '。' => Some('.'),
        '\u{3000}' | '\u{a0}' => Some(' '),
        '【' => Some('('),
        '】' => Some(')'),
        '－' | '—' | '–' => Some('-'),
        _ => match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0),
            _ => None,
        },
    }
}
