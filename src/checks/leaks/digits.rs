//! Digits as people write numbers: in groups.

use std::ops::Range;

/// Groups of digits that may be one number: blanks or hyphens part them.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// The groups, in order; each has a digit at least.
    pub(super) groups: Vec<Group>,
}

/// Digits that nothing parts but marks that a reader does not see.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// The digits, as ASCII; `X` may be the last.
    pub(super) digits: String,
    /// Their bytes in the text.
    pub(super) range: Range<usize>,
    /// Whether a letter touches the group: then it is a part of a code.
    pub(super) in_word: bool,
}

/// The digit that a character is, in ASCII.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// Characters that a reader does not see between digits: emphasis, code and escape marks, zero-width ones.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '\\' | '~' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn is_parting(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{3000}' | '-' | '‐'..='―' | '－' | '\t')
}

/// What stands between two digits.
enum Between {
    /// They belong together.
    Nothing,
    /// They are groups of one number, perhaps.
    Parted,
    /// They are of two numbers.
    End,
}

fn between(text: &str) -> Between {
    let stars = text.chars().filter(|c| matches!(c, '*' | '＊' | 'x' | 'X')).count();
    let parts = text.chars().filter(|c| is_parting(*c)).count();
    // Three stars and more stand for digits: the number is masked.
    if stars > 2 || parts > 2 || !text.chars().all(|c| is_mark(c) || is_parting(c)) {
        Between::End
    } else if parts > 0 {
        Between::Parted
    } else {
        Between::Nothing
    }
}

/// All runs of a text.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut last_end: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let Some(digit) = digit(c) else { continue };
        let gap = last_end.and_then(|end| text.get(end..at)).map(between);
        let end = at + c.len_utf8();
        match (gap, runs.last_mut()) {
            (Some(Between::Nothing), Some(run)) => {
                if let Some(group) = run.groups.last_mut() {
                    group.digits.push(digit);
                    group.range.end = end;
                }
            }
            (Some(Between::Parted), Some(run)) => run.groups.push(Group::new(digit, at..end)),
            _ => runs.push(Run { groups: vec![Group::new(digit, at..end)] }),
        }
        last_end = Some(end);
    }
    for group in runs.iter_mut().flat_map(|run| &mut run.groups) {
        group.look_around(text);
    }
    runs
}

impl Group {
    fn new(digit: char, range: Range<usize>) -> Self {
        Self { digits: digit.to_string(), range, in_word: false }
    }

    /// Takes a check character behind the digits; sees whether letters touch them.
    fn look_around(&mut self, text: &str) {
        let before = text.get(..self.range.start).and_then(|before| before.chars().next_back());
        let mut behind = text.get(self.range.end..).unwrap_or("").chars();
        let mut next = behind.next();
        // The check character may be parted from the digits as they are from one another.
        let gap = next.filter(|c| is_parting(*c));
        let check = if gap.is_some() { behind.next() } else { next };
        if let Some(c @ ('x' | 'X' | 'Ｘ' | 'ｘ')) = check {
            let after = behind.next();
            if !after.is_some_and(|c| c.is_ascii_alphanumeric()) {
                self.digits.push('X');
                self.range.end += gap.map_or(0, char::len_utf8) + c.len_utf8();
                next = after;
            }
        }
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let point = |c: Option<char>| matches!(c, Some('.' | '/' | '='));
        self.in_word = letter(before) || letter(next) || (point(before) && self.digits.len() < 11);
    }
}
