//! Reads a record from a mapping.

use std::sync::{Arc, LazyLock};

use jiff::civil;

use super::item::{Item, ItemKind};
use super::media;
use super::meta::Meta;
use crate::config::RECORD_KEYS;
use crate::config::decode::{Decoder, meant, period_in, unknown_field};
use crate::config::yaml::{Key, Node, missing_setting, not_lines, owner_above, with_way_in};
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_PER_CODE_PER_FILE, Severity};
use crate::domain::{Date, FieldType, Period, Record, RoleMap, Span, Value, is_slug, slug};

/// A record with errors: its id if known, and what could be read.
pub(super) struct Failed {
    pub(super) id: Option<Arc<str>>,
    pub(super) record: Option<Box<Record>>,
}

impl Item<'_> {
    /// Reads the record.
    pub(super) fn read(
        &self,
        node: &Node,
        kind: ItemKind,
        diagnostics: &mut Diagnostics,
    ) -> Result<Record, Failed> {
        let file_id = match &kind {
            ItemKind::File { id, .. } => Some(Arc::from(id.as_str())),
            ItemKind::Register | ItemKind::Row => None,
        };
        let Some(entries) = node.as_map() else {
            not_lines(self.text, node, diagnostics);
            return Err(Failed { id: file_id, record: None });
        };
        let mut own = Diagnostics::default();
        let meta = Meta::read(self, node, &mut own);
        let (mut values, spans) = self.values(entries, &meta.programs, &mut own);
        self.fill_absent(entries, node, &mut values, &mut own);
        media::resolve(self, &mut values, &spans, &mut own);
        let is_row = matches!(kind, ItemKind::Row);
        let id = file_id.or_else(|| self.register_id((&meta, is_row), &values, node, &mut own));
        let failed = own.count(Severity::Error) > 0;
        diagnostics.extend(own);
        let Some(id) = id else { return Err(Failed { id: None, record: None }) };
        let body = match kind {
            ItemKind::File { body: Some(body), .. } => Some(body),
            _ => meta.body,
        };
        let slug = meta.slug.clone().map_or_else(|| self.slug(&id, &values), |(slug, _)| slug);
        let record = Record {
            collection: self.collection_ix,
            file: self.file,
            span: node.span,
            slug,
            slug_span: meta.slug.map(|(_, span)| span),
            folder: folder(&kind_folder(&id, self.inner)),
            aliases: meta.aliases.into(),
            draft: meta.draft,
            publish_on: meta.publish_on,
            expires_on: meta.expires_on,
            programs: meta.programs.into(),
            reviews: meta.reviews,
            claims: meta.claims.into(),
            params: meta.params,
            values: values.into_iter().collect(),
            spans: spans.into_iter().map(|span| (span.end > 0).then_some(span)).collect(),
            body: body.map(Arc::new),
            id,
        };
        if failed {
            Err(Failed { id: Some(record.id.clone()), record: Some(Box::new(record)) })
        } else {
            Ok(record)
        }
    }

    fn values(
        &self,
        entries: &[(Key, Node)],
        programs: &[Arc<str>],
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Option<Value>>, Vec<Span>) {
        let fields = &self.collection.fields;
        let decoder = Decoder { belongs_to: programs, ..self.decoder(self.day(entries, programs)) };
        let mut values: Vec<Option<Value>> = fields.iter().map(|_| None).collect();
        let mut spans = vec![Span::default(); fields.len()];
        let mut unknown = 0_usize;
        for (key, value) in entries {
            if RECORD_KEYS.contains(&&*key.text) {
                continue;
            }
            let Some((at, field)) = self.collection.field(&key.text) else {
                unknown += 1;
                if unknown <= MAX_PER_CODE_PER_FILE {
                    let known = |name: &str| {
                        let field = self.collection.field(name).map(|(_, field)| holds_lines(&field.kind));
                        field.or_else(|| RECORD_KEYS.contains(&name).then_some(false))
                    };
                    let owner = owner_above(entries, key, known).or_else(|| self.group_above(entries, key));
                    let mut told = self.unknown(key).arg_opt("owner", owner);
                    // The name is taken: the two lines have different values.
                    told.fix.retain(|fix| !entries.iter().any(|(other, _)| *other.text == *fix.text));
                    diagnostics.push(told);
                }
                continue;
            };
            if value.is_null() {
                continue;
            }
            if let (Some(slot), Some(span)) = (values.get_mut(at), spans.get_mut(at)) {
                *slot = decoder.field(field, value, diagnostics);
                *span = value.span;
            }
        }
        (values, spans)
    }

    /// Fills in defaults for absent values; reports required ones.
    fn fill_absent(
        &self,
        entries: &[(Key, Node)],
        node: &Node,
        values: &mut [Option<Value>],
        diagnostics: &mut Diagnostics,
    ) {
        for (slot, field) in values.iter_mut().zip(&self.collection.fields) {
            let written = entries.iter().any(|(key, value)| key.text == field.name && !value.is_null());
            if written {
                continue;
            }
            if !field.required {
                slot.clone_from(&field.default);
                continue;
            }
            let key = entries.iter().find(|(key, _)| key.text == field.name);
            if self.below.contains(&&*field.name) {
                continue;
            }
            // A key with nearly this name was reported already.
            let unknown =
                |key: &Key| self.collection.field(&key.text).is_none() && !RECORD_KEYS.contains(&&*key.text);
            let meant = |key: &Key| self.meant(key).as_deref() == Some(&*field.name);
            if key.is_none()
                && entries.iter().any(|(key, value)| !value.is_null() && unknown(key) && meant(key))
            {
                continue;
            }
            let span = key.map_or(Span { start: node.span.start, end: node.span.start }, |(key, _)| key.span);
            let told = Diagnostic::new(Code::MissingField)
                .at(self.text.place(span))
                .arg("label", field.label.term(&field.name))
                .arg("collection", self.collection.item.term(&self.collection.id));
            diagnostics.push(match key {
                Some(_) => told.arg("empty", &field.name).arg_opt("example", field.example()),
                None => with_way_in(told, self.text, node.span, &field.name, field.example()),
            });
        }
    }

    /// The day of a record by its date or period, if the name of a region requires it.
    fn day(&self, entries: &[(Key, Node)], programs: &[Arc<str>]) -> Option<civil::Date> {
        if self.context.config.regions.former().is_empty() {
            return None;
        }
        let roles = &self.collection.roles;
        let field = self.collection.fields.get(roles.date.or(roles.period)?)?;
        let (_, node) = entries.iter().find(|(key, _)| key.text == field.name)?;
        let text = node.as_text()?;
        let period = || period_in(&self.context.config.programs, programs, text).map(Period::last_day);
        Date::parse(text).ok().map(Date::last_day).or_else(period)
    }

    /// The list of groups above a key that is one of their fields: the line is not indented like the item's
    /// other lines.
    fn group_above<'e>(&self, entries: &'e [(Key, Node)], key: &Key) -> Option<&'e str> {
        let at = entries.iter().position(|(other, _)| other.span == key.span)?;
        let mut above = entries.iter().take(at).rev();
        let (owner, field) =
            above.find_map(|(owner, _)| Some((owner, self.collection.field(&owner.text)?.1)))?;
        let FieldType::Group(fields) = field.kind.item() else { return None };
        fields.iter().any(|field| field.name == key.text).then_some(&*owner.text)
    }

    fn unknown(&self, key: &Key) -> Diagnostic {
        let title = self.collection.title.term(&self.collection.id);
        unknown_field(self.text, key, &self.collection.fields, self.asked(), title)
    }

    /// The field that an unknown key probably means.
    fn meant(&self, key: &Key) -> Option<String> {
        let (roles, others) = self.asked();
        meant(&self.collection.fields, roles, &key.text, others)
    }

    /// The roles and keys to suggest for unknown keys.
    const fn asked(&self) -> (Option<&RoleMap>, &'static [&'static str]) {
        (Some(&self.collection.roles), &RECORD_KEYS)
    }

    /// A register item's id: its own, otherwise made from its date and title; for a row of a spreadsheet, which
    /// may be one county's among many, from its region too.
    fn register_id(
        &self,
        (meta, is_row): (&Meta, bool),
        values: &[Option<Value>],
        node: &Node,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<str>> {
        if let Some(id) = &meta.id {
            return Some(id.clone());
        }
        let roles = &self.collection.roles;
        let at = |role: Option<usize>| values.get(role?)?.as_ref();
        let title = at(roles.title).and_then(Value::as_text);
        let date = match at(roles.date.or(roles.period)) {
            Some(Value::Date(date)) => Some(date.to_string()),
            Some(Value::Period(period)) => Some(period.to_string()),
            _ => None,
        };
        let region = match at(roles.region.filter(|_| is_row)) {
            Some(Value::Region(ix)) => self.context.config.regions.at(*ix).map(|region| &*region.title),
            _ => None,
        };
        match (title, date) {
            (Some(title), Some(date)) if let Some(region) = region => {
                Some(Arc::from(slug::slug(&format!("{date} {region} {title}"))))
            }
            (Some(title), Some(date)) => Some(Arc::from(slug::slug(&format!("{date} {title}")))),
            (Some(title), None) => Some(Arc::from(slug::slug(title))),
            _ => {
                if diagnostics.is_empty() {
                    diagnostics.push(missing_setting(self.text, node.span, &["id"]));
                }
                None
            }
        }
    }

    fn slug(&self, id: &Arc<str>, values: &[Option<Value>]) -> Arc<str> {
        let name = id.rsplit('/').next().unwrap_or(id);
        if is_slug(name) {
            return if *name == **id { Arc::clone(id) } else { Arc::from(name) };
        }
        let title =
            self.collection.roles.title.and_then(|at| values.get(at)?.as_ref()).and_then(Value::as_text);
        let is_name = self.collection.is_persons() && title.is_some_and(|title| &**title == name);
        Arc::from(if is_name { slug::name_slug(name) } else { slug::slug(name) })
    }

    pub(super) fn decoder(&self, on: Option<civil::Date>) -> Decoder<'_> {
        Decoder {
            text: self.text,
            regions: &self.context.config.regions,
            regions_sound: self.context.config.regions_sound,
            on,
            programs: &self.context.config.programs,
            belongs_to: &[],
            country: self.context.config.site.country,
            of: Some((self.collection_ix, self.collection)),
            lang: &self.context.config.site.lang,
            words: Some(&self.context.config.theme.words),
        }
    }

    /// The folder of the file within the site.
    pub(super) fn own_folder(&self) -> &str {
        self.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Whether values of a type may be on lines below their key.
const fn holds_lines(kind: &FieldType) -> bool {
    matches!(kind, FieldType::List(_) | FieldType::Group(_) | FieldType::Image | FieldType::Consent)
}

/// The folders of a record within its collection: those of its id; for a register's items, those of the
/// register.
fn kind_folder(id: &str, inner: &str) -> String {
    let path = if inner
        .rsplit_once('.')
        .is_some_and(|(stem, _)| stem == id || stem.strip_suffix("/index") == Some(id))
    {
        id
    } else {
        inner
    };
    path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
}

/// Each folder as a slug.
fn folder(folders: &str) -> Arc<str> {
    /// Shared by most records.
    static NONE: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from(""));
    if folders.is_empty() {
        return Arc::clone(&NONE);
    }
    let parts = folders.split('/').filter(|part| !part.is_empty());
    Arc::from(
        parts
            .map(|part| if is_slug(part) { part.to_owned() } else { slug::slug(part) })
            .collect::<Vec<_>>()
            .join("/"),
    )
}
