//! What was read before: while a site is being written, most files are as they were when it was read last.
//!
//! A file is as it was if it looks as it did (its length and time), is at the same place in the list of
//! files, and all that its reading depends on is the same: the settings, and what is known of pictures. A
//! file that was written only just now is read again, for some file systems would not tell a second change
//! from the first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::RecordFile;
use super::file::FileRecords;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::domain::{Attachment, FileIx, Picture, PictureFault};
use crate::source::{Entry, EntryKind, SitePath};

/// What one file held, and what was wrong with it.
pub(super) type Read = Arc<(FileRecords, Diagnostics)>;

/// How a file looks from outside.
type Look = (u64, SystemTime);

/// Keeps what was read from one reading to the next.
#[derive(Debug, Default)]
pub struct Memory {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Everything else that the records depend on.
    ground: Option<Ground>,
    files: BTreeMap<SitePath, (FileIx, Look, Read)>,
    pictures: BTreeMap<Arc<str>, (Look, Picture)>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

/// What the reading of every record depends on.
#[derive(PartialEq)]
pub(super) struct Ground {
    settings: Vec<Entry>,
    /// What choices are called: records may write them as readers see them.
    choices: Vec<(Arc<str>, Arc<str>)>,
    attachments: BTreeMap<Arc<str>, Attachment>,
    faults: BTreeMap<Arc<str>, PictureFault>,
}

impl Ground {
    /// `content` is what the walk of the content folder found.
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

    /// Whether all of it was written long enough ago to be known by its look.
    fn is_settled(&self, now: SystemTime) -> bool {
        self.settings.iter().all(|entry| entry.look(now).is_some())
    }
}

impl Memory {
    /// Tells what is known of pictures that look as they did.
    pub(super) fn know_pictures(
        &self,
        content: &[Entry],
        attachments: &mut BTreeMap<Arc<str>, Attachment>,
        now: SystemTime,
    ) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = super::pictures(content, attachments).filter_map(|(path, entry)| {
            let (look, picture) = kept.pictures.get(&path)?;
            (entry.look(now) == Some(*look)).then_some((path, *picture))
        });
        for (path, picture) in known.collect::<Vec<_>>() {
            attachments.entry(path).and_modify(|attachment| attachment.picture = Some(picture));
        }
    }

    /// Keeps what was found of pictures.
    pub(super) fn keep_pictures(
        &self,
        content: &[Entry],
        attachments: &BTreeMap<Arc<str>, Attachment>,
        now: SystemTime,
    ) {
        let found = super::pictures(content, attachments).filter_map(|(path, entry)| {
            let picture = attachments.get(&path)?.picture?;
            Some((path, (entry.look(now)?, picture)))
        });
        let found = found.collect();
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).pictures = found;
    }

    /// What was read of each file that is as it was.
    pub(super) fn known(
        &self,
        ground: &Ground,
        files: &[RecordFile],
        content: &[Entry],
        now: SystemTime,
    ) -> Vec<Option<Read>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.ground.as_ref() != Some(ground) {
            return files.iter().map(|_| None).collect();
        }
        let known = files.iter().zip(0_u32..).map(|(file, n)| {
            let (ix, seen, read) = kept.files.get(&file.path)?;
            let same = *ix == FileIx(n) && content.get(file.entry)?.look(now) == Some(*seen);
            same.then(|| Arc::clone(read))
        });
        known.collect()
    }

    /// Keeps what was read now.
    pub(super) fn keep(
        &self,
        ground: Ground,
        files: &[RecordFile],
        content: &[Entry],
        read: &[Read],
        now: SystemTime,
    ) {
        let settled = ground.is_settled(now);
        let all = files.iter().zip(0_u32..).zip(read).filter(|_| settled);
        let files = all.filter_map(|((file, n), read)| {
            let seen = content.get(file.entry)?.look(now)?;
            Some((file.path.clone(), (FileIx(n), seen, Arc::clone(read))))
        });
        let files = files.collect();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.ground, kept.files) = (Some(ground), files);
    }
}
