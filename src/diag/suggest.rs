//! “Did you mean …?”, and what there is to choose from.

use super::Arg;

/// Names in a row, as each language parts them; `None` where there is none, so that the line of help is left out.
#[must_use]
pub fn listed<'k>(names: impl IntoIterator<Item = &'k str>) -> Option<Arg> {
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| Arg::term(names.join(", "), names.join("、")))
}

/// The known word that is nearest to a misspelt one, where one is near.
#[must_use]
pub fn suggestion<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let fold = |word: &str| {
        let word = word.trim_matches(['“', '”', '‘', '’', '「', '」', '《', '》', '【', '】', '"', '\'']);
        word.to_lowercase().replace(['-', ' '], "_")
    };
    let folded = fold(wrong);
    let best = known
        .into_iter()
        .map(|word| {
            let other = fold(word);
            (strsim::jaro_winkler(&folded, &other), strsim::damerau_levenshtein(&folded, &other), word)
        })
        .filter(|(likeness, edits, word)| *edits <= 2.max(word.chars().count() / 3) && *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.2.cmp(a.2)))?;
    Some(best.2.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_no_list() {
        assert_eq!(listed([]), None);
        assert_eq!(listed(["a", "b"]), Some(Arg::term("a, b", "a、b")));
    }

    #[test]
    fn the_nearest_word_is_meant_where_one_is_near() {
        let known = ["recognised_on", "region", "reason", "姓名", "所在地区"];
        for (wrong, meant) in [
            ("regoin", Some("region")),
            ("Recognised-On", Some("recognised_on")),
            ("所在的地区", Some("所在地区")),
            ("telephone", None),
            ("", None),
        ] {
            assert_eq!(suggestion(wrong, known).as_deref(), meant, "{wrong}");
        }
    }
}
