//! Maps the codes on a page to characters.

use std::collections::BTreeMap;
use std::rc::Rc;

use encoding_rs::{GBK, UTF_16BE};

use super::object::{Lexer, Object};
use bangyang_budget::{Budget, Spent};

/// Maximum number of codes that a table may name.
const MOST_CODES: usize = 70_000;
/// Approximate memory of a table entry in addition to its letters, in bytes.
const ENTRY: usize = 48;

/// The meaning of a font's codes as listed in the file. Many fonts may share one.
#[derive(Default)]
pub(super) struct Table {
    map: BTreeMap<u32, String>,
    /// Bytes per code, if given.
    width: Option<usize>,
    /// Whether it was not read completely because it is too large.
    pub(super) is_cut: bool,
}

/// How a font's codes become characters.
pub(super) struct Font {
    /// Bytes per code: 1, or 2 for fonts with many characters.
    width: usize,
    table: Rc<Table>,
    kind: Kind,
}

enum Kind {
    /// Codes are Latin letters.
    Latin,
    /// Codes are UTF-16.
    Unicode,
    /// Codes are GBK.
    Gbk,
    /// Codes are glyph numbers; only the table says what they mean.
    Glyphs,
}

impl Font {
    /// `table` is the font's own list of meanings.
    pub(super) fn new(subtype: Option<&[u8]>, encoding: Option<&Object>, table: Rc<Table>) -> Self {
        let composite = subtype == Some(b"Type0");
        let name = match encoding {
            Some(Object::Name(name)) => String::from_utf8_lossy(name).into_owned(),
            _ => String::new(),
        };
        let kind = if !composite {
            Kind::Latin
        } else if name.contains("UCS2") || name.contains("UTF16") {
            Kind::Unicode
        } else if name.starts_with("GB") {
            Kind::Gbk
        } else {
            Kind::Glyphs
        };
        let width = table.width.unwrap_or(if composite { 2 } else { 1 });
        Self { width, table, kind }
    }

    /// The characters of a text, as far as the budget allows; `None` if they cannot be identified.
    pub(super) fn decode(&self, bytes: &[u8], budget: &mut Budget) -> Option<String> {
        if self.table.map.is_empty() {
            return match self.kind {
                Kind::Latin => Some(latin(bytes)),
                Kind::Unicode => Some(UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()),
                Kind::Gbk => Some(GBK.decode_without_bom_handling(bytes).0.into_owned()),
                Kind::Glyphs => None,
            };
        }
        let mut text = String::with_capacity(bytes.len());
        let mut named = bytes.is_empty();
        for code in bytes.chunks(self.width) {
            let number = code.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
            match self.table.map.get(&number) {
                // One code may stand for very many letters.
                Some(found) => {
                    if budget.make(found.len()).is_err() {
                        break;
                    }
                    text.push_str(found);
                    named = true;
                }
                None if matches!(self.kind, Kind::Latin) => {
                    text.push_str(&latin(code));
                    named = true;
                }
                None => {}
            }
        }
        named.then_some(text)
    }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

impl Table {
    /// A table that was not read because it is too large.
    pub(super) fn cut() -> Self {
        Self { is_cut: true, ..Self::default() }
    }

    /// Reads a font's table: `<01> <0041>` and `<01> <05> <0041>`.
    pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Self {
        let mut table = Self::default();
        table.is_cut = table.fill(bytes, budget).is_err();
        table
    }

    fn fill(&mut self, bytes: &[u8], budget: &mut Budget) -> Result<(), Spent> {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            budget.step(lexer.count())?;
            let Object::Word(word) = object else {
                operands.push(object);
                if operands.len() > MOST_CODES * 3 {
                    return Err(Spent);
                }
                continue;
            };
            match word.as_slice() {
                b"endcodespacerange" => {
                    if let Some(Object::Text(bytes)) = operands.last() {
                        self.width = Some(bytes.len().clamp(1, 4));
                    }
                }
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [Object::Text(code), Object::Text(to)] = pair {
                            self.insert(number(code), utf_16(to), budget)?;
                        }
                    }
                }
                b"endbfrange" => operands.chunks_exact(3).try_for_each(|three| self.range(three, budget))?,
                _ => {}
            }
            operands.clear();
        }
        Ok(())
    }

    fn range(&mut self, three: &[Object], budget: &mut Budget) -> Result<(), Spent> {
        let [Object::Text(first), Object::Text(last), to] = three else { return Ok(()) };
        let (first, last) = (number(first), number(last));
        match to {
            Object::Text(to) => {
                let start = number(to);
                for code in first..=last.min(first.saturating_add(0xFFFF)) {
                    let bytes = start.wrapping_add(code - first).to_be_bytes();
                    let own = if to.len() <= 2 { bytes.get(2..).unwrap_or_default() } else { &bytes[..] };
                    self.insert(code, utf_16(own), budget)?;
                }
            }
            Object::List(items) => {
                for (code, item) in (first..=last).zip(items) {
                    if let Object::Text(to) = item {
                        self.insert(code, utf_16(to), budget)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds the meaning of a code. Duplicates are charged again, since otherwise a small table could be
    /// filled endlessly.
    fn insert(&mut self, code: u32, text: String, budget: &mut Budget) -> Result<(), Spent> {
        budget.step(1)?;
        budget.make(text.len() + ENTRY)?;
        if self.map.len() >= MOST_CODES && !self.map.contains_key(&code) {
            return Err(Spent);
        }
        self.map.insert(code, text);
        Ok(())
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

fn utf_16(bytes: &[u8]) -> String {
    match bytes {
        [one] => char::from(*one).to_string(),
        _ => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
