//! BY116: text after a space and `#` is a comment in YAML, but an editor may have meant it as part of the
//! value: `title: 全国第 #1 名`.
//!
//! People put a space after the `#` of a comment, as the program's own templates do; if a letter or digit
//! follows directly, it may well be part of the value.

use super::node::{Node, NodeValue};
use super::text::Text;
use crate::diag::{Code, Diagnostic};
use crate::domain::Span;

/// What follows a value on its line, if it is a comment that looks like part of the value: its position and
/// text.
fn cut(text: &str, end: usize) -> Option<(usize, &str)> {
    let line = text.get(end..)?.split('\n').next()?;
    let rest = line.trim_start_matches([' ', '\t']);
    let after = rest.strip_prefix('#')?;
    let is_meant = after.starts_with(|c: char| c.is_alphanumeric() || "“《「『【（".contains(c));
    (is_meant && rest.len() < line.len()).then(|| (end + line.len() - rest.len(), rest.trim_end()))
}

fn told(text: &Text, kept: &str, (at, found): (usize, &str), blank: &str) -> Diagnostic {
    let whole = format!("{kept}{blank}{found}");
    let quoted = if whole.contains(['"', '\\']) {
        format!("'{}'", whole.replace('\'', "''"))
    } else {
        format!("\"{whole}\"")
    };
    Diagnostic::new(Code::YamlRemark)
        .at(text.place(Span::new(at, at + found.len())))
        .arg("found", found)
        .arg("whole", quoted)
        .arg_opt("kept", (!kept.is_empty()).then_some(kept))
}

/// The diagnostic for a text whose end YAML takes for a comment.
#[must_use]
pub fn cut_off(text: &Text, node: &Node) -> Option<Diagnostic> {
    let NodeValue::Scalar { text: kept, plain: true, .. } = &node.value else { return None };
    let end = node.span.range().end;
    let cut = cut(&text.content, end)?;
    let blank = text.content.get(end..cut.0)?;
    Some(told(text, kept, cut, blank))
}

/// The comment that contains the closing bracket of a list or group.
pub(super) fn eaten<'t>(line: &'t str, closing: &str) -> Option<&'t str> {
    let at = line.find(" #").or_else(|| line.find("\t#"))?;
    let remark = line.get(at + 1..)?;
    let word = remark.split([',', '，', '}', ']']).next().unwrap_or(remark);
    remark.contains(closing).then(|| word.trim_end())
}

/// The diagnostic for a value that YAML takes for a comment as a whole. `end` is the end of what comes before
/// it: the key with its colon, or an item's hyphen.
#[must_use]
pub(super) fn all_cut_off(text: &Text, end: usize) -> Option<Diagnostic> {
    Some(told(text, "", cut(&text.content, end)?, ""))
}
