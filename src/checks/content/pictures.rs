//! BY234 and BY235: nothing says what a picture shows, or nobody has looked whether other people are in it.

use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Collection, FieldType, Finding, Image, Record, Value, Visibility};

pub(super) fn check(collection: &Collection, record: &Record, findings: &mut Vec<Finding>) {
    for (_, field, value) in record.filled(collection) {
        if field.visibility != Visibility::Private {
            of_value(&field.kind, value, record, findings);
        }
    }
}

fn of_value(kind: &FieldType, value: &Value, record: &Record, findings: &mut Vec<Finding>) {
    match value {
        Value::Image(image) => of_image(image, record, findings),
        Value::List(items) => items.iter().for_each(|item| of_value(kind.item(), item, record, findings)),
        Value::Group(group) => {
            let FieldType::Group(fields) = kind.item() else { return };
            for (value, field) in group.values.iter().zip(fields) {
                if let Some(value) = value.as_ref().filter(|_| field.visibility != Visibility::Private) {
                    of_value(&field.kind, value, record, findings);
                }
            }
        }
        _ => {}
    }
}

fn of_image(image: &Image, record: &Record, findings: &mut Vec<Finding>) {
    let name = image.file.rsplit('/').next().unwrap_or(&image.file);
    let mut tell = |diagnostic: Diagnostic| findings.push(Finding::new(diagnostic, record.file, image.span));
    if image.alt.as_ref().is_none_or(|alt| alt.trim().is_empty()) {
        let example = Arg::term(
            format!("{{file: {name}, alt: what is to be seen, others_in_picture: none}}"),
            format!("{{file: {name}, alt: 画面上是什么, others_in_picture: none}}"),
        );
        tell(Diagnostic::new(Code::PictureWithoutAlt).arg("file", name).arg("example", example));
    }
    if image.others.is_none() {
        tell(Diagnostic::new(Code::OthersInPictureUnanswered).arg("file", name));
    }
}
