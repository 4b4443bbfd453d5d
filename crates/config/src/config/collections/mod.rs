//! Declarations of collections: built-in ones, and those that a site adds or changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::yaml::{Map, Node, Text};
use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::domain::{Columns, Field, Label, Language, Role, SchemaType, Templates, UrlPattern, Visibility};
use field::{check_not_before, read_field};
use url::read_url;
use visibility::visibility;

mod field;
mod resolve;
mod said;
mod url;
mod visibility;

/// Keys that every record may have and that cannot be names of fields.
pub const RECORD_KEYS: [&str; 12] = [
    "id",
    "slug",
    "aliases",
    "draft",
    "publish_on",
    "expires_on",
    "program",
    "evidence",
    "reviews",
    "claims",
    "params",
    "body",
];

/// A name with the place where it is written; `None` for built-in declarations.
pub(super) type Named = (Arc<str>, Option<Place>);

/// A declaration before names of fields are resolved, so that a site can change a built-in one.
#[derive(Clone, Default)]
pub(super) struct Declaration {
    id: Arc<str>,
    place: Option<Place>,
    title: Label,
    item: Label,
    order: i64,
    visibility: Visibility,
    roles: BTreeMap<Role, Named>,
    counted: Vec<(Named, Vec<Named>)>,
    fields: Vec<Field>,
    /// Collections to which its references lead.
    pub(super) targets: Vec<Named>,
    sort: Option<(Named, bool)>,
    facets: Vec<Named>,
    url: Option<(UrlPattern, Option<Place>)>,
    feed: bool,
    index: bool,
    per_page: usize,
    schema: Option<SchemaType>,
    templates: Templates,
    columns: Columns,
    /// The fields that headings of columns are given to.
    column_fields: Vec<Named>,
}

impl Declaration {
    /// Reads a declaration; omitted keys are taken from `base`.
    pub(super) fn read(
        id: &str,
        text: &Text,
        node: &Node,
        base: Option<Self>,
        lang: &Language,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let fresh = Self { id: Arc::from(id), order: 1000, index: true, per_page: 20, ..Self::default() };
        let mut it = base.unwrap_or(fresh);
        let mut map = Map::new(text, node, diagnostics)?;
        it.place = Some(text.place(crate::domain::Span { start: map.span().start, end: map.span().start }));
        if let Some(label) = map.label_of("title", diagnostics) {
            it.title = it.title.overridden_by(&label);
        }
        if let Some(label) = map.label_of("item", diagnostics) {
            it.item = it.item.overridden_by(&label);
        }
        it.order = map.integer_of("order", diagnostics).unwrap_or(it.order);
        it.visibility = visibility(&mut map, false, diagnostics).unwrap_or(it.visibility);
        it.feed = map.bool_of("feed", diagnostics).unwrap_or(it.feed);
        it.index = map.bool_of("index", diagnostics).unwrap_or(it.index);
        if let Some(number) = map.integer_of("per_page", diagnostics) {
            it.per_page = usize::try_from(number).unwrap_or(0).clamp(1, 1000);
        }
        it.schema = schema(&mut map, diagnostics).or(it.schema);
        it.read_fields(&mut map, text, lang, diagnostics);
        it.read_roles(&mut map, text, diagnostics);
        it.read_lists(&mut map, text, diagnostics);
        if let Some(node) = map.take("url") {
            it.url = read_url(text, node, diagnostics);
        }
        if let Some(node) = map.take("templates")
            && let Some(mut inner) = Map::new(text, node, diagnostics)
        {
            it.templates.list = inner.text_of("list", diagnostics).or(it.templates.list.take());
            it.templates.record = inner.text_of("record", diagnostics).or(it.templates.record.take());
            inner.finish(diagnostics);
        }
        it.read_columns(&mut map, diagnostics);
        map.finish(diagnostics);
        Some(it)
    }

    fn read_fields(
        &mut self,
        map: &mut Map<'_>,
        text: &Text,
        lang: &Language,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(node) = map.take("fields") else { return };
        let Some(inner) = Map::new(text, node, diagnostics) else { return };
        for (key, node) in inner.rest() {
            if RECORD_KEYS.contains(&&*key.text) {
                let place = text.place(key.span);
                diagnostics.push(Diagnostic::new(Code::ReservedFieldName).at(place).arg("field", &key.text));
                continue;
            }
            let at = self.fields.iter().position(|field| field.name == key.text);
            let base = at.and_then(|at| self.fields.get(at)).cloned();
            find_targets(text, node, &mut self.targets);
            let Some(field) = read_field(text, key, node, base, lang, diagnostics) else { continue };
            match at.and_then(|at| self.fields.get_mut(at)) {
                Some(slot) => *slot = field,
                None => self.fields.push(field),
            }
        }
        check_not_before(text, inner.rest(), &self.fields, diagnostics);
    }

    /// Reads what the columns of spreadsheets are called.
    fn read_columns(&mut self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) {
        if let Some(node) = map.take("columns")
            && let Some(inner) = Map::new(map.text(), node, diagnostics)
        {
            for (key, node) in inner.rest() {
                let Some(name) = inner.expect_text(node, diagnostics) else { continue };
                let field = name.split('.').next().unwrap_or("");
                if !RECORD_KEYS.contains(&field) {
                    self.column_fields.push((Arc::from(field), Some(map.text().place(node.span))));
                }
                self.columns.named.push((key.text.clone(), name));
            }
        }
        self.columns.ignored.extend(map.texts_of("ignore", diagnostics).into_iter().map(|(text, _)| text));
    }

    fn read_roles(&mut self, map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) {
        let Some(node) = map.take("roles") else { return };
        let Some(mut inner) = Map::new(text, node, diagnostics) else { return };
        for role in Role::ALL {
            if let Some(node) = inner.take(role.key())
                && let Some(name) = inner.expect_text(node, diagnostics)
            {
                self.roles.insert(*role, (name, Some(text.place(node.span))));
            }
        }
        inner.finish(diagnostics);
    }

    fn read_lists(&mut self, map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) {
        if let Some(node) = map.take("counted")
            && let Some(inner) = Map::new(text, node, diagnostics)
        {
            self.counted = inner
                .rest()
                .map(|(key, node)| {
                    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
                    let named = |item: &Node| Some((item.as_text()?.clone(), Some(text.place(item.span))));
                    ((key.text.clone(), Some(text.place(key.span))), items.iter().filter_map(named).collect())
                })
                .collect();
        }
        if let Some(node) = map.take("sort")
            && let Some(mut inner) = Map::new(text, node, diagnostics)
        {
            let by = inner
                .take("by")
                .and_then(|by| Some((inner.expect_text(by, diagnostics)?, Some(text.place(by.span)))));
            let descending = inner.bool_of("descending", diagnostics).unwrap_or(false);
            self.sort = by.map(|by| (by, descending));
            inner.finish(diagnostics);
        }
        if let Some(node) = map.take("facets") {
            let items = node.as_list().unwrap_or(std::slice::from_ref(node));
            let named = |item: &Node| Some((item.as_text()?.clone(), Some(text.place(item.span))));
            self.facets = items.iter().filter_map(named).collect();
        }
    }
}

/// The collections to which a field's declaration refers, at any depth.
fn find_targets(text: &Text, node: &Node, targets: &mut Vec<Named>) {
    for (key, node) in node.as_map().unwrap_or_default() {
        match (&*key.text, node.as_text()) {
            ("to", Some(name)) => targets.push((name.clone(), Some(text.place(node.span)))),
            ("fields", None) => {
                node.as_map()
                    .unwrap_or_default()
                    .iter()
                    .for_each(|(_, field)| find_targets(text, field, targets));
            }
            _ => {}
        }
    }
}

/// Reads `schema`.
fn schema(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<SchemaType> {
    let node = map.take("schema")?;
    let written = node.as_text().map(AsRef::as_ref);
    let found = SchemaType::ALL.into_iter().find(|(_, word)| written == Some(*word));
    if found.is_none() {
        let (en, zh) = (
            "person, organization, event or article",
            "person（人物）、organization（单位）、event（活动）或 article（文章）",
        );
        map.bad("schema", node, en, zh, diagnostics);
    }
    found.map(|(schema, _)| schema)
}
