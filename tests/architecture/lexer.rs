//! Rust text to tokens, as far as paths and attributes need it: comments, strings and numbers cannot be mistaken for code.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword; `r#name` without the mark.
    Name(String),
    /// `::`
    PathSep,
    /// Any other character of punctuation.
    Mark(char),
    /// A string, character, number or lifetime.
    Literal,
}

/// A token and its line, from 1.
#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub line: usize,
}

impl Token {
    pub fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1, tokens: Vec::new() };
    while lexer.at < lexer.chars.len() {
        lexer.token();
    }
    lexer.tokens
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(n, c)| self.peek(n) == Some(c))
    }

    fn push(&mut self, kind: Kind, line: usize) {
        self.tokens.push(Token { kind, line });
    }

    fn token(&mut self) {
        let line = self.line;
        let Some(c) = self.peek(0) else { return };
        if c.is_whitespace() {
            self.bump();
        } else if self.starts_with("//") {
            while self.peek(0).is_some_and(|c| c != '\n') {
                self.bump();
            }
        } else if self.starts_with("/*") {
            self.block_comment();
        } else if self.string() {
            self.push(Kind::Literal, line);
        } else if c == '\'' {
            self.quote();
            self.push(Kind::Literal, line);
        } else if c == '_' || c.is_alphabetic() {
            let name = self.word();
            self.push(Kind::Name(name), line);
        } else if c.is_ascii_digit() {
            // `1.5` and `1e3` in pieces do no harm, and `0..n` must not swallow the range.
            self.word();
            self.push(Kind::Literal, line);
        } else if self.starts_with("::") {
            self.at += 2;
            self.push(Kind::PathSep, line);
        } else {
            self.bump();
            self.push(Kind::Mark(c), line);
        }
    }

    fn word(&mut self) -> String {
        if self.starts_with("r#") {
            self.at += 2;
        }
        let mut word = String::new();
        while let Some(c) = self.peek(0).filter(|c| *c == '_' || c.is_alphanumeric()) {
            word.push(c);
            self.bump();
        }
        word
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            if self.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.starts_with("*/") {
                depth -= 1;
                self.at += 2;
            } else if self.bump().is_none() {
                return;
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Takes a string of any kind: `"…"`, `b"…"`, `c"…"`, `r#"…"#`, `br"…"`.
    fn string(&mut self) -> bool {
        let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
            let after = |n: usize| self.peek(prefix.len() + n);
            let hashes = (0..).take_while(|n| after(*n) == Some('#')).count();
            self.starts_with(prefix) && after(hashes) == Some('"') && (hashes == 0 || prefix.ends_with('r'))
        });
        let Some(prefix) = prefix else { return false };
        self.at += prefix.len();
        let mut hashes = 0;
        while self.peek(0) == Some('#') {
            hashes += 1;
            self.at += 1;
        }
        self.bump();
        let end = format!("\"{}", "#".repeat(hashes));
        while self.peek(0).is_some() && !self.starts_with(&end) {
            if self.peek(0) == Some('\\') && !prefix.ends_with('r') {
                self.bump();
            }
            self.bump();
        }
        self.at += end.len();
        true
    }

    /// Takes a character or a lifetime.
    fn quote(&mut self) {
        self.bump();
        if self.peek(0) == Some('\\') {
            self.bump();
            self.bump();
            while self.bump().is_some_and(|c| c != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.bump();
            self.bump();
        } else {
            self.word();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        tokens(text).iter().filter_map(|token| token.name().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_and_strings_are_no_code() {
        let text = r##"a // crate::x
            /* b /* crate::y */ c */ "crate::\"z" r#"crate::"w"# b"d" 'e' '\'' '\u{1F600}' f::<'g>(1.0, 0..h) r#type"##;
        assert_eq!(names(text), ["a", "f", "h", "type"]);
    }

    #[test]
    fn lines_are_counted() {
        let text = "a\n/* \n */ b \"\n\" c";
        let lines: Vec<_> = tokens(text).iter().filter(|t| t.name().is_some()).map(|t| t.line).collect();
        assert_eq!(lines, [1, 3, 4]);
    }
}
