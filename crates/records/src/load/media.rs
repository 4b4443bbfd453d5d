//! Resolves pictures and files in records: checks that they exist, and adds the sizes of pictures.

use std::sync::Arc;

use super::item::Item;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    At, Field, FieldType, Image, PartMut, PictureFault, Span, TextKind, Value, near, picture_fault,
};
use crate::source::SitePath;

/// Makes paths site-relative, and adds the sizes and digests of pictures.
pub(super) fn resolve(
    item: &Item<'_>,
    values: &mut [Option<Value>],
    spans: &[Span],
    diagnostics: &mut Diagnostics,
) {
    for (at, slot) in values.iter_mut().enumerate() {
        let (Some(value), Some(field)) = (slot.as_mut(), item.collection.fields.get(at)) else { continue };
        if !field.kind.any(&|kind| kind.definition().names_file) {
            continue;
        }
        let span = spans.get(at).copied().unwrap_or_default();
        value_files(item, field, value, span, diagnostics);
    }
}

fn value_files(item: &Item<'_>, field: &Field, value: &mut Value, span: Span, diagnostics: &mut Diagnostics) {
    value.parts_mut(At::new(field, span), &mut |part, at| match (part, at.field) {
        (PartMut::Image(image), Some(field)) => image_file(item, field, image, image.span, diagnostics),
        (PartMut::Text(TextKind::File, path), Some(field)) => {
            if let Some(found) = find(item, field, path, at.span, diagnostics) {
                *path = found;
            }
        }
        (PartMut::Text(..) | PartMut::Image(_) | PartMut::Reference(_), _) => {}
    });
}

/// The site-relative path of a file that a record names, relative to the record or to `content/`.
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
    let spellings = item.context.spellings;
    let found = [beside, content]
        .into_iter()
        .flatten()
        .find_map(|path| attachments.get_key_value(spellings.of(path.as_str())));
    if let Some((path, _)) = found {
        return Some(path.clone());
    }
    let is_picture = matches!(field.kind.item(), FieldType::Image);
    let known = attachments.keys().map(AsRef::as_ref).filter(|path| !is_picture || near::is_picture(path));
    let meant = near::file(&format!("{}/{written}", item.own_folder()), known, 4);
    let near = meant.map(|path| {
        let beside = path.strip_prefix(item.own_folder()).and_then(|path| path.strip_prefix('/'));
        beside.or_else(|| path.strip_prefix("content")).unwrap_or(path).to_owned()
    });
    diagnostics.push(
        Diagnostic::new(Code::MissingFile)
            .at(item.text.place(span))
            .arg("field", &field.name)
            .arg("found", written)
            .arg_opt("suggestion", near),
    );
    None
}

fn image_file(item: &Item<'_>, field: &Field, image: &mut Image, span: Span, diagnostics: &mut Diagnostics) {
    let Some(path) = find(item, field, &image.file, span, diagnostics) else { return };
    image.file = path;
    let place = || item.text.place(span);
    let attachment = item.context.attachments.get(&image.file);
    let Some(picture) = attachment.and_then(|attachment| attachment.picture) else {
        let fault = PictureFault::find(item.context.faults, &image.file);
        diagnostics.push(fault.diagnostic(&image.file).at(place()));
        return;
    };
    image.size = (picture.width, picture.height);
    image.digest = picture.digest;
    picture_fault::doubts(&image.file, &picture).for_each(|told| diagnostics.push(told.at(place())));
}
