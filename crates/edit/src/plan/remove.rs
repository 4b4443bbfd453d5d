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
        let found = self.find_alone(path)?;
        let holder = self.find(&above)?.value;
        let form = || Refusal::Form(path.to_string());
        // The ranges of the siblings, and the index of this one.
        let (flow, parts, at): (bool, Vec<Range<usize>>, _) = match (&holder.kind, found.holder, step) {
            (Kind::Map { flow, entries }, Some(Holder::Entry(own)), _) => {
                let at = entries.iter().position(|entry| entry.key_span == own.key_span);
                let part = |entry: &Entry| entry.key_span.start..entry.end();
                (*flow, entries.iter().map(part).collect(), at.ok_or_else(form)?)
            }
            (Kind::List { flow, items }, _, Step::Item(at)) => {
                (*flow, items.iter().map(|item: &Item| item.start..item.end()).collect(), *at)
            }
            _ => return Err(form()),
        };
        let own = parts.get(at).cloned().ok_or_else(form)?;
        let before = at.checked_sub(1).and_then(|at| parts.get(at));
        let after = parts.get(at + 1);
        if flow || found.in_flow {
            let range = match (before, after) {
                (_, Some(after)) => own.start..after.start,
                (Some(before), None) => before.end..own.end,
                (None, None) => own.clone(),
            };
            // A comment between two of them belongs to neither.
            let between = self.slice(own.end.min(range.end)..range.end).contains('#')
                || self.slice(range.start..own.start.max(range.start)).contains('#');
            return if between { Err(form()) } else { Ok(vec![(range, String::new())]) };
        }
        self.own_column(own.start, path)?;
        if self.is_first(own.start) {
            return Ok(vec![(self.lines(&own), String::new())]);
        }
        // It follows a hyphen, to which the next one moves up.
        let Some(after) = after else { return Ok(vec![(own, String::new())]) };
        let between = self.slice(own.end..after.start);
        if between.contains('#') { Err(form()) } else { Ok(vec![(own.start..after.start, String::new())]) }
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
