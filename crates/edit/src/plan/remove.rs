//! Removes a key or item with its own lines.

use std::ops::Range;

use super::{Changes, Holder, Plan};
use crate::cst::{Entry, Item, Kind};
use crate::refusal::Refusal;
use crate::value::{Step, ValuePath};

impl Plan<'_> {
    /// Removes the key or item at a path. Comments above it stay; one on its last line is removed too.
    pub(crate) fn remove(&self, path: &ValuePath) -> Result<Changes, Refusal> {
        let (above, step) = path.split().ok_or_else(|| Refusal::Form(path.to_string()))?;
        let found = self.find(path)?;
        let holder = self.find(&above)?.value;
        let at = match (&holder.kind, found.holder, step) {
            (Kind::Map { entries, .. }, Some(Holder::Entry(own)), _) => {
                entries.iter().position(|entry| entry.key_span == own.key_span)
            }
            (Kind::List { .. }, _, Step::Item(at)) => Some(*at),
            _ => None,
        };
        let form = || Refusal::Form(path.to_string());
        self.remove_parts(&above, &[at.ok_or_else(form)?]).map_err(|refusal| match refusal {
            Refusal::Form(_) => form(),
            other => other,
        })
    }

    /// Removes some of the keys or items of the group or list at a path, given by their indices in order.
    pub(crate) fn remove_parts(&self, path: &ValuePath, gone: &[usize]) -> Result<Changes, Refusal> {
        let holder = self.find(path)?;
        let form = || Refusal::Form(path.to_string());
        let (flow, parts): (bool, Vec<Range<usize>>) = match &holder.value.kind {
            Kind::Map { flow, entries } => {
                for entry in gone.iter().filter_map(|at| entries.get(*at)) {
                    self.find_alone(&path.then(entry.key.as_str()))?;
                }
                (*flow, entries.iter().map(|entry: &Entry| entry.key_span.start..entry.end()).collect())
            }
            Kind::List { flow, items } => {
                for at in gone {
                    self.find_alone(&path.then(*at))?;
                }
                (*flow, items.iter().map(|item: &Item| item.start..item.end()).collect())
            }
            _ => return Err(form()),
        };
        if gone.last().is_none_or(|last| *last >= parts.len()) {
            return Err(form());
        }
        if flow || holder.in_flow {
            let runs = gone.chunk_by(|one, next| one + 1 == *next);
            return runs.map(|run| self.remove_run(&parts, run).ok_or_else(form)).collect();
        }
        let mut made: Changes = Vec::with_capacity(gone.len());
        for at in gone {
            let own = parts.get(*at).cloned().ok_or_else(form)?;
            self.own_column(own.start, path)?;
            if self.is_first(own.start) {
                made.push((self.lines(&own), String::new()));
                continue;
            }
            // It follows a hyphen, to which the next one moves up.
            let after = parts.get(at + 1);
            let end = after.map_or(own.end, |after| after.start);
            if gone.len() > 1 || self.slice(own.end..end).contains('#') {
                return Err(form());
            }
            made.push((own.start..end, String::new()));
        }
        self.share_line_end(&mut made);
        Ok(made)
    }

    /// Removes neighbours in brackets or braces, with the commas that they need no longer.
    fn remove_run(&self, parts: &[Range<usize>], run: &[usize]) -> Option<(Range<usize>, String)> {
        let (first, last) = (*run.first()?, *run.last()?);
        let own = parts.get(first)?.start..parts.get(last)?.end;
        let before = first.checked_sub(1).and_then(|at| parts.get(at));
        let range = match (before, parts.get(last + 1)) {
            (_, Some(after)) => own.start..after.start,
            (Some(before), None) => before.end..own.end,
            (None, None) => own.clone(),
        };
        // A comment between two of them belongs to neither.
        let gaps = parts.get(first..=last)?.windows(2);
        let has_comment = gaps.into_iter().any(|pair| match pair {
            [one, next] => self.slice(one.end..next.start).contains('#'),
            _ => false,
        });
        let between = self.slice(own.end.min(range.end)..range.end).contains('#')
            || self.slice(range.start..own.start.max(range.start)).contains('#');
        (!has_comment && !between).then_some((range, String::new()))
    }

    /// If the last lines of a file without a final line end are removed, only the first of them takes the line end
    /// above.
    fn share_line_end(&self, made: &mut Changes) {
        let ranges = made.len();
        for at in (1..ranges).rev() {
            let Some([(above, _), (own, _)]) = made.get_mut(at - 1..=at) else { return };
            if own.start >= above.end {
                return;
            }
            own.start = above.end;
            above.start = above.start.saturating_sub(1).max(self.range.start);
        }
    }

    /// The complete lines of something, with one line end.
    fn lines(&self, own: &Range<usize>) -> Range<usize> {
        let start = self.line_start(own.start);
        let end = self.line_end(own.end);
        if end < self.range.end {
            return start..end + 1;
        }
        // The last line of a file without a final line end takes the previous line end.
        start.saturating_sub(1).max(self.range.start)..end
    }
}
