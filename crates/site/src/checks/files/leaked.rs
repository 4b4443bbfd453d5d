//! BY243, BY244: a file contains a private number or address.

use std::collections::{BTreeMap, BTreeSet};

use super::super::leaks::{Allowed, Kind, Leak};
use crate::diag::{Arg, Code, Diagnostic, Place};
use crate::extract::{Contents, Part, TextSegment};
use crate::source::SitePath;

/// One diagnostic per kind: a list of hundreds of persons is one mistake.
pub(super) fn check(contents: &Contents, allowed: &Allowed, found: &mut Vec<Diagnostic>) {
    let mut kinds: BTreeMap<Kind, (&TextSegment, usize)> = BTreeMap::new();
    for stretch in &contents.texts {
        for leak in leaks(stretch, allowed) {
            let text = stretch.text.get(leak.range).unwrap_or("");
            if !allowed.has(text, leak.kind) {
                kinds.entry(leak.kind).or_insert((stretch, 0)).1 += 1;
            }
        }
    }
    for (kind, (first, count)) in kinds {
        let code = if kind.is_grave() { Code::LeakedInFile } else { Code::AddressInFile };
        let (en, zh) = kind.words();
        found.push(
            Diagnostic::new(code)
                .arg("kind", Arg::term(en, zh))
                .arg("where", place(first))
                .arg_opt("others", (count > 1).then(|| count - 1)),
        );
    }
}

/// The leaks in a segment of text. If it was assembled from cells with one digit each, it may be a table of
/// counts: there, a number without a check digit is a leak only if each line is one number as a whole and
/// nothing suggests a table.
fn leaks(stretch: &TextSegment, allowed: &Allowed) -> Vec<Leak> {
    let text = &stretch.text;
    let mut leaks = allowed.scan(text, "", false);
    if let Part::Boxes { is_lone, .. } = stretch.part {
        let whole = |leak: &Leak| {
            let ends =
                text.get(..leak.range.start).is_none_or(|head| head.is_empty() || head.ends_with('\n'));
            ends && text.get(leak.range.end..).is_none_or(|tail| tail.is_empty() || tail.starts_with('\n'))
        };
        let lines = text.lines().filter(|line| line.contains('|')).count();
        let are_numbers = is_lone && leaks.iter().filter(|leak| whole(leak)).count() == lines;
        let is_sure = |leak: &Leak| {
            let digits = text.get(leak.range.clone()).unwrap_or("").split('|').count();
            leak.kind == Kind::Identity && digits == 18
        };
        leaks.retain(|leak| are_numbers || is_sure(leak));
    }
    leaks
}

/// The leaks in a file's path.
pub(super) fn in_path(path: &SitePath, allowed: &Allowed) -> Vec<Diagnostic> {
    let text = path.as_str();
    let leaks = allowed.scan(text, "", false).into_iter();
    let meant = |leak: &Leak| allowed.has(text.get(leak.range.clone()).unwrap_or(""), leak.kind);
    let kinds: BTreeSet<Kind> = leaks.filter(|leak| !meant(leak)).map(|leak| leak.kind).collect();
    let told = kinds.into_iter().map(|kind| {
        let code = if kind.is_grave() { Code::LeakedInFile } else { Code::AddressInFile };
        let (en, zh) = kind.words();
        Diagnostic::new(code)
            .at(Place::file(path.clone()))
            .arg("kind", Arg::term(en, zh))
            .arg("where", Arg::term("in its name or its folder's name", "文件名或者文件夹名里"))
    });
    told.collect()
}

/// Where in the file: the part, and the file within the archive.
fn place(stretch: &TextSegment) -> Arg {
    let (en, zh) = stretch.part.words();
    match &stretch.inner {
        Some(inner) => Arg::term(format!("in “{inner}” inside it, {en}"), format!("其中的“{inner}”，{zh}")),
        None => Arg::term(en, zh),
    }
}
