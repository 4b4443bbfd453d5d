//! An in-memory cache of read files: during editing, most files have not changed since they were last read.
//!
//! A file is unchanged if its length and time are the same, it has the same index in the list of files, and
//! all that reading depends on is the same: the settings and the pictures' headers. A file that was written
//! just now is read again, since some file systems could not distinguish a second change from the first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::context::RecordFile;
use super::file::FileRecords;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::domain::{Attachment, FileIx, Picture, PictureFault};
use crate::source::{Entry, EntryKind, SitePath};
use crate::sync::lock;

/// The contents of a file and its diagnostics.
pub(super) type Read = Arc<(FileRecords, Diagnostics)>;

/// A file's length and modification time.
type Look = (u64, SystemTime);

/// The cache between readings.
#[derive(Debug, Default)]
pub struct Memory {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Everything else on which the records depend.
    ground: Option<ReadContextKey>,
    files: BTreeMap<SitePath, (FileIx, Look, Read)>,
    pictures: BTreeMap<Arc<str>, (Look, Picture)>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

/// Everything on which reading a record depends.
#[derive(PartialEq)]
pub(super) struct ReadContextKey {
    settings: Vec<Entry>,
    /// The labels of choices, since records may use these.
    choices: Vec<(Arc<str>, Arc<str>)>,
    attachments: BTreeMap<Arc<str>, Attachment>,
    faults: BTreeMap<Arc<str>, PictureFault>,
}

impl ReadContextKey {
    /// `content` is the result of walking the content folder.
    pub(super) fn new(
        content: &[Entry],
        config: &Config,
        attachments: &BTreeMap<Arc<str>, Attachment>,
        faults: &BTreeMap<Arc<str>, PictureFault>,
    ) -> Self {
        let is_settings = |entry: &&Entry| entry.kind == EntryKind::File && super::is_settings(config, entry);
        Self {
            settings: content.iter().filter(is_settings).cloned().collect(),
            choices: {
                let words = config.theme.words.iter().filter(|(key, _)| key.starts_with("choice."));
                words.map(|(key, text)| (key.clone(), text.clone())).collect()
            },
            attachments: attachments.clone(),
            faults: faults.clone(),
        }
    }

    /// Whether all of it was written long enough ago for changes to be detectable.
    fn is_settled(&self, now: SystemTime) -> bool {
        self.settings.iter().all(|entry| entry.look(now).is_some())
    }
}

impl Memory {
    /// Adds the known headers of unchanged pictures.
    pub(super) fn know_pictures(
        &self,
        content: &[Entry],
        attachments: &mut BTreeMap<Arc<str>, Attachment>,
        now: SystemTime,
    ) {
        let kept = lock(&self.kept);
        let known = super::picture::pictures(content, attachments).filter_map(|(path, entry)| {
            let (look, picture) = kept.pictures.get(&path)?;
            (entry.look(now) == Some(*look)).then_some((path, *picture))
        });
        for (path, picture) in known.collect::<Vec<_>>() {
            attachments.entry(path).and_modify(|attachment| attachment.picture = Some(picture));
        }
    }

    /// Caches the headers of pictures.
    pub(super) fn keep_pictures(
        &self,
        content: &[Entry],
        attachments: &BTreeMap<Arc<str>, Attachment>,
        now: SystemTime,
    ) {
        let found = super::picture::pictures(content, attachments).filter_map(|(path, entry)| {
            let picture = attachments.get(&path)?.picture?;
            Some((path, (entry.look(now)?, picture)))
        });
        let found = found.collect();
        lock(&self.kept).pictures = found;
    }

    /// The cached contents of each unchanged file.
    pub(super) fn known(
        &self,
        ground: &ReadContextKey,
        files: &[RecordFile],
        content: &[Entry],
        now: SystemTime,
    ) -> Vec<Option<Read>> {
        let kept = lock(&self.kept);
        if kept.ground.as_ref() != Some(ground) {
            return files.iter().map(|_| None).collect();
        }
        let known = files.iter().zip(0_u32..).map(|(file, n)| {
            let (ix, seen, read) = kept.files.get(&file.path)?;
            let same = *ix == FileIx(n) && file.look(content, now) == Some(*seen);
            same.then(|| Arc::clone(read))
        });
        known.collect()
    }

    /// Caches what was read.
    pub(super) fn keep(
        &self,
        ground: ReadContextKey,
        files: &[RecordFile],
        content: &[Entry],
        read: &[Read],
        now: SystemTime,
    ) {
        let settled = ground.is_settled(now);
        let all = files.iter().zip(0_u32..).zip(read).filter(|_| settled);
        let files = all.filter_map(|((file, n), read)| {
            let seen = file.look(content, now)?;
            Some((file.path.clone(), (FileIx(n), seen, Arc::clone(read))))
        });
        let files = files.collect();
        let mut kept = lock(&self.kept);
        (kept.ground, kept.files) = (Some(ground), files);
    }
}
