//! Functions for templates: words, assets, records, figures, links, dates. They only look things up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::cards::Cards;
use super::{qr, quotes};
use crate::domain::signature::ParamKind;
use crate::domain::{Country, Date, Phone, WrittenPeriod};
use crate::i18n::Words;
use crate::routes::{Href, Url, encode, relative_written};
use crate::view::{FigureFault, FigureRequest, Figures};

/// Prefix of a key in the engine's error about a missing word, so that it can be reported as such.
pub(super) const MISSING_WORD: &str = "missing word: ";

/// Prefix of the fault of a call in the engine's error, so that it can be reported in the user's language.
pub(super) const CALL_FAULT: &str = "call fault: ";

/// A fault in an argument of a call, to be passed through the template engine's errors.
#[derive(Serialize, Deserialize)]
pub(super) struct CallFault {
    pub(super) call: String,
    pub(super) argument: String,
    pub(super) en: String,
    pub(super) zh: String,
    pub(super) suggestion: Option<String>,
}

impl CallFault {
    fn error(&self) -> Error {
        Error::message(format!("{CALL_FAULT}{}", serde_json::to_string(self).unwrap_or_default()))
    }
}

/// The link from the page `from` to `to`; templates have both as links from the site's root. A `from` that
/// begins with `/` is a page that is served at any URL.
pub(super) fn link(from: &str, to: &str) -> String {
    let elsewhere = ["http:", "https:", "mailto:", "tel:", "#"].iter().any(|start| to.starts_with(start));
    if elsewhere {
        return to.to_owned();
    }
    match from.strip_prefix('/').and_then(|_| from.rsplit_once('/')) {
        Some((folder, _)) => format!("{folder}/{}", Href::read(to)),
        None => relative_written(from, to),
    }
}

/// A `srcset` with links relative to the page.
fn srcset(from: &str, set: &str) -> String {
    let linked = set.split(", ").map(|variant| match variant.rsplit_once(' ') {
        Some((url, width)) => format!("{} {width}", link(from, url)),
        None => link(from, variant),
    });
    linked.collect::<Vec<_>>().join(", ")
}

/// Registers all functions and filters.
pub(super) fn register(
    tera: &mut Tera,
    (words, placeholders): (&Arc<Words>, &Arc<Placeholders>),
    assets: BTreeMap<Arc<str>, Url>,
    cards: &Arc<Cards>,
    figures: &Arc<dyn Figures>,
    (base_url, country): (&str, Option<Country>),
) {
    tera.register_filter("dialled", move |number: &str, _: Kwargs, _: &State| dialled(number, country));
    tera.register_filter("link", |to: &str, _: Kwargs, state: &State| {
        let Some(page) = state.get::<String>("page_url")? else {
            return Err(Error::message(
                "`link` needs the page's URL: declare the implicit argument `@page_url`",
            ));
        };
        Ok(link(&page, to))
    });
    tera.register_filter("srcset", |set: &str, _: Kwargs, state: &State| {
        let Some(page) = state.get::<String>("page_url")? else {
            return Err(Error::message(
                "`srcset` needs the page's URL: declare the implicit argument `@page_url`",
            ));
        };
        Ok(srcset(&page, set))
    });
    tera.register_filter("keep_quotes", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&quotes::kept(text))
    });
    tera.register_filter("query", |text: &str, _: Kwargs, _: &State| Ok::<_, Error>(encode(text)));
    let base: Arc<str> = Arc::from(base_url);
    tera.register_filter("absolute", move |to: &str, _: Kwargs, _: &State| Href::read(to).absolute(&base));
    let date_words = Arc::clone(words);
    tera.register_filter("date", move |date: &str, _: Kwargs, _: &State| {
        let read = Date::parse(date).map_err(|_| Error::message(format!("`date` cannot read “{date}”")))?;
        Ok::<_, Error>(date_words.date(read))
    });
    let (t_words, placeholders) = (Arc::clone(words), Arc::clone(placeholders));
    tera.register_function("t", move |kwargs: Kwargs, _: &State| word(&t_words, &placeholders, &kwargs));
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| {
        let path: &str = kwargs.must_get("path")?;
        match assets.get(path) {
            Some(url) => Ok(url.href().to_string()),
            None => Err(Error::message(format!("no theme has the asset “{path}”"))),
        }
    });
    tera.register_function("qr", |kwargs: Kwargs, _: &State| {
        let text: &str = kwargs.must_get("text")?;
        match qr::svg(text) {
            Some(svg) => Ok(Value::safe_string(&svg)),
            None => Err(Error::message("the text is too long for a QR code")),
        }
    });
    let all = Arc::clone(cards);
    tera.register_function("cards", move |kwargs: Kwargs, state: &State| {
        all.note(state.get::<String>("page_url")?);
        some_cards(&all, &kwargs)
    });
    let (figures, all) = (Arc::clone(figures), Arc::clone(cards));
    tera.register_function("figure", move |kwargs: Kwargs, state: &State| {
        all.note(state.get::<String>("page_url")?);
        let text = |key: &str| Ok::<_, Error>(kwargs.get::<&str>(key)?.map(str::to_owned));
        let on = match text("on")? {
            Some(on) => Some(Date::parse(&on).map_err(|_| bad("on", &on, &ParamKind::Date))?),
            None => None,
        };
        let within = match text("in")? {
            Some(it) => Some(WrittenPeriod::parse(&it).ok_or_else(|| bad("in", &it, &ParamKind::Period))?),
            None => None,
        };
        let request = FigureRequest {
            program: text("program")?,
            metric: kwargs.must_get::<&str>("metric")?.to_owned(),
            of: text("of")?,
            on,
            within,
            period: None,
            region: text("region")?,
            shown: text("as")?,
        };
        let figure = figures.figure(&request).map_err(|fault| {
            let FigureFault { arg, en, zh, suggestion } = fault;
            CallFault { call: "figure".to_owned(), argument: arg.to_owned(), en, zh, suggestion }.error()
        })?;
        Ok::<_, Error>(Value::from_serializable(&figure))
    });
}

/// A number as dialled from anywhere: `+34911234567`. One that fits no numbering plan, or a Chinese one, is returned
/// unchanged.
fn dialled(number: &str, country: Option<Country>) -> String {
    let country = country.filter(|country| !country.is_china());
    let read = country.and_then(|country| Phone::read(number, Some(country)));
    read.map_or_else(|| number.to_owned(), |phone| phone.link().replacen("tel:", "", 1))
}

/// The error for a figure's argument of a wrong type.
fn bad(argument: &str, found: &str, kind: &ParamKind) -> Error {
    let (en, zh) = kind.expected();
    let (en, zh) =
        (format!("“{found}” cannot be used there; it must be {en}"), format!("不能是“{found}”，要写{zh}"));
    let (call, suggestion) = ("figure".to_owned(), kind.near(found));
    CallFault { call, argument: argument.to_owned(), en, zh, suggestion }.error()
}

/// The placeholders of each word, by key.
type Placeholders = BTreeMap<Arc<str>, BTreeSet<Arc<str>>>;

fn word(words: &Words, placeholders: &Placeholders, kwargs: &Kwargs) -> TeraResult<String> {
    let key: &str = kwargs.must_get("key")?;
    // The plural form depends on an integer argument: the one named `count`, otherwise the first.
    let numbers = || kwargs.iter().filter_map(|(name, value)| Some((name.as_str()?, value.as_i64()?)));
    let count = numbers().find(|(name, _)| *name == "count").or_else(|| numbers().next());
    let text = match count {
        Some((_, count)) => words.counted(key, count),
        None => words.get(key),
    };
    let Some(text) = text else {
        return Err(Error::message(format!("{MISSING_WORD}{key}")));
    };
    // Texts from Unicode's data have placeholders of their own.
    let known = |name: &str| {
        name == "key"
            || placeholders.get(key).is_some_and(|known| known.contains(name))
            || (!placeholders.contains_key(key) && text.contains(&format!("{{{name}}}")))
    };
    if let Some(unknown) = kwargs.iter().filter_map(|(name, _)| name.as_str()).find(|name| !known(name)) {
        return Err(Error::message(format!("the word “{key}” has no place for `{unknown}`")));
    }
    Ok(crate::i18n::fill(text, |name| {
        let (_, value) = kwargs.iter().find(|(known, _)| known.as_str() == Some(name))?;
        Some(match value.as_i64() {
            Some(number) => words.number(number),
            None => value.to_string(),
        })
    }))
}

fn some_cards(cards: &Cards, kwargs: &Kwargs) -> TeraResult<Value> {
    let collection: &str = kwargs.must_get("collection")?;
    let fault = |argument: &str, (en, zh): (String, String), suggestion| {
        CallFault { call: "cards".to_owned(), argument: argument.to_owned(), en, zh, suggestion }.error()
    };
    if !cards.knows(collection) {
        let words = (format!("there is no collection “{collection}”"), format!("没有“{collection}”这个栏目"));
        return Err(fault("collection", words, cards.collection_near(collection)));
    }
    if let Some(ids) = kwargs.get::<Vec<Value>>("ids")? {
        let mut found = Vec::with_capacity(ids.len());
        for id in &ids {
            let id = id.as_str().unwrap_or_default();
            match cards.with_id(collection, id) {
                Some(card) => found.push(card),
                // Records that the edition does not show need not be known to anyone.
                None if cards.may_be_withheld(collection, id) => {}
                None => {
                    let words = (
                        format!("“{collection}” has no record “{id}”"),
                        format!("“{collection}”里没有记录“{id}”"),
                    );
                    return Err(fault("ids", words, cards.id_near(collection, id)));
                }
            }
        }
        return Ok(Value::from(found));
    }
    let limit: usize = kwargs.get("limit")?.unwrap_or(usize::MAX);
    let offset: usize = kwargs.get("offset")?.unwrap_or(0);
    Ok(Value::from(cards.of(collection, offset, limit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_a_query_is_one_value() {
        assert_eq!(encode("1 Main St. & Co#2"), "1%20Main%20St.%20%26%20Co%232");
        assert_eq!(encode("云"), "%E4%BA%91");
    }

    #[test]
    fn links_lead_from_the_page() {
        assert_eq!(link("a/b.html", "c/d.html"), "../c/d.html");
        assert_eq!(link("a/b.html", "tel:0000"), "tel:0000");
        assert_eq!(link("/fusao/404.html", "a/b.html"), "/fusao/a/b.html");
        assert_eq!(link("/404.html", "index.html"), "/index.html");
        assert_eq!(link("a/b.html", "c/名%23 1.html?x#y"), "../c/%E5%90%8D%23%201.html?x#y");
        assert_eq!(srcset("a/b.html", "m/x-1.webp 1w, m/x-2.webp 2w"), "../m/x-1.webp 1w, ../m/x-2.webp 2w");
    }
}
