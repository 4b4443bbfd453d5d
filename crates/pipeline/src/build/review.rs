//! Signs reviewed records.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::options::BuildOptions;
use super::run::Ready;
use crate::diag::Diagnostics;
use crate::domain;
use crate::domain::{Date, Record, Review, Span};
use crate::edit::{Document, Edit, ReplaceError, Replacement, Value, replace_all};
use crate::load::Loaded;
use crate::review::{Files, fingerprint, next_stage};
use crate::source::{SitePath, System};

/// Largest file that is hashed: 256 MiB, as for published files.
const LARGEST_FILE: u64 = 256 << 20;

/// What to sign: a file, or one item of a register.
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
    /// The next stage for which it waits; `None` if it has passed all.
    pub next: Option<Arc<str>>,
}

/// Why nothing was signed.
#[derive(Debug)]
pub enum Refusal {
    /// The settings cannot be used.
    Settings(Box<Diagnostics>),
    /// The site has no review stages.
    NoStages,
    /// There is no such stage; lists those that there are.
    UnknownStage(Vec<Arc<str>>),
    /// A file contains no sound record, or none with the id.
    NoRecord(Target),
    /// Records of this collection are not reviewed.
    NotReviewed(Target),
    /// An earlier stage is missing.
    TooEarly(Target, Arc<str>),
    /// The signature cannot be inserted without changing something else in the file; contains the lines to
    /// add by hand.
    ByHand(Target, String),
    /// Somebody changed a file while it was signed.
    Changed(SitePath),
    /// A file cannot be written.
    Machine(SitePath, std::io::Error),
}

/// Signs records for a stage. Signs either all or none: nothing is written until every signature is known to
/// be possible.
///
/// # Errors
/// If something cannot be signed.
pub fn sign(
    system: &dyn System,
    options: &BuildOptions,
    targets: &[Target],
    (stage, by): (&str, &str),
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
    let mut files = Vec::new();
    for (path, edits) in edits {
        files.push(signer.replacement(path, &edits)?);
    }
    replace_all(system, &options.root, &files).map_err(|error| match error {
        ReplaceError::Changed(file) => Refusal::Changed(file),
        ReplaceError::Io(file, error) => Refusal::Machine(file, error),
    })?;
    Ok(signed)
}

struct Signer<'a> {
    system: &'a dyn System,
    options: &'a BuildOptions,
    ready: &'a Ready,
    /// The index of the stage.
    at: usize,
    by: &'a str,
}

impl Signer<'_> {
    /// Adds the records of a file that are to be signed.
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
            let path = files.get(record.file.at());
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

    /// A record's reviews including the new signature.
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

    /// A file with the signatures added and everything else unchanged.
    fn replacement(
        &self,
        file: SitePath,
        edits: &BTreeMap<Span, (&Target, Vec<Review>)>,
    ) -> Result<Replacement, Refusal> {
        let before = self.system.read(&self.options.root.join(file.as_str()));
        let before = before.map_err(|error| Refusal::Machine(file.clone(), error))?;
        let by_hand = |at: usize| match edits.values().nth(at) {
            Some((target, reviews)) => Refusal::ByHand((*target).clone(), lines(reviews)),
            None => Refusal::NoRecord(Target { file: file.clone(), item: None }),
        };
        let mut document = Document::read(file.clone(), before.clone()).map_err(|_| by_hand(0))?;
        let mut changes = Vec::new();
        for (at, (span, (_, reviews))) in edits.iter().enumerate() {
            let record = document.record_at(span.range().start).ok_or_else(|| by_hand(at))?;
            changes.push(Edit::Set { path: record.then(KEY), value: written(reviews) });
        }
        document.apply(&changes).map_err(|refused| by_hand(refused.edit))?;
        Ok(Replacement { file, before: Some(before), after: document.bytes().to_vec() })
    }
}

/// The key of signatures.
const KEY: &str = "reviews";

/// Signatures as YAML values, one line each.
fn written(reviews: &[Review]) -> Value {
    let entry = |Review { stage, by, on, fingerprint }: &Review| {
        let entries = [
            ("stage", Value::text(&**stage)),
            ("by", Value::text(&**by)),
            ("on", Value::word(on.to_string())),
            ("fingerprint", Value::text(&**fingerprint)),
        ];
        let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Value::InLine(Box::new(Value::Map(entries)))
    };
    Value::List(reviews.iter().map(entry).collect())
}

/// The lines to add below a record's other keys.
fn lines(reviews: &[Review]) -> String {
    let empty =
        SitePath::try_from("reviews.yaml").ok().and_then(|path| Document::read(path, Vec::new()).ok());
    let made = empty.and_then(|mut empty| {
        empty.set(&[KEY].into(), &written(reviews)).ok()?;
        Some(empty.original().content().to_string())
    });
    made.unwrap_or_default()
}

/// The digest of a picture or file; for pictures it is known already.
pub(super) fn digest(system: &dyn System, root: &Path, loaded: &Loaded, path: &str) -> Option<[u8; 16]> {
    let attachment = loaded.attachments.get(loaded.spellings.of(path))?;
    if let Some(picture) = &attachment.picture {
        return Some(picture.digest);
    }
    let bytes = system.read_limited(&root.join(loaded.spellings.of(path)), LARGEST_FILE).ok()?;
    Some(domain::digest(&bytes))
}
