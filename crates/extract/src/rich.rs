//! RTF to text: what readers see, and what is beside it.

use super::coded::hex;
use super::{Adder, Part};

/// Words that begin a new line.
const BREAKS: [&str; 8] = ["par", "line", "cell", "nestcell", "row", "tab", "page", "sect"];
/// Groups in which programs say something of the document.
const PROPERTIES: [&str; 3] = ["info", "userprops", "docvar"];
/// Groups that stand apart from the text around them. So do all that begin with `\*`.
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
/// Groups whose bytes are written in hexadecimal digits.
const BYTES: [&str; 2] = ["pict", "objdata"];
/// How deep groups may be in one another; what lies deeper counts to the group that does not.
const MOST_NESTED: usize = 256;
/// What parts the words of a group from those around it.
const EDGE: &str = "\n¶\n";

/// What is so within a group.
#[derive(Clone, Copy)]
struct Group {
    /// How many letters stand in for a character, for programs that do not know it.
    stand_ins: usize,
    is_property: bool,
    is_apart: bool,
    is_bytes: bool,
}

/// Outside of all groups.
const OUTSIDE: Group = Group { stand_ins: 1, is_property: false, is_apart: false, is_bytes: false };

struct Reader<'t> {
    chars: std::iter::Peekable<std::str::Chars<'t>>,
    groups: Vec<Group>,
    deeper: usize,
    /// Letters that are to be passed over.
    passed: usize,
    /// Bytes of letters in the encoding of Chinese Windows.
    letters: Vec<u8>,
    text: String,
    /// What stands apart from the text: a bookmark may be in the midst of a number.
    beside: String,
    properties: String,
    /// Hexadecimal digits of the picture or object that is read.
    bytes: Vec<u8>,
}

/// Adds what a document holds: its text, what it says of itself, and the pictures and objects within it.
pub(super) fn look(text: &str, adder: &mut Adder<'_>) {
    let mut reader = Reader {
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

impl Reader<'_> {
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

    /// Ends a group; returns the bytes that it wrote.
    fn close(&mut self) -> Option<Vec<u8>> {
        self.flush();
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let group = self.groups.pop()?;
        if self.groups.is_empty() {
            // One bracket too many.
            self.groups.push(group);
            return None;
        }
        let is_done = group.is_bytes && !self.group().is_bytes;
        is_done.then(|| hex(&std::mem::take(&mut self.bytes))).filter(|bytes| !bytes.is_empty())
    }

    /// What begins with a backslash.
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
                // Bytes as they are.
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

    /// A backslash with a sign.
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
