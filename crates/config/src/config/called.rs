//! `regions_called`: the site's word for its regions if they are not counties, for example schools, streets
//! or provinces.
//!
//! Themes use placeholders, which are filled when the words are loaded: `{region_word}` and `{region_words}`
//! (singular and plural), `{Region_word}` and `{Region_words}` at the beginning of a sentence, and
//! `{region_order}` for their order. The default is the theme's word `region.words` with its plural forms.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::word_list::{PLURAL_FORMS, WordList};
use super::yaml::{Map, Node, NodeValue};
use crate::diag::Diagnostics;

/// The word for regions, by plural form; `other` is always present.
pub type RegionWords = BTreeMap<&'static str, Arc<str>>;

const WORDS: &str = "region.words";

/// Reads the setting: a word or its plural forms.
pub(super) fn read(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<RegionWords> {
    let node = map.take("regions_called")?;
    let found = words(node);
    if found.is_none() {
        let (en, zh) = (
            "a word, or its forms: {one: school, other: schools}",
            "一个词，例如 街道；有单复数的语言写成 {one: school, other: schools}",
        );
        map.bad("regions_called", node, en, zh, diagnostics);
    }
    found
}

fn words(node: &Node) -> Option<RegionWords> {
    let word = |node: &Node| {
        node.as_text().filter(|text| !text.trim().is_empty()).map(|text| Arc::from(text.trim()))
    };
    if !matches!(node.value, NodeValue::Mapping(_)) {
        return word(node).map(|word| BTreeMap::from([("other", word)]));
    }
    let mut forms = RegionWords::new();
    for (key, node) in node.as_map()? {
        let form = PLURAL_FORMS.into_iter().find(|form| *form == &*key.text)?;
        forms.insert(form, word(node)?);
    }
    forms.contains_key("other").then_some(forms)
}

/// Fills the placeholders in a theme's words. A word with a count gets the plural forms that the word for
/// regions has.
pub(super) fn fill(words: &mut WordList, called: Option<&RegionWords>) {
    let of_theme = || {
        let forms = PLURAL_FORMS.into_iter().filter_map(|form| {
            let key = if form == "other" { WORDS.to_owned() } else { format!("{WORDS}.{form}") };
            Some((form, words.get(key.as_str())?.clone()))
        });
        forms.collect::<RegionWords>()
    };
    let forms = called.cloned().unwrap_or_else(of_theme);
    let Some(most) = forms.get("other") else { return };
    let one = forms.get("one").unwrap_or(most);
    let order =
        words.get("region.order-called").filter(|_| called.is_some()).or_else(|| words.get("region.order"));
    let order = order.cloned().unwrap_or_default();
    let filled = |text: &str, most: &str| -> Arc<str> {
        let text = text
            .replace("{region_word}", one)
            .replace("{region_words}", most)
            .replace("{region_order}", &order);
        Arc::from(text.replace("{Region_word}", &capital(one)).replace("{Region_words}", &capital(most)))
    };
    let holding: Vec<(Arc<str>, Arc<str>)> = words
        .iter()
        .filter(|(_, text)| ["{region_", "{Region_"].iter().any(|sign| text.contains(sign)))
        .map(|(key, text)| (key.clone(), text.clone()))
        .collect();
    for (key, text) in holding {
        let own =
            key.rsplit_once('.').and_then(|(_, last)| PLURAL_FORMS.into_iter().find(|form| *form == last));
        if own.is_none() && text.contains("{count}") && text.contains("egion_words}") {
            for (form, word) in forms.iter().filter(|(form, _)| **form != "other") {
                words.entry(Arc::from(format!("{key}.{form}"))).or_insert_with(|| filled(&text, word));
            }
        }
        let word = own.and_then(|form| forms.get(form)).unwrap_or(most);
        words.insert(key, filled(&text, word));
    }
}

/// A word as the beginning of a sentence.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(called: Option<&[(&'static str, &str)]>) -> Vec<String> {
        let theme = [
            ("region.words", "regions"),
            ("region.words.one", "region"),
            ("region.order", "administrative order"),
            ("region.order-called", "a fixed order"),
            ("lead", "{count} {region_words} in {region_order}"),
            ("note", "{Region_words} of {region}, {region_word} by {region_word}"),
            ("note.one", "{Region_word}"),
            ("other", "{kind}"),
        ];
        let mut words: WordList =
            theme.iter().map(|(key, text)| (Arc::from(*key), Arc::from(*text))).collect();
        let called = called.map(|forms| forms.iter().map(|(form, word)| (*form, Arc::from(*word))).collect());
        fill(&mut words, called.as_ref());
        ["lead", "lead.one", "lead.few", "note", "note.one", "other"]
            .map(|key| words.get(key).map(ToString::to_string).unwrap_or_default())
            .into()
    }

    #[test]
    fn words_say_what_the_site_calls_its_regions() {
        assert_eq!(
            filled(None),
            [
                "{count} regions in administrative order",
                "{count} region in administrative order",
                "",
                "Regions of {region}, region by region",
                "Region",
                "{kind}"
            ]
        );
        assert_eq!(
            filled(Some(&[("one", "school"), ("few", "schoolky"), ("other", "schools")])),
            [
                "{count} schools in a fixed order",
                "{count} school in a fixed order",
                "{count} schoolky in a fixed order",
                "Schools of {region}, school by school",
                "School",
                "{kind}"
            ]
        );
        assert_eq!(filled(Some(&[("other", "街道")]))[..2], ["{count} 街道 in a fixed order", ""]);
    }
}
