//! What a file should say after several changes: the tree that was read, with the parts that change.
//!
//! Edits only change this tree, in any number; then one plan is made from the difference between it and what was
//! read. Parts that no edit touches are not copied.

use super::plan::{Changes, Plan, Position};
use super::refusal::Refusal;
use super::shape::{Shape, as_read, is_wanted};
use super::value::{Step, Value, ValuePath};
use crate::config::yaml::{Node, NodeValue};

/// A value after the changes.
pub(crate) enum Intent<'n> {
    /// As it was read.
    Kept(&'n Node),
    /// A list or group with parts that changed, moved, came or went.
    Parts(&'n Node, Vec<Part<'n>>),
    /// A new value.
    New(Value),
}

/// A key with its value, or an item of a list.
pub(crate) struct Part<'n> {
    /// Its index in the list or group as read; `None` if it is new.
    from: Option<usize>,
    /// Its key as it should be; empty for an item.
    key: String,
    intent: Intent<'n>,
}

impl Part<'_> {
    fn new(key: &str, value: &Value) -> Self {
        Self { from: None, key: as_read(key), intent: Intent::New(value.clone()) }
    }
}

impl<'n> Intent<'n> {
    /// Sets the value at a path, adding its last keys if necessary.
    ///
    /// # Errors
    /// If there is no such item, or something on the way is neither a list nor a group.
    pub(crate) fn set(&mut self, path: &[Step], value: &Value) -> Result<(), Refusal> {
        let Some((first, rest)) = path.split_first() else { return self.put(value) };
        let here = || ValuePath(path.to_vec()).to_string();
        match first {
            Step::Item(at) => {
                let part = self.parts(true)?.get_mut(*at).ok_or_else(|| Refusal::Nothing(here()))?;
                part.intent.set(rest, value)
            }
            Step::Key(key) => {
                if self.is_null() {
                    *self = Self::New(wrapped(path, value)?);
                    return Ok(());
                }
                let (parts, name) = (self.parts(false)?, as_read(key));
                match parts.iter_mut().find(|part| part.key == name) {
                    Some(part) if part.intent.is_null() => {
                        part.intent = Self::New(wrapped(rest, value)?);
                        Ok(())
                    }
                    Some(part) => part.intent.set(rest, value),
                    None => {
                        parts.push(Part::new(key, &wrapped(rest, value)?));
                        Ok(())
                    }
                }
            }
        }
    }

    /// Turns this value into another one; what both have in common is kept as it is.
    fn put(&mut self, value: &Value) -> Result<(), Refusal> {
        if self.says(value) {
            return Ok(());
        }
        match (self.node().map(|node| &node.value), value) {
            (Some(NodeValue::Mapping(own)), Value::Map(entries))
                if !own.is_empty() && !entries.is_empty() =>
            {
                let parts = self.parts(false)?;
                for (key, value) in entries {
                    let name = as_read(key);
                    match parts.iter_mut().find(|part| part.key == name) {
                        Some(part) => part.intent.put(value)?,
                        None => parts.push(Part::new(key, value)),
                    }
                }
                parts.retain(|part| entries.iter().any(|(key, _)| as_read(key) == part.key));
                Ok(())
            }
            (Some(NodeValue::Sequence(own)), Value::List(items)) if !own.is_empty() && !items.is_empty() => {
                put_items(self.parts(true)?, items)
            }
            _ => {
                *self = Self::New(value.clone());
                Ok(())
            }
        }
    }

    /// Adds a key to the group at a path.
    ///
    /// # Errors
    /// If there is no group, or the key exists already.
    pub(crate) fn insert_key(
        &mut self,
        group: &ValuePath,
        key: &str,
        value: &Value,
        position: &Position,
    ) -> Result<(), Refusal> {
        let parts = self.at(&group.0)?.parts(false)?;
        let place = |key: &str| parts.iter().position(|part| part.key == as_read(key));
        if place(key).is_some() {
            return Err(Refusal::There(group.then(key).to_string()));
        }
        let at = match position {
            Position::Last => Some(parts.len()),
            Position::First => Some(0),
            Position::Before(key) => place(key),
            Position::After(key) => place(key).map(|at| at + 1),
        };
        let at = at.ok_or_else(|| Refusal::Nothing(group.to_string()))?;
        parts.insert(at, Part::new(key, value));
        Ok(())
    }

    /// Inserts an item into the list at a path.
    ///
    /// # Errors
    /// If there is no list, or it has fewer items.
    pub(crate) fn insert_item(&mut self, list: &ValuePath, at: usize, value: &Value) -> Result<(), Refusal> {
        let parts = self.at(&list.0)?.parts(true)?;
        if at > parts.len() {
            return Err(Refusal::Nothing(list.then(at).to_string()));
        }
        parts.insert(at, Part::new("", value));
        Ok(())
    }

    /// Removes a key or an item.
    ///
    /// # Errors
    /// If nothing is there.
    pub(crate) fn remove(&mut self, path: &ValuePath) -> Result<(), Refusal> {
        let (above, step) = path.split().ok_or_else(|| Refusal::Form(path.to_string()))?;
        let (parts, at) = self.at(&above.0)?.place(step).ok_or_else(|| Refusal::Nothing(path.to_string()))?;
        parts.remove(at);
        Ok(())
    }

    /// Renames a key.
    ///
    /// # Errors
    /// If there is no such key, or the name is taken.
    pub(crate) fn rename(&mut self, path: &ValuePath, name: &str) -> Result<(), Refusal> {
        let Some((above, step @ Step::Key(_))) = path.split() else {
            return Err(Refusal::Kind(path.to_string()));
        };
        let (parts, at) = self.at(&above.0)?.place(step).ok_or_else(|| Refusal::Nothing(path.to_string()))?;
        let name = as_read(name);
        if parts.iter().any(|part| part.key == name) {
            return Err(Refusal::There(above.then(name).to_string()));
        }
        parts.get_mut(at).ok_or(Refusal::Differs)?.key = name;
        Ok(())
    }

    /// Moves an item or key.
    ///
    /// # Errors
    /// If there are not that many.
    pub(crate) fn reorder(&mut self, path: &ValuePath, from: usize, to: usize) -> Result<(), Refusal> {
        let holder = self.at(&path.0)?;
        let is_list = matches!(holder.node().map(|node| &node.value), Some(NodeValue::Sequence(_)));
        let parts = holder.parts(is_list)?;
        if from.max(to) >= parts.len() {
            return Err(Refusal::Nothing(path.then(from.max(to)).to_string()));
        }
        let moved = parts.remove(from);
        parts.insert(to, moved);
        Ok(())
    }

    /// The value at a path.
    fn at(&mut self, path: &[Step]) -> Result<&mut Self, Refusal> {
        let Some((first, rest)) = path.split_first() else { return Ok(self) };
        let nothing = || Refusal::Nothing(ValuePath(path.to_vec()).to_string());
        let (parts, at) = self.place(first).ok_or_else(nothing)?;
        parts.get_mut(at).ok_or_else(nothing)?.intent.at(rest)
    }

    /// The index of a key or item among the parts.
    fn place(&mut self, step: &Step) -> Option<(&mut Vec<Part<'n>>, usize)> {
        let parts = self.parts(matches!(step, Step::Item(_))).ok()?;
        let at = match step {
            Step::Key(key) => {
                let name = as_read(key);
                parts.iter().position(|part| part.key == name)?
            }
            Step::Item(at) => Some(*at).filter(|at| *at < parts.len())?,
        };
        Some((parts, at))
    }

    /// The parts of a list or group. A value that is new, or empty, has none that could be planned one by one.
    fn parts(&mut self, of_list: bool) -> Result<&mut Vec<Part<'n>>, Refusal> {
        if let Self::Kept(node) = *self {
            *self = Self::Parts(node, parts_of(node));
        }
        let Self::Parts(node, parts) = self else { return Err(Refusal::Kind(String::new())) };
        match node.value {
            NodeValue::Sequence(_) if of_list => Ok(parts),
            NodeValue::Mapping(_) if !of_list => Ok(parts),
            _ => Err(Refusal::Kind(String::new())),
        }
    }

    const fn node(&self) -> Option<&'n Node> {
        match self {
            Self::Kept(node) | Self::Parts(node, _) => Some(node),
            Self::New(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Kept(node) if node.is_null())
    }

    /// Whether it already is this value.
    fn says(&self, value: &Value) -> bool {
        match self {
            Self::Kept(node) => is_wanted(value, node),
            Self::Parts(..) => false,
            Self::New(own) => own == value,
        }
    }

    /// The tree to compare the changed file with.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Kept(node) => Shape::of(node),
            Self::New(value) => Shape::Wanted(value.clone()),
            Self::Parts(Node { value: NodeValue::Sequence(_), .. }, parts) => {
                Shape::List(parts.iter().map(|part| part.intent.shape()).collect())
            }
            Self::Parts(_, parts) => {
                Shape::Map(parts.iter().map(|part| (part.key.clone(), part.intent.shape())).collect())
            }
        }
    }

    /// Adds the changes of the text that make this of what is at a path.
    ///
    /// # Errors
    /// If one cannot be planned, or not together with the others.
    pub(crate) fn plan(&self, plan: &Plan<'_>, path: &ValuePath, made: &mut Changes) -> Result<(), Refusal> {
        let (node, parts) = match self {
            Self::Kept(_) => return Ok(()),
            Self::New(value) => {
                made.extend(plan.replace(path, value)?);
                return Ok(());
            }
            Self::Parts(node, parts) => (*node, parts),
        };
        let steps = steps_of(node);
        let order: Vec<usize> = parts.iter().filter_map(|part| part.from).collect();
        if !order.is_sorted() {
            return self.plan_order(plan, path, &order, made);
        }
        for part in parts {
            let Some(step) = part.from.and_then(|from| steps.get(from)) else { continue };
            let own = path.then(step.clone());
            if matches!(step, Step::Key(key) if *key != part.key) {
                made.extend(plan.rename(&own, &part.key)?);
            }
            part.intent.plan(plan, &own, made)?;
        }
        let mut kept = order.iter().copied().peekable();
        let gone: Vec<usize> = (0..steps.len()).filter(|at| kept.next_if_eq(at).is_none()).collect();
        if !gone.is_empty() {
            made.extend(plan.remove_parts(path, &gone)?);
        }
        let mut after = None;
        for run in parts.chunk_by(|one, next| one.from.is_none() && next.from.is_none()) {
            let added: Vec<(&str, &Value)> = run
                .iter()
                .filter_map(|part| match &part.intent {
                    Intent::New(value) if part.from.is_none() => Some((part.key.as_str(), value)),
                    _ => None,
                })
                .collect();
            if added.is_empty() {
                after = run.last().and_then(|part| part.from);
                continue;
            }
            if after.is_none() && gone.first() == Some(&0) {
                return Err(Refusal::Form(path.to_string()));
            }
            made.extend(plan.insert_parts(path, after, &added)?);
        }
        Ok(())
    }

    /// The changes of a list or group in which nothing but the order changed.
    fn plan_order(
        &self,
        plan: &Plan<'_>,
        path: &ValuePath,
        order: &[usize],
        made: &mut Changes,
    ) -> Result<(), Refusal> {
        let Self::Parts(node, parts) = self else { return Ok(()) };
        let steps = steps_of(node);
        let is_same = |part: &Part<'_>| {
            let step = part.from.and_then(|from| steps.get(from));
            let is_named = step.is_some_and(|step| match step {
                Step::Key(key) => *key == part.key,
                Step::Item(_) => true,
            });
            is_named && matches!(part.intent, Intent::Kept(_))
        };
        if parts.len() != steps.len() || !parts.iter().all(is_same) {
            return Err(Refusal::Form(path.to_string()));
        }
        made.extend(plan.permute(path, order)?);
        Ok(())
    }
}

/// Turns a list into another one, changing only items between the common beginning and end.
fn put_items(parts: &mut Vec<Part<'_>>, items: &[Value]) -> Result<(), Refusal> {
    let same = |(part, value): &(&Part<'_>, &Value)| part.intent.says(value);
    let head = parts.iter().zip(items).take_while(same).count();
    let shorter = parts.len().min(items.len()) - head;
    let tail = parts.iter().rev().zip(items.iter().rev()).take(shorter).take_while(same).count();
    let (old, new) = (parts.len() - head - tail, items.len() - head - tail);
    let both = old.min(new);
    for (part, value) in parts.iter_mut().zip(items).skip(head).take(both) {
        part.intent.put(value)?;
    }
    let added = items.iter().skip(head + both).take(new - both).map(|value| Part::new("", value));
    parts.splice(head + both..head + old, added);
    Ok(())
}

/// A value in groups of its own, as the value of the first key's holder.
fn wrapped(path: &[Step], value: &Value) -> Result<Value, Refusal> {
    path.iter().rev().try_fold(value.clone(), |value, step| match step {
        Step::Key(key) => Ok(Value::Map(vec![(key.clone(), value)])),
        Step::Item(_) => Err(Refusal::Nothing(ValuePath(path.to_vec()).to_string())),
    })
}

fn parts_of(node: &Node) -> Vec<Part<'_>> {
    let part = |from: usize, key: &str, node| Part {
        from: Some(from),
        key: key.to_owned(),
        intent: Intent::Kept(node),
    };
    match &node.value {
        NodeValue::Sequence(items) => items.iter().enumerate().map(|(at, item)| part(at, "", item)).collect(),
        NodeValue::Mapping(entries) => {
            entries.iter().enumerate().map(|(at, (key, value))| part(at, &key.text, value)).collect()
        }
        NodeValue::Null | NodeValue::Scalar { .. } => Vec::new(),
    }
}

/// The keys of a group, or the items of a list.
fn steps_of(node: &Node) -> Vec<Step> {
    match &node.value {
        NodeValue::Sequence(items) => (0..items.len()).map(Step::Item).collect(),
        NodeValue::Mapping(entries) => {
            entries.iter().map(|(key, _)| Step::Key(key.text.to_string())).collect()
        }
        NodeValue::Null | NodeValue::Scalar { .. } => Vec::new(),
    }
}
