//! What a build takes over from the last one: all of it where nothing changed, else the pages that would be made of the same.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use jiff::{Timestamp, civil};
use rayon::prelude::*;

use super::input::Input;
use super::{Options, Summary};
use crate::cache::{Shelf, Stamp, StampedFile, look, nanos};
use crate::config::Config;
use crate::diag::Lang;
use crate::domain::Language;
use crate::load::{Store, is_settings};
use crate::output::{self, Published, Publisher};
use crate::source::{Checksum, EntryKind, SitePath, System};

/// What this build's inputs look like, before anything was read; where that can be said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inputs(Option<blake3::Hash>);

impl Inputs {
    /// Hashes what the walk found, and what was asked for. Nothing if two builds of the program could not be
    /// told apart.
    pub(super) fn new(options: &Options, input: &Input) -> Self {
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

    /// The numbers of the last build and the site's language, where its inputs were these, today is still its day, what it published is
    /// as it left it, and there was nothing to tell.
    pub(super) fn unchanged(
        self,
        system: &dyn System,
        options: &Options,
        last: Option<&Stamp>,
    ) -> Option<(Summary, Option<Lang>)> {
        let inputs = self.0?;
        let stamp = last.filter(|stamp| stamp.silent && stamp.inputs == inputs)?;
        if !(stamp.day.0..stamp.day.1).contains(&options.now.as_second()) {
            return None;
        }
        // With the lock held, nobody else changes what is looked at.
        let publisher = Publisher::begin(system, &super::publish::output_options(options)).ok()?;
        let published = publisher.published();
        let known = !published.open && published.files.len() == stamp.files.len();
        let is_there = |stamped: &StampedFile| {
            let listed = published.files.get(&stamped.path).is_some_and(|listed| listed.len == stamped.len);
            listed && publisher.look(&stamped.path).is_some_and(|meta| stamped.is(&meta))
        };
        let (pages, images, unchanged) = (stamp.pages, stamp.images, stamp.files.len());
        let summary = Summary { pages, images, unchanged, ..Summary::default() };
        (known && stamp.files.par_iter().all(is_there))
            .then(|| (summary, Language::parse(&stamp.lang).map(|language| language.messages())))
    }
}

/// What the last build of the same edition left, where anything is to be written.
pub(super) fn last(system: &dyn System, options: &Options) -> Option<Stamp> {
    options.program.as_ref().filter(|_| options.write)?;
    Stamp::read(&*system.open(&options.root).ok()?, &file(options))
}

/// What stands where the cache of this output should be and is a link, or the like: it is neither read nor written.
pub(super) fn strangers(system: &dyn System, options: &Options) -> Vec<String> {
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

/// What was asked for, and of which program; `None` if two builds of the program could not be told apart.
fn asked(options: &Options) -> Option<String> {
    let program = options.program.as_deref()?;
    let Options { out, edition, as_of, drafts, hold_back, base_url, strict, .. } = options;
    Some(format!("{program} {out:?} {edition:?} {as_of:?} {drafts} {hold_back} {base_url:?} {strict}"))
}

/// Pages and pictures that need not be made again.
pub(super) struct Reuse<'a> {
    /// The pages and pictures that the last build left, by path.
    known: HashMap<&'a SitePath, &'a StampedFile>,
    /// Of what this build's pages and pictures are made.
    notes: Mutex<Vec<Note>>,
}

/// Of what a page or picture is made.
struct Note {
    path: SitePath,
    page: Checksum,
    /// Whether what is published there was found as it was left, and is kept.
    kept: bool,
}

impl<'a> Reuse<'a> {
    /// What the last build of the same edition left. Nothing if two builds of the program could not be told
    /// apart. `count` is how many pages there are: notes of so many have their room at once, for a list that
    /// grows takes twice of it.
    pub(super) fn new(options: &Options, last: Option<&'a Stamp>, count: usize) -> Option<Self> {
        options.program.as_ref()?;
        let files = last.map(|stamp| stamp.files.as_slice()).unwrap_or_default();
        let known = files.iter().filter(|file| file.page.is_some());
        let known = known.map(|file| (&file.path, file)).collect();
        Some(Self { known, notes: Mutex::new(Vec::with_capacity(count)) })
    }

    /// Whether what is published at a path is a page or picture that was made of the same.
    pub(super) fn has(&self, publisher: &Publisher<'_>, path: &SitePath, page: Checksum) -> bool {
        let known = self.known.get(path).filter(|known| known.page == Some(page));
        known.is_some_and(|known| publisher.look(path).is_some_and(|meta| known.is(&meta)))
    }

    /// Notes of what a page or picture of this build is made, and whether the published one is kept.
    pub(super) fn note(&self, path: SitePath, page: Checksum, kept: bool) {
        lock(&self.notes).push(Note { path, page, kept });
    }

    /// Leaves a stamp for the next build. What withholds a person is reported, so that no silent stamp is of
    /// a site that withholds anybody.
    pub(super) fn leave(self, site: &Site<'_>, published: &Published<'_>) {
        let Ok(folder) = site.system.open(&site.options.root) else { return };
        let file = file(site.options);
        let stamp = self.stamp(site, published);
        // Without a stamp the next build does all its work: nothing is lost. The last one may name what is published no longer.
        if stamp.is_none_or(|stamp| stamp.write(&*folder, &file).is_err()) {
            Stamp::remove(&*folder, &file);
        }
    }

    fn stamp(self, site: &Site<'_>, published: &Published<'_>) -> Option<Stamp> {
        let Self { known, notes } = self;
        let mut notes = notes.into_inner().unwrap_or_else(PoisonError::into_inner);
        notes.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
        let note = |path: &SitePath| {
            let at = notes.binary_search_by(|note| note.path.cmp(path)).ok()?;
            notes.get(at)
        };
        let files = published.manifest.files.par_iter().map(|(path, listed)| {
            let note = note(path);
            // With the lock held, nobody else changed what was looked at already.
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
        let Summary { pages, images, .. } = site.summary;
        // Without its inputs a stamp still tells which pages need not be made again.
        let silent = site.silent && published.changed.is_empty() && site.inputs.0.is_some();
        let inputs = site.inputs.0.unwrap_or_else(|| blake3::hash(b""));
        Some(Stamp { inputs, day, lang, silent, pages, images, files })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a stamp is made of besides the pages.
pub(super) struct Site<'a> {
    pub(super) system: &'a dyn System,
    pub(super) options: &'a Options,
    pub(super) config: &'a Config,
    pub(super) inputs: Inputs,
    pub(super) summary: Summary,
    pub(super) silent: bool,
}

/// A hash of all that pages are made of besides records: the program, what was asked for, the day, settings,
/// the theme, and what every page shows. `None` if it cannot be said.
pub(super) fn epoch(
    system: &dyn System,
    options: &Options,
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

/// Where records are stored for the next build. Not where two builds of the program could not be told apart,
/// nor where what the edition does not show yet is shown: then nothing that was stored stays either.
pub(super) fn store(system: &dyn System, options: &Options, input: &Input) -> Option<Store> {
    let program = options.program.as_ref().filter(|_| options.write)?;
    let asked = blake3::hash(format!("{program} {:?}", options.edition).as_bytes());
    let site = system.open(&options.root).ok()?;
    let shelf = Shelf::new(site, file(options).with_extension("records"));
    let store = Store::new(shelf, asked, options.now, input.walked);
    if options.drafts {
        store.clear();
        return None;
    }
    Some(store)
}

/// Where the stamp of an output is, seen from the site's folder: each has its own.
pub(super) fn file(options: &Options) -> PathBuf {
    let folder = Path::new(output::PRIVATE_FOLDER).join("cache");
    let out = options.out.as_ref().map_or_else(String::new, |out| {
        let hash = blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex();
        format!("-{}", hash.chars().take(16).collect::<String>())
    });
    folder.join(format!("{}{out}.stamp", options.edition.word()))
}
