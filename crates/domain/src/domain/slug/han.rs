//! Splits Chinese text into romanised words.

use pinyin::ToPinyin;

use super::tables::{CHARACTERS, ENDINGS, LONGEST_WORD, PARTICLES, SURNAMES, Table, WORDS};

/// Whether a character has a reading.
pub(super) fn is_read(c: char) -> bool {
    reading(c).is_some_and(|reading| reading.chars().any(|letter| letter_of(letter).is_some()))
}

/// The words of a run of Chinese, romanised. Every character must have a reading.
pub(super) fn words(text: &[char], out: &mut Vec<String>) {
    // Characters that belong to no known word so far.
    let mut loose: Vec<char> = Vec::new();
    for piece in cut(text) {
        match piece {
            [c] if !PARTICLES.contains(*c) && !ENDINGS.contains(*c) => loose.push(*c),
            _ => {
                flush(&mut loose, out);
                out.push(sound(piece));
            }
        }
    }
    flush(&mut loose, out);
}

/// The words of a personal name: the surname, then the given name as one word.
pub(super) fn name(text: &[char], out: &mut Vec<String>) {
    if let Some((surname, given)) = split_name(text) {
        out.push(surname_sound(surname));
        out.push(joined(given));
    } else if let [_] = text {
        out.push(surname_sound(text));
    } else {
        out.push(joined(text));
    }
}

/// A part of a transcribed foreign name: one word of any length.
pub(super) fn one_word(text: &[char], out: &mut Vec<String>) {
    out.push(joined(text));
}

/// Whether a text looks like a personal name: it begins with a surname that does not begin a known word, and
/// has the length of a name. A heuristic for texts of unknown kind.
pub(super) fn looks_like_name(text: &[char]) -> bool {
    let Some((surname, given)) = split_name(text) else { return false };
    let is_surname = look_up(&SURNAMES, surname).is_some();
    let is_word = (2..=text.len()).any(|n| text.get(..n).is_some_and(|head| look_up(&WORDS, head).is_some()));
    let is_place = text.last().is_some_and(|c| ENDINGS.contains(*c));
    is_surname && !is_word && !is_place && given.len() <= 2
}

/// Splits a text into the cheapest sequence of pieces: known words, and single characters, which cost twice
/// as much; particles and suffixes cost something in between. Of equal costs, the longer first word wins.
fn cut(text: &[char]) -> Vec<&[char]> {
    // For every start, from the last: the cost of the cheapest split of the rest, and the length of its first
    // piece.
    let mut best: Vec<(usize, usize)> = vec![(0, 0); text.len() + 1];
    for start in (0..text.len()).rev() {
        let Some(rest) = text.get(start..) else { continue };
        let choice = (1..=rest.len().min(LONGEST_WORD))
            .filter_map(|n| {
                let cost = piece_cost(rest.get(..n)?)?;
                Some((cost + best.get(start + n)?.0, n))
            })
            .min_by_key(|(cost, n)| (*cost, LONGEST_WORD - n));
        if let (Some(choice), Some(slot)) = (choice, best.get_mut(start)) {
            *slot = choice;
        }
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let n = best.get(text.len() - rest.len()).map_or(1, |(_, n)| (*n).max(1));
        let Some((piece, after)) = rest.split_at_checked(n) else { break };
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The cost of a piece in [`cut`]; `None` if it is not allowed.
fn piece_cost(piece: &[char]) -> Option<usize> {
    match piece {
        [c] if PARTICLES.contains(*c) || ENDINGS.contains(*c) => Some(3),
        [_] => Some(4),
        _ => look_up(&WORDS, piece).map(|_| 2),
    }
}

/// Writes the characters that belong to no known word: as a personal name, or in pairs, like most words.
fn flush(loose: &mut Vec<char>, out: &mut Vec<String>) {
    let mut rest: &[char] = loose;
    if (3..=4).contains(&rest.len()) && looks_like_name(rest) {
        name(rest, out);
        rest = &[];
    }
    while !rest.is_empty() {
        let n = if rest.len() <= 3 { rest.len() } else { 2 };
        let Some((word, after)) = rest.split_at_checked(n) else { break };
        out.push(sound(word));
        rest = after;
    }
    loose.clear();
}

/// Surname and given name; `None` if it lacks one of them or is a transcribed foreign name.
pub(super) fn split_name(text: &[char]) -> Option<(&[char], &[char])> {
    let compound = (2..text.len().min(LONGEST_WORD)).rev().find_map(|n| {
        let (surname, given) = text.split_at_checked(n)?;
        look_up(&SURNAMES, surname).map(|_| (surname, given))
    });
    if compound.is_some() {
        return compound;
    }
    let (surname, given) = text.split_at_checked(1).filter(|(_, given)| !given.is_empty())?;
    let longest = if look_up(&SURNAMES, surname).is_some() { 3 } else { 2 };
    (given.len() <= longest).then_some((surname, given))
}

fn surname_sound(surname: &[char]) -> String {
    let written = look_up(&SURNAMES, surname).flatten();
    written.map_or_else(|| joined(surname), |sound| sound.replace('-', ""))
}

/// The reading of a text as one word, with known words in it read as such.
fn joined(text: &[char]) -> String {
    cut(text).into_iter().map(sound).collect()
}

/// The reading of one word, or of unrelated characters.
fn sound(word: &[char]) -> String {
    let written = if word.len() > 1 { look_up(&WORDS, word).flatten() } else { None };
    written.map_or_else(
        || {
            word.iter().fold(String::new(), |mut sound, c| {
                push_reading(&mut sound, *c);
                sound
            })
        },
        |sound| sound.replace('-', ""),
    )
}

/// Adds a character's reading without its tone, `ü` as `v`; nothing if it has none.
fn push_reading(out: &mut String, c: char) {
    out.extend(reading(c).unwrap_or_default().chars().filter_map(letter_of));
}

fn reading(c: char) -> Option<&'static str> {
    look_up(&CHARACTERS, &[c]).flatten().or_else(|| Some(c.to_pinyin()?.plain()))
}

/// The letter of a reading as written in a slug.
const fn letter_of(letter: char) -> Option<char> {
    match letter {
        'ü' => Some('v'),
        'ê' => Some('e'),
        'a'..='z' => Some(letter),
        _ => None,
    }
}

/// Looks up a piece without allocating, since there are many.
fn look_up(table: &Table, word: &[char]) -> Option<Option<&'static str>> {
    let mut buffer = [0; LONGEST_WORD * char::MAX.len_utf8()];
    let mut len = 0;
    for c in word {
        let room = buffer.get_mut(len..).filter(|room| room.len() >= c.len_utf8())?;
        len += c.encode_utf8(room).len();
    }
    let word = std::str::from_utf8(buffer.get(..len)?).ok()?;
    table.get(word).copied()
}
