//! Texts that are plain enough to be understood without being parsed.
//!
//! Before any page is rendered, every text is asked where its links lead and whether anything is wrong with it. Most texts are
//! paragraphs, headings, lists and tables with a few plain links; to look those through takes a tenth of the time of parsing them.

/// Signs of anything that may be wrong with a text, or that may hide a link or make one: markup that an author writes as tags,
/// pictures, shortcodes, code, escapes, references, footnotes, entities.
const SIGNS: [&str; 12] = ["<", "![", "{{", "{%", "`", "~~~", "\\", "]:", "][", "[^", "\t", "\n    "];

/// As many signs of nesting as can lie in one another before something is wrong.
const NESTING: usize = super::MOST_LEVELS;

/// The addresses of the links of a text in which nothing can be wrong but where they lead, as they are written; `None` where the text
/// has to be parsed to know. An address may be among them that the text, parsed, turns out not to link to.
#[must_use]
pub fn plain_links(text: &str) -> Option<Vec<&str>> {
    let levels = text.bytes().filter(|byte| matches!(byte, b'>' | b'*' | b'_' | b'~' | b'-' | b'+')).count();
    if levels >= NESTING || SIGNS.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut found = Vec::new();
    for (at, opening) in text.match_indices("](") {
        let rest = text.get(at + opening.len()..)?;
        let target = rest.get(..rest.find(')')?)?;
        let is_plain = |c: char| !c.is_whitespace() && !matches!(c, '(' | '"' | '\'' | '&' | ':' | '%' | '?');
        if target.is_empty() || !target.chars().all(is_plain) {
            return None;
        }
        found.push(target);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_tell_their_links() {
        let text = "## 她的一天\n\n与[杨凤燕](p1.md)、[刘巧红](../bases/x.md#a)同行。**重要。**\n\n| a | b |\n| --- | --- |\n";
        assert_eq!(plain_links(text), Some(vec!["p1.md", "../bases/x.md#a"]));
        assert_eq!(plain_links("没有链接。"), Some(Vec::new()));
    }

    #[test]
    fn others_have_to_be_parsed() {
        let deep = "> ".repeat(100) + "x";
        for text in [
            "![x](a.jpg)", "{{ record(id=\"x\") }}", "<b>", "`[a](b.md)`", "[a](https://site.example)", "[a](b c)",
            "[a](b.md \"t\")", "[a][b]\n\n[b]: c.md", "x[^1]", "\\[a](b.md)", "[a](b", "[a]()", "x\n\n    [a](b.md)", &deep,
        ] {
            assert_eq!(plain_links(text), None, "{text}");
        }
    }
}
