//! Ids on pages other than those of texts.

use std::collections::BTreeSet;

/// The ids that a page's templates use. No heading or footnote of a text on it may have one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageIds {
    whole: BTreeSet<String>,
    /// Prefixes of ids whose end is known only at rendering.
    starts: BTreeSet<String>,
}

impl PageIds {
    /// Whether an id is, or may be, one of them.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.whole.contains(id) || self.starts.iter().any(|start| id.starts_with(start))
    }

    /// Adds the ids in a template: `id="main"`, and the prefix of `id="search-{{ kind }}"`. A pure expression
    /// (`id="{{ region.id }}"`) is ignored.
    pub fn add_template(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("id=") {
            rest = behind;
            let is_attribute = before.ends_with(|c: char| c.is_ascii_whitespace());
            let Some(quote) = behind.chars().next().filter(|c| is_attribute && matches!(c, '"' | '\''))
            else {
                continue;
            };
            let value = behind.get(1..).unwrap_or_default();
            let end = value.find(quote).unwrap_or(value.len());
            let open = value.find("{{").or_else(|| value.find("{%")).filter(|at| *at < end);
            match value.get(..open.unwrap_or(end)) {
                None | Some("") => {}
                Some(id) if open.is_none() => drop(self.whole.insert(id.to_owned())),
                Some(start) => drop(self.starts.insert(start.to_owned())),
            }
        }
    }
}

impl<'a> FromIterator<&'a str> for PageIds {
    /// The ids in the texts of templates.
    fn from_iter<T: IntoIterator<Item = &'a str>>(texts: T) -> Self {
        let mut ids = Self::default();
        texts.into_iter().for_each(|text| ids.add_template(text));
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_tell_their_ids() {
        let text = r#"<main id="main" data-id="no"><p id='a-{{ x }}'>{{ f(id="q") }}<i id="{{ y }}"
            id="{% if z %}b{% endif %}"><b
            id="last">"#;
        let ids: PageIds = [text].into_iter().collect();
        for id in ["main", "last", "a-", "a-1"] {
            assert!(ids.has(id), "{id}");
        }
        for id in ["no", "", "x", "b", "mains", "lastly"] {
            assert!(!ids.has(id), "{id}");
        }
    }
}
