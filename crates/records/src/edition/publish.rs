//! Turns the model into the published site.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;
use rayon::prelude::*;

use super::hiding::{Hiding, shown_name};
use super::{
    BackReference, ConsentScope, ConsentStatus, Edition, PublicIx, PublicRecord, PublicValue, Published,
    Withheld, awaited, standing,
};
use crate::config::Config;
use crate::domain::{
    Collection, CollectionIx, Consent, Field, FieldType, Record, RecordIx, RegionIx, Scope, Sparse, Stay,
    Value, Visibility, slug,
};
use crate::model::Model;
use crate::source::SitePath;

/// The inputs of the decisions.
#[derive(Clone, Copy, Debug)]
pub struct EditionOptions {
    /// The audience.
    pub edition: Edition,
    /// The day for consent, publication and expiry.
    pub today: civil::Date,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether persons who have not signed yet are shown too, as a preview for them. Must be false for
    /// anything that is published.
    pub awaited: bool,
}

/// The published site and the withheld persons. `files` are the paths of the source files; `failed` are those
/// of records with errors: a link to one is not wrong, it just leads nowhere in this run. `waits` tells which
/// records have not passed review: they are not public, and marked in the internal edition.
#[must_use]
pub fn publish(
    model: &Model,
    config: &Config,
    files: &[SitePath],
    failed: &BTreeMap<Arc<str>, CollectionIx>,
    options: EditionOptions,
    waits: &dyn Fn(RecordIx) -> bool,
) -> (Published, Vec<Withheld>) {
    let mut withheld = Vec::new();
    let mut grounds: Vec<Option<ConsentScope>> = Vec::with_capacity(model.records().len());
    for (record, n) in model.records().iter().zip(0_u32..) {
        let ix = RecordIx(n);
        let is_open = options.edition == Edition::Internal || options.drafts || !waits(ix);
        grounds.push(ground((ix, record), config, options, &mut withheld).filter(|_| is_open));
    }
    let mut next = 0;
    let public_ix: Vec<Option<PublicIx>> = grounds
        .iter()
        .map(|ground| {
            ground.map(|_| {
                next += 1;
                PublicIx(next - 1)
            })
        })
        .collect();
    let hiding = Hiding::new(model, config);
    let waiting: Vec<bool> = (0..).take(grounds.len()).map(|n| waits(RecordIx(n))).collect();
    let parts =
        model.records().par_chunks(CHUNK).zip(grounds.par_chunks(CHUNK)).zip(waiting.par_chunks(CHUNK));
    let parts: Vec<Part> = parts
        .map(|((records, grounds), waiting)| {
            let publisher = Publisher::new(config, options, &public_ix, files, &hiding);
            let mut part = Part::default();
            for ((record, ground), waits) in records.iter().zip(grounds).zip(waiting) {
                part.add(&publisher, record, *ground, *waits);
            }
            part
        })
        .collect();
    let mut records: Vec<Arc<PublicRecord>> = Vec::with_capacity(model.records().len());
    let mut unpublished: Vec<_> = failed.iter().map(|(path, ix)| (path.clone(), *ix)).collect();
    let (mut hidden_files, mut portraits) = (BTreeSet::new(), BTreeSet::new());
    for part in parts {
        records.extend(part.records);
        unpublished.extend(part.unpublished);
        hidden_files.extend(part.hidden_files);
        portraits.extend(part.portraits);
    }
    unpublished.sort();
    let mut ranges = Vec::new();
    let mut start = 0;
    for n in 0..config.collections.len() {
        let end = start
            + records.iter().skip(start).take_while(|record| usize::from(record.collection.0) == n).count();
        ranges.push(start..end);
        start = end;
    }
    add_back_references(&mut records);
    records.shrink_to_fit();
    let published = Published {
        edition: options.edition,
        records,
        ranges,
        unpublished: unpublished.into(),
        hidden_files: Arc::new(hidden_files),
        portraits: portraits.into_iter().collect(),
        places: public_ix.into(),
    };
    (published, withheld)
}

/// Number of records that a thread processes at a time.
const CHUNK: usize = 512;

/// The result for a range of consecutive records.
#[derive(Default)]
struct Part {
    records: Vec<Arc<PublicRecord>>,
    unpublished: Vec<(Arc<str>, CollectionIx)>,
    hidden_files: BTreeSet<Arc<str>>,
    /// Those of them that belong to persons.
    portraits: BTreeSet<Arc<str>>,
}

impl Part {
    fn add(&mut self, publisher: &Publisher<'_>, record: &Record, ground: Option<ConsentScope>, waits: bool) {
        let Some(collection) = publisher.config.collection(record.collection) else { return };
        match ground {
            Some(ground) => {
                let mut public = publisher.record(record, collection, ground);
                public.draft |= waits;
                taken_out(record, &public).for_each(|value| self.hide(value, collection));
                self.records.push(Arc::new(public));
            }
            None => {
                record.values.values().for_each(|value| self.hide(value, collection));
                self.unpublished.push((publisher.path(record), record.collection));
            }
        }
    }
}

impl Part {
    fn hide(&mut self, value: &Value, collection: &Collection) {
        add_files(value, &mut self.hidden_files);
        if collection.is_persons() {
            add_files(value, &mut self.portraits);
        }
    }
}

/// What may be shown of a record; `None` if nothing may.
pub(super) fn ground(
    (ix, record): (RecordIx, &Record),
    config: &Config,
    options: EditionOptions,
    withheld: &mut Vec<Withheld>,
) -> Option<ConsentScope> {
    let collection = config.collection(record.collection)?;
    if collection.visibility > Visibility::Public && options.edition == Edition::Public {
        return None;
    }
    if Absence::of(record, collection, options.today, options.drafts).is_some() {
        return None;
    }
    let Some(field) = collection.roles.consent else { return Some(ConsentScope::ALL) };
    let consent: Option<&Consent> = match record.get(field) {
        Some(Value::Consent(consent)) => Some(consent),
        _ => None,
    };
    let (reason, ground) = standing(consent, options.today);
    if reason == ConsentStatus::Holds {
        return Some(ground);
    }
    let awaited = awaited(consent, options.today).filter(|_| options.awaited);
    let title_text = collection.roles.title.and_then(|at| record.get(at)?.as_text());
    withheld.push(Withheld {
        record: ix,
        collection: record.collection,
        name: title_text.unwrap_or(&record.id).clone(),
        reason,
        file: record.file,
        span: match (consent, collection.roles.title) {
            (Some(_), _) => record.span_of(field),
            (None, Some(title)) if title_text.is_some() => record.span_of(title),
            (None, _) => record.start(),
        },
    });
    awaited
}

/// Why a record is not published, apart from consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Its honour was revoked.
    Revoked,
    /// It is a draft.
    Draft,
    /// Its publication date is in the future.
    Early,
    /// It has expired.
    Late,
}

impl Absence {
    /// Why a record is not published on a day, apart from consent; `None` if it is.
    #[must_use]
    pub fn of(record: &Record, collection: &Collection, today: civil::Date, drafts: bool) -> Option<Self> {
        if is_over(collection.roles.revoked.and_then(|at| record.get(at)), today) {
            return Some(Self::Revoked);
        }
        if record.draft && !drafts {
            return Some(Self::Draft);
        }
        if record.publish_on.is_some_and(|day| day.first_day() > today) {
            return Some(Self::Early);
        }
        record.expires_on.is_some_and(|day| day.last_day() < today).then_some(Self::Late)
    }

    /// The reason in words: English, Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Revoked => ("the title was revoked", "称号已撤销"),
            Self::Draft => ("her record is a draft", "记录还是草稿"),
            Self::Early => ("her record is not public yet", "记录还没到公开的日子"),
            Self::Late => ("her record is no longer public", "记录已过公开期限"),
        }
    }
}

/// Whether something has been revoked by today. A month or year counts from its first day: in doubt, it is
/// not shown.
fn is_over(revoked: Option<&Value>, today: civil::Date) -> bool {
    revoked.and_then(Value::as_date).is_some_and(|date| date.first_day() <= today)
}

pub(super) struct Publisher<'a> {
    config: &'a Config,
    options: EditionOptions,
    public_ix: &'a [Option<PublicIx>],
    files: &'a [SitePath],
    hiding: &'a Hiding<'a>,
    /// The folder of the previous record.
    home: RefCell<Arc<str>>,
}

impl<'a> Publisher<'a> {
    pub(super) fn new(
        config: &'a Config,
        options: EditionOptions,
        public_ix: &'a [Option<PublicIx>],
        files: &'a [SitePath],
        hiding: &'a Hiding<'a>,
    ) -> Self {
        Self { config, options, public_ix, files, hiding, home: RefCell::default() }
    }

    fn path(&self, record: &Record) -> Arc<str> {
        let file = self.files.get(record.file.at());
        file.map_or_else(|| Arc::from(""), Arc::from)
    }

    /// The folder of a file; cached, since files of the same folder are usually consecutive.
    fn home_of(&self, path: &str) -> Arc<str> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut last = self.home.borrow_mut();
        if **last != *folder {
            *last = Arc::from(folder);
        }
        Arc::clone(&last)
    }

    fn public(&self, record: RecordIx) -> Option<PublicIx> {
        *self.public_ix.get(record.at())?
    }

    pub(super) fn record(
        &self,
        record: &Record,
        collection: &Collection,
        ground: ConsentScope,
    ) -> PublicRecord {
        let roles = &collection.roles;
        let name = roles.title.and_then(|at| record.get(at)?.as_text()).unwrap_or(&record.id).clone();
        let hidden = !ground.name;
        let title = if hidden { shown_name(record, collection, self.config) } else { name.clone() };
        let seen = |(at, field): (usize, &Field)| {
            let covered = scope_of(at, field, collection).is_none_or(|scope| ground.covers(scope));
            // Defaults are not facts that a page could state, except for the state, which decides where a
            // record is listed.
            let stated = field.default.is_none() || record.is_written(at) || roles.state == Some(at);
            record.get(at).filter(|_| covered && stated).and_then(|value| self.value(value, field))
        };
        let mut values: Sparse<PublicValue> = collection.fields.iter().enumerate().map(seen).collect();
        let mut body = record.body.clone().filter(|_| ground.story);
        let (mut params, mut claims) = (record.params.clone(), record.claims.clone());
        let (mut folder, mut edits) = (record.folder.clone(), Box::default());
        if hidden {
            let hidden = self.hiding.of(&name, &title);
            hidden.values(&mut values);
            if let Some(body) = &mut body {
                (*body, edits) = hidden.body(body);
            }
            (params, claims, folder) =
                (hidden.params(&params), hidden.claims(&claims), hidden.folder(&folder));
        }
        let (id, slug, aliases) = if hidden {
            let slug = safe_slug(record, &name, &title);
            // Her old URLs contain her name too.
            (slug.clone(), slug, Box::default())
        } else {
            (record.id.clone(), record.slug.clone(), record.aliases.clone())
        };
        let path = self.path(record);
        let left = roles.region.filter(|at| values.get(*at).is_some()).and_then(|at| record.get(at));
        let left = left.map(|value| self.left(value)).unwrap_or_default();
        if let (true, Some(at)) = (hidden, roles.title) {
            values.put(at, PublicValue::Plain(Value::Text(title.clone())));
        }
        PublicRecord {
            collection: record.collection,
            id,
            own_id: record.id.clone(),
            slug,
            folder,
            aliases,
            left,
            title,
            name_hidden: hidden,
            draft: record.draft || ground.awaited,
            awaits_consent: ground.awaited,
            values,
            state_assumed: roles.state.is_some_and(|at| !record.is_written(at)),
            body,
            edits,
            params,
            claims,
            back: Vec::new(),
            file: record.file,
            span: record.span,
            slug_span: record.slug_span,
            home: self.home_of(&path),
            path,
        }
    }

    /// The regions that a person has left.
    fn left(&self, value: &Value) -> Box<[RegionIx]> {
        let Value::Stays(stays) = value else { return Box::default() };
        let today = self.options.today;
        let over = stays.iter().take_while(|stay| stay.until.is_some_and(|until| until.last_day() < today));
        let here = Stay::on(stays, today).map(|region| self.config.regions.now(region));
        let mut left: Vec<RegionIx> = over.map(|stay| self.config.regions.now(stay.region)).collect();
        left.sort_unstable();
        left.dedup();
        left.retain(|region| Some(*region) != here);
        left.into()
    }

    fn value(&self, value: &Value, field: &Field) -> Option<PublicValue> {
        let seen = match self.options.edition {
            Edition::Public => field.visibility == Visibility::Public,
            Edition::Internal => field.visibility != Visibility::Private,
        };
        if !seen {
            return None;
        }
        match value {
            Value::Consent(_) => None,
            Value::Reference(reference) => self.public(reference.target?).map(PublicValue::Reference),
            Value::List(items) => {
                let items: Vec<PublicValue> =
                    items.iter().filter_map(|item| self.value(item, field)).collect();
                (!items.is_empty()).then_some(PublicValue::List(items))
            }
            Value::Group(group) => {
                let FieldType::Group(fields) = field.kind.item() else { return None };
                if is_over(field.ended_by.and_then(|at| group.get(at)), self.options.today) {
                    return None;
                }
                let values = group.values.iter().zip(fields).enumerate();
                let values = values.map(|(at, (value, field))| {
                    let written = value.as_ref().filter(|_| group.is_written(at));
                    written.and_then(|value| self.value(value, field))
                });
                Some(PublicValue::Group(values.collect()))
            }
            // Where she is now, by the region's present name or the one that contains it.
            Value::Region(region) => {
                Some(PublicValue::Plain(Value::Region(self.config.regions.now(*region))))
            }
            Value::Stays(stays) => {
                let here = Stay::on(stays, self.options.today)?;
                Some(PublicValue::Plain(Value::Region(self.config.regions.now(here))))
            }
            plain => Some(PublicValue::Plain(plain.clone())),
        }
    }
}

/// Adds the pictures and files of a value.
pub(super) fn add_files(value: &Value, files: &mut BTreeSet<Arc<str>>) {
    value.files(&mut |path| {
        files.insert(path.clone());
    });
}

/// What the record contains but the edition does not show.
pub(super) fn taken_out<'r>(record: &'r Record, public: &PublicRecord) -> impl Iterator<Item = &'r Value> {
    let hidden = record.values.iter().filter(|(at, _)| public.get(*at).is_none());
    hidden.map(|(_, value)| value)
}

/// The scope of consent that a field requires: as declared, otherwise by its role.
fn scope_of(at: usize, field: &Field, collection: &Collection) -> Option<Scope> {
    collection.roles.consent?;
    let roles = &collection.roles;
    let by_role = [
        (roles.portrait, Scope::Portrait),
        (roles.summary, Scope::Story),
        (roles.region, Scope::Region),
        (roles.title, Scope::Name),
    ];
    field.scope.or_else(|| by_role.iter().find(|(role, _)| *role == Some(at)).map(|(_, scope)| *scope))
}

/// The present or former slug of a record whose name is hidden.
#[must_use]
pub fn hidden_slug(record: &Record, config: &Config) -> Option<Arc<str>> {
    let collection = config.collection(record.collection).filter(|collection| collection.is_persons())?;
    let name = collection.roles.title.and_then(|at| record.get(at)?.as_text())?;
    Some(safe_slug(record, name, &shown_name(record, collection, config)))
}

/// A slug without the name: the explicit one unless it is derived from the name's reading, otherwise one
/// derived from the placeholder.
fn safe_slug(record: &Record, name: &str, shown: &str) -> Arc<str> {
    let reading = slug::name_slug(name);
    let syllables: Vec<&str> = reading.split('-').collect();
    let tells = |slug: &str| {
        slug.contains(&reading) || syllables.iter().any(|part| part.len() > 3 && slug.contains(part))
    };
    match record.slug_span {
        Some(_) if !tells(&record.slug) => record.slug.clone(),
        _ => Arc::from(slug::slug(shown)),
    }
}

/// Adds the lists of back references to every record.
fn add_back_references(records: &mut [Arc<PublicRecord>]) {
    type Key = (PublicIx, super::CollectionIx, (usize, Option<usize>));
    let mut found: BTreeMap<Key, Vec<PublicIx>> = BTreeMap::new();
    for (n, record) in records.iter().enumerate() {
        let Ok(from) = u32::try_from(n) else { continue };
        for (at, value) in record.values.iter() {
            collect(value, (at, None), &mut |to, field| {
                let list = found.entry((to, record.collection, field)).or_default();
                if list.last() != Some(&PublicIx(from)) {
                    list.push(PublicIx(from));
                }
            });
        }
    }
    for ((to, collection, field), list) in found {
        // Not shared with anybody yet.
        let record = records.get_mut(to.at());
        if let Some(record) = record.and_then(Arc::get_mut) {
            record.back.push(BackReference { collection, field, records: list });
        }
    }
}

fn collect(
    value: &PublicValue,
    field: (usize, Option<usize>),
    add: &mut impl FnMut(PublicIx, (usize, Option<usize>)),
) {
    match value {
        PublicValue::Reference(to) => add(*to, field),
        PublicValue::List(items) => items.iter().for_each(|item| collect(item, field, add)),
        PublicValue::Group(values) => {
            for (at, value) in values.iter().enumerate() {
                if let Some(value) = value {
                    collect(value, (field.0, Some(at)), add);
                }
            }
        }
        PublicValue::Plain(_) => {}
    }
}
