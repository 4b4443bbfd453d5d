//! Stores the records and pictures that were read, for the next build.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::context::{BuildPass, PassOutcome};
use super::emit::StagedBuild;
use super::outcome::{Held, Status};
use crate::domain::{FileIx, Finding, RecordIx};
use crate::edition;
use crate::model::Model;
use crate::plan::Plan;
use crate::view::{Media, Viewer};

impl BuildPass<'_> {
    /// Publishes the site and meanwhile stores what the next build may reuse. If nothing is published,
    /// deletes what may no longer be stored. `rest` holds the data that the site was made of.
    pub(super) fn publish_and_persist(
        &self,
        unpublished: Option<StagedBuild<'_>>,
        rest: Held,
        made: &mut PassOutcome,
    ) {
        let (whole, shown) = (std::mem::take(&mut made.whole), std::mem::take(&mut made.shown));
        let is_whole = |file: FileIx| whole.get(file.at()) == Some(&true);
        let store = self.store.filter(|_| unpublished.is_some());
        if let Some(store) = self.store.filter(|_| unpublished.is_none()) {
            store.forget(self.loaded, &is_whole);
        }
        let lay_down = || {
            // Free the site's data first: the publisher's lists of files take memory as well.
            drop(rest);
            if let Some(store) = store {
                store.keep(self.loaded, self.config, &is_whole);
                store.keep_pictures(self.loaded, &shown);
            }
        };
        let publish = || unpublished.into_iter().for_each(|unpublished| self.publish(unpublished, made));
        rayon::join(lay_down, publish);
        self.reporter.mark("publish");
        if let Some(store) = store.filter(|_| made.status != Status::Done) {
            // The store must contain nothing that is not published.
            store.clear();
        }
    }

    /// By `FileIx`: whether the file is published in full and has no diagnostics.
    pub(super) fn whole(
        &self,
        model: &Model,
        viewer: &Viewer<'_>,
        doubts: &[FileIx],
        findings: &[Finding],
    ) -> Vec<bool> {
        let mut whole = vec![self.options.write; self.loaded.files.len()];
        let mut not = |file: FileIx| {
            let slot = whole.get_mut(file.at());
            slot.into_iter().for_each(|whole| *whole = false);
        };
        let is_partial = viewer.published.is_partial();
        let parts = model.records().par_iter().enumerate().filter_map(|(at, record)| {
            let ix = viewer.published.of_model(RecordIx::of(at)?);
            let public = ix.and_then(|ix| viewer.published.record(ix));
            let is_whole = public.is_some_and(|public| {
                edition::is_whole(record, public) && !(is_partial && viewer.may_name_withheld(public))
            });
            (!is_whole).then_some(record.file)
        });
        parts.collect::<Vec<_>>().into_iter().for_each(&mut not);
        doubts.iter().copied().for_each(&mut not);
        findings.iter().for_each(|finding| not(finding.file));
        whole
    }
}

/// The pictures of a plan, by their paths within the site.
pub(super) fn shown(plan: &Plan) -> BTreeSet<Arc<str>> {
    let pictures = plan.media.iter().filter_map(|media| match media {
        Media::Picture { source, .. } => Some(Arc::clone(source)),
        Media::File { .. } => None,
    });
    pictures.collect()
}
