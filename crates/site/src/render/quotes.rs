//! Prevents line breaks within short quotations in headings: 关于推荐省级“福嫂”的通知 keeps “福嫂” together.

use super::escape::escape;

/// Opening marks of quotations and titles, with their closing ones.
const SIGNS: [(char, char); 7] =
    [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('【', '】')];

/// Maximum length that is kept together, in characters including the marks: half a line of a heading on a
/// telephone.
const MOST: usize = 8;

/// A text as HTML, with each short quotation in a `span` of class `kept`.
pub(super) fn kept(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, quotation, after)) = next(rest) {
        out.push_str(&escape(before));
        out.push_str("<span class=\"kept\">");
        out.push_str(&escape(quotation));
        out.push_str("</span>");
        rest = after;
    }
    out.push_str(&escape(rest));
    out
}

/// The first short quotation of a text, with the text before and after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    text.char_indices().find_map(|(at, sign)| {
        let (_, closing) = SIGNS.iter().find(|(opening, _)| *opening == sign)?;
        let (before, from) = text.split_at_checked(at)?;
        let (end, closing) = from.char_indices().take(MOST).find(|(_, c)| c == closing)?;
        let (quotation, after) = from.split_at_checked(end + closing.len_utf8())?;
        Some((before, quotation, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_quotations_are_kept_and_all_is_escaped() {
        for (text, html) in [
            ("", ""),
            ("陈秀英", "陈秀英"),
            ("推荐“福嫂”的通知", "推荐<span class=\"kept\">“福嫂”</span>的通知"),
            (
                "《办法》与「月嫂」",
                "<span class=\"kept\">《办法》</span>与<span class=\"kept\">「月嫂」</span>",
            ),
            // Too long, not closed, closed by another mark.
            ("“妇联约你学家政”大宣讲启动", "“妇联约你学家政”大宣讲启动"),
            ("“福嫂", "“福嫂"),
            ("“福嫂」", "“福嫂」"),
            // If the outer one is too long, the inner one.
            ("《关于推荐“福嫂”的通知》", "《关于推荐<span class=\"kept\">“福嫂”</span>的通知》"),
            ("<b>“a&b”", "&lt;b&gt;<span class=\"kept\">“a&amp;b”</span>"),
        ] {
            assert_eq!(kept(text), html);
        }
    }
}
