//! YAML as a tree in which every key and value has its span.
//!
//! Scalars stay text: the declaration of the field decides what they mean, so `2022-03` is never taken for a
//! number, `no` never for a boolean, and `0000` keeps its zeros.

mod hints;
mod layout;
mod map;
mod node;
mod remark;
mod shapes;
mod signs;
mod text;
mod tree;

pub use hints::slip_in_value;
pub use map::{Map, not_lines, owner_above, read_date, read_label};
pub use node::{Key, Node, NodeValue};
pub use remark::cut_off;
pub use shapes::Shape;
pub use text::{BETWEEN_CELLS, BETWEEN_ROWS, Grid, GridRow, Text};
pub use tree::parse;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::Span;

/// The diagnostic for a missing key, or one of several, in a mapping; how to add it depends on whether the
/// mapping is in braces.
#[must_use]
pub fn missing_setting(text: &Text, span: Span, keys: &[&str]) -> Diagnostic {
    let place = text.place(Span { start: span.start, end: span.start });
    let told = Diagnostic::new(Code::MissingSetting).at(place);
    match keys {
        [key] => with_way_in(told.arg("key", *key), text, span, key, None),
        keys => {
            let any = Arg::term(keys.join(", "), keys.join("、"));
            told.arg("key", Arg::term(keys.join(" or "), keys.join(" 或 "))).arg("any", any)
        }
    }
}

/// Adds how to insert a key into a mapping: as a new line, or within its braces.
#[must_use]
pub fn with_way_in(
    told: Diagnostic,
    text: &Text,
    mapping: Span,
    key: &str,
    example: Option<String>,
) -> Diagnostic {
    let start = usize::try_from(mapping.start).unwrap_or(usize::MAX);
    if text.content.get(start..).is_some_and(|rest| rest.starts_with('{')) {
        let entry = example.unwrap_or_else(|| format!("{key}: …"));
        return told.arg("inside", format!("{{…, {entry}}}"));
    }
    told.arg("line", key).arg_opt("example", example)
}

/// Reports that a node has another shape than expected.
pub fn wrong_shape(text: &Text, node: &Node, wanted: Shape, diagnostics: &mut Diagnostics) {
    let told = Diagnostic::new(Code::WrongShape)
        .at(text.place(node.span))
        .arg("expected", wanted.words())
        .arg("found", node.kind());
    diagnostics.push(shapes::shown(told, text, node, wanted));
}
