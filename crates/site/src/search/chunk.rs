//! The tokens of some entries as sorted bytes.

use std::collections::HashMap;

use super::code;
use super::token::{Place, Token, tokens, whole};

/// Bits of an entry's position within a chunk.
const PLACE_BITS: u32 = 12;
/// How many entry numbers a chunk spans.
pub(super) const SLOTS: u32 = 1 << PLACE_BITS;
/// Bits of a token's level.
const LEVEL_BITS: u32 = 2;
/// Bits of the groups of tokens in a chunk: as many groups as an index can have buckets.
pub(super) const GROUP_BITS: u32 = 13;
/// Marks a token that is a word: the key contains its number instead of its characters.
const IS_WORD: u64 = 1 << 32;

/// Where in an entry a token occurs; higher levels rank higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// In the text.
    Text,
    /// In a field, the summary, or what the entry is.
    Field,
    /// In the title.
    Title,
    /// At the beginning of the title.
    Start,
}

impl Level {
    const ALL: [Self; 4] = [Self::Text, Self::Field, Self::Title, Self::Start];
    /// Number of levels.
    pub(super) const COUNT: usize = Self::ALL.len();
}

/// Sorted tokens of some entries.
pub(super) struct Chunk {
    /// The first entry number of its range.
    base: u32,
    bytes: Vec<u8>,
    /// The start of each group of tokens.
    groups: Vec<(u32, usize)>,
}

/// A token in a chunk, with its encoded postings.
pub(super) struct Posted<'c> {
    pub(super) token: &'c str,
    pub(super) postings: Postings<'c>,
}

/// The occurrences of a token in the entries of a chunk.
#[derive(Clone, Copy)]
pub(super) struct Postings<'c> {
    base: u32,
    bytes: &'c [u8],
}

impl Chunk {
    /// Length in bytes.
    pub(super) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The tokens of some groups.
    pub(super) fn tokens(&self, groups: std::ops::Range<u32>) -> Vec<Posted<'_>> {
        let at = |group: u32| {
            let first = self.groups.partition_point(|(known, _)| *known < group);
            self.groups.get(first).map_or(self.bytes.len(), |(_, at)| *at)
        };
        let mut bytes = self.bytes.get(at(groups.start)..at(groups.end)).unwrap_or_default();
        let mut found = Vec::new();
        while !bytes.is_empty() {
            let length = code::pull(&mut bytes);
            let token = std::str::from_utf8(code::take(&mut bytes, length)).unwrap_or("");
            let length = code::pull(&mut bytes);
            let postings = Postings { base: self.base, bytes: code::take(&mut bytes, length) };
            found.push(Posted { token, postings });
        }
        found
    }
}

impl Postings<'_> {
    /// Passes on slots with levels, by slot.
    pub(super) fn each(self, mut each: impl FnMut(u32, usize)) {
        let Self { base: mut slot, mut bytes } = self;
        while !bytes.is_empty() {
            let number = code::pull(&mut bytes);
            slot += number >> LEVEL_BITS;
            each(slot, usize::try_from(number & ((1 << LEVEL_BITS) - 1)).unwrap_or(0));
        }
    }
}

/// Collects the texts of some entries.
pub(super) struct Writer {
    base: u32,
    /// Token, position and level in one number each: sorting them sorts the chunk.
    keys: Vec<u64>,
    words: HashMap<Box<str>, u32>,
    /// Scratch space for the letters of words.
    word: String,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { base: 0, keys: Vec::new(), words: HashMap::new(), word: String::new() }
    }

    /// Adds a text of an entry. A title's first token has the level of its start.
    pub(super) fn text(&mut self, slot: u32, text: &str, level: Level) {
        let place = self.place(slot);
        let Self { keys, words, word, .. } = self;
        let mut level = level;
        tokens(text, word, &mut |token| {
            keys.push(key(packed(token, words), place, level));
            if level == Level::Start {
                level = Level::Title;
            }
        });
    }

    /// Adds a title as a whole.
    pub(super) fn title(&mut self, slot: u32, title: &str) {
        let place = self.place(slot);
        if let Some(whole) = whole(title) {
            self.keys.push(key(word_number(&whole, &mut self.words), place, Level::Start));
        }
    }

    /// An entry's position in the chunk; the first entry determines where the chunk begins.
    fn place(&mut self, slot: u32) -> u64 {
        self.base = slot - slot % SLOTS;
        u64::from(slot % SLOTS)
    }

    /// Sorts and encodes.
    pub(super) fn finish(self) -> Chunk {
        let Self { base, mut keys, words, .. } = self;
        keys.sort_unstable();
        let mut names = vec![""; words.len()];
        for (word, number) in &words {
            if let Some(name) = usize::try_from(*number).ok().and_then(|at| names.get_mut(at)) {
                *name = word;
            }
        }
        let mut text = String::new();
        // The runs of keys with the same token, and their groups: sorting these few puts the chunk in file
        // order.
        let mut runs: Vec<(u32, &[u64])> = keys
            .chunk_by(|a, b| a >> (PLACE_BITS + LEVEL_BITS) == b >> (PLACE_BITS + LEVEL_BITS))
            .map(|run| {
                spell(run, &names, &mut text);
                (Place::of(&text).lead >> (32 - GROUP_BITS), run)
            })
            .collect();
        runs.sort_by_key(|(group, _)| *group);
        let mut chunk = Chunk { base, bytes: Vec::new(), groups: Vec::new() };
        let mut packed = Vec::new();
        for (group, run) in runs {
            if chunk.groups.last().is_none_or(|(last, _)| *last != group) {
                chunk.groups.push((group, chunk.bytes.len()));
            }
            spell(run, &names, &mut text);
            pack(run, &mut packed);
            for part in [text.as_bytes(), &packed] {
                code::push(u32::try_from(part.len()).unwrap_or(u32::MAX), &mut chunk.bytes);
                chunk.bytes.extend_from_slice(part);
            }
        }
        chunk.bytes.shrink_to_fit();
        chunk
    }
}

const fn key(token: u64, place: u64, level: Level) -> u64 {
    (token << (PLACE_BITS + LEVEL_BITS)) | (place << LEVEL_BITS) | level as u64
}

/// A token as a number of 33 bits. The few characters that need more than 16 bits are stored as words.
fn packed(token: Token<'_>, words: &mut HashMap<Box<str>, u32>) -> u64 {
    match token {
        Token::Word(word) => word_number(word, words),
        Token::Pair(first, second) => {
            let (a, b) = (u32::from(first), second.map_or(0, u32::from));
            if a <= 0xffff && b <= 0xffff {
                return (u64::from(a) << 16) | u64::from(b);
            }
            word_number(&[first].into_iter().chain(second).collect::<String>(), words)
        }
    }
}

fn word_number(word: &str, words: &mut HashMap<Box<str>, u32>) -> u64 {
    let number = match words.get(word) {
        Some(number) => *number,
        None => {
            let number = u32::try_from(words.len()).unwrap_or(u32::MAX);
            words.insert(Box::from(word), number);
            number
        }
    };
    IS_WORD | u64::from(number)
}

/// The text of the token of a run of keys.
fn spell(run: &[u64], names: &[&str], text: &mut String) {
    text.clear();
    let token = run.first().map_or(0, |key| key >> (PLACE_BITS + LEVEL_BITS));
    if token & IS_WORD != 0 {
        let at = usize::try_from(token & (IS_WORD - 1)).unwrap_or(usize::MAX);
        text.push_str(names.get(at).copied().unwrap_or(""));
        return;
    }
    let character =
        |bits: u64| u32::try_from(bits & 0xffff).ok().filter(|bits| *bits > 0).and_then(char::from_u32);
    text.extend(character(token >> 16));
    text.extend(character(token));
}

/// Encodes the postings of a run of keys: gaps between slots, each with the token's highest level there.
fn pack(run: &[u64], out: &mut Vec<u8>) {
    out.clear();
    let mut before = 0;
    for of_entry in run.chunk_by(|a, b| a >> LEVEL_BITS == b >> LEVEL_BITS) {
        let key =
            of_entry.last().and_then(|key| u32::try_from(key & ((1 << (PLACE_BITS + LEVEL_BITS)) - 1)).ok());
        let Some(key) = key else { continue };
        let place = key >> LEVEL_BITS;
        code::push(((place - before) << LEVEL_BITS) | (key & ((1 << LEVEL_BITS) - 1)), out);
        before = place;
    }
}
