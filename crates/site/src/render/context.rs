//! Data for templates.

use serde::Serialize;
use serde_json::json;
use tera::value::Key;
use tera::{Context, Map, Tera, TeraResult, Value};

use super::cards::Cards;
use super::inputs::RenderInputs;
use super::lookups;
use super::renderer::Renderer;
use super::values::Mapping;
use crate::domain::{Date, Finding, to_json};
use crate::plan::{
    FEEDS_PAGE, ListPage, Page, PageKind, PageLink, RecordPage, RegionLink, RegionPage, RegionRow,
    SEARCH_FOLDER, SEARCH_PAGE, calendar_url,
};
use crate::routes::{Href, Url};
use crate::view::{CollectionView, Edition, FieldView, RecordCard};

/// Puts the data of all pages into the engine, once.
pub(super) fn set_globals(tera: &mut Tera, inputs: &RenderInputs<'_>, cards: &Cards) {
    let (site, theme, shared) = (&inputs.config.site, &inputs.config.theme, &inputs.plan.shared);
    let edition = inputs.viewer.published.edition;
    let lang = inputs.viewer.lang();
    let global = tera.global_context();
    let today = inputs.viewer.date(Date::from(inputs.today));
    global.insert(
        "site",
        &json!({
            "title": site.title, "description": site.description, "language": lang.tag(), "direction": if lang.is_right_to_left() { "rtl" } else { "ltr" },
            "base_url": inputs.base_url, "organiser": site.organiser,
            "contact": {"phone": site.contact.phone, "email": site.contact.email, "address": site.contact.address},
            "filings": {"icp": site.filings.icp, "police": site.filings.police, "site_code": site.filings.site_code},
            "notice": site.notice.as_ref().and_then(|notice| notice.get(lang)),
            "official": site.official.is_some(), "params": site.params, "edition": edition.word(),
            "internal": edition == Edition::Internal, "today": today, "updated": shared.updated,
        }),
    );
    let name = theme.chain.first();
    global.insert("theme", &json!({"name": name, "params": theme.params}));
    global.insert("menu", &shared.menu);
    let mut collections = Map::new();
    for id in &shared.order {
        if let Some(view) = shared.collections.get(id) {
            collections.insert(id.to_string().into(), Value::from_serializable(view));
        }
    }
    global.insert_value("collections", Value::from(collections));
    let rows: Vec<&RegionLink> = shared.regions.iter().filter(|region| region.within.is_none()).collect();
    global.insert("regions", &rows);
    let planned = inputs.plan.pages.iter().any(|page| matches!(page.kind, PageKind::Programs));
    let programs = 0..if planned { inputs.viewer.progress.programs.len() } else { 0 };
    let programs: Vec<_> = programs.filter_map(|at| Some(inputs.viewer.program(at)?.link())).collect();
    global.insert("programs", &programs);
    let bulletins = inputs.viewer.program(0).filter(|_| planned).map(|of| of.latest_bulletins(3));
    global.insert("bulletins", &bulletins.unwrap_or_default());
    let search = inputs.plan.has_search().then(|| json!({"url": SEARCH_PAGE, "index": SEARCH_FOLDER}));
    global.insert("search", &search);
    let feeds = inputs.plan.has_feeds().then(|| json!({"url": FEEDS_PAGE}));
    global.insert("feeds", &feeds);
    global.insert_value("upcoming", cards.values(&shared.upcoming));
}

/// The names of the data of all pages.
const GLOBALS: [&str; 10] = [
    "feeds",
    "site",
    "theme",
    "menu",
    "collections",
    "regions",
    "programs",
    "bulletins",
    "search",
    "upcoming",
];

/// A hash of the data of all pages.
pub(super) fn hash_globals(tera: &mut Tera) -> blake3::Hash {
    let global = tera.global_context();
    let mut hasher = blake3::Hasher::new();
    for name in GLOBALS {
        let data = global.get(name).map_or_else(String::new, to_json);
        hasher.update(&u64::try_from(data.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(data.as_bytes());
    }
    hasher.finalize()
}

/// The data of a page that its components also see.
pub(super) fn base(inputs: &RenderInputs<'_>, page: &Page) -> Context {
    let mut context = Context::new();
    let internal = inputs.viewer.published.edition == Edition::Internal;
    let hidden = !page.kind.is_sought();
    context.insert(
        "page",
        &PageView {
            kind: lookups::kind(page),
            url: page.url.href(),
            title: &page.title,
            description: page.description.as_deref(),
            canonical: (page.kind.is_html() && !hidden).then(|| page.url.absolute(inputs.base_url)),
            feed: page.feed.as_ref(),
            trail: &page.trail,
            noindex: internal || hidden,
        },
    );
    // Hosts show the error page at any URL, so its links begin at the root.
    let url = match page.kind {
        PageKind::NotFound => format!("{}{}", base_path(inputs.base_url), page.url.href()),
        _ => page.url.href().to_string(),
    };
    context.insert("page_url", &url);
    context
}

/// The path of the site's address: `/` or `/fusao/`.
fn base_path(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
}

#[derive(Serialize)]
struct PageView<'a> {
    kind: &'static str,
    url: Href,
    title: &'a str,
    description: Option<&'a str>,
    canonical: Option<String>,
    feed: Option<&'a Href>,
    trail: &'a [crate::plan::Crumb],
    noindex: bool,
}

impl Renderer<'_> {
    /// Everything that a page's template sees.
    pub(super) fn context(&self, page: &Page, findings: &mut Vec<Finding>) -> TeraResult<Context> {
        let mut context = base(&self.inputs, page);
        if self.asks.linked_data {
            let linked = self.linked_data(page).map(|made| Value::safe_string(&made));
            context.insert_value("linked_data", linked.unwrap_or_else(Value::none));
        }
        if self.asks.shared {
            context.insert("shared", &self.shared_as(page));
        }
        match &page.kind {
            PageKind::List(list) => context.insert_value("list", self.list(list)),
            PageKind::Record(record) => context.insert_value("record", self.record(page, record, findings)?),
            PageKind::Regions(rows) => context.insert_value("rows", self.region_rows(rows)),
            PageKind::Region(region) => self.region(region, &mut context),
            PageKind::Programs => self.programs(&mut context),
            PageKind::Progress(at, kind) => self.progress(&mut context, page, *at, *kind)?,
            PageKind::Alike { title, links } => {
                context.insert("title", title);
                context.insert("links", links);
            }
            PageKind::Redirect { target } => context.insert("target", target),
            _ => {}
        }
        Ok(context)
    }

    fn collection(&self, id: &str) -> Option<&CollectionView> {
        self.inputs.plan.shared.collections.get(id)
    }

    fn list(&self, list: &ListPage) -> Value {
        let end = list.first.saturating_add(list.count);
        let shown = list.records.get(list.first..end).unwrap_or_default();
        let url = |number: usize| list.pages.get(number.checked_sub(1)?).map(Url::href);
        let facet = list.value.and_then(|(facet, value)| {
            let facet = list.facets.get(facet)?;
            let value = facet.values.get(value)?;
            Some(
                json!({"name": facet.name, "label": facet.label, "value": value.value, "title": value.title}),
            )
        });
        let mut map = map_of(&json!({
            "collection": self.collection(&list.collection), "title": list.title, "total": list.records.len(),
            "first": if list.count == 0 { 0 } else { list.first + 1 }, "last": list.first + list.count,
            "number": list.number, "page_count": list.pages.len(), "pages": PageLink::pager(list.number, list.pages.len(), url),
            "prev": url(list.number - 1), "next": url(list.number + 1), "facet": facet,
        }));
        map.insert("facets".into(), self.facets.of(list));
        map.insert("cards".into(), self.cards.values(shown));
        Value::from(map)
    }

    fn record(&self, page: &Page, record: &RecordPage, findings: &mut Vec<Finding>) -> TeraResult<Value> {
        let viewer = &self.inputs.viewer;
        let (Some(card), Some(public)) = (self.cards.card(record.record), viewer.record(record.record))
        else {
            return Ok(Value::none());
        };
        let value = self.cards.value(record.record).unwrap_or_else(Value::none);
        let mut made = Mapping::default();
        for (key, value) in value.as_map().into_iter().flatten() {
            made.add(key.clone(), value.clone());
        }
        made.put("fields", self.fields(card, public.collection, &value));
        // Broken links were reported when the site was planned.
        let body = viewer.body(public, &mut Vec::new());
        let (html, toc) = match body {
            Some(body) => {
                let toc = Value::from_serializable(&body.toc);
                (Value::safe_string(&self.fill(page, record.record, body, findings)?), toc)
            }
            None => (Value::none(), Value::from(Vec::<Value>::new())),
        };
        made.put("body", html);
        made.put("toc", toc);
        let back = viewer.back(public).into_iter().map(|back| {
            let mut map = map_of(&json!({"label": back.label, "collection": back.collection}));
            map.insert("cards".into(), self.cards.values(&back.records));
            Value::from(map)
        });
        made.put("back", Value::from(back.collect::<Vec<Value>>()));
        let one = |ix: Option<_>| ix.and_then(|ix| self.cards.value(ix)).unwrap_or_else(Value::none);
        let calendar = self.inputs.plan.page(calendar_url(&page.url).path());
        let calendar = calendar.filter(|page| matches!(page.kind, PageKind::Calendar(_)));
        made.put(
            "calendar",
            calendar.map_or_else(Value::none, |page| Value::from(page.url.href().to_string())),
        );
        let programs = viewer.progress.of_person(record.record).iter();
        let programs = programs.filter_map(|at| Some(Value::from_serializable(&viewer.program(*at)?.link())));
        made.put("programs", Value::from(programs.collect::<Vec<Value>>()));
        made.put("prev", one(record.prev));
        made.put("next", one(record.next));
        made.put("parent", one(record.parent));
        made.put("children", self.cards.values(&record.children));
        let params =
            public.params.as_deref().map_or_else(|| Value::from(Map::new()), Value::from_serializable);
        made.put("params", params);
        Ok(made.into())
    }

    /// A record's fields except those whose roles are shown elsewhere.
    fn fields(&self, card: &RecordCard, collection: crate::domain::CollectionIx, value: &Value) -> Value {
        let Some(collection) = self.inputs.viewer.collection(collection) else { return Value::none() };
        let roles = &collection.roles;
        let roles = [roles.title, roles.summary, roles.portrait, roles.display_name];
        let roles = roles.map(|at| collection.fields.get(at?).map(|field| &field.name));
        // The mapping has the card's fields in their order.
        let made = value.as_map().and_then(|map| map.get(&Key::Str("f"))?.as_map());
        let made = made.into_iter().flatten().map(|(_, value)| value);
        let is_shown = |field: &FieldView| !roles.iter().flatten().any(|role| **role == field.name);
        let shown = card.f.iter().zip(made).filter(|(field, _)| is_shown(field));
        Value::from(shown.map(|(_, value)| value.clone()).collect::<Vec<Value>>())
    }

    fn region_rows(&self, rows: &[RegionRow]) -> Value {
        let regions = &self.inputs.plan.shared.regions;
        let rows = rows.iter().filter_map(|row| {
            let RegionLink { id, title, kind, url, .. } = regions.get(row.region.at())?;
            let counts = row.counts.iter().filter_map(|(collection, count)| {
                let title = &self.collection(collection)?.title;
                Some(json!({"collection": collection, "title": title, "count": count}))
            });
            let counts: Vec<_> = counts.collect();
            Some(json!({"id": id, "title": title, "kind": kind, "url": url, "counts": counts}))
        });
        Value::from_serializable(&rows.collect::<Vec<_>>())
    }

    /// The pages of a region's figures, one per program.
    fn figures_of(&self, region: crate::domain::RegionIx) -> Vec<serde_json::Value> {
        let planned = self.inputs.plan.pages.iter().any(|page| matches!(page.kind, PageKind::Programs));
        let viewer = &self.inputs.viewer;
        let programs =
            (0..viewer.progress.programs.len()).filter(|_| planned).filter_map(|at| viewer.program(at));
        // A region within another has no figures of its own.
        let is_row = viewer.regions.at(region).is_some_and(crate::domain::Region::is_top);
        let links = programs
            .filter(|_| is_row)
            .filter_map(|of| Some(json!({"title": of.link().title, "url": of.region_link(region)?.url})));
        links.collect()
    }

    fn region(&self, page: &RegionPage, context: &mut Context) {
        let regions = &self.inputs.plan.shared.regions;
        if let Some(RegionLink { id, title, kind, within, .. }) = regions.get(page.region.at()) {
            let linked = |region: &&RegionLink| json!({"title": region.title, "url": region.url});
            let within = within.as_ref().and_then(|id| regions.iter().find(|region| region.id == *id));
            let parts = regions.iter().filter(|region| region.within.as_ref() == Some(id));
            let parts: Vec<_> = parts.map(|region| linked(&region)).collect();
            let within = within.as_ref().map(linked);
            let phone = self.inputs.config.regions.at(page.region).and_then(|region| region.phone.as_ref());
            let made = json!({"id": id, "title": title, "kind": kind, "phone": phone, "within": within, "parts": parts});
            context.insert("region", &made);
            context.insert("figures", &self.figures_of(page.region));
        }
        let groups = page.groups.iter().map(|group| {
            let view = self.collection(&group.collection);
            let mut map = map_of(
                &json!({"collection": view, "total": group.total, "hidden": group.hidden, "url": group.url}),
            );
            map.insert("cards".into(), self.cards.values(&group.records));
            Value::from(map)
        });
        context.insert_value("groups", Value::from(groups.collect::<Vec<Value>>()));
    }
}

/// A serialisable struct as a template mapping.
#[expect(clippy::expect_used, reason = "a page without what it is to show must not be published")]
pub(super) fn map_of<T: Serialize>(value: &T) -> Map {
    Value::from_serializable(value).into_map().expect("a value with named parts is a mapping")
}
