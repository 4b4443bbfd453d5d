//! BY234 and BY235: a picture has no description, or nobody has confirmed that other people in it were
//! considered.

use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{At, Collection, FieldType, Finding, Image, Part, Record, Visibility, text};

pub(super) fn check(collection: &Collection, record: &Record, findings: &mut Vec<Finding>) {
    for (at, field, value) in record.filled(collection) {
        if field.visibility != Visibility::Private {
            value.parts(At::new(field, record.span_of(at)), &mut |part, at| match part {
                Part::Image(image) => of_image(image, at, record, findings),
                Part::Text(..) | Part::Reference(_) => {}
            });
        }
    }
}

fn of_image(image: &Image, at: At<'_>, record: &Record, findings: &mut Vec<Finding>) {
    let name = image.file.rsplit('/').next().unwrap_or(&image.file);
    let mut tell = |diagnostic: Diagnostic| findings.push(Finding::new(diagnostic, record.file, image.span));
    if image.alt.as_ref().is_none_or(|alt| text::is_blank(alt)) {
        // Only a person who looks at the picture can tell whether others are in it, so no answer is offered
        // to copy.
        let key = at.field.filter(|field| !at.in_list && !matches!(field.kind, FieldType::List(_)));
        let key = key.map_or_else(String::new, |field| format!("{}: ", field.name));
        let example = Arg::term(
            format!("{key}{{file: {name}, alt: what it shows, others_in_picture: …}}"),
            format!("{key}{{file: {name}, alt: 画面上是什么, others_in_picture: …}}"),
        );
        tell(Diagnostic::new(Code::PictureWithoutAlt).arg("file", name).arg("example", example));
    }
    if image.others.is_none() {
        tell(Diagnostic::new(Code::OthersInPictureUnanswered).arg("file", name));
    }
}
