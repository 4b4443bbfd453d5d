//! Codes on a page to characters.

use std::collections::BTreeMap;

use encoding_rs::{GBK, UTF_16BE};

use super::object::{Lexer, Object};

/// Most codes that a table may name.
const MOST_CODES: usize = 70_000;

/// How a font's codes become characters.
pub(super) struct Font {
    /// Bytes a code: 1, or 2 for fonts of many characters.
    width: usize,
    table: BTreeMap<u32, String>,
    kind: Kind,
}

enum Kind {
    /// Codes are Latin letters.
    Latin,
    /// Codes are UTF-16.
    Unicode,
    /// Codes are GBK.
    Gbk,
    /// Codes are numbers of drawings; only the table says what they mean.
    Glyphs,
}

impl Font {
    /// `table` is the font's own list of what its codes mean.
    pub(super) fn new(subtype: Option<&[u8]>, encoding: Option<&Object>, table: Option<&[u8]>) -> Self {
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
        let (mut map, mut width) = (BTreeMap::new(), if composite { 2 } else { 1 });
        if let Some(table) = table {
            read(table, &mut map, &mut width);
        }
        Self { width, table: map, kind }
    }

    /// The characters of a text; `None` where nobody can say what they are.
    pub(super) fn decode(&self, bytes: &[u8]) -> Option<String> {
        if self.table.is_empty() {
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
            match self.table.get(&number) {
                Some(found) => {
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

/// Reads the table of a font: `<01> <0041>` and `<01> <05> <0041>`.
fn read(table: &[u8], map: &mut BTreeMap<u32, String>, width: &mut usize) {
    let mut lexer = Lexer::new(table, 0);
    let mut operands: Vec<Object> = Vec::new();
    while let Some(object) = lexer.next() {
        let Object::Word(word) = object else {
            operands.push(object);
            if operands.len() > MOST_CODES * 3 {
                return;
            }
            continue;
        };
        match word.as_slice() {
            b"endcodespacerange" => {
                if let Some(Object::Text(bytes)) = operands.last() {
                    *width = bytes.len().clamp(1, 4);
                }
            }
            b"endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Object::Text(code), Object::Text(to)] = pair {
                        insert(map, number(code), utf_16(to));
                    }
                }
            }
            b"endbfrange" => operands.chunks_exact(3).for_each(|three| range(three, map)),
            _ => {}
        }
        operands.clear();
    }
}

fn range(three: &[Object], map: &mut BTreeMap<u32, String>) {
    let [Object::Text(first), Object::Text(last), to] = three else { return };
    let (first, last) = (number(first), number(last));
    match to {
        Object::Text(to) => {
            let start = number(to);
            for code in first..=last.min(first.saturating_add(0xFFFF)) {
                let bytes = start.wrapping_add(code - first).to_be_bytes();
                let own = if to.len() <= 2 { bytes.get(2..).unwrap_or_default() } else { &bytes[..] };
                insert(map, code, utf_16(own));
            }
        }
        Object::List(items) => {
            for (code, item) in (first..=last).zip(items) {
                if let Object::Text(to) = item {
                    insert(map, code, utf_16(to));
                }
            }
        }
        _ => {}
    }
}

fn insert(map: &mut BTreeMap<u32, String>, code: u32, text: String) {
    if map.len() < MOST_CODES {
        map.insert(code, text);
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
