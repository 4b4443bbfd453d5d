//! All objects of a file, wherever they are in it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::super::bytes::find;
use super::font::{Font, Table};
use super::object::{Lexer, Object, VALUE};
use super::stream::{Unpacked, unpack};
use crate::adder::Adder;
use crate::contents::Gap;
use bangyang_budget::{Budget, Spent};

/// Maximum number of objects that are read.
const MOST_OBJECTS: usize = 400_000;
/// How far up the page tree a page's fonts are searched for.
const MOST_PARENTS: usize = 32;

/// Maximum number of pages that share one list of streams; normally each has its own.
const MOST_SHARING: usize = 16;

/// Maximum number of fonts that are read per page.
const MOST_FONTS: usize = 1_000;

/// The fonts in one list of a page's resources, by name.
type Named = BTreeMap<Vec<u8>, Rc<Font>>;

/// The fonts for a stream's letters.
pub(super) struct Fonts(Vec<Rc<Named>>);

impl Fonts {
    /// The font with a name; if several pages show the stream, that of the last.
    pub(super) fn get(&self, name: &[u8]) -> Option<&Rc<Font>> {
        self.0.iter().rev().find_map(|named| named.get(name))
    }
}

/// All objects of a file. If an object occurs several times, in older versions of the file, all its streams
/// are kept.
pub(super) struct Store<'b> {
    bytes: &'b [u8],
    /// The objects, by our own numbers; of each of the file's numbers, the last one is valid.
    objects: Vec<Object>,
    streams: BTreeMap<u32, Range<usize>>,
    latest: BTreeMap<u32, u32>,
    /// Where each stream's fonts are declared: objects with resources, belonging to the pages or forms that
    /// show it.
    shown_by: BTreeMap<u32, BTreeSet<u32>>,
    font_files: BTreeSet<u32>,
    /// Caches of fonts by resource object and by number, and of tables by stream.
    named: RefCell<BTreeMap<u32, Rc<Named>>>,
    fonts: RefCell<BTreeMap<u32, Rc<Font>>>,
    tables: RefCell<BTreeMap<u32, Rc<Table>>>,
    locked: bool,
    /// Whether some of it was not read because it is too large.
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
            named: RefCell::default(),
            fonts: RefCell::default(),
            tables: RefCell::default(),
            locked: false,
            is_cut: false,
        };
        let read =
            store.scan(budget).and_then(|()| store.unpack_objects(budget)).and_then(|()| store.link(budget));
        store.is_cut |= read.is_err();
        store
    }

    /// Finds everything of the form `12 0 obj`.
    fn scan(&mut self, budget: &mut Budget) -> Result<(), Spent> {
        let mut at = 0;
        while let Some(found) = self.bytes.get(at..).and_then(|rest| find(rest, b"obj")) {
            let start = at + found;
            at = start + 3;
            let Some(id) = self.number_before(start) else { continue };
            let mut lexer = Lexer::new(self.bytes, at);
            let Some(object) = lexer.next() else { break };
            budget.make(lexer.count() * VALUE)?;
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
                return Err(Spent);
            }
        }
        let mut from = 0;
        while let Some(found) = self.bytes.get(from..).and_then(|rest| find(rest, b"trailer")) {
            let mut lexer = Lexer::new(self.bytes, from + found + 7);
            let trailer = lexer.next();
            // Do not read the same range twice.
            from = lexer.at;
            self.locked |= trailer.is_some_and(|trailer| trailer.get(b"Encrypt").is_some());
        }
        Ok(())
    }

    /// The number of the object whose `obj` is at a position.
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

    /// The range of a stream's bytes: of the declared length, or up to the end keyword.
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

    /// Adds the objects in object streams.
    fn unpack_objects(&mut self, budget: &mut Budget) -> Result<(), Spent> {
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
            let Unpacked::Bytes(bytes) = unpack(raw, &dictionary, budget) else {
                self.is_cut = true;
                continue;
            };
            let number = |key: &[u8]| dictionary.get(key).and_then(Object::size).unwrap_or(0);
            let (count, first) = (number(b"N").min(MOST_OBJECTS), number(b"First"));
            let mut index = Lexer::new(&bytes, 0);
            // Object streams that claim to contain one another would be read endlessly.
            let mut left = bytes.len().saturating_mul(4);
            for _ in 0..count {
                let pair = index.next().and_then(|it| it.size()).zip(index.next().and_then(|it| it.size()));
                let Some((id, offset)) = pair else { break };
                let start = first.saturating_add(offset);
                let mut lexer = Lexer::new(&bytes, start);
                let object = lexer.next();
                budget.make(lexer.count() * VALUE)?;
                let Some(rest) = left.checked_sub(lexer.at.saturating_sub(start)) else { break };
                left = rest;
                if let (Ok(id), Some(object)) = (u32::try_from(id), object) {
                    self.add(id, object);
                }
                if self.objects.len() >= MOST_OBJECTS {
                    return Err(Spent);
                }
            }
        }
        Ok(())
    }

    /// Determines which page shows which stream.
    fn link(&mut self, budget: &mut Budget) -> Result<(), Spent> {
        let mut shown_by: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for (own, object) in (0..).zip(&self.objects) {
            if let Some(contents) = object.get(b"Contents") {
                let resources = self.resources(own, object);
                let parts: Vec<u32> = match contents {
                    Object::Reference(id) => match self.by_number(*id) {
                        Some(list @ Object::List(_)) => {
                            let times = shared.entry(*id).or_insert(0);
                            *times += 1;
                            if *times > MOST_SHARING { Vec::new() } else { list.references() }
                        }
                        _ => vec![*id],
                    },
                    other => other.references(),
                };
                budget.step(parts.len() + MOST_PARENTS)?;
                for own in parts.iter().filter_map(|id| self.latest.get(id)) {
                    shown_by.entry(*own).or_default().extend(resources);
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
            shown_by.entry(*own).or_default().extend(resources.map(|_| *own));
        }
        self.shown_by = shown_by;
        Ok(())
    }

    /// The object with a page's resources: itself or an ancestor.
    fn resources(&self, own: u32, page: &Object) -> Option<u32> {
        let (mut own, mut at) = (own, page);
        for _ in 0..MOST_PARENTS {
            if at.get(b"Resources").is_some() {
                return Some(own);
            }
            let Object::Reference(parent) = at.get(b"Parent")? else { return None };
            own = *self.latest.get(parent)?;
            at = self.object(own)?;
        }
        None
    }

    fn object(&self, own: u32) -> Option<&Object> {
        self.objects.get(usize::try_from(own).ok()?)
    }

    fn by_number(&self, id: u32) -> Option<&Object> {
        self.object(*self.latest.get(&id)?)
    }

    /// The value itself, if it is only a reference.
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

    /// A stream's dictionary.
    pub(super) fn stream(&self, own: u32) -> Option<&Object> {
        self.object(own)
    }

    /// A stream's bytes; reports a gap if there are too many.
    pub(super) fn bytes(&self, own: u32, adder: &mut Adder<'_>) -> Option<Vec<u8>> {
        let raw = self.bytes.get(self.streams.get(&own)?.clone())?;
        match unpack(raw, self.object(own)?, adder.budget) {
            Unpacked::Bytes(bytes) => Some(bytes),
            Unpacked::TooLarge => {
                adder.gap(Gap::TooLarge);
                None
            }
            Unpacked::Unknown => None,
        }
    }

    /// The bytes of an unprocessed photograph, including camera metadata.
    pub(super) fn photograph(&self, own: u32) -> Option<&'b [u8]> {
        self.bytes.get(self.streams.get(&own)?.clone()).filter(|bytes| bytes.starts_with(&[0xFF, 0xD8]))
    }

    /// The fonts for a stream's letters; reports a gap if there are too many.
    pub(super) fn fonts(&self, own: u32, adder: &mut Adder<'_>) -> Fonts {
        let mut fonts = Vec::new();
        for resources in self.shown_by.get(&own).into_iter().flatten() {
            match self.named(*resources, adder.budget) {
                Ok(named) => fonts.push(named),
                Err(Spent) => {
                    adder.gap(Gap::TooLarge);
                    break;
                }
            }
        }
        if self.tables.borrow().values().any(|table| table.is_cut) {
            adder.gap(Gap::TooLarge);
        }
        Fonts(fonts)
    }

    /// The fonts in an object's resources.
    fn named(&self, own: u32, budget: &mut Budget) -> Result<Rc<Named>, Spent> {
        budget.step(1)?;
        if let Some(known) = self.named.borrow().get(&own) {
            return Ok(Rc::clone(known));
        }
        let resources = self.object(own).and_then(|object| object.get(b"Resources"));
        let listed = resources.and_then(|it| self.resolve(it)).and_then(|it| self.resolve(it.get(b"Font")?));
        let mut named = Named::new();
        if let Some(Object::Map(listed)) = listed {
            for (name, font) in listed.iter().take(MOST_FONTS) {
                // Many pages may share one long list.
                budget.step(1)?;
                budget.make(name.len() + VALUE)?;
                let made = match font {
                    Object::Reference(id) => self.font(*id, budget),
                    other => Some(Rc::new(self.read_font(other, budget))),
                };
                named.extend(made.map(|font| (name.clone(), font)));
            }
        }
        let named = Rc::new(named);
        self.named.borrow_mut().insert(own, Rc::clone(&named));
        Ok(named)
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
            Some(Object::Reference(id)) => self.latest.get(id).map(|own| self.table(*own, budget)),
            _ => None,
        };
        let encoding = object.get(b"Encoding").and_then(|it| self.resolve(it));
        Font::new(object.name(b"Subtype"), encoding, table.unwrap_or_default())
    }

    /// The table in a stream. Many fonts may refer to it; it is read once.
    fn table(&self, own: u32, budget: &mut Budget) -> Rc<Table> {
        if let Some(known) = self.tables.borrow().get(&own) {
            return Rc::clone(known);
        }
        let raw = self.streams.get(&own).and_then(|range| self.bytes.get(range.clone()));
        let table = match raw.zip(self.object(own)).map(|(raw, object)| unpack(raw, object, budget)) {
            Some(Unpacked::Bytes(bytes)) => Table::read(&bytes, budget),
            Some(Unpacked::TooLarge) => Table::cut(),
            Some(Unpacked::Unknown) | None => Table::default(),
        };
        let table = Rc::new(table);
        self.tables.borrow_mut().insert(own, Rc::clone(&table));
        table
    }
}
