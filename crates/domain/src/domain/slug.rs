//! Derives addresses from names and titles: lower-case ASCII letters, digits and single hyphens.
//!
//! Chinese is romanised without tones, `ü` as `v`. A personal name is surname and given name (陈秀英:
//! `chen-xiuying`, 欧阳红: `ouyang-hong`). Other text is written word by word, with the syllables of a word
//! joined as in pinyin orthography (锦绣家政培训学校: `jinxiu-jiazheng-peixun-xuexiao`): a hyphen after every
//! syllable would be long and hard to read, none at all would be unreadable. Words come from a table; the
//! rest is split in pairs, like most words, with suffixes for places and times (省 市 县 区 镇 年 月 期 班 …) and
//! particles (的 了 和 与 …) separate.
//!
//! The dictionary only has readings of single characters. Tables on top of it say how surnames (单 `shan`, 仇
//! `qiu`), places (重庆 `chongqing`, 六安 `luan`) and words (银行 `yinhang`, 成长 `chengzhang`) are read. Changing an
//! entry moves the pages of files without an explicit slug.

mod apart;
mod han;
mod tables;
#[cfg(test)]
mod tests;

pub use apart::{Apart, apart, marked};
use tables::LETTERS;

use crate::source::is_device;

/// Maximum length of a slug in bytes: with folder and extension, it stays well below the limits of file
/// systems and can be read aloud.
pub const MOST_BYTES: usize = 80;

/// Maximum number of characters of a text that are considered: each yields at least one byte.
const MOST_CHARS: usize = 2 * MOST_BYTES;

/// The slug of a title, file name or other text, at most [`MOST_BYTES`] long, cut after a word.
///
/// Chinese, Latin letters and digits are kept; punctuation separates; letters of other scripts and characters
/// without a reading become `u` and their code point. Symbols and emoji are dropped, unless the text consists
/// only of them: only an empty text has an empty slug.
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

/// The slug of a person's name: surname, hyphen, given name as one word. In a foreign name transcribed in
/// Chinese (`阿依古丽`, `安娜·李`), each part is one word. Anything after the name is handled as by [`slug`].
#[must_use]
pub fn name_slug(name: &str) -> String {
    let foreign = name.contains(['·', '•', '・', '‧', '．']);
    assemble(name, &pieces(name), if foreign { NameForm::Foreign } else { NameForm::Chinese })
}

/// The surname at the beginning of a Chinese name: one character, or two (欧阳红: 欧阳); `None` if the name does
/// not begin in Chinese.
#[must_use]
pub fn surname(name: &str) -> Option<String> {
    let run: Vec<char> = name.trim_start().chars().take_while(|c| han::is_read(*c)).collect();
    let (surname, _) = han::split_name(&run)?;
    Some(surname.iter().collect())
}

/// How the Chinese in a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameForm {
    /// As words.
    None,
    /// The text begins with a Chinese personal name.
    Chinese,
    /// Each run is a part of a transcribed foreign name.
    Foreign,
}

/// A run of a text between hyphens.
enum Piece {
    /// Letters and digits in their final form.
    Latin(String),
    /// Characters that have readings.
    Han(Vec<char>),
    /// A character without a reading.
    Code(char),
}

/// The role of a character in a slug.
enum Kind {
    Latin(char),
    Letters(&'static str),
    Han,
    Code,
    /// Belongs to its word, but is dropped.
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
    // Full-width letters and digits are offset ASCII.
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
        // Only symbols or spaces: still a name, always with the same slug.
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

/// Joins words by hyphens, as many as fit; if the first word alone is too long, it is cut. A name of a
/// Windows device (`con`) gets a number, since no file can have it.
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
