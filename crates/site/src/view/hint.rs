//! Hints that distinguish records of the same title.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::viewer::Viewer;
use crate::domain::{CollectionIx, Value};
use crate::edition::{PublicIx, PublicValue};

impl Viewer<'_> {
    /// A record's hint, if another of its collection has the same title.
    #[must_use]
    pub fn hint(&self, ix: PublicIx) -> Option<String> {
        self.index.hint(ix).map(str::to_owned)
    }

    /// Region and kind (`青溪县、月嫂`) of every record that shares its title with another of its collection.
    #[must_use]
    pub fn make_hints(&self) -> BTreeMap<PublicIx, String> {
        let records = self.published.records().iter().zip((0_u32..).map(PublicIx));
        let mut named: Vec<(CollectionIx, &str, PublicIx)> =
            records.map(|(record, ix)| (record.collection, &*record.title, ix)).collect();
        named.par_sort_unstable();
        let alike =
            |a: &(CollectionIx, &str, PublicIx), b: &(CollectionIx, &str, PublicIx)| (a.0, a.1) == (b.0, b.1);
        let twins: Vec<_> = named.chunk_by(alike).filter(|list| list.len() > 1).flatten().collect();
        twins.into_par_iter().filter_map(|(_, _, ix)| Some((*ix, self.apart(*ix)?))).collect()
    }

    /// The region, and the first text or choice facet; otherwise the date.
    fn apart(&self, ix: PublicIx) -> Option<String> {
        let record = self.record(ix)?;
        let collection = self.collection(record.collection)?;
        let region = self.place(record, collection.roles.region);
        let kind = collection.facets.iter().find_map(|facet| {
            let field = collection.fields.get(facet.field)?;
            match record.get(facet.field)? {
                _ if !field.kind.item().definition().tells_apart => None,
                PublicValue::Plain(Value::Text(text)) => Some(text.clone()),
                PublicValue::Plain(Value::Choice(at)) => {
                    let choice = field.choices.get(usize::from(*at))?;
                    Some(choice.label.get(self.lang()).unwrap_or(&choice.id).clone())
                }
                _ => None,
            }
        });
        let mut parts: Vec<Arc<str>> = region.map(|region| region.title).into_iter().chain(kind).collect();
        if parts.is_empty() {
            parts.extend(record.date(collection.roles.date).map(|date| Arc::from(self.words.date(date))));
        }
        (!parts.is_empty()).then(|| self.words.join(&parts))
    }
}
