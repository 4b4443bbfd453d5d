//! Searches texts for names of persons who may not be named.
//!
//! Every text of a site is searched for every such name. Most texts contain none, which their characters
//! alone show quickly; otherwise the text is read as readers will see it, and only visible text counts.

mod addresses;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use addresses::Addresses;
use foldhash::HashMap;
use foldhash::fast::FixedState;
use jiff::civil;

use crate::config::Config;
use crate::diag::Arg;
use crate::domain::near::file_name;
use crate::domain::signature::Shortcodes;
use crate::domain::{
    Letters, LongerNames, Mention, Name, Record, RecordIx, Scope, TextKind, Value, first_letter, forms_of,
    text::composed,
};
use crate::edition::{Absence, ConsentStatus, standing};
use crate::markdown::{self, Shown, Source};
use crate::model::Model;
use crate::routes::own_urls;
use crate::source::SitePath;

/// Maximum number of mentions reported per text.
const MOST: usize = 100;

/// Extensions of record files; a link to one leads to a page of the site.
const RECORDS: [&str; 4] = [".md", ".markdown", ".yaml", ".yml"];

/// A person who may not be named.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Her record.
    pub record: RecordIx,
    /// Her full name.
    pub name: Arc<str>,
    /// The reason, in words.
    pub reason: Arg,
    /// The name of the record's file, by which links refer to it.
    file: String,
    /// The name in the form in which it is compared.
    wanted: Name,
}

impl Hidden {
    /// Whether another person has the same name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        Name::new(name).is_some_and(|name| name == self.wanted)
    }
}

/// The persons who may not be named today, indexed by the first letters of their names, and the names of all
/// persons.
#[derive(Debug, Default)]
pub struct Names {
    /// All persons: their records and names; Chinese names also without spaces.
    persons: Vec<(RecordIx, Arc<str>, String)>,
    /// Indices into `persons` by hash of the file name; `None` if two persons' files have the same name.
    by_file: HashMap<u64, Option<usize>>,
    hidden: Vec<Hidden>,
    /// Indices by first letter.
    by_first: HashMap<char, Vec<usize>>,
    /// Indices by the first two letters.
    by_pair: HashMap<(char, char), Vec<usize>>,
    /// Whether a character, by its lower sixteen bits, can begin a name in any form: most characters cannot.
    begins: Vec<bool>,
    /// The names of all persons that contain a hidden one.
    longer: LongerNames,
    shortcodes: Shortcodes,
    /// The addresses of their pages, published or not.
    addresses: Addresses,
}

impl Names {
    /// Builds the index for a site on a day. `files` are the paths of the source files; `drafts` tells
    /// whether drafts are shown.
    #[must_use]
    pub fn new(model: &Model, config: &Config, files: &[SitePath], today: civil::Date, drafts: bool) -> Self {
        let addresses = Addresses::new(&config.site.base_url);
        let mut names = Self { addresses, ..Self::default() };
        // Needed only if somebody has given consent but is still absent.
        let shown = OnceCell::new();
        let is_shown = |name: &Arc<str>| {
            shown.get_or_init(|| shown_names(model, config, today, drafts)).contains(&compact(name))
        };
        for (record, at) in model.records().iter().zip(0_u32..) {
            let Some(collection) = config.collection(record.collection) else { continue };
            let Some(field) = collection.roles.consent else { continue };
            let Some(name) = collection.roles.title.and_then(|at| record.get(at)?.as_text()) else {
                continue;
            };
            let path = files.get(record.file.at());
            let file = path.map_or_else(String::new, |path| composed(path.file_name()).into_owned());
            if path.is_some() {
                let place = names.persons.len();
                let known = names.by_file.entry(hash(&file));
                known.and_modify(|known| *known = None).or_insert(Some(place));
                names.persons.push((RecordIx(at), compact(name), file.clone()));
            }
            let consent = match record.get(field) {
                Some(Value::Consent(consent)) => Some(&**consent),
                _ => None,
            };
            let absence = Absence::of(record, collection, today, drafts).map(Absence::words);
            let reason = match (standing(consent, today), absence) {
                ((ConsentStatus::Holds, ground), None) if ground.covers(Scope::Name) => continue,
                // A namesake is shown and is more likely to be meant.
                ((ConsentStatus::Holds, ground), Some(_)) if ground.covers(Scope::Name) && is_shown(name) => {
                    continue;
                }
                ((ConsentStatus::Holds, ground), Some(why)) if ground.covers(Scope::Name) => why,
                ((ConsentStatus::Holds, _), _) => {
                    ("the consent does not cover the name", "同意书不含公开姓名")
                }
                ((why, _), _) => why.words(),
            };
            let Some(wanted) = Name::new(name) else { continue };
            let reason = Arg::term(reason.0, reason.1);
            // The address that hides her name may also be another person's.
            if let (Some(own), _) = own_urls(record, config) {
                names.addresses.add(own.path(), names.hidden.len());
            }
            names.hidden.push(Hidden { record: RecordIx(at), name: name.clone(), reason, file, wanted });
        }
        if !names.hidden.is_empty() {
            names.prepare(config);
        }
        names
    }

    /// Builds the index of hidden names.
    fn prepare(&mut self, config: &Config) {
        for (place, person) in self.hidden.iter().enumerate() {
            if let Some(pair) = person.wanted.pair() {
                self.by_first.entry(pair.0).or_default().push(place);
                self.by_pair.entry(pair).or_default().push(place);
            }
        }
        self.begins = vec![false; 1 << 16];
        let own = self.by_first.keys().copied();
        for c in own.chain(forms_of(&|letter| self.by_first.contains_key(&letter))) {
            if let Some(begins) = self.begins.get_mut(slot(c)) {
                *begins = true;
            }
        }
        let all: Vec<Name> = self.persons.iter().filter_map(|(_, name, _)| Name::new(name)).collect();
        self.longer = LongerNames::new(self.hidden.iter().map(|person| &person.wanted), all.iter());
        self.shortcodes = config.theme.shortcodes.clone();
    }

    /// Whether no record is a person's.
    #[must_use]
    pub const fn is_nobody(&self) -> bool {
        self.persons.is_empty()
    }

    /// The name of a person and of the person's file; `None` if the record is not a person's.
    #[must_use]
    pub fn person(&self, record: RecordIx) -> Option<(&Arc<str>, &str)> {
        let at = self.persons.binary_search_by_key(&record, |(ix, ..)| *ix).ok()?;
        self.persons.get(at).map(|(_, name, file)| (name, file.as_str()))
    }

    /// The person of a record, if she may not be named.
    #[must_use]
    pub fn hidden(&self, record: RecordIx) -> Option<&Hidden> {
        let at = self.hidden.binary_search_by_key(&record, |person| person.record).ok()?;
        self.hidden.get(at)
    }

    /// The name of the person with this file name.
    #[must_use]
    pub fn of_file(&self, file: &str) -> Option<&Arc<str>> {
        let at = (*self.by_file.get(&hash(file))?)?;
        self.persons.get(at).filter(|(.., known)| known == file).map(|(_, name, _)| name)
    }

    /// Whether everybody may be named.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.hidden.is_empty()
    }

    /// The names that readers of a text would see, with positions, except those in links to the person, which
    /// are replaced. `but` are persons whose names may be in it.
    #[must_use]
    pub fn find<'n>(
        &'n self,
        text: &str,
        kind: TextKind,
        but: &dyn Fn(&Hidden) -> bool,
    ) -> Vec<(Range<usize>, &'n Hidden)> {
        if self.hidden.is_empty() {
            return Vec::new();
        }
        let persons: Vec<&Hidden> = self.candidates(text).into_iter().filter(|person| !but(person)).collect();
        let mut found = match kind {
            _ if persons.is_empty() => Vec::new(),
            TextKind::Markdown => self.in_markdown(text, &persons),
            TextKind::Formatted(format) if format.definition().is_address => {
                self.in_letters(&Source::address(text), &persons)
            }
            TextKind::Plain | TextKind::Formatted(_) => self.in_plain(text, &persons),
            TextKind::File => {
                let start = text.rfind('/').map_or(0, |at| at + 1);
                let mut name = Letters::default();
                name.push_str(text.get(start..).unwrap_or_default(), start);
                self.in_letters(&name, &persons)
            }
            // Readers do not see a picture's file name.
            TextKind::Picture => Vec::new(),
        };
        if !matches!(kind, TextKind::File | TextKind::Picture) {
            let led = self.addresses.find(text).into_iter();
            let led = led.filter_map(|(range, place)| Some((range, self.hidden.get(place)?)));
            found.extend(led.filter(|(_, person)| !but(person)));
        }
        found.sort_by_key(|(range, person)| (range.start, range.end, person.record));
        found.dedup_by_key(|(range, person)| (range.start, person.record));
        found.truncate(MOST);
        found
    }

    /// The persons whose names a text may contain, judged by its characters alone; few false positives.
    fn candidates(&self, text: &str) -> Vec<&Hidden> {
        let mut found = BTreeSet::new();
        for (at, c) in text.char_indices() {
            let rest = text.get(at..).unwrap_or_default();
            // A character reference may begin any name.
            if matches!(c, '&' | '%') && may_be_reference(rest) {
                return self.hidden.iter().collect();
            }
            if !self.begins.get(slot(c)).copied().unwrap_or(false) {
                continue;
            }
            let Some(first) = plain(c).or_else(|| first_letter(c)) else { continue };
            let second = rest.chars().nth(1).and_then(plain).filter(|_| plain(c).is_some());
            let persons = match second {
                Some(second) => self.by_pair.get(&(first, second)),
                None => self.by_first.get(&first),
            };
            for place in persons.into_iter().flatten() {
                if self.hidden.get(*place).is_some_and(|person| person.wanted.may_begin(rest)) {
                    found.insert(*place);
                }
            }
        }
        found.into_iter().filter_map(|place| self.hidden.get(place)).collect()
    }

    fn in_letters<'n>(&self, letters: &Letters, persons: &[&'n Hidden]) -> Vec<(Range<usize>, &'n Hidden)> {
        self.mentions(letters, persons).into_iter().map(|(mention, person)| (mention.range, person)).collect()
    }

    fn mentions<'n>(&self, letters: &Letters, persons: &[&'n Hidden]) -> Vec<(Mention, &'n Hidden)> {
        let mut found = Vec::new();
        for (sign, first, second) in letters.pairs() {
            for place in self.by_pair.get(&(first, second)).into_iter().flatten() {
                let Some(known) = self.hidden.get(*place) else { continue };
                let person = persons.iter().find(|person| person.record == known.record);
                let mention = letters.at(sign, &known.wanted, self.longer.of(&known.wanted));
                found.extend(mention.zip(person.copied()));
            }
            if found.len() >= MOST {
                break;
            }
        }
        found
    }

    fn in_plain<'n>(&self, text: &str, persons: &[&'n Hidden]) -> Vec<(Range<usize>, &'n Hidden)> {
        let mut found = self.in_letters(&Letters::of(text), persons);
        found.extend(self.in_letters(&Source::plain(text), persons));
        found
    }

    fn in_markdown<'n>(&self, text: &str, persons: &[&'n Hidden]) -> Vec<(Range<usize>, &'n Hidden)> {
        let shown = Shown::new(&markdown::read(text, &self.shortcodes));
        let source = Source::markdown(text);
        let is_hers = |letters: &Letters, mention: &Mention, person: &Hidden| {
            letters.link_of(mention).is_some_and(|target| leads_to(target, &person.file))
        };
        let mut found = Vec::new();
        for person in persons {
            let person = [*person];
            let in_words = self.mentions(&shown.words, &person);
            let in_words =
                in_words.into_iter().any(|(mention, person)| !is_hers(&shown.words, &mention, person));
            let in_codes = !self.mentions(&shown.codes, &person).is_empty();
            let is_named = |path: &str| !self.mentions(&Source::address(file_name(path)), &person).is_empty();
            let in_paths = shown.paths.iter().any(|path| !is_record(path) && is_named(path));
            if !(in_words || in_codes || in_paths) {
                continue;
            }
            let before = found.len();
            if in_words {
                let mentions = self.mentions(&source.words, &person).into_iter();
                let others = mentions.filter(|(mention, person)| !is_hers(&source.words, mention, person));
                found.extend(others.map(|(mention, person)| (mention.range, person)));
            }
            let codes =
                source.codes.iter().filter(|_| in_codes).chain(source.paths.iter().filter(|_| in_paths));
            found.extend(codes.flat_map(|code| self.in_letters(&code.letters, &person)));
            // However it came about: it is shown.
            if found.len() == before {
                found.extend(person.map(|person| (0..0, person)));
            }
        }
        found
    }
}

/// The names of persons who are shown under them.
fn shown_names(model: &Model, config: &Config, today: civil::Date, drafts: bool) -> BTreeSet<Arc<str>> {
    let shown = |record: &Arc<Record>| {
        let collection = config.collection(record.collection)?;
        let consent = match record.get(collection.roles.consent?) {
            Some(Value::Consent(consent)) => Some(&**consent),
            _ => None,
        };
        let (standing, ground) = standing(consent, today);
        let is_shown = standing == ConsentStatus::Holds
            && ground.covers(Scope::Name)
            && Absence::of(record, collection, today, drafts).is_none();
        collection.roles.title.and_then(|at| record.get(at)?.as_text()).filter(|_| is_shown).map(compact)
    };
    model.records().iter().filter_map(shown).collect()
}

/// A name in the form in which it is compared with similar ones: Chinese names without spaces.
fn compact(name: &Arc<str>) -> Arc<str> {
    let is_han = name.chars().next().is_some_and(|c| c >= '\u{2E80}');
    if is_han && name.contains(char::is_whitespace) {
        return name.chars().filter(|c| !c.is_whitespace()).collect::<String>().into();
    }
    Arc::clone(name)
}

/// The folded form of a character, if that is a single character.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{4E00}'..='\u{9FFF}' | 'a'..='z' | '0'..='9' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        _ => None,
    }
}

/// Whether a text begins with something that may be a character reference or escape: `&#…`, `&…;`, `%E6`.
fn may_be_reference(text: &str) -> bool {
    let mut bytes = text.bytes().skip(1);
    match (bytes.next(), bytes.next()) {
        (Some(b'#'), Some(_)) => true,
        (Some(a), Some(b)) => a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric(),
        _ => false,
    }
}

fn hash(file: &str) -> u64 {
    FixedState::default().hash_one(file)
}

fn slot(c: char) -> usize {
    usize::try_from(u32::from(c) & 0xFFFF).unwrap_or(0)
}

fn is_record(path: &str) -> bool {
    RECORDS.iter().any(|ending| path.ends_with(ending))
}

/// Whether a link leads to a file.
fn leads_to(target: &str, file: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or(target);
    let path = crate::routes::decode(path);
    !file.is_empty() && *composed(file_name(&path)) == *file
}
