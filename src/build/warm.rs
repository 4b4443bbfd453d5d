//! A build that finds everything as the last one left it.

use std::path::PathBuf;
use std::time::SystemTime;

use jiff::{Timestamp, civil};
use rayon::prelude::*;

use super::input::Input;
use super::{Options, Summary};
use crate::cache::{Stamp, StampedFile, look, nanos};
use crate::config::Config;
use crate::diag::Lang;
use crate::output::{self, Manifest, Publisher};
use crate::source::System;

/// What this build's inputs look like, before anything was read; where that can be said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inputs(Option<blake3::Hash>);

impl Inputs {
    /// Hashes what the walk found, and what was asked for. Nothing where two builds of the program could not be told apart.
    pub(super) fn new(options: &Options, input: &Input, now: SystemTime) -> Self {
        let hash = || {
            let program = options.program.as_deref().filter(|_| options.write && !input.partly_unreadable)?;
            let folders =
                [("content", &*input.content), ("themes", &*input.themes), ("static", &*input.static_entries)];
            let files = look(&folders, now)?;
            let Options { out, edition, as_of, drafts, hold_back, base_url, strict, .. } = options;
            let asked = format!("{program} {out:?} {edition:?} {as_of:?} {drafts} {hold_back} {base_url:?} {strict}");
            let mut hasher = blake3::Hasher::new();
            hasher.update(asked.as_bytes());
            hasher.update(files.as_bytes());
            Some(hasher.finalize())
        };
        Self(hash())
    }

    /// The numbers of the last build, where its inputs were these, today is still its day, and what it published is as it left it.
    pub(super) fn unchanged(self, system: &dyn System, options: &Options) -> Option<(Summary, Option<Lang>)> {
        let stamp = Stamp::read(system, &file(options)).filter(|stamp| Some(stamp.inputs) == self.0)?;
        let now = options.now.as_second();
        if !(stamp.day.0..stamp.day.1).contains(&now) {
            return None;
        }
        // With the lock held, nobody else changes what is looked at.
        let publisher = Publisher::begin(system, &super::publish::output_options(options)).ok()?;
        let published = publisher.published();
        let known = !published.open && published.files.len() == stamp.files.len();
        let is_there = |stamped: &StampedFile| {
            let listed = published.files.get(&stamped.path).is_some_and(|listed| listed.len == stamped.len);
            let meta = || system.link_metadata(&publisher.out().join(stamped.path.as_str())).ok().flatten();
            listed && meta().is_some_and(|meta| stamped.is(&meta))
        };
        let (pages, images, unchanged) = (stamp.pages, stamp.images, stamp.files.len());
        let summary = Summary { pages, images, unchanged, ..Summary::default() };
        (known && stamp.files.par_iter().all(is_there)).then(|| (summary, Lang::parse(&stamp.lang)))
    }

    /// Leaves a stamp for the next build, where there was nothing to tell of this one. What withholds a person is told, so no stamp
    /// is of a site that withholds anybody.
    pub(super) fn stamp(
        self,
        system: &dyn System,
        options: &Options,
        config: &Config,
        summary: &Summary,
        published: (&std::path::Path, &Manifest),
    ) {
        let Some(inputs) = self.0 else { return };
        let (out, manifest) = published;
        let files = manifest.files.par_iter().map(|(path, listed)| {
            let meta = system.link_metadata(&out.join(path.as_str())).ok().flatten()?;
            let stamped = StampedFile { path: path.clone(), len: listed.len, modified: nanos(meta.modified)? };
            stamped.is(&meta).then_some(stamped)
        });
        let Some(files) = files.collect::<Option<Vec<_>>>() else { return };
        let Some(day) = day(config, options.now) else { return };
        let lang = config.site.lang.tag().to_owned();
        let stamp = Stamp { inputs, day, lang, pages: summary.pages, images: summary.images, files };
        // Without a stamp the next build does all its work: nothing is lost.
        let _ = stamp.write(system, &file(options));
    }
}

/// The seconds between which it is the same day in the site's time zone.
fn day(config: &Config, now: Timestamp) -> Option<(i64, i64)> {
    let zone = &config.site.timezone;
    let start = |day: civil::Date| Some(zone.to_timestamp(day.at(0, 0, 0, 0)).ok()?.as_second());
    let today = zone.to_datetime(now).date();
    Some((start(today)?, start(today.tomorrow().ok()?)?))
}

/// Where the stamp of an edition lies.
fn file(options: &Options) -> PathBuf {
    let folder = options.root.join(output::PRIVATE_FOLDER).join("cache");
    folder.join(format!("{}.stamp", options.edition.word()))
}
