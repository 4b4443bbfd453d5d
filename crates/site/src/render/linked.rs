//! Machine-readable metadata of a page: schema.org as JSON-LD, and Open Graph for shared links.

use serde_json::{Value, json};

use super::inputs::RenderInputs;
use super::renderer::Renderer;
use crate::domain::SchemaType;
use crate::plan::{Page, PageKind, ProgressPage};
use crate::routes::Href;
use crate::view::RecordCard;

impl Renderer<'_> {
    /// The page's JSON-LD, ready for a `script` element; `None` if the page is not for machines.
    pub(super) fn linked_data(&self, page: &Page) -> Option<String> {
        let about = self.about(page)?;
        let graph: Vec<Value> =
            [breadcrumbs(&self.inputs, page), Some(about)].into_iter().flatten().collect();
        let made = json!({"@context": "https://schema.org", "@graph": graph}).to_string();
        // Whatever a text contains, it cannot end the element.
        Some(made.replace('<', "\\u003c"))
    }

    /// The subject of the page.
    fn about(&self, page: &Page) -> Option<Value> {
        let inputs = &self.inputs;
        let url = page.url.absolute(inputs.base_url);
        let mut made = match &page.kind {
            kind if !kind.is_sought() => return None,
            PageKind::Home => json!({"@type": "WebSite", "publisher": organiser(inputs)}),
            PageKind::Record(record) => self.record_about(self.cards.card(record.record)?),
            PageKind::Progress(at, ProgressPage::Overview) => self.dataset(*at)?,
            PageKind::List(_) | PageKind::Regions(_) | PageKind::Programs => {
                json!({"@type": "CollectionPage"})
            }
            _ => json!({"@type": "WebPage"}),
        };
        let name = if made.get("@type") == Some(&json!("Article")) { "headline" } else { "name" };
        put(&mut made, name, Some(json!(page.title)));
        put(&mut made, "url", Some(json!(url)));
        put(&mut made, "description", page.description.as_ref().map(|text| json!(text)));
        let language = is_work(&made).then(|| json!(inputs.viewer.lang().tag()));
        put(&mut made, "inLanguage", language);
        Some(made)
    }

    fn record_about(&self, card: &RecordCard) -> Value {
        let inputs = &self.inputs;
        let collection = inputs.config.collection_named(&card.collection).map(|(_, collection)| collection);
        let date = card.date.as_ref().map(|date| json!(date.value));
        let place = card.region.as_ref().map(|region| json!({"@type": "Place", "name": region.title}));
        let image = card.portrait.as_ref().map(|picture| json!(absolute(inputs, &picture.file.src)));
        let mut made = match collection.and_then(crate::domain::Collection::schema_type) {
            Some(SchemaType::Person) => {
                let mut made = json!({"@type": "Person"});
                put(&mut made, "homeLocation", place);
                made
            }
            Some(SchemaType::Organization) => {
                let mut made = json!({"@type": "Organization"});
                put(&mut made, "foundingDate", date);
                put(&mut made, "location", place);
                made
            }
            Some(SchemaType::Event) => {
                let mut made = json!({"@type": "Event", "organizer": organiser(inputs)});
                put(&mut made, "startDate", date);
                put(&mut made, "location", place);
                put(&mut made, "eventStatus", card.state.as_ref().and_then(|state| status(&state.value)));
                made
            }
            Some(SchemaType::Article) => {
                let mut made = json!({"@type": "Article", "publisher": organiser(inputs)});
                put(&mut made, "datePublished", date);
                made
            }
            None => json!({"@type": "WebPage"}),
        };
        put(&mut made, "image", image);
        made
    }

    /// A program's figures as a dataset with its files.
    fn dataset(&self, at: usize) -> Option<Value> {
        let inputs = &self.inputs;
        let of = inputs.viewer.program(at)?;
        let link = of.link();
        let files = super::links::links(&of).into_iter().map(|file| {
            json!({
                "@type": "DataDownload", "name": file.title, "contentUrl": absolute(inputs, &file.url),
                "encodingFormat": if file.format == "CSV" { "text/csv" } else { "application/json" },
            })
        });
        Some(json!({
            "@type": "Dataset", "creator": organiser(inputs), "dateModified": link.as_of.value,
            "temporalCoverage": format!("{}/{}", link.starts.value, link.ends.value),
            "distribution": files.collect::<Vec<_>>(),
        }))
    }

    /// The Open Graph data of the page: its type and a picture.
    pub(super) fn shared_as(&self, page: &Page) -> Value {
        let card = match &page.kind {
            PageKind::Record(record) => self.cards.card(record.record),
            _ => None,
        };
        let schema =
            card.and_then(|card| self.inputs.config.collection_named(&card.collection)?.1.schema_type());
        let kind = match schema {
            Some(SchemaType::Person) => "profile",
            Some(SchemaType::Article) => "article",
            _ => "website",
        };
        let picture = card.and_then(|card| card.portrait.as_ref()).map(|picture| {
            json!({
                "url": absolute(&self.inputs, &picture.file.src), "alt": picture.alt, "width": picture.file.width,
                "height": picture.file.height,
            })
        });
        json!({"type": kind, "locale": self.inputs.viewer.lang().tag().replace('-', "_"), "picture": picture})
    }
}

fn put(made: &mut Value, key: &str, value: Option<Value>) {
    if let (Some(map), Some(value)) = (made.as_object_mut(), value) {
        map.insert(key.to_owned(), value);
    }
}

/// Whether it is a creative work, which has a language, unlike a person or an event.
fn is_work(made: &Value) -> bool {
    !matches!(made.get("@type").and_then(Value::as_str), Some("Person" | "Organization" | "Event"))
}

fn absolute(inputs: &RenderInputs<'_>, url: &Href) -> String {
    url.absolute(inputs.base_url)
}

fn organiser(inputs: &RenderInputs<'_>) -> Value {
    let site = &inputs.config.site;
    let mut made = json!({
        "@type": "Organization", "name": site.organiser.as_ref().unwrap_or(&site.title), "url": inputs.base_url,
    });
    put(&mut made, "telephone", site.contact.phone.as_ref().map(|phone| json!(phone)));
    put(&mut made, "email", site.contact.email.as_ref().map(|email| json!(email)));
    put(&mut made, "address", site.contact.address.as_ref().map(|address| json!(address)));
    made
}

/// The states that the engine knows, in terms of schema.org.
fn status(state: &str) -> Option<Value> {
    let word = match state {
        "planned" | "held" | "rolling" => "EventScheduled",
        "postponed" => "EventPostponed",
        "cancelled" => "EventCancelled",
        _ => return None,
    };
    Some(json!(format!("https://schema.org/{word}")))
}

/// The page's breadcrumbs; `None` on the home page.
fn breadcrumbs(inputs: &RenderInputs<'_>, page: &Page) -> Option<Value> {
    if page.trail.is_empty() {
        return None;
    }
    let above = page.trail.iter().map(|crumb| (&crumb.title, absolute(inputs, &crumb.url)));
    let here = (&page.title, page.url.absolute(inputs.base_url));
    let items = above.chain([here]).zip(1_u32..).map(|((name, url), position)| {
        json!({"@type": "ListItem", "position": position, "name": name, "item": url})
    });
    Some(json!({"@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>()}))
}
