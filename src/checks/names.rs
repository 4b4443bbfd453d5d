//! Names of persons who may not be named, in texts.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use foldhash::HashMap;
use foldhash::fast::FixedState;
use jiff::civil;

use crate::config::Config;
use crate::diag::{Arg, floor_char};
use crate::domain::{RecordIx, Scope, Value};
use crate::edition::{Standing, standing};
use crate::model::Model;
use crate::source::SitePath;

/// Shortest name that is looked for, in characters: one alone is a word like any other.
const SHORTEST: usize = 2;
/// How far before and behind a name the signs of a link are looked for, in bytes.
const REACH: usize = 1000;
/// The most places that are told of one text.
const MOST: usize = 100;

/// A person who may not be named.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Her record.
    pub record: RecordIx,
    /// Her full name.
    pub name: Arc<str>,
    /// Why, in words.
    pub reason: Arg,
    /// The name of her record's file, by which links name it.
    file: String,
}

/// Who may not be named today, by the first characters of their names; and what all persons are called.
#[derive(Debug, Default)]
pub struct Names {
    /// All persons, by their records' places.
    persons: Vec<(RecordIx, Arc<str>, SitePath)>,
    /// Their places above by hashes of the names of their files; none where two persons' files are called the same.
    by_file: HashMap<u64, Option<usize>>,
    hidden: BTreeMap<char, Vec<Hidden>>,
    /// Which characters a name begins with, by their lower sixteen bits: most characters of a text begin none.
    begins: Vec<bool>,
    /// The names of all persons, of which a hidden one may be a part.
    all: BTreeMap<char, Vec<Arc<str>>>,
}

impl Names {
    /// Those of a site on a day. `files` are the paths of the source files.
    #[must_use]
    pub fn new(model: &Model, config: &Config, files: &[SitePath], today: civil::Date) -> Self {
        let mut names = Self::default();
        for (record, at) in model.records().iter().zip(0_u32..) {
            let Some(collection) = config.collection(record.collection) else { continue };
            let Some(field) = collection.roles.consent else { continue };
            let Some(name) = collection.roles.title.and_then(|at| record.get(at)?.as_text()) else {
                continue;
            };
            let Some(first) = name.chars().next().filter(|_| name.chars().count() >= SHORTEST) else {
                continue;
            };
            names.all.entry(first).or_default().push(name.clone());
            if let Some(path) = usize::try_from(record.file.0).ok().and_then(|at| files.get(at)) {
                let place = names.persons.len();
                let known = names.by_file.entry(hash(path.file_name()));
                known.and_modify(|known| *known = None).or_insert(Some(place));
                names.persons.push((RecordIx(at), name.clone(), path.clone()));
            }
            let consent = match record.get(field) {
                Some(Value::Consent(consent)) => Some(&**consent),
                _ => None,
            };
            let reason = match standing(consent, today) {
                (Standing::Holds, ground) if ground.covers(Scope::Name) => continue,
                (Standing::Holds, _) => ("the consent does not cover the name", "同意书不含公开姓名"),
                (why, _) => why.words(),
            };
            let file = usize::try_from(record.file.0).ok().and_then(|at| files.get(at));
            names.hidden.entry(first).or_default().push(Hidden {
                record: RecordIx(at),
                name: name.clone(),
                reason: Arg::term(reason.0, reason.1),
                file: file.map_or_else(String::new, |path| path.file_name().to_owned()),
            });
        }
        if !names.hidden.is_empty() {
            names.begins = vec![false; 1 << 16];
            let slots: Vec<usize> = names.hidden.keys().map(|first| slot(*first)).collect();
            for at in slots {
                if let Some(begins) = names.begins.get_mut(at) {
                    *begins = true;
                }
            }
        }
        names
    }

    /// Whether no record is a person's.
    #[must_use]
    pub const fn is_nobody(&self) -> bool {
        self.persons.is_empty()
    }

    /// The name of a person and that of her file; `None` where the record is no person's.
    #[must_use]
    pub fn person(&self, record: RecordIx) -> Option<(&Arc<str>, &str)> {
        let at = self.persons.binary_search_by_key(&record, |(ix, ..)| *ix).ok()?;
        self.persons.get(at).map(|(_, name, path)| (name, path.file_name()))
    }

    /// The name of the person whose file is called so.
    #[must_use]
    pub fn of_file(&self, file: &str) -> Option<&Arc<str>> {
        let at = (*self.by_file.get(&hash(file))?)?;
        self.persons.get(at).filter(|(.., path)| path.file_name() == file).map(|(_, name, _)| name)
    }

    /// Whether everybody may be named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hidden.is_empty()
    }

    /// The names in a text, each with its place, but for those that a link to the person carries: in its place stands another word.
    #[must_use]
    pub fn find<'n>(&'n self, text: &str) -> Vec<(Range<usize>, &'n Hidden)> {
        let mut found = Vec::new();
        if self.hidden.is_empty() {
            return found;
        }
        for (at, c) in text.char_indices() {
            if !self.begins.get(slot(c)).copied().unwrap_or(false) {
                continue;
            }
            let Some(rest) = text.get(at..) else { continue };
            for person in self.hidden.get(&c).into_iter().flatten() {
                let is_hers = rest.starts_with(&*person.name)
                    && !self.is_longer(rest, &person.name)
                    && is_whole(text, at, &person.name)
                    && !is_linked(text, at, &person.file);
                if is_hers {
                    found.push((at..at + person.name.len(), person));
                    if found.len() == MOST {
                        return found;
                    }
                }
            }
        }
        found
    }

    /// Whether another person's longer name stands here.
    fn is_longer(&self, rest: &str, name: &str) -> bool {
        let first = name.chars().next();
        let others = first.and_then(|first| self.all.get(&first)).into_iter().flatten();
        others.into_iter().any(|other| other.len() > name.len() && rest.starts_with(&**other))
    }
}

fn hash(file: &str) -> u64 {
    FixedState::default().hash_one(file)
}

fn slot(c: char) -> usize {
    usize::try_from(u32::from(c) & 0xFFFF).unwrap_or(0)
}

/// Whether no letter of the same word stands on either side, where words are parted by blanks.
fn is_whole(text: &str, at: usize, name: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let behind = text.get(at + name.len()..).and_then(|tail| tail.chars().next());
    let (first, last) = (name.chars().next(), name.chars().next_back());
    let goes_on = (latin(first) && latin(before)) || (latin(last) && latin(behind));
    !goes_on
}

/// Whether a place lies within the words of a link to a file: `[… here …](../exemplars/file.md)`.
fn is_linked(text: &str, at: usize, file: &str) -> bool {
    // Only near it: a text that names her very often must not be read as a whole for each time.
    let from = floor_char(text, at.saturating_sub(REACH));
    let to = floor_char(text, at.saturating_add(REACH));
    let head = text.get(from..at).unwrap_or("");
    let line = head.rfind("\n\n").map_or(0, |at| at + 2);
    let head = head.get(line..).unwrap_or("");
    let Some(open) = head.rfind('[') else { return false };
    if head.get(open..).is_some_and(|words| words.contains("](")) {
        return false;
    }
    let tail = text.get(at..to).unwrap_or("");
    let Some((words, behind)) = tail.split_once("](") else { return false };
    let target = behind.split([')', ' ', '\n', '#']).next().unwrap_or("").trim_matches(['<', '>']);
    !words.contains(['[', '\n']) && !file.is_empty() && target.rsplit('/').next() == Some(file)
}
