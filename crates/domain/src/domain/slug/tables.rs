//! Tables on top of the dictionary's readings. They are text files, so that people who know Chinese can
//! correct them without knowing Rust: entries separated by spaces, each `文字=du-yin` or, if the dictionary
//! reads every character correctly, only the characters; `#` begins a comment line.

use std::sync::LazyLock;

use foldhash::HashMap;

/// Words and their readings, `None` if the dictionary's is right. For look-ups only.
pub(super) type Table = HashMap<&'static str, Option<&'static str>>;

/// Surnames, for personal names.
pub(super) static SURNAMES: LazyLock<Table> = LazyLock::new(|| table(&[SURNAMES_TEXT]));

/// Words and place names, for all other text.
pub(super) static WORDS: LazyLock<Table> = LazyLock::new(|| table(&[PLACES_TEXT, WORDS_TEXT]));

/// Single characters; they take precedence over the dictionary.
pub(super) static CHARACTERS: LazyLock<Table> = LazyLock::new(|| table(&[CHARACTERS_TEXT]));

/// Accented letters, ligatures and letter-like numbers.
pub(super) static LETTERS: LazyLock<Table> = LazyLock::new(|| table(&[LETTERS_TEXT]));

pub(super) const SURNAMES_TEXT: &str = include_str!("surnames.txt");
pub(super) const PLACES_TEXT: &str = include_str!("places.txt");
pub(super) const WORDS_TEXT: &str = include_str!("words.txt");
const CHARACTERS_TEXT: &str = include_str!("characters.txt");
const LETTERS_TEXT: &str = include_str!("letters.txt");

/// Maximum number of characters of a word in [`WORDS`] or of a surname; checked by a test.
pub(super) const LONGEST_WORD: usize = 8;

/// Particles, which are separate words.
pub(super) const PARTICLES: &str =
    "的了和与及在从到是为被对给向让以而或也就又还再不没这那她他你我谁吗呢吧着过";

/// Suffixes of places, times and groups, which are separate words after what they end.
pub(super) const ENDINGS: &str = "省市县区镇乡村州街年月日号期届批次场班课站点店";

fn table(texts: &[&'static str]) -> Table {
    texts.iter().flat_map(|text| entries(text)).collect()
}

/// The entries in a table's text.
pub(super) fn entries(text: &'static str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(|entry| entry.split_once('=').map_or((entry, None), |(word, sound)| (word, Some(sound))))
}
