//! Determines the review status of each record.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::fingerprint::{Files, Fingerprint, Part, fingerprint};
use crate::config::Config;
use crate::diag::{Arg, Code, Diagnostic, Lang};
use crate::domain::{Collection, Date, Finding, Record, RecordIx};
use crate::model::Model;
use crate::source::SitePath;

/// A record that has not passed all stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The index of the first missing stage in the settings.
    pub stage: usize,
    /// An outdated signature for that stage: by whom, when, and what has changed since.
    pub changed: Option<(Arc<str>, Date, Vec<Part>)>,
}

/// The records that wait for review.
#[derive(Debug, Default)]
pub struct Reviews {
    waiting: BTreeMap<RecordIx, Waiting>,
}

impl Reviews {
    /// Examines all records. `files` are the paths of the source files.
    #[must_use]
    pub fn new(model: &Model, config: &Config, files: &[SitePath], digests: Files<'_>) -> Self {
        if config.site.review.stages.is_empty() {
            return Self::default();
        }
        let judged = model.records().par_iter().enumerate().filter_map(|(at, record)| {
            let ix = RecordIx::of(at)?;
            if !config.is_reviewed(record.collection) || record.draft {
                return None;
            }
            let path = files.get(record.file.at())?;
            next_stage(record, path, config, digests).map(|waiting| (ix, waiting))
        });
        Self { waiting: judged.collect() }
    }

    /// Whether a record may not be published yet.
    #[must_use]
    pub fn is_waiting(&self, record: RecordIx) -> bool {
        self.waiting.contains_key(&record)
    }

    /// Reports what each record waits for.
    pub fn findings(&self, model: &Model, config: &Config, files: &[SitePath], findings: &mut Vec<Finding>) {
        for (ix, waiting) in &self.waiting {
            let Some(record) = model.record(*ix) else { continue };
            let Some(collection) = config.collection(record.collection) else { continue };
            let file = files.get(record.file.at());
            let told = waiting
                .diagnostic(record, collection, config)
                .arg("file", file.map_or_else(String::new, in_command));
            findings.push(Finding::at_start(told, record));
        }
    }

    /// The titles of the waiting records, by stage in the order of the settings; empty stages are omitted.
    #[must_use]
    pub fn by_stage(&self, model: &Model, config: &Config) -> Vec<(String, Vec<String>)> {
        let mut lists: Vec<(String, Vec<String>)> =
            config.site.review.stages.iter().map(|stage| (stage.to_string(), Vec::new())).collect();
        for (ix, waiting) in &self.waiting {
            let (Some((_, list)), Some(record)) = (lists.get_mut(waiting.stage), model.record(*ix)) else {
                continue;
            };
            list.push(title(record, config.collection(record.collection)).to_string());
        }
        lists.retain(|(_, list)| !list.is_empty());
        lists
    }
}

/// A path as typed in a command.
fn in_command(path: &SitePath) -> String {
    let path = path.as_str();
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/-_.".contains(c));
    if is_plain { path.to_owned() } else { format!("\"{path}\"") }
}

impl Waiting {
    fn diagnostic(&self, record: &Record, collection: &Collection, config: &Config) -> Diagnostic {
        let stage = config.site.review.stages.get(self.stage).map_or("", |stage| stage);
        let title = title(record, Some(collection));
        match &self.changed {
            None => Diagnostic::new(Code::AwaitsReview).arg("title", &title).arg("stage", stage),
            Some((by, on, parts)) => Diagnostic::new(Code::ChangedSinceReview)
                .arg("title", &title)
                .arg("stage", stage)
                .arg("by", by)
                .arg("on", on.to_string())
                .arg("what", changed(parts, collection)),
        }
    }
}

fn title(record: &Record, collection: Option<&Collection>) -> Arc<str> {
    let title = collection.and_then(|it| record.get(it.roles.title?)?.as_text().cloned());
    title.unwrap_or_else(|| record.id.clone())
}

/// The labels of the parts that changed.
fn changed(parts: &[Part], collection: &Collection) -> Arg {
    let name = |part: &Part, lang: Lang| match (part.as_str(), lang) {
        ("body", Lang::En) => "the text".to_owned(),
        ("body", Lang::ZhCn) => "正文".to_owned(),
        ("params", _) => "params".to_owned(),
        (name, lang) => {
            collection.field(name).map_or(name, |(_, field)| field.label.or(lang, name)).to_owned()
        }
    };
    let all = |lang: Lang| parts.iter().map(|part| name(part, lang)).collect::<Vec<_>>();
    if parts.is_empty() {
        return Arg::term("it is not clear what", "说不清是哪里");
    }
    Arg::term(all(Lang::En).join(", "), all(Lang::ZhCn).join("、"))
}

/// The first stage that a record in its current state has not passed; `None` if it has passed all.
#[must_use]
pub fn next_stage(record: &Record, path: &SitePath, config: &Config, digests: Files<'_>) -> Option<Waiting> {
    let stages = &config.site.review.stages;
    // Most waiting records were never signed: no need to hash their contents.
    let now = if record.reviews.is_empty() { None } else { Some(fingerprint(record, path, config, digests)) };
    for (stage, name) in stages.iter().enumerate() {
        let signed = record.reviews.iter().rev().find(|review| review.stage == *name);
        let (Some(signed), Some(now)) = (signed, &now) else { return Some(Waiting { stage, changed: None }) };
        let then = Fingerprint::parse(&signed.fingerprint);
        if then.as_ref().is_some_and(|then| then.holds(now)) {
            continue;
        }
        let parts = then.map_or_else(Vec::new, |then| then.changed(now));
        return Some(Waiting { stage, changed: Some((signed.by.clone(), signed.on, parts)) });
    }
    None
}
