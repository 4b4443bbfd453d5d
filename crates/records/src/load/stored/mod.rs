//! Stores records from one build to the next: those that were published in full and had no diagnostics.
//!
//! The store contains nothing that the edition does not show: no withheld record, none of which anything is
//! left out, and of a consent only that it was valid on that day. So it can be used only on the same day, and
//! with the same settings and files beside records. The texts of restored records need not be checked again.

mod entry;
mod pictures;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use jiff::{Timestamp, civil};
use rayon::prelude::*;

use super::context::RecordFile;
use super::loaded::Loaded;
use super::memory::Read;
use super::settings::is_settings;
use crate::cache::{SHELVES, SealedDir, nanos};
use crate::config::Config;
use crate::config::word_list::PLURAL_FORMS;
use crate::domain::{Attachment, FileIx, Record};
use crate::source::{Entry, EntryKind};
use crate::sync::lock;
use entry::{Asked, lay};
pub(super) use state::{FileState, Look};

/// The location and key of the store.
pub struct Store {
    shelf: SealedDir,
    /// A hash of the program and its options.
    asked: blake3::Hash,
    now: Timestamp,
    /// The time just before the sources were walked: a file written later may look unchanged.
    walked: SystemTime,
    /// The parts in which something is out of date.
    stale: Mutex<BTreeSet<usize>>,
}

/// The state of each file, and what could be restored.
pub(super) struct ReadBack {
    /// A hash of everything on which all records depend, if it can be determined.
    pub(super) ground: Option<blake3::Hash>,
    pub(super) states: Vec<FileState>,
    pub(super) known: Vec<Option<Read>>,
}

impl Store {
    /// The store in a folder. `asked` is a hash of the program and its options; a store with another one is
    /// not used. `walked` is the time just before the sources were walked.
    #[must_use]
    pub fn new(shelf: SealedDir, asked: blake3::Hash, now: Timestamp, walked: SystemTime) -> Self {
        Self { shelf, asked, now, walked, stale: Mutex::default() }
    }

    fn today(&self, config: &Config) -> civil::Date {
        config.site.timezone.to_datetime(self.now).date()
    }

    /// A hash of everything on which all records depend; `None` if a settings file could change without
    /// looking different.
    fn ground(
        &self,
        content: &[Entry],
        config: &Config,
        attachments: &BTreeMap<Arc<str>, Attachment>,
    ) -> Option<blake3::Hash> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.asked.as_bytes());
        hasher.update(self.today(config).to_string().as_bytes());
        let settings = content.iter().filter(|entry| entry.kind == EntryKind::File);
        for entry in settings.filter(|entry| is_settings(config, entry)) {
            let (len, modified) = self.look(entry)?;
            hasher.update(entry.path.as_str().as_bytes());
            hasher.update(&[0]);
            hasher.update(&len.to_le_bytes());
            hasher.update(&modified.to_le_bytes());
        }
        // Records may use the labels of choices and units, which come from the theme.
        let may_be_written = |key: &str| {
            let first = key.split('.').next().unwrap_or("");
            ["choice", "unit"].contains(&first) || PLURAL_FORMS.contains(&first)
        };
        for (key, text) in config.theme.words.iter().filter(|(key, _)| may_be_written(key)) {
            hasher.update(key.as_bytes());
            hasher.update(&[0]);
            hasher.update(text.as_bytes());
            hasher.update(&[0]);
        }
        for path in attachments.keys() {
            hasher.update(path.as_bytes());
            hasher.update(&[0]);
        }
        Some(hasher.finalize())
    }

    /// A file's length and time, if it cannot change without looking different.
    pub(super) fn look(&self, entry: &Entry) -> Option<Look> {
        self.look_of(entry.look(self.walked)?)
    }

    fn look_of(&self, (len, modified): (u64, SystemTime)) -> Option<Look> {
        Some((len, u64::try_from(nanos(Some(modified))?).ok()?))
    }

    /// Returns the state of the files and what could be restored. A part that is out of date in any way is
    /// removed at once, since this build may end before it stores anything.
    pub(super) fn read(
        &self,
        content: &[Entry],
        config: &Config,
        attachments: &BTreeMap<Arc<str>, Attachment>,
        files: &[RecordFile],
    ) -> ReadBack {
        let ground = self.ground(content, config, attachments);
        let look = |file: &RecordFile| self.look_of(file.look(content, self.walked)?);
        let looks: Vec<Option<Look>> = files.iter().map(look).collect();
        let asked = Asked::new(config, attachments, files, &looks, self.today(config));
        let parts = spread(files);
        let found = parts.par_iter().enumerate().map(|(number, wanted)| {
            self.shelf.sweep(number);
            let bytes = self.shelf.get(number);
            let part = ground.zip(bytes.as_deref());
            let part = part.and_then(|(ground, bytes)| bytes.strip_prefix(ground.as_bytes()));
            let (found, all_used) = part.map_or_else(|| (Vec::new(), false), |part| asked.take(part, wanted));
            if !all_used {
                self.discard(number);
            }
            found
        });
        let found: Vec<_> = found.collect();
        let mut known: Vec<Option<Read>> = files.iter().map(|_| None).collect();
        for (at, read) in found.into_iter().flatten() {
            known.get_mut(at).into_iter().for_each(|slot| *slot = Some(Arc::clone(&read)));
        }
        let state = |(look, known): (Option<Look>, &Option<Read>)| FileState {
            look,
            known: known.is_some(),
            quiet: false,
        };
        let states = looks.into_iter().zip(&known).map(state).collect();
        ReadBack { ground, states, known }
    }

    /// Stores what may be stored: `whole` tells for which files nothing is withheld and nothing was reported.
    /// A part that was restored completely is left alone.
    pub fn keep(&self, loaded: &Loaded, config: &Config, whole: &(dyn Fn(FileIx) -> bool + Sync)) {
        let Some(ground) = loaded.ground else { return };
        let records = by_file(loaded);
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); SHELVES];
        // Number of files restored from each part.
        let mut known = [0_usize; SHELVES];
        for (at, (path, state)) in loaded.files.iter().zip(&loaded.states).enumerate() {
            let number = SealedDir::number(path.as_str());
            known.get_mut(number).into_iter().for_each(|known| *known += usize::from(state.known));
            let is_good = state.look.is_some() && (state.known || state.quiet);
            let has_any = records.get(at).is_some_and(|records| !records.is_empty());
            if is_good && has_any && is_whole(loaded, at, whole) {
                parts.get_mut(number).into_iter().for_each(|part| part.push(at));
            }
        }
        self.shelf.begin();
        parts.par_iter().zip(known).enumerate().for_each(|(number, (part, known))| {
            let is_known = |at: &usize| loaded.states.get(*at).is_some_and(|state| state.known);
            let is_same = part.len() == known && part.iter().all(is_known) && !self.is_stale(number);
            if part.is_empty() {
                self.discard(number);
            } else if !is_same || !self.shelf.has(number) {
                self.shelf.put(number, lay_part(part, loaded, (&records, config), ground));
            }
        });
    }

    /// Removes the parts that contain anything for which `whole` is no longer true; if the site is not
    /// published, nothing else would remove them.
    pub fn forget(&self, loaded: &Loaded, whole: &(dyn Fn(FileIx) -> bool + Sync)) {
        self.discard(state::PART);
        for (at, (path, state)) in loaded.files.iter().zip(&loaded.states).enumerate() {
            if state.known && !is_whole(loaded, at, whole) {
                self.discard(SealedDir::number(path.as_str()));
            }
        }
    }

    /// Removes everything.
    pub fn clear(&self) {
        (0..=state::PART).for_each(|number| self.discard(number));
    }

    fn discard(&self, number: usize) {
        lock(&self.stale).insert(number);
        self.shelf.remove(number);
    }

    fn is_stale(&self, number: usize) -> bool {
        lock(&self.stale).contains(&number)
    }
}

/// Whether a file is published in full.
fn is_whole(loaded: &Loaded, at: usize, whole: &(dyn Fn(FileIx) -> bool + Sync)) -> bool {
    let is_sound = |path: &str| !loaded.failed_files.contains_key(path);
    loaded.files.get(at).is_some_and(|path| is_sound(path.as_str()))
        && u32::try_from(at).is_ok_and(|at| whole(FileIx(at)))
}

/// The records of each file.
fn by_file(loaded: &Loaded) -> Vec<&[Arc<Record>]> {
    let mut records: Vec<&[Arc<Record>]> = vec![&[]; loaded.files.len()];
    for of_file in loaded.records.chunk_by(|one, next| one.file == next.file) {
        let at = of_file.first().map(|record| record.file.at());
        at.and_then(|at| records.get_mut(at)).into_iter().for_each(|slot| *slot = of_file);
    }
    records
}

fn lay_part(
    part: &[usize],
    loaded: &Loaded,
    (records, config): (&[&[Arc<Record>]], &Config),
    ground: blake3::Hash,
) -> Vec<u8> {
    let mut bytes = ground.as_bytes().to_vec();
    for at in part {
        if let (Some(path), Some(state), Some(records)) =
            (loaded.files.get(*at), loaded.states.get(*at), records.get(*at))
            && let Some(look) = state.look
        {
            lay(path, look, records, config, &mut bytes);
        }
    }
    bytes
}

/// The indices of the files, by part of the store.
fn spread(files: &[RecordFile]) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); SHELVES];
    for (at, file) in files.iter().enumerate() {
        parts.get_mut(SealedDir::number(file.path.as_str())).into_iter().for_each(|part| part.push(at));
    }
    parts
}
