//! Spreadsheets that a record offers to readers, or keeps as private evidence: they are no registers.
//!
//! They are looked for in the text as it is written, since private values are not kept.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::context::SheetName;
use crate::domain::text::{composed, is_blank_sign};
use crate::source::SitePath;

/// Signs before a path in a field or a link.
const BEFORE: [char; 12] = ['(', '（', ':', '：', '[', ',', '<', '=', '"', '\'', '“', '{'];

/// The paths of the spreadsheets that a text names, as a value or a link. `folder` is that of its file.
pub(super) fn mentioned(text: &str, folder: &str, sheets: &[SheetName]) -> Vec<Arc<str>> {
    if sheets.is_empty() {
        return Vec::new();
    }
    let text = &*plain(text);
    let named = |sheet: &&SheetName| {
        [composed(&sheet.name), Cow::Borrowed(sheet.encoded.as_str())].into_iter().any(|name| {
            text.match_indices(&*name).any(|(at, _)| {
                let end = at + name.len();
                let continues = text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
                !continues && leads_to(text, at, end, folder, &sheet.path)
            })
        })
    };
    sheets.iter().filter(named).map(|sheet| Arc::clone(&sheet.path)).collect()
}

/// The text as values in it are read: letters composed, without signs that nobody sees, and with plain spaces.
fn plain(text: &str) -> Cow<'_, str> {
    let text = composed(text);
    let is_odd = |c: char| !c.is_ascii() && (c.is_whitespace() || is_blank_sign(c));
    if !text.contains(is_odd) {
        return text;
    }
    let kept = text.chars().filter(|c| !is_odd(*c) || c.is_whitespace());
    Cow::Owned(kept.map(|c| if is_odd(c) { ' ' } else { c }).collect())
}

/// Whether the path that ends with a name at this position is that of the spreadsheet.
fn leads_to(text: &str, at: usize, end: usize, folder: &str, path: &str) -> bool {
    let before = text.get(..at).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    if line.trim_start().starts_with('#') {
        return false;
    }
    let start = line.rfind(|c: char| c.is_whitespace() || BEFORE.contains(&c));
    let start = start.map_or(0, |start| {
        start + line.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let written = text.get(at - (line.len() - start)..end).unwrap_or("");
    let written = percent_decode_str(written).decode_utf8().unwrap_or(Cow::Borrowed(written));
    let written = written.trim_start_matches("./").trim_start_matches('/');
    let within = |folder: &str| {
        let joined = SitePath::try_from(folder).ok()?.join(written).ok()?;
        Some(composed(joined.as_str()) == composed(path))
    };
    within(folder) == Some(true) || within("content") == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_to_it_names_a_spreadsheet() {
        let sheets = [SheetName::new("content/outreach/表.csv")];
        let found = |text: &str, folder: &str| !mentioned(text, folder, &sheets).is_empty();
        for text in [
            "file: 表.csv",
            "evidence: ./表.csv",
            "[表](表.csv)",
            "files: [甲.pdf, \"表.csv\"]",
            "[表](%E8%A1%A8.csv)",
            "file: \"\u{200B}表.csv\u{3000}\"",
            "见\u{3000}表.csv",
        ] {
            assert!(found(text, "content/outreach"), "{text}");
        }
        // Whatever form its letters have, in the text or on the disk.
        let (whole, parts) = ("content/outreach/é.csv", "content/outreach/e\u{301}.csv");
        for (path, text) in
            [(whole, "file: e\u{301}.csv"), (parts, "file: é.csv"), (parts, "file: e\u{301}.csv")]
        {
            assert_eq!(
                mentioned(text, "content/outreach", &[SheetName::new(path)]).len(),
                1,
                "{path:?} {text:?}"
            );
        }
        assert!(
            found("[表](../outreach/表.csv)", "content/news")
                && found("file: outreach/表.csv", "content/news")
        );
        for text in ["# 见 表.csv", "详见《表.csv》", "表.csvx", "file: 甲表.csv", "file: other/表.csv"]
        {
            assert!(!found(text, "content/outreach"), "{text}");
        }
        assert!(!found("file: 表.csv", "content/news"));
    }
}
