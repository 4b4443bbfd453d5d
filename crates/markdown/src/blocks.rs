//! The top-level blocks of a text: paragraphs, headings, lists, tables, quotations, code.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::syntax::SYNTAX;

/// The top-level blocks of a Markdown text in order, as byte ranges, without link definitions, which are not
/// displayed.
#[must_use]
pub fn top_blocks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    found.push(range);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => found.push(range),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_outermost() {
        let text = "# 一\n二\n三\n\n- 四\n\n  五\n- 六\n\n---\n\n| a |\n| - |\n| b |\n\n> 七\n\n[甲]: https://a.example/\n\n```\n# 八\n\n九\n```\n";
        let found: Vec<&str> =
            top_blocks(text).into_iter().filter_map(|it| text.get(it)).map(str::trim_end).collect();
        assert_eq!(
            found,
            [
                "# 一",
                "二\n三",
                "- 四\n\n  五\n- 六",
                "---",
                "| a |\n| - |\n| b |",
                "> 七",
                "```\n# 八\n\n九\n```"
            ]
        );
    }
}
