//! Groups of digits, as people write numbers.

use std::ops::Range;

use super::around::Around;
use super::between::{Between, Gap};
use super::numbers::LEAST_DIGITS;
use super::run::{Group, ROOM, Run};
use super::{national, sign};
use crate::diag::spoken_digit;

/// Maximum number of groups in a run; a longer one is split, and the next run begins with its last groups.
const LONGEST_RUN: usize = 1024;
/// Digits of an identity number before the last, which may be an X.
const BEFORE_CHECK: usize = 17;
/// Minimum number of consecutive digits, some of them Chinese, that can be a private number.
const SPOKEN: usize = 11;

/// Passes on all runs of a text. `digits` is the byte range from its first digit to its last.
pub(super) fn runs(text: &str, digits: Range<usize>, then: &mut dyn FnMut(&Run)) {
    let mut at = digits.start;
    while let Some(start) = next_digit(text, at..digits.end) {
        let mut run = Run { groups: vec![Group::new(Between::Nothing, start)] };
        at = run.extend(text, start, then);
        run.finish(text, then);
        at = at.max(start + 1);
    }
}

/// The next digit in a range. Most of a text is not digits, so bytes are searched.
fn next_digit(text: &str, range: Range<usize>) -> Option<usize> {
    let mut at = range.start;
    loop {
        let rest = text.as_bytes().get(at..range.end)?;
        at += rest.iter().position(|byte| sign::may_begin(*byte))?;
        if sign::at(text, at).is_some() {
            return Some(at);
        }
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
}

impl Run {
    /// Adds what belongs to the run, from a digit on; returns the position from which the next run may begin.
    fn extend(&mut self, text: &str, mut at: usize, then: &mut dyn FnMut(&Self)) -> usize {
        while let Some(sign) = sign::at(text, at) {
            let Some(group) = self.groups.last_mut() else { return at };
            sign.digits().for_each(|digit| group.push(digit));
            group.range.end = at + sign.length;
            let mut gap = Gap::new(text, group.range.end);
            let between = gap.read();
            if sign::at(text, gap.at()).is_none() {
                return gap.at();
            }
            at = gap.at();
            match between {
                Between::Nothing => {}
                Between::End => return at,
                Between::Parted | Between::Wrapped | Between::Cell => {
                    self.make_room(text, then);
                    self.groups.push(Group::new(between, at));
                }
            }
        }
        at
    }

    /// Passes on a run that has become long, and continues with its end.
    fn make_room(&mut self, text: &str, then: &mut dyn FnMut(&Self)) {
        if self.groups.len() >= LONGEST_RUN {
            let kept = self.groups.len() - super::numbers::MOST_GROUPS;
            let end = self.groups.get(kept..).unwrap_or_default().to_vec();
            self.finish(text, then);
            self.groups = end;
        }
    }

    fn finish(&mut self, text: &str, then: &mut dyn FnMut(&Self)) {
        // Most are dates and counts: too short for a private number, even with a check character.
        let digits = self.groups.iter().map(|group| group.count).sum::<usize>();
        if digits + 1 < LEAST_DIGITS {
            // Some numbers of other countries are shorter.
            if digits >= national::LEAST_DIGITS {
                then(self);
            }
            return;
        }
        let counts: Vec<usize> = self.groups.iter().map(|group| group.count).collect();
        for (at, group) in self.groups.iter_mut().enumerate() {
            group.take_check_character(text, counts.get(..=at).unwrap_or_default());
            group.around = Around::of(text, &group.range);
        }
        then(self);
    }
}

impl Group {
    const fn new(gap: Between, at: usize) -> Self {
        Self { digits: [0; ROOM], count: 0, range: at..at, gap, around: Around::nothing() }
    }

    /// The digits; only the first ones if there are more than any number has.
    pub(super) fn digits(&self) -> &[u8] {
        self.digits.get(..self.count.min(ROOM)).unwrap_or_default()
    }

    fn push(&mut self, digit: char) {
        if let (Some(slot), Ok(byte)) = (self.digits.get_mut(self.count), u8::try_from(digit)) {
            *slot = byte;
        }
        self.count += 1;
    }

    /// Adds the `X` at the end of an identity number, if there are as many digits before it as such a number
    /// has. Like digits, it may be separated from them and marked up. `counts` are the lengths of the groups
    /// so far.
    fn take_check_character(&mut self, text: &str, counts: &[usize]) {
        let mut gap = Gap::new(text, self.range.end);
        if matches!(gap.read(), Between::End) {
            return;
        }
        // What is in brackets after a number is not part of it: `[…](x.png)`.
        if text.get(self.range.end..gap.at()).is_some_and(|gap| gap.contains(['(', '（', '[', '【'])) {
            return;
        }
        let mut behind = text.get(gap.at()..).unwrap_or("").chars();
        if let Some(c @ ('x' | 'X' | 'Ｘ' | 'ｘ')) = behind.next()
            && !behind.next().is_some_and(|c| c.is_ascii_alphanumeric())
        {
            if gap.at() > self.range.end && !ends_with_sum(counts, BEFORE_CHECK) {
                return;
            }
            self.push('X');
            self.range.end = gap.at() + c.len_utf8();
        }
    }
}

/// Numbers that are written in words, entirely or in part: 一三八…. Their groups may be separated by spaces,
/// hyphens and commas.
pub(super) fn spoken_runs(text: &str, then: &mut dyn FnMut(&Run)) {
    let mut at = 0;
    // Each such character has three bytes, so it is enough to look at every third byte.
    while at < text.len() {
        let inner = (at..text.len().min(at + 3)).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
        let here = text.get(inner..).and_then(|rest| rest.chars().next());
        if here.and_then(spoken_digit).is_none() {
            at = inner + 7;
            continue;
        }
        let head = text.get(..inner).unwrap_or("");
        let before = head.chars().rev().take(SPOKEN).take_while(|c| any_digit(*c).is_some());
        let start = inner - before.map(char::len_utf8).sum::<usize>();
        let run = spoken_run(text, start);
        at = run.groups.last().map_or(inner, |group| group.range.end).max(inner + 3);
        if run.groups.iter().map(|group| group.count).sum::<usize>() >= SPOKEN {
            then(&run);
        }
    }
}

/// The digits from a position on, including Chinese ones.
fn spoken_run(text: &str, start: usize) -> Run {
    let mut run = Run::default();
    let mut at = start;
    let mut gap = Between::Parted;
    for c in text.get(start..).unwrap_or("").chars() {
        match (any_digit(c), c) {
            (Some(digit), _) => {
                if gap == Between::Parted {
                    run.groups.push(Group::new(Between::Parted, at));
                }
                gap = Between::Nothing;
                if let Some(group) = run.groups.last_mut() {
                    group.push(digit);
                    group.range.end = at + c.len_utf8();
                }
            }
            (None, ' ' | '-' | '－' | '—' | '　' | '，' | '、' | ',' | '·') if gap == Between::Nothing =>
            {
                gap = Between::Parted;
            }
            _ => break,
        }
        at += c.len_utf8();
        if run.groups.len() > LONGEST_RUN {
            break;
        }
    }
    let counts: Vec<usize> = run.groups.iter().map(|group| group.count).collect();
    if let Some(last) = run.groups.last_mut() {
        last.take_check_character(text, &counts);
    }
    run
}

/// Whether some suffix of the numbers has this sum.
fn ends_with_sum(numbers: &[usize], wanted: usize) -> bool {
    let mut sum = 0;
    numbers
        .iter()
        .rev()
        .map(|number| {
            sum += number;
            sum
        })
        .take_while(|sum| *sum <= wanted)
        .any(|sum| sum == wanted)
}

fn any_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => spoken_digit(c),
    }
}
