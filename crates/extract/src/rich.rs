//! Extracts text from RTF: what readers see, and other contents.

use super::adder::Adder;
use super::coded::hex;
use super::contents::Part;

/// Control words that begin a new line.
const BREAKS: [&str; 8] = ["par", "line", "cell", "nestcell", "row", "tab", "page", "sect"];
/// Groups with properties of the document.
const PROPERTIES: [&str; 3] = ["info", "userprops", "docvar"];
/// Groups separate from the surrounding text. So are all that begin with `\*`.
const APART: [&str; 31] = [
    "author",
    "operator",
    "title",
    "subject",
    "keywords",
    "comment",
    "doccomm",
    "company",
    "manager",
    "category",
    "hlinkbase",
    "propname",
    "staticval",
    "linkval",
    "creatim",
    "revtim",
    "printim",
    "buptim",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "fonttbl",
    "stylesheet",
    "colortbl",
    "deleted",
];
/// Groups with bytes in hexadecimal digits.
const BYTES: [&str; 2] = ["pict", "objdata"];
/// Maximum nesting of groups; deeper ones count as part of the enclosing one.
const MOST_NESTED: usize = 256;
/// Separates the text of a group from the surrounding text.
const EDGE: &str = "\n¶\n";

/// The state within a group.
#[derive(Clone, Copy)]
struct Group {
    /// Number of fallback letters after a Unicode character.
    stand_ins: usize,
    is_property: bool,
    is_apart: bool,
    is_bytes: bool,
}

/// Outside of all groups.
const OUTSIDE: Group = Group { stand_ins: 1, is_property: false, is_apart: false, is_bytes: false };

struct RtfReader<'t> {
    chars: std::iter::Peekable<std::str::Chars<'t>>,
    groups: Vec<Group>,
    deeper: usize,
    /// Number of fallback letters still to be skipped.
    passed: usize,
    /// Bytes of letters in the encoding of Chinese Windows.
    letters: Vec<u8>,
    text: String,
    /// Text apart from the main text: a bookmark may be in the middle of a number.
    beside: String,
    properties: String,
    /// Hexadecimal digits of the current picture or object.
    bytes: Vec<u8>,
}

/// Adds the contents of a document: its text, its properties, and the pictures and objects in it.
pub(super) fn look(text: &str, adder: &mut Adder<'_>) {
    let mut reader = RtfReader {
        chars: text.chars().peekable(),
        groups: vec![OUTSIDE],
        deeper: 0,
        passed: 0,
        letters: Vec::new(),
        text: String::with_capacity(text.len() / 2),
        beside: String::new(),
        properties: String::new(),
        bytes: Vec::new(),
    };
    let mut objects = Vec::new();
    while let Some(c) = reader.chars.next() {
        match c {
            '\r' | '\n' => {}
            '{' => reader.open(),
            '}' => objects.extend(reader.close()),
            '\\' => reader.command(),
            other => reader.say(other),
        }
    }
    reader.flush();
    adder.add(Part::Text, reader.text);
    adder.add(Part::Text, reader.beside);
    adder.add(Part::Properties, reader.properties);
    for object in objects {
        if !adder.make(object.len()) {
            return;
        }
        adder.look_within_document("picture", &object);
    }
}

impl RtfReader<'_> {
    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(OUTSIDE)
    }

    fn open(&mut self) {
        self.flush();
        let group = self.group();
        if self.groups.len() >= MOST_NESTED {
            self.deeper += 1;
        } else {
            self.groups.push(group);
        }
    }

    /// Ends a group; returns its bytes.
    fn close(&mut self) -> Option<Vec<u8>> {
        self.flush();
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let group = self.groups.pop()?;
        if self.groups.is_empty() {
            // A surplus bracket.
            self.groups.push(group);
            return None;
        }
        let is_done = group.is_bytes && !self.group().is_bytes;
        is_done.then(|| hex(&std::mem::take(&mut self.bytes))).filter(|bytes| !bytes.is_empty())
    }

    /// A control word or symbol.
    fn command(&mut self) {
        let mut word = String::new();
        while let Some(c) = self.chars.next_if(char::is_ascii_alphabetic) {
            word.push(c);
        }
        if word.is_empty() {
            return self.sign();
        }
        let mut number = String::new();
        number.extend(self.chars.next_if_eq(&'-'));
        while let Some(c) = self.chars.next_if(char::is_ascii_digit) {
            number.push(c);
        }
        self.chars.next_if_eq(&' ');
        let value = number.parse::<i32>().ok();
        match (word.as_str(), value) {
            ("u", Some(code)) => {
                self.flush();
                let code = u32::try_from(if code < 0 { code + 65536 } else { code }).ok();
                let c = code.and_then(char::from_u32);
                c.into_iter().for_each(|c| self.out(c.encode_utf8(&mut [0; 4])));
                self.passed = self.group().stand_ins;
            }
            ("uc", Some(count)) => self.change(|group| group.stand_ins = usize::try_from(count).unwrap_or(1)),
            ("bin", Some(count)) => {
                // Binary data.
                let count = usize::try_from(count).unwrap_or(0);
                let _passed = self.chars.by_ref().take(count).count();
            }
            (word, _) if BREAKS.contains(&word) => {
                self.flush();
                self.out("\n");
            }
            (word, _) if BYTES.contains(&word) => self.change(|group| group.is_bytes = true),
            (word, _) if PROPERTIES.contains(&word) => self.change(|group| group.is_property = true),
            (word, _) if APART.contains(&word) => self.set_apart(),
            _ => {}
        }
    }

    /// A control symbol.
    fn sign(&mut self) {
        match self.chars.next() {
            Some('~') => self.say(' '),
            Some('_') => self.say('-'),
            Some('*') => self.set_apart(),
            Some('\'') => {
                let code: String = [self.chars.next(), self.chars.next()].into_iter().flatten().collect();
                match u8::from_str_radix(&code, 16) {
                    _ if self.passed > 0 => self.passed -= 1,
                    Ok(byte) => self.letters.push(byte),
                    Err(_) => {}
                }
            }
            Some('\r' | '\n') => {
                self.flush();
                self.out("\n");
            }
            Some(sign @ ('\\' | '{' | '}')) => self.say(sign),
            _ => {}
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn set_apart(&mut self) {
        self.change(|group| group.is_apart = true);
        self.flush();
        self.out(EDGE);
    }

    fn say(&mut self, c: char) {
        if self.group().is_bytes {
            let digit = u8::try_from(c).ok().filter(u8::is_ascii_hexdigit);
            self.bytes.extend(digit);
        } else if self.passed > 0 {
            self.passed -= 1;
        } else {
            self.flush();
            self.out(c.encode_utf8(&mut [0; 4]));
        }
    }

    /// Adds the letters that were written as bytes.
    fn flush(&mut self) {
        if !self.letters.is_empty() {
            let letters = std::mem::take(&mut self.letters);
            self.out(&encoding_rs::GB18030.decode(&letters).0);
        }
    }

    fn out(&mut self, words: &str) {
        let to = match self.group() {
            Group { is_property: true, .. } => &mut self.properties,
            Group { is_apart: true, .. } => &mut self.beside,
            _ => &mut self.text,
        };
        to.push_str(words);
    }
}
