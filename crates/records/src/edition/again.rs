//! Replaces a few re-read records in a published site, for the preview's quick update.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::hiding::Hiding;
use super::publish::{Publisher, add_files, ground, taken_out};
use super::{Options, PublicIx, Published};
use crate::config::Config;
use crate::domain::{Record, RecordIx};
use crate::model::Model;
use crate::source::SitePath;

/// A copy of a published site with the records at some places replaced by re-read, resolved ones; also
/// returns these places. Back references stay as they were. `None` if it would change who is published, on
/// what grounds, or which files are hidden: then all records have to be examined.
#[must_use]
pub fn again(
    published: &Published,
    model: &Model,
    config: &Config,
    files: &[SitePath],
    options: Options,
    records: &[(RecordIx, Record)],
) -> Option<(Published, Vec<PublicIx>)> {
    let hiding = Hiding::new(model, config);
    let publisher = Publisher::new(config, options, &published.places, files, &hiding);
    let (mut copy, mut places) = (published.clone(), Vec::new());
    for (ix, record) in records {
        let old = model.record(*ix)?;
        let collection = config.collection(record.collection)?;
        let ground = |record: &Record| ground((*ix, record), config, options, &mut Vec::new());
        let (is, was) = (ground(record), ground(old));
        let (Some(is), Some(place)) = (is, published.of_model(*ix)) else { return None };
        if was != Some(is) {
            return None;
        }
        let mut public = publisher.record(record, collection, is);
        let mut hidden = BTreeSet::new();
        taken_out(record, &public).for_each(|value| add_files(value, &mut hidden));
        if !hidden.is_subset(&published.hidden_files) {
            return None;
        }
        let slot = copy.records.get_mut(usize::try_from(place.0).ok()?)?;
        public.back.clone_from(&slot.back);
        *slot = Arc::new(public);
        places.push(place);
    }
    Some((copy, places))
}
