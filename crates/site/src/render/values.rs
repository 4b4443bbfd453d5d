//! Converts cards to template values by hand.
//!
//! Conversion through serde would allocate every string and key again. Most of a card is shared with
//! thousands of others (the region, the choices, the keys) or occurs twice in it (a summary): those parts are
//! made once and shared.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use foldhash::HashMap;
use tera::Value;
use tera::value::Key;

use crate::routes::Href;
use crate::sync::unpoisoned;
use crate::view::{DateView, Detail, FieldView, RecordCard, RegionView};

/// The longest text, in bytes, that the engine stores without allocating.
const SHORT: usize = 21;

/// Converts cards. Shared parts are identified by address: the cards must live as long as this does.
#[derive(Default)]
pub(super) struct Values {
    shared: RwLock<HashMap<(usize, usize), Value>>,
}

impl Values {
    /// Equivalent to `Value::from_serializable`, with less work.
    pub(super) fn card(&self, card: &RecordCard) -> Value {
        let mut texts = Texts::default();
        // First, so that the summary's text can be reused.
        let fields = self.by_name(&card.f, &mut texts);
        let mut made = Mapping::default();
        let mut put = |key, value| made.put(key, value);
        put("id", Value::normal_string(&card.id));
        put("url", maybe(card.url.as_ref().map(Href::as_str)));
        put("title", Value::normal_string(&card.title));
        put("collection", Value::normal_string(&card.collection));
        put("item", Value::normal_string(&card.item));
        put("hint", maybe(card.hint.as_deref()));
        put("date", card.date.as_ref().map_or_else(Value::none, date));
        put("region", card.region.as_ref().map_or_else(Value::none, |region| self.region(region)));
        put("state", any(card.state.as_ref()));
        put("summary", card.summary.as_ref().map_or_else(Value::none, |text| texts.value(text)));
        put("portrait", any(card.portrait.as_ref()));
        put("seal", any(card.seal.as_ref()));
        put("draft", Value::from(card.draft));
        put("awaits_consent", Value::from(card.awaits_consent));
        put("f", fields);
        made.into()
    }

    /// Fields as a map by name, in their order.
    fn by_name(&self, fields: &[FieldView], texts: &mut Texts) -> Value {
        let mut made = Mapping::default();
        for field in fields {
            made.add(Key::String(Arc::clone(&field.name)), self.field(field, texts));
        }
        made.into()
    }

    fn field(&self, field: &FieldView, texts: &mut Texts) -> Value {
        match &field.detail {
            Detail::Region(region) => self.shared(&field.name, &region.id, || self.new_field(field, texts)),
            Detail::Text { value } if field.kind == "choice" => {
                self.shared(&field.name, value, || self.new_field(field, texts))
            }
            _ => self.new_field(field, texts),
        }
    }

    fn new_field(&self, field: &FieldView, texts: &mut Texts) -> Value {
        let FieldView { name, label, kind, text, detail } = field;
        let mut made = Mapping::default();
        let mut put = |key, value| made.put(key, value);
        put("name", Value::normal_string(name));
        put("label", Value::normal_string(label));
        put("kind", Value::normal_string(kind));
        put("text", texts.value(text));
        match detail {
            Detail::Text { value } | Detail::Formatted { value } => put("value", texts.value(value)),
            Detail::Integer { value } => put("value", Value::from(*value)),
            Detail::Boolean { value } => put("value", Value::from(*value)),
            Detail::Markdown { html } => put("html", Value::normal_string(html)),
            Detail::Quantity { value, bound, unit } => {
                put("value", value.to_whole().map_or_else(|| Value::from_serializable(value), Value::from));
                put("bound", Value::from_serializable(bound));
                put("unit", maybe(unit.as_deref()));
            }
            Detail::Region(region) => {
                put("id", Value::normal_string(&region.id));
                put("title", Value::normal_string(&region.title));
                put("url", Value::normal_string(region.url.as_str()));
                put(
                    "within",
                    region.within.as_deref().map_or_else(Value::none, |within| self.region(within)),
                );
            }
            Detail::Reference(to) => {
                put("id", Value::normal_string(&to.id));
                put("title", Value::normal_string(&to.title));
                put("url", maybe(to.url.as_ref().map(Href::as_str)));
                put("hint", maybe(to.hint.as_deref()));
                put("collection", Value::normal_string(&to.collection));
            }
            Detail::List { items } => {
                let items: Vec<Value> = items.iter().map(|item| self.field(item, texts)).collect();
                put("items", Value::from(items));
            }
            Detail::Group { fields } => put("fields", self.by_name(fields, texts)),
            Detail::Image { picture } => put("picture", Value::from_serializable(&**picture)),
            Detail::File(file) => {
                put("url", Value::normal_string(file.url.as_str()));
                put("file", Value::normal_string(&file.name));
                put("ending", Value::from_serializable(&file.ending));
                put("size", Value::from_serializable(&file.size));
            }
        }
        made.into()
    }

    fn region(&self, region: &RegionView) -> Value {
        // No field has the same address as the region's id.
        self.shared(&region.id, &region.id, || {
            let mut made = Mapping::default();
            made.put("id", Value::normal_string(&region.id));
            made.put("title", Value::normal_string(&region.title));
            made.put("url", Value::normal_string(region.url.as_str()));
            made.put(
                "within",
                region.within.as_deref().map_or_else(Value::none, |within| self.region(within)),
            );
            made.into()
        })
    }

    /// A shared value, identified by the addresses of two texts rather than by their contents.
    fn shared(&self, of: &Arc<str>, value: &Arc<str>, make: impl FnOnce() -> Value) -> Value {
        let key = (address(of), address(value));
        let known = unpoisoned(self.shared.read()).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = make();
            unpoisoned(self.shared.write()).insert(key, made.clone());
            made
        })
    }
}

/// A mapping being built. The engine builds its own mapping from whatever it is given, so this one must not
/// hash each key a second time: entries are ordered by position.
#[derive(Default)]
pub(super) struct Mapping(Vec<(Place, Value)>);

impl Mapping {
    /// Adds an entry at the end. The caller guarantees that names are unique.
    pub(super) fn put(&mut self, name: &'static str, value: Value) {
        self.add(Key::Str(name), value);
    }

    pub(super) fn add(&mut self, key: Key<'static>, value: Value) {
        let at = self.0.len();
        self.0.push((Place { at, key }, value));
    }
}

impl From<Mapping> for Value {
    fn from(made: Mapping) -> Self {
        // Built in one step, since the entries are in order.
        Self::from(BTreeMap::from_iter(made.0))
    }
}

/// A key, ordered only by its position among the others.
struct Place {
    at: usize,
    key: Key<'static>,
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

impl From<Place> for Key<'static> {
    fn from(place: Place) -> Self {
        place.key
    }
}

/// Long texts of one card that may occur in it again.
#[derive(Default)]
struct Texts(Vec<(usize, Value)>);

impl Texts {
    fn value(&mut self, text: &Arc<str>) -> Value {
        if text.len() <= SHORT {
            return Value::normal_string(text);
        }
        let at = address(text);
        if let Some((_, known)) = self.0.iter().find(|(known, _)| *known == at) {
            return known.clone();
        }
        let made = Value::normal_string(text);
        self.0.push((at, made.clone()));
        made
    }
}

fn address(text: &Arc<str>) -> usize {
    Arc::as_ptr(text).cast::<u8>().addr()
}

fn date(date: &DateView) -> Value {
    let mut made = Mapping::default();
    made.put("value", Value::from_serializable(&date.value));
    made.put("text", Value::normal_string(&date.text));
    made.into()
}

fn maybe(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::normal_string)
}

fn any(value: Option<&impl serde::Serialize>) -> Value {
    value.map_or_else(Value::none, Value::from_serializable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bound, Date};
    use crate::view::{
        FocalView, MediaFile, PictureFile, PictureSource, PictureView, ReferenceView, Seal, StateView,
    };

    fn arc(text: &str) -> Arc<str> {
        Arc::from(text)
    }

    fn field(name: &str, kind: &'static str, text: &str, detail: Detail) -> FieldView {
        FieldView {
            name: arc(name),
            label: arc(&format!("{name}的名称很长很长很长")),
            kind,
            text: arc(text),
            detail,
        }
    }

    fn region() -> RegionView {
        let within = RegionView {
            id: arc("qingxi"),
            title: arc("青溪县"),
            url: Href::to("regions/qingxi.html"),
            within: None,
        };
        RegionView {
            id: arc("hongqiao"),
            title: arc("红桥镇"),
            url: Href::to("regions/hongqiao.html"),
            within: Some(Box::new(within)),
        }
    }

    fn picture() -> PictureView {
        let sources = vec![PictureSource { media_type: "image/webp", srcset: arc("a.webp 480w") }];
        let file =
            PictureFile { src: Href::to("a.jpg"), width: 3, height: 2, srcset: arc("a.jpg 480w"), sources };
        PictureView {
            file,
            alt: arc("合影"),
            caption: None,
            credit: Some(arc("x")),
            focal: Some(FocalView { x: 1, y: 2 }),
        }
    }

    fn fields() -> Vec<FieldView> {
        let long = arc("从事家政服务十二年，带出了许多徒弟。");
        let reference = |url: Option<&str>| ReferenceView {
            id: arc("jinxiu"),
            title: arc("锦绣家政服务培训基地"),
            url: url.map(Href::to),
            hint: None,
            collection: arc("bases"),
        };
        let file = MediaFile {
            url: Href::to("media/a.pdf"),
            name: arc("a.pdf"),
            ending: "PDF".into(),
            size: "12 KB".into(),
        };
        let choice = || field("level", "choice", "省级", Detail::Text { value: arc("province") });
        let own =
            FieldView { text: long.clone(), ..field("summary", "text", "", Detail::Text { value: long }) };
        vec![
            own,
            choice(),
            field("age", "integer", "12", Detail::Integer { value: -12 }),
            field("open", "boolean", "是", Detail::Boolean { value: true }),
            field("quote", "markdown", "话", Detail::Markdown { html: arc("<em>话</em>") }),
            field(
                "people",
                "quantity",
                "30余人",
                Detail::Quantity { value: 30.into(), bound: Bound::AtLeast, unit: Some(arc("人")) },
            ),
            field("where", "region", "青溪县", Detail::Region(Box::new(region()))),
            field("base", "reference", "锦绣", Detail::Reference(Box::new(reference(None)))),
            field(
                "mentor",
                "reference",
                "锦绣",
                Detail::Reference(Box::new(reference(Some("bases/jinxiu.html")))),
            ),
            field("levels", "list", "省级", Detail::List { items: [choice(), choice()].into() }),
            field(
                "honor",
                "group",
                "一",
                Detail::Group {
                    fields: [choice(), field("year", "text", "一", Detail::Text { value: arc("一") })].into(),
                },
            ),
            field("photo", "image", "合影", Detail::Image { picture: Box::new(picture()) }),
            field("paper", "file", "a.pdf", Detail::File(Box::new(file))),
        ]
    }

    /// The same as from serde, keys in the same order; and again, once parts are cached.
    #[test]
    fn a_card_is_what_serde_makes_of_it() {
        let f: Box<[FieldView]> = fields().into();
        let Some(Detail::Text { value: summary }) = f.first().map(|field| &field.detail) else {
            panic!("a text")
        };
        let full = RecordCard {
            id: arc("chen"),
            url: Some(Href::to("exemplars/chen.html")),
            title: arc("陈秀英"),
            collection: arc("exemplars"),
            item: arc("人物"),
            hint: Some("青溪县、月嫂".to_owned()),
            date: Some(DateView { value: Date::parse("2022-03").unwrap(), text: "2022年3月".to_owned() }),
            region: Some(region()),
            state: Some(StateView { value: arc("planned"), text: arc("计划中") }),
            summary: Some(summary.clone()),
            portrait: Some(Box::new(picture())),
            seal: Seal::of("陈秀英"),
            draft: true,
            awaits_consent: true,
            f: f.clone(),
        };
        let bare = RecordCard {
            url: None,
            hint: None,
            date: None,
            region: None,
            state: None,
            summary: None,
            portrait: None,
            seal: None,
            draft: false,
            awaits_consent: false,
            f: Box::default(),
            ..full.clone()
        };
        let values = Values::default();
        for card in [&full, &bare, &full] {
            let wanted = serde_json::to_string(&Value::from_serializable(card)).unwrap();
            assert_eq!(serde_json::to_string(&values.card(card)).unwrap(), wanted);
            assert_eq!(values.card(card), Value::from_serializable(card));
        }
    }
}
