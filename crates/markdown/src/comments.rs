//! HTML comments, which are not published.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::raw::{Token, tokens};

/// The HTML comments of a Markdown text in order, as byte ranges; those in code do not count.
#[must_use]
pub fn comments(text: &str) -> Vec<Range<usize>> {
    if !text.contains("<!--") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        let is_html = matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_));
        let html = text.get(range.clone()).filter(|_| is_html).unwrap_or_default();
        found.extend(tokens(html).into_iter().filter_map(|token| match token {
            Token::Comment(inner) => Some(range.start + inner.start..range.start + inner.end),
            _ => None,
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        comments(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn comments_are_found_and_code_is_none() {
        assert_eq!(found("a <!-- b --> c"), ["<!-- b -->"]);
        assert_eq!(found("<!-- b\n\nc -->\n\nd"), ["<!-- b\n\nc -->"]);
        assert_eq!(found("<div><!-- b --></div>\n"), ["<!-- b -->"]);
        assert_eq!(found("`<!-- b -->`\n\n```\n<!-- c -->\n```\n\n    <!-- d -->"), [""; 0]);
        assert_eq!(found("a <!-- b"), [""; 0]);
    }
}
