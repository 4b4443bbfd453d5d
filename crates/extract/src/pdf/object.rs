//! Values and their syntax.

use std::collections::BTreeMap;

/// Maximum nesting of values.
const MOST_LEVELS: u8 = 40;
/// Maximum number of values within one: a list of all pages of a book has several thousand.
const MOST_VALUES: usize = 200_000;
/// Approximate memory of a value, in bytes.
pub(super) const VALUE: usize = 48;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    /// Null, or a word that is not a value.
    Null,
    Number(f64),
    Text(Vec<u8>),
    Name(Vec<u8>),
    List(Vec<Object>),
    Map(BTreeMap<Vec<u8>, Object>),
    /// Another object, by its number.
    Reference(u32),
    /// An operator of a page.
    Word(Vec<u8>),
}

impl Object {
    pub(super) fn get(&self, key: &[u8]) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    pub(super) fn name(&self, key: &[u8]) -> Option<&[u8]> {
        match self.get(key)? {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number as a length or position.
    pub(super) fn size(&self) -> Option<usize> {
        let number = self.number().filter(|number| (0.0..1e12).contains(number))?;
        format!("{number:.0}").parse().ok()
    }

    /// The objects to which a value refers: itself, or the items of a list.
    pub(super) fn references(&self) -> Vec<u32> {
        match self {
            Self::Reference(id) => vec![*id],
            Self::List(items) => items.iter().flat_map(Self::references).collect(),
            _ => Vec::new(),
        }
    }

    /// The value as user text.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(bytes) => Some(words(bytes)),
            _ => None,
        }
    }

    /// Calls `then` with each text within, except under the keys `but`.
    pub(super) fn each_text(&self, but: &[&[u8]], then: &mut dyn FnMut(String)) {
        match self {
            Self::Text(bytes) => then(words(bytes)),
            Self::List(items) => items.iter().for_each(|item| item.each_text(but, then)),
            Self::Map(map) => {
                let told = map.iter().filter(|(key, _)| !but.contains(&key.as_slice()));
                told.for_each(|(_, value)| value.each_text(but, then));
            }
            _ => {}
        }
    }
}

/// A text outside of pages: UTF-16 or UTF-8 with a byte order mark, or Latin letters.
fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Reads values, one after another.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
    /// How many more values may be read within the current one.
    left: usize,
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_sign(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'b> Lexer<'b> {
    pub(super) const fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, left: MOST_VALUES }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let rest = self.rest();
                    self.at += rest.iter().position(|byte| matches!(byte, 10 | 13)).unwrap_or(rest.len());
                }
                byte if is_blank(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next value or operator; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.left = MOST_VALUES;
        self.value(MOST_LEVELS)
    }

    /// Number of values in the last one that was read, including itself.
    pub(super) const fn count(&self) -> usize {
        MOST_VALUES - self.left
    }

    fn value(&mut self, levels: u8) -> Option<Object> {
        self.skip_blanks();
        self.left = self.left.checked_sub(1)?;
        let object = match (self.peek()?, self.bytes.get(self.at + 1)) {
            (b'/', _) => {
                self.at += 1;
                Object::Name(self.name())
            }
            (b'(', _) => Object::Text(self.literal()),
            (b'<', Some(b'<')) => {
                self.at += 2;
                self.map(levels)
            }
            (b'<', _) => Object::Text(self.hex()),
            (b'[', _) => {
                self.at += 1;
                self.list(levels)
            }
            (b')' | b'>' | b']' | b'{' | b'}', _) => {
                self.at += 1;
                Object::Null
            }
            _ => self.word(),
        };
        Some(object)
    }

    fn name(&mut self) -> Vec<u8> {
        let length = self
            .rest()
            .iter()
            .position(|byte| is_blank(*byte) || is_sign(*byte))
            .unwrap_or(self.rest().len());
        let raw = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw.iter();
        while let Some(byte) = rest.next() {
            let code = rest.as_slice().get(..2).and_then(|two| std::str::from_utf8(two).ok());
            match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *byte == b'#') {
                Some(escaped) => {
                    name.push(escaped);
                    rest.nth(1);
                }
                None => name.push(*byte),
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        let (mut text, mut level) = (Vec::new(), 0);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => {
                    if level > 0 {
                        text.push(byte);
                    }
                    level += 1;
                }
                b')' => {
                    level -= 1;
                    if level == 0 {
                        return text;
                    }
                    text.push(byte);
                }
                b'\\' => text.extend(self.escaped()),
                other => text.push(other),
            }
        }
        text
    }

    fn escaped(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => Some(10),
            b'r' => Some(13),
            b't' => Some(9),
            b'b' => Some(8),
            b'f' => Some(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                u8::try_from(code & 255).ok()
            }
            13 => {
                self.at += usize::from(self.peek() == Some(10));
                None
            }
            10 => None,
            other => Some(other),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        let digits: Vec<u32> =
            rest.iter().take(length).filter_map(|byte| char::from(*byte).to_digit(16)).collect();
        self.at += length + 1;
        let pair = |pair: &[u32]| {
            let value = pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0);
            u8::try_from(value).unwrap_or(0)
        };
        digits.chunks(2).map(pair).collect()
    }

    fn list(&mut self, levels: u8) -> Object {
        let mut items = Vec::new();
        let Some(levels) = levels.checked_sub(1) else { return Object::Null };
        loop {
            self.skip_blanks();
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(_) => match self.value(levels) {
                    Some(Object::Word(word)) if word == b"endobj" => break,
                    Some(item) => push(&mut items, item),
                    None => break,
                },
            }
        }
        Object::List(items)
    }

    fn map(&mut self, levels: u8) -> Object {
        let mut items = Vec::new();
        let Some(levels) = levels.checked_sub(1) else { return Object::Null };
        loop {
            self.skip_blanks();
            match self.peek() {
                None => break,
                Some(b'>') => {
                    self.at += 1 + usize::from(self.bytes.get(self.at + 1) == Some(&b'>'));
                    break;
                }
                Some(_) => match self.value(levels) {
                    // An unclosed dictionary ends with its object.
                    Some(Object::Word(word)) if matches!(word.as_slice(), b"endobj" | b"stream") => break,
                    Some(item) => push(&mut items, item),
                    None => break,
                },
            }
        }
        let mut map = BTreeMap::new();
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            if let Object::Name(key) = key {
                map.insert(key, value);
            }
        }
        Object::Map(map)
    }

    fn word(&mut self) -> Object {
        let length = self
            .rest()
            .iter()
            .position(|byte| is_blank(*byte) || is_sign(*byte))
            .unwrap_or(self.rest().len());
        let word = self.rest().get(..length.max(1)).unwrap_or_default();
        self.at += length.max(1);
        match std::str::from_utf8(word)
            .ok()
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|it| it.is_finite())
        {
            Some(number) => Object::Number(number),
            None if word == b"null" => Object::Null,
            None => Object::Word(word.to_vec()),
        }
    }
}

/// Adds a value; `12 0 R` is a reference.
fn push(items: &mut Vec<Object>, item: Object) {
    let is_reference = matches!(&item, Object::Word(word) if word.as_slice() == b"R");
    if is_reference && items.len() >= 2 {
        items.pop();
        let id = items.pop().as_ref().and_then(Object::size).and_then(|id| u32::try_from(id).ok());
        items.push(id.map_or(Object::Null, Object::Reference));
    } else {
        items.push(item);
    }
}
