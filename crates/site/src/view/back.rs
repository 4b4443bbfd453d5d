//! Who refers to a record.

use std::sync::Arc;

use super::Viewer;
use crate::domain::FieldType;
use crate::edition::{PublicIx, PublicRecord};

/// The records that refer to a record by one field of theirs.
#[derive(Clone, Debug)]
pub struct BackView {
    /// The heading over them.
    pub label: Arc<str>,
    /// The id of their collection.
    pub collection: Arc<str>,
    /// They.
    pub records: Vec<PublicIx>,
}

impl Viewer<'_> {
    /// Who refers to a record, by their collections' order.
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
