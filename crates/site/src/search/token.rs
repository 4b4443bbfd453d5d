//! Splits text into tokens: pairs of characters in scripts without spaces between words, otherwise words.
//!
//! Words are without accents: see `letters`. Plurals are handled by the page, which looks up other forms of a
//! word too.
//!
//! `search.js` splits queries by the same rules; a test keeps both copies in step.

use super::letters::{is_accent, plain};
use crate::domain::text::{composed, is_invisible};

/// Longest word that is indexed, in characters.
const LONGEST_WORD: usize = 32;
/// Longest title that is also indexed as a whole, in characters.
const LONGEST_TITLE: usize = 16;

/// A searchable part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Two neighbouring characters; the last of a run is alone.
    Pair(char, Option<char>),
    /// A word, normalised.
    Word(&'a str),
}

/// Where a token is stored: tokens that begin alike are together, so that prefixes and single characters can
/// be looked up too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The hash of the first character, or of a word's first two.
    pub(super) lead: u32,
    /// The hash of the next one.
    pub(super) next: u32,
}

impl Place {
    /// The place of a token as written in files.
    pub(super) fn of(token: &str) -> Self {
        let mut chars = token.trim_start_matches('=').chars();
        let first = chars.next();
        let second = match first {
            Some(c) if !is_dense(c) => chars.next(),
            _ => None,
        };
        Self { lead: hash(first.into_iter().chain(second)), next: hash(chars.next()) }
    }
}

/// FNV-1a over code points with a final mix; the page computes the same.
fn hash(chars: impl IntoIterator<Item = char>) -> u32 {
    let sum =
        chars.into_iter().fold(0x811c_9dc5_u32, |sum, c| (sum ^ u32::from(c)).wrapping_mul(0x0100_0193));
    let sum = (sum ^ (sum >> 15)).wrapping_mul(0x2c1b_3c6d);
    sum ^ (sum >> 12)
}

/// Whether a character's script has no spaces between words.
pub(super) const fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The searchable form of a character: full-width letters and digits as ordinary ones, in lower case.
fn folded(c: char) -> std::char::ToLowercase {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    narrow.to_lowercase()
}

/// The searchable characters of a text. Invisible characters do not separate their neighbours.
fn seen(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !is_invisible(*c)).flat_map(folded)
}

/// Splits a text into tokens. `word` is scratch space.
pub(super) fn tokens(text: &str, word: &mut String, emit: &mut impl FnMut(Token<'_>)) {
    word.clear();
    let (mut before, mut length) = (None, 0);
    for c in seen(&composed(text)) {
        let dense = is_dense(c);
        // A combining accent belongs to the letter before it.
        if !dense && (c.is_alphanumeric() || is_accent(c)) {
            end_run(&mut before, emit);
            plain(c, &mut |c| {
                if length < LONGEST_WORD {
                    word.push(c);
                }
                length += 1;
            });
            continue;
        }
        end_word(word, &mut length, emit);
        if dense {
            if let Some(before) = before {
                emit(Token::Pair(before, Some(c)));
            }
            before = Some(c);
        } else {
            end_run(&mut before, emit);
        }
    }
    end_word(word, &mut length, emit);
    end_run(&mut before, emit);
}

fn end_run(before: &mut Option<char>, emit: &mut impl FnMut(Token<'_>)) {
    if let Some(last) = before.take() {
        emit(Token::Pair(last, None));
    }
}

fn end_word(word: &mut String, length: &mut usize, emit: &mut impl FnMut(Token<'_>)) {
    if !word.is_empty() {
        emit(Token::Word(word));
        word.clear();
    }
    *length = 0;
}

/// A title as a whole, prefixed with `=`, so that a name typed in full finds its bearer first. `None` for
/// long ones, which nobody types in full.
pub(super) fn whole(title: &str) -> Option<String> {
    let mut whole = String::from("=");
    let title = composed(title);
    let mut count = 0;
    let mut add = |c: char| {
        count += 1;
        whole.push(c);
    };
    for c in seen(&title) {
        match is_dense(c) {
            true => add(c),
            false if c.is_alphanumeric() => plain(c, &mut add),
            false => {}
        }
    }
    (1..=LONGEST_TITLE).contains(&count).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        tokens(text, &mut String::new(), &mut |token| {
            found.push(match token {
                Token::Word(word) => word.to_owned(),
                Token::Pair(a, b) => [a].into_iter().chain(b).collect(),
            });
        });
        found
    }

    #[test]
    fn characters_in_pairs_and_words_whole() {
        assert_eq!(all("家政服务"), ["家政", "政服", "服务", "务"]);
        assert_eq!(all("王，Ａda 2O22年Café"), ["王", "ada", "2o22", "年", "cafe"]);
        assert_eq!(all("cafe\u{301}s, naïve ガ"), ["cafes", "naive", "ガ"]);
        assert_eq!(
            all("王\u{200B}小\u{FE00}红 co\u{AD}op Jose\u{301}"),
            ["王小", "小红", "红", "coop", "jose"]
        );
        assert_eq!(all("…… \u{301}"), Vec::<String>::new());
        assert_eq!(all(&"x".repeat(40)), ["x".repeat(32)]);
    }

    #[test]
    fn a_title_is_kept_whole_where_it_is_short() {
        assert_eq!(whole("“陈 秀英”").as_deref(), Some("=陈秀英"));
        assert_eq!(whole("陈\u{200B}秀　英").as_deref(), Some("=陈秀英"));
        assert_eq!(whole("Café Łódź").as_deref(), Some("=cafelodz"));
        assert_eq!(whole("…"), None);
        assert_eq!(whole(&"长".repeat(17)), None);
    }

    #[test]
    fn what_begins_alike_lies_together() {
        let [a, b, c] = ["陈秀", "陈", "=陈秀英"].map(Place::of);
        assert!(a.lead == b.lead && a == c && a.next != b.next);
        assert_eq!(Place::of("house").lead, Place::of("housing").lead);
        assert_ne!(Place::of("house").lead, Place::of("hose").next);
        // As computed by the page.
        assert_eq!(
            [Place::of("陈秀").lead, Place::of("陈秀").next, Place::of("house").lead],
            [2_776_626_885, 1_224_597_876, 3_444_096_223]
        );
    }
}
