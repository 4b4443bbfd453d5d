//! Declarations of collections: the built-in ones, and those that a site adds or changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode::Decoder;
use super::yaml::{Key, Map, Node, Text, suggestion};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Lang, Place};
use crate::domain::{
    Choice, Collection, Facet, FacetPart, Field, FieldType, Label, NumberRange, Region, RoleMap, Scope, Sort,
    Templates, UrlPart, UrlPattern, Visibility,
};

/// Keys that every record may have; no field may take their names.
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

const TYPES: [&str; 17] = [
    "text",
    "markdown",
    "integer",
    "quantity",
    "date",
    "period",
    "choice",
    "boolean",
    "region",
    "reference",
    "list",
    "group",
    "image",
    "file",
    "url",
    "public_phone",
    "consent",
];

const ROLES: [&str; 13] = [
    "title",
    "date",
    "region",
    "state",
    "portrait",
    "summary",
    "consent",
    "honors",
    "score",
    "period",
    "found",
    "resolved",
    "display_name",
];

/// A name that is used, with the place where that is written; built-in declarations have none.
type Named = (Arc<str>, Option<Place>);

/// A declaration before its names of fields are resolved, so that a site's may change a built-in one.
#[derive(Clone, Default)]
pub(super) struct Declaration {
    id: Arc<str>,
    place: Option<Place>,
    title: Label,
    item: Label,
    order: i64,
    visibility: Visibility,
    roles: BTreeMap<&'static str, Named>,
    counted: Vec<(Named, Vec<Named>)>,
    fields: Vec<Field>,
    sort: Option<(Named, bool)>,
    facets: Vec<Named>,
    url: Option<(UrlPattern, Option<Place>)>,
    feed: bool,
    index: bool,
    per_page: usize,
    templates: Templates,
}

impl Declaration {
    /// Reads a declaration; what it leaves out is as `base` has it.
    pub(super) fn read(
        id: &str,
        text: &Text,
        node: &Node,
        base: Option<Self>,
        lang: Lang,
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
        map.finish(diagnostics);
        Some(it)
    }

    fn read_fields(&mut self, map: &mut Map<'_>, text: &Text, lang: Lang, diagnostics: &mut Diagnostics) {
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
            let Some(field) = read_field(text, key, node, base, lang, diagnostics) else { continue };
            match at.and_then(|at| self.fields.get_mut(at)) {
                Some(slot) => *slot = field,
                None => self.fields.push(field),
            }
        }
    }

    fn read_roles(&mut self, map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) {
        let Some(node) = map.take("roles") else { return };
        let Some(mut inner) = Map::new(text, node, diagnostics) else { return };
        for role in ROLES {
            if let Some(node) = inner.take(role)
                && let Some(name) = inner.expect_text(node, diagnostics)
            {
                self.roles.insert(role, (name, Some(text.place(node.span))));
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

    /// Resolves the names of fields and decodes defaults.
    pub(super) fn resolve(self, lang: Lang, diagnostics: &mut Diagnostics) -> Collection {
        let uses = Uses { fields: &self.fields, lang };
        let roles = self.resolve_roles(&uses, diagnostics);
        let mut counted = Vec::new();
        for (field, states) in &self.counted {
            let Some(at) =
                uses.field(field, "counted", "“counted”", "counted（计入统计的条件）", diagnostics)
            else {
                continue;
            };
            let Some(declared) = self.fields.get(at) else { continue };
            let mut places = Vec::new();
            for state in states {
                match declared.choices.iter().position(|choice| choice.id == state.0) {
                    Some(place) => places.extend(u16::try_from(place)),
                    None => diagnostics.push(unknown_choice(declared, state, lang)),
                }
            }
            counted.push((at, places));
        }
        let sort = self.sort.as_ref().and_then(|(by, descending)| {
            let at = uses.field(by, "sort", "sorting", "sort（排序）", diagnostics)?;
            Some(Sort { by: Some(at), descending: *descending })
        });
        let date = roles.date.or(roles.period);
        let sort = sort.unwrap_or(Sort { by: date.or(roles.title), descending: date.is_some() });
        let facets = self.facets.iter().filter_map(|facet| uses.facet(facet, diagnostics)).collect();
        let url = self.url.as_ref().and_then(|(pattern, place)| {
            let needs = |part: &UrlPart| match part {
                UrlPart::Region => Some((roles.region, "region")),
                UrlPart::Year => Some((date, "date")),
                _ => None,
            };
            for (found, role) in pattern.0.iter().filter_map(needs) {
                if found.is_none() {
                    let field = Arg::from("url");
                    let diagnostic = Diagnostic::new(Code::RoleWithoutField).at(place.clone());
                    diagnostics.push(diagnostic.arg("role", role).arg("field", field));
                    return None;
                }
            }
            Some(pattern.clone())
        });
        Collection {
            roles,
            counted,
            sort,
            facets,
            url,
            title: if self.title.is_empty() { Label::plain(&self.id) } else { self.title.clone() },
            item: if self.item.is_empty() { Label::plain(&self.id) } else { self.item.clone() },
            id: self.id,
            order: self.order,
            visibility: self.visibility,
            fields: self.fields,
            feed: self.feed,
            index: self.index,
            per_page: self.per_page,
            templates: self.templates,
        }
    }

    fn resolve_roles(&self, uses: &Uses<'_>, diagnostics: &mut Diagnostics) -> RoleMap {
        let mut find = |role: &'static str, fits: fn(&FieldType) -> bool| -> Option<usize> {
            if let Some(named) = self.roles.get(role) {
                let at = uses.field(named, role, "a role", "roles（字段的作用）", diagnostics)?;
                let field = self.fields.get(at)?;
                if fits(&field.kind) {
                    return Some(at);
                }
                let diagnostic = Diagnostic::new(Code::RoleWithoutField).at(named.1.clone());
                diagnostics.push(diagnostic.arg("role", role).arg("field", &named.0));
                return None;
            }
            // A role that is not named falls to the only field of the matching type.
            let lone = matches!(role, "title" | "date" | "region" | "portrait" | "consent" | "period");
            let usable = |field: &&Field| fits(&field.kind) && field.visibility != Visibility::Private;
            let mut matching = self.fields.iter().filter(usable).filter(|_| lone);
            let only = matching.next().filter(|_| matching.next().is_none())?;
            self.fields.iter().position(|field| field.name == only.name)
        };
        let text = |kind: &FieldType| matches!(kind, FieldType::Text | FieldType::Markdown);
        let date = |kind: &FieldType| matches!(kind, FieldType::Date);
        RoleMap {
            title: find("title", |kind| matches!(kind, FieldType::Text)),
            date: find("date", date),
            region: find("region", |kind| matches!(kind, FieldType::Region)),
            state: find("state", |kind| matches!(kind, FieldType::Choice)),
            portrait: find("portrait", |kind| matches!(kind, FieldType::Image)),
            summary: find("summary", text),
            consent: find("consent", |kind| matches!(kind, FieldType::Consent)),
            honors: find("honors", |kind| matches!(kind.item(), FieldType::Group(_))),
            score: find("score", |kind| matches!(kind, FieldType::Quantity | FieldType::Integer)),
            period: find("period", |kind| matches!(kind, FieldType::Period)),
            found: find("found", date),
            resolved: find("resolved", date),
            display_name: find("display_name", |kind| matches!(kind, FieldType::Text)),
        }
    }
}

/// The fields that names in a declaration may mean.
struct Uses<'a> {
    fields: &'a [Field],
    lang: Lang,
}

impl Uses<'_> {
    /// The place of a named field; says so where there is none or it is private.
    fn field(
        &self,
        named: &Named,
        role: &str,
        en: &str,
        zh: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let (name, place) = named;
        let used = || Arg::Term { en: en.to_owned(), zh: zh.to_owned() };
        let Some(at) = self.fields.iter().position(|field| field.name == *name) else {
            let near = suggestion(name, self.fields.iter().map(|field| &*field.name));
            let diagnostic = if ROLES.contains(&role) {
                Diagnostic::new(Code::RoleWithoutField).arg("role", role)
            } else {
                Diagnostic::new(Code::UnknownFieldUsed).arg("use", used())
            };
            diagnostics.push(diagnostic.at(place.clone()).arg("field", name).arg_opt("suggestion", near));
            return None;
        };
        let field = self.fields.get(at)?;
        if field.visibility == Visibility::Private {
            let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(place.clone());
            diagnostics.push(diagnostic.arg("field", name).arg("use", used()));
            return None;
        }
        Some(at)
    }

    fn facet(&self, named: &Named, diagnostics: &mut Diagnostics) -> Option<Facet> {
        let (name, place) = named;
        let (field, part) = match name.strip_suffix(".year") {
            Some(field) => (Arc::from(field), FacetPart::Year),
            None => (name.clone(), FacetPart::Whole),
        };
        let at = self.field(&(field, place.clone()), "facets", "a facet", "facets（分类）", diagnostics)?;
        let kind = self.fields.get(at)?.kind.item();
        let fits = match part {
            FacetPart::Year => matches!(kind, FieldType::Date | FieldType::Period),
            FacetPart::Whole => matches!(
                kind,
                FieldType::Region
                    | FieldType::Choice
                    | FieldType::Text
                    | FieldType::Boolean
                    | FieldType::Reference(_)
            ),
        };
        if !fits {
            let used = Arg::Term { en: "a facet".to_owned(), zh: "facets（分类）".to_owned() };
            let diagnostic = Diagnostic::new(Code::UnknownFieldUsed).at(place.clone());
            diagnostics
                .push(diagnostic.arg("use", used).arg("field", name).arg_opt("suggestion", None::<String>));
            let _ = self.lang;
            return None;
        }
        Some(Facet { name: name.clone(), field: at, part })
    }
}

fn unknown_choice(field: &Field, named: &Named, lang: Lang) -> Diagnostic {
    let ids = || field.choices.iter().map(|choice| &*choice.id);
    let _ = lang;
    Diagnostic::new(Code::UnknownChoice)
        .at(named.1.clone())
        .arg("field", &field.name)
        .arg("found", &named.0)
        .arg_opt("suggestion", suggestion(&named.0, ids()))
        .arg("known", ids().collect::<Vec<_>>().join(", "))
}

fn visibility(map: &mut Map<'_>, private: bool, diagnostics: &mut Diagnostics) -> Option<Visibility> {
    let node = map.take("visibility")?;
    match node.as_text().map(AsRef::as_ref) {
        Some("public") => Some(Visibility::Public),
        Some("internal") => Some(Visibility::Internal),
        Some("private") if private => Some(Visibility::Private),
        _ => {
            let (en, zh) = if private {
                ("public, internal or private", "public（公开）、internal（内部）或 private（不公开）")
            } else {
                ("public or internal", "public（公开）或 internal（内部）")
            };
            map.bad("visibility", node, en, zh, diagnostics);
            None
        }
    }
}

/// Reads a field; what it leaves out is as `base` has it.
fn read_field(
    text: &Text,
    key: &Key,
    node: &Node,
    base: Option<Field>,
    lang: Lang,
    diagnostics: &mut Diagnostics,
) -> Option<Field> {
    let mut map = Map::new(text, node, diagnostics)?;
    let mut field = base.unwrap_or_else(|| Field {
        name: key.text.clone(),
        kind: FieldType::Text,
        required: false,
        label: Label::default(),
        help: Label::default(),
        back_label: Label::default(),
        default: None,
        unit: None,
        choices: Vec::new(),
        range: NumberRange::default(),
        visibility: Visibility::Public,
        scope: None,
        ended_by: None,
    });
    let inner = match &field.kind.item() {
        FieldType::Group(fields) => fields.clone(),
        _ => Vec::new(),
    };
    let inner = read_inner_fields(text, &mut map, inner, lang, diagnostics);
    read_type(text, key, &mut map, &mut field, inner, diagnostics)?;
    for (name, slot) in
        [("label", &mut field.label), ("help", &mut field.help), ("back_label", &mut field.back_label)]
    {
        if let Some(label) = map.label_of(name, diagnostics) {
            *slot = slot.overridden_by(&label);
        }
    }
    field.required = map.bool_of("required", diagnostics).unwrap_or(field.required);
    field.unit = map.text_of("unit", diagnostics).or(field.unit);
    field.range.min = map.integer_of("min", diagnostics).or(field.range.min);
    field.range.max = map.integer_of("max", diagnostics).or(field.range.max);
    field.visibility = visibility(&mut map, true, diagnostics).unwrap_or(field.visibility);
    if let Some(node) = map.take("scope") {
        let found = node.as_text().and_then(|word| Scope::ALL.iter().find(|(_, name)| *name == &**word));
        match found {
            Some((scope, _)) => field.scope = Some(*scope),
            None => map.bad(
                "scope",
                node,
                "name, portrait, story or region",
                "name、portrait、story 或 region",
                diagnostics,
            ),
        }
    }
    if let Some(node) = map.take("ended_by") {
        field.ended_by = read_ended_by(text, node, field.kind.item(), diagnostics);
    }
    if let Some(node) = map.take("choices") {
        field.choices = read_choices(text, node, diagnostics);
    }
    if let Some(node) = map.take("default") {
        let no_regions: [Region; 0] = [];
        let decoder = Decoder { text, regions: &no_regions, lang };
        field.default = decoder.field(&field, node, diagnostics);
    }
    map.finish(diagnostics);
    Some(field)
}

/// The date of a group from which on an item of the list no longer counts, for example that of an honour's revocation.
fn read_ended_by(
    text: &Text,
    node: &Node,
    group: &FieldType,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let name = node.as_text().map_or("", AsRef::as_ref);
    let fields: &[Field] = if let FieldType::Group(fields) = group { fields } else { &[] };
    let is_date = |field: &&Field| matches!(field.kind, FieldType::Date);
    let used = Arg::Term { en: "ended_by".to_owned(), zh: "ended_by（按哪个日期失效）".to_owned() };
    match fields.iter().position(|field| *field.name == *name && is_date(&field)) {
        Some(at) if fields.get(at).is_some_and(|field| field.visibility == Visibility::Private) => {
            let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(text.place(node.span));
            diagnostics.push(diagnostic.arg("field", name).arg("use", used));
            None
        }
        Some(at) => Some(at),
        None => {
            let known = fields.iter().filter(is_date).map(|field| &*field.name);
            diagnostics.push(
                Diagnostic::new(Code::UnknownFieldUsed)
                    .at(text.place(node.span))
                    .arg("use", used)
                    .arg("field", name)
                    .arg_opt("suggestion", suggestion(name, known)),
            );
            None
        }
    }
}

fn read_inner_fields(
    text: &Text,
    map: &mut Map<'_>,
    mut fields: Vec<Field>,
    lang: Lang,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let Some(node) = map.take("fields") else { return fields };
    let Some(inner) = Map::new(text, node, diagnostics) else { return fields };
    for (key, node) in inner.rest() {
        let at = fields.iter().position(|field| field.name == key.text);
        let base = at.and_then(|at| fields.get(at)).cloned();
        let Some(field) = read_field(text, key, node, base, lang, diagnostics) else { continue };
        match at.and_then(|at| fields.get_mut(at)) {
            Some(slot) => *slot = field,
            None => fields.push(field),
        }
    }
    fields
}

fn read_type(
    text: &Text,
    key: &Key,
    map: &mut Map<'_>,
    field: &mut Field,
    inner: Vec<Field>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let word = map.take("type");
    let of = map.take("of");
    let to = map.text_of("to", diagnostics);
    let target = || match (&to, field.kind.item()) {
        (Some(to), _) => to.clone(),
        (None, FieldType::Reference(to)) => to.clone(),
        _ => Arc::from(""),
    };
    let mut read = |node: &Node, allow_list: bool| -> Option<FieldType> {
        let word = node.as_text().map_or("", AsRef::as_ref);
        Some(match word {
            "text" => FieldType::Text,
            "markdown" => FieldType::Markdown,
            "integer" => FieldType::Integer,
            "quantity" => FieldType::Quantity,
            "date" => FieldType::Date,
            "period" => FieldType::Period,
            "choice" => FieldType::Choice,
            "boolean" => FieldType::Boolean,
            "region" => FieldType::Region,
            "reference" => FieldType::Reference(target()),
            "group" => FieldType::Group(inner.clone()),
            "image" => FieldType::Image,
            "file" => FieldType::File,
            "url" => FieldType::Url,
            "public_phone" => FieldType::PublicPhone,
            "consent" => FieldType::Consent,
            _ => {
                let known: Vec<&str> = TYPES.into_iter().filter(|t| allow_list || *t != "list").collect();
                diagnostics.push(
                    Diagnostic::new(Code::UnknownFieldType)
                        .at(text.place(node.span))
                        .arg("found", word)
                        .arg_opt("suggestion", suggestion(word, known.iter().copied()))
                        .arg("known", known.join(", ")),
                );
                return None;
            }
        })
    };
    let is_list = word.is_some_and(|node| node.as_text().is_some_and(|word| &**word == "list"));
    let kind = match (word, of) {
        (Some(_), Some(of)) if is_list => Some(FieldType::List(Box::new(read(of, false)?))),
        (Some(_), None) if is_list => match &field.kind {
            FieldType::List(_) => None,
            _ => Some(FieldType::List(Box::new(FieldType::Text))),
        },
        (Some(word), _) => Some(read(word, true)?),
        (None, _) => None,
    };
    let known = kind.is_some() || !field.label.is_empty() || map.text().content.is_empty();
    match kind {
        Some(kind) => field.kind = kind,
        None => match &mut field.kind {
            FieldType::Group(fields) => *fields = inner,
            FieldType::List(item) => {
                if let FieldType::Group(fields) = item.as_mut() {
                    *fields = inner;
                }
            }
            _ => {}
        },
    }
    if !known {
        let place = text.place(key.span);
        diagnostics.push(Diagnostic::new(Code::MissingSetting).at(place).arg("key", "type"));
        return None;
    }
    Some(())
}

fn read_choices(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Vec<Choice> {
    if let Some(items) = node.as_list() {
        let choice =
            |item: &Node| item.as_text().map(|id| Choice { id: id.clone(), label: Label::plain(id) });
        return items.iter().filter_map(choice).collect();
    }
    let Some(map) = Map::new(text, node, diagnostics) else { return Vec::new() };
    map.rest()
        .map(|(key, node)| {
            let label = if node.is_null() { None } else { super::yaml::read_label(text, node, diagnostics) };
            Choice { id: key.text.clone(), label: label.unwrap_or_else(|| Label::plain(&key.text)) }
        })
        .collect()
}

fn read_url(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<(UrlPattern, Option<Place>)> {
    let word = node.as_text()?;
    if &**word == "false" {
        return None;
    }
    let place = text.place(node.span);
    let pattern = parse_pattern(word);
    if pattern.is_none() {
        diagnostics.push(Diagnostic::new(Code::BadUrlPattern).at(place.clone()).arg("found", word));
    }
    pattern.map(|pattern| (pattern, Some(place)))
}

/// `/volunteers/{slug}.html` to its parts; it begins with `/`, ends in `.html` or `/`, and has a part that tells records
/// apart.
fn parse_pattern(pattern: &str) -> Option<UrlPattern> {
    let mut rest = pattern.strip_prefix('/')?;
    if !(rest.ends_with(".html") || rest.ends_with('/'))
        || rest.split('/').any(|part| part == ".." || part == ".")
    {
        return None;
    }
    let mut parts = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if !before.is_empty() {
            parts.push(UrlPart::Literal(Arc::from(before)));
        }
        parts.push(match name {
            "slug" => UrlPart::Slug,
            "id" => UrlPart::Id,
            "region" => UrlPart::Region,
            "year" => UrlPart::Year,
            "path" => UrlPart::Path,
            _ => return None,
        });
        rest = behind;
    }
    parts.push(UrlPart::Literal(Arc::from(rest)));
    let literal_ok = parts.iter().all(|part| match part {
        UrlPart::Literal(text) => text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'_' | b'.')),
        _ => true,
    });
    let tells_apart = parts.iter().any(|part| matches!(part, UrlPart::Slug | UrlPart::Id | UrlPart::Path));
    (literal_ok && tells_apart).then_some(UrlPattern(parts))
}
