//! Reads the records of a file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::context::{Context, RecordFile};
use super::item::{Item, ItemKind};
use super::mention::mentioned;
use crate::config::RECORD_KEYS;
use crate::config::front_matter::{FrontMatter, near_fence, split};
use crate::config::text::read_text;
use crate::config::yaml::{Node, NodeValue, Shape, Text, parse, wrong_shape};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, listed};
use crate::domain::{Body, CollectionIx, FileIx, Record, Span, text};

/// Number of lines of a text that are searched for facts that should have been in the front matter.
const MOST_BELOW: usize = 100;

/// The contents of one file.
#[derive(Default)]
pub(super) struct FileRecords {
    pub(super) records: Vec<Arc<Record>>,
    pub(super) failed: Vec<(CollectionIx, Arc<str>)>,
    pub(super) broken: Vec<Record>,
    /// The paths of spreadsheets that it names.
    pub(super) named: Vec<Arc<str>>,
    /// Whether it is a spreadsheet that was not read, since a record names it.
    pub(super) attached: bool,
}

/// Reads a file.
pub(super) fn read(
    context: &Context<'_>,
    file: &RecordFile,
    ix: FileIx,
    diagnostics: &mut Diagnostics,
) -> FileRecords {
    let mut found = FileRecords::default();
    let id = id_of(&file.inner);
    let before = found.records.len();
    if let Some(text) = read_text(context.system, context.root, &file.path, diagnostics) {
        let text = text.with_numbers(context.config.site.lang.notation());
        if !context.sheets.is_empty() {
            let folder = file.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
            found.named = mentioned(&text.content, folder, context.sheets);
        }
        let markdown = matches!(file.path.extension().as_deref(), Some("md" | "markdown"));
        let mut reader = RecordFileReader { context, file, ix, text: &text, found: &mut found };
        if text::is_blank(&text.content) {
            diagnostics.push(Diagnostic::new(Code::EmptyFile).at(Place::file(file.path.clone())));
        } else if markdown {
            reader.markdown(&id, diagnostics);
        } else {
            reader.yaml(&id, diagnostics);
        }
    }
    if found.records.len() == before && found.failed.is_empty() {
        found.failed.push((file.collection, Arc::from(id)));
    }
    found
}

/// A file's id: its path within the collection without extension; `index` stands for its folder. Letters that
/// some systems decompose in file names are composed.
fn id_of(inner: &str) -> String {
    let inner = &*text::composed(inner);
    let stem = inner.rsplit_once('.').map_or(inner, |(stem, _)| stem);
    stem.strip_suffix("/index").unwrap_or(stem).to_owned()
}

/// A file that is being read.
pub(super) struct RecordFileReader<'a, 'f> {
    pub(super) context: &'a Context<'a>,
    pub(super) file: &'a RecordFile,
    pub(super) ix: FileIx,
    pub(super) text: &'a Text,
    pub(super) found: &'f mut FileRecords,
}

impl RecordFileReader<'_, '_> {
    fn markdown(&mut self, id: &str, diagnostics: &mut Diagnostics) {
        let content = &self.text.content;
        let first_line = || {
            let rest = content.trim_start_matches(text::is_blank_sign);
            let start = content.len() - rest.len();
            let length = rest.lines().next().map_or(0, str::len);
            self.text.place(Span::new(start, start + length))
        };
        let (code, first) = match split(content) {
            FrontMatter::Found(front, body) => return self.parts(id, front, body, diagnostics),
            FrontMatter::Missing => (Code::NoFrontMatter, true),
            FrontMatter::Unclosed => (Code::UnclosedFrontMatter, false),
        };
        let near = near_fence(content, first);
        let found = near.clone().and_then(|range| content.get(range)).map(str::to_owned);
        let place = near.map_or_else(first_line, |range| self.text.place(Span::new(range.start, range.end)));
        diagnostics.push(Diagnostic::new(code).at(place).arg_opt("found", found));
    }

    /// Reads a Markdown file whose front matter and text are known.
    fn parts(&mut self, id: &str, front: Range<usize>, body: Range<usize>, diagnostics: &mut Diagnostics) {
        let content = &self.text.content;
        let Some(node) = parse(self.text, front.clone(), diagnostics) else { return };
        let words = content.get(body.clone()).unwrap_or("");
        let below = self.facts_below(words);
        if let Some(told) = self.early_end(front.end, &below, words) {
            diagnostics.push(told);
        }
        let body = (!text::is_blank(words))
            .then(|| Body::new(Arc::from(words), u32::try_from(body.start).unwrap_or(u32::MAX)));
        // A missing field is reported at the first `---`.
        let node = if node.is_null() {
            Node { span: Span::new(0, 3), value: NodeValue::Mapping(Vec::new()) }
        } else {
            node
        };
        self.add_with(&node, ItemKind::File { id: id.to_owned(), body }, &below, diagnostics);
    }

    /// The collection's keys with which a text begins: the front matter should have continued there.
    fn facts_below<'t>(&self, words: &'t str) -> Vec<&'t str> {
        let Some(collection) = self.context.config.collection(self.file.collection) else {
            return Vec::new();
        };
        let known = |key: &str| collection.field(key).is_some() || RECORD_KEYS.contains(&key);
        let key = |line: &'t str| line.split_once([':', '：']).map(|(key, _)| key).filter(|key| known(key));
        let lines = words.lines().skip_while(|line| text::is_blank(line));
        // Indented lines belong to the key above them.
        let mut found = Vec::new();
        for line in lines.take(MOST_BELOW) {
            match key(line) {
                Some(key) => found.push(key),
                None if line.starts_with([' ', '-', '#'])
                    && !line.starts_with("---")
                    && !found.is_empty() => {}
                None => break,
            }
        }
        found
    }

    /// Reports that a record's front matter ends too early.
    fn early_end(&self, fence: usize, below: &[&str], words: &str) -> Option<Diagnostic> {
        let keys = listed(below.iter().copied())?;
        let place = self.text.place(Span::new(fence, fence + 3));
        let line = i64::from(place.line());
        let told = Diagnostic::new(Code::FrontMatterEndsEarly).at(place).arg("line", line).arg("keys", keys);
        let closes = words.lines().any(|line| text::trimmed(line) == "---");
        Some(if closes { told.arg("more", "") } else { told.arg("last", "") })
    }

    fn yaml(&mut self, id: &str, diagnostics: &mut Diagnostics) {
        let content = &self.text.content;
        let Some(node) = parse(self.text, 0..content.len(), diagnostics) else { return };
        match &node.value {
            NodeValue::Sequence(items) => {
                for item in items {
                    if item.as_map().is_some() {
                        self.add(item, ItemKind::Register, diagnostics);
                    } else {
                        wrong_shape(self.text, item, Shape::Record, diagnostics);
                    }
                }
                self.find_equal_ids(diagnostics);
                if items.is_empty() {
                    diagnostics
                        .push(Diagnostic::new(Code::EmptyFile).at(Place::file(self.file.path.clone())));
                }
            }
            // Only comments.
            _ if node.is_null() => {
                diagnostics.push(Diagnostic::new(Code::EmptyFile).at(Place::file(self.file.path.clone())));
            }
            _ => self.add(&node, ItemKind::File { id: id.to_owned(), body: None }, diagnostics),
        }
    }

    fn add(&mut self, node: &Node, kind: ItemKind, diagnostics: &mut Diagnostics) {
        self.add_with(node, kind, &[], diagnostics);
    }

    /// Adds a record. `below` are keys that were reported and are not missing.
    pub(super) fn add_with(
        &mut self,
        node: &Node,
        kind: ItemKind,
        below: &[&str],
        diagnostics: &mut Diagnostics,
    ) {
        let Some(item) = self.item(below) else { return };
        match item.read(node, kind, diagnostics) {
            Ok(record) => self.found.records.push(Arc::new(record)),
            Err(failed) => {
                self.found.failed.extend(failed.id.map(|id| (self.file.collection, id)));
                self.found.broken.extend(failed.record.map(|record| *record));
            }
        }
    }

    /// The id that a row of a spreadsheet will have.
    pub(super) fn id_of_row(&self, node: &Node) -> Option<Arc<str>> {
        match self.item(&[])?.read(node, ItemKind::Row, &mut Diagnostics::default()) {
            Ok(record) => Some(record.id),
            Err(failed) => failed.id,
        }
    }

    fn item<'i>(&'i self, below: &'i [&'i str]) -> Option<Item<'i>> {
        Some(Item {
            context: self.context,
            text: self.text,
            collection: self.context.config.collection(self.file.collection)?,
            collection_ix: self.file.collection,
            path: &self.file.path,
            inner: &self.file.inner,
            file: self.ix,
            below,
        })
    }

    /// Reports items of one register with the same id; the model does so across files.
    pub(super) fn find_equal_ids(&mut self, diagnostics: &mut Diagnostics) {
        let Some(collection) = self.context.config.collection(self.file.collection) else { return };
        let mut first: BTreeMap<Arc<str>, Span> = BTreeMap::new();
        let text = self.text;
        self.found.records.retain(|record| match first.get(&record.id) {
            None => {
                first.insert(record.id.clone(), record.span);
                true
            }
            Some(span) => {
                let start = |span: Span| Span { start: span.start, end: span.start };
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateId)
                        .at(text.place(start(record.span)))
                        .and_at(text.place(start(*span)))
                        .arg("id", &record.id)
                        .arg("collection", collection.title.term(&collection.id)),
                );
                false
            }
        });
    }
}
