//! Signing records that have been reviewed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::Options;
use super::run::Ready;
use crate::diag::Diagnostics;
use crate::domain;
use crate::domain::{Date, Record, Review, Span};
use crate::load::{Loaded, signature};
use crate::review::{Files, fingerprint, next_stage};
use crate::source::{SitePath, System};

/// Largest file that is looked at for its digest: 256 MiB, as of files that are published.
const LARGEST_FILE: u64 = 256 << 20;

/// What is to be signed: a file, or one item of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file's path within the site.
    pub file: SitePath,
    /// The item's id.
    pub item: Option<String>,
}

/// A record that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Its file.
    pub file: SitePath,
    /// Its id within the collection.
    pub id: Arc<str>,
    /// The stage for which it waits now; `None` where it has passed all.
    pub next: Option<Arc<str>>,
}

/// Why nothing was signed.
#[derive(Debug)]
pub enum Refusal {
    /// The settings cannot be used.
    Settings(Box<Diagnostics>),
    /// The site has no stages of review.
    NoStages,
    /// There is no such stage; those that there are.
    UnknownStage(Vec<Arc<str>>),
    /// No sound record stands in a file, or none with the id.
    NoRecord(Target),
    /// The collection's records are not reviewed.
    NotReviewed(Target),
    /// An earlier stage is missing.
    TooEarly(Target, Arc<str>),
    /// The signature cannot be put into the file without touching what else stands there; the lines to add by hand.
    ByHand(Target, String),
    /// A file cannot be written.
    Machine(SitePath, std::io::Error),
}

/// Signs records for a stage. Either all are signed or none: nothing is written before everything is known to be possible.
///
/// # Errors
/// Where something cannot be signed.
pub fn sign(
    system: &dyn System,
    options: &Options,
    targets: &[Target],
    (stage, by): (&str, &str),
    write: &dyn Fn(&Path, &str) -> std::io::Result<()>,
) -> Result<Vec<Signed>, Refusal> {
    let ready = Ready::read(system, options).map_err(|found| Refusal::Settings(Box::new(found)))?;
    let stages = &ready.config.site.review.stages;
    let Some(at) = stages.iter().position(|known| **known == *stage) else {
        return Err(if stages.is_empty() {
            Refusal::NoStages
        } else {
            Refusal::UnknownStage(stages.clone())
        });
    };
    let signer = Signer { system, options, ready: &ready, at, by };
    let mut signed = Vec::new();
    let mut edits: BTreeMap<SitePath, BTreeMap<Span, (&Target, Vec<Review>)>> = BTreeMap::new();
    for target in targets {
        signer.target(target, edits.entry(target.file.clone()).or_default(), &mut signed)?;
    }
    let mut texts = Vec::new();
    for (path, edits) in edits {
        texts.push((signer.text(&path, &edits)?, path));
    }
    for (text, path) in &texts {
        let file = options.root.join(path.as_str());
        write(&file, text).map_err(|error| Refusal::Machine(path.clone(), error))?;
    }
    Ok(signed)
}

struct Signer<'a> {
    system: &'a dyn System,
    options: &'a Options,
    ready: &'a Ready,
    /// The stage, by its place.
    at: usize,
    by: &'a str,
}

impl Signer<'_> {
    /// Adds what is to be signed of a file.
    fn target<'t>(
        &self,
        target: &'t Target,
        edits: &mut BTreeMap<Span, (&'t Target, Vec<Review>)>,
        signed: &mut Vec<Signed>,
    ) -> Result<(), Refusal> {
        let Loaded { records, files, .. } = &self.ready.loaded;
        let config = &self.ready.config;
        let stages = &config.site.review.stages;
        let before = signed.len();
        let digest = |path: &str| digest(self.system, &self.options.root, &self.ready.loaded, path);
        for record in records {
            let path = usize::try_from(record.file.0).ok().and_then(|at| files.get(at));
            if path != Some(&target.file) || target.item.as_deref().is_some_and(|id| *record.id != *id) {
                continue;
            }
            if !config.is_reviewed(record.collection) {
                return Err(Refusal::NotReviewed(target.clone()));
            }
            let waiting = next_stage(record, &target.file, config, &digest);
            if let Some(waiting) = waiting.filter(|waiting| waiting.stage < self.at) {
                let earlier = stages.get(waiting.stage).map_or_else(|| Arc::from(""), Clone::clone);
                return Err(Refusal::TooEarly(target.clone(), earlier));
            }
            let after = self.signed(record, &target.file, &digest);
            let next = next_stage(&after, &target.file, config, &digest);
            signed.push(Signed {
                file: target.file.clone(),
                id: record.id.clone(),
                next: next.and_then(|waiting| stages.get(waiting.stage).cloned()),
            });
            edits.insert(record.span, (target, after.reviews));
        }
        if signed.len() == before { Err(Refusal::NoRecord(target.clone())) } else { Ok(()) }
    }

    /// A record with the signature.
    fn signed(&self, record: &Record, path: &SitePath, digest: Files<'_>) -> Record {
        let config = &self.ready.config;
        let review = Review {
            stage: config.site.review.stages.get(self.at).map_or_else(|| Arc::from(""), Clone::clone),
            by: Arc::from(self.by),
            on: Date::from(self.ready.today),
            fingerprint: Arc::from(fingerprint(record, path, config, digest).to_string()),
        };
        let mut after = record.clone();
        after.reviews.retain(|known| known.stage != review.stage);
        after.reviews.push(review);
        after
    }

    /// A file's text with its signatures, ends of lines and mark at the beginning as they were.
    fn text(
        &self,
        path: &SitePath,
        edits: &BTreeMap<Span, (&Target, Vec<Review>)>,
    ) -> Result<String, Refusal> {
        let bytes = self.system.read(&self.options.root.join(path.as_str()));
        let bytes = bytes.map_err(|error| Refusal::Machine(path.clone(), error))?;
        let by_hand = |target: &Target, reviews: &[Review]| {
            Refusal::ByHand(target.clone(), signature::lines(reviews, 0))
        };
        // A file of another encoding would change as a whole.
        let raw = match (String::from_utf8(bytes), edits.values().next()) {
            (Ok(raw), _) => raw,
            (Err(_), Some((target, reviews))) => return Err(by_hand(target, reviews)),
            (Err(_), None) => return Ok(String::new()),
        };
        let (mark, rest) = raw.strip_prefix('\u{feff}').map_or(("", raw.as_str()), |rest| ("\u{feff}", rest));
        let mut text = rest.replace("\r\n", "\n");
        let read = crate::config::text::decode(path, raw.as_bytes(), &mut Diagnostics::default());
        // From the last on, so that the places of the others stay.
        for (span, (target, reviews)) in edits.iter().rev() {
            let place = read.as_ref().and_then(|read| in_written(&read.content, &text, *span));
            let signed = place.and_then(|place| signature::put(&text, path, place, reviews));
            text = signed.ok_or_else(|| by_hand(target, reviews))?;
        }
        let text = if rest.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        Ok(format!("{mark}{text}"))
    }
}

/// The place in a text as it was written of what begins at a place of it as it was read: lines are the same, letters may be in two parts.
/// Only what nothing but blanks and hyphens stands before has one, as records do.
fn in_written(read: &str, written: &str, place: Span) -> Option<Span> {
    let before = read.get(..usize::try_from(place.start).ok()?)?;
    let line = before.rsplit('\n').next().unwrap_or("");
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    let above: usize = written.split_inclusive('\n').take(lines).map(str::len).sum();
    let start = above + line.len();
    let is_same = written.get(above..start) == Some(line);
    is_same.then(|| Span::new(start, start.max(usize::try_from(place.end).unwrap_or(usize::MAX))))
}

/// The digest of a picture or file; that of pictures is known already.
pub(super) fn digest(system: &dyn System, root: &Path, loaded: &Loaded, path: &str) -> Option<[u8; 16]> {
    let attachment = loaded.attachments.get(loaded.spellings.of(path))?;
    if let Some(picture) = &attachment.picture {
        return Some(picture.digest);
    }
    let bytes = system.read_limited(&root.join(loaded.spellings.of(path)), LARGEST_FILE).ok()?;
    Some(domain::digest(&bytes))
}
