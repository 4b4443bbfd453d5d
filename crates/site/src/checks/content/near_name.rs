//! BY264: a text has a person's name with one character different from the record.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::inputs::ContentInputs;
use crate::checks::near::{Near, Slip, is_han, links};
use crate::diag::{Code, Diagnostic};
use crate::domain::{
    Body, Collection, FileIx, Finding, Record, RecordIx, RecordText, Span, TextKind, TextPlace, Visibility,
};

/// A probable mistake, unless another record explains it.
struct Suspect {
    record: RecordIx,
    found: String,
    right: Arc<str>,
    alike: bool,
    span: Span,
}

/// Returns the files of all suspects, including those that other records explain.
pub(super) fn check(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) -> Vec<FileIx> {
    if inputs.names.is_nobody() {
        return Vec::new();
    }
    let records = inputs.model.records().par_iter().enumerate();
    let suspects = records.flat_map_iter(|(at, record)| {
        let ix = u32::try_from(at).map(RecordIx);
        let found = ix.ok().zip(inputs.config.collection(record.collection));
        found.map_or_else(Vec::new, |(ix, collection)| {
            let mut reader = NearNameScan { inputs, record, collection, ix, suspects: Vec::new() };
            reader.read();
            reader.suspects
        })
    });
    let mut suspects: Vec<Suspect> = suspects.collect();
    suspects.retain(|suspect| !inputs.config.site.allow.iter().any(|(text, _)| **text == *suspect.found));
    let file = |ix| inputs.model.record(ix).map(|record| record.file);
    let files = suspects.iter().filter_map(|suspect| file(suspect.record)).collect();
    let known = explained(inputs, &suspects);
    for suspect in
        suspects.into_iter().filter(|suspect| !known.contains(&(suspect.found.clone(), suspect.alike)))
    {
        let Some(record) = inputs.model.record(suspect.record) else { continue };
        let diagnostic =
            Diagnostic::new(Code::NearName).arg("found", suspect.found).arg("right", &suspect.right);
        findings.push(Finding::new(diagnostic, record.file, suspect.span));
    }
    files
}

struct NearNameScan<'a> {
    inputs: &'a ContentInputs<'a>,
    record: &'a Record,
    collection: &'a Collection,
    ix: RecordIx,
    suspects: Vec<Suspect>,
}

impl NearNameScan<'_> {
    fn read(&mut self) {
        let (inputs, record) = (self.inputs, self.record);
        let own = inputs.names.person(self.ix);
        // If both records are unchanged, so is what one says about the other.
        let is_known = (inputs.known)(record.file);
        if let Some((name, file)) = own.filter(|_| !is_known)
            && let Some(near) = Near::new(name, file)
        {
            self.texts(name, |text| near.find(text, false));
        }
        let is_settled = |(other, id): &(RecordIx, &str)| {
            // If it is not named by its id, a different record may have been meant before.
            let other = inputs.model.record(*other).filter(|other| *other.id == **id);
            is_known && other.is_some_and(|other| (inputs.known)(other.file))
        };
        let mut others = BTreeSet::new();
        record.values.values().for_each(|value| {
            value.references(&mut |reference| {
                others.extend(reference.target.map(|target| (target, &*reference.text)));
            });
        });
        let others = others.into_iter().filter(|other| other.0 != self.ix && !is_settled(other));
        for other in others.map(|(other, _)| other).collect::<BTreeSet<_>>() {
            if let Some((name, file)) = inputs.names.person(other)
                && let Some(near) = Near::new(name, file)
            {
                self.texts(name, |text| near.find(text, true));
            }
        }
        let body = record.body.as_ref();
        let links_any = |body: &Body| body.plain_links().is_none_or(|mut links| links.next().is_some());
        if let Some(body) = body.filter(|body| links_any(body)) {
            for (range, file) in links(&body.text) {
                let words = body.text.get(range.clone()).unwrap_or("");
                // Link text that cannot be a person's name needs no look-up of the link's target.
                if words.len() > 60 || !words.chars().next().is_some_and(|c| is_han(c) || c.is_uppercase()) {
                    continue;
                }
                let Some(name) = inputs.names.of_file(file) else { continue };
                let is_own = own.is_some_and(|(own, _)| own == name);
                // Most links contain the exact name.
                if !is_own
                    && **name != *words
                    && Near::new(name, file).is_some_and(|near| near.is_in_link(words))
                {
                    let slip = Slip { range, alike: true };
                    self.suspect(&body.text, slip, name, |range| in_body(body.start, range));
                }
            }
        }
    }

    /// Searches the body and every visible text except the name itself.
    fn texts(&mut self, name: &Arc<str>, find: impl Fn(&str) -> Vec<Slip>) {
        let (record, collection) = (self.record, self.collection);
        let mut slips = Vec::new();
        record.texts(collection, &mut |found| {
            let is_own_name =
                collection.roles.title.is_some_and(|title| found.place == TextPlace::Field(title));
            if is_prose(&found) && found.visibility == Visibility::Public && !is_own_name {
                for slip in find(found.text) {
                    slips.push((
                        found.text.get(slip.range.clone()).unwrap_or("").to_owned(),
                        found.span(&slip.range),
                        slip.alike,
                    ));
                }
            }
        });
        for (found, span, alike) in slips {
            self.suspects.push(Suspect { record: self.ix, found, right: name.clone(), alike, span });
        }
    }

    fn suspect(&mut self, text: &str, slip: Slip, right: &Arc<str>, place: impl Fn(Range<usize>) -> Span) {
        let found = text.get(slip.range.clone()).unwrap_or("").to_owned();
        let (record, alike) = (self.ix, slip.alike);
        self.suspects.push(Suspect { record, found, right: right.clone(), alike, span: place(slip.range) });
    }
}

fn in_body(start: u32, range: Range<usize>) -> Span {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    Span::new(start.saturating_add(range.start), start.saturating_add(range.end))
}

/// Whether a text is prose, in which persons are mentioned.
const fn is_prose(found: &RecordText<'_>) -> bool {
    matches!(found.kind, TextKind::Plain | TextKind::Markdown)
        && matches!(found.place, TextPlace::Field(_) | TextPlace::Body)
}

/// The suspects that other records explain: by their titles or, if the suspect sounds different, by any text.
fn explained(inputs: &ContentInputs<'_>, suspects: &[Suspect]) -> BTreeSet<(String, bool)> {
    if suspects.is_empty() {
        return BTreeSet::new();
    }
    let names = Wanted::new(suspects);
    let own: BTreeSet<(&str, RecordIx)> =
        suspects.iter().map(|suspect| (suspect.found.as_str(), suspect.record)).collect();
    let records = inputs.model.records().par_iter().enumerate();
    let known = records.flat_map_iter(|(at, record)| {
        let mut known = Vec::new();
        let title = inputs.config.collection(record.collection).and_then(|it| it.roles.title);
        if let Some(title) = title.and_then(|at| record.get(at)?.as_text()) {
            names.in_text(title, &mut |name| {
                known.extend([(name.to_owned(), true), (name.to_owned(), false)]);
            });
        }
        let ix = u32::try_from(at).map(RecordIx);
        if let Some(collection) = inputs.config.collection(record.collection) {
            record.texts(collection, &mut |found| {
                if is_prose(&found) {
                    names.in_text(found.text, &mut |name| {
                        if ix.is_ok_and(|ix| !own.contains(&(name, ix))) {
                            known.push((name.to_owned(), false));
                        }
                    });
                }
            });
        }
        known
    });
    known.collect()
}

/// Names that are searched for together, by first character.
struct Wanted<'s>(BTreeMap<char, BTreeSet<&'s str>>);

impl<'s> Wanted<'s> {
    fn new(suspects: &'s [Suspect]) -> Self {
        let mut names: BTreeMap<char, BTreeSet<&str>> = BTreeMap::new();
        for name in suspects.iter().map(|suspect| suspect.found.as_str()) {
            names.entry(name.chars().next().unwrap_or(' ')).or_default().insert(name);
        }
        Self(names)
    }

    fn in_text(&self, text: &str, tell: &mut dyn FnMut(&str)) {
        for (at, first) in text.char_indices() {
            for name in self.0.get(&first).into_iter().flatten() {
                if text.get(at..).is_some_and(|rest| rest.starts_with(name)) {
                    tell(name);
                }
            }
        }
    }
}
