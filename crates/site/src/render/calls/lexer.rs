//! Splits templates into tokens, as far as needed to find calls. It follows the engine's own lexer, which is
//! not public.

use crate::domain::Span;

/// A token within `{{ … }}` or `{% … %}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    /// `{%` or `{{`.
    Begin,
    /// `%}` or `}}`.
    End,
    /// A name or keyword.
    Word(&'t str),
    /// A quoted text, with its escapes as written.
    Text(&'t str),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float,
    /// An opening bracket of any kind.
    Open(char),
    /// A closing bracket.
    Close,
    /// `=`, unless part of a comparison.
    Assign,
    /// `,`
    Comma,
    /// `.` or `?.`
    Dot,
    /// `|`
    Pipe,
    /// Anything else.
    Other,
}

/// The tokens of a template with their positions; without text, comments and raw blocks.
pub(super) fn tokens(template: &str) -> Vec<(Token<'_>, Span)> {
    let mut lexer = Lexer { template, at: 0, tokens: Vec::new() };
    let mut raw_goes_on = false;
    while let Some(found) = lexer.rest().find('{') {
        lexer.at += found;
        let rest = lexer.rest();
        if rest.starts_with("{#") {
            lexer.skip_behind(2, "#}");
        } else if rest.starts_with("{%") {
            match tag(rest, "raw").filter(|_| !raw_goes_on).map(|from| raw(rest, from)) {
                Some(Some(len)) => lexer.at += len,
                ended => {
                    // If one block has no end, no later one has.
                    raw_goes_on |= ended.is_some();
                    lexer.inside("%}");
                }
            }
        } else if rest.starts_with("{{") {
            lexer.inside("}}");
        } else {
            lexer.at += 1;
        }
    }
    lexer.tokens
}

/// The length of a raw block, from its opening tag of `from` bytes to the end of its closing tag.
fn raw(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find("{%")?;
        match tag(text.get(at..)?, "endraw") {
            Some(len) => return Some(at + len),
            None => at += 2,
        }
    }
}

/// The length of a tag that consists of a name, at the beginning of a text.
fn tag(text: &str, name: &str) -> Option<usize> {
    let rest = text.strip_prefix("{%")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start().strip_prefix(name)?.trim_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

struct Lexer<'t> {
    template: &'t str,
    at: usize,
    tokens: Vec<(Token<'t>, Span)>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.template.get(self.at..).unwrap_or_default()
    }

    fn skip_behind(&mut self, from: usize, end: &str) {
        let rest = self.rest().get(from..).unwrap_or_default();
        self.at = rest.find(end).map_or(self.template.len(), |found| self.at + from + found + end.len());
    }

    /// Adds the next `len` bytes as a token.
    fn push(&mut self, token: Token<'t>, len: usize) {
        self.tokens.push((token, Span::new(self.at, self.at + len)));
        self.at += len;
    }

    /// Reads to the end of `{{ … }}` or `{% … %}`.
    fn inside(&mut self, end: &str) {
        self.push(Token::Begin, 2);
        while let Some(first) = self.rest().chars().next() {
            let rest = self.rest();
            if rest.starts_with(end) {
                return self.push(Token::End, end.len());
            }
            let len = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
            match first {
                c if c.is_ascii_whitespace() => self.at += len(|c| c.is_ascii_whitespace()),
                '"' | '\'' | '`' => self.text(first),
                c if c.is_ascii_digit() => self.number(len(|c| c.is_ascii_digit() || c == '.')),
                c if c.is_alphabetic() || c == '_' => {
                    let len = len(|c| c.is_alphanumeric() || c == '_');
                    self.push(Token::Word(rest.get(..len).unwrap_or_default()), len);
                }
                '(' | '[' | '{' => self.push(Token::Open(first), 1),
                ')' | ']' | '}' => self.push(Token::Close, 1),
                ',' => self.push(Token::Comma, 1),
                '.' => self.push(Token::Dot, 1),
                '|' => self.push(Token::Pipe, 1),
                '?' if rest.starts_with("?.") => self.push(Token::Dot, 2),
                '=' | '!' | '<' | '>' if rest.get(1..).is_some_and(|rest| rest.starts_with('=')) => {
                    self.push(Token::Other, 2);
                }
                '=' => self.push(Token::Assign, 1),
                c => self.push(Token::Other, c.len_utf8()),
            }
        }
    }

    fn text(&mut self, quote: char) {
        let inner = self.rest().get(1..).unwrap_or_default();
        let mut escaped = false;
        let end = inner.find(|c: char| {
            let ends = c == quote && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let len = end.unwrap_or(inner.len());
        self.push(Token::Text(inner.get(..len).unwrap_or_default()), (len + 2).min(inner.len() + 1));
    }

    fn number(&mut self, len: usize) {
        let number = self.rest().get(..len).unwrap_or_default();
        self.push(number.parse().map_or(Token::Float, Token::Integer), len);
    }
}
