//! A file that is edited one change at a time, each verified by reading the file again.

use std::ops::Range;
use std::sync::Arc;

use super::body::blocks;
use super::change::Edit;
use super::cst::Cst;
use super::original::Original;
use super::plan::{Changes, Plan, Position};
use super::refusal::Refusal;
use super::shape::{Shape, is_wanted};
use super::value::{Step, Value, ValuePath};
use crate::config::front_matter::{FrontMatter, near_fence, split};
use crate::config::yaml::{Node, NodeValue, Text, parse};
use crate::diag::{Diagnostics, Severity};
use crate::domain::Span;
use crate::source::SitePath;

/// A file of a record, register or settings.
///
/// Every change either does exactly what was intended, or is refused and leaves the document unchanged.
#[derive(Clone, Debug)]
pub struct Document {
    path: SitePath,
    original: Original,
    parts: Parts,
    /// The tree of its YAML, and the reader's number of errors.
    node: Node,
    errors: usize,
}

/// The range of a file's YAML, and its text.
#[derive(Clone, Debug)]
struct Parts {
    yaml: Range<usize>,
    body: Option<Range<usize>>,
    /// Whether it is a Markdown file without front matter.
    is_bare: bool,
}

impl Document {
    /// Reads a file's bytes. Files named `.md` or `.markdown` have front matter and a text, all others are
    /// YAML.
    ///
    /// # Errors
    /// If it is not text, its front matter is not closed, or its YAML cannot be read.
    pub fn read(path: SitePath, bytes: Vec<u8>) -> Result<Self, Refusal> {
        Self::of(path, Original::read(bytes)?)
    }

    fn of(path: SitePath, original: Original) -> Result<Self, Refusal> {
        let parts = Parts::of(&path, original.content())?;
        let text = Text::new(path.clone(), original.content().clone());
        let mut told = Diagnostics::default();
        let node = parse(&text, parts.yaml.clone(), &mut told).ok_or(Refusal::Syntax)?;
        Ok(Self { path, original, parts, node, errors: told.count(Severity::Error) })
    }

    /// The file's current bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.original.bytes()
    }

    /// The file's bytes with the text decoded from them.
    #[must_use]
    pub const fn original(&self) -> &Original {
        &self.original
    }

    /// The node at a path; `None` if there is none.
    #[must_use]
    pub fn get(&self, path: &ValuePath) -> Option<&Node> {
        path.0.iter().try_fold(&self.node, |node, step| match (&node.value, step) {
            (NodeValue::Mapping(entries), Step::Key(key)) => {
                let key = super::shape::as_read(key);
                entries.iter().find(|(known, _)| *known.text == *key).map(|(_, value)| value)
            }
            (NodeValue::Sequence(items), Step::Item(at)) => items.get(*at),
            _ => None,
        })
    }

    /// The register item that begins at a position of the file's text, or the whole file if it is a single
    /// record.
    #[must_use]
    pub fn record_at(&self, start: usize) -> Option<ValuePath> {
        match &self.node.value {
            NodeValue::Sequence(items) => {
                let at = items.iter().position(|item| item.span.range().start == start)?;
                Some([at].into())
            }
            _ => Some(ValuePath::default()),
        }
    }

    /// Sets the value at a path, adding its key if necessary. Unchanged parts of lists and groups are not
    /// rewritten; keys of a group that are not in the new value are removed.
    ///
    /// # Errors
    /// If that cannot be done without changing anything else.
    pub fn set(&mut self, path: &ValuePath, value: &Value) -> Result<(), Refusal> {
        // An existing value whose notation could be misread has to be corrected by hand.
        if self.get(path).is_some_and(|node| is_wanted(value, node)) {
            return Ok(());
        }
        // Parts of a list or group are changed together, or where their notation does not allow that, in turn.
        let mut changed = self.clone();
        if changed.apply_together(&[Edit::Set { path: path.clone(), value: value.clone() }]).is_err() {
            changed.put(path, value)?;
        }
        *self = changed;
        Ok(())
    }

    fn put(&mut self, path: &ValuePath, value: &Value) -> Result<(), Refusal> {
        let node = self.get(path).cloned();
        if node.as_ref().is_some_and(|node| is_wanted(value, node)) {
            return Ok(());
        }
        match (node.map(|node| node.value), value, path.split()) {
            (None, _, Some((above, Step::Key(key)))) => {
                if self.get(&above).is_none_or(Node::is_null) && !above.0.is_empty() {
                    return self.put(&above, &Value::Map(vec![(key.clone(), value.clone())]));
                }
                self.insert_key(&above, key, value, &Position::Last)
            }
            (None, ..) => Err(Refusal::Nothing(path.to_string())),
            (Some(NodeValue::Mapping(own)), Value::Map(entries), _)
                if !own.is_empty() && !entries.is_empty() =>
            {
                let own: Vec<Arc<str>> = own.into_iter().map(|(key, _)| key.text).collect();
                for (key, value) in entries {
                    self.put(&path.then(key.as_str()), value)?;
                }
                let is_wanted = |key: &Arc<str>| {
                    entries.iter().any(|(wanted, _)| *super::shape::as_read(wanted) == **key)
                };
                for key in own.iter().filter(|key| !is_wanted(key)) {
                    self.cut(&path.then(key.to_string()))?;
                }
                Ok(())
            }
            (Some(NodeValue::Sequence(own)), Value::List(items), _)
                if !own.is_empty() && !items.is_empty() =>
            {
                self.put_items(path, &own, items)
            }
            _ => self.replace(path, value),
        }
    }

    /// Turns a list into another one, changing only items between the common beginning and end.
    fn put_items(&mut self, path: &ValuePath, own: &[Node], items: &[Value]) -> Result<(), Refusal> {
        let same = |(node, value): &(&Node, &Value)| is_wanted(value, node);
        let head = own.iter().zip(items).take_while(same).count();
        let shorter = own.len().min(items.len()) - head;
        let tail = own.iter().rev().zip(items.iter().rev()).take(shorter).take_while(same).count();
        let (old, new) = (own.len() - head - tail, items.len() - head - tail);
        for at in head..head + old.min(new) {
            let value = items.get(at).ok_or(Refusal::Differs)?;
            self.put(&path.then(at), value)?;
        }
        for at in (head + new..head + old).rev() {
            self.cut(&path.then(at))?;
        }
        for at in head + old..head + new {
            let value = items.get(at).ok_or(Refusal::Differs)?;
            self.insert_item(path, at, value)?;
        }
        Ok(())
    }

    fn replace(&mut self, path: &ValuePath, value: &Value) -> Result<(), Refusal> {
        let changes = self.plan(|plan| plan.replace(path, value))?;
        let mut wanted = Shape::of(&self.node);
        let place = wanted.at(&path.0).ok_or_else(|| Refusal::Nothing(path.to_string()))?;
        *place = Shape::Wanted(value.clone());
        self.commit(&changes, &wanted)
    }

    /// Adds a key with its value to the group at a path (empty for the whole file).
    ///
    /// # Errors
    /// If the key exists already, there is no group, or it cannot be done without changing anything else.
    pub fn insert_key(
        &mut self,
        group: &ValuePath,
        key: &str,
        value: &Value,
        position: &Position,
    ) -> Result<(), Refusal> {
        let changes = self.plan(|plan| plan.add(group, key, value, position))?;
        let mut wanted = Shape::of(&self.node);
        let entries = wanted.map(group)?;
        let named = |wanted: &String| {
            let wanted = super::shape::as_read(wanted);
            entries.iter().position(|(known, _)| *known == wanted)
        };
        let at = match position {
            Position::Last => Some(entries.len()),
            Position::First => Some(0),
            Position::Before(key) => named(key),
            Position::After(key) => named(key).map(|at| at + 1),
        };
        let at = at.ok_or_else(|| Refusal::Nothing(group.to_string()))?;
        entries.insert(at, (super::shape::as_read(key), Shape::Wanted(value.clone())));
        self.commit(&changes, &wanted)
    }

    /// Inserts an item into the list at a path, at an index counted from 0.
    ///
    /// # Errors
    /// If there is no such list or index, or it cannot be done without changing anything else.
    pub fn insert_item(&mut self, list: &ValuePath, at: usize, value: &Value) -> Result<(), Refusal> {
        let changes = self.plan(|plan| plan.insert(list, at, value))?;
        let mut wanted = Shape::of(&self.node);
        let items = wanted.list(list)?;
        if at > items.len() {
            return Err(Refusal::Nothing(list.then(at).to_string()));
        }
        items.insert(at, Shape::Wanted(value.clone()));
        self.commit(&changes, &wanted)
    }

    /// Removes a key with its value, or an item of a list. Comments above it stay; one after it on its line
    /// is removed too.
    ///
    /// # Errors
    /// If nothing is there, or it cannot be done without changing anything else.
    pub fn remove(&mut self, path: &ValuePath) -> Result<(), Refusal> {
        self.cut(path)
    }

    fn cut(&mut self, path: &ValuePath) -> Result<(), Refusal> {
        let changes = self.plan(|plan| plan.remove(path))?;
        let (above, step) = path.split().ok_or_else(|| Refusal::Form(path.to_string()))?;
        let mut wanted = Shape::of(&self.node);
        match step {
            Step::Key(key) => {
                let key = super::shape::as_read(key);
                wanted.map(&above)?.retain(|(known, _)| *known != key);
            }
            Step::Item(at) => {
                let items = wanted.list(&above)?;
                if *at >= items.len() {
                    return Err(Refusal::Nothing(path.to_string()));
                }
                items.remove(*at);
            }
        }
        self.commit(&changes, &wanted)
    }

    /// Renames a key.
    ///
    /// # Errors
    /// If there is no such key, the name is taken, or it cannot be done without changing anything else.
    pub fn rename(&mut self, path: &ValuePath, name: &str) -> Result<(), Refusal> {
        let changes = self.plan(|plan| plan.rename(path, name))?;
        let Some((above, Step::Key(key))) = path.split() else {
            return Err(Refusal::Kind(path.to_string()));
        };
        let (key, name) = (super::shape::as_read(key), super::shape::as_read(name));
        let mut wanted = Shape::of(&self.node);
        let entries = wanted.map(&above)?;
        if entries.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::There(above.then(name).to_string()));
        }
        entries.iter_mut().filter(|(known, _)| *known == key).for_each(|(known, _)| known.clone_from(&name));
        self.commit(&changes, &wanted)
    }

    /// Moves an item of a list, or a key of a group, to the position of another. Comments directly above it
    /// and on its lines move with it.
    ///
    /// # Errors
    /// If there are not that many, or it cannot be done without changing anything else.
    pub fn reorder(&mut self, path: &ValuePath, from: usize, to: usize) -> Result<(), Refusal> {
        let changes = self.plan(|plan| plan.reorder(path, from, to))?;
        let mut wanted = Shape::of(&self.node);
        let place = wanted.at(&path.0).ok_or_else(|| Refusal::Nothing(path.to_string()))?;
        match place {
            Shape::List(items) => {
                let moved = items.remove(from);
                items.insert(to, moved);
            }
            Shape::Map(entries) => {
                let moved = entries.remove(from);
                entries.insert(to, moved);
            }
            _ => return Err(Refusal::Kind(path.to_string())),
        }
        self.commit(&changes, &wanted)
    }

    /// The blocks of the text (paragraphs, headings, lists, tables …) as spans of the file's text.
    #[must_use]
    pub fn blocks(&self) -> Vec<Span> {
        let place = |block: Range<usize>| {
            let from = self.parts.body.as_ref().map_or(0, |body| body.start);
            Span::new(from + block.start, from + block.end)
        };
        blocks(self.body()).into_iter().map(place).collect()
    }

    /// The text below the front matter.
    fn body(&self) -> &str {
        let body = self.parts.body.clone().and_then(|body| self.original.content().get(body));
        body.unwrap_or("")
    }

    /// Replaces some blocks of the text; an empty range inserts before its start, an empty replacement
    /// removes. The replacement may consist of several blocks.
    ///
    /// # Errors
    /// If the file has no text or not that many blocks, or other blocks would change too.
    pub fn set_blocks(&mut self, range: Range<usize>, words: &str) -> Result<(), Refusal> {
        let body = self.parts.body.clone().ok_or(Refusal::Place)?;
        let old = blocks(self.body());
        if range.start > range.end || range.end > old.len() {
            return Err(Refusal::Place);
        }
        let words = words.replace("\r\n", "\n").replace('\r', "\n");
        let words = crate::domain::text::sound(words.trim_matches('\n').trim_end()).into_owned();
        let change = super::body::change(self.body(), &old, &range, &words);
        let change = (body.start + change.0.start..body.start + change.0.end, change.1);
        let new = blocks(&words);
        let text = |of: &str, range: &Range<usize>| of.get(range.clone()).map(str::to_owned);
        let kept =
            |range: Range<usize>| old.get(range).unwrap_or_default().iter().map(|it| text(self.body(), it));
        let wanted: Vec<_> = kept(0..range.start)
            .chain(new.iter().map(|it| text(&words, it)))
            .chain(kept(range.end..old.len()))
            .collect();
        let made = self.original.splice(&[change])?;
        let made = Self::of(self.path.clone(), made).map_err(|_| Refusal::Differs)?;
        let found: Vec<_> = blocks(made.body()).iter().map(|it| text(made.body(), it)).collect();
        let front = |of: &Self| of.original.content().get(of.parts.yaml.clone()).map(str::to_owned);
        if found != wanted || front(self) != front(&made) {
            return Err(Refusal::Differs);
        }
        *self = made;
        Ok(())
    }

    /// Makes a plan for the current file.
    pub(crate) fn plan<T>(&self, make: impl FnOnce(&Plan<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let content = self.original.content();
        let cst = Cst::read(content, self.parts.yaml.clone()).ok_or(Refusal::Syntax)?;
        make(&Plan::new(content, self.parts.yaml.clone(), &cst))
    }

    /// Applies the changes, if the result says exactly what is wanted.
    pub(crate) fn commit(&mut self, changes: &Changes, wanted: &Shape) -> Result<(), Refusal> {
        let mut changes = changes.clone();
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        if self.parts.is_bare {
            for (_, words) in &mut changes {
                *words = format!("---\n{words}---\n");
            }
        }
        let made = self.original.splice(&changes)?;
        let made = Self::of(self.path.clone(), made).map_err(|_| Refusal::Differs)?;
        if made.errors > self.errors || !wanted.is(&made.node) || made.body() != self.body() {
            return Err(Refusal::Differs);
        }
        *self = made;
        Ok(())
    }
}

impl Parts {
    fn of(path: &SitePath, content: &str) -> Result<Self, Refusal> {
        if !matches!(path.extension().as_deref(), Some("md" | "markdown")) {
            return Ok(Self { yaml: 0..content.len(), body: None, is_bare: false });
        }
        match split(content) {
            FrontMatter::Found(yaml, body) => Ok(Self { yaml, body: Some(body), is_bare: false }),
            FrontMatter::Missing if near_fence(content, true).is_none() => {
                Ok(Self { yaml: 0..0, body: Some(0..content.len()), is_bare: true })
            }
            FrontMatter::Missing | FrontMatter::Unclosed => Err(Refusal::FrontMatter),
        }
    }
}
