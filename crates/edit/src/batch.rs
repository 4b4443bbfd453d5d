//! Several changes of one file at once.
//!
//! Each edit is made to a tree of what the file should say; one plan is made from the difference. Reading, planning
//! and verifying therefore cost the same for many edits as for one.

use super::change::{BatchRefusal, Edit};
use super::document::Document;
use super::intent::Intent;
use super::refusal::Refusal;
use super::value::ValuePath;

impl Document {
    /// Makes several changes, with the same result as one by one, but planned together on one reading of the file,
    /// and verified together by a second one. Edits whose notation does not allow that are divided into fewer at a
    /// time.
    ///
    /// # Errors
    /// If one of the edits cannot be done; then none is.
    pub fn apply(&mut self, edits: &[Edit]) -> Result<(), BatchRefusal> {
        let mut changed = self.clone();
        changed.apply_from(0, edits)?;
        *self = changed;
        Ok(())
    }

    /// Makes edits of which the first has the index `from` in the batch.
    fn apply_from(&mut self, from: usize, edits: &[Edit]) -> Result<(), BatchRefusal> {
        if let [edit] = edits {
            return self.apply_one(edit).map_err(|refusal| BatchRefusal { edit: from, refusal });
        }
        if edits.is_empty() || self.apply_together(edits).is_ok() {
            return Ok(());
        }
        let (first, second) = edits.split_at(edits.len() / 2);
        self.apply_from(from, first)?;
        self.apply_from(from + first.len(), second)
    }

    /// # Errors
    /// If not all edits can be planned on the same reading; the document is unchanged.
    pub(crate) fn apply_together(&mut self, edits: &[Edit]) -> Result<(), Refusal> {
        let top = ValuePath::default();
        let mut intent = Intent::Kept(self.get(&top).ok_or(Refusal::Syntax)?);
        edits.iter().try_for_each(|edit| edit.intend(&mut intent))?;
        let mut changes = Vec::new();
        self.plan(|plan| intent.plan(plan, &top, &mut changes))?;
        if changes.is_empty() {
            return Ok(());
        }
        let wanted = intent.shape();
        self.commit(&changes, &wanted)
    }

    fn apply_one(&mut self, edit: &Edit) -> Result<(), Refusal> {
        match edit {
            Edit::Set { path, value } => self.set(path, value),
            Edit::InsertKey { group, key, value, position } => self.insert_key(group, key, value, position),
            Edit::InsertItem { list, at, value } => self.insert_item(list, *at, value),
            Edit::Remove { path } => self.remove(path),
            Edit::Rename { path, name } => self.rename(path, name),
            Edit::Reorder { path, from, to } => self.reorder(path, *from, *to),
        }
    }
}

impl Edit {
    fn intend(&self, intent: &mut Intent<'_>) -> Result<(), Refusal> {
        match self {
            Self::Set { path, value } => intent.set(&path.0, value),
            Self::InsertKey { group, key, value, position } => intent.insert_key(group, key, value, position),
            Self::InsertItem { list, at, value } => intent.insert_item(list, *at, value),
            Self::Remove { path } => intent.remove(path),
            Self::Rename { path, name } => intent.rename(path, name),
            Self::Reorder { path, from, to } => intent.reorder(path, *from, *to),
        }
    }
}
