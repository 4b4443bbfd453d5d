//! BY272, BY282 to BY289: text that was meant as Markdown and is shown literally or not at all. In texts of
//! fields, all other problems with Markdown too; for bodies those are reported when they are prepared for
//! pages.

use rayon::prelude::*;

use super::inputs::ContentInputs;
use crate::diag::{Arg, Code, Diagnostic, Severity};
use crate::domain::signature::Shortcodes;
use crate::domain::{Collection, Finding, Record, RecordText, TextKind, TextPlace, Visibility, is_plain};
use crate::markdown::{self, Piece};

pub(super) fn check(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) {
    let shortcodes = &inputs.config.theme.shortcodes;
    let records = inputs.model.records().par_iter().filter(|record| !(inputs.known)(record.file));
    let found = records.flat_map_iter(|record| {
        let mut findings = Vec::new();
        let Some(collection) = inputs.config.collection(record.collection) else { return findings };
        record.texts(collection, &mut |found| {
            if found.visibility != Visibility::Private {
                text(&found, (collection, record), shortcodes, &mut findings);
            }
        });
        findings
    });
    findings.extend(found.collect::<Vec<_>>());
}

fn text(
    found: &RecordText<'_>,
    (collection, record): (&Collection, &Record),
    shortcodes: &Shortcodes,
    findings: &mut Vec<Finding>,
) {
    let slips = match (found.place, found.kind) {
        (TextPlace::Body, TextKind::Markdown) if markdown::may_slip(found.text) => {
            markdown::slips(found.text, shortcodes)
        }
        (TextPlace::Field(at), TextKind::Markdown) => {
            if !is_plain(found.text) {
                field(found, (collection, record, at), shortcodes, findings);
            }
            if markdown::may_slip(found.text) { markdown::slips(found.text, shortcodes) } else { Vec::new() }
        }
        (TextPlace::Field(_), TextKind::Plain) => markdown::plain_slips(found.text),
        _ => Vec::new(),
    };
    for slip in slips {
        findings.push(found.finding(slip.diagnostic(found.text), record.file, &slip.range));
    }
}

/// Checks the Markdown of a field, including what is not allowed there.
fn field(
    found: &RecordText<'_>,
    (collection, record, at): (&Collection, &Record, usize),
    shortcodes: &Shortcodes,
    findings: &mut Vec<Finding>,
) {
    let document = markdown::read(found.text, shortcodes);
    for problem in &document.problems {
        findings.push(found.finding(problem.diagnostic(found.text), record.file, &problem.range));
    }
    let field = collection.fields.get(at);
    let mut take = |piece: &Piece| {
        let (range, en, zh, severity) = match piece {
            Piece::Html(_) => return,
            Piece::Picture { range, .. } => (range, "picture", "图片", Severity::Error),
            Piece::Shortcode { range, .. } => (range, "command", "指令", Severity::Error),
            Piece::Link { range, .. } => {
                (range, "link to a page or file of the site", "指向本站页面或文件的链接", Severity::Warning)
            }
        };
        let written: String = found.text.get(range.clone()).unwrap_or_default().chars().take(60).collect();
        let mut told = Diagnostic::new(Code::NoPlaceInField)
            .arg_opt("field", field.map(|field| field.label.term(&field.name)))
            .arg("found", written)
            .arg("what", Arg::term(en, zh));
        told.severity = severity;
        findings.push(found.finding(told, record.file, range));
    };
    document.pieces.iter().for_each(|piece| piece.each(&mut take));
}
