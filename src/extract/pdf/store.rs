//! All objects of a file, wherever they stand in it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::super::bytes::find;
use super::super::{Adder, Budget, Gap};
use super::font::Font;
use super::object::{Lexer, Object};
use super::stream::{Unpacked, unpack};

/// Most objects that are read.
const MOST_OBJECTS: usize = 400_000;
/// How far up the tree of pages a page's fonts are looked for.
const MOST_PARENTS: usize = 32;

/// Most fonts that are read of one page.
const MOST_FONTS: usize = 1_000;

/// The fonts that a page calls by these names.
pub(super) type Fonts = BTreeMap<Vec<u8>, Rc<Font>>;

/// All objects of a file. Where an object stands in it several times, in older versions of the file, its streams are all kept.
pub(super) struct Store<'b> {
    bytes: &'b [u8],
    /// The objects, by numbers of our own; the last of each of the file's numbers is the one that is meant.
    objects: Vec<Object>,
    streams: BTreeMap<u32, Range<usize>>,
    latest: BTreeMap<u32, u32>,
    /// Where each stream's fonts are told: the page or form that shows it.
    shown_by: BTreeMap<u32, Vec<Object>>,
    font_files: BTreeSet<u32>,
    fonts: RefCell<BTreeMap<u32, Rc<Font>>>,
    locked: bool,
    /// Whether some of it was not read, for it is too large.
    pub(super) is_cut: bool,
}

impl<'b> Store<'b> {
    /// Reads all objects.
    pub(super) fn read(bytes: &'b [u8], budget: &mut Budget) -> Self {
        let mut store = Self {
            bytes,
            objects: Vec::new(),
            streams: BTreeMap::new(),
            latest: BTreeMap::new(),
            shown_by: BTreeMap::new(),
            font_files: BTreeSet::new(),
            fonts: RefCell::default(),
            locked: false,
            is_cut: false,
        };
        store.scan();
        store.unpack_objects(budget);
        store.link();
        store
    }

    /// Finds everything that is written as `12 0 obj`.
    fn scan(&mut self) {
        let mut at = 0;
        while let Some(found) = self.bytes.get(at..).and_then(|rest| find(rest, b"obj")) {
            let start = at + found;
            at = start + 3;
            let Some(id) = self.number_before(start) else { continue };
            let mut lexer = Lexer::new(self.bytes, at);
            let Some(object) = lexer.next() else { break };
            let behind = lexer.at;
            let mut lexer = Lexer::new(self.bytes, behind);
            let is_stream = matches!(lexer.next(), Some(Object::Word(word)) if word == b"stream");
            let own = self.add(id, object);
            at = behind;
            if is_stream {
                let range = self.stream_range(lexer.at, own);
                at = range.end;
                self.streams.insert(own, range);
            }
            if self.objects.len() >= MOST_OBJECTS {
                self.is_cut = true;
                return;
            }
        }
        let mut from = 0;
        while let Some(found) = self.bytes.get(from..).and_then(|rest| find(rest, b"trailer")) {
            from += found + 7;
            let trailer = Lexer::new(self.bytes, from).next();
            self.locked |= trailer.is_some_and(|trailer| trailer.get(b"Encrypt").is_some());
        }
    }

    /// The number of the object whose `obj` stands at a place.
    fn number_before(&self, at: usize) -> Option<u32> {
        let head = self.bytes.get(at.saturating_sub(24)..at)?;
        let text: String = head.iter().map(|byte| char::from(*byte)).collect();
        let mut words = text.split_ascii_whitespace().rev();
        let generation = words.next()?;
        generation.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        let number = words.next()?;
        let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
        number.get(number.len() - digits..)?.parse().ok()
    }

    fn add(&mut self, id: u32, object: Object) -> u32 {
        let own = u32::try_from(self.objects.len()).unwrap_or(u32::MAX);
        self.locked |= object.name(b"Type") == Some(b"XRef") && object.get(b"Encrypt").is_some();
        self.objects.push(object);
        self.latest.insert(id, own);
        own
    }

    /// Where a stream's bytes stand: as long as it says, or up to the word that ends it.
    fn stream_range(&self, behind: usize, own: u32) -> Range<usize> {
        let start = behind
            + match self.bytes.get(behind..) {
                Some([13, 10, ..]) => 2,
                Some([10 | 13, ..]) => 1,
                _ => 0,
            };
        let said = self
            .object(own)
            .and_then(|object| object.get(b"Length")?.size())
            .map(|length| start.saturating_add(length));
        let ends = |end: &usize| {
            let behind = self.bytes.get(*end..).unwrap_or_default();
            find(behind.get(..32.min(behind.len())).unwrap_or_default(), b"endstream").is_some()
        };
        let end = said.filter(ends).or_else(|| {
            let rest = self.bytes.get(start..)?;
            Some(start + find(rest, b"endstream")?)
        });
        start..end.unwrap_or(self.bytes.len())
    }

    /// Adds the objects that are packed together in streams.
    fn unpack_objects(&mut self, budget: &mut Budget) {
        let packed: Vec<u32> = self
            .streams
            .keys()
            .copied()
            .filter(|id| self.object(*id).and_then(|it| it.name(b"Type")) == Some(b"ObjStm"))
            .collect();
        for id in packed {
            let Some((range, dictionary)) = self.streams.get(&id).cloned().zip(self.object(id).cloned())
            else {
                continue;
            };
            let raw = self.bytes.get(range).unwrap_or_default();
            let Unpacked::Bytes(bytes) = unpack(raw, &dictionary, budget.bytes) else {
                self.is_cut = true;
                continue;
            };
            budget.bytes = budget.bytes.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            let number = |key: &[u8]| dictionary.get(key).and_then(Object::size).unwrap_or(0);
            let (count, first) = (number(b"N").min(MOST_OBJECTS), number(b"First"));
            let mut index = Lexer::new(&bytes, 0);
            // Objects that are said to stand in one another would be read without end.
            let mut left = bytes.len().saturating_mul(4);
            for _ in 0..count {
                let pair = index.next().and_then(|it| it.size()).zip(index.next().and_then(|it| it.size()));
                let Some((id, offset)) = pair else { break };
                let start = first.saturating_add(offset);
                let mut lexer = Lexer::new(&bytes, start);
                let object = lexer.next();
                let Some(rest) = left.checked_sub(lexer.at.saturating_sub(start)) else { break };
                left = rest;
                if let (Ok(id), Some(object)) = (u32::try_from(id), object) {
                    self.add(id, object);
                }
                if self.objects.len() >= MOST_OBJECTS {
                    self.is_cut = true;
                    return;
                }
            }
        }
    }

    /// Finds out which page shows which stream.
    fn link(&mut self) {
        let mut shown_by: BTreeMap<u32, Vec<Object>> = BTreeMap::new();
        for object in &self.objects {
            if let Some(contents) = object.get(b"Contents") {
                let resources = self.resources(object);
                let parts: Vec<u32> = match contents {
                    Object::Reference(id) => match self.by_number(*id) {
                        Some(list @ Object::List(_)) => list.references(),
                        _ => vec![*id],
                    },
                    other => other.references(),
                };
                for own in parts.iter().filter_map(|id| self.latest.get(id)) {
                    shown_by.entry(*own).or_default().extend(resources.clone());
                }
            }
            for key in [&b"FontFile"[..], b"FontFile2", b"FontFile3", b"ToUnicode", b"CIDToGIDMap", b"CIDSet"]
            {
                let files = object.get(key).map(Object::references).unwrap_or_default();
                self.font_files.extend(files.iter().filter_map(|id| self.latest.get(id)));
            }
        }
        for own in self.streams.keys() {
            let resources = self.object(*own).and_then(|object| object.get(b"Resources"));
            shown_by.entry(*own).or_default().extend(resources.cloned());
        }
        self.shown_by = shown_by;
    }

    /// A page's resources: its own or those of the pages that it belongs to.
    fn resources(&self, page: &Object) -> Option<Object> {
        let mut at = page;
        for _ in 0..MOST_PARENTS {
            if let Some(own) = at.get(b"Resources") {
                return Some(own.clone());
            }
            at = self.resolve(at.get(b"Parent")?)?;
        }
        None
    }

    fn object(&self, own: u32) -> Option<&Object> {
        self.objects.get(usize::try_from(own).ok()?)
    }

    fn by_number(&self, id: u32) -> Option<&Object> {
        self.object(*self.latest.get(&id)?)
    }

    /// The value itself, where it only names another.
    fn resolve<'o>(&'o self, object: &'o Object) -> Option<&'o Object> {
        match object {
            Object::Reference(id) => self.by_number(*id),
            other => Some(other),
        }
    }

    pub(super) const fn is_locked(&self) -> bool {
        self.locked
    }

    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub(super) fn is_font_file(&self, own: u32) -> bool {
        self.font_files.contains(&own)
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter()
    }

    /// All streams.
    pub(super) fn streams(&self) -> impl Iterator<Item = u32> {
        self.streams.keys().copied()
    }

    /// What is said of a stream.
    pub(super) fn stream(&self, own: u32) -> Option<&Object> {
        self.object(own)
    }

    /// A stream's bytes; a gap is told where they are too many.
    pub(super) fn bytes(&self, own: u32, budget: &mut Budget, adder: &mut Adder<'_>) -> Option<Vec<u8>> {
        let raw = self.bytes.get(self.streams.get(&own)?.clone())?;
        match unpack(raw, self.object(own)?, budget.bytes) {
            Unpacked::Bytes(bytes) => {
                budget.bytes = budget.bytes.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                Some(bytes)
            }
            Unpacked::TooLarge => {
                adder.gap(Gap::TooLarge);
                None
            }
            Unpacked::Unknown => None,
        }
    }

    /// The bytes of a photograph as they are, with what a camera wrote into them.
    pub(super) fn photograph(&self, own: u32) -> Option<&'b [u8]> {
        self.bytes.get(self.streams.get(&own)?.clone()).filter(|bytes| bytes.starts_with(&[0xFF, 0xD8]))
    }

    /// The fonts by which a stream's letters are to be read.
    pub(super) fn fonts(&self, own: u32, budget: &mut Budget) -> Fonts {
        let mut fonts = Fonts::new();
        for resources in self.shown_by.get(&own).into_iter().flatten() {
            let named = self.resolve(resources).and_then(|it| self.resolve(it.get(b"Font")?));
            let Some(Object::Map(named)) = named else { continue };
            for (name, font) in named.iter().take(MOST_FONTS) {
                let made = match font {
                    Object::Reference(id) => self.font(*id, budget),
                    other => Some(Rc::new(self.read_font(other, budget))),
                };
                fonts.extend(made.map(|font| (name.clone(), font)));
            }
        }
        fonts
    }

    fn font(&self, id: u32, budget: &mut Budget) -> Option<Rc<Font>> {
        if let Some(known) = self.fonts.borrow().get(&id) {
            return Some(Rc::clone(known));
        }
        let font = Rc::new(self.read_font(self.by_number(id)?, budget));
        self.fonts.borrow_mut().insert(id, Rc::clone(&font));
        Some(font)
    }

    fn read_font(&self, object: &Object, budget: &mut Budget) -> Font {
        let table = match object.get(b"ToUnicode") {
            Some(Object::Reference(id)) => self.latest.get(id).and_then(|own| {
                let raw = self.bytes.get(self.streams.get(own)?.clone())?;
                match unpack(raw, self.object(*own)?, budget.bytes) {
                    Unpacked::Bytes(bytes) => Some(bytes),
                    _ => None,
                }
            }),
            _ => None,
        };
        let spent = table.as_ref().map_or(0, Vec::len);
        budget.bytes = budget.bytes.saturating_sub(u64::try_from(spent).unwrap_or(u64::MAX));
        let encoding = object.get(b"Encoding").and_then(|it| self.resolve(it));
        Font::new(object.name(b"Subtype"), encoding, table.as_deref())
    }
}
