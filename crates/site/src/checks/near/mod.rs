//! Names in texts that differ from a person's by one character: typical mistakes of typing or of an input
//! method.
//!
//! Two persons may well be called 陈秀兰 and 陈秀芳, so not every such name is a mistake. A name that sounds like
//! the person's counts as one unless the text says otherwise; a name that sounds different must also look
//! like a name, and must not be introduced, be next to the person's own name, or link to somebody else. Many
//! names of two characters are also words: they are reported only if they stand alone.

mod context;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem::find_iter;
use pinyin::ToPinyin;

use crate::diag::floor_char;
use crate::domain::slug;
use context::{Link, is_explained, link};
use words::{BEGINNINGS, ENDINGS, GIVEN, SURNAMES};

/// Longest link text that is compared, in bytes.
const LONGEST_WORDS: usize = 160;
/// Maximum number of mistakes reported per text.
const MOST: usize = 20;

/// A person's name and the file to which links to the person lead.
#[derive(Debug)]
pub struct Near<'n> {
    name: &'n str,
    file: &'n str,
    chars: Vec<char>,
    /// Number of characters of the surname.
    surname: usize,
}

/// A name that differs by one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Its byte range.
    pub range: Range<usize>,
    /// Whether it sounds like the right one.
    pub alike: bool,
}

impl<'n> Near<'n> {
    /// For a person; `None` if the name is too short, or too long to be a name.
    #[must_use]
    pub fn new(name: &'n str, file: &'n str) -> Option<Self> {
        let chars: Vec<char> = name.chars().collect();
        if !(2..=40).contains(&chars.len()) {
            return None;
        }
        let surname =
            if is_han(*chars.first()?) { slug::surname(name).map_or(1, |it| it.chars().count()) } else { 0 };
        (surname < chars.len()).then_some(Self { name, file, chars, surname })
    }

    /// The mistakes in a text. With `only_alike`, only those that sound like the name; for texts that are not
    /// about the person alone.
    #[must_use]
    pub fn find(&self, text: &str, only_alike: bool) -> Vec<Slip> {
        let mut found = if self.surname == 0 { self.latin(text) } else { self.han(text) };
        found.truncate(MOST);
        found.retain(|slip| {
            (slip.alike || !only_alike)
                && match link(text, &slip.range) {
                    Link::None => true,
                    Link::Words(file) => file == self.file,
                    Link::Address => false,
                }
        });
        // A person who was introduced once is known from then on.
        let explained: BTreeSet<&str> = found
            .iter()
            .filter(|slip| is_explained(text, &slip.range, self.name, slip.alike))
            .filter_map(|slip| text.get(slip.range.clone()))
            .collect();
        found.retain(|slip| text.get(slip.range.clone()).is_some_and(|name| !explained.contains(name)));
        found
    }

    /// Whether the text of a link to the person is her name except for one character.
    #[must_use]
    pub fn is_in_link(&self, words: &str) -> bool {
        let words = words.trim_matches(['*', '_', ' ']);
        self.difference(words).is_some()
    }

    /// The position of the difference, if a text of the same length differs in exactly one character.
    fn difference(&self, text: &str) -> Option<usize> {
        let mut other = text.chars();
        let mut differs = None;
        for (at, right) in self.chars.iter().enumerate() {
            let found = other.next()?;
            if found == *right {
                continue;
            }
            if differs.is_some() || !found.is_alphanumeric() || is_han(found) != is_han(*right) {
                return None;
            }
            differs = Some(at);
        }
        if other.next().is_some() { None } else { differs }
    }

    fn han(&self, text: &str) -> Vec<Slip> {
        let mut slips = Vec::new();
        let split = self.name.char_indices().nth(self.surname).map_or(0, |(at, _)| at);
        let (surname, given) = self.name.split_at_checked(split).unwrap_or((self.name, ""));
        for at in find_iter(text.as_bytes(), surname.as_bytes()) {
            slips.extend(self.behind_surname(text, at));
        }
        if self.surname == 1 && self.chars.len() > 2 {
            for at in find_iter(text.as_bytes(), given.as_bytes()) {
                slips.extend(self.before_given(text, at, given.len()));
            }
            slips.sort_by_key(|slip| slip.range.start);
        }
        slips
    }

    /// A mistake in the given name after a surname.
    fn behind_surname(&self, text: &str, at: usize) -> Option<Slip> {
        let rest = text.get(at..)?;
        let length = rest.char_indices().nth(self.chars.len()).map_or(rest.len(), |(at, _)| at);
        let range = at..at + length;
        let found = rest.get(..length)?;
        let differs = self.difference(found)?;
        let (wrong, right) = (found.chars().nth(differs)?, *self.chars.get(differs)?);
        let alike = sound(wrong).is_some_and(|wrong| Some(wrong) == sound(right));
        let given = self.chars.len() - self.surname;
        let is_slip = match given {
            // 王方便, 国王方面.
            1 if self.surname == 1 => alike && stands_alone(text, &range) && !text.contains(self.name),
            // Foreign names that are transcribed by sound share many parts.
            3.. if self.surname == 1 => alike,
            _ => {
                alike || (GIVEN.contains(wrong) && !is_words(text, at, self.chars.first().copied()?, &range))
            }
        };
        is_slip.then_some(Slip { range, alike })
    }

    /// A mistake in the surname before a given name.
    fn before_given(&self, text: &str, at: usize, length: usize) -> Option<Slip> {
        let head = text.get(..at)?;
        let mut back = head.char_indices().rev();
        let (start, found) = back.next()?;
        let right = *self.chars.first()?;
        let group = SURNAMES
            .iter()
            .find(|group| group.iter().any(|(surname, _)| *surname == right) && found != right)?;
        let (_, words) = group.iter().find(|(surname, _)| *surname == found)?;
        let before = back.next().map(|(_, c)| c);
        let is_word = before.is_some_and(|c| words.contains(c));
        (!is_word).then_some(Slip { range: start..at + length, alike: true })
    }

    /// The mistakes in names of two or more words separated by spaces.
    fn latin(&self, text: &str) -> Vec<Slip> {
        let mut slips = Vec::new();
        let (Some((head, _)), Some((_, tail))) = (self.name.split_once(' '), self.name.rsplit_once(' '))
        else {
            return slips;
        };
        let before = self.name.len() - tail.len();
        let by_head = text.match_indices(head).map(|(at, _)| at);
        let by_tail = text.match_indices(tail).filter_map(|(at, _)| at.checked_sub(before));
        let starts: BTreeSet<usize> = by_head.chain(by_tail).collect();
        for at in starts {
            let found = text.get(at..at + self.name.len());
            if found.is_some_and(|found| self.is_latin_slip(found)) && is_parted(text, at, self.name.len()) {
                slips.push(Slip { range: at..at + self.name.len(), alike: true });
            }
        }
        slips
    }

    /// Whether one lower-case letter of a longer word differs.
    fn is_latin_slip(&self, found: &str) -> bool {
        let Some(at) = self.difference(found) else { return false };
        let (Some(head), Some(tail)) = (self.chars.get(..at), self.chars.get(at..)) else { return false };
        let before = head.iter().rev().take_while(|c| c.is_alphabetic()).count();
        let behind = tail.iter().take_while(|c| c.is_alphabetic()).count();
        before > 0 && before + behind >= 4 && found.chars().nth(at).is_some_and(char::is_lowercase)
    }
}

/// Whether a character is Chinese.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// The reading of a character, without the differences that input methods ignore: tone, zh and z, -ing and
/// -in.
fn sound(c: char) -> Option<String> {
    let plain = c.to_pinyin()?.plain();
    let plain = ["zh", "ch", "sh"].iter().find_map(|double| {
        let rest = plain.strip_prefix(double)?;
        Some(format!("{}{rest}", double.get(..1)?))
    });
    let plain = plain.unwrap_or_else(|| c.to_pinyin().map_or_else(String::new, |it| it.plain().to_owned()));
    let short = plain.strip_suffix("ng").map(|rest| format!("{rest}n"));
    // -ong has no counterpart.
    Some(if plain.ends_with("ong") { plain } else { short.unwrap_or(plain) })
}

/// Whether only punctuation and spaces are around it.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let behind = text.get(range.end..).and_then(|tail| tail.chars().next());
    [before, behind].into_iter().flatten().all(|c| !c.is_alphanumeric())
}

/// Whether the surname is the end of another word, or the last character the beginning of one.
fn is_words(text: &str, at: usize, surname: char, range: &Range<usize>) -> bool {
    let head = text.get(..at + surname.len_utf8()).unwrap_or("");
    let last = text.get(range.clone()).and_then(|found| found.char_indices().next_back());
    let tail = last.and_then(|(last, _)| text.get(at + last..)).unwrap_or("");
    ENDINGS.iter().any(|word| head.ends_with(word)) || BEGINNINGS.iter().any(|word| tail.starts_with(word))
}

/// Whether no letter is on either side.
fn is_parted(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let behind = text.get(at + length..).and_then(|tail| tail.chars().next());
    [before, behind].into_iter().flatten().all(|c| !c.is_alphanumeric())
}

/// The links of a text: the ranges of their text, and the names of the files to which they lead.
pub fn links(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    find_iter(text.as_bytes(), b"](").filter_map(|at| {
        let far = floor_char(text, at.saturating_sub(LONGEST_WORDS));
        let open = far + text.get(far..at)?.rfind('[')?;
        Some((open + 1..at, context::file_name(text.get(at + 2..)?)))
    })
}
