//! Suggestions (“Did you mean …?”) and lists of what is available.

use std::collections::BTreeSet;

use super::Arg;

/// Names as a list in each language; `None` if there are none, so that the help line is omitted.
#[must_use]
pub fn listed<'k>(names: impl IntoIterator<Item = &'k str>) -> Option<Arg> {
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| Arg::term(names.join(", "), names.join("、")))
}

/// The known word most similar to a misspelt one, if any is similar enough.
#[must_use]
pub fn suggestion<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let best = near(wrong, known).into_iter().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    Some(best.1.to_owned())
}

/// The only similar known word for a misspelt one that is long enough to make other meanings unlikely.
#[must_use]
pub fn only_near<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let words: BTreeSet<&str> = near(wrong, known).into_iter().map(|(_, word)| word).collect();
    let [only] = words.into_iter().collect::<Vec<_>>().try_into().ok()?;
    let length = if wrong.is_ascii() { 4 } else { 2 };
    (wrong.chars().count() >= length).then(|| only.to_owned())
}

/// The known words similar to a misspelt one, with their similarity.
fn near<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<(f64, &'k str)> {
    let fold = |word: &str| {
        let word = word.trim_matches(['“', '”', '‘', '’', '「', '」', '《', '》', '【', '】', '"', '\'']);
        word.to_lowercase().replace(['-', ' '], "_")
    };
    let folded = fold(wrong);
    known
        .into_iter()
        // A correctly written word is not the problem.
        .filter(|word| *word != wrong)
        .map(|word| {
            let other = fold(word);
            (strsim::jaro_winkler(&folded, &other), strsim::damerau_levenshtein(&folded, &other), word)
        })
        .filter(|(_, _, word)| !is_another_number(&folded, &fold(word)))
        .filter(|(likeness, edits, word)| *edits <= 2.max(word.chars().count() / 3) && *likeness > 0.6)
        .map(|(likeness, _, word)| (likeness, word))
        .collect()
}

/// Whether two words differ only in their digits: 2021 and 2022 are different years, not a misspelling,
/// unless the same digits are just in another order.
fn is_another_number(one: &str, other: &str) -> bool {
    let split = |word: &str| -> (String, Vec<char>) {
        let mut digits: Vec<char> = word.chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        (word.chars().filter(|c| !c.is_ascii_digit()).collect(), digits)
    };
    let (one, other) = (split(one), split(other));
    one.0 == other.0 && one.1 != other.1 && one.1.len() == other.1.len()
}

/// The id of something with an id and titles that a name probably means: the name is one of its titles, or
/// similar to one or to the id.
#[must_use]
pub fn suggestion_by_title<'k>(
    wrong: &str,
    known: impl IntoIterator<Item = (&'k str, Vec<&'k str>)>,
) -> Option<String> {
    let known: Vec<(&str, Vec<&str>)> = known.into_iter().collect();
    let by_title = |title: &str| {
        known.iter().find(|(_, titles)| titles.contains(&title)).map(|(id, _)| (*id).to_owned())
    };
    by_title(wrong).or_else(|| suggestion(wrong, known.iter().map(|(id, _)| *id))).or_else(|| {
        by_title(&suggestion(wrong, known.iter().flat_map(|(_, titles)| titles.iter().copied()))?)
    })
}

/// Whether two different texts look the same: they differ only in invisible characters or kinds of spaces.
#[must_use]
pub(super) fn look_alike(a: &str, b: &str) -> bool {
    let seen = |text: &str| -> String {
        text.chars().filter(|c| !is_unseen(*c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
    };
    a != b && seen(a).trim() == seen(b).trim()
}

/// Characters without width: direction marks, joiners, selectors, control characters.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && !c.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_never_offered_for_itself() {
        assert_eq!(suggestion("region", ["region", "regions"]).as_deref(), Some("regions"));
        assert_eq!(suggestion("region", ["region"]), None);
        assert_eq!(suggestion("reg\u{200B}ion", ["region"]).as_deref(), Some("region"));
    }

    #[test]
    fn what_nobody_sees_makes_no_difference_to_the_eye() {
        for (a, b) in [
            ("青溪\u{200B}县", "青溪县"),
            ("Wang\u{A0}Fang", "Wang Fang"),
            ("a\u{3000}", "a"),
            ("\u{FEFF}a", "a"),
        ] {
            assert!(look_alike(a, b) && look_alike(b, a), "{a:?}");
        }
        assert!(!look_alike("a", "a") && !look_alike("a", "b") && !look_alike("Ａ", "A"));
    }

    #[test]
    fn nothing_is_no_list() {
        assert_eq!(listed([]), None);
        assert_eq!(listed(["a", "b"]), Some(Arg::term("a, b", "a、b")));
    }

    #[test]
    fn the_nearest_word_is_meant_where_one_is_near() {
        let known = ["recognised_on", "region", "reason", "姓名", "所在地区", "photo1", "2022-q1"];
        for (wrong, meant) in [
            ("regoin", Some("region")),
            ("Recognised-On", Some("recognised_on")),
            ("所在的地区", Some("所在地区")),
            ("telephone", None),
            ("", None),
            ("photo2", None),
            ("2202-q1", Some("2022-q1")),
            ("2021-q1", None),
        ] {
            assert_eq!(suggestion(wrong, known).as_deref(), meant, "{wrong}");
        }
    }
}
