//! The file beside a spreadsheet: what belongs to rows but should not stand in the sheet.

use std::sync::Arc;

use crate::config::workbook::Book;
use crate::config::yaml::{Key, Node, NodeValue, Shape, parse, wrong_shape};
use crate::diag::{Code, Diagnostic, Diagnostics, suggestion};
use crate::domain::Span;
use crate::load::file::RecordFileReader;
use crate::load::item::ItemKind;
use crate::source::SitePath;

/// What it says about a row: the row's id, the entries, and whether the row was found.
type RowEntry = (Key, Vec<(Key, Node)>, bool);

/// Its entries, by the ids of rows.
#[derive(Default)]
pub(super) struct Beside {
    entries: Vec<RowEntry>,
    /// The ids of all rows, for suggestions; only if there are entries.
    ids: Vec<Arc<str>>,
}

impl Beside {
    /// Reads the file beside a spreadsheet, if there is one.
    pub(super) fn read(book: &Book, diagnostics: &mut Diagnostics) -> Self {
        let Some((start, text)) = book.text.grid.as_ref().and_then(|grid| grid.beside.as_ref()) else {
            return Self::default();
        };
        let Some(node) = parse(text, 0..text.content.len(), diagnostics) else { return Self::default() };
        let NodeValue::Mapping(entries) = node.value else {
            if !node.is_null() {
                wrong_shape(text, &node, Shape::Group, diagnostics);
            }
            return Self::default();
        };
        let mut it = Self::default();
        for (mut key, node) in entries {
            match node.value {
                NodeValue::Mapping(inner) => {
                    key.span = moved(key.span, *start);
                    let inner = inner.into_iter().map(|(key, node)| {
                        (Key { span: moved(key.span, *start), ..key }, moved_node(node, *start))
                    });
                    it.entries.push((key, inner.collect(), false));
                }
                NodeValue::Null => {}
                _ => wrong_shape(text, &node, Shape::Group, diagnostics),
            }
        }
        it
    }

    /// Adds the record of a row, with what the file says about it.
    pub(super) fn add(
        &mut self,
        reader: &mut RecordFileReader<'_, '_>,
        node: Node,
        below: &[&str],
        diagnostics: &mut Diagnostics,
    ) {
        if self.entries.is_empty() {
            return reader.add_with(&node, ItemKind::Row, below, diagnostics);
        }
        let id = reader.id_of_row(&node);
        let entry = id.as_ref().and_then(|id| self.entries.iter_mut().find(|(key, ..)| key.text == *id));
        self.ids.extend(id);
        let NodeValue::Mapping(mut own) = node.value else { return };
        if let Some((_, entries, is_used)) = entry {
            *is_used = true;
            // What the sheet says too is not said twice: the file beside it is the more careful one.
            own.retain(|(key, _)| !entries.iter().any(|(other, _)| other.text == key.text));
            own.extend(entries.iter().cloned());
        }
        reader.add_with(
            &Node { span: node.span, value: NodeValue::Mapping(own) },
            ItemKind::Row,
            below,
            diagnostics,
        );
    }

    /// Reports entries of no row.
    pub(super) fn finish(self, book: &Book, path: &SitePath, diagnostics: &mut Diagnostics) {
        let workbook = path.as_str().rsplit('/').next().unwrap_or("");
        for (key, ..) in self.entries.iter().filter(|(.., is_used)| !is_used) {
            diagnostics.push(
                Diagnostic::new(Code::NoSuchRow)
                    .at(book.text.place(key.span))
                    .arg("found", &key.text)
                    .arg("workbook", workbook)
                    .arg_opt("suggestion", suggestion(&key.text, self.ids.iter().map(AsRef::as_ref))),
            );
        }
    }
}

fn moved(span: Span, by: usize) -> Span {
    let range = span.range();
    Span::new(range.start + by, range.end + by)
}

fn moved_node(node: Node, by: usize) -> Node {
    let value = match node.value {
        NodeValue::Sequence(items) => {
            NodeValue::Sequence(items.into_iter().map(|item| moved_node(item, by)).collect())
        }
        NodeValue::Mapping(entries) => {
            let moved = entries
                .into_iter()
                .map(|(key, node)| (Key { span: moved(key.span, by), ..key }, moved_node(node, by)));
            NodeValue::Mapping(moved.collect())
        }
        value => value,
    };
    Node { span: moved(node.span, by), value }
}
