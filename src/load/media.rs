//! Pictures and files that records name: that they are there, and how large the pictures are.

use std::io::Cursor;
use std::sync::Arc;

use super::record::Item;
use crate::diag::{Code, Diagnostic, Diagnostics, suggestion};
use crate::domain::{Field, FieldType, Image, Span, Value};
use crate::source::SitePath;

/// Largest picture file that is read: 64 MiB.
const LARGEST_PICTURE: u64 = 64 << 20;

/// Replaces paths as written by site-relative ones, and reads the pictures' sizes.
pub(super) fn resolve(
    item: &Item<'_>,
    values: &mut [Option<Value>],
    spans: &[Span],
    diagnostics: &mut Diagnostics,
) {
    for (at, slot) in values.iter_mut().enumerate() {
        let (Some(value), Some(field)) = (slot.as_mut(), item.collection.fields.get(at)) else { continue };
        if !holds_files(&field.kind) {
            continue;
        }
        let span = spans.get(at).copied().unwrap_or_default();
        value_files(item, field, value, span, diagnostics);
        let _ = item.kind_at(at);
    }
}

fn holds_files(kind: &FieldType) -> bool {
    match kind.item() {
        FieldType::Image | FieldType::File => true,
        FieldType::Group(fields) => fields.iter().any(|field| holds_files(&field.kind)),
        _ => false,
    }
}

fn value_files(item: &Item<'_>, field: &Field, value: &mut Value, span: Span, diagnostics: &mut Diagnostics) {
    match value {
        Value::Image(image) => picture(item, field, image, span, diagnostics),
        Value::File(path) => {
            if let Some(found) = find(item, field, path, span, diagnostics) {
                *path = found;
            }
        }
        Value::List(items) => {
            for value in items {
                value_files(item, field, value, span, diagnostics);
            }
        }
        Value::Group(group) => {
            let FieldType::Group(fields) = field.kind.item() else { return };
            let own = group.span;
            for (slot, field) in group.values.iter_mut().zip(fields) {
                if let Some(value) = slot {
                    value_files(item, field, value, own, diagnostics);
                }
            }
        }
        _ => {}
    }
}

/// The site-relative path of a file that a record names: beside the record, or from `content/` on.
fn find(
    item: &Item<'_>,
    field: &Field,
    written: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<str>> {
    let attachments = item.context.attachments;
    let folder = SitePath::try_from(item.own_folder()).ok()?;
    let beside = folder.join(written.trim_start_matches("./")).ok();
    let content = SitePath::try_from("content")
        .ok()
        .and_then(|content| content.join(written.trim_start_matches('/')).ok());
    let found =
        [beside, content].into_iter().flatten().find_map(|path| attachments.get_key_value(path.as_str()));
    if let Some((path, _)) = found {
        return Some(path.clone());
    }
    let prefix = format!("{}/", item.own_folder());
    let near = suggestion(written, attachments.keys().filter_map(|path| path.strip_prefix(&prefix)));
    diagnostics.push(
        Diagnostic::new(Code::MissingFile)
            .at(item.text.place(span))
            .arg("field", &field.name)
            .arg("found", written)
            .arg_opt("suggestion", near),
    );
    None
}

fn picture(item: &Item<'_>, field: &Field, image: &mut Image, span: Span, diagnostics: &mut Diagnostics) {
    let Some(path) = find(item, field, &image.file, span, diagnostics) else { return };
    let bytes = item.context.system.read_limited(&item.context.root.join(&*path), LARGEST_PICTURE);
    let size = bytes.map_err(|error| error.to_string()).and_then(|bytes| size_of(&bytes));
    image.file = path;
    match size {
        Ok(size) => image.size = size,
        Err(reason) => {
            let diagnostic = Diagnostic::new(Code::BadImage).at(item.text.place(span));
            diagnostics.push(diagnostic.arg("file", &image.file).arg("reason", reason));
        }
    }
}

/// Width and height of a picture as it is to be shown, from its first bytes alone.
fn size_of(bytes: &[u8]) -> Result<(u32, u32), String> {
    let reader = image::ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| error.to_string())?;
    reader.into_dimensions().map_err(|error| error.to_string())
}
