//! Reorders items or keys.

use std::ops::Range;

use super::{Changes, Plan};
use crate::cst::{Entry, Item, Kind};
use crate::refusal::Refusal;
use crate::value::ValuePath;

impl Plan<'_> {
    /// Moves the part at `from` of the list or group at a path to the position `to`. Comments directly above
    /// a part and on its lines move with it; blank lines stay.
    pub(crate) fn reorder(&self, path: &ValuePath, from: usize, to: usize) -> Result<Changes, Refusal> {
        let length = match &self.find(path)?.value.kind {
            Kind::Map { entries, .. } => entries.len(),
            Kind::List { items, .. } => items.len(),
            _ => return Err(Refusal::Kind(path.to_string())),
        };
        if from.max(to) >= length {
            return Err(Refusal::Nothing(path.then(from.max(to)).to_string()));
        }
        let mut order: Vec<usize> = (0..length).collect();
        let moved = order.remove(from);
        order.insert(to, moved);
        self.permute(path, &order)
    }

    /// Brings the parts of the list or group at a path, all of them, into another order.
    pub(crate) fn permute(&self, path: &ValuePath, order: &[usize]) -> Result<Changes, Refusal> {
        let found = self.find(path)?;
        let form = || Refusal::Form(path.to_string());
        let (flow, parts): (bool, Vec<Range<usize>>) = match &found.value.kind {
            Kind::Map { flow, entries } => {
                let part = |entry: &Entry| entry.key_span.start..entry.end();
                (*flow, entries.iter().map(part).collect())
            }
            Kind::List { flow, items } => {
                (*flow, items.iter().map(|item: &Item| item.start..item.end()).collect())
            }
            _ => return Err(Refusal::Kind(path.to_string())),
        };
        if order.len() != parts.len() {
            return Err(form());
        }
        let parts = if flow || found.in_flow {
            let whole = self.slice(found.value.span.clone());
            let gaps = parts.windows(2).filter_map(|pair| match pair {
                [one, next] => Some(self.slice(one.end..next.start)),
                _ => None,
            });
            if !whole.starts_with(['[', '{']) || gaps.into_iter().any(|gap| gap.contains('#')) {
                return Err(form());
            }
            parts
        } else {
            let lines = |part: &Range<usize>| {
                self.is_first(part.start).then(|| self.with_comments(part)).ok_or_else(form)
            };
            parts.iter().map(lines).collect::<Result<_, _>>()?
        };
        let change = |(place, at): (&Range<usize>, &usize)| {
            let words = self.slice(parts.get(*at)?.clone());
            (self.slice(place.clone()) != words).then(|| (place.clone(), words.to_owned()))
        };
        Ok(parts.iter().zip(order).filter_map(change).collect())
    }

    /// The lines of a part with the comments directly above it, without the final line end.
    fn with_comments(&self, part: &Range<usize>) -> Range<usize> {
        let mut start = self.line_start(part.start);
        let indent = part.start - start;
        while start > self.range.start {
            let above = self.line_start(start - 1);
            let line = self.slice(above..start);
            let is_own = line.trim_start_matches(' ').starts_with('#')
                && line.len() - line.trim_start_matches(' ').len() == indent;
            if !is_own {
                break;
            }
            start = above;
        }
        start..self.line_end(part.end)
    }
}
