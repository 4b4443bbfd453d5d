//! Stores the records of a file and restores them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil;
use serde::{Deserialize, Serialize};

use super::super::file::FileRecords;
use super::super::memory::Read;
use super::state::Look;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::domain::{Attachment, Consent, FileIx, Picture, Record, Scope, Value, digest};
use crate::load::context::RecordFile;
use crate::source::SitePath;

/// A stored file.
#[derive(Serialize, Deserialize)]
struct Laid {
    /// A hash of its path, since readers do not see file names.
    key: [u8; 16],
    look: Look,
    /// Its records, and for each whether it had a consent. Pictures are stored without their paths, which
    /// readers do not see either.
    records: Vec<(bool, Record)>,
}

/// Adds a file's records to a part.
pub(super) fn lay(
    path: &SitePath,
    look: Look,
    records: &[Arc<Record>],
    config: &Config,
    bytes: &mut Vec<u8>,
) {
    let records = records.iter().map(|record| plain(record, config)).collect();
    // Records that cannot be serialised, such as those with a consent within a list, are read from their
    // files next time.
    if let Ok(laid) =
        postcard::to_extend(&Laid { key: digest(path.as_str().as_bytes()), look, records }, Vec::new())
    {
        bytes.extend_from_slice(&laid);
    }
}

/// The data with which restored files are compared.
pub(super) struct Asked<'a> {
    config: &'a Config,
    /// The pictures by digest; `None` if several have the same contents.
    pictures: HashMap<[u8; 16], Option<(&'a Arc<str>, Picture)>>,
    files: &'a [RecordFile],
    looks: &'a [Option<Look>],
    today: civil::Date,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        config: &'a Config,
        attachments: &'a BTreeMap<Arc<str>, Attachment>,
        files: &'a [RecordFile],
        looks: &'a [Option<Look>],
        today: civil::Date,
    ) -> Self {
        let mut pictures = HashMap::new();
        for (path, attachment) in attachments {
            if let Some(picture) = attachment.picture {
                let known = pictures.entry(picture.digest);
                known.and_modify(|known| *known = None).or_insert(Some((path, picture)));
            }
        }
        Self { config, pictures, files, looks, today }
    }

    /// Restores the unchanged files of a part, with their indices, and returns whether all of it is
    /// unchanged. `wanted` are the indices of the part's files.
    pub(super) fn take(&self, mut part: &[u8], wanted: &[usize]) -> (Vec<(usize, Read)>, bool) {
        let keyed =
            wanted.iter().filter_map(|at| Some((digest(self.files.get(*at)?.path.as_str().as_bytes()), *at)));
        let places: HashMap<[u8; 16], usize> = keyed.collect();
        let mut taken = Vec::with_capacity(wanted.len());
        let mut all_used = true;
        while !part.is_empty() {
            let Ok((found, rest)) = postcard::take_from_bytes::<Laid>(part) else {
                return (taken, false);
            };
            part = rest;
            let read = places.get(&found.key).and_then(|at| Some((*at, self.read(*at, found)?)));
            all_used &= read.is_some();
            taken.extend(read);
        }
        (taken, all_used)
    }

    /// Restores a file, if neither it nor its pictures have changed.
    fn read(&self, at: usize, found: Laid) -> Option<Read> {
        let file = self.files.get(at)?;
        if *self.looks.get(at)? != Some(found.look) {
            return None;
        }
        let consent = self.config.collection(file.collection)?.roles.consent;
        let mut records = Vec::with_capacity(found.records.len());
        for (consented, mut record) in found.records {
            if !record.values.values_mut().all(|value| self.find_pictures(value)) {
                return None;
            }
            record.collection = file.collection;
            record.file = FileIx::of(at)?;
            if consented {
                record.values.put(consent?, Value::Consent(Box::new(held(self.today))));
            }
            records.push(Arc::new(record));
        }
        let records = FileRecords { records, ..FileRecords::default() };
        Some(Arc::new((records, Diagnostics::default())))
    }

    /// Restores the paths of pictures; returns whether all were found unambiguously.
    fn find_pictures(&self, value: &mut Value) -> bool {
        let mut all = true;
        value.images_mut(&mut |image| match self.pictures.get(&image.digest) {
            Some(Some((path, picture))) => {
                image.file = Arc::clone(path);
                all &= (picture.width, picture.height) == image.size;
            }
            _ => all = false,
        });
        all
    }
}

/// A record in the form in which it may be stored, and whether it has a consent.
fn plain(record: &Record, config: &Config) -> (bool, Record) {
    let mut record = record.clone();
    let field = config.collection(record.collection).and_then(|collection| collection.roles.consent);
    let consent = field.and_then(|at| record.values.take(at));
    record.values.values_mut().for_each(|value| value.images_mut(&mut |image| image.file = Arc::from("")));
    // If nothing may be stored of a value, nothing may show that there was one.
    let places: Vec<usize> = record.spans.iter().map(|(at, _)| at).collect();
    for at in places.into_iter().filter(|at| record.values.get(*at).is_none()) {
        record.spans.take(at);
    }
    (consent.is_some(), record)
}

/// A placeholder for a consent, of which is only known that it is valid today for everything.
fn held(today: civil::Date) -> Consent {
    let scope = Scope::ALL.iter().map(|(scope, _)| *scope).collect();
    Consent { signed: Some(today.into()), scope, ..Consent::default() }
}
