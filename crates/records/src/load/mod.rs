//! Walks the content folder and reads files into records with the span of every value.

mod colour;
mod context;
mod file;
mod inks;
mod item;
mod loaded;
mod media;
mod memory;
mod mention;
mod meta;
mod motion;
mod picture;
mod record;
mod settings;
mod sources;
mod stored;
mod stray;
mod structure;
mod workbook;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::config::Config;
use crate::config::workbook::{ROWS_FILE, is_spreadsheet};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, listed};
use crate::domain::near::file_name;
use crate::domain::{Attachment, FileIx, Spellings, text};
use crate::source::{Entry, EntryKind, SitePath, System, is_leaving};
use context::{RecordFile, SheetName};
use file::FileRecords;
use memory::{Read, ReadContextKey};
use picture::pictures;
use settings::{NOT_RECORDS, SETTINGS};

pub use colour::Colours;
pub(crate) use context::Context;
pub use context::PersonalNumbers;
pub use inks::InkPixels;
pub use loaded::Loaded;
pub use memory::Memory;
pub use picture::{Header, PictureDecoder, Pixels, header, open};
pub use settings::is_settings;
pub use sources::Sources;
pub use stored::Store;

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

/// Reads all records. `content` is the result of walking the content folder, with relative paths.
pub fn load(
    system: &dyn System,
    root: &Path,
    content: &[Entry],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    load_with((system, root, content, config), Earlier::Nothing, &|_, _| Vec::new(), diagnostics)
}

/// The same, reusing unchanged files from an earlier reading. `numbers` finds numbers of persons in the cells of
/// spreadsheets, which are not read.
pub fn load_with(
    (system, root, content, config): (&dyn System, &Path, &[Entry], &Config),
    earlier: Earlier<'_>,
    numbers: &PersonalNumbers<'_>,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let mut loaded = Loaded::default();
    let files = sort_files(content, config, &mut loaded, diagnostics);
    know_pictures(earlier, content, &mut loaded);
    loaded.faults = picture::read_all(system, root, &mut loaded.attachments);
    let paths = files.iter().map(|file| file.path.as_str());
    loaded.spellings = Spellings::new(paths.chain(loaded.attachments.keys().map(AsRef::as_ref)));
    let names: Vec<SheetName> = files
        .iter()
        .filter(|file| file.is_spreadsheet())
        .map(|file| SheetName::new(file.path.as_str()))
        .collect();
    let Loaded { attachments, faults, spellings, ground: store_ground, states, .. } = &mut loaded;
    let context = Context { system, root, config, attachments, faults, spellings, numbers, sheets: &names };
    let mut ground = None;
    let mut known = match earlier {
        Earlier::Nothing => Vec::new(),
        Earlier::Memory(memory, now) => {
            let new = ReadContextKey::new(content, config, context.attachments, context.faults);
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
    let read = read_files(&context, &files, &known);
    if let Some((memory, ground, now)) = ground {
        memory.keep_pictures(content, &loaded.attachments, now);
        memory.keep(ground, &files, content, &read, now);
    }
    gather(&read, &files, &mut loaded, diagnostics);
    settle_sheets(&read, &files, content, &mut loaded);
    loaded.files = files.into_iter().map(|file| file.path).collect();
    loaded
}

/// Reads all files, or takes what is known. Spreadsheets come last: what other records name is no register.
fn read_files(context: &Context<'_>, files: &[RecordFile], known: &[Option<Read>]) -> Vec<Read> {
    let ix = |n: usize| FileIx(u32::try_from(n).unwrap_or(u32::MAX));
    let all = || files.par_iter().zip(known).enumerate();
    let sheets = files.partition_point(|file| !file.is_spreadsheet());
    let texts = all().take(sheets).map(|(n, (file, known))| match known {
        Some(known) => Arc::clone(known),
        None => Arc::new(read_file(context, file, ix(n))),
    });
    let mut read: Vec<Read> = texts.collect();
    if sheets == files.len() {
        return read;
    }
    let named: BTreeSet<Arc<str>> = read.iter().flat_map(|read| read.0.named.iter().cloned()).collect();
    let registers = all().skip(sheets).map(|(n, (file, known))| {
        let is_named = named.contains(file.path.as_str());
        match known.as_ref().filter(|known| known.0.attached == is_named) {
            Some(known) => Arc::clone(known),
            None if is_named => Arc::new(workbook::attached(context, file)),
            None => Arc::new(read_file(context, file, ix(n))),
        }
    });
    read.extend(registers.collect::<Vec<_>>());
    read
}

/// Takes the registers out of the attachments; no page may offer them.
fn settle_sheets(read: &[Read], files: &[RecordFile], content: &[Entry], loaded: &mut Loaded) {
    for (read, file) in read.iter().zip(files).filter(|(_, file)| file.is_spreadsheet()) {
        let path = file.path.as_str();
        match (read.0.attached, loaded.attachments.get_mut(path), content.get(file.entry)) {
            (true, Some(attached), Some(entry)) => attached.len = entry.len,
            (true, ..) => {}
            (false, ..) => drop(loaded.attachments.remove(path)),
        }
    }
}

/// Reads a file with records.
fn read_file(context: &Context<'_>, file: &RecordFile, ix: FileIx) -> (FileRecords, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let found = match file.is_spreadsheet() {
        true => workbook::read(context, file, ix, &mut diagnostics),
        false => file::read(context, file, ix, &mut diagnostics),
    };
    (found, diagnostics)
}

/// Finds the files with records, in order, spreadsheets last; other files are attachments.
fn sort_files(
    content: &[Entry],
    config: &Config,
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
) -> Vec<RecordFile> {
    let (mut files, mut spreadsheets) = (Vec::new(), Vec::new());
    let entries = content.par_iter().enumerate().filter(|(_, entry)| entry.kind == EntryKind::File);
    for sorted in entries.map(|(at, entry)| sort_file(at, content, entry, config)).collect::<Vec<_>>() {
        match sorted {
            Sorted::Records(file) => files.push(file),
            Sorted::Spreadsheet(file) => {
                // Records may offer it to readers. Its length is none of theirs: it changes all the time.
                let attachment = Attachment { len: 0, picture: None };
                loaded.attachments.insert(Arc::from(file.path.as_str()), attachment);
                spreadsheets.push(file);
            }
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
    files.append(&mut spreadsheets);
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
        // What it names may be private, so nothing of it may be stored.
        state.quiet = read.1.is_empty() && read.0.named.is_empty();
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
    /// A spreadsheet, which is a register unless a record offers it.
    Spreadsheet(RecordFile),
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
            if let Some(sheet) = inner.strip_suffix(ROWS_FILE).filter(|sheet| is_spreadsheet(sheet)) {
                let name = file_name(sheet);
                return if is_there(name) {
                    Sorted::Other
                } else {
                    stray(stray::rows_alone(inner, path, name))
                };
            }
            let inner = rest.to_owned();
            Sorted::Records(RecordFile { path, collection, inner, entry: at, has_beside: false })
        }
        Some((collection, _)) if is_spreadsheet(inner) => {
            let has_beside = is_there(&format!("{}{ROWS_FILE}", file_name(inner)));
            let inner = rest.to_owned();
            Sorted::Spreadsheet(RecordFile { path, collection, inner, entry: at, has_beside })
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
