//! Addresses from names and titles: lower-case ASCII letters, digits and single hyphens.
//!
//! Chinese is written by its sound, without tones, `ü` as `v`. A personal name is surname and given name
//! (陈秀英: `chen-xiuying`, 欧阳红: `ouyang-hong`). Other text is written word by word, the syllables of a word run
//! together as pinyin orthography has it (锦绣家政培训学校: `jinxiu-jiazheng-peixun-xuexiao`): a hyphen after every syllable
//! would be long and hard to read, none at all could not be read. Words come from a table; what it lacks goes in twos,
//! as most words are, with the kinds of places and times (省 市 县 区 镇 年 月 期 班 …) and the small words (的 了 和 与 …) apart.
//!
//! The dictionary's readings are those of characters alone. The tables over it say how surnames (单 `shan`, 仇 `qiu`), places
//! (重庆 `chongqing`, 六安 `luan`) and words (银行 `yinhang`, 成长 `chengzhang`) are read. Whoever changes an entry moves the
//! pages whose files do not write their slug.

mod apart;
mod han;
mod tables;
#[cfg(test)]
mod tests;

pub use apart::{Apart, apart, marked};
use tables::LETTERS;

use crate::source::is_device;

/// The most bytes of a slug: with a folder and an ending it stays well below what file systems allow, and can be read aloud.
pub const MOST_BYTES: usize = 80;

/// The most characters of a text that are looked at, as far as they are written at all: each writes a byte at least.
const MOST_CHARS: usize = 2 * MOST_BYTES;

/// The slug of a title, a file name or any other text, at most [`MOST_BYTES`] long, cut after a word.
///
/// Chinese, Latin letters and digits are written; punctuation separates; letters of other scripts and characters
/// without a reading are `u` and their code point. Symbols and emoji are left out, but where a text has nothing else they too
/// are written as code points: only an empty text has an empty slug.
#[must_use]
pub fn slug(text: &str) -> String {
    let pieces = pieces(text);
    if let [Piece::Han(run)] = pieces.as_slice()
        && han::looks_like_name(run)
    {
        return assemble(text, &pieces, NameForm::Chinese);
    }
    assemble(text, &pieces, NameForm::None)
}

/// The slug of a person's name: surname, hyphen, the given name as one word. A name in another language that is written
/// by sound in Chinese (`阿依古丽`, `安娜·李`) is one word a part. What follows the name is written as [`slug`] does.
#[must_use]
pub fn name_slug(name: &str) -> String {
    let foreign = name.contains(['·', '•', '・', '‧', '．']);
    assemble(name, &pieces(name), if foreign { NameForm::Foreign } else { NameForm::Chinese })
}

/// The surname with which a Chinese name begins: one character, or two (欧阳红: 欧阳); `None` if it begins in no
/// Chinese.
#[must_use]
pub fn surname(name: &str) -> Option<String> {
    let run: Vec<char> = name.trim_start().chars().take_while(|c| han::is_read(*c)).collect();
    let (surname, _) = han::split_name(&run)?;
    Some(surname.iter().collect())
}

/// How the Chinese in a text is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameForm {
    /// As words.
    None,
    /// The text begins with a personal name.
    Chinese,
    /// Each stretch is a part of a name in another language.
    Foreign,
}

/// A stretch of a text that hyphens surround.
enum Piece {
    /// Letters and digits as they are to be written.
    Latin(String),
    /// Characters that have readings.
    Han(Vec<char>),
    /// A character without a reading.
    Code(char),
}

/// What one character is in a slug.
enum Kind {
    Latin(char),
    Letters(&'static str),
    Han,
    Code,
    /// Belongs to the word that it is in, and is not written.
    Silent,
    Separator,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    let mut taken = 0;
    for c in text.chars() {
        let kind = kind(c);
        match kind {
            Kind::Silent => continue,
            Kind::Separator => {
                open = false;
                continue;
            }
            _ => taken += 1,
        }
        if taken > MOST_CHARS {
            break;
        }
        match (kind, pieces.last_mut().filter(|_| open)) {
            (Kind::Latin(c), Some(Piece::Latin(word))) => word.push(c),
            (Kind::Latin(c), _) => pieces.push(Piece::Latin(c.to_string())),
            (Kind::Letters(letters), Some(Piece::Latin(word))) => word.push_str(letters),
            (Kind::Letters(letters), _) => pieces.push(Piece::Latin(letters.to_owned())),
            (Kind::Han, Some(Piece::Han(run))) => run.push(c),
            (Kind::Han, _) => pieces.push(Piece::Han(vec![c])),
            _ => pieces.push(Piece::Code(c)),
        }
        open = true;
    }
    pieces
}

fn kind(c: char) -> Kind {
    // Full-width letters and digits are the ASCII ones, moved.
    let c = match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let mut buffer = [0; 4];
    if c.is_ascii_alphanumeric() {
        Kind::Latin(c.to_ascii_lowercase())
    } else if matches!(c, '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
    {
        Kind::Silent
    } else if let Some(letters) = LETTERS.get(&*c.encode_utf8(&mut buffer)).copied().flatten() {
        Kind::Letters(letters)
    } else if han::is_read(c) {
        Kind::Han
    } else if c.is_alphanumeric() {
        Kind::Code
    } else {
        Kind::Separator
    }
}

fn assemble(text: &str, pieces: &[Piece], form: NameForm) -> String {
    let mut words = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Latin(word) => words.push(word.clone()),
            Piece::Code(c) => words.push(code(*c)),
            Piece::Han(run) if form == NameForm::Chinese && n == 0 => han::name(run, &mut words),
            Piece::Han(run) if form == NameForm::Foreign => han::one_word(run, &mut words),
            Piece::Han(run) => han::words(run, &mut words),
        }
    }
    if words.is_empty() {
        // Nothing but symbols or, in the end, spaces: a name still, and the same one every time.
        let shown = || {
            text.chars()
                .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(kind(*c), Kind::Silent))
        };
        let any = shown().next().is_some();
        words.extend(text.chars().filter(|_| !any).chain(shown()).take(MOST_CHARS).map(code));
    }
    join(&words)
}

fn code(c: char) -> String {
    format!("u{:x}", u32::from(c))
}

/// Joins words by hyphens, as many as fit; a first word that alone is too long is cut. What Windows would take for a device (`con`) gets a
/// number: no file can be called so.
fn join(words: &[String]) -> String {
    let mut slug = String::new();
    for word in words {
        if slug.is_empty() {
            slug.push_str(word.get(..MOST_BYTES).unwrap_or(word));
        } else if slug.len() + 1 + word.len() <= MOST_BYTES {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    if is_device(&slug) {
        slug.push_str("-1");
    }
    slug
}
