//! Walks the content folder and reads files into records with the span of every value.

mod colour;
mod file;
mod inks;
mod media;
mod memory;
mod meta;
mod motion;
mod picture;
mod record;
mod sources;
mod stored;
mod stray;
mod structure;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, Place, listed};
use crate::domain::{Attachment, CollectionIx, FileIx, PictureFault, PictureFormat, Record, Spellings, text};
use crate::source::{Entry, EntryKind, SitePath, System, is_leaving};
use memory::{Ground, Read};

pub use colour::Colours;
pub use inks::InkPixels;
pub use memory::Memory;
pub use picture::{Header, PictureDecoder, Pixels, header, open};
pub use sources::Sources;
pub use stored::Store;

/// Folders and files of `content/` without records.
const NOT_RECORDS: [&str; 3] = ["programs", "collections", "closed"];
const SETTINGS: [&str; 3] = ["site.yaml", "regions.yaml", "terms.yaml"];

/// The result of loading.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Records in the order of their files and, within a register, of its items.
    pub records: Vec<Arc<Record>>,
    /// What could be read of records with errors: their references are checked too, so that all errors are
    /// reported at once.
    pub broken: Vec<Record>,
    /// The files that were read, by `FileIx`.
    pub files: Vec<SitePath>,
    /// Records with errors, by collection and id; references to them are not reported.
    pub failed: BTreeSet<(CollectionIx, Arc<str>)>,
    /// Their files, by path within the site.
    pub failed_files: BTreeMap<Arc<str>, CollectionIx>,
    /// The files of `content/` that are neither records nor settings, by path within the site.
    pub attachments: BTreeMap<Arc<str>, Attachment>,
    /// Those of them that are named like pictures but cannot be shown. Uses in fields have been reported;
    /// uses in texts are reported when they are found.
    pub faults: BTreeMap<Arc<str>, PictureFault>,
    /// The spelling on disk of names that have another Unicode form.
    pub spellings: Spellings,
    /// Folders of `content/` that contain records but are not collections; reported with the records.
    pub unknown_folders: BTreeSet<Box<str>>,
    /// A hash of everything on which reading a record depends, if there is a store and it can be determined.
    ground: Option<blake3::Hash>,
    /// The state of each file, by `FileIx`; empty without a store.
    states: Vec<stored::FileState>,
    /// The lengths and times of pictures, if there is a store; only of those that cannot change without
    /// looking different.
    looks: BTreeMap<Arc<str>, stored::Look>,
}

impl Loaded {
    /// Whether a file was restored from the store: it is unchanged since it had no diagnostics, on the same
    /// day with the same settings.
    #[must_use]
    pub fn is_known(&self, file: FileIx) -> bool {
        usize::try_from(file.0).ok().and_then(|at| self.states.get(at)).is_some_and(|state| state.known)
    }
}

/// Where records may be taken from instead of their files.
#[derive(Clone, Copy)]
pub enum Earlier<'a> {
    /// Nowhere.
    Nothing,
    /// From this program's cache; with the time just before the walk, since a file written later may look
    /// unchanged.
    Memory(&'a Memory, SystemTime),
    /// From an earlier build's store.
    Store(&'a Store),
}

/// The context for reading a file.
pub(crate) struct Context<'a> {
    system: &'a dyn System,
    root: &'a Path,
    config: &'a Config,
    attachments: &'a BTreeMap<Arc<str>, Attachment>,
    faults: &'a BTreeMap<Arc<str>, PictureFault>,
    spellings: &'a Spellings,
}

/// A file with records.
struct RecordFile {
    path: SitePath,
    collection: CollectionIx,
    /// Its path within the collection's folder.
    inner: String,
    /// Its index in the result of the walk.
    entry: usize,
}

/// Reads all records. `content` is the result of walking the content folder, with relative paths.
pub fn load(
    system: &dyn System,
    root: &Path,
    content: &[Entry],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    load_with(system, root, content, config, Earlier::Nothing, diagnostics)
}

/// The same, reusing unchanged files from an earlier reading.
pub fn load_with(
    system: &dyn System,
    root: &Path,
    content: &[Entry],
    config: &Config,
    earlier: Earlier<'_>,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let mut loaded = Loaded::default();
    let files = sort_files(content, config, &mut loaded, diagnostics);
    know_pictures(earlier, content, &mut loaded);
    loaded.faults = picture::read_all(system, root, &mut loaded.attachments);
    let paths = files.iter().map(|file| file.path.as_str());
    loaded.spellings = Spellings::new(paths.chain(loaded.attachments.keys().map(AsRef::as_ref)));
    let Loaded { attachments, faults, spellings, ground: store_ground, states, .. } = &mut loaded;
    let context = Context { system, root, config, attachments, faults, spellings };
    let mut ground = None;
    let mut known = match earlier {
        Earlier::Nothing => Vec::new(),
        Earlier::Memory(memory, now) => {
            let new = Ground::new(content, config, context.attachments, context.faults);
            let known = memory.known(&new, &files, content, now);
            ground = Some((memory, new, now));
            known
        }
        Earlier::Store(store) => {
            let back = store.read(content, config, context.attachments, &files);
            (*store_ground, *states) = (back.ground, back.states);
            back.known
        }
    };
    known.resize(files.len(), None);
    let read: Vec<Read> = files
        .par_iter()
        .zip(known)
        .enumerate()
        .map(|(n, (file, known))| {
            known.unwrap_or_else(|| {
                let mut diagnostics = Diagnostics::default();
                let ix = FileIx(u32::try_from(n).unwrap_or(u32::MAX));
                let found = file::read(&context, file, ix, &mut diagnostics);
                Arc::new((found, diagnostics))
            })
        })
        .collect();
    if let Some((memory, ground, now)) = ground {
        memory.keep_pictures(content, &loaded.attachments, now);
        memory.keep(ground, &files, content, &read, now);
    }
    gather(&read, &files, &mut loaded, diagnostics);
    loaded.files = files.into_iter().map(|file| file.path).collect();
    loaded
}

/// Finds the files with records, in order; other files are attachments.
fn sort_files(
    content: &[Entry],
    config: &Config,
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
) -> Vec<RecordFile> {
    let mut files = Vec::new();
    let entries = content.par_iter().enumerate().filter(|(_, entry)| entry.kind == EntryKind::File);
    for sorted in entries.map(|(at, entry)| sort_file(at, content, entry, config)).collect::<Vec<_>>() {
        match sorted {
            Sorted::Records(file) => files.push(file),
            Sorted::Attachment(path, attachment) => drop(loaded.attachments.insert(path, attachment)),
            Sorted::Stray(told) => {
                if told.code == Code::UnknownCollectionFolder {
                    let file = told.place.as_ref().map(|place| place.file.as_str());
                    let inner = file.and_then(|file| file.strip_prefix("content/")?.split('/').next());
                    loaded.unknown_folders.extend(inner.map(Box::from));
                }
                diagnostics.push(*told);
            }
            Sorted::Other => {}
        }
    }
    files
}

/// Adds the known headers of unchanged pictures.
fn know_pictures(earlier: Earlier<'_>, content: &[Entry], loaded: &mut Loaded) {
    match earlier {
        Earlier::Nothing => {}
        Earlier::Memory(memory, now) => memory.know_pictures(content, &mut loaded.attachments, now),
        Earlier::Store(store) => {
            let pictures = pictures(content, &loaded.attachments);
            loaded.looks = pictures.filter_map(|(path, entry)| Some((path, store.look(entry)?))).collect();
            store.read_pictures(&loaded.looks, &mut loaded.attachments);
        }
    }
}

/// Collects the contents of all files.
fn gather(read: &[Read], files: &[RecordFile], loaded: &mut Loaded, diagnostics: &mut Diagnostics) {
    for (read, file) in read.iter().zip(files) {
        let (found, found_diagnostics) = &**read;
        loaded.records.extend(found.records.iter().cloned());
        if !found.failed.is_empty() {
            loaded.failed_files.insert(Arc::from(file.path.as_str()), file.collection);
        }
        loaded.failed.extend(found.failed.iter().cloned());
        loaded.broken.extend(found.broken.iter().cloned());
        diagnostics.extend(found_diagnostics.clone());
    }
    for (state, read) in loaded.states.iter_mut().zip(read) {
        state.quiet = read.1.is_empty();
    }
}

/// The files of the content folder that are named like pictures, with their paths within the site.
fn pictures<'c>(
    content: &'c [Entry],
    attachments: &'c BTreeMap<Arc<str>, Attachment>,
) -> impl Iterator<Item = (Arc<str>, &'c Entry)> {
    let named = content.iter().filter(|entry| PictureFormat::of_path(entry.path.as_str()).is_some());
    named.filter_map(|entry| {
        let (path, _) = attachments.get_key_value(format!("content/{}", entry.path).as_str())?;
        Some((Arc::clone(path), entry))
    })
}

/// Whether an entry of the content folder is a file of settings, or lies in no collection.
#[must_use]
pub fn is_settings(config: &Config, entry: &Entry) -> bool {
    match entry.path.as_str().split_once('/') {
        Some((folder, _)) => NOT_RECORDS.contains(&folder) || config.collection_named(folder).is_none(),
        None => true,
    }
}

/// Whether a name is hidden, or typical of files that other programs leave behind, such as Word's lock files
/// and Windows' thumbnails.
#[must_use]
pub fn is_left_behind(name: &str) -> bool {
    name.starts_with('.') || is_leaving(name)
}

/// The kind of a file of `content/`.
enum Sorted {
    Records(RecordFile),
    Attachment(Arc<str>, Attachment),
    Stray(Box<Diagnostic>),
    /// Settings, or a temporary file of another program.
    Other,
}

/// Determines the kind of a file of `content/`.
fn sort_file(at: usize, content: &[Entry], entry: &Entry, config: &Config) -> Sorted {
    let inner = entry.path.as_str();
    let Ok(path) = SitePath::try_from(format!("content/{inner}").as_str()) else { return Sorted::Other };
    let hidden = inner.split('/').any(is_left_behind);
    if hidden || SETTINGS.contains(&inner) {
        return stray::hidden(inner, path).map_or(Sorted::Other, |told| Sorted::Stray(Box::new(told)));
    }
    let attachment =
        |path: &SitePath| Sorted::Attachment(Arc::from(path), Attachment { len: entry.len, picture: None });
    let stray = |told: Diagnostic| Sorted::Stray(Box::new(told));
    // Only for the few files that nothing reads.
    let is_there = |name: &str| {
        let beside =
            inner.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"));
        content.iter().any(|entry| entry.path.as_str() == beside && entry.kind == EntryKind::File)
    };
    let Some((folder, rest)) = inner.split_once('/') else {
        return stray(stray::beside_settings(inner, path, is_there));
    };
    if NOT_RECORDS.contains(&folder) {
        return stray::among_settings(folder, rest, path, is_there).map_or(Sorted::Other, stray);
    }
    if let Some(told) = stray::renamed(inner, &path, is_there) {
        return stray(told);
    }
    let is_record = matches!(entry.path.extension().as_deref(), Some("md" | "markdown" | "yaml" | "yml"));
    match config.collection_named(&text::composed(folder)) {
        Some((collection, _)) if is_record => {
            Sorted::Records(RecordFile { path, collection, inner: rest.to_owned(), entry: at })
        }
        Some(_) => attachment(&path),
        None if is_record => {
            let known = config.collections.iter().map(|collection| &*collection.id);
            let diagnostic = Diagnostic::new(Code::UnknownCollectionFolder)
                .at(Place::file(path))
                .arg("folder", folder)
                .arg_opt("suggestion", config.folder_meant(folder, &NOT_RECORDS))
                .arg_opt("known", listed(known));
            Sorted::Stray(Box::new(diagnostic))
        }
        // Pictures shared by several records may be in a folder of their own.
        None => attachment(&path),
    }
}
