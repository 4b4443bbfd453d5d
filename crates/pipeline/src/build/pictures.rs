//! Makes the variants of pictures: published ones stay, cached ones are reused, and the rest are generated,
//! with each picture decoded only once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};

use rayon::prelude::*;

use super::context::BuildPass;
use super::emit::Found;
use super::publish::Sink;
use super::reuse::{self, Reuse};
use super::told::image_error;
use crate::cache::Pictures;
use crate::domain::{Picture, Variant};
use crate::images::{self, Look};
use crate::output::OutputError;
use crate::plan::Plan;
use crate::source::{Checksum, SitePath};
use crate::sync::{lock, unpoisoned};
use crate::view::Media;

/// Approximate limit for the memory of pictures being processed, in bytes; a picture that needs more is
/// processed alone.
const MOST_MEMORY: u64 = 512 << 20;

/// A picture and its planned variants.
struct Job<'p> {
    source: &'p Arc<str>,
    picture: Picture,
    files: Vec<Wanted<'p>>,
}

/// A variant to be published.
#[derive(Clone, Copy)]
struct Wanted<'p> {
    url: &'p str,
    variant: Variant,
    /// A hash of everything that its bytes depend on; the same on every machine.
    key: blake3::Hash,
}

impl BuildPass<'_> {
    /// Makes and publishes all pictures; if nothing is written, reports which of them cannot be made.
    pub(super) fn pictures(
        &self,
        plan: &Plan,
        sink: &Sink<'_>,
        reuse: Option<&Reuse<'_>>,
        found: &Found<'_>,
    ) {
        let jobs = self.jobs(plan);
        let Ok(site) = self.system.open(&self.options.root) else { return };
        let kept = Pictures::new(site, self.cache_folder());
        if sink.publisher.is_some() && !jobs.is_empty() {
            kept.begin();
        }
        jobs.iter().flat_map(|job| &job.files).for_each(|file| kept.keep(file.key));
        let looks: Vec<Option<blake3::Hash>> = jobs.iter().map(|job| look_key(found, job)).collect();
        looks.iter().flatten().for_each(|key| kept.keep(*key));
        let budget = Budget::new(MOST_MEMORY);
        let maker = Maker { pass: self, sink, reuse, found, kept: &kept, budget: &budget };
        jobs.par_iter().zip(looks).for_each(|(job, look)| {
            self.reporter.step();
            if !found.is_over() {
                maker.job(job);
                maker.compare(job, look);
            }
        });
        // The publisher holds the site's lock, so no other build makes pictures.
        if sink.publisher.is_some() {
            kept.prune();
        }
    }

    /// The planned pictures, grouped by source.
    fn jobs<'p>(&self, plan: &'p Plan) -> Vec<Job<'p>> {
        let mut jobs: BTreeMap<&Arc<str>, Job<'p>> = BTreeMap::new();
        for media in &plan.media {
            let Media::Picture { url, source, variant } = media else { continue };
            // Pictures are planned only for attachments that are pictures.
            let attachment = self.loaded.attachments.get(source);
            let Some(picture) = attachment.and_then(|attachment| attachment.picture) else { continue };
            let job = jobs.entry(source).or_insert_with(|| Job { source, picture, files: Vec::new() });
            job.files.push(Wanted { url: url.path(), variant: *variant, key: key(&picture, variant) });
        }
        jobs.into_values().collect()
    }

    /// The folder of cached variants. Each output has its own, as it has its own stamp, so that variants
    /// which it does not use can be deleted.
    fn cache_folder(&self) -> PathBuf {
        reuse::file(self.options).with_extension("pictures")
    }
}

/// The cache key of a variant.
fn key(picture: &Picture, variant: &Variant) -> blake3::Hash {
    let Variant { width, height, format, quality } = variant;
    let mut hasher = blake3::Hasher::new();
    hasher.update(&picture.digest).update(&width.to_le_bytes()).update(&height.to_le_bytes());
    hasher
        .update(&[*quality])
        .update(format.ending().as_bytes())
        .update(&[0])
        .update(&[images::ENCODER_VERSION]);
    hasher.finalize()
}

/// The cache key of a picture's perceptual hash; `None` if it is not needed.
fn look_key(found: &Found<'_>, job: &Job<'_>) -> Option<blake3::Hash> {
    if found.portraits.is_empty() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"look ").update(&job.picture.digest).update(&[images::ENCODER_VERSION]);
    Some(hasher.finalize())
}

struct Maker<'a> {
    pass: &'a BuildPass<'a>,
    sink: &'a Sink<'a>,
    reuse: Option<&'a Reuse<'a>>,
    found: &'a Found<'a>,
    kept: &'a Pictures,
    budget: &'a Budget,
}

impl Maker<'_> {
    fn job(&self, job: &Job<'_>) {
        if self.sink.publisher.is_none() {
            return self.check(job);
        }
        let mut missing = Vec::new();
        for file in &job.files {
            match self.known(file) {
                Ok(true) => {}
                Ok(false) => missing.push(*file),
                Err(error) => return self.found.fail(error),
            }
        }
        if missing.is_empty() || self.make(job, &missing) {
            *lock(&self.found.images) += 1;
        }
    }

    /// Publishes a cached variant. Returns whether there was one.
    fn known(&self, file: &Wanted<'_>) -> Result<bool, OutputError> {
        let (Ok(path), Some(publisher)) = (SitePath::try_from(file.url), &self.sink.publisher) else {
            return Ok(false);
        };
        let key = file.key;
        let stays = self.reuse.is_some_and(|reuse| reuse.has(publisher, &path, Checksum::of(key.as_bytes())));
        if stays && publisher.keep(&path) {
            self.note(path, key, true);
            return Ok(true);
        }
        let Some(bytes) = self.kept.get(key) else { return Ok(false) };
        self.sink.put_at(&path, &bytes)?;
        self.note(path, key, false);
        Ok(true)
    }

    fn note(&self, path: SitePath, key: blake3::Hash, kept: bool) {
        if let Some(reuse) = self.reuse {
            reuse.note(path, Checksum::of(key.as_bytes()), kept);
        }
    }

    /// Makes variants of a picture. Returns whether it succeeded.
    fn make(&self, job: &Job<'_>, missing: &[Wanted<'_>]) -> bool {
        let variants: Vec<Variant> = missing.iter().map(|file| file.variant).collect();
        let Some(made) = self.with_bytes(job, |bytes| images::make(bytes, &variants)) else { return false };
        for (file, bytes) in missing.iter().zip(made) {
            self.found.put(self.sink, file.url, &bytes);
            self.kept.put(file.key, &bytes);
            if let Ok(path) = SitePath::try_from(file.url) {
                self.note(path, file.key, false);
            }
        }
        true
    }

    /// Reports a picture that looks like one of a person who may not be shown. A negative result is cached,
    /// together with the perceptual hash.
    fn compare(&self, job: &Job<'_>, key: Option<blake3::Hash>) {
        let portraits = self.found.portraits;
        if portraits.is_empty() {
            return;
        }
        let sum = portraits.sum();
        let kept = key.and_then(|key| self.kept.get(key));
        let kept = kept.as_deref().unwrap_or_default();
        if kept == sum.as_bytes() || kept.get(16..).is_some_and(|compared| compared == sum.as_bytes()) {
            return;
        }
        // For a picture of a single tone, only what it was compared with is stored.
        let known = kept.split_first_chunk::<16>().filter(|_| kept.len() == 48);
        let look = match known {
            Some((look, _)) => Some(Look::from_bytes(*look)),
            None => self.with_bytes(job, Look::of).flatten(),
        };
        let told = look.and_then(|look| portraits.alike(|path| self.pass.file(path).ok(), job.source, look));
        if let (None, Some(key), Some(_)) = (&told, key, &self.sink.publisher) {
            let look = look.map(Look::to_bytes);
            self.kept.put(key, &[look.as_ref().map_or(&[][..], |look| look), sum.as_bytes()].concat());
        }
        told.into_iter().for_each(|told| self.found.diagnostic(told));
    }

    /// Reports what is wrong with a picture. One of which a variant was made is sound.
    fn check(&self, job: &Job<'_>) {
        let is_known = job.files.iter().all(|file| self.kept.get(file.key).is_some());
        if is_known || self.with_bytes(job, images::check).is_some() {
            *lock(&self.found.images) += 1;
        }
    }

    /// Calls `then` with a picture's bytes once there is memory for it; reports what is wrong with it.
    fn with_bytes<R>(
        &self,
        job: &Job<'_>,
        then: impl FnOnce(&[u8]) -> Result<R, images::ImageError>,
    ) -> Option<R> {
        let _held = self.budget.take(images::memory(job.picture.width, job.picture.height));
        let bytes = self.pass.read(job.source, self.found)?;
        then(&bytes).map_err(|error| self.found.diagnostic(image_error(job.source, &error))).ok()
    }
}

/// An amount that several threads share.
struct Budget {
    left: Mutex<u64>,
    freed: Condvar,
    most: u64,
}

/// A part of a budget; returned when dropped.
struct Held<'b> {
    budget: &'b Budget,
    amount: u64,
}

impl Budget {
    fn new(most: u64) -> Self {
        Self { left: Mutex::new(most), freed: Condvar::new(), most }
    }

    /// Waits until the amount (at most the whole budget) is available. A thread that holds a part must not
    /// wait for another thread.
    fn take(&self, amount: u64) -> Held<'_> {
        let amount = amount.min(self.most);
        let left = lock(&self.left);
        let mut left = unpoisoned(self.freed.wait_while(left, |left| *left < amount));
        *left -= amount;
        Held { budget: self, amount }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *lock(&self.budget.left) += self.amount;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_held_than_there_is() {
        let (budget, held, most) = (Budget::new(10), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8_u64 {
                let (budget, held, most) = (&budget, &held, &most);
                scope.spawn(move || {
                    for step in 0..50 {
                        let amount = 1 + (thread + step) % 12;
                        let _part = budget.take(amount);
                        let now = held.fetch_add(amount.min(10), Ordering::SeqCst) + amount.min(10);
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        held.fetch_sub(amount.min(10), Ordering::SeqCst);
                    }
                });
            }
        });
        assert!((1..=10).contains(&most.load(Ordering::SeqCst)));
        assert_eq!(*lock(&budget.left), 10);
    }
}
