//! Reuse of the previous build: all of it if nothing changed, otherwise the pages whose inputs are the same.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use foldhash::HashMap;
use jiff::{Timestamp, civil};
use rayon::prelude::*;

use super::input::Input;
use super::options::BuildOptions;
use super::outcome::BuildSummary;
use crate::cache::{SealedDir, Stamp, StampedFile, look, nanos};
use crate::config::Config;
use crate::diag::Lang;
use crate::domain::Language;
use crate::load::{Store, is_settings};
use crate::output::{self, Published, Publisher};
use crate::source::{Checksum, EntryKind, SitePath, System};
use crate::sync::{lock, unpoisoned};

/// A hash of this build's inputs before anything is read; `None` if it cannot be determined.
#[derive(Clone, Copy, Debug)]
pub(super) struct InputFingerprint(Option<blake3::Hash>);

impl InputFingerprint {
    /// Hashes the result of the walk and the options. `None` if two builds of the program could not be told
    /// apart.
    pub(super) fn new(options: &BuildOptions, input: &Input) -> Self {
        let hash = || {
            let asked = asked(options).filter(|_| options.write && !input.partly_unreadable)?;
            let folders = [
                ("content", &*input.content),
                ("themes", &*input.themes),
                ("static", &*input.static_entries),
            ];
            let mut hasher = blake3::Hasher::new();
            hasher.update(asked.as_bytes());
            hasher.update(look(&folders, input.walked)?.as_bytes());
            Some(hasher.finalize())
        };
        Self(hash())
    }

    /// The previous build's numbers and the site's language, if its inputs were the same, it is still the
    /// same day, its output is unchanged, and it had no diagnostics.
    pub(super) fn unchanged(
        self,
        system: &dyn System,
        options: &BuildOptions,
        last: Option<&Stamp>,
    ) -> Option<(BuildSummary, Option<Lang>)> {
        let inputs = self.0?;
        let stamp = last.filter(|stamp| stamp.silent && stamp.inputs == inputs)?;
        if !(stamp.day.0..stamp.day.1).contains(&options.now.as_second()) {
            return None;
        }
        // The lock is held, so nobody else changes the output meanwhile.
        let publisher = Publisher::begin(system, &super::publish::output_options(options)).ok()?;
        let published = publisher.published();
        let known = !published.open && published.files.len() == stamp.files.len();
        let is_there = |stamped: &StampedFile| {
            let listed = published.files.get(&stamped.path).is_some_and(|listed| listed.len == stamped.len);
            listed && publisher.look(&stamped.path).is_some_and(|meta| stamped.is(&meta))
        };
        let (pages, images, unchanged) = (stamp.pages, stamp.images, stamp.files.len());
        let summary = BuildSummary { pages, images, unchanged, ..BuildSummary::default() };
        (known && stamp.files.par_iter().all(is_there))
            .then(|| (summary, Language::parse(&stamp.lang).map(|language| language.messages())))
    }
}

/// The stamp of the previous build of the same edition, if anything is to be written.
pub(super) fn last(system: &dyn System, options: &BuildOptions) -> Option<Stamp> {
    options.program.as_ref().filter(|_| options.write)?;
    Stamp::read(&*system.open(&options.root).ok()?, &file(options))
}

/// Links and the like where the cache of this output should be; they are neither read nor written.
pub(super) fn strangers(system: &dyn System, options: &BuildOptions) -> Vec<String> {
    let Some(site) = system.open(&options.root).ok().filter(|_| options.write) else { return Vec::new() };
    let stamp = file(options);
    let folders = [stamp.with_extension("records"), stamp.with_extension("pictures")];
    let folders = stamp.parent().into_iter().chain(folders.iter().map(PathBuf::as_path));
    let wanted = folders.map(|folder| (folder, EntryKind::Directory));
    let mut strangers = Vec::new();
    for (path, kind) in wanted.chain([(stamp.as_path(), EntryKind::File)]) {
        if site.look(path).is_ok_and(|found| found.is_some_and(|found| found.kind != kind)) {
            strangers.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    strangers
}

/// The options and the program's identity as text; `None` if two builds of the program could not be told
/// apart.
fn asked(options: &BuildOptions) -> Option<String> {
    let program = options.program.as_deref()?;
    let BuildOptions { out, edition, as_of, drafts, hold_back, base_url, strict, .. } = options;
    Some(format!("{program} {out:?} {edition:?} {as_of:?} {drafts} {hold_back} {base_url:?} {strict}"))
}

/// Pages and pictures that need not be made again.
pub(super) struct Reuse<'a> {
    /// The pages and pictures of the previous build, by path.
    known: HashMap<&'a SitePath, &'a StampedFile>,
    /// The fingerprints of this build's pages and pictures.
    notes: Mutex<Vec<Note>>,
}

/// The fingerprint of a page or picture.
struct Note {
    path: SitePath,
    page: Checksum,
    /// Whether the published file was found unchanged and is kept.
    kept: bool,
}

impl<'a> Reuse<'a> {
    /// Uses the stamp of the previous build; nothing is reused if two builds of the program could not be told
    /// apart. `count` is the number of pages, for which memory is reserved at once, since a growing list
    /// takes twice as much.
    pub(super) fn new(options: &BuildOptions, last: Option<&'a Stamp>, count: usize) -> Option<Self> {
        options.program.as_ref()?;
        let files = last.map(|stamp| stamp.files.as_slice()).unwrap_or_default();
        let known = files.iter().filter(|file| file.page.is_some());
        let known = known.map(|file| (&file.path, file)).collect();
        Some(Self { known, notes: Mutex::new(Vec::with_capacity(count)) })
    }

    /// Whether the file published at a path is a page or picture with this fingerprint.
    pub(super) fn has(&self, publisher: &Publisher<'_>, path: &SitePath, page: Checksum) -> bool {
        let known = self.known.get(path).filter(|known| known.page == Some(page));
        known.is_some_and(|known| publisher.look(path).is_some_and(|meta| known.is(&meta)))
    }

    /// Records the fingerprint of a page or picture of this build, and whether the published one is kept.
    pub(super) fn note(&self, path: SitePath, page: Checksum, kept: bool) {
        lock(&self.notes).push(Note { path, page, kept });
    }

    /// Writes a stamp for the next build. Withholding a person is always reported, so a stamp without
    /// diagnostics is never of a site that withholds anybody.
    pub(super) fn leave(self, site: &Site<'_>, published: &Published<'_>) {
        let Ok(folder) = site.system.open(&site.options.root) else { return };
        let file = file(site.options);
        let stamp = self.stamp(site, published);
        // Without a stamp the next build does all the work; nothing is lost. The previous stamp may name
        // files that are no longer published.
        if stamp.is_none_or(|stamp| stamp.write(&*folder, &file).is_err()) {
            Stamp::remove(&*folder, &file);
        }
    }

    fn stamp(self, site: &Site<'_>, published: &Published<'_>) -> Option<Stamp> {
        let Self { known, notes } = self;
        let mut notes = unpoisoned(notes.into_inner());
        notes.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
        let note = |path: &SitePath| {
            let at = notes.binary_search_by(|note| note.path.cmp(path)).ok()?;
            notes.get(at)
        };
        let files = published.manifest.files.par_iter().map(|(path, listed)| {
            let note = note(path);
            // The lock is held, so files that were inspected have not changed since.
            let known = note.filter(|note| note.kept).and_then(|_| known.get(path));
            if let Some(known) = known.filter(|known| known.len == listed.len) {
                return Some((*known).clone());
            }
            let meta = published.look(path)?;
            let modified = nanos(meta.modified)?;
            let page = note.map(|note| note.page);
            let stamped = StampedFile { path: path.clone(), len: listed.len, modified, page };
            stamped.is(&meta).then_some(stamped)
        });
        let files = files.collect::<Option<Vec<_>>>()?;
        let day = day(site.config, site.options.now)?;
        let lang = site.config.site.lang.tag().to_owned();
        let BuildSummary { pages, images, .. } = site.summary;
        // Even without its inputs, a stamp lists the pages that need not be made again.
        let silent = site.silent && published.changed.is_empty() && site.inputs.0.is_some();
        let inputs = site.inputs.0.unwrap_or_else(|| blake3::hash(b""));
        Some(Stamp { inputs, day, lang, silent, pages, images, files })
    }
}

/// The data of a stamp besides the pages.
pub(super) struct Site<'a> {
    pub(super) system: &'a dyn System,
    pub(super) options: &'a BuildOptions,
    pub(super) config: &'a Config,
    pub(super) inputs: InputFingerprint,
    pub(super) summary: BuildSummary,
    pub(super) silent: bool,
}

/// A hash of everything besides records that pages are made of: the program, the options, the day, settings,
/// the theme, and what every page shows. `None` if it cannot be determined.
pub(super) fn epoch(
    system: &dyn System,
    options: &BuildOptions,
    input: &Input,
    (config, today): (&Config, civil::Date),
    globals: blake3::Hash,
) -> Option<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(asked(options)?.as_bytes());
    hasher.update(today.to_string().as_bytes());
    hasher.update(globals.as_bytes());
    let content = input.content.iter().filter(|entry| is_settings(config, entry));
    let files =
        content.map(|entry| ("content", entry)).chain(input.themes.iter().map(|entry| ("themes", entry)));
    for (folder, entry) in files.filter(|(_, entry)| entry.kind == EntryKind::File) {
        let path = format!("{folder}/{}", entry.path);
        let bytes = system.read(&options.root.join(&path)).ok()?;
        hasher.update(path.as_bytes());
        hasher.update(&[0]);
        hasher.update(blake3::hash(&bytes).as_bytes());
    }
    Some(hasher.finalize())
}

/// The seconds between which it is the same day in the site's time zone.
fn day(config: &Config, now: Timestamp) -> Option<(i64, i64)> {
    let zone = &config.site.timezone;
    let start = |day: civil::Date| Some(zone.to_timestamp(day.at(0, 0, 0, 0)).ok()?.as_second());
    let today = zone.to_datetime(now).date();
    Some((start(today)?, start(today.tomorrow().ok()?)?))
}

/// The store of records for the next build. `None` if two builds of the program could not be told apart, or
/// if things are shown that the edition does not show yet; then anything stored earlier is deleted too.
pub(super) fn store(system: &dyn System, options: &BuildOptions, input: &Input) -> Option<Store> {
    let program = options.program.as_ref().filter(|_| options.write)?;
    let asked = blake3::hash(format!("{program} {:?}", options.edition).as_bytes());
    let site = system.open(&options.root).ok()?;
    let shelf = SealedDir::new(site, file(options).with_extension("records"));
    let store = Store::new(shelf, asked, options.now, input.walked);
    if options.drafts {
        store.clear();
        return None;
    }
    Some(store)
}

/// The path of an output's stamp, relative to the site's folder; each output has its own.
pub(super) fn file(options: &BuildOptions) -> PathBuf {
    let folder = Path::new(output::PRIVATE_FOLDER).join("cache");
    let out = options.out.as_ref().map_or_else(String::new, |out| {
        let hash = blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex();
        format!("-{}", hash.chars().take(16).collect::<String>())
    });
    folder.join(format!("{}{out}.stamp", options.edition.word()))
}
