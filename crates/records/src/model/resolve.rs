//! Resolves names in records to records.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use crate::config::Config;
use crate::config::decode::{parts, several};
use crate::diag::{Code, Diagnostic, listed, suggestion};
use crate::domain::{
    At, CollectionIx, Field, FieldType, FileIx, Finding, Name, PartMut, Record, RecordIx, Reference, Span,
    Value,
};

/// The names of a collection's records.
#[derive(Default)]
struct Names {
    ids: HashMap<Arc<str>, RecordIx>,
    titles: HashMap<Arc<str>, Vec<RecordIx>>,
    /// By normalised title, built on first use.
    letters: OnceLock<HashMap<String, Vec<RecordIx>>>,
}

impl Names {
    /// Records whose titles differ from a text only in spaces, width or the form of a dot.
    fn spelt_otherwise(&self, text: &str) -> Option<&Vec<RecordIx>> {
        let letters = self.letters.get_or_init(|| {
            let mut letters: HashMap<String, Vec<RecordIx>> = HashMap::new();
            for (title, records) in &self.titles {
                if let Some(name) = Name::new(title) {
                    letters.entry(name.letters().collect()).or_default().extend(records);
                }
            }
            // In the order of the records, independent of the titles'.
            letters.values_mut().for_each(|records| records.sort_unstable());
            letters
        });
        letters.get(&Name::new(text)?.letters().collect::<String>())
    }
}

struct Resolver<'a> {
    names: Vec<Names>,
    failed: &'a BTreeSet<(CollectionIx, Arc<str>)>,
    config: &'a Config,
    findings: &'a mut Vec<Finding>,
}

/// Sets the target of every reference.
pub(super) fn resolve(
    records: &mut [Arc<Record>],
    ranges: &[Range<usize>],
    failed: &BTreeSet<(CollectionIx, Arc<str>)>,
    config: &Config,
    findings: &mut Vec<Finding>,
) {
    let names = names(records.iter().map(AsRef::as_ref), (records, ranges), config);
    let mut resolver = Resolver { names, failed, config, findings };
    for record in records.iter_mut().filter(|record| has_references(record, config)) {
        // Records without references stay shared.
        resolver.record(Arc::make_mut(record));
    }
}

/// The same for records that no other record may refer to.
pub(super) fn check(
    broken: &mut [Record],
    (records, ranges): (&[Arc<Record>], &[Range<usize>]),
    failed: &BTreeSet<(CollectionIx, Arc<str>)>,
    config: &Config,
    findings: &mut Vec<Finding>,
) {
    let names = names(broken.iter(), (records, ranges), config);
    let mut resolver = Resolver { names, failed, config, findings };
    broken.iter_mut().for_each(|record| resolver.record(record));
}

/// The names of the collections to which any of these records refers.
fn names<'r>(
    referring: impl Iterator<Item = &'r Record>,
    (records, ranges): (&[Arc<Record>], &[Range<usize>]),
    config: &Config,
) -> Vec<Names> {
    let mut wanted = BTreeSet::new();
    for record in referring {
        let Some(collection) = config.collection(record.collection) else { continue };
        record.filled(collection).for_each(|(_, field, _)| targets_of(&field.kind, &mut wanted));
    }
    let all: Vec<_> = ranges.iter().zip(&config.collections).collect();
    let names = all.into_par_iter().map(|(range, collection)| {
        let mut names = Names::default();
        if !wanted.contains(&*collection.id) {
            return names;
        }
        for at in range.clone() {
            let (Some(record), Ok(ix)) = (records.get(at), u32::try_from(at)) else { continue };
            names.ids.insert(record.id.clone(), RecordIx(ix));
            if let Some(title) = collection.roles.title.and_then(|field| record.get(field)?.as_text()) {
                names.titles.entry(title.clone()).or_default().push(RecordIx(ix));
            }
        }
        names
    });
    names.collect()
}

/// The collections to which values of a type refer.
fn targets_of<'k>(kind: &'k FieldType, wanted: &mut BTreeSet<&'k str>) {
    if let FieldType::Reference(to) = kind.item() {
        wanted.insert(to);
    }
    kind.fields().iter().for_each(|field| targets_of(&field.kind, wanted));
}

/// Whether a record refers to others.
fn has_references(record: &Record, config: &Config) -> bool {
    let Some(collection) = config.collection(record.collection) else { return false };
    let mut fields = record.values.iter().filter_map(|(at, _)| collection.fields.get(at));
    fields.any(|field| field.kind.any(&refers))
}

const fn refers(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Reference(_))
}

impl Resolver<'_> {
    fn record(&mut self, record: &mut Record) {
        let Some(collection) = self.config.collection(record.collection) else { return };
        for (at, value) in record.values.iter_mut() {
            if let Some(field) = collection.fields.get(at)
                && field.kind.any(&refers)
            {
                self.value(value, field, record.file);
            }
        }
    }

    fn value(&mut self, value: &mut Value, field: &Field, file: FileIx) {
        value.parts_mut(At::new(field, Span::default()), &mut |part, at| {
            if let (PartMut::Reference(reference), Some(field)) = (part, at.field)
                && let FieldType::Reference(to) = field.kind.item()
            {
                reference.target = self.find(reference, field, (to, at.in_list), file);
            }
        });
    }

    fn find(
        &mut self,
        reference: &Reference,
        field: &Field,
        (to, in_list): (&str, bool),
        file: FileIx,
    ) -> Option<RecordIx> {
        let (collection, declared) = self.config.collection_named(to)?;
        let names = self.names.get(usize::from(collection.0))?;
        let text = &*reference.text;
        let id = id_in(text, to);
        if let Some(found) = names.ids.get(text).or_else(|| names.ids.get(id)) {
            return Some(*found);
        }
        if let Some(found) = names.titles.get(text).or_else(|| names.spelt_otherwise(text)) {
            if let [only] = found.as_slice() {
                return Some(*only);
            }
            let ids = found
                .iter()
                .filter_map(|ix| names.ids.iter().find(|(_, known)| *known == ix))
                .map(|(id, _)| &**id);
            let mut candidates: Vec<&str> = ids.collect();
            candidates.sort_unstable();
            let diagnostic = Diagnostic::new(Code::AmbiguousReference)
                .arg("field", &field.name)
                .arg("found", text)
                .arg_opt("candidates", listed(candidates));
            self.findings.push(Finding::new(diagnostic, file, reference.span));
            return None;
        }
        let is_failed = |id: &str| self.failed.contains(&(collection, Arc::from(id)));
        if is_failed(text) || is_failed(id) {
            return None;
        }
        let is_known =
            |part: &str| names.ids.contains_key(id_in(part, to)) || names.titles.contains_key(part);
        if let Some(parts) = parts(text, is_known).filter(|_| !text.starts_with(['.', '/'])) {
            let told = several(field, text, &parts, in_list);
            self.findings.push(Finding::new(told, file, reference.span));
            return None;
        }
        let mut known: Vec<&str> = names.titles.keys().chain(names.ids.keys()).map(AsRef::as_ref).collect();
        known.sort_unstable();
        let diagnostic = Diagnostic::new(Code::DanglingReference)
            .arg("field", &field.name)
            .arg("found", text)
            .arg("item", declared.item.term(&declared.id))
            .arg_opt("suggestion", suggestion(text, known));
        self.findings.push(Finding::new(diagnostic, file, reference.span));
        None
    }
}

/// The id in a reference that is written as a path: `bases/jinxiu.md`, `../bases/jinxiu.md`, `jinxiu.md`.
fn id_in<'t>(text: &'t str, collection: &str) -> &'t str {
    let plain = text.trim_start_matches("./").trim_start_matches("../").trim_start_matches("content/");
    let inner = plain.strip_prefix(collection).and_then(|rest| rest.strip_prefix('/')).unwrap_or(plain);
    let stem = [".md", ".yaml", ".yml"].iter().find_map(|ending| inner.strip_suffix(ending)).unwrap_or(inner);
    stem.strip_suffix("/index").unwrap_or(stem)
}
