//! `content/site.yaml`: the site's name, address, organiser and other settings.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::called::RegionWords;
use super::yaml::{Map, Node, Text};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::{Country, Label, Language, Phone, Span, is_email, is_web_address};

/// The organiser's contact details, meant for the public.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Telephone.
    pub phone: Option<Arc<str>>,
    /// E-mail.
    pub email: Option<Arc<str>>,
    /// Postal address.
    pub address: Option<Arc<str>>,
}

/// Information that the law requires in the footer.
#[derive(Clone, Debug, Default)]
pub struct Filings {
    /// ICP filing.
    pub icp: Option<Arc<str>>,
    /// Public-security filing.
    pub police: Option<Arc<str>>,
    /// Code of a government site.
    pub site_code: Option<Arc<str>>,
}

/// The review that records must pass before publication.
#[derive(Clone, Debug, Default)]
pub struct ReviewStages {
    /// The stages, in order; empty if there is no review.
    pub stages: Vec<Arc<str>>,
    /// The collections that are reviewed; empty for all.
    pub only: Vec<(Arc<str>, Span)>,
}

/// Common stages, by the word for their combination.
const STAGES: [(&[&str], &[&str]); 2] = [
    (&["three", "三审"], &["初审", "复审", "终审"]),
    (&["three-and-secrecy", "三审加保密审查"], &["初审", "复审", "终审", "保密审查"]),
];

/// The target of a menu entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuTarget {
    /// The home page.
    Home,
    /// A collection's list.
    Collection(Arc<str>),
    /// A record of the collection `pages`, by id.
    Page(Arc<str>),
    /// The figures of a program, by id; `current` for the running one.
    Progress(Arc<str>),
    /// Any address.
    Url(Arc<str>),
}

/// An entry of the menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Its label; by default the title of its target.
    pub title: Option<Label>,
    /// Its target.
    pub target: MenuTarget,
    /// The span of the target.
    pub span: Span,
}

/// How long a section may go without news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refresh {
    /// A collection's id, or `home` for the whole site.
    pub section: Arc<str>,
    /// In days.
    pub days: u32,
    /// Its span; `None` for the default.
    pub span: Option<Span>,
}

/// The site's settings.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name.
    pub title: Arc<str>,
    /// Its description, in a sentence.
    pub description: Option<Arc<str>>,
    /// Its address: scheme, host and path, ending in `/`.
    pub base_url: Arc<str>,
    /// Its language.
    pub lang: Language,
    /// Its span.
    pub lang_span: Option<Span>,
    /// Who publishes it.
    pub organiser: Option<Arc<str>>,
    /// The organiser's contact details.
    pub contact: Contact,
    /// Filings.
    pub filings: Filings,
    /// The time zone in which days begin.
    pub timezone: TimeZone,
    /// The theme's name.
    pub theme: Arc<str>,
    /// Its span.
    pub theme_span: Option<Span>,
    /// A sentence that is on every page.
    pub notice: Option<Label>,
    /// The menu; empty for the default.
    pub menu: Vec<MenuItem>,
    /// Free parameters for templates.
    pub params: serde_json::Map<String, serde_json::Value>,
    /// Numbers and addresses that may be published although they look private, each with the reason.
    pub allow: Vec<(Arc<str>, Arc<str>)>,
    /// How long sections may go without news, if declared.
    pub refresh: Vec<Refresh>,
    /// Whether texts are also published compressed.
    pub compress: bool,
    /// The review that records must pass before publication.
    pub review: ReviewStages,
    /// The span of the declaration as an official site; `None` if it is not one.
    pub official: Option<Span>,
    /// The country of its telephone numbers: `country`, else that of its language.
    pub country: Option<Country>,
    /// The site's word for its regions, if declared.
    pub regions_called: Option<RegionWords>,
    /// The file, for diagnostics.
    pub text: Text,
}

impl Site {
    /// Reads the settings.
    pub fn read(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut map = Map::new(text, node, diagnostics)?;
        let title = map.require_text("title", diagnostics);
        let base_url = read_base_url(&mut map, diagnostics);
        let (lang, lang_span) = read_lang(&mut map, diagnostics);
        let timezone = read_timezone(&mut map, diagnostics);
        let country = read_country(&mut map, &lang, diagnostics);
        let contact = map.take("contact").and_then(|node| {
            let mut inner = Map::new(text, node, diagnostics)?;
            let phone = phone(&mut inner, country, diagnostics);
            let email = contact_by(&mut inner, "email", is_email, EMAIL, diagnostics).map(|(text, _)| text);
            let contact = Contact { phone, email, address: inner.text_of("address", diagnostics) };
            inner.finish(diagnostics);
            Some(contact)
        });
        let filings = map.take("filings").and_then(|node| {
            let mut inner = Map::new(text, node, diagnostics)?;
            let filings = Filings {
                icp: inner.text_of("icp", diagnostics),
                police: inner.text_of("police", diagnostics),
                site_code: inner.text_of("site_code", diagnostics),
            };
            inner.finish(diagnostics);
            Some(filings)
        });
        let theme = map.take("theme");
        let site = Self {
            description: map.text_of("description", diagnostics),
            organiser: map.text_of("organiser", diagnostics),
            contact: contact.unwrap_or_default(),
            filings: filings.unwrap_or_default(),
            theme_span: theme.map(|node| node.span),
            theme: theme
                .and_then(|node| map.expect_text(node, diagnostics))
                .unwrap_or_else(|| Arc::from("peony")),
            notice: map.label_of("notice", diagnostics),
            menu: read_menu(&mut map, text, diagnostics),
            review: read_review(&mut map, text, diagnostics),
            allow: read_allow(&mut map, text, diagnostics),
            params: map.json_of("params", diagnostics),
            refresh: read_refresh(&mut map, text, diagnostics),
            compress: map.bool_of("compress", diagnostics).unwrap_or(false),
            official: map.flag_of("official", diagnostics),
            country,
            regions_called: super::called::read(&mut map, diagnostics),
            text: text.clone(),
            title: title.unwrap_or_else(|| Arc::from("")),
            base_url: base_url.unwrap_or_else(|| Arc::from("https://site.example/")),
            lang,
            lang_span,
            timezone,
        };
        map.finish(diagnostics);
        Some(site)
    }

    /// How long sections may go without news; for an official site, home and news default to two weeks.
    pub fn refresh(&self) -> impl Iterator<Item = Refresh> {
        let said = |section: &str| self.refresh.iter().any(|limit| *limit.section == *section);
        let usual =
            ["home", "news"].into_iter().filter(move |section| self.official.is_some() && !said(section));
        let usual =
            usual.map(|section| Refresh { section: Arc::from(section), days: USUAL_REFRESH, span: None });
        usual.chain(self.refresh.iter().cloned())
    }

    /// The path of `base_url`: `/` or `/fusao/`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    }
}

/// Descriptions of valid telephone numbers and e-mail addresses, in English and Chinese.
const PHONE: (&str, &str) = (
    "a telephone number such as 0000-1234567; if there is none, delete the line",
    "电话号码，例如 0000-1234567；没有就删掉这一行",
);
const EMAIL: (&str, &str) = (
    "one e-mail address such as office@site.example; if there is none, delete the line",
    "一个电子邮箱地址，例如 office@site.example；没有就删掉这一行",
);

/// `phone`: a number for the public.
pub(super) fn phone(
    map: &mut Map<'_>,
    country: Option<Country>,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<str>> {
    let (text, node) = contact_by(map, "phone", is_callable, PHONE, diagnostics)?;
    if let Some(told) = out_of_plan(&text, country) {
        diagnostics.push(told.at(map.text().place(node.span)));
    }
    Some(text)
}

/// Reports numbers that cannot exist, by the country's numbering plan. Chinese numbers are not checked: hours and extensions
/// are written next to them, and they are recognised by their form. Short numbers are services, and zeros are placeholders.
pub(super) fn out_of_plan(found: &str, country: Option<Country>) -> Option<Diagnostic> {
    let country = country.filter(|country| !country.is_china())?;
    let digits = found.chars().filter(char::is_ascii_digit).count();
    let holds_place = found.starts_with("0000") || found.contains("000000");
    if digits < LEAST_DIGITS || holds_place || Phone::read(found, Some(country)).is_some() {
        return None;
    }
    Some(Diagnostic::new(Code::PhoneOfNoPlan).arg("country", country.to_string()))
}

/// Minimum number of digits of a number that is not a service's short number.
const LEAST_DIGITS: usize = 7;

/// `country`, two letters; else that of the language.
fn read_country(map: &mut Map<'_>, lang: &Language, diagnostics: &mut Diagnostics) -> Option<Country> {
    let Some(node) = map.take("country") else { return lang.country() };
    let found = node.as_text().and_then(|code| Country::parse(code));
    if found.is_none() {
        let (en, zh) = (
            "the two letters of a country, such as ES, GB or CN",
            "国家或地区的两个字母代码，例如 CN、HK、ES",
        );
        map.bad("country", node, en, zh, diagnostics);
    }
    found
}

/// A way to contact the organiser; reports one that cannot work.
fn contact_by<'n>(
    map: &mut Map<'n>,
    key: &'static str,
    fits: fn(&str) -> bool,
    (en, zh): (&str, &str),
    diagnostics: &mut Diagnostics,
) -> Option<(Arc<str>, &'n Node)> {
    let node = map.take(key)?;
    let text = map.expect_text(node, diagnostics)?;
    if !fits(&text) {
        map.bad(key, node, en, zh, diagnostics);
    }
    Some((text, node))
}

/// Whether a text contains a telephone number; hours and extensions are allowed.
fn is_callable(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && !text.contains(['@', '＠'])
}

/// Maximum number of days without news on an official site, by the rules for such sites.
const USUAL_REFRESH: u32 = 14;

/// `refresh: {news: 30}`.
fn read_refresh(map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) -> Vec<Refresh> {
    let Some(node) = map.take("refresh") else { return Vec::new() };
    let Some(inner) = Map::new(text, node, diagnostics) else { return Vec::new() };
    let mut limits = Vec::new();
    for (key, node) in inner.rest() {
        match node.as_text().and_then(|days| days.parse().ok()).filter(|days| *days > 0) {
            Some(days) => {
                limits.push(Refresh { section: key.text.clone(), days, span: Some(key.span) });
            }
            None => inner.bad(&key.text, node, "a number of days", "天数", diagnostics),
        }
    }
    limits
}

/// An address with a trailing `/`, or `None` if it is not valid.
#[must_use]
pub fn normal_base_url(url: &str) -> Option<Arc<str>> {
    let plain = is_web_address(url) && !url.contains(['?', '#', '\\', '<', '>', '"']);
    let slash = if url.ends_with('/') { "" } else { "/" };
    plain.then(|| Arc::from(format!("{url}{slash}")))
}

fn read_base_url(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<Arc<str>> {
    let node = map.require("base_url", diagnostics)?;
    let found = node.as_text().and_then(|url| normal_base_url(url));
    if found.is_none() {
        let (en, zh) = ("an address such as https://site.example/", "网址，例如 https://site.example/");
        map.bad("base_url", node, en, zh, diagnostics);
    }
    found
}

fn read_lang(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> (Language, Option<Span>) {
    let Some(node) = map.take("language") else { return (Language::usual(), None) };
    let found = node.as_text().and_then(|tag| Language::parse(tag));
    if found.is_none() {
        let (en, zh) = (
            "the code of a language, such as en, es, pt-BR or zh-CN",
            "语言的代码，例如 zh-CN（简体中文）、en（英语）、es（西班牙语）",
        );
        map.bad("language", node, en, zh, diagnostics);
    }
    (found.unwrap_or_else(Language::usual), Some(node.span))
}

fn read_timezone(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> TimeZone {
    // The bundled database only: the same time zone rules on every machine.
    let database = jiff::tz::TimeZoneDatabase::bundled();
    let zone = |name: &str| database.get(name).ok();
    let fallback = || zone("Asia/Shanghai").unwrap_or(TimeZone::UTC);
    let Some(node) = map.take("timezone") else { return fallback() };
    let found = node.as_text().and_then(|name| zone(name));
    if found.is_none() {
        let (en, zh) = ("a time zone such as Asia/Shanghai", "时区名称，例如 Asia/Shanghai");
        map.bad("timezone", node, en, zh, diagnostics);
    }
    found.unwrap_or_else(fallback)
}

/// `review: {stages: [初审, 终审], only: [exemplars]}`, or `stages: 三审`.
fn read_review(map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) -> ReviewStages {
    let Some(node) = map.take("review") else { return ReviewStages::default() };
    let Some(mut map) = Map::new(text, node, diagnostics) else { return ReviewStages::default() };
    let mut stages: Vec<Arc<str>> = Vec::new();
    let mut are_sound = true;
    let written = map.value("stages").filter(|node| !node.is_null());
    for (stage, span) in map.texts_of("stages", diagnostics) {
        let known = STAGES.iter().find(|(words, _)| words.contains(&&*stage));
        match known {
            Some((_, preset)) => stages.extend(preset.iter().map(|stage| Arc::from(*stage))),
            None if stages.contains(&stage) => {
                let place = text.place(span);
                let expected = Arg::term("each stage once", "每个环节只写一次");
                let told = Diagnostic::new(Code::BadSetting).at(place).arg("key", "stages");
                diagnostics.push(told.arg("found", format!("“{stage}”")).arg("expected", expected));
                are_sound = false;
            }
            None => stages.push(stage),
        }
    }
    match written {
        Some(node) if stages.is_empty() => {
            map.bad("stages", node, "at least one stage", "至少一个环节", diagnostics)
        }
        None => map.misses(&["stages"], diagnostics),
        Some(_) => {}
    }
    let only = map.texts_of("only", diagnostics);
    map.finish(diagnostics);
    // Without knowing the stages, no record is reported as waiting.
    if !are_sound {
        stages.clear();
    }
    ReviewStages { stages, only }
}

/// `allow: [{text, reason}]`.
fn read_allow(map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) -> Vec<(Arc<str>, Arc<str>)> {
    let Some(node) = map.take("allow") else { return Vec::new() };
    let Some(items) = node.as_list() else {
        super::yaml::wrong_shape(text, node, super::yaml::Shape::List, diagnostics);
        return Vec::new();
    };
    let items = items.iter().filter_map(|item| {
        let mut map = Map::new(text, item, diagnostics)?;
        let allowed = map.require_text("text", diagnostics);
        let reason = map.require_text("reason", diagnostics);
        map.finish(diagnostics);
        Some((allowed?, reason?))
    });
    items.collect()
}

fn read_menu(map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) -> Vec<MenuItem> {
    let Some(node) = map.take("menu") else { return Vec::new() };
    let Some(items) = node.as_list() else {
        super::yaml::wrong_shape(text, node, super::yaml::Shape::List, diagnostics);
        return Vec::new();
    };
    items.iter().filter_map(|item| read_menu_item(item, text, diagnostics)).collect()
}

/// The possible targets of menu entries.
const MENU_TARGETS: [&str; 5] = ["collection", "page", "progress", "url", "home"];

fn read_menu_item(node: &Node, text: &Text, diagnostics: &mut Diagnostics) -> Option<MenuItem> {
    let mut map = Map::new(text, node, diagnostics)?;
    let title = map.label_of("title", diagnostics);
    let (mut target, mut given) = (None, false);
    for key in MENU_TARGETS {
        let Some(node) = map.take(key) else { continue };
        given = true;
        let Some(value) = map.expect_text(node, diagnostics) else { continue };
        let leads = match key {
            "collection" => MenuTarget::Collection(value),
            "page" => MenuTarget::Page(value),
            "progress" => MenuTarget::Progress(value),
            "url" if is_web_address(&value) => MenuTarget::Url(value),
            "url" => {
                map.bad(
                    "url",
                    node,
                    "an address such as https://site.example/",
                    "网址，例如 https://site.example/",
                    diagnostics,
                );
                continue;
            }
            _ => MenuTarget::Home,
        };
        target = Some((leads, node.span));
    }
    if !given {
        map.misses(&MENU_TARGETS, diagnostics);
    }
    map.finish(diagnostics);
    let (target, span) = target?;
    Some(MenuItem { title, target, span })
}
