//! What was read before, from one build to the next: records that were published whole and of which there was nothing to tell.
//!
//! What is laid down holds nothing that the edition does not show: no record that it withholds, none of which it leaves anything out, and
//! of a consent only that it held on that day. So all of it is good for that day alone, and for the settings, and the files beside
//! records, with which it was read. Who reads a file back need not look through its texts again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::{Timestamp, civil};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::file::FileRecords;
use super::memory::Read;
use super::{Loaded, RecordFile, is_settings};
use crate::cache::{SHELVES, Shelf, nanos};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::domain::{Attachment, Consent, FileIx, Record, Scope, Value};
use crate::source::{Entry, EntryKind};

/// Where records are laid down, and for whom.
pub struct Store<'a> {
    shelf: Shelf<'a>,
    /// Of the program and what it was asked for.
    asked: blake3::Hash,
    now: Timestamp,
}

/// What is known of a file of records besides what it holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileState {
    /// Its length, and when it was written, where it cannot change and look the same.
    look: Option<(u64, u64)>,
    /// Whether it was read back: as it was when nothing was wrong with it.
    pub known: bool,
    /// Whether there was nothing to tell when it was read.
    pub(super) quiet: bool,
}

/// A file as it is laid down.
#[derive(Serialize)]
struct Laid<'r> {
    path: &'r str,
    look: (u64, u64),
    records: Vec<(bool, Record)>,
}

/// A file as it is read back. Of each record, whether there was a consent.
#[derive(Deserialize)]
struct Found<'b> {
    path: &'b str,
    look: (u64, u64),
    records: Vec<(bool, Record)>,
}

impl<'a> Store<'a> {
    /// The store of a folder. `asked` is of the program and what it was asked for; what was read for something else is not used.
    #[must_use]
    pub fn new(shelf: Shelf<'a>, asked: blake3::Hash, now: Timestamp) -> Self {
        Self { shelf, asked, now }
    }

    fn today(&self, config: &Config) -> civil::Date {
        config.site.timezone.to_datetime(self.now).date()
    }

    /// What all records depend on; `None` where a file of settings may change and look the same.
    fn ground(
        &self,
        content: &[Entry],
        config: &Config,
        (attachments, files): (&BTreeMap<Arc<str>, Attachment>, &[RecordFile]),
        now: SystemTime,
    ) -> Option<blake3::Hash> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.asked.as_bytes());
        hasher.update(self.today(config).to_string().as_bytes());
        for entry in
            content.iter().filter(|entry| entry.kind == EntryKind::File && is_settings(config, entry))
        {
            let (len, modified) = look(entry, now)?;
            hasher.update(entry.path.as_str().as_bytes());
            hasher.update(&[0]);
            hasher.update(&len.to_le_bytes());
            hasher.update(&modified.to_le_bytes());
        }
        // A link is held against a person's name by the name of her file, where no other person's is called the same.
        for path in attachments.keys().map(AsRef::as_ref).chain(shared_names(files, config)) {
            hasher.update(path.as_bytes());
            hasher.update(&[0]);
        }
        Some(hasher.finalize())
    }

    /// What is known of the files, and what can be read back of them. What a part of the store holds that is of no use any more is removed with
    /// the part, at once: this build may end before it lays anything down.
    pub(super) fn read(
        &self,
        content: &[Entry],
        config: &Config,
        attachments: &BTreeMap<Arc<str>, Attachment>,
        files: &[RecordFile],
        now: SystemTime,
    ) -> (Option<blake3::Hash>, Vec<FileState>, Vec<Option<Read>>) {
        let ground = self.ground(content, config, (attachments, files), now);
        let look = |file: &RecordFile| content.get(file.entry).and_then(|entry| look(entry, now));
        let mut states: Vec<FileState> =
            files.iter().map(|file| FileState { look: look(file), ..FileState::default() }).collect();
        let mut known: Vec<Option<Read>> = files.iter().map(|_| None).collect();
        let asked = Asked { config, attachments, files, states: &states, today: self.today(config) };
        let parts = spread(files);
        let found = parts.par_iter().enumerate().map(|(number, wanted)| {
            let Some(bytes) = self.shelf.get(number) else { return Vec::new() };
            let (found, all_used) = ground
                .and_then(|ground| part(&bytes, ground))
                .map_or_else(|| (Vec::new(), false), |part| asked.take(part, wanted));
            if !all_used {
                self.shelf.remove(number);
            }
            found
        });
        for (at, read) in found.collect::<Vec<_>>().into_iter().flatten() {
            if let (Some(slot), Some(state)) = (known.get_mut(at), states.get_mut(at)) {
                *slot = Some(read);
                state.known = true;
            }
        }
        (ground, states, known)
    }

    /// Lays down what may be: of the files that `whole` names nothing is withheld, and there is nothing to tell. A part of which all was read back
    /// is left as it is.
    pub fn keep(&self, loaded: &Loaded, config: &Config, whole: &(dyn Fn(FileIx) -> bool + Sync)) {
        let Some(ground) = loaded.ground else { return };
        let mut records: Vec<&[Arc<Record>]> = vec![&[]; loaded.files.len()];
        for of_file in loaded.records.chunk_by(|one, next| one.file == next.file) {
            let slot = of_file.first().and_then(|record| records.get_mut(place(record.file)?));
            if let Some(slot) = slot {
                *slot = of_file;
            }
        }
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); SHELVES];
        // How many files were read back from each part.
        let mut known = [0_usize; SHELVES];
        for (at, (path, state)) in loaded.files.iter().zip(&loaded.states).enumerate() {
            let number = Shelf::number(path.as_str());
            known.get_mut(number).into_iter().for_each(|known| *known += usize::from(state.known));
            let ix = u32::try_from(at).map(FileIx);
            let is_good = state.look.is_some() && (state.known || state.quiet);
            let has_any = records.get(at).is_some_and(|records| !records.is_empty());
            if is_good && has_any && ix.is_ok_and(whole) {
                parts.get_mut(number).into_iter().for_each(|part| part.push(at));
            }
        }
        self.shelf.begin();
        parts.par_iter().zip(known).enumerate().for_each(|(number, (part, known))| {
            let is_known = |at: &usize| loaded.states.get(*at).is_some_and(|state| state.known);
            let is_same = part.len() == known && part.iter().all(is_known);
            if part.is_empty() {
                self.shelf.remove(number);
            } else if !is_same || !self.shelf.has(number) {
                self.lay(number, part, loaded, (&records, config), ground);
            }
        });
    }

    /// Removes all that was laid down.
    pub fn clear(&self) {
        (0..SHELVES).for_each(|number| self.shelf.remove(number));
    }

    fn lay(
        &self,
        number: usize,
        part: &[usize],
        loaded: &Loaded,
        (records, config): (&[&[Arc<Record>]], &Config),
        ground: blake3::Hash,
    ) {
        let mut bytes = ground.as_bytes().to_vec();
        for at in part {
            let (Some(path), Some(state), Some(records)) =
                (loaded.files.get(*at), loaded.states.get(*at), records.get(*at))
            else {
                continue;
            };
            let Some(look) = state.look else { continue };
            let records = records.iter().map(|record| without_consent(record, config)).collect();
            // What cannot be written down, such as a consent within a list, is read anew the next time.
            match postcard::to_extend(&Laid { path: path.as_str(), look, records }, Vec::new()) {
                Ok(laid) => bytes.extend_from_slice(&laid),
                Err(_) => continue,
            }
        }
        self.shelf.put(number, bytes);
    }
}

/// What files are held against.
struct Asked<'a> {
    config: &'a Config,
    attachments: &'a BTreeMap<Arc<str>, Attachment>,
    files: &'a [RecordFile],
    states: &'a [FileState],
    today: civil::Date,
}

impl Asked<'_> {
    /// Of a part what is as it was, by the places of the files. Says whether all of it is. `wanted` are the places of the part's files, which are sorted by path as
    /// what is laid down is.
    fn take(&self, mut part: &[u8], wanted: &[usize]) -> (Vec<(usize, Read)>, bool) {
        let mut taken = Vec::with_capacity(wanted.len());
        let mut wanted = wanted.iter().copied().peekable();
        let mut all_used = true;
        while !part.is_empty() {
            let Ok((found, rest)) = postcard::take_from_bytes::<Found<'_>>(part) else {
                return (taken, false);
            };
            part = rest;
            let path = |at: &usize| self.files.get(*at).map(|file| file.path.as_str());
            while wanted.next_if(|at| path(at).is_some_and(|path| path < found.path)).is_some() {}
            let read = wanted
                .next_if(|at| path(at) == Some(found.path))
                .and_then(|at| Some((at, self.read(at, found)?)));
            all_used &= read.is_some();
            taken.extend(read);
        }
        (taken, all_used)
    }

    /// What a file holds, if it looks as it did and the pictures that it shows are the same.
    fn read(&self, at: usize, found: Found<'_>) -> Option<Read> {
        let (file, state) = (self.files.get(at)?, self.states.get(at)?);
        if state.look != Some(found.look) {
            return None;
        }
        let consent = self.config.collection(file.collection)?.roles.consent;
        let mut records = Vec::with_capacity(found.records.len());
        for (consented, mut record) in found.records {
            if !record.values.values().all(|value| self.has_pictures(value)) {
                return None;
            }
            record.collection = file.collection;
            record.file = FileIx(u32::try_from(at).ok()?);
            if consented {
                record.values.put(consent?, Value::Consent(Box::new(held(self.today))));
            }
            records.push(Arc::new(record));
        }
        let records = FileRecords { records, ..FileRecords::default() };
        Some(Arc::new((records, Diagnostics::default())))
    }

    fn has_pictures(&self, value: &Value) -> bool {
        match value {
            Value::Image(image) => self
                .attachments
                .get(&image.file)
                .and_then(|attachment| attachment.picture)
                .is_some_and(|it| (it.width, it.height) == image.size && it.digest == image.digest),
            Value::List(items) => items.iter().all(|item| self.has_pictures(item)),
            Value::Group(group) => group.values.iter().flatten().all(|value| self.has_pictures(value)),
            _ => true,
        }
    }
}

/// The names that several files of persons have.
fn shared_names<'f>(files: &'f [RecordFile], config: &Config) -> Vec<&'f str> {
    let is_person = |file: &&RecordFile| {
        config.collection(file.collection).is_some_and(|collection| collection.is_persons())
    };
    let mut names: Vec<&str> = files.iter().filter(is_person).map(|file| file.path.file_name()).collect();
    names.par_sort_unstable();
    let shared = names.chunk_by(|one, next| one == next).filter(|same| same.len() > 1);
    shared.filter_map(|same| same.first().copied()).collect()
}

/// The bytes of a part behind its head; `None` where it was laid down on another ground.
fn part(bytes: &[u8], ground: blake3::Hash) -> Option<&[u8]> {
    bytes.strip_prefix(ground.as_bytes())
}

/// The places of the files, by the part of the store that they belong to.
fn spread(files: &[RecordFile]) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); SHELVES];
    for (at, file) in files.iter().enumerate() {
        parts
            .get_mut(Shelf::number(file.path.as_str()))
            .into_iter()
            .for_each(|part: &mut Vec<_>| part.push(at));
    }
    parts
}

/// A record as it may be laid down, and whether it has a consent.
fn without_consent(record: &Record, config: &Config) -> (bool, Record) {
    let mut record = record.clone();
    let field = config.collection(record.collection).and_then(|collection| collection.roles.consent);
    let consent = field.and_then(|at| record.values.take(at));
    (consent.is_some(), record)
}

/// What stands for a consent of which no more is known than that it holds today, for all.
fn held(today: civil::Date) -> Consent {
    let scope = Scope::ALL.iter().map(|(scope, _)| *scope).collect();
    Consent { signed: Some(today.into()), scope, ..Consent::default() }
}

fn look(entry: &Entry, now: SystemTime) -> Option<(u64, u64)> {
    let (len, modified) = entry.look(now)?;
    Some((len, u64::try_from(nanos(Some(modified))?).ok()?))
}

fn place(file: FileIx) -> Option<usize> {
    usize::try_from(file.0).ok()
}
