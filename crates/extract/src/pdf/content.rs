//! Extracts the text that a page's content stream shows.

use super::object::{Lexer, Object};
use super::store::Fonts;
use bangyang_budget::Budget;

/// Maximum number of operands of an operator.
const MOST_OPERANDS: usize = 4_096;
/// Assumed widths of characters relative to their height, since the font's own are not used: Latin letters
/// and digits, Chinese characters.
const NARROW: f64 = 0.5;
const WIDE: f64 = 1.0;
/// Separates the columns of a table, so that their numbers are not read as one.
const COLUMNS: &str = "\t\t\t\t";

/// A page's text.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) text: String,
    /// Whether it has letters that cannot be identified.
    pub(super) is_unnamed: bool,
}

struct Page<'f> {
    fonts: &'f Fonts,
    budget: &'f mut Budget,
    shown: Shown,
    font: Option<Vec<u8>>,
    size: f64,
    leading: f64,
    /// The scale of the text, horizontal and vertical.
    scale: (f64, f64),
    /// The beginning of the line, and the position of the next letter.
    line: (f64, f64),
    next: f64,
    /// The position of the previous letter, if there is one.
    last: Option<(f64, f64)>,
}

/// The text that operators show. Adjacent letters form one word, over however many operators.
pub(super) fn text(bytes: &[u8], fonts: &Fonts, budget: &mut Budget) -> Shown {
    let mut page = Page {
        fonts,
        budget,
        shown: Shown::default(),
        font: None,
        size: 10.0,
        leading: 0.0,
        scale: (1.0, 1.0),
        line: (0.0, 0.0),
        next: 0.0,
        last: None,
    };
    let mut lexer = Lexer::new(bytes, 0);
    let mut operands: Vec<Object> = Vec::new();
    while let Some(object) = lexer.next() {
        match object {
            Object::Word(word) if word == b"ID" => skip_picture(bytes, &mut lexer),
            Object::Word(word) => {
                page.command(&word, &operands);
                operands.clear();
            }
            other if operands.len() < MOST_OPERANDS => operands.push(other),
            _ => {}
        }
    }
    page.shown
}

/// Skips an inline image.
fn skip_picture(bytes: &[u8], lexer: &mut Lexer<'_>) {
    let rest = bytes.get(lexer.at..).unwrap_or_default();
    let end =
        rest.windows(4).position(|four| matches!(four, [9 | 10 | 13 | 32, b'E', b'I', 9 | 10 | 13 | 32]));
    lexer.at += end.map_or(rest.len(), |end| end + 3);
}

impl Page<'_> {
    fn command(&mut self, word: &[u8], operands: &[Object]) {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"BT" => {
                self.scale = (1.0, 1.0);
                self.go(0.0, 0.0);
            }
            b"Tf" => {
                if let Some(Object::Name(name)) = operands.first() {
                    self.font = Some(name.clone());
                }
                self.size = number(1).abs().clamp(0.01, 1e4);
            }
            b"TL" => self.leading = number(0),
            b"Td" => self.by(number(0), number(1)),
            b"TD" => {
                self.leading = -number(1);
                self.by(number(0), number(1));
            }
            b"Tm" => {
                self.scale = (number(0).hypot(number(1)).max(1e-6), number(2).hypot(number(3)).max(1e-6));
                self.go(number(4), number(5));
            }
            b"T*" => self.by(0.0, -self.leading),
            b"Tj" => operands.iter().for_each(|operand| self.show(operand)),
            b"'" | b"\"" => {
                self.by(0.0, -self.leading);
                operands.iter().filter(|it| matches!(it, Object::Text(_))).for_each(|it| self.show(it));
            }
            b"TJ" => {
                let Some(Object::List(items)) = operands.first() else { return };
                for item in items {
                    match item {
                        Object::Number(back) => self.next -= back / 1000.0 * self.size * self.scale.0,
                        other => self.show(other),
                    }
                }
            }
            _ => {}
        }
    }

    fn by(&mut self, x: f64, y: f64) {
        self.go(self.line.0 + x * self.scale.0, self.line.1 + y * self.scale.1);
    }

    const fn go(&mut self, x: f64, y: f64) {
        self.line = (x, y);
        self.next = x;
    }

    fn show(&mut self, operand: &Object) {
        let Object::Text(bytes) = operand else { return };
        let font = self.font.as_ref().and_then(|name| self.fonts.get(name));
        let text = match font {
            Some(font) => font.decode(bytes, self.budget),
            None => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        };
        let Some(text) = text else {
            self.shown.is_unnamed = true;
            return;
        };
        let height = self.size * self.scale.1;
        if let Some((end, y)) = self.last {
            let gap = self.next - end;
            let word = match () {
                () if (self.line.1 - y).abs() > 0.4 * height => "\n",
                // To the left of the previous letter: another line.
                () if gap < -2.0 * height => "\n",
                () if gap > 1.2 * height => COLUMNS,
                () if gap > 0.3 * height => " ",
                () => "",
            };
            self.shown.text.push_str(word);
        }
        let width = |c: char| if c > '\u{2e80}' { WIDE } else { NARROW };
        self.next += text.chars().map(width).sum::<f64>() * self.size * self.scale.0;
        self.last = Some((self.next, self.line.1));
        self.shown.text.push_str(&text);
    }
}
