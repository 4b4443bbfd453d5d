//! References from other records.

use std::sync::Arc;

use super::viewer::Viewer;
use crate::domain::FieldType;
use crate::edition::{PublicIx, PublicRecord};

/// The records that refer to a record by one field of theirs.
#[derive(Clone, Debug)]
pub struct BackView {
    /// Their heading.
    pub label: Arc<str>,
    /// The id of their collection.
    pub collection: Arc<str>,
    /// The records.
    pub records: Vec<PublicIx>,
}

impl Viewer<'_> {
    /// The records that refer to a record, in the order of their collections.
    #[must_use]
    pub fn back(&self, record: &PublicRecord) -> Vec<BackView> {
        let views = record.back.iter().filter_map(|back| {
            let collection = self.collection(back.collection)?;
            let mut field = collection.fields.get(back.field.0)?;
            if let (Some(inner), FieldType::Group(fields)) = (back.field.1, field.kind.item()) {
                field = fields.get(inner)?;
            }
            let label = field.back_label.get(self.lang()).cloned();
            Some(BackView {
                label: label.unwrap_or_else(|| self.collection_title(collection)),
                collection: collection.id.clone(),
                records: back.records.clone(),
            })
        });
        views.collect()
    }
}
