//! Applies fixes of diagnostics, if the file then says what was meant.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cst::Cst;
use super::original::Original;
use super::refusal::Refusal;
use crate::config::front_matter::{FrontMatter, split};
use crate::config::yaml::{Node, NodeValue, Text, parse};
use crate::diag::{Diagnostics, Severity};
use crate::source::SitePath;

/// A change to the text of a file.
pub type Change = (Range<usize>, String);

/// Applies as many changes as possible, and returns which of them: those after which the file can be read, or
/// read further than before, and says nothing different elsewhere.
///
/// # Errors
/// If the file is not text that can be written back.
pub fn mend(path: &SitePath, bytes: Vec<u8>, changes: &[Change]) -> Result<(Original, Vec<bool>), Refusal> {
    let files = BTreeMap::from([(path.clone(), Original::read(bytes)?)]);
    let groups: Vec<ChangeGroup> =
        changes.iter().map(|change| vec![(path.clone(), change.clone())]).collect();
    let (mut made, taken) = mend_all(&files, &groups);
    Ok((made.remove(path).ok_or(Refusal::Place)?, taken))
}

/// Changes of which either all or none are made, each with its file.
pub type ChangeGroup = Vec<(SitePath, Change)>;

/// The same for several files, some of whose changes belong together. Returns all files, and which of the groups were
/// applied. A group with a file that is not among them is not.
#[must_use]
pub fn mend_all(
    files: &BTreeMap<SitePath, Original>,
    groups: &[ChangeGroup],
) -> (BTreeMap<SitePath, Original>, Vec<bool>) {
    let mut mending = Mending { files, groups, made: files.clone(), taken: vec![false; groups.len()] };
    for together in connected(groups) {
        mending.take(&together);
    }
    (mending.made, mending.taken)
}

struct Mending<'a> {
    files: &'a BTreeMap<SitePath, Original>,
    groups: &'a [ChangeGroup],
    made: BTreeMap<SitePath, Original>,
    taken: Vec<bool>,
}

impl Mending<'_> {
    /// Applies groups in addition to those that were taken before. If that fails because of some of them, their
    /// halves are tried in turn.
    fn take(&mut self, wanted: &[usize]) {
        if wanted.is_empty() {
            return;
        }
        self.mark(wanted, true);
        let groups = wanted.iter().filter_map(|at| self.groups.get(*at)).flatten();
        let paths: BTreeSet<&SitePath> = groups.map(|(path, _)| path).collect();
        let made: Option<Vec<_>> =
            paths.into_iter().map(|path| Some((path.clone(), self.with(path)?))).collect();
        if let Some(made) = made {
            self.made.extend(made);
            return;
        }
        self.mark(wanted, false);
        let (first, second) = wanted.split_at(wanted.len() / 2);
        if !first.is_empty() {
            self.take(first);
            self.take(second);
        }
    }

    fn mark(&mut self, groups: &[usize], taken: bool) {
        for at in groups {
            self.taken.iter_mut().skip(*at).take(1).for_each(|slot| *slot = taken);
        }
    }

    /// A file with all changes of the groups that are taken.
    fn with(&self, path: &SitePath) -> Option<Original> {
        let taken = self.groups.iter().zip(&self.taken).filter(|(_, taken)| **taken);
        let own = taken.flat_map(|(group, _)| group).filter(|(file, _)| file == path);
        let mut changes: Vec<Change> = own.map(|(_, change)| change.clone()).collect();
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        apply(path, self.files.get(path)?, &changes)
    }
}

/// The groups that share files, directly or through others, each by its indices in order.
fn connected(groups: &[ChangeGroup]) -> Vec<Vec<usize>> {
    let mut found: Vec<(BTreeSet<&SitePath>, Vec<usize>)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let mut own: (BTreeSet<&SitePath>, Vec<usize>) =
            (group.iter().map(|(path, _)| path).collect(), vec![at]);
        for other in found.extract_if(.., |(paths, _)| !paths.is_disjoint(&own.0)).collect::<Vec<_>>() {
            own.0.extend(other.0);
            own.1.extend(other.1);
        }
        found.push(own);
    }
    let sorted = |(_, mut indices): (BTreeSet<&SitePath>, Vec<usize>)| {
        indices.sort_unstable();
        indices
    };
    found.into_iter().map(sorted).collect()
}

/// The file with the changes; `None` if two of them overlap or they do not improve it.
fn apply(path: &SitePath, before: &Original, changes: &[Change]) -> Option<Original> {
    let overlaps =
        |pair: &[Change]| matches!(pair, [(one, _), (next, _)] if next.start < one.end || next == one);
    if changes.windows(2).any(overlaps) {
        return None;
    }
    let after = before.splice(changes).ok()?;
    let (old, new) = (Reading::of(path, before), Reading::of(path, &after));
    let ranges: Vec<Range<usize>> = changes.iter().map(|(range, _)| range.clone()).collect();
    let better = match (&old.node, &new.node) {
        (Some(old_node), Some(new_node)) => new.errors <= old.errors && is_alike(old_node, new_node, &ranges),
        (None, Some(_)) => true,
        (Some(_), None) => false,
        // For unreadable files, mistakes are reported one at a time: the next one must be further down.
        (None, None) => {
            let stumbles = back(new.stumbles, changes).cmp(&old.stumbles);
            let told = || new.errors < old.errors || back(new.first, changes) > old.first;
            stumbles.is_gt() || (stumbles.is_eq() && told())
        }
    };
    (better && is_same_body(&old, before, &new, &after, &ranges)).then_some(after)
}

/// The position before the changes for a position after them.
fn back(after: usize, changes: &[Change]) -> usize {
    let mut at = after;
    for (range, words) in changes {
        if at >= range.start + words.len() && after != usize::MAX {
            at = at + range.len() - words.len();
        } else {
            return at;
        }
    }
    at
}

/// What the reader finds in a file.
struct Reading {
    node: Option<Node>,
    errors: usize,
    /// The position of the first error.
    first: usize,
    /// The position of the parser's error.
    stumbles: usize,
    /// Where the text after the front matter begins.
    body: usize,
}

impl Reading {
    fn of(path: &SitePath, original: &Original) -> Self {
        let content = original.content();
        let is_markdown = matches!(path.extension().as_deref(), Some("md" | "markdown"));
        let (range, body) = match split(content) {
            FrontMatter::Found(front, body) if is_markdown => (front, body.start),
            _ => (0..content.len(), content.len()),
        };
        let text = Text::new(path.clone(), content.clone());
        let mut told = Diagnostics::default();
        let stumbles = Cst::first_error(content, range.clone()).unwrap_or(usize::MAX);
        let node = parse(&text, range, &mut told);
        let places = told.iter().filter_map(|it| Some(it.place.as_ref()?.text()?.bytes.start));
        let first = places.min().unwrap_or(usize::MAX);
        Self { node, errors: told.count(Severity::Error), first, stumbles, body }
    }
}

fn is_same_body(
    old: &Reading,
    before: &Original,
    new: &Reading,
    after: &Original,
    ranges: &[Range<usize>],
) -> bool {
    let body = |of: &Original, from: usize| of.content().get(from..).map(str::to_owned);
    ranges.iter().any(|range| range.end > old.body) || body(before, old.body) == body(after, new.body)
}

/// Whether two trees are the same except for what touches one of the ranges in the first.
fn is_alike(old: &Node, new: &Node, ranges: &[Range<usize>]) -> bool {
    let touched = |span: crate::domain::Span| {
        let Range { start, end } = span.range();
        ranges.iter().any(|range| range.start <= end && start <= range.end)
    };
    match (&old.value, &new.value) {
        (NodeValue::Mapping(old), NodeValue::Mapping(new)) if old.len() == new.len() => {
            old.iter().zip(new).all(|((key, value), (new_key, new_value))| {
                (key.text == new_key.text || touched(key.span)) && is_alike(value, new_value, ranges)
            })
        }
        (NodeValue::Sequence(old), NodeValue::Sequence(new)) if old.len() == new.len() => {
            old.iter().zip(new).all(|(old, new)| is_alike(old, new, ranges))
        }
        (old_value, new_value) => old_value == new_value || touched(old.span),
    }
}
