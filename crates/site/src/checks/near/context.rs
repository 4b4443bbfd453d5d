//! Decides from the context of a name whether it is another person's.

use std::ops::Range;

use crate::diag::floor_char;

use super::words::{KIN, OTHER_NAMES, ROLES};

/// How far before a name an introduction is searched for, in characters: 她的妹妹、也是学员的陈秀芳.
const REACH: usize = 10;
/// Ends of sentences.
const ENDS: [char; 7] = ['。', '！', '？', '；', '\n', '!', '?'];
/// Longest address that is read, in bytes.
const LONGEST_ADDRESS: usize = 400;
/// Words that join two persons.
const JOINTS: [&str; 9] = ["、", "和", "与", "同", "跟", "及", " and ", ", ", " & "];
/// Characters that may be between an introduction and the name.
const QUOTES: [char; 8] = ['“', '”', '‘', '’', '「', '*', '_', '['];

/// Whether the words around a name say that it is another person's, or another name of the same person.
/// `right` is the name that it resembles; `alike` tells whether both sound the same.
pub(super) fn is_explained(text: &str, range: &Range<usize>, right: &str, alike: bool) -> bool {
    let before = text.get(..range.start).unwrap_or("");
    let behind = text.get(range.end..).unwrap_or("");
    let start = before.rfind(ENDS).map_or(0, |at| at + 1);
    let sentence = before.get(start..).unwrap_or("").trim_start();
    let from = sentence.char_indices().rev().nth(REACH - 1).map_or(0, |(at, _)| at);
    let near = sentence.get(from..).unwrap_or("").trim_end_matches(QUOTES);
    let has = |words: &[&str]| words.iter().any(|word| near.contains(word));
    if has(KIN) || has(OTHER_NAMES) || in_other_names(behind) {
        return true;
    }
    if !text.contains(right) {
        return false;
    }
    let joined = JOINTS.iter().any(|joint| {
        near.strip_suffix(joint).is_some_and(|rest| rest.ends_with(right))
            || behind.strip_prefix(joint).is_some_and(|rest| rest.starts_with(right))
    });
    if alike {
        return joined;
    }
    let rest = behind.split(ENDS).next().unwrap_or("");
    joined || has(ROLES) || sentence.contains(right) || rest.contains(right)
}

/// Whether a word about former or other names follows directly: 陈绣兰（曾用名）.
fn in_other_names(behind: &str) -> bool {
    let rest = behind.trim_start_matches(['（', '(', '，', '”', '」', '是', '为', ' ']);
    OTHER_NAMES.iter().any(|word| rest.starts_with(word))
}

/// The position of a name in a link: in its text, with the target file; or in its address.
pub(super) enum Link<'t> {
    None,
    Words(&'t str),
    Address,
}

pub(super) fn link<'t>(text: &'t str, range: &Range<usize>) -> Link<'t> {
    let before = text.get(..range.start).unwrap_or("");
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(line..).unwrap_or("");
    if let Some(at) = line.rfind("](")
        && line.get(at..).is_some_and(|rest| !rest.contains([')', ' ']))
    {
        return Link::Address;
    }
    if line.rfind('[').is_none_or(|at| line.get(at..).is_some_and(|rest| rest.contains(']'))) {
        return Link::None;
    }
    let behind = text.get(range.end..).unwrap_or("").split('\n').next().unwrap_or("");
    match behind.split_once("](") {
        Some((words, rest)) if !words.contains(['[', ']']) => Link::Words(file_name(rest)),
        _ => Link::None,
    }
}

/// The file name in an address at the beginning of the text.
pub(super) fn file_name(address: &str) -> &str {
    // If nothing ends it, it is not an address; reading to the end of the text for each would be quadratic.
    let address = address.get(..floor_char(address, LONGEST_ADDRESS)).unwrap_or("");
    let target = address.split([')', ' ', '#']).next().unwrap_or("").trim_matches(['<', '>']);
    target.rsplit('/').next().unwrap_or("")
}
