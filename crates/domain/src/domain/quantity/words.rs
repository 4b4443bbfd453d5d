//! Words for bounds, in every language in `bounds.txt`; and Chinese numerals.
//!
//! `近1200`, `over 1,200`, `60人次左右`. Vague words (`up to 60`, `数百`) are not accepted.

use std::sync::LazyLock;

use super::bound::Bound;

/// The source of [`BOUNDS`].
const TABLE: &str = include_str!("bounds.txt");

/// Words and signs with their bounds. Of two with a common prefix, the longer comes first.
pub type BoundWords = Vec<(&'static str, Bound)>;

/// All words regardless of language, since people mix languages.
static BOUNDS: LazyLock<(BoundWords, BoundWords)> = LazyLock::new(|| (words("before"), words("behind")));

/// Words and signs before a number.
#[must_use]
pub fn bounds_before() -> &'static BoundWords {
    &BOUNDS.0
}

/// Words and signs after a number or after its unit.
#[must_use]
pub fn bounds_behind() -> &'static BoundWords {
    &BOUNDS.1
}

/// The words of the table for one side of a number.
fn words(side: &str) -> BoundWords {
    let lines = TABLE.lines().filter_map(|line| line.split_once(": "));
    let of_side = lines.filter_map(|(head, words)| {
        let mut head = head.split_whitespace().skip(1);
        let bound = head.next().filter(|it| *it == side).and(head.next())?;
        let bounds = [Bound::AtLeast, Bound::Under, Bound::About];
        Some((bounds.into_iter().find(|it| it.word() == bound)?, words))
    });
    let mut found: BoundWords =
        of_side.flat_map(|(bound, words)| words.split(" | ").map(move |word| (word, bound))).collect();
    found.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    found
}

/// Whether the text after a number makes it vague: 十几, 60以内. It is not a unit.
pub(super) fn is_vague(text: &str) -> bool {
    text.starts_with('几') || ["以内", "以下", "不等", "之间"].iter().any(|word| text.ends_with(word))
}

/// The bound at the beginning of a text without spaces, and the rest.
pub(super) fn before(text: &str) -> (Option<Bound>, &str) {
    // Most begin with digits.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return (None, text);
    }
    let found = bounds_before().iter().find_map(|(word, bound)| Some((*bound, begins(text, word)?)));
    found.map_or((None, text), |(bound, rest)| (Some(bound), rest))
}

/// The bound after a number, and the rest.
pub(super) fn behind(text: &str) -> (Option<Bound>, &str) {
    if text.is_empty() {
        return (None, text);
    }
    let found = bounds_behind().iter().find_map(|(word, bound)| Some((*bound, begins(text, word)?)));
    found.map_or((None, text), |(bound, rest)| (Some(bound), rest))
}

/// The bound at the end of a text, after a unit, and the text before it.
pub(super) fn at_end(text: &str) -> (Option<Bound>, &str) {
    if text.is_empty() {
        return (None, text);
    }
    let found = bounds_behind().iter().find_map(|(word, bound)| {
        let length: usize = word.chars().filter(|c| *c != ' ').map(char::len_utf8).sum();
        let (head, tail) = text.split_at_checked(text.len().checked_sub(length)?)?;
        begins(tail, word)?;
        Some((*bound, head))
    });
    found.map_or((None, text), |(bound, rest)| (Some(bound), rest))
}

/// The text after a word, ignoring its spaces and case.
fn begins<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    word.chars().filter(|c| *c != ' ').try_fold(text, |rest, wanted| {
        let mut chars = rest.chars();
        chars.next().filter(|found| found.eq_ignore_ascii_case(&wanted)).map(|_| chars.as_str())
    })
}

/// The combination of several words: an exact one does not count, and two must not differ.
pub(super) fn together(said: [Option<Bound>; 3]) -> Option<Bound> {
    let mut said = said.into_iter().flatten();
    let first = said.next().unwrap_or(Bound::Exact);
    said.all(|bound| bound == first).then_some(first)
}

/// The length of the Chinese numeral at the beginning of a text, in bytes.
pub(super) fn numeral_len(text: &str) -> usize {
    let is_part =
        |c: &char| digit(*c).is_some() || matches!(c, '零' | '〇' | '十' | '百' | '千' | '万' | '亿');
    text.chars().take_while(is_part).map(char::len_utf8).sum()
}

/// The value of a Chinese numeral: 一千二百, 二十, 三万零五十. The colloquial 一千二 and 二百五, which mean 1200 and 250, look
/// incomplete and are not accepted.
pub(super) fn numeral(text: &str) -> Option<i64> {
    let (mut rest, mut total, mut higher) = (text, 0_i64, false);
    for (unit, sign) in [(100_000_000, '亿'), (10_000, '万')] {
        if let Some((head, tail)) = rest.split_once(sign) {
            total = total.checked_add(section(head, higher)?.checked_mul(unit)?)?;
            (rest, higher) = (tail, true);
        }
    }
    match rest {
        "" if higher => Some(total),
        "零" | "〇" if !higher => Some(0),
        rest => total.checked_add(section(rest, higher)?),
    }
}

/// A number below ten thousand. After a higher section, a gap is expressed by 零.
fn section(text: &str, higher: bool) -> Option<i64> {
    let mut chars = text.chars().peekable();
    let (mut sum, mut limit, mut gap) = (0_i64, 10_000_i64, !higher);
    while chars.peek().is_some() {
        let zero = chars.next_if(|c| matches!(c, '零' | '〇')).is_some();
        let value = chars.peek().and_then(|c| digit(*c));
        if value.is_some() {
            chars.next();
        }
        let unit = match chars.next_if(|c| matches!(c, '十' | '百' | '千')) {
            Some('十') => 10,
            Some('百') => 100,
            Some(_) => 1000,
            None => 1,
        };
        // Only 十 may stand for 一十, and only at the beginning of a number.
        let value = value.or((unit == 10 && sum == 0 && !higher && !zero).then_some(1))?;
        let follows = unit * 10 == limit;
        let begins = sum == 0 && gap;
        if unit >= limit || !(follows || zero || begins) || (zero && (follows || begins)) {
            return None;
        }
        sum += value * unit;
        (limit, gap) = (unit, false);
    }
    (sum > 0).then_some(sum)
}

fn digit(c: char) -> Option<i64> {
    "一二三四五六七八九".chars().position(|it| it == c).and_then(|at| i64::try_from(at + 1).ok()).or(
        match c {
            '两' => Some(2),
            _ => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_that_are_written_out() {
        for (text, wanted) in [
            ("零", 0),
            ("六", 6),
            ("十", 10),
            ("十二", 12),
            ("六十", 60),
            ("二十一", 21),
            ("一百", 100),
            ("一百一十二", 112),
            ("一百零五", 105),
            ("二百五十", 250),
            ("一千二百", 1200),
            ("两千零三十", 2030),
            ("两千零三", 2003),
            ("九千九百九十九", 9999),
            ("一万", 10_000),
            ("十二万", 120_000),
            ("一万二千", 12_000),
            ("三万零五十", 30_050),
            ("三亿零二万零一", 300_020_001),
        ] {
            assert_eq!((numeral_len(text), numeral(text)), (text.len(), Some(wanted)), "{text}");
        }
    }

    #[test]
    fn numerals_that_can_be_read_in_two_ways_are_none() {
        for text in [
            "",
            "一千二",
            "二百五",
            "一万二",
            "二三",
            "二〇二二",
            "百",
            "千",
            "万",
            "零五",
            "十十",
            "一百二百",
            "一百零五十",
            "百二",
            "一十百",
            "五六十",
            "一万五十",
            "亿",
            "一万万",
            "二十零",
            "一百零",
        ] {
            assert_eq!(numeral(text), None, "{text}");
        }
    }

    #[test]
    fn the_longer_word_stands_first() {
        for words in [bounds_before(), bounds_behind()] {
            for (at, (word, _)) in words.iter().enumerate() {
                let plain = word.replace(' ', "");
                let hidden =
                    words[..at].iter().find(|(earlier, _)| plain.starts_with(&earlier.replace(' ', "")));
                assert_eq!(hidden, None, "{word}");
            }
        }
    }
}
