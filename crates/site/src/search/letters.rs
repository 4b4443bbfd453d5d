//! Normalises letters for search: cafe finds Café, and strasse Straße.
//!
//! `search.js` does the same.

use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};

const DECOMPOSITION: CanonicalDecompositionBorrowed<'static> = CanonicalDecompositionBorrowed::new();

/// Letters that do not decompose, and how people type them without the right keyboard.
const WRITTEN_OUT: [(char, &str); 9] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ı', "i"),
];

/// Calls `each` with the searchable form of a lower-case letter: without accents; nothing for an accent
/// alone. Chinese, Japanese and Korean letters must not be passed, since marks make them different letters.
pub(super) fn plain(letter: char, each: &mut impl FnMut(char)) {
    if letter.is_ascii() {
        return each(letter);
    }
    if let Some((_, written)) = WRITTEN_OUT.iter().find(|(known, _)| *known == letter) {
        return written.chars().for_each(each);
    }
    if !is_accent(letter) {
        each(base(letter));
    }
}

/// A letter without its accents.
fn base(letter: char) -> char {
    let mut base = letter;
    loop {
        match DECOMPOSITION.decompose(base) {
            Decomposed::Singleton(other) => base = other,
            Decomposed::Expansion(other, mark) if is_accent(mark) => base = other,
            Decomposed::Expansion(..) | Decomposed::Default => return base,
        }
    }
}

/// Whether a character is a combining accent.
pub(super) const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_do_not_count() {
        let all = |text: &str| {
            let mut made = String::new();
            text.chars().flat_map(char::to_lowercase).for_each(|c| plain(c, &mut |c| made.push(c)));
            made
        };
        for text in ["Café", "Cafe\u{301}", "CAFÉ", "cafe"] {
            assert_eq!(all(text), "cafe", "{text}");
        }
        assert_eq!(all("Straße Łódź Việt naïve İ Ǻ"), "strasse lodz viet naive i a");
        assert_eq!(all("Ελλάς Йод 100"), "ελλας иод 100");
    }
}
